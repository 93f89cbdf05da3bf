#!/usr/bin/env bash
# Babel 2.19.0: a wait of 1 h 30 min and one of 2 h 30 min are both "2 Stunden", 21 hours are "1 Tag".
#
# Expected: format_timedelta(..., locale="de") rounds to whole units in
#   one direction: 90 minutes "1 Stunde" or "2 Stunden", 150 minutes "2" or "3 Stunden", a whole
#   unit apart, as the durations are.
# Seen: halves go to the even neighbour: 90 -> 2, 150 -> 2, 210 -> 4, 270 -> 4 Stunden; 45 days
#   -> "2 Monate". Above 85 % of the next unit it changes over (documented as threshold): 21 h -> "1 Tag".
# Who is hurt: "average wait before 2 h 30 min, after 1 h 30 min" is printed as 2 Stunden and
#   2 Stunden: an improvement of an hour vanishes; 2 h 30 and 3 h 30 differ by two hours.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    babel==2.19.0
"$dir/venv/bin/python" -B - <<'PY'
from datetime import timedelta

from babel.dates import format_timedelta

seen = {m: format_timedelta(timedelta(minutes=m), locale="de") for m in (89, 90, 150, 151, 210, 270, 21 * 60)}
print(seen)
assert seen[89] == "1 Stunde" and seen[151] == "3 Stunden"
assert seen[90] == seen[150] == "2 Stunden", "behaviour changed"
assert seen[210] == seen[270] == "4 Stunden", "behaviour changed"
assert seen[21 * 60] == "1 Tag", "behaviour changed"
PY
