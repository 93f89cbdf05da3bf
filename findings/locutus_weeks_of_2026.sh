#!/usr/bin/env bash
# locutus 3.0.36 (npm): date('W') is one week off on every day of 2026, of 2015, 2009 and 2004.
#
# Expected: date('o-\\WW') of this port of PHP gives the week of ISO 8601, as PHP does: 1 January 2026 is 2026-W01,
#   29 November 2026 is 2026-W48, as Luxon 3.7.2 has it.
# Seen: a year that begins on a Thursday has its first week counted as week 53 of the year before, so that 2026 ends with week
#   52 and 29 November is in week 47. Of the 11,323 days from 2000 to 2030 no fewer than 1,484 are in a wrong week: all of the
#   four years, their neighbours' days across New Year, nothing else. The week and its year agree with each other, so a table
#   by week looks right. No message. Not in its documentation, no issue upstream found. 2.0.39 does the same.
# Who is hurt: incidents, checks or duty by calendar week in a page: compared with a table from elsewhere every count stands
#   beside that of the week before, a measure seems to work a week early, and week 53 of 2026 does not exist.
# What to do: weeks from Luxon, date-fns or dayjs.
# Pinned: locutus==3.0.36, luxon==3.7.2 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" locutus@3.0.36 luxon@3.7.2 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { date } = require('locutus/php/datetime/date');
const { DateTime } = require('luxon');
const wrong = new Map();
let days = 0;
for (let day = DateTime.local(2000, 1, 1, 12); day.year < 2031; day = day.plus({ days: 1 })) {
  days += 1;
  if (date('o-\\WW', day.toJSDate()) !== day.toFormat("kkkk-'W'WW")) wrong.set(day.year, (wrong.get(day.year) ?? 0) + 1);
}
const shown = [[2026, 1, 1], [2026, 11, 29], [2026, 12, 31], [2019, 3, 4]].map(([year, month, day]) => {
  const one = DateTime.local(year, month, day, 12);
  return [one.toISODate(), date('o-\\WW', one.toJSDate()), one.toFormat("kkkk-'W'WW")];
});
shown.forEach(([day, locutus, luxon]) => console.log(day, 'locutus', locutus, '| Luxon', luxon));
console.log('days in a wrong week, of', days, [...wrong]);
assert.deepStrictEqual(shown.map(([, locutus]) => locutus), ['2025-W53', '2026-W47', '2026-W52', '2019-W10']);
assert.deepStrictEqual(shown.map(([, , luxon]) => luxon), ['2026-W01', '2026-W48', '2026-W53', '2019-W10']);
assert.deepStrictEqual([...wrong.values()].reduce((sum, one) => sum + one), 1484);
assert.deepStrictEqual([2004, 2009, 2015, 2026].map((year) => wrong.get(year)), [366, 365, 365, 365]);
JS
TZ=Europe/Berlin node run.cjs || { echo "behaviour changed" && exit 1; }
