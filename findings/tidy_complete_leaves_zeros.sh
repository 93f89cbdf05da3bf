#!/usr/bin/env bash
# @tidyjs/tidy 2.6.1 (npm): filling the missing days with 0 makes every day 0; filling the months loses months.
#
# Expected: complete({ day: fullSeqDateISOString("day") }, { count: 0 }) keeps the rows that are there and adds those that are not,
#   as tidyr's complete() with full_seq() does: 3, 0, 5.
# Seen: with days as ISO 8601 writes them (2019-03-04) the sequence is of time stamps (2019-03-04T00:00:00.000Z), none of which
#   equals a row's day; rows outside the sequence are dropped, so 0, 0, 0. From the ends of January, February and March
#   by month the sequence is 31 January, 3 March: one count of three is left, 1 of 6, with Date objects as well.
#   No message. The name speaks of ISO strings, the README not of this. Nothing upstream found.
# Who is hurt: exactly the step that is to make "no report" a zero: a quiet office, a fall to nothing.
# What to do: Date objects for days, the first of a month for months; compare the sum before and after.
# Pinned: @tidyjs/tidy==2.6.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" @tidyjs/tidy@2.6.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { tidy, complete, fullSeqDate, fullSeqDateISOString } = require('@tidyjs/tidy');
const days = [{ day: '2019-03-04', count: 3 }, { day: '2019-03-06', count: 5 }];
const ends = [{ day: '2019-01-31', count: 1 }, { day: '2019-02-28', count: 2 }, { day: '2019-03-31', count: 3 }];
const asDates = (rows) => rows.map((row) => ({ ...row, day: new Date(row.day) }));
const filled = (rows, sequence, unit) => tidy(rows, complete({ day: sequence('day', unit) }, { count: 0 }));
const told = (rows) => rows.map(({ day, count }) => [new Date(day).toISOString().slice(0, 10), count]);
const text = told(filled(days, fullSeqDateISOString, 'day'));
const date = told(filled(asDates(days), fullSeqDate, 'day'));
const months = told(filled(asDates(ends), fullSeqDate, 'month'));
console.log('days as text ', text);
console.log('days as Date ', date);
console.log('ends of month', months);
assert.deepStrictEqual(text, [['2019-03-04', 0], ['2019-03-05', 0], ['2019-03-06', 0]]);
assert.deepStrictEqual(date, [['2019-03-04', 3], ['2019-03-05', 0], ['2019-03-06', 5]]);
assert.deepStrictEqual(months, [['2019-01-31', 1], ['2019-03-03', 0]]);
JS
TZ=Europe/Berlin node run.cjs || { echo "behaviour changed" && exit 1; }
