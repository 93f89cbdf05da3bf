#!/usr/bin/env bash
# pytablewriter 1.2.1 (PyPI): a table of finished texts is written with other numbers: "1,5" as 15, "01067" as 1067.
#
# Expected: a writer of Markdown, CSV or HTML writes the texts that it is given; only numbers are formatted.
# Seen: texts that can be read as numbers are numbers, and a comma is taken out first: "1,5" is 15, "0,8" is 8, "1.234,5" is
#   1.2345 and written 1.0, in CSV 1. "1.000" is 1 in CSV, 1.0 in Markdown; the postal code 01067 is 1067. No message. The README
#   speaks of "automatic data type detection"; that it changes what is written it does not say. Upstream: issues 62 (zeros in
#   front), 44 (decimals); of the comma none found. tabulate 0.10.0 (and pandas' to_markdown by way of it) knows no such comma, but makes "1.000" 1 and "2.500" 2.5
#   (documented: disable_numparse; its issues 19 and 60).
# Who is hurt: reports whose figures are already written as Germans write them: rates grow tenfold, large counts shrink a
#   thousandfold, side by side in one table.
# What to do: type_hints of String for every column (below); tabulate with disable_numparse=True.
# Pinned: pytablewriter==1.2.1, tabulate==0.10.0, pandas==2.3.3
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    pytablewriter==1.2.1 tabulate==0.10.0 pandas==2.3.3
cd "$dir"
cat >run.py <<'PY'
import csv
import io

import pandas
from pytablewriter import CsvTableWriter, MarkdownTableWriter
from pytablewriter.typehint import String

HEADERS = ["Amt", "Quote", "PLZ", "Besuche"]
ROWS = [["A", "1,5", "01067", "1.000"], ["B", "0,8", "20095", "2.500"], ["C", "12", "01099", "1.234,5"]]


def cells(writer, **options):
    text = writer(headers=HEADERS, value_matrix=ROWS, **options).dumps()
    if writer is CsvTableWriter:
        return list(csv.reader(io.StringIO(text)))[1:]
    return markdown(text)


def markdown(text):
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


comma, table = cells(CsvTableWriter), cells(MarkdownTableWriter)
kept = cells(MarkdownTableWriter, type_hints=[String] * 4)
frame = pandas.DataFrame(ROWS[:2], columns=HEADERS)
other = markdown(frame.to_markdown(index=False))
right = markdown(frame.to_markdown(index=False, disable_numparse=True))
print("given            ", ROWS)
print("CSV              ", comma)
print("Markdown         ", table)
print("with type_hints  ", kept)
print("pandas, tabulate ", other)
assert comma == [["A", "15", "1067", "1"], ["B", "8", "20095", "2.500"], ["C", "12", "1099", "1"]]
assert table == [["A", "15", "1067", "1.0"], ["B", "8", "20095", "2.5"], ["C", "12", "1099", "1.0"]]
assert kept == ROWS
assert other == [["A", "1,5", "01067", "1"], ["B", "0,8", "20095", "2.5"]] and right == ROWS[:2]
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
