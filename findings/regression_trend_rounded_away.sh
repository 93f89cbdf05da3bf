#!/usr/bin/env bash
# regression 2.0.1 (npm): a rising line has slope 0 and r2 0, because the slope is rounded before anything is worked out of it.
#
# Expected: points exactly on a line (4 incidents in 10,000 visits more every day) give that line and an r2 of 1; a rounding
#   for display, if any, is of the text "y = …" alone.
# Seen: "y = 0x + 10.08", r2 0, the same forecast for every day. Coefficients are rounded to two decimals (the README names
#   a default precision of 2 for "the output") before points, predict() and r2 are made from them. Days as seconds of Unix
#   time make every slope 0; of shares between 0 and 1 by year the same. A steep line is right, and so are the examples.
#   Upstream: issues 94 (open), 87, 60.
# Who is hurt: trend lines in dashboards: rates, shares and days as time stamps "have no trend", with a statistic that says so.
# What to do: precision: 15, or simple-statistics' linearRegression.
# Pinned: regression==2.0.1, simple-statistics==7.12.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" regression@2.0.1 simple-statistics@7.12.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const regression = require('regression');
const { linearRegression } = require('simple-statistics');
const days = [...Array(40).keys()];
const cases = {
  'rate by day': days.map((day) => [day, 10 + 0.004 * day]),
  'reports by time stamp': days.map((day) => [Date.UTC(2019, 0, 1) / 1000 + 86400 * day, 10 + 2 * day]),
  'share by year': days.map((year) => [1980 + year, 0.03 + 0.002 * year]),
};
for (const [name, points] of Object.entries(cases)) {
  const [plain, exact] = [{}, { precision: 15 }].map((options) => regression.linear(points, options));
  const other = linearRegression(points).m;
  console.log(name.padEnd(22), plain.string, '| r2', plain.r2 + 0, '| precision 15:', exact.equation[0], 'r2', exact.r2);
  assert.ok(plain.equation[0] === 0 && plain.r2 === 0);
  assert.strictEqual(plain.predict(points[0][0])[1], plain.predict(points[39][0])[1]);
  assert.ok(Math.abs(exact.equation[0] / other - 1) < 1e-6 && exact.r2 > 0.999999);
}
const steep = regression.linear(days.map((day) => [day, 10 + 2 * day]));
console.log('steep'.padEnd(22), steep.string, '| r2', steep.r2);
assert.deepStrictEqual([steep.equation, steep.r2], [[2, 10], 1]);
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
