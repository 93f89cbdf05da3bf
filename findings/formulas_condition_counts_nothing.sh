#!/usr/bin/env bash
# formulas 1.3.4 (PyPI): SUMPRODUCT(--(condition)) of a workbook counts nothing, SUMPRODUCT((condition)*1) counts.
#
# Expected: "--" turns true and false into 1 and 0, the usual way to count by two conditions in a workbook (Excel and
#   LibreOffice: 3 and 10); what the engine cannot do raises or is an error value.
# Seen: 0 and 0. No error, no warning. The same conditions with "*1", COUNTIF and SUMIF are right. Also VALUE("1,234") is
#   85469 instead of 1234: it is taken for a day.
# Who is hurt: a roster or incident table checked or recalculated without Excel: "serious incidents at the office" is 0 in
#   every cell, which looks like good news and not like a fault.
# What to do: write (condition)*1 or COUNTIFS; compare the recalculated cells with the values stored in the file.
# Pinned: formulas==1.3.4, openpyxl==3.1.5, numpy==2.4.6
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    formulas==1.3.4 openpyxl==3.1.5 numpy==2.4.6
cd "$dir"
cat >run.py <<'PY'
import formulas
import openpyxl

ROWS = [("AUSL", 3), ("SOZ", 5), ("AUSL", 7), ("JUG", 1)]
ASKED = {
    '=SUMPRODUCT(--(B1:B4>2))': 3,
    '=SUMPRODUCT((B1:B4>2)*1)': 3,
    '=COUNTIF(B1:B4,">2")': 3,
    '=SUMPRODUCT(--(A1:A4="AUSL"),B1:B4)': 10,
    '=SUMPRODUCT((A1:A4="AUSL")*B1:B4)': 10,
    '=SUMIF(A1:A4,"AUSL",B1:B4)': 10,
    '=VALUE("1,234")': 1234,
}
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "S"
for row in ROWS:
    sheet.append(row)
for number, formula in enumerate(ASKED, 1):
    sheet.cell(number, 4, formula)
book.save("in.xlsx")
cells = formulas.ExcelModel().loads("in.xlsx").finish().calculate()
by_name = {str(name).upper().rsplit("!", 1)[-1].strip("'"): one for name, one in cells.items()}
seen = [float(by_name[f"D{number}"].value[0, 0]) for number in range(1, len(ASKED) + 1)]
for (formula, true), found in zip(ASKED.items(), seen, strict=True):
    print(f"{formula:38} {found:8.0f}  true {true}")
assert seen == [0, 3, 3, 0, 10, 10, 85469]
PY
venv/bin/python -B run.py 2>progress || { cat progress; echo "behaviour changed" && exit 1; }
