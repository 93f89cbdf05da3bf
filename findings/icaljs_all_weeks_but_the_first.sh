#!/usr/bin/env bash
# ical.js 2.2.1 (npm): Mondays of calendar weeks 2, 4 and 6 are all Mondays of the year except that of week 2.
#
# Expected: FREQ=YEARLY;BYWEEKNO=2,4,6;BYDAY=MO gives the Mondays of these three weeks in every year, as the standard's own
#   example (week 20) says; rrule 2.8.1 does so.
# Seen: every Monday is given except those of the first week in the list: with "10" all but week 10. The start itself is
#   missing, no error; weeks from 52 on and BYWEEKNO without BYDAY aside. BYMONTH with BYDAY is right.
# Who is hurt: rosters by calendar week ("guards in even weeks"), late openings, survey weeks: hours planned are twice the
#   hours agreed, and the days that are in the plan are those on which nobody is.
# What to do: FREQ=WEEKLY;INTERVAL=2 where the rule is "every second week" (it differs after a week 53), or another reader.
# Pinned: ical.js==2.2.1, rrule==2.8.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" ical.js@2.2.1 rrule@2.8.1 >/dev/null
cat >run.mjs <<'JS'
import assert from 'node:assert';
import ICAL from 'ical.js';
import rrule from 'rrule';
const LAST = '2019-12-28'; // all of 2019 except the days of the week of New Year
const icaljs = (start, rule) => {
  const next = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromString(`${start}T08:00:00`));
  const days = [];
  for (let one = next.next(); one && one.toString().slice(0, 10) <= LAST; one = next.next()) days.push(one.toString().slice(0, 10));
  return days;
};
const other = (start, rule) =>
  rrule
    .rrulestr(`DTSTART:${start.replace(/-/g, '')}T080000Z\nRRULE:${rule}`)
    .between(new Date(`${start}T00:00Z`), new Date(`${LAST}T23:00Z`), true)
    .map((one) => one.toISOString().slice(0, 10));
const mondays = other('2019-01-07', 'FREQ=WEEKLY;BYDAY=MO');
for (const [start, weeks] of [['2019-01-07', '2,4,6'], ['2019-03-04', '10']]) {
  const rule = `FREQ=YEARLY;BYWEEKNO=${weeks};BYDAY=MO`;
  const [seen, right] = [icaljs(start, rule), other(start, rule)];
  console.log(rule, '\n  rrule  ', right.join(' '), '\n  ical.js', seen.length, 'days:', seen.slice(0, 6).join(' '), '…');
  assert.strictEqual(right.length, weeks.split(',').length);
  assert.strictEqual(right[0], start);
  assert.deepStrictEqual(seen, mondays.filter((day) => day > start));
}
const march = 'FREQ=YEARLY;BYMONTH=3;BYDAY=MO';
assert.deepStrictEqual(icaljs('2019-03-04', march), other('2019-03-04', march));
JS
TZ=UTC node run.mjs || { echo "behaviour changed" && exit 1; }
