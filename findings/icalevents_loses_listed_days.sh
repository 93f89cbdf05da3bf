#!/usr/bin/env bash
# icalevents 0.3.1 (PyPI): the days of a calendar entry that are listed one by one are not there.
#
# Expected: a reader that unfolds repetitions unfolds all three kinds of RFC 5545: by rule (RRULE), by list (RDATE), less the
#   exceptions (EXDATE). Four days by list are four, as recurring-ical-events 3.8.2 has them.
# Seen: a list alone gives the first day only, a rule with two more days beside it the days of the rule only; exceptions
#   are obeyed. Days, local times and UTC alike. No message. Its README says "recurring events"; nothing upstream found.
# Who is hurt: duty that follows no rule (survey days, checks, guards on market days) comes as a list: planned hours are too
#   few, incidents per staffed hour too many, and holidays entered as exceptions are taken off all the same.
# What to do: recurring-ical-events.
# Pinned: icalevents==0.3.1, recurring-ical-events==3.8.2
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for one in icalevents==0.3.1 recurring-ical-events==3.8.2; do
    python3 -m venv --without-pip "$dir/${one%%=*}"
    python3 -m pip --python "$dir/${one%%=*}/bin/python" install -q --no-compile --disable-pip-version-check "$one"
done
cd "$dir"
cat >files.py <<'PY'
START = "DTSTART;VALUE=DATE:20190304"
HOUR = "DTSTART;TZID=Europe/Berlin:20190304T080000\r\nDTEND;TZID=Europe/Berlin:20190304T100000"
CASES = {
    "list of days": f"{START}\r\nRDATE;VALUE=DATE:20190307,20190315,20190326",
    "list of times": f"{HOUR}\r\nRDATE;TZID=Europe/Berlin:20190307T080000,20190315T080000",
    "rule and list": f"{START}\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\nRDATE;VALUE=DATE:20190315,20190326",
    "rule less a day": f"{START}\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;VALUE=DATE:20190311",
}


def text(body):
    entry = f"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20190101T000000Z\r\nSUMMARY:Kontrolle\r\n{body}\r\nEND:VEVENT"
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//DE\r\n{entry}\r\nEND:VCALENDAR\r\n"
PY
cat >icalevents.run.py <<'PY'
import datetime

from files import CASES, text
from icalevents.icalevents import events

FROM, TO = datetime.date(2019, 3, 1), datetime.date(2019, 4, 1)
days = {
    name: sorted(one.start.day for one in events(string_content=text(body).encode(), start=FROM, end=TO))
    for name, body in CASES.items()
}
print("icalevents           ", days)
assert days == {"list of days": [4], "list of times": [4], "rule and list": [4, 11], "rule less a day": [4, 18]}
PY
cat >recurring-ical-events.run.py <<'PY'
import icalendar
import recurring_ical_events
from files import CASES, text


def unfolded(body):
    return recurring_ical_events.of(icalendar.Calendar.from_ical(text(body))).between("20190301", "20190401")


days = {name: sorted(one.start.day for one in unfolded(body)) for name, body in CASES.items()}
print("recurring-ical-events", days)
assert days == {
    "list of days": [4, 7, 15, 26],
    "list of times": [4, 7, 15],
    "rule and list": [4, 11, 15, 26],
    "rule less a day": [4, 18],
}
PY
for one in icalevents recurring-ical-events; do
    "$one/bin/python" -B "$one.run.py" || { echo "behaviour changed" && exit 1; }
done
