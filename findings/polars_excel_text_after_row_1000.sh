#!/usr/bin/env bash
# polars 2.1.0 with fastexcel 0.21.0: text below row 1,000 of a numeric column becomes null, also
# where strict coercion was asked for.
#
# Expected: a column of whole numbers with "ca. 30" and "12,5" far down becomes
#   a text column (as it does when they stand in row 6) or raises; dtype_coercion="strict" raises.
# Seen: read_excel() gives Int64 with null for both cells, no warning; sum and mean go on. The same
#   cells in row 6 give a String column. fastexcel with dtype_coercion="strict" raises in row 6 and
#   returns null in row 1,100: strictness, too, looks only at the first 1,000 rows.
#   infer_schema_length=None cures it. (Sampling is documented; that strict stops with it is not.)
# Who is hurt: a daily export over three years has more than 1,000 rows, and remarks come where the
#   counter was broken, which is at the end: those days vanish from the total as if empty.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    polars==2.1.0 fastexcel==0.21.0 XlsxWriter==3.3.1
"$dir/venv/bin/python" -B - "$dir/book.xlsx" <<'PY'
import sys

import fastexcel
import polars as pl
import xlsxwriter


def column(rows_before, how):
    with xlsxwriter.Workbook(sys.argv[1]) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["day"] + list(range(rows_before + 3)))
        sheet.write_column(0, 1, ["visits"] + [6] * rows_before + ["ca. 30", "12,5", 4])
    if how == "strict":
        try:
            sheet = fastexcel.read_excel(sys.argv[1]).load_sheet(0, dtype_coercion="strict")
            return sheet.to_polars()["visits"].to_list()[-3:]
        except fastexcel.FastExcelError as error:
            return type(error).__name__
    return pl.read_excel(sys.argv[1], infer_schema_length=how)["visits"].to_list()[-3:]


for how in (1000, None, "strict"):
    print("sample", how, "| row 6:", column(5, how), "| row 1,100:", column(1100, how))
assert column(5, 1000) == column(1100, None) == ["ca. 30", "12,5", "4"]
assert column(1100, 1000) == [None, None, 4], "behaviour changed: the text survives"
assert "Error" in column(5, "strict") and column(1100, "strict") == [None, None, 4], "behaviour changed: strict"
PY
