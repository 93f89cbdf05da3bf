#!/usr/bin/env bash
# echarts-stat 1.2.0 with echarts 6.1.0 (npm): counts that come as text are drawn rightly, and their trend line is that of other numbers.
#
# Expected: echarts takes "12" from a CSV file as 12, in points, axes and its transform ecStat:regression alike.
# Seen: 30, 28, 33, 31, 25, 12 incidents as text: the points are right, the exponential trend goes from 27.5 up to 27.7 instead of from
#   34.0 down to 21.0; the logarithmic one starts at 6.6e14; if only the years are text the linear one is 0 all along. The sums
#   are strings put one after the other, the products are numbers. The polynomial one is right. If years and counts are both text the first year is
#   taken for a header, too, and is not drawn: five points of six (sourceHeader, documented). No message.
#   Of text nothing found upstream (issue 39 of echarts-stat for objects of Date).
# Who is hurt: charts of years from a CSV file: "no trend" beside points that fall by half, and the first year is missing.
# What to do: make numbers of the file's columns before setOption; sourceHeader: false for rows without a header.
# Pinned: echarts==6.1.0, echarts-stat==1.2.0 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" echarts@6.1.0 echarts-stat@1.2.0 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const echarts = require('echarts');
echarts.registerTransform(require('echarts-stat').transform.regression);
const incidents = [30, 28, 33, 31, 25, 12].map((count, i) => [2014 + i, count]);
const values = (chart, series) => {
  const data = chart.getModel().getSeriesByIndex(series).getData();
  return data.mapArray(data.mapDimension('y'), (value) => Math.round(value * 10) / 10);
};
function draw(source, method) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 400, height: 300 });
  chart.setOption({
    dataset: [{ source }, { transform: { type: 'ecStat:regression', config: { method } } }],
    xAxis: { scale: true }, yAxis: {}, series: [{ type: 'scatter' }, { type: 'line', datasetIndex: 1 }],
  });
  const drawn = [values(chart, 0), values(chart, 1)];
  chart.dispose();
  return drawn;
}
const ways = {
  numbers: incidents,
  'counts as text': incidents.map(([year, count]) => [year, String(count)]),
  'years as text': incidents.map(([year, count]) => [String(year), count]),
  'both as text': incidents.map((row) => row.map(String)),
};
const seen = {};
for (const method of ['linear', 'exponential', 'logarithmic', 'polynomial'])
  for (const [way, rows] of Object.entries(ways)) {
    const [points, line] = seen[`${method}, ${way}`] = draw(rows, method);
    console.log(`${method}, ${way}:`.padEnd(30), 'points', points.join(' '), '| trend', line[0], 'to', line[5]);
  }
const ends = (name) => [seen[name][1][0], seen[name][1][5]];
assert.deepStrictEqual(ends('exponential, numbers'), [34, 21]);
assert.deepStrictEqual(ends('exponential, counts as text'), [27.5, 27.7]);
assert.deepStrictEqual(ends('linear, numbers'), [33.7, 19.3]);
assert.deepStrictEqual(ends('linear, years as text'), [0, 0]);
assert(ends('logarithmic, counts as text')[0] > 1e14);
assert.deepStrictEqual(seen['polynomial, counts as text'], seen['polynomial, numbers']);
assert.deepStrictEqual(seen['exponential, counts as text'][0], [30, 28, 33, 31, 25, 12]);
assert.deepStrictEqual(seen['exponential, both as text'][0], [28, 33, 31, 25, 12]);
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
