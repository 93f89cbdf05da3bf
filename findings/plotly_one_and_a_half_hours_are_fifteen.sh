#!/usr/bin/env bash
# plotly.js 4.1.2 (npm): numbers written with a decimal comma are drawn ten and a hundred times too high.
#
# Expected: y = "1,5", as it stands in a German CSV file, is no number and is left out or refused, or it is 1.5.
# Seen: commas are taken out: bars of "1,5", "2,5" and "0,75" hours are drawn at 15, 25 and 75, the axis ends at 79: the shortest wait is the
#   highest bar. "12 %" is 12, "1.234" 1.234 and "1 234" 1234 (with "<5" the bar is missing). A pie leaves "1,5" out: 2 of 2 are 100 per cent.
#   Names of offices and weeks stay text. No message; data read from a CSV file with whole numbers beside them look right ("12").
#   plotly for Python hands texts on as they are, so that st.plotly_chart and Dash draw the same. In English files ("1,234") it is wanted
#   (pull requests 1078, 1184, 1185); nothing found upstream on the decimal comma.
# Who is hurt: charts of hours, rates and shares from German files: the small ones stand highest, with an axis that fits.
# What to do: numbers, not texts, in every trace: read with decimal=",", look at the type of the column.
# Pinned: plotly.js-dist-min==4.1.2 (npm), jsdom==29.1.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" plotly.js-dist-min@4.1.2 jsdom@29.1.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { readFileSync } = require('fs');
const { JSDOM } = require('jsdom');
const page = new JSDOM('<body></body>', { pretendToBeVisual: true, runScripts: 'outside-only', url: 'http://localhost/' }).window;
// What a page without a screen lacks; nothing of it touches the numbers.
page.URL.createObjectURL = () => '';
page.matchMedia = () => ({ matches: false, addListener() {} });
page.HTMLCanvasElement.prototype.getContext = () => null;
page.SVGElement.prototype.getBBox = () => ({ x: 0, y: 0, width: 10, height: 10 });
page.eval(readFileSync('node_modules/plotly.js-dist-min/plotly.min.js', 'utf8'));
const drawn = async (name, trace) => {
  const chart = page.document.body.appendChild(page.document.createElement('div'));
  await page.Plotly.newPlot(chart, [trace], { width: 600, height: 400 });
  const points = chart.calcdata[0].map((point) => (trace.type === 'pie' ? [point.label, point.v] : (point.s ?? point.y ?? null)));
  const axis = trace.type === 'pie' ? [] : chart._fullLayout.yaxis.range.map(Math.round);
  console.log(`${name.padEnd(14)} ${JSON.stringify(trace.y ?? trace.values).padEnd(32)} drawn at ${JSON.stringify(points)} axis ${axis}`);
  return [points, axis];
};
(async () => {
  const x = ['Office A', 'Office B', 'Office C'];
  const [comma, axis] = await drawn('decimal comma', { type: 'bar', x, y: ['1,5', '2,5', '0,75'] });
  const [others] = await drawn('others', { type: 'bar', x, y: ['12 %', '1.234', '1 234'] });
  const [mixed] = await drawn('mixed', { type: 'bar', x, y: ['12', '7,5', '<5'] });
  const [numbers] = await drawn('numbers', { type: 'bar', x, y: [1.5, 2.5, 0.75] });
  const [pie] = await drawn('pie', { type: 'pie', labels: ['A', 'B'], values: ['1,5', '2'] });
  assert.deepStrictEqual(JSON.parse(JSON.stringify([comma, axis, others, numbers, pie])), [[15, 25, 75], [0, 79], [12, 1.234, 1234], [1.5, 2.5, 0.75], [['B', 2]]]);
  assert.deepStrictEqual([mixed[0], mixed[1]], [12, 75]);
  process.exit(0);
})().catch((error) => {
  console.log(error.message);
  process.exit(1);
});
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
