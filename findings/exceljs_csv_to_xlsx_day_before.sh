#!/usr/bin/env bash
# exceljs 4.4.0: a CSV with ISO days, read and saved as XLSX by the same library, lies one day early.
#
# Expected: 2019-03-04 in the CSV is 04.03.2019 in the workbook: both halves are
#   one library, nobody hands over a Date.
# Seen with the clock of Europe/Berlin: csv.read() makes local midnight, xlsx.write() stores it in
#   UTC: the cell holds 03.03.2019 23:00, in summer 22:00. In UTC (CI, containers) it is right.
#   Also "03-04-2019" is taken as 4 March, not 3 April, and the key 05117000 becomes 5117000.
# Who is hurt: a converter in a browser or on an office PC shifts Mondays into the week before
#   and 1 April into March; the test on the server is green.
# Pinned: exceljs==4.4.0, jszip==3.10.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" exceljs@4.4.0 jszip@3.10.1 >/dev/null
printf 'day,n,key\n2019-03-04,5,05117000\n2019-04-01,7,05117001\n03-04-2019,1,x\n' >in.csv
cat >run.cjs <<'JS'
const ExcelJS = require('exceljs');
const JSZip = require('jszip');
const fs = require('fs');
(async () => {
  const book = new ExcelJS.Workbook();
  await book.csv.readFile('in.csv');
  const zip = await JSZip.loadAsync(await book.xlsx.writeBuffer());
  const xml = await zip.file('xl/worksheets/sheet1.xml').async('string'); // what any spreadsheet reads
  const cell = (name) => Number(new RegExp(`<c r="${name}"[^>]*><v>([^<]*)</v>`).exec(xml)[1]);
  const stamp = (serial) => new Date(Math.round((serial - 25569) * 86400) * 1000).toISOString().slice(0, 16);
  const out = ['A2', 'A3', 'A4'].map((c) => stamp(cell(c))).concat(cell('C2'));
  console.log(process.env.TZ, 'stored in the workbook:', out.join(' | '));
  fs.writeFileSync(process.argv[2], out.join(' '));
})();
JS
TZ=Europe/Berlin node run.cjs berlin
TZ=UTC node run.cjs utc
test "$(cat utc)" = "2019-03-04T00:00 2019-04-01T00:00 2019-03-04T00:00 5117000"
test "$(cat berlin)" = "2019-03-03T23:00 2019-03-31T22:00 2019-03-03T23:00 5117000" || {
	echo "behaviour changed"
	exit 1
}
