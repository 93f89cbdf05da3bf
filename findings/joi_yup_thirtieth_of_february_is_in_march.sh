#!/usr/bin/env bash
# joi 18.3.2 and yup 1.7.1 (npm): a day that does not exist passes and is another day, and a year is a moment of 1970.
#
# Expected: a check for ISO days refuses 30 February and 31 June, as zod and Ajv with its formats do; "2019" is the year or refused.
# Seen: joi.string().isoDate() makes "2019-02-30" the text "2019-03-02T00:00:00.000Z", joi.date().iso() and yup.date() the day 2 March: of the
#   372 days that can be written with days from 1 to 31 in a year 365 exist, all 372 pass; the seven others are in the next month. joi.date()
#   takes "2019" for 2 seconds and "20190304" for 5:36 on 1 January 1970, yup "12032019" for a day in 1204, "7,5" is 5 July 2001 in joi. No message.
#   Known in joi (issues 2733, 2238, 1245; pull request 3061), documented there for numbers; yup nothing found.
# Who is hurt: forms and services that take days of incidents: a slip of the pen in June is an incident in July, "since 2019" is everything.
# What to do: zod's iso.date(), or compare the day written with the day read.
# Pinned: joi==18.3.2 (npm), yup==1.7.1 (npm), zod==4.6.7 (npm), ajv==8.20.0 (npm), ajv-formats==3.0.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" joi@18.3.2 yup@1.7.1 zod@4.6.7 ajv@8.20.0 ajv-formats@3.0.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const Ajv = require('ajv');
const joi = require('joi');
const yup = require('yup');
const { z } = require('zod');
const pair = (number) => String(number).padStart(2, '0');
const written = [...Array(372)].map((_, place) => `2019-${pair(Math.floor(place / 31) + 1)}-${pair((place % 31) + 1)}`);
const ajv = new Ajv();
require('ajv-formats')(ajv);
const isDay = ajv.compile({ type: 'string', format: 'date' });
const local = (moment) => moment.toLocaleDateString('sv', { timeZone: 'Europe/Berlin' });
const readers = {
  'joi.string().isoDate()': (text) => joi.attempt(text, joi.string().isoDate()).slice(0, 10),
  'joi.date().iso()': (text) => joi.attempt(text, joi.date().iso()).toISOString().slice(0, 10),
  'yup.date()': (text) => local(yup.date().validateSync(text)),
  'z.iso.date()': (text) => z.iso.date().parse(text),
  'Ajv, format date': (text) => assert(isDay(text)) ?? text,
};
const seen = {};
for (const [name, read] of Object.entries(readers)) {
  const attempt = (text) => {
    try {
      return read(text);
    } catch {
      return null;
    }
  };
  const read_as = written.map(attempt);
  const passed = read_as.filter((day) => day !== null).length;
  const moved = written.filter((day, place) => read_as[place] !== null && read_as[place] !== day);
  const [february, june] = [attempt('2019-02-30'), attempt('2019-06-31')];
  console.log(name.padEnd(24), `${passed} of ${written.length} pass, ${moved.length} as another day: 30 February is ${february}, 31 June ${june}`);
  seen[name] = [passed, moved.length, february, june];
}
const others = ['2019', '20190304', '7,5'].map((text) => joi.attempt(text, joi.date()).toISOString());
const in_yup = local(yup.date().validateSync('12032019'));
console.log('joi.date() of 2019, 20190304 and 7,5:', ...others, '| yup of 12032019:', in_yup);
const wrong = [372, 7, '2019-03-02', '2019-07-01'];
const right = [365, 0, null, null];
assert.deepStrictEqual(Object.values(seen), [wrong, wrong, wrong, right, right]);
assert.deepStrictEqual(others, ['1970-01-01T00:00:02.019Z', '1970-01-01T05:36:30.304Z', '2001-07-04T22:00:00.000Z']);
assert.match(in_yup, /^1204/);
JS
TZ=Europe/Berlin node run.cjs || { echo "behaviour changed" && exit 1; }
