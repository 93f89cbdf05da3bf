#!/usr/bin/env bash
# mathjs 15.2.0 (npm): evaluate("50% + 50%") is 0.
#
# Expected: a percent sign after a number divides it by 100, as in the manual's table of operators: 50% + 50% is 1, 12% + 7% is 0.19
#   (at most 0.1284, if the second is meant of the first, as in 100 + 19%, which is 119).
# Seen: with a plus or minus behind it the sign is the remainder of a division: 50% + 50% is 0, 12% + 7% is 0.03, 40 * 12% + 60 * 7%
#   is 0, 100 + 19% + 5 is 104. With * or / behind it, in brackets or in a list it is the percentage: (12%) + (7%) is 0.19,
#   sum(12%, 7%) as well. Blanks change nothing. No message. Upstream: issues 3563, 2851 and 3501 (open); since 15.0.0
#   (October 2025, pull request 3505) the sign is the remainder whenever a term, also one with plus or minus, follows.
# Who is hurt: fields and data sheets in the browser where shares are typed in as sums: parts of a whole do not add up to it.
# What to do: brackets around every percentage, or take the signs out before and divide oneself.
# Pinned: mathjs==15.2.0 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" mathjs@15.2.0 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { evaluate, parse } = require('mathjs');
const SEEN = {
  '50% + 50%': 0,
  '12% + 7%': 0.03,
  '40 * 12% + 60 * 7%': 0,
  '100 + 19% + 5': 104,
  '(12%) + (7%)': 0.19,
  'sum(12%, 7%)': 0.19,
  '12% * 7%': 0.0084,
  '100 + 19%': 119,
};
for (const [formula, seen] of Object.entries(SEEN)) {
  const found = evaluate(formula);
  const read = parse(formula).toString({ parenthesis: 'all' });
  console.log(formula.padEnd(19), '=', String(Number(found.toFixed(6))).padEnd(7), 'read as', read);
  assert.ok(Math.abs(found - seen) < 1e-9, formula);
}
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
