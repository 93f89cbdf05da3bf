#!/usr/bin/env bash
# csvkit 2.2.0 (agate 1.14.2): "08:30" is eight and a half minutes, a weekly 0 or 1 is no number.
#
# Expected: a column of 08:30, 12:15 is a time of day or text; a column of weekly
#   incidents that are all 0 or 1 is a number with a sum.
# Seen: 08:30 becomes the duration 0:08:30, in a shift of "30:15" hours 0:30:15; so 8 h 30 min of guard
#   duty count as 8 min 30 s. Counts of 0 and 1 become Boolean: csvjson writes false/true, csvstat shows
#   neither sum nor mean; as soon as one week has a 2, the same column is a number again. The level
#   "none" of a severity column becomes a missing value. (The types are documented in agate, their
#   order too; -I switches it off.)
# Who is hurt: rare incidents (the usual case at one office), hours of duty, and the commonest level of
#   severity; cost per hour is sixty times too high.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    csvkit==2.2.0 agate==1.14.2
run() { "$dir/venv/bin/python" -B -W ignore -m "csvkit.utilities.$1" "$dir/$2"; }
printf 'week,n,duty,severity\n10,0,08:30,none\n11,1,30:15,minor\n12,1,12:00,none\n' >"$dir/rare.csv"
sed 's/^12,1/12,2/' "$dir/rare.csv" >"$dir/two.csv"
rare=$(run csvjson rare.csv)
two=$(run csvjson two.csv)
stat=$(run csvstat rare.csv | sed -n '/"n"/,/"duty"/p')
printf '%s\n%s\n%s\n' "$rare" "$two" "$stat"
want() { case $1 in *"$2"*) ;; *) echo "behaviour changed: no $2" && exit 1 ;; esac; }
want "$rare" '"n": false, "duty": "0:08:30", "severity": null'
want "$rare" '"n": true, "duty": "0:30:15", "severity": "minor"'
want "$two" '"n": 2.0'
want "$stat" Boolean
case $stat in *Sum:*) echo "behaviour changed: a sum" && exit 1 ;; esac
