#!/usr/bin/env bash
# xlsx-template 1.4.7 (npm): rows below a filled table are pushed down, their formulas go on pointing to where they stood.
#
# Expected: what the rows under a table say of each other stays true when offices push them down, as when rows are inserted in a
#   spreadsheet; the README promises that rows below are "pushed down automatically", names moved and formulas kept.
# Seen: three offices with 3, 5 and 7 incidents, below them staff (10), all incidents and incidents per head. All incidents is
#   SUM(B2:B2), 3 instead of 15; per head is B4/B3, the third office by the second, 1.4 instead of 1.5; a sheet for the press
#   that takes both over says 7 incidents and 5 staff. A name for the column of the table stays at the first row. With one office
#   everything is right. No message. The README advises Excel's own tables "for best formula compatibility"; pull request 9
#   (2015) has totals for these; nothing upstream found of other formulas.
# Who is hurt: monthly reports from a template that was tried with one row: a believable total, key figures of two other offices.
# What to do: sums above the table, over more rows than will ever come, or calculated before and filled in.
# Pinned: xlsx-template==1.4.7, exceljs==4.4.0, hyperformula==3.5.0 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" xlsx-template@1.4.7 exceljs@4.4.0 hyperformula@3.5.0 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const ExcelJS = require('exceljs');
const { HyperFormula } = require('hyperformula');
const XlsxTemplate = require('xlsx-template');
const filled = async (counts) => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Report').addRows([
    ['Office', 'Incidents'], ['${table:offices.name}', '${table:offices.count}'], ['Staff', '${staff}'],
    ['All incidents', { formula: 'SUM(B2:B2)' }], ['Per head', { formula: 'B4/B3' }],
  ]);
  book.addWorksheet('Press').addRows([['All incidents', { formula: 'Report!B4' }], ['Staff', { formula: 'Report!B3' }]]);
  book.definedNames.add('Report!$B$2:$B$2', 'counts');
  const template = new XlsxTemplate(Buffer.from(await book.xlsx.writeBuffer()));
  const offices = counts.map((count, place) => ({ name: 'ABC'[place], count }));
  template.substitute('Report', { offices, staff: 10 });
  const result = new ExcelJS.Workbook();
  await result.xlsx.load(await template.generate({ type: 'nodebuffer' }));
  const plain = (cell) => (cell && cell.formula ? `=${cell.formula}` : cell);
  const sheets = result.worksheets.map((sheet) => [sheet.name, sheet.getSheetValues().slice(1).map((row) => row.slice(1).map(plain))]);
  // What a spreadsheet shows when it opens the file.
  const shown = HyperFormula.buildFromSheets(Object.fromEntries(sheets), { licenseKey: 'gpl-v3' }).getAllSheetsValues();
  const below = Object.fromEntries(shown.Report.slice(1 + counts.length));
  return { ...below, press: shown.Press.map((row) => row[1]), name: result.definedNames.model[0].ranges[0] };
};
(async () => {
  const one = await filled([3]);
  const three = await filled([3, 5, 7]);
  console.log('one office   ', one);
  console.log('three offices', three);
  assert.deepStrictEqual(one, { Staff: 10, 'All incidents': 3, 'Per head': 0.3, press: [3, 10], name: 'Report!$B$2' });
  assert.deepStrictEqual(three, { Staff: 10, 'All incidents': 3, 'Per head': 1.4, press: [7, 5], name: 'Report!$B$2' });
})().catch((error) => { console.error(error); process.exit(1); });
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
