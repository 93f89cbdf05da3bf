#!/usr/bin/env bash
# @formulajs/formulajs 4.6.1 (npm): T.TEST knows one kind of test, whichever is asked for; MEDIAN counts blanks as zero.
#
# Expected: T.TEST(a, b, tails, type) is the spreadsheet function: type 1 compares pairs, 3 allows unequal variances,
#   one tail halves p; F.TEST gives a p value; MEDIAN leaves blank cells out, as AVERAGE does.
# Seen: tails and type are not looked at: paired, unpaired, Welch, one-sided and two-sided all give the same p, that of the
#   unpaired two-sided test. Twelve offices before and after, eleven of them a little lower: p is 0.83 instead of 0.00002.
#   F.TEST gives the ratio of variances, which as a "p value" is 25. In a row with two blanks AVERAGE is 30 and MEDIAN 20.
# Who is hurt: dashboards that calculate as the department's spreadsheet did: "no difference" for what was paired, days
#   without a count pull the median down and become days with nothing.
# What to do: another library for tests (the paired test is that of the differences against 0); take blanks out first.
# Pinned: @formulajs/formulajs==4.6.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" @formulajs/formulajs@4.6.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const F = require('@formulajs/formulajs');
const before = [20, 31, 44, 52, 60, 71, 83, 90, 104, 110, 122, 130];
const after = [17, 27, 42, 47, 57, 67, 80, 91, 99, 107, 118, 126];
const named = { 'paired, two tails': [2, 1], 'paired, one tail': [1, 1], 'equal variances': [2, 2], Welch: [2, 3] };
const p = {};
for (const [name, [tails, type]] of Object.entries(named)) p[name] = F.T.TEST([...before], [...after], tails, type);
console.log('T.TEST', p);
const gains = before.map((one, i) => one - after[i]); // by hand: the paired test is that of the differences
const t = F.AVERAGE(gains) / (F.STDEV.S(gains) / Math.sqrt(gains.length));
const paired = F.T.DIST['2T'](t, gains.length - 1);
console.log('paired by hand: t', t.toFixed(2), 'p', paired.toFixed(5));
const ratio = F.F.TEST([10, 20, 30, 40, 50], [2, 4, 6, 8, 10]);
console.log('F.TEST', ratio);
const row = () => [20, null, 30, null, 40];
const blanks = [F.AVERAGE(row()), F.MEDIAN(row())];
console.log('AVERAGE and MEDIAN of 20, 30, 40 and two blanks', blanks);
assert.strictEqual(new Set(Object.values(p)).size, 1);
assert.ok(p.Welch > 0.8 && paired < 0.0001);
assert.strictEqual(ratio, 25);
assert.deepStrictEqual(blanks, [30, 20]);
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
