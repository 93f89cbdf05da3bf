#!/usr/bin/env bash
# ics 3.12.0 (npm): a weekly duty given in local time moves by an hour with the clocks, by a day at night, and keeps the days left out.
#
# Expected: a start in local time (the default input), a weekly rule and days left out give the duty of a roster: Mondays at 8:00,
#   before and after 31 March 2019; a Monday that is left out is gone.
# Seen: the start is written in UTC, the rule as it is, no time zone beside: from 1 April on at 9:00; BYDAY=MO from 0:30 is every Tuesday
#   0:30; a free Monday after the change of clocks is still there, its exception being an hour off. With startOutputType "local", the
#   only other choice, the hours are right, but the exceptions stay in UTC beside it: ical.js finds no free day, in no season. No error.
#   The README says that UTC is the default, nothing of rules. Upstream: issue 198, pull request 284 (time zones, open).
# Who is hurt: planners and public services that offer duty or opening hours as a calendar: half of the year wrong hours, planned
#   hours on other days than worked ones, incidents of the night from Monday beside the staff of Tuesday.
# What to do: a writer that knows TZID (icalendar for Python); read the file back across a change of clocks.
# Pinned: ics==3.12.0, ical.js==2.2.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" ics@3.12.0 ical.js@2.2.1 >/dev/null
cat >run.mjs <<'JS'
import assert from 'node:assert';
import ICAL from 'ical.js';
import ics from 'ics';

const shown = (time) => time.toLocaleString('de-DE', {
  weekday: 'short', day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit',
});
const duty = (hour, minute, more = {}) => {
  const rule = { duration: { hours: 6 }, recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=4' };
  const { error, value } = ics.createEvent({ title: 'Duty', start: [2019, 3, 18, hour, minute], ...rule, ...more });
  assert(!error);
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(value)).getFirstSubcomponent('vevent'));
  const walk = event.iterator();
  const seen = [];
  for (let next = walk.next(); next; next = walk.next()) seen.push(shown(next.toJSDate()));
  return seen;
};
const free = { exclusionDates: [[2019, 3, 25, 8, 0], [2019, 4, 1, 8, 0]] };
const seen = {
  'Mondays at 8:00': duty(8, 0),
  'Mondays at 0:30': duty(0, 30),
  'without 25 March and 1 April': duty(8, 0, free),
  'the same, startOutputType local': duty(8, 0, { ...free, startOutputType: 'local' }),
};
for (const [name, times] of Object.entries(seen)) console.log(name.padEnd(32), times.join(' | '));
assert.deepStrictEqual(Object.values(seen), [
  ['Mo., 18.03., 08:00', 'Mo., 25.03., 08:00', 'Mo., 01.04., 09:00', 'Mo., 08.04., 09:00'],
  ['Di., 19.03., 00:30', 'Di., 26.03., 00:30', 'Di., 02.04., 01:30', 'Di., 09.04., 01:30'],
  ['Mo., 18.03., 08:00', 'Mo., 01.04., 09:00', 'Mo., 08.04., 09:00'],
  ['Mo., 18.03., 08:00', 'Mo., 25.03., 08:00', 'Mo., 01.04., 08:00', 'Mo., 08.04., 08:00'],
]);
JS
TZ=Europe/Berlin node run.mjs || { echo "behaviour changed" && exit 1; }
