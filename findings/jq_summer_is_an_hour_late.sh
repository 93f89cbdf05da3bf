#!/usr/bin/env bash
# jq 1.6 (Debian 12): what fromdate reads in summer is an hour late, if the machine's clock is that of Berlin.
#
# Expected: "2019-07-03T23:30:00Z" says that it is UTC, and so does the manual of fromdate and mktime: the same number on every machine,
#   and todate gives back what fromdate took.
# Seen: with TZ=Europe/Berlin it is 0:30 of the next day, "2019-07-04T00:30:00Z"; a day without a time begins at 1:00. In winter
#   and with TZ=UTC, as in containers and tests, it is right, and strptime alone, too. The 31 days of July as 48 half hours each: 62
#   incidents stand on the next day, in January none. An evening incident of 31 July is one of August. No message.
#   Known (issues 1713, 2001, 2304, 2490), corrected in 1.7; Debian 12 goes on delivering 1.6.
# Who is hurt: JSON of an incident log or a calendar, loaded at night on the office's server: summer and winter, before and after, shifted
#   against each other, while the same line is right where it was tried.
# What to do: TZ=UTC jq ... in every script; or jq 1.7.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: jq==1.6-2.1+deb12u3, libjq1==1.6-2.1+deb12u3, libonig5 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "jq=1.6-2.1+deb12u3" "libjq1=1.6-2.1+deb12u3" libonig5 >/dev/null 2>&1 || {
	echo "this version of the package is not to be had"
	exit 2
}
for deb in *.deb; do dpkg-deb -x "$deb" root; done
old() { TZ=$1 LD_LIBRARY_PATH=$dir/root/usr/lib/x86_64-linux-gnu root/usr/bin/jq -nrc "$2"; }
there_and_back='"2019-01-03T23:30:00Z", "2019-07-03T23:30:00Z" | fromdate | todate'
day='"2019-07-04" | strptime("%Y-%m-%d") | mktime | todate'
count() { # of a month's incidents, one each half hour: how many have another day after mktime
	printf '[range(1; 32) as $d | range(48) as $h | [2019, %s, $d, ($h / 2 | floor), ($h %% 2 * 30), 0, 0, 0] | select((mktime | gmtime[2]) != $d)] | length' "$1"
}
for zone in UTC Europe/Berlin; do
	seen="$(old "$zone" "$there_and_back" | paste -sd' ') | day: $(old "$zone" "$day") | January: $(old "$zone" "$(count 0)"), July: $(old "$zone" "$(count 6)") of 1488"
	echo "$zone: $seen"
	[ "$zone" = UTC ] && utc=$seen
done
[ "$utc" = "2019-01-03T23:30:00Z 2019-07-03T23:30:00Z | day: 2019-07-04T00:00:00Z | January: 0, July: 0 of 1488" ] &&
	[ "$seen" = "2019-01-03T23:30:00Z 2019-07-04T00:30:00Z | day: 2019-07-04T01:00:00Z | January: 0, July: 62 of 1488" ] ||
	{ echo "behaviour changed" && exit 1; }
