#!/usr/bin/env bash
# numeral 2.0.6 (npm): "5-7" is minus 57, "3 von 12" is 312, "<5" is exactly 5, "− 5" is 5.
#
# Expected: numeral("…").value() gives null for what is no number, as it does for "abc"; with its German locale 1.234,5 is read.
# Seen: all signs that are no digit are taken out, the digits pushed together; one hyphen anywhere makes the number negative:
#   a range of 5 to 7 is -57, three of twelve are 312, the day 12.03.2019 is 12032019, a suppressed "<5" or "unter 5" is 5,
#   and a 5 with the footnote mark 1) is 51. The minus sign of typesetters (U+2212), which printed tables use, is lost: −5 is 5.
#   Documentation: "unformat" of formatted text; nothing of these. Upstream: issue 471 (a telephone number becomes negative).
# Who is hurt: cells of published tables turned into numbers in the page: sums with -57 and 312 in them, hidden counts shown as
#   the largest of what they may be, falls drawn as rises.
# What to do: refuse what does not match the German notation before; numbro (2.5.0) gives undefined for most of these.
# Pinned: numeral==2.0.6, numbro==2.5.0 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" numeral@2.0.6 numbro@2.5.0 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const numeral = require('numeral');
require('numeral/locales/de');
const numbro = require('numbro');
numeral.locale('de');
numbro.registerLanguage(require('numbro/dist/languages/de-DE.min.js'), true);
const expected = {
  '1.234,5': 1234.5, abc: null, '5-7': -57, '3 von 12': 312, '12.03.2019': 12032019, '<5': 5, 'unter 5': 5, '5 1)': 51,
  '−5': 5, '-5': -5,
};
const read = Object.fromEntries(Object.keys(expected).map((text) => [text, numeral(text).value()]));
const other = Object.fromEntries(Object.keys(expected).map((text) => [text, numbro.unformat(text)]));
console.log('numeral', read);
console.log('numbro ', other);
assert.deepStrictEqual(read, expected);
assert.deepStrictEqual([other['1.234,5'], other['5-7'], other['3 von 12'], other['<5']], [1234.5, undefined, undefined, undefined]);
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
