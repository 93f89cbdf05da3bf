#!/usr/bin/env bash
# highcharts 13.1.1 (npm): a German CSV file with the first of each month is a chart of the first twelve days of January.
#
# Expected: "01.03.2019" with points is 1 March, in whatever rows the file has: nobody writes the month first with points.
# Seen: it is 3 January: twelve months from 01.01. to 01.12. are twelve days in a row, with the counts of months. Eleven days from 02.03. to
#   12.03. are the third of every month from February to December. With 13.03. as a twelfth row all twelve are right: the same file is
#   right today and was wrong yesterday. In ISO form right. No message; dateFormat: "dd/mm/YYYY" puts it right.
#   Documented as a best guess; days with points have been guessed since 7.0 (issue 9565), issue 16610 was closed as no bug.
# Who is hurt: figures by month and by quarter, and every file that ends before the 13th: a year on a time line of twelve days.
# What to do: dateFormat in every chart with a CSV file or table, or ISO days.
# Pinned: highcharts==13.1.1 (npm), jsdom==29.1.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" highcharts@13.1.1 jsdom@29.1.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { JSDOM } = require('jsdom');
global.window = new JSDOM('<body></body>', { url: 'http://localhost/' }).window;
global.document = window.document;
const Highcharts = require('highcharts');
require('highcharts/modules/data');
const pair = (number) => String(number).padStart(2, '0');
const read = (name, days, options = {}) => {
  const csv = ['Tag;Vorfälle', ...days.map((day, place) => `${day};${place + 10}`)].join('\n');
  let found;
  Highcharts.data({ csv, ...options, complete: (chart) => (found = chart) });
  const seen = found.series[0].data.map(([moment]) => new Date(moment).toLocaleDateString('sv'));
  console.log(`${name.padEnd(26)} ${days[0]} ${days[1]} … ${days[days.length - 1]} -> ${seen[0]} ${seen[1]} … ${seen[seen.length - 1]} (${found.xAxis.type})`);
  return seen;
};
const months = [...Array(12)].map((_, month) => `01.${pair(month + 1)}.2019`);
const early = [...Array(11)].map((_, day) => `${pair(day + 2)}.03.2019`);
const right = (days) => days.map((day) => day.split('.').reverse().join('-'));
const turned = (days) => days.map((day) => [day.slice(6), day.slice(0, 2), day.slice(3, 5)].join('-'));
assert.deepStrictEqual(read('months', months), turned(months));
assert.deepStrictEqual(read('until the 12th', early), turned(early));
const later = [...early, '13.03.2019'];
assert.deepStrictEqual(read('until the 13th', later), right(later));
assert.deepStrictEqual(read('months, dateFormat', months, { dateFormat: 'dd/mm/YYYY' }), right(months));
assert.deepStrictEqual(read('months in ISO form', right(months)), right(months));
process.exit(0);
JS
TZ=Europe/Berlin node run.cjs || { echo "behaviour changed" && exit 1; }
