#!/usr/bin/env bash
# python-calamine 0.9.1: a number with an XML comment in its value loses digits, one in a CDATA section is gone.
#
# Expected: <v>9<!-- checked -->3</v> is 93 and <v><![CDATA[42]]></v> is 42, as every XML parser gives them (a comment is
#   no content, a CDATA section is), or an error.
# Seen: 9.0 and no second cell at all, without a warning; openpyxl reads 93 and 42. A CDATA section among the shared strings is
#   read.
# Who is hurt: workbooks from templates and XSLT, where both are usual: counts become smaller or missing, and the sum of
#   a column still looks plausible.
# What to do: look through the markup with an XML parser and write such parts plainly before they are read.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    python-calamine==0.9.1 openpyxl==3.1.5 XlsxWriter==3.3.1
"$dir/venv/bin/python" -B - "$dir" <<'PY'
import sys
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

folder = Path(sys.argv[1])
with xlsxwriter.Workbook(folder / "plain.xlsx", {"in_memory": True}) as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [93, 42])
with zipfile.ZipFile(folder / "plain.xlsx") as plain, zipfile.ZipFile(folder / "odd.xlsx", "w") as odd:
    for name in plain.namelist():
        text = plain.read(name).decode()
        if name == "xl/worksheets/sheet1.xml":
            assert "<v>93</v>" in text
            text = text.replace("<v>93</v>", "<v>9<!-- checked -->3</v>")
            text = text.replace("<v>42</v>", "<v><![CDATA[42]]></v>")
        odd.writestr(name, text)
for name in ("plain.xlsx", "odd.xlsx"):
    [calamine] = CalamineWorkbook.from_path(str(folder / name)).get_sheet_by_index(0).to_python()
    [other] = openpyxl.load_workbook(folder / name).active.iter_rows(values_only=True)
    print(name.ljust(11), "calamine:", calamine, " openpyxl:", list(other))
    if name == "odd.xlsx":
        assert list(other) == [93, 42], "openpyxl changed"
        assert calamine == [9.0], "behaviour changed"
PY
