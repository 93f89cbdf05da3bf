#!/usr/bin/env bash
# frictionless 5.21.0, csvw 4.1.1 (PyPI): a column declared German takes 7.5 as 75 and a day as twelve million, and calls it valid.
#
# Expected: number with decimalChar "," and groupChar "." has points only where thousands are grouped: 1.234,5 is valid, while
#   7.5 (an office that exports in English) and 12.03.2019 (a day in the wrong column) are errors. That is what the check is for.
# Seen: points are taken out wherever they stand: 7.5 is 75, 12.03.2019 is 12032019, 1.2.3,4 is 123.4, all valid and read so.
#   With bareNumber false (for units, documented) "<5" is 5 and "ca. 12" 12. csvw, of the W3C's standard, the same; with the
#   pattern "#.##0,0" it refuses the day, not 7.5. The Table Schema says of groupChar only that it groups digits; nothing
#   upstream found of this (tableschema-py pull request 237 made "." work at all).
# Who is hurt: portals and offices that check a delivery with the schema beside it: the report is green and a rate is tenfold.
# What to do: a pattern beside the type, on a text column: ^-?\d{1,3}(\.\d{3})*(,\d+)?$; bounds for every column.
# Pinned: frictionless==5.21.0, csvw==4.1.1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check frictionless==5.21.0 csvw==4.1.1
cd "$dir"
cat >run.py <<'PY'
from csvw import Datatype
from frictionless import Resource, Schema

GERMAN = {"decimalChar": ",", "groupChar": "."}


def frictionless(texts, **options):
    field = {"name": "rate", "type": "number", **GERMAN, **options}
    report, rows = (
        getattr(Resource(data=[["rate"], *([one] for one in texts)], schema=Schema.from_descriptor({"fields": [field]})), what)()
        for what in ("validate", "read_rows")
    )
    return report.valid, dict(zip(texts, (None if row["rate"] is None else float(row["rate"]) for row in rows)))


def csvw(texts, **options):
    kind = Datatype.fromvalue({"base": "decimal", "format": {**GERMAN, **options}})
    found = {}
    for text in texts:
        try:
            found[text] = float(kind.read(text))
        except ValueError:
            found[text] = "refused"
    return found


texts = ["1.234,5", "7.5", "7,5", "12.03.2019", "1.2.3,4"]
plain, words = frictionless(texts), frictionless(["12 %", "<5", "ca. 12"], bareNumber=False)
free, pattern = csvw(texts), csvw(texts, pattern="#.##0,0")
print("frictionless        valid:", *plain)
print("bareNumber false    valid:", *words)
print("csvw                     ", free)
print("csvw, pattern #.##0,0    ", pattern)
wrong = {"1.234,5": 1234.5, "7.5": 75.0, "7,5": 7.5, "12.03.2019": 12032019.0, "1.2.3,4": 123.4}
assert plain == (True, wrong) and free == wrong
assert words == (True, {"12 %": 12.0, "<5": 5.0, "ca. 12": 12.0})
assert (pattern["7.5"], pattern["12.03.2019"]) == (75.0, "refused")
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
