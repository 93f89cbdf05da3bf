#!/usr/bin/env bash
# echarts 6.1.0 (npm): on an axis of time, stacked series add the first to the first and the second to the second, not day to day.
#
# Expected: series with the same "stack" add up where they stand at the same place of the axis, as they do on an axis of
#   categories: office A has 10, 20, 30 reports on three days, office B one each on the last two, so 10, 21, 31 in all.
# Seen: B's report of Tuesday stands on A's count of Monday, that of Wednesday on A's of Tuesday: 11 and 21. On an axis of numbers
#   the same, on one of categories 21 and 31. No message. Documented since 2026: "on the same category axis"; before, only that
#   the values must not be times. Upstream: issues 7937 and 20254 (open), 14653 ("time axis doesn't support stack yet").
# Who is hurt: columns or areas of several offices by day or week, one of which has no row for a day (closed, none reported).
# What to do: a row for every day in every series (null where there is none), or an axis of categories.
# Pinned: echarts==6.1.0 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" echarts@6.1.0 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const echarts = require('echarts');
const first = [['2019-03-04', 10], ['2019-03-05', 20], ['2019-03-06', 30]];
const second = [['2019-03-05', 1], ['2019-03-06', 1]];
const filled = [['2019-03-04', null], ...second];
// Where the upper series ends, as the chart itself has worked it out for drawing.
const tops = (axis, lower, upper) => {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 400, height: 300 });
  const series = [lower, upper].map((data) => ({ type: 'bar', stack: 'all', data }));
  chart.setOption({ animation: false, xAxis: axis, yAxis: {}, series });
  const data = chart.getModel().getSeriesByIndex(1).getData();
  const top = data.getCalculationInfo('stackResultDimension');
  const found = upper.map((_, row) => data.get(top, row));
  chart.dispose();
  return found;
};
const asNumbers = (rows) => rows.map(([day, count]) => [Number(day.slice(-2)), count]);
const time = tops({ type: 'time' }, first, second);
const number = tops({ type: 'value' }, asNumbers(first), asNumbers(second));
const category = tops({ type: 'category', data: first.map(([day]) => day) }, first, second);
const mended = tops({ type: 'time' }, first, filled).slice(1);
console.log('tops of 5 and 6 March: time', time, '| number', number, '| categories', category, '| row for 4 March', mended);
assert.deepStrictEqual([time, number], [[11, 21], [11, 21]]);
assert.deepStrictEqual([category, mended], [[21, 31], [21, 31]]);
JS
TZ=UTC node run.cjs || { echo "behaviour changed" && exit 1; }
