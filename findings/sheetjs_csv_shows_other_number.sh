#!/usr/bin/env bash
# SheetJS (npm xlsx 0.18.5): a German CSV cell shows 1,5 and holds 15.
#
# Expected: "1,5" in a CSV with semicolons stays text (comma is no thousands sign
#   before one digit) or becomes 1.5; "12.03.2019" stays text.
# Seen: the comma is taken out wherever it stands: value 15, formatted text "1,5"; "0,75" holds 75.
#   No constant factor, so no rescaling saves it. The cell displays what the file said, so looking
#   at the sheet shows no fault; sums are wrong. "12.03.2019" holds 3 December 2019, "31.12.2019"
#   beside it stays text. raw: true keeps the text.
# Who is hurt: hours and percentages of every German export that is read in the browser. (0.18.5 is
#   what npm has; later versions are published elsewhere and were not tried.)
# Pinned: xlsx==0.18.5 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" xlsx@0.18.5 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const XLSX = require('xlsx');
const csv = 'office;hours;day\nA;1,5;12.03.2019\nB;0,75;31.12.2019\nC;12,25;04.03.2019\n';
const read = (raw) => {
  const book = XLSX.read(csv, { type: 'string', FS: ';', raw });
  return book.Sheets[book.SheetNames[0]];
};
const sheet = read(false);
for (const c of ['B2', 'B3', 'B4']) console.log(c, 'shown', sheet[c].w, 'held', sheet[c].v);
const day = (c) => (sheet[c].t === 'n' ? XLSX.SSF.format('yyyy-mm-dd', sheet[c].v) : 'text ' + sheet[c].v);
console.log('days', day('C2'), '|', day('C3'), '|', day('C4'));
assert.deepStrictEqual(['B2', 'B3', 'B4'].map((c) => sheet[c].w), ['1,5', '0,75', '12,25']);
assert.deepStrictEqual(['B2', 'B3', 'B4'].map((c) => sheet[c].v), [15, 75, 1225], 'behaviour changed');
assert.deepStrictEqual([day('C2'), day('C3')], ['2019-12-03', 'text 31.12.2019'], 'behaviour changed: days');
assert.strictEqual(read(true).B2.v, '1,5');
JS
TZ=Europe/Berlin node run.cjs
