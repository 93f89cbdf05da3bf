#!/usr/bin/env bash
# ical-generator 10.2.0 (npm): a duty that begins at 8 in Berlin begins at 6 as soon as the program runs on a server.
#
# Expected: a Date is a moment, and timezone: "Europe/Berlin" says in which clock it is written: 8:00 on every machine, as ics and every
#   formatter with a time zone write it.
# Seen: the clock of the machine is written and called Berlin's: 8:00 on a desk in Berlin, with TZ=UTC, as in containers and CI, 7:00 in winter
#   and 6:00 in summer; a night duty from 0:30 on Tuesday begins on Monday, a whole day is the one before. Of a weekly rule from winter with a
#   day left out in summer the start is written 7:00 and the day left out 6:00, so that it is in again. Without timezone UTC is
#   written, which is right; Luxon's values are, too. No message.
#   Documented: the README asks for a library of times with zones when a zone is given; issues 49 and 604 are of this.
# Who is hurt: rosters handed out as calendars: tried on a desk right, from the server two hours early, hours of duty in the evening missing.
# What to do: Luxon or Temporal values instead of Date, or no timezone; read one back with TZ=UTC.
# Pinned: ical-generator==10.2.0 (npm), luxon==3.7.2 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" ical-generator@10.2.0 luxon@3.7.2 >/dev/null
cat >run.mjs <<'JS'
import ical from 'ical-generator';
import { DateTime } from 'luxon';
const times = { winter: '2019-03-04T08:00:00+01:00', summer: '2019-07-01T08:00:00+02:00', night: '2019-07-02T00:30:00+02:00' };
const line = (text, name) => new RegExp(`^${name}[^\r]*`, 'm').exec(text)[0].replace('TZID=Europe/Berlin:', '');
const written = (start, options = {}) => {
  const calendar = ical();
  calendar.createEvent({ start, summary: 'Dienst', ...options });
  return line(calendar.toString(), 'DTSTART').replace('DTSTART;', '').replace('DTSTART:', '');
};
const berlin = { timezone: 'Europe/Berlin' };
const seen = Object.values(times).map((time) => written(new Date(time), berlin));
const luxon = Object.values(times).map((time) => written(DateTime.fromISO(time, { zone: 'Europe/Berlin' }), berlin));
const whole = written(new Date('2019-07-02T00:00:00+02:00'), { allDay: true, ...berlin });
const rule = ical();
const repeating = { freq: 'WEEKLY', count: 4, exclude: [new Date('2019-04-08T08:00:00+02:00')] };
rule.createEvent({ start: new Date('2019-03-25T08:00:00+01:00'), summary: 'Dienst', repeating, ...berlin });
const left_out = [line(rule.toString(), 'DTSTART'), line(rule.toString(), 'EXDATE')].map((text) => text.replace(';', ' '));
console.log(left_out.join(' | '));
console.log([seen.join(' '), luxon.join(' '), whole, written(new Date(times.summer))].join(' | '));
JS
desk=$(TZ=Europe/Berlin node run.mjs)
server=$(TZ=UTC node run.mjs)
printf 'desk:\n%s\nserver:\n%s\n' "$desk" "$server"
right="20190304T080000 20190701T080000 20190702T003000"
[ "$desk" = "DTSTART 20190325T080000 | EXDATE 20190408T080000
$right | $right | VALUE=DATE:20190702 | 20190701T060000Z" ] &&
	[ "$server" = "DTSTART 20190325T070000 | EXDATE 20190408T060000
20190304T070000 20190701T060000 20190701T223000 | $right | VALUE=DATE:20190701 | 20190701T060000Z" ] ||
	{ echo "behaviour changed" && exit 1; }
