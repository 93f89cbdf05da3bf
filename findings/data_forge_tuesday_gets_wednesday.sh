#!/usr/bin/env bash
# data-forge 1.10.5 (npm): a column taken out of a table is shorter than the table, and every count moves up a day.
#
# Expected: getSeries("count").toArray() has as many values as getSeries("day").toArray(), the day without a report being null or
#   undefined, as in pandas; a column put together from both is the table again.
# Seen: of Monday 3, Tuesday unreported, Wednesday 9 the array is [3, 9] beside three days. In a chart Tuesday has Wednesday's 9;
#   a table made from the two arrays ends on Tuesday with 9. count() of the same column says 3, the mean is right (6). From CSV
#   after parseFloats and from null alike. No message. Upstream: issues 87 and 156 (open); since pull request 172
#   toArray({ includeNulls: true }) keeps null, but not the undefined that parseFloats makes of an empty cell.
# Who is hurt: charts of days with a gap: all later counts stand on an earlier day, before and after change places at the measure.
# What to do: rows of the table's own toArray() instead of columns.
# Pinned: data-forge==1.10.5 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" data-forge@1.10.5 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { DataFrame, fromCSV } = require('data-forge');
const tables = {
  'from CSV': fromCSV('day,count\nMo,3\nDi,\nMi,9\n').parseFloats('count'),
  'from null': new DataFrame([{ day: 'Mo', count: 3 }, { day: 'Di', count: null }, { day: 'Mi', count: 9 }]),
};
for (const [name, table] of Object.entries(tables)) {
  const [days, counts] = ['day', 'count'].map((column) => table.getSeries(column).toArray());
  const again = new DataFrame({ columns: { day: days, count: counts } }).toArray();
  const whole = table.getSeries('count').toArray({ includeNulls: true });
  const [number, mean] = [table.getSeries('count').count(), table.getSeries('count').average()];
  console.log(name, days, counts, '| put together', again, '| includeNulls', whole, '| count', number, 'mean', mean);
  assert.deepStrictEqual([days, counts], [['Mo', 'Di', 'Mi'], [3, 9]]);
  assert.deepStrictEqual(again, [{ day: 'Mo', count: 3 }, { day: 'Di', count: 9 }]);
  assert.deepStrictEqual(whole, name === 'from CSV' ? [3, 9] : [3, null, 9]);
  assert.deepStrictEqual([number, mean], [3, 6]);
  assert.deepStrictEqual(table.toArray().map((row) => row.count ?? null), [3, null, 9]);
}
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
