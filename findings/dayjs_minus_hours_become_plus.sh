#!/usr/bin/env bash
# dayjs 1.11.23 (npm), plugin duration: hours owed that were stored as text come back as hours in credit.
#
# Expected: what toISOString() and JSON.stringify() write, duration() reads; "-PT1H30M" is minus ninety minutes, "PT1,5H" (ISO 8601
#   allows the comma) ninety, or an error.
# Seen: minus 90 minutes are written -PT1H30M and read as plus 90; a balance of -2:00, +1:30 and -0:30 is 4 hours instead of -1;
#   only a sign inside, PT-1H, counts, which dayjs itself never writes. "PT1,5H" is 0. As a clock, minus 90 minutes are "-1:-30"
#   and 40 hours "16:00". No message. Luxon and moment read the sign. Upstream: issues 1516, 1788, pull requests 1853 and 3147
#   (open since 2021); of the comma nothing found.
# Who is hurt: planned against worked hours, accounts of flexible time: whoever owes hours has them, staff on duty is too high and
#   incidents per staffed hour too low.
# What to do: store minutes as numbers, or read with Luxon.
# Pinned: dayjs==1.11.23, luxon==3.7.2 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" dayjs@1.11.23 luxon@3.7.2 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/duration'));
const { Duration } = require('luxon');
const read = (text) => dayjs.duration(text).asMinutes();
const stored = JSON.parse(JSON.stringify({ balance: dayjs.duration(-90, 'minutes') })).balance;
const account = [-120, 90, -30].map((minutes) => dayjs.duration(minutes, 'minutes'));
const sum = (durations) => durations.reduce((all, one) => all.add(one)).asHours();
const seen = {
  written: stored,
  read: read(stored),
  'read by Luxon': Duration.fromISO(stored).as('minutes'),
  'sign inside': read('PT-1H'),
  'PT1,5H': read('PT1,5H'),
  'PT1.5H': read('PT1.5H'),
  'balance in hours': sum(account),
  'balance after storing': sum(account.map((one) => dayjs.duration(one.toISOString()))),
  'minus 90 minutes as a clock': dayjs.duration(-90, 'minutes').format('H:mm'),
  '40 hours as a clock': dayjs.duration(40, 'hours').format('HH:mm'),
};
console.log(seen);
assert.deepStrictEqual(Object.values(seen), ['-PT1H30M', 90, -90, -60, 0, 90, -1, 4, '-1:-30', '16:00']);
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
