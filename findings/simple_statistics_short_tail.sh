#!/usr/bin/env bash
# simple-statistics 7.12.1: no p value is ever below 0.002, and 97.5 % of the normal lie below 1.957.
#
# Expected: cumulativeStdNormalProbability(6) is 1 - 1e-9; probit(0.975) is
#   1.959964, as in every library.
# Seen: the cdf is a table with four digits that ends at 3.09: 0.999 for 3.1, for 6 and for 60.
#   Two-sided p values stop at 0.002, whatever the evidence. probit(.975) is 1.9572, probit(.9) 1.2811
#   (right: 1.2816), probit(.999) 3.0801 (right: 3.0902).
#   (Documented as a table, with the advice to use errorFunction instead; the end of the table is in
#   the source only, and tTest users who look up p here are not told.)
# Who is hurt: Bonferroni or Holm over 26 offices needs p below 0.0019: the smallest p this library
#   can give is never enough, so nothing is ever significant.
# Pinned: simple-statistics==7.12.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" simple-statistics@7.12.1 >/dev/null
cat >run.mjs <<'JS'
import assert from 'node:assert';
import * as ss from 'simple-statistics';
for (const z of [1.96, 3, 3.09, 3.1, 6, 60]) {
  const p = 2 * (1 - ss.cumulativeStdNormalProbability(z));
  console.log('z', z, 'cdf', ss.cumulativeStdNormalProbability(z), 'two-sided p', p.toFixed(5));
}
for (const q of [0.9, 0.975, 0.999]) console.log('probit', q, ss.probit(q).toFixed(5));
assert.strictEqual(ss.cumulativeStdNormalProbability(1.96), 0.975);
assert.strictEqual(ss.cumulativeStdNormalProbability(60), 0.999, 'behaviour changed: the tail goes on');
assert(Math.abs(ss.probit(0.975) - 1.959964) > 0.002, 'behaviour changed: probit is exact');
const smallest = 2 * (1 - ss.cumulativeStdNormalProbability(60));
assert(smallest * 26 > 0.05, 'behaviour changed: Bonferroni over 26 can be reached');
JS
node run.mjs
