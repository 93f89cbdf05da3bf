#!/usr/bin/env bash
# jsonstat-toolkit 2.2.2 (npm): asked for 2018 and for a year that the table has not, it gives A the count of B.
#
# Expected: Dice() keeps the rows of the years named and passes over one that is not there, or gives an error;
#   Data() of such a year gives null; a subset leaves the table as it is.
# Seen: of a table with 2018 and 2019, Dice of 2017 and 2018 has A twice, with 1 (its own) and with 3 (that of B), and B twice
#   without a count, all labelled 2018. Data({o: "A", y: "2017"}) is the list of all years. After Dice of 2019 the table
#   itself and the object it was read from have 2019 only (not with {clone: true}). Offices of the same name (label) are
#   one in Transform({by}): the last count stands, the first is lost. No message; nothing upstream found.
# Who is hurt: pages that offer "this year" and "last year" over open data before the new year is in: offices change counts.
# What to do: compare the wish with Dimension(…).id first; {clone: true}; field and content "id" in Transform.
# Pinned: jsonstat-toolkit==2.2.2 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" jsonstat-toolkit@2.2.2 >/dev/null
cat >run.mjs <<'JS'
import assert from 'assert';
import JSONstat from 'jsonstat-toolkit';
const table = (names = { A: 'A', B: 'B' }) => ({
  version: '2.0', class: 'dataset', id: ['o', 'y'], size: [2, 2], value: [1, 2, 3, 4],
  dimension: { o: { category: { index: ['A', 'B'], label: names } }, y: { category: { index: ['2018', '2019'] } } },
});
const rows = (data) => data.toTable({ type: 'arrobj' }).map(({ o, y, value }) => [o, y, value]);
const [there, partly] = [['2018'], ['2017', '2018']].map((years) => rows(JSONstat(table()).Dice({ y: years })));
const asked = JSONstat(table()).Data({ o: 'A', y: '2017' });
const whole = table();
JSONstat(whole).Dice({ y: ['2019'] });
const namesakes = JSONstat(table({ A: 'Bürgeramt', B: 'Bürgeramt' })).Transform({ type: 'arrobj', by: 'o' });
console.log('2018', there, '| 2017 and 2018', partly);
console.log('Data of 2017', asked, '| table after Dice of 2019', whole.value, '| namesakes', namesakes);
assert.deepStrictEqual(there, [['A', '2018', 1], ['B', '2018', 3]]);
assert.deepStrictEqual(partly, [['A', '2018', 1], ['A', '2018', 3], ['B', '2018', undefined], ['B', '2018', undefined]]);
assert.deepStrictEqual([asked.map(({ value }) => value), whole.value], [[1, 2], [2, 4]]);
assert.deepStrictEqual(namesakes.map(({ Bürgeramt }) => Bürgeramt), [3, 4]);
JS
node run.mjs || { echo "behaviour changed" && exit 1; }
