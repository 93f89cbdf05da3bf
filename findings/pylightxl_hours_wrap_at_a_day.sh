#!/usr/bin/env bash
# pylightxl 1.61 (PyPI) on workbooks of XlsxWriter 3.3.1: hours begin anew after a day, the calendar of 1904 is overlooked.
#
# Expected: hours in the format [h]:mm are 25:30, as shown, or the number 1.0625; a day is the one that is shown.
# Seen: "01:30:00"; 40 hours are "16:00:00", 24 hours "00:00:00". In a workbook that counts its days from 1904
#   (an option of every spreadsheet program, and what old Macs wrote) 4 March 2019 is 2015/03/03. No warning.
#   openpyxl 3.1.5 gives 25:30, 40:00 and the right day.
# Who is hurt: sums of duty hours from rosters: an office with 40 planned hours a week has 16. Whole exports lie four
#   years and a day before the measure, and look like a long quiet period.
# What to do: another reader (openpyxl, python-calamine); sums of hours in decimal.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    pylightxl==1.61 xlsxwriter==3.3.1 openpyxl==3.1.5
cd "$dir"
cat >run.py <<'PY'
from datetime import date, datetime, timedelta

import openpyxl
import pylightxl
import xlsxwriter

HOURS = (8.5, 24, 25.5, 40)


def written(path, **options):
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("T")
        hours, day = book.add_format({"num_format": "[h]:mm"}), book.add_format({"num_format": "dd.mm.yyyy"})
        for at, one in enumerate(HOURS):
            sheet.write_number(at, 0, one / 24, hours)
        sheet.write_datetime(len(HOURS), 0, date(2019, 3, 4), day)
    light = [row[0] for row in pylightxl.readxl(path).ws("T").rows]
    other = [row[0] for row in openpyxl.load_workbook(path).active.values]
    print(path, light, other)
    return light, other


right = [*(timedelta(hours=one) for one in HOURS), datetime(2019, 3, 4)]
wrapped = ["08:30:00", "00:00:00", "01:30:00", "16:00:00"]
assert written("1900.xlsx") == ([*wrapped, "2019/03/04"], right)
assert written("1904.xlsx", date_1904=True) == ([*wrapped, "2015/03/03"], right)
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
