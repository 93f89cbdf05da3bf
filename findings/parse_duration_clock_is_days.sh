#!/usr/bin/env bash
# parse-duration 2.1.9 (npm): "08:30 h" is thirty hours, "2-3 h" is three, "1 1/2 h" is two, "1,5 h" is fifteen.
#
# Expected: what is no duration in its grammar gives null ("2 Std" does), and with the German locale the German notation is read.
# Seen: everything that has a number and a unit gives a number. A number without a unit counts as one of the unit asked for,
#   whatever stands between: "08:30 h" in minutes is 8 + 30 · 60 = 1808, "2-3 h" 2 + 180, "1 1/2 h" 11 + 120 (a space
#   groups digits). A comma is taken out: "1,5 h" is 900 minutes (the README shows 27,681 ns, documented). With locale/de
#   "1,5 h" is right, and "1.5 h" is 900; "Stunden", "Wochen" are no words of it. Upstream: issue 35 and
#   pull request 68 for the comma; of the rest nothing found.
# Who is hurt: waiting times, hours of duty, lengths of an incident from forms and logs: right where someone wrote "1h 30m",
#   ten- or twentyfold where someone wrote as Germans do; the mean hides it.
# What to do: accept /^\d+([.,]\d+)? ?(h|min)$/ oneself, read hours:minutes apart.
# Pinned: parse-duration==2.1.9 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" parse-duration@2.1.9 >/dev/null
cat >run.mjs <<'JS'
import assert from 'node:assert';
import parse from 'parse-duration';
import german from 'parse-duration/locale/de.js';
const read = (texts) => Object.fromEntries(texts.map((text) => [text, parse(text, 'min')]));
const plain = read(['1h 30m', '1.5 h', '08:30 h', '2-3 h', '1 1/2 h', '1,5 h', '2 Std']);
parse.unit = german;
const inGerman = read(['1,5 h', '1.5 h', '2 Stunden', '3 Wochen', '08:30 h']);
console.log('minutes          ', plain);
console.log('with locale/de.js', inGerman);
assert.deepStrictEqual(plain, {
  '1h 30m': 90, '1.5 h': 90, '08:30 h': 1808, '2-3 h': 182, '1 1/2 h': 131, '1,5 h': 900, '2 Std': null,
});
assert.deepStrictEqual(inGerman, { '1,5 h': 90, '1.5 h': 900, '2 Stunden': null, '3 Wochen': null, '08:30 h': 1808 });
JS
node run.mjs || { echo "behaviour changed" && exit 1; }
