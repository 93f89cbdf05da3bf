#!/usr/bin/env bash
# petl 1.7.30 (PyPI): an office that first reports after a thousand rows is not in the table that recast() makes.
#
# Expected: recast() turns a long table (day, office, count) into one column for every office there is, as pivot() does.
# Seen: the columns are those of the first 1,000 rows. Of two offices over 500 days and one from day 501 on (60 days, 3 incidents
#   a day) the third is not there, its 180 of 1,300 incidents are gone; pivot() has them. In the same way unpackdict(),
#   fromdicts() and fromjson() leave out a field that is first filled in row 1,001, here the only note of a weapon. No message.
#   Documented for recast (at the end of its help), fromdicts and fromjson, not for unpackdict; the limit is named nowhere in the text.
#   Upstream: issue 83 asks for sampling, move-coop/parsons issue 454 met it through fromdicts.
# Who is hurt: long tables sorted by day: an office that joined later, a field that was filled after the checks began, is not
#   missing by a number but altogether, just where before and after differ.
# What to do: samplesize=10**9 or pivot(); header= for dicts and JSON.
# Pinned: petl==1.7.30
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check petl==1.7.30
cd "$dir"
cat >run.py <<'PY'
import json

import petl

LONG = [("day", "office", "count")]
for day in range(1, 561):
    LONG += [(day, "A", 1), (day, "B", 1)] + ([(day, "C", 3)] if day > 500 else [])
LOG = [{"number": number, "kind": "insult"} for number in range(1, 1501)]
LOG[1000]["weapon"] = "knife"


def told(wide):
    fields = petl.header(wide)[1:]
    return fields, sum(cell for row in petl.data(wide) for cell in row[1:] if cell)


with open("log.json", "w", encoding="utf-8") as file:
    json.dump(LOG, file)
recast = told(petl.recast(LONG, key="day", variablefield="office", valuefield="count"))
mended = told(petl.recast(LONG, key="day", variablefield="office", valuefield="count", samplesize=10**9))
pivot = told(petl.pivot(LONG, "day", "office", "count", sum))
fields = {
    "fromdicts": petl.header(petl.fromdicts(LOG)),
    "fromjson": petl.header(petl.fromjson("log.json")),
    "unpackdict": petl.header(petl.unpackdict([("place", "more")] + [(place, row) for place, row in enumerate(LOG)], "more")),
    "fromdicts with all": petl.header(petl.fromdicts(LOG, sample=len(LOG))),
}
print("incidents in the long table:", sum(row[2] for row in LONG[1:]))
print("recast", *recast, "| with samplesize", *mended, "| pivot", *pivot)
for name, header in fields.items():
    print(f"{name:18}", header)
assert recast == (("A", "B"), 1120), recast
assert mended == pivot == (("A", "B", "C"), 1300), (mended, pivot)
assert ["weapon" in header for header in fields.values()] == [False, False, False, True], fields
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
