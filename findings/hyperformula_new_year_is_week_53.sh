#!/usr/bin/env bash
# hyperformula 3.5.0 (npm): the last days of December are in week 53 when they belong to week 1 of the next year.
#
# Expected: ISOWEEKNUM and WEEKNUM(…, 21) are the weeks of ISO 8601, as in Excel and LibreOffice: Monday 30 December
#   2019 is in week 1; INT goes down to the next whole number, as its manual page says; 12.5 % is shown as 12.5 %.
# Seen: every one of the 27 December days from 2000 to 2030 that belong to week 1 is in week 53, a week which these years
#   do not have; the days of January that belong to week 52 or 53 are right. INT(-2.5) is -2; TEXT(0.125, "0.0%") is
#   "0.1%" (the last one is upstream issue 1565).
# Who is hurt: a table by calendar week in a web page or a spreadsheet component: the week of New Year breaks in two, the
#   first week of the year lacks its Monday and Tuesday, its counts look like a fall, and a week 53 appears beside it.
# What to do: compute the week before the sheet (date-fns getISOWeek, luxon weekNumber); FLOOR instead of INT.
# Pinned: hyperformula==3.5.0, date-fns==4.4.0 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" hyperformula@3.5.0 date-fns@4.4.0 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { getISOWeek, eachDayOfInterval } = require('date-fns');
const { HyperFormula } = require('hyperformula');
const values = (formulas) => {
  const engine = HyperFormula.buildFromArray(formulas.map((one) => [one]), { licenseKey: 'gpl-v3' });
  return formulas.map((_, row) => engine.getCellValue({ sheet: 0, row, col: 0 }));
};
const days = eachDayOfInterval({ start: new Date(2000, 0, 1), end: new Date(2030, 11, 31) });
const asDate = (day) => `DATE(${day.getFullYear()};${day.getMonth() + 1};${day.getDate()})`.replace(/;/g, ',');
const iso = values(days.map((day) => `=ISOWEEKNUM(${asDate(day)})`));
const type21 = values(days.map((day) => `=WEEKNUM(${asDate(day)}, 21)`));
const wrong = days.filter((day, i) => iso[i] !== getISOWeek(day));
console.log('wrong weeks', wrong.length, 'of', days.length, 'days, all in months', [...new Set(wrong.map((d) => d.getMonth() + 1))]);
const week = days.map((day, i) => [day, iso[i]]).filter(([day]) => day >= new Date(2019, 11, 29) && day < new Date(2020, 0, 6));
console.log('around New Year 2020:', week.map(([day, one]) => `${day.getDate()}.${day.getMonth() + 1}. week ${one}`).join(', '));
const [down, text] = values(['=INT(-2.5)', '=TEXT(0.125, "0.0%")']);
console.log('INT(-2.5)', down, '| 0.125 as "0.0%"', text);
assert.deepStrictEqual(iso, type21);
assert.ok(wrong.every((day) => day.getMonth() === 11 && getISOWeek(day) === 1));
assert.strictEqual(wrong.length, days.filter((day) => day.getMonth() === 11 && getISOWeek(day) === 1).length);
assert.deepStrictEqual([wrong.length, down, text], [27, -2, '0.1%']);
JS
TZ=UTC node run.cjs || { echo "behaviour changed" && exit 1; }
