#!/usr/bin/env bash
# mizani 0.14.6 (PyPI, the scales of plotnine): German labels write 1234.5 as "1,234,5".
#
# Expected: label_number(big_mark=".", decimal_mark=",") writes 1.234,5 and 1.234.567,0, as the package of R does whose name and
#   arguments it has.
# Seen: "1,234,5" and "1,234,567,0": the marks are put in one after the other, so that the points just set become commas with the
#   one of the decimals. 12000 is "12,000,0", of which a German reader makes twelve. label_currency does the same with its
#   "1,234,50 €". Below 1,000 all is right, and so is a blank between thousands. No message; nothing upstream found.
# Who is hurt: axes of visits and rates in German charts, above 1,000.
# What to do: a blank as big_mark, or a function of one's own (Babel's format_decimal).
# Pinned: mizani==0.14.6, Babel==2.19.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check mizani==0.14.6 Babel==2.19.0
cd "$dir"
cat >run.py <<'PY'
from babel.numbers import format_decimal
from mizani.labels import label_currency, label_number

VALUES = [999.5, 1234.5, 12000, 1234567]
german = label_number(accuracy=0.1, big_mark=".", decimal_mark=",")(VALUES)
blank = label_number(accuracy=0.1, big_mark=" ", decimal_mark=",")(VALUES)
money = label_currency(prefix="", suffix=" €", precision=2, big_mark=".", decimal_mark=",")([1234.5])
print("mizani", german, "| with a blank", blank, "| money", money)
print("Babel ", [format_decimal(value, "#,##0.0", locale="de") for value in VALUES])
assert german == ["999,5", "1,234,5", "12,000,0", "1,234,567,0"]
assert money == ["1,234,50 €"]
assert blank == ["999,5", "1 234,5", "12 000,0", "1 234 567,0"]
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
