#!/usr/bin/env bash
# exceljs 4.4.0 (npm): a number in three merged cells is read three times, and written to CSV three times.
#
# Expected: a merged range has its value in the first cell, the others are empty, as the file says and as openpyxl 3.1.5 and
#   SheetJS 0.18.5 read it: 12 reports of three offices that share a cell are 12 in all, in CSV as well.
# Seen: every cell of the range has the value: the sum of the column is 36, getColumn().values and the rows of csv.write have 12
#   three times. "cell.type" alone tells (Merge), which a sum does not ask. No message. Documented for writing ("merged cells
#   are linked"); of reading and of CSV the README says nothing. Upstream: issue 2755 (values seen doubled when merging).
# Who is hurt: tables of large offices are full of merged cells, a headline figure above three lines most of all: totals grow by
#   as much as the cells are tall, and a CSV put on a portal keeps no trace of it.
# What to do: leave out cells with cell.isMerged && cell.master !== cell; compare the total with the file's own.
# Pinned: exceljs==4.4.0, xlsx==0.18.5 (npm), openpyxl==3.1.5 (PyPI)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check openpyxl==3.1.5
npm install --silent --no-audit --no-fund --prefix "$dir" exceljs@4.4.0 xlsx@0.18.5 >/dev/null
cd "$dir"
cat >write.py <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row in (["Amt", "gemeldet"], ["A", 12], ["B", None], ["C", None]):
    book.active.append(row)
book.active.merge_cells("B2:B4")
book.save("in.xlsx")
read = [cell.value for cell in openpyxl.load_workbook("in.xlsx").active["B"][1:]]
print("openpyxl", read)
assert read == [12, None, None]
PY
venv/bin/python -B write.py || { echo "behaviour changed" && exit 1; }
cat >run.cjs <<'JS'
const assert = require('assert');
const ExcelJS = require('exceljs');
const XLSX = require('xlsx');
(async () => {
  const other = XLSX.readFile('in.xlsx');
  const sheetjs = XLSX.utils.sheet_to_csv(other.Sheets[other.SheetNames[0]]).trim().split('\n');
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile('in.xlsx');
  const column = book.worksheets[0].getColumn(2);
  let total = 0;
  let first = 0;
  column.eachCell((cell, row) => {
    total += row > 1 ? cell.value : 0;
    first += row > 1 && cell.master === cell ? cell.value : 0;
  });
  const exceljs = (await book.csv.writeBuffer()).toString().trim().split('\n');
  console.log('exceljs  sum', total, '| first cells only', first, '| CSV', exceljs.join(' / '));
  console.log('SheetJS  CSV', sheetjs.join(' / '));
  assert.deepStrictEqual([total, first, column.values.slice(2)], [36, 12, [12, 12, 12]]);
  assert.deepStrictEqual(exceljs, ['Amt,gemeldet', 'A,12', 'B,12', 'C,12']);
  assert.deepStrictEqual(sheetjs, ['Amt,gemeldet', 'A,12', 'B,', 'C,']);
})().catch((error) => { console.error(error); process.exit(1); });
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
