#!/usr/bin/env bash
# csvkit 2.2.0 (agate 1.14.2): the option that repairs German decimals turns German dates into numbers.
#
# Expected: --locale de_DE makes 1,5 out of "1,5" and leaves "03.04.2019" a text
#   or a date.
# Seen: without it "1,5" is 15 (the comma dropped as a thousands sign) and dates stay text; with it
#   hours are right and "03.04.2019" is the number 3042019, "31.12.2019" 31122019: points are taken
#   as thousands wherever they stand. csvstat prints a mean date. Only --date-format %d.%m.%Y as well
#   saves both.
# Who is hurt: csvkit is the usual first look at an open-data file. Day and month as one number
#   sort by day of month; a join with the calendar finds nothing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    csvkit==2.2.0 agate==1.14.2 babel==2.19.0
printf 'office;hours;day\nA;1,5;03.04.2019\nB;0,75;31.12.2019\n' >"$dir/in.csv"
look() { "$dir/venv/bin/python" -B -W ignore -m csvkit.utilities.csvjson -d ';' "$@" "$dir/in.csv"; }
plain=$(look)
german=$(look --locale de_DE)
both=$(look --locale de_DE --date-format %d.%m.%Y)
printf 'plain:  %s\nde_DE:  %s\nboth:   %s\n' "$plain" "$german" "$both"
want() { case $1 in *"$2"*) ;; *) echo "behaviour changed: no $2" && exit 1 ;; esac; }
want "$plain" '"hours": 15.0, "day": "03.04.2019"'
want "$plain" '"hours": 75.0'
want "$german" '"hours": 1.5, "day": 3042019.0'
want "$german" '"hours": 0.75, "day": 31122019.0'
want "$both" '"hours": 1.5, "day": "2019-04-03"'
