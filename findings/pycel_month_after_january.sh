#!/usr/bin/env bash
# pycel 1.0b30 (PyPI): a month after 31 January is 3 March; TEXT rounds halves to the even side, ROUND does not.
#
# Expected: EDATE stops at the end of the month (28 February), as in Excel, LibreOffice and every date library;
#   TEXT shows what ROUND gives; -2^2 is 4, as in every spreadsheet.
# Seen: EDATE(31.01.2019, 1) is 3 March, EDATE(31.10.2019, 1) is 1 December: November is left out. TEXT(0.125, "0%") is 12%
#   and TEXT(2.5, "0") is 2, while ROUND gives 0.13 and 3. -2^2 is -4. Nothing is said.
# Who is hurt: "end of a measure of one month", deadlines, windows before and after that are built by EDATE in a workbook
#   and evaluated on a server: the window has three days too many; shares in sentences differ from the table beside them.
# What to do: EOMONTH with MIN, or compute such days in Python; numbers for text by ROUND first.
# Pinned: pycel==1.0b30, openpyxl==3.1.5
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    pycel==1.0b30 openpyxl==3.1.5
cd "$dir"
cat >run.py <<'PY'
from datetime import date, timedelta

import openpyxl
from pycel import ExcelCompiler

FORMULAS = ["=EDATE(DATE(2019,1,31),1)", "=EDATE(DATE(2019,10,31),1)", "=EDATE(DATE(2019,1,28),1)",
            "=EOMONTH(DATE(2019,1,31),1)", '=TEXT(0.125,"0%")', "=ROUND(0.125,2)", '=TEXT(2.5,"0")',
            "=ROUND(2.5,0)", "=-2^2"]
book = openpyxl.Workbook()
book.active.title = "S"
for formula in FORMULAS:
    book.active.append([formula])
book.save("in.xlsx")
engine = ExcelCompiler("in.xlsx")
seen = [engine.evaluate(f"S!A{number}") for number in range(1, len(FORMULAS) + 1)]
days = [date(1899, 12, 30) + timedelta(days=int(serial)) for serial in seen[:4]]
for formula, found in zip(FORMULAS, [*days, *seen[4:]], strict=True):
    print(f"{formula:30} {found}")
assert days == [date(2019, 3, 3), date(2019, 12, 1), date(2019, 2, 28), date(2019, 2, 28)]
assert seen[4:] == ["12%", 0.13, "2", 3, -4]
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
