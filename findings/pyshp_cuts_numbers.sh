#!/usr/bin/env bash
# pyshp 3.1.6 (PyPI): a number too wide for its column loses its last digits, 123456 becomes 12345.
#
# Expected: a value that does not fit into a column of a shapefile's table raises or warns (text that is cut does neither,
#   that is known of the format); a missing text stays missing.
# Seen: in N with size 5 the 123456 is 12345, in N with size 2 the -12 is -1, in N with 6 and two decimals 12345.67 is 12345.0;
#   a column "N" without decimals makes 3.7 a 3 (0 decimals is the documented default); None in a text column is the word
#   "None". No warning, not with -W error either. (Upstream pull request 442 wanted a warning; closed.)
# Who is hurt: maps of offices and districts with counts beside them: one large office shrinks to a tenth, the others are
#   right, so the total looks plausible.
# What to do: size 18 for counts, decimals stated; read the file back and compare; GeoPackage or GeoJSON instead.
# Pinned: pyshp==3.1.6
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check pyshp==3.1.6
cd "$dir"
cat >run.py <<'PY'
import shapefile

ROWS = [("A", 23456, 9, 345.67, 3.0, "Rathaus"), ("B", 123456, -12, 12345.67, 3.7, None)]
with shapefile.Writer("offices") as writer:
    writer.field("office", "C", size=10)
    writer.field("visits", "N", size=5)
    writer.field("change", "N", size=2)
    writer.field("euros", "N", size=6, decimal=2)
    writer.field("rate", "N")
    writer.field("place", "C")
    for number, row in enumerate(ROWS):
        writer.point(6.88 + number, 51.43)
        writer.record(*row)
with shapefile.Reader("offices") as reader:
    seen = [tuple(one) for one in reader.records()]
for given, found in zip(ROWS, seen, strict=True):
    print("given", given, "read back", found)
assert seen[0] == ROWS[0]
assert seen[1] == ("B", 12345, -1, 12345.0, 3, "None")
PY
venv/bin/python -B -W error run.py || { echo "behaviour changed" && exit 1; }
