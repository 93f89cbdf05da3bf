#!/usr/bin/env bash
# tabulator-tables 6.5.3 (npm): in the line of sums an empty cell is 0 for mean, least and most, and nothing for the count.
#
# Expected: bottomCalc "avg" is the mean "of all numerical cells", as its manual says (quoted in issue 3554), "min" the least
#   of them; sum / count = avg.
# Seen: 10, empty, 20 (null or ""): sum 30, count 2, avg 10 instead of 15, min 0 instead of 10. Changes of -5, -3 and one not
#   known: max 0, as if somewhere nothing had changed. With undefined avg is NaN, min right. "unique" counts the empty cell, which
#   the manual denies. Upstream: issue 4595 (unique), 3554 (a text makes avg NaN, closed); of null in avg, min, max nothing found.
# Who is hurt: tables of offices by month: each office that did not report lowers the mean, "the lowest was 0" everywhere.
# What to do: a function of one's own that leaves out null and "" first.
# Pinned: tabulator-tables==6.5.3, jsdom==24.1.3 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" tabulator-tables@6.5.3 jsdom@24.1.3 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const fs = require('fs');
const { JSDOM } = require('jsdom');
const { window } = new JSDOM('', { runScripts: 'outside-only' });
window.ResizeObserver = window.IntersectionObserver = class { observe() {} unobserve() {} disconnect() {} };
window.eval(fs.readFileSync('node_modules/tabulator-tables/dist/js/tabulator.js', 'utf8'));
const { document, Tabulator } = window;
const bottom = (counts, bottomCalc) => new Promise((done) => {
  const place = document.body.appendChild(document.createElement('div'));
  const columns = [{ title: 'Count', field: 'count', bottomCalc }];
  const table = new Tabulator(place, { data: counts.map((count, id) => ({ id, count })), columns });
  table.on('tableBuilt', () => done(Number(table.getCalcResults().bottom.count)));
});
(async () => {
  const seen = {};
  for (const counts of [[10, 20], [10, null, 20], ['10', '', '20'], [10, undefined, 20], [-5, -3, null]]) {
    const name = counts.map((count) => (count === undefined ? 'undefined' : JSON.stringify(count))).join(', ');
    seen[name] = [];
    for (const calc of ['sum', 'count', 'avg', 'min', 'max', 'unique']) seen[name].push(await bottom(counts, calc));
    const [sum, count, avg, min, max, unique] = seen[name];
    console.log(name.padEnd(18), `sum ${sum}, count ${count}, avg ${avg}, min ${min}, max ${max}, unique ${unique}`);
  }
  assert.deepStrictEqual(seen, {
    '10, 20': [30, 2, 15, 10, 20, 2],
    '10, null, 20': [30, 2, 10, 0, 20, 3],
    '"10", "", "20"': [30, 2, 10, 0, 20, 3],
    '10, undefined, 20': [30, 2, NaN, 10, 20, 3],
    '-5, -3, null': [-8, 2, -2.67, -5, 0, 3],
  });
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
