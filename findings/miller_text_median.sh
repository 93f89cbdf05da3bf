#!/usr/bin/env bash
# Miller 6.6.0 (Debian 12): statistics of German decimals are given, and they are those of the text.
#
# Expected: stats1 over "9,5", "10,2", "100,0" fails (not numbers) or says so per
#   field; the median of 1, 2, 3, 4 is 2.5.
# Seen: exit code 0 and sum 0, minimum "10,2", maximum "9,5", median "100,0": sorted as text, written
#   with the comma, so that they look computed. And median and p50 of whole numbers are no median:
#   of 1, 2, 3, 4 it is 3 (documented: -i interpolates; it then says 2.5). The mean beside it
#   is right.
# Who is hurt: waiting minutes with decimal commas: a plausible "median 9,5 / max 9,5" per office in
#   the report. Even weeks of counts get a median half a step too high.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: miller==6.6.0 (Debian 6.6.0-2+b3)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "miller=6.6.0-2+b3" >/dev/null 2>&1 || {
	echo "this version of the package is not to be had"
	exit 2
}
dpkg-deb -x miller_*.deb root
mlr() { root/usr/bin/mlr "$@"; }
text=$(printf 'x\n9,5\n10,2\n100,0\n' | mlr --icsv --ifs ';' --ojsonl stats1 -a sum,min,max,median -f x)
even=$(printf 'x\n1\n2\n3\n4\n' | mlr --icsv --ojsonl stats1 -a mean,median -f x)
cure=$(printf 'x\n1\n2\n3\n4\n' | mlr --icsv --ojsonl stats1 -i -a mean,median -f x)
printf 'decimal commas:   %s\n1, 2, 3, 4:       %s\n1, 2, 3, 4 (-i):  %s\n' "$text" "$even" "$cure"
want() { test "$1" = "$2" || { echo "behaviour changed: $1" && exit 1; }; }
want "$text" '{"x_sum": 0, "x_min": "10,2", "x_max": "9,5", "x_median": "100,0"}'
want "$even" '{"x_mean": 2.5, "x_median": 3}'
want "$cure" '{"x_mean": 2.5, "x_median": 2.5}'
