#!/usr/bin/env bash
# tablib 3.10.0 with odfpy 1.4.1 (PyPI): a number of an ODS sheet is what its first text says, not its value.
#
# Expected: a cell that holds 1234 and shows 1.234 is 1234; a note on a cell is no content; bold parts belong to a text.
# Seen: 1.234 (a thousandth; 1.234,50 raises an error); a cell with 12 and the note "99" is 99.0; "Messer" with the note
#   "see list" is "see list"; "Amt <bold>für</bold> Nord" ends after "Amt "; a share of 0.165 is the text "16,5 %".
#   The reader takes the first text node below the cell and calls float() on it; the value stands in office:value.
# Who is hurt: everybody who offers "import ODS" through tablib, as django-import-export does: visitors above 999 in
#   German format shrink a thousandfold beside smaller ones that do not, and remarks of colleagues become counts.
# What to do: read ODS with pandas or python-calamine; before that, formats without grouping and no notes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    tablib==3.10.0 odfpy==1.4.1 pandas==3.0.3
cd "$dir"
cat >run.py <<'PY'
import zipfile

import pandas
import tablib

NAMES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))


def cell(kind, value, shown, note=""):
    held = f' office:value="{value}"' if kind != "string" else ""
    note = note and f"<office:annotation><text:p>{note}</text:p></office:annotation>"
    return f'<table:table-cell office:value-type="{kind}"{held}>{note}<text:p>{shown}</text:p></table:table-cell>'


cells = [
    cell("string", "", "found"),
    cell("float", 999, "999"),
    cell("float", 1234, "1.234"),
    cell("float", 12, "12", note="99"),
    cell("string", "", "Messer", note="see list"),
    cell("string", "", "Amt <text:span>für</text:span> Nord"),
    cell("percentage", 0.165, "16,5 %"),
]
rows = "".join(f"<table:table-row>{one}</table:table-row>" for one in cells)
with zipfile.ZipFile("a.ods", "w") as book:
    book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    book.writestr("content.xml", f'<office:document-content {NAMES} office:version="1.2"><office:body><office:spreadsheet>'
                  f'<table:table table:name="T">{rows}</table:table></office:spreadsheet></office:body></office:document-content>')
    book.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">'
                  '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
                  '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>')
with open("a.ods", "rb") as content:
    by_tablib = [one[0] for one in tablib.Dataset().load(content.read(), format="ods")]
by_pandas = pandas.read_excel("a.ods", engine="odf")["found"].tolist()
print("tablib", by_tablib)
print("pandas", by_pandas)
assert by_pandas == [999, 1234, 12, "Messer", "Amt für Nord", 0.165]
assert by_tablib == [999.0, 1.234, 99.0, "see list", "Amt ", "16,5 %"]
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
