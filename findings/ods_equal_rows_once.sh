#!/usr/bin/env bash
# tablib 3.10.0 (with odfpy 1.4.1) and pyexcel-ods 0.6.0 (PyPI): equal rows below each other in an ODS sheet are one.
#
# Expected: a sheet of five data rows, three of which are alike, has five rows whatever reads it.
# Seen: three rows. OpenDocument writes equal neighbours once, with the attribute number-rows-repeated (LibreOffice
#   does so at every save); both libraries overlook it. tablib overlooks number-columns-repeated as well: two zeros
#   beside each other become a zero and an empty cell. pandas 3 with the same odfpy, and pyexcel-ods3, read all of it.
# Who is hurt: answers of a survey without an identifier (many sheets of paper are ticked alike), finds, days on which
#   nothing happened. The share of an answer moves, and no message says that a row is gone.
# What to do: count the rows against what the spreadsheet program shows; read ODS with pandas or python-calamine.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    tablib==3.10.0 odfpy==1.4.1 pyexcel-ods==0.6.0 pandas==3.0.3
cd "$dir"
cat >run.py <<'PY'
import zipfile

import pandas
import pyexcel_ods
import tablib

NAMES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))


def text(value):
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def number(value, times=1):
    return (f'<table:table-cell office:value-type="float" office:value="{value}" '
            f'table:number-columns-repeated="{times}"><text:p>{value}</text:p></table:table-cell>')


def row(cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


rows = row(text("office") + text("finds") + text("incidents"))
rows += row(text("D1") + number(0, 2)) + row(text("D2") + number(5) + number(1), 3) + row(text("D3") + number(7) + number(2))
with zipfile.ZipFile("a.ods", "w") as book:
    book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    book.writestr("content.xml", f'<office:document-content {NAMES} office:version="1.2"><office:body><office:spreadsheet>'
                  f'<table:table table:name="T">{rows}</table:table></office:spreadsheet></office:body></office:document-content>')
    book.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">'
                  '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
                  '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>')
with open("a.ods", "rb") as content:
    by_tablib = [tuple(one) for one in tablib.Dataset().load(content.read(), format="ods")]
by_pyexcel = [tuple(one) for one in pyexcel_ods.get_data("a.ods")["T"][1:]]
by_pandas = [tuple(one) for one in pandas.read_excel("a.ods", engine="odf").to_numpy().tolist()]
print("tablib", by_tablib)
print("pyexcel", by_pyexcel)
print("pandas", by_pandas)
assert by_pandas == [("D1", 0, 0), *[("D2", 5, 1)] * 3, ("D3", 7, 2)]
assert by_tablib == [("D1", 0, ""), ("D2", 5, 1), ("D3", 7, 2)]
assert by_pyexcel == [("D1", 0, 0), ("D2", 5, 1), ("D3", 7, 2)]
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
