#!/usr/bin/env bash
# alasql 4.19.1 (npm): a week that was not counted goes into a table as NULL and comes out as 0.
#
# Expected: INSERT of NULL or of a parameter null leaves NULL in a column of INT: IS NULL finds it, COUNT and AVG leave it out, as
#   SQL has it everywhere: 5, 7, 9 and two missing weeks are three counts with mean 7.
# Seen: the parameter null is stored as 0 (mean 4.2 of five counts, IS NULL finds none). The word NULL is stored as NaN: the
#   same mean and count, and WHERE n IS NOT NULL lets it through, n >= 0 does not. INSERT … SELECT from an array keeps null:
#   three, 7, two found. The texts "10" and "20" in an array have the mean 510 ("1020" / 2) and no sum.
#   No message. Upstream: 85 ("by design", open), 1251 (count and mean of null, closed as mended in 0.6.5: in arrays it is).
# Who is hurt: dashboards that keep their data as SQL in the browser: offices without a count become offices without
#   incidents, and their means fall.
# What to do: fill tables by INSERT … SELECT * FROM ? only, numbers made by Number(); look once with IS NULL.
# Pinned: alasql==4.19.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" alasql@4.19.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const alasql = require('alasql');
const counts = [5, 7, 9, null, null];
// What the table says of its weeks after each was put in by the function given.
const weeks = (name, insert) => {
  alasql(`CREATE TABLE ${name} (n INT)`);
  counts.forEach(insert);
  const { found, mean } = alasql(`SELECT COUNT(n) AS found, AVG(n) AS mean FROM ${name}`)[0];
  const missing = alasql(`SELECT n FROM ${name} WHERE n IS NULL`).length;
  const kept = alasql(`SELECT n FROM ${name} WHERE n IS NOT NULL`).length;
  const stored = alasql.tables[name].data[4].n;
  return { found, mean, missing, kept, stored };
};
const parameter = weeks('a', (n) => alasql('INSERT INTO a VALUES (?)', [n]));
const literal = weeks('b', (n) => alasql(`INSERT INTO b VALUES (${n === null ? 'NULL' : n})`));
const array = weeks('c', (n) => alasql('INSERT INTO c SELECT * FROM ?', [[{ n }]]));
const text = alasql('SELECT AVG(n) AS mean, SUM(n) AS added FROM ?', [[{ n: '10' }, { n: '20' }]])[0];
console.log('parameter null   ', parameter);
console.log('the word NULL    ', literal);
console.log('from an array    ', array);
console.log('texts "10", "20" ', text);
assert.deepStrictEqual(parameter, { found: 5, mean: 4.2, missing: 0, kept: 5, stored: 0 });
assert.deepStrictEqual(literal, { found: 5, mean: 4.2, missing: 0, kept: 5, stored: NaN });
assert.deepStrictEqual(array, { found: 3, mean: 7, missing: 2, kept: 3, stored: null });
assert.deepStrictEqual([text.mean, text.added], [510, undefined]);
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
