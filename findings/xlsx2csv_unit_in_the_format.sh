#!/usr/bin/env bash
# xlsx2csv 0.8.6: a cell 12 shown as "12 Personen" is written as 0 "personen"; the 12 is gone.
#
# Expected: a number format with a unit in quotes gives 12 or "12 Personen".
# Seen: a unit that has one of the letters d, m, s, y or h somewhere makes the format a date
#   format: 5 shown as "5 min" is written 0 "01in" (month of day 5), "5 Std" 0 "st04" (its
#   weekday), 12 "Personen" 0 "personen". Units without these letters
#   ("KW", "Tage", EUR) give the bare number. calamine and openpyxl read 5 and 12 in all of them.
#   (A neighbour is known upstream: dilshod/xlsx2csv pull request 186, quotes in date formats.)
# Who is hurt: a pipeline that takes the digits out of the cell reads 0 persons, and 1 minute from
#   "01in" for every value up to 31: a column that varies becomes constant.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    xlsx2csv==0.8.6 XlsxWriter==3.3.1 python-calamine==0.9.1
"$dir/venv/bin/python" -B - "$dir/book.xlsx" <<'PY'
import csv
import io
import sys

import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsx2csv import Xlsx2csv

cells = [(12, '0 "Personen"'), (5, '0 "min"'), (5, '0 "Std"'), (10, '0 "KW"'), (3, '0 "Tage"')]
with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    for row, (value, shown_as) in enumerate(cells):
        sheet.write_number(row, 0, value, book.add_format({"num_format": shown_as}))
out = io.StringIO()
Xlsx2csv(sys.argv[1]).convert(out)
texts = [row[0] for row in csv.reader(io.StringIO(out.getvalue()))]
true = [row[0] for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()]
for (value, shown_as), text, other in zip(cells, texts, true):
    print(str(value).rjust(3), shown_as.ljust(14), "xlsx2csv:", text.ljust(14), "calamine:", other)
assert true == [v for v, _ in cells]
assert texts[3:] == ["10", "3"]
assert texts[:3] == ['0 "personen"', '0 "01in"', '0 "st04"'], "behaviour changed"
PY
