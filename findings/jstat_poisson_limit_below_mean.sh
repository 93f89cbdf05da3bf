#!/usr/bin/env bash
# jStat 1.9.6: the upper control limit of a Poisson count of 200 is 134, below its own mean.
#
# Expected: jStat.poisson.cdf(k, 200) rises from 0 to 1 as everywhere; the
#   smallest k with cdf >= 0.99865 is 244.
# Seen: right up to a mean of 116; then the terms overflow (power over factorial) and the cdf
#   jumps from about 0 to Infinity, from k = 171 on to NaN. The usual loop "raise k until the cdf
#   reaches 0.99865" stops at the jump: 149 for a mean of 120 (right: 154), 142 for 150 (right: 188),
#   134 for 200 (right: 244). Neither Infinity nor NaN reaches the page.
#   (Known upstream for lambda = 4000: jstat/jstat issue 293. The limits go wrong far earlier.)
# Who is hurt: control charts of visits or checks per week in the browser: every ordinary week lies
#   above the limit and is marked as unusual.
# Pinned: jstat==1.9.6 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" jstat@1.9.6 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { jStat } = require('jstat');
function right(mean) { // cdf summed in logarithms
  let log = -mean, sum = 0;
  for (let k = 0; ; k++) {
    if (k > 0) log += Math.log(mean / k);
    sum += Math.exp(log);
    if (sum >= 0.99865) return k;
  }
}
function limit(mean) {
  let k = 0;
  while (!(jStat.poisson.cdf(k, mean) >= 0.99865)) k++;
  return k;
}
for (const mean of [5, 20, 60, 120, 150, 200])
  console.log('mean', mean, 'limit by jStat', limit(mean), 'right', right(mean), 'cdf there', jStat.poisson.cdf(limit(mean), mean));
assert.strictEqual(limit(20), right(20));
assert.deepStrictEqual([right(120), right(150), right(200)], [154, 188, 244]);
assert.deepStrictEqual([limit(120), limit(150), limit(200)], [149, 142, 134], 'behaviour changed');
assert.strictEqual(jStat.poisson.cdf(134, 200), Infinity, 'behaviour changed');
JS
node run.cjs
