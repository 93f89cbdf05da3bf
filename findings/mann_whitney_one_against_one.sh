#!/usr/bin/env bash
# mann-whitney-utest 1.0.5 (npm): one answer against one other is "significant", two hundred answers with z = 8.4 are not.
#
# Expected: significant() is the test of Mann and Whitney at 5 %: never with one or two against as many, always with z = 8.4.
# Seen: it says yes if the smaller U is below the absolute z, two numbers that have nothing to do with each other: U grows
#   with the product of the two samples, z with its root. One against one, two against two, three against three without overlap:
#   significant (exact p 1, 0.33, 0.1). A scale of five, 100 answers before and 100 after, means 2.0 and 3.65: not
#   significant (U 1625, z 8.43). Ten against ten that overlap in one answer: not, with z = 3.79. U and z are right.
#   No message; the README recommends it ("The data is significant!"). Nothing upstream found.
# Who is hurt: comparisons of survey waves in the page: "no difference" in every larger wave, "significant" among the smallest groups.
# What to do: take criticalValue() for what it is, z, and compare it with 1.96 from some twenty answers on.
# Pinned: mann-whitney-utest==1.0.5 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" mann-whitney-utest@1.0.5 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const mwu = require('mann-whitney-utest');
// How many chose 1, 2, 3, 4 and 5.
const answers = (...counts) => counts.flatMap((count, code) => Array(count).fill(code + 1));
const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
const seen = {};
for (const [name, before, after] of [
  ['1 against 1', [3], [4]],
  ['2 against 2', [1, 2], [3, 4]],
  ['3 against 3', [1, 2, 3], [4, 5, 6]],
  ['10 against 10, one overlaps', answers(9, 1), answers(1, 0, 9)],
  ['100 against 100', answers(40, 30, 20, 10, 0), answers(5, 15, 20, 30, 30)],
]) {
  const u = mwu.test([before, after]);
  const z = mwu.criticalValue(u, [before, after]);
  seen[name] = [Math.min(...u), Number(z.toFixed(2)), mwu.significant(u, [before, after])];
  console.log(name.padEnd(28), `means ${mean(before).toFixed(2)}, ${mean(after).toFixed(2)}; U, z, significant:`, ...seen[name]);
}
assert.deepStrictEqual(Object.values(seen), [
  [0, 1, true], [0, 1.55, true], [0, 1.96, true], [5.5, 3.79, false], [1625, 8.43, false],
]);
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
