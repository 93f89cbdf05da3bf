#!/usr/bin/env bash
# ics 0.7.3 (PyPI): a duty from an Exchange or Outlook calendar is read one or two hours late, the night shift on the next day.
#
# Expected: the file says in VTIMEZONE what its zone "W. Europe Standard Time" is, so 22:00 on 4 July is 22:00 in Berlin; a reader that
#   does not know a zone raises.
# Seen: the zone is left out, 22:00 is 22:00 UTC: midnight of 5 July in Berlin; in January 23:00. Beside it an entry with
#   TZID=Europe/Berlin is right, so that two duties at one hour stand two hours apart. Written out again the wrong hour is fixed
#   as UTC. The same with a zone of any other name. No message. icalendar 7.3.2 reads both right. Upstream: issue 347
#   (2022, closed; 0.7.3 of 2026 still does it).
# Who is hurt: planned against actual hours, since Outlook and Exchange name their zones so: shifts that begin at ten at night
#   belong to the next day, incidents of the evening have no staff; winter and summer differ by an hour.
# What to do: icalendar, or replace the name of the zone by Europe/Berlin first.
# Pinned: ics==0.7.3, icalendar==7.3.2
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check ics==0.7.3 icalendar==7.3.2
cd "$dir"
cat >run.py <<'PY'
from zoneinfo import ZoneInfo

import icalendar
import ics

BERLIN = ZoneInfo("Europe/Berlin")
ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
DUTIES = [("W. Europe Standard Time", "20190104"), ("W. Europe Standard Time", "20190704"), ("Europe/Berlin", "20190704")]
events = "".join(
    f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20190101T000000Z\nDTSTART;TZID={zone}:{day}T220000\nDURATION:PT8H\nEND:VEVENT\n"
    for number, (zone, day) in enumerate(DUTIES)
)
FILE = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//plan//\n{ZONE}{events}END:VCALENDAR\n"


def shown(moment):
    return moment.astimezone(BERLIN).strftime("%d.%m.%Y %H:%M")


calendar = ics.Calendar(FILE)
read = {event.uid: shown(event.begin.datetime) for event in calendar.events}
other = {str(event["UID"]): shown(event["DTSTART"].dt) for event in icalendar.Calendar.from_ical(FILE).walk("VEVENT")}
for number, (zone, day) in enumerate(DUTIES):
    print(f"{day} 22:00 {zone:24} ics {read[str(number)]}  icalendar {other[str(number)]}")
written = sorted(line for line in calendar.serialize().split("\r\n") if line.startswith("DTSTART") and "1601" not in line)
print("written again:", written)
assert [read[key] for key in "012"] == ["04.01.2019 23:00", "05.07.2019 00:00", "04.07.2019 22:00"], read
assert [other[key] for key in "012"] == ["04.01.2019 22:00", "04.07.2019 22:00", "04.07.2019 22:00"], other
assert written == ["DTSTART:20190104T220000Z", "DTSTART:20190704T200000Z", "DTSTART:20190704T220000Z"], written
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
