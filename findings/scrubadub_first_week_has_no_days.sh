#!/usr/bin/env bash
# scrubadub 2.0.1 with phonenumbers 9.0.43 (PyPI): in German texts the days of the first week of a month become {{PHONE}}.
#
# Expected: with locale "de_DE" telephone numbers are taken out and days stay, or all days go.
# Seen: of the 365 days of 2019 as "04.03.2019" 79 become {{PHONE}}: between the 2nd and the 9th of every month 79 of 96, of all
#   other days none. "13.03.2019" stays, so does a day of birth. "04.03.19" is taken for 18 days, "2019-03-04" for none; with
#   en_GB none. A local number ("Tel. 8859000") stays. No message. The numbers come from libphonenumber's search (phonenumbers),
#   where issue 708 (2015) lists German days taken for numbers; nothing found upstream at scrubadub.
# Who is hurt: logs whose texts are cleaned before they are dated by them: incidents of the first week have no day, so the first
#   week of every month looks quiet.
# What to do: put days into ISO form before cleaning, count the days before and after.
# Pinned: scrubadub==2.0.1, phonenumbers==9.0.43
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check scrubadub==2.0.1 phonenumbers==9.0.43
cd "$dir"
cat >run.py <<'PY'
import datetime

import phonenumbers
import scrubadub

DAYS = [datetime.date(2019, 1, 1) + datetime.timedelta(number) for number in range(365)]


def gone(locale, form):
    scrubber = scrubadub.Scrubber(locale=locale)
    return [day for day in DAYS if "{{PHONE}}" in scrubber.clean(f"Vorfall am {day.strftime(form)} im Wartebereich.")]


lost = gone("de_DE", "%d.%m.%Y")
first_week = [day for day in DAYS if 2 <= day.day <= 9]
others = [day for day in lost if day not in first_week]
print(f"04.03.2019: {len(lost)} of 365 days gone, {len(lost) - len(others)} of the {len(first_week)} between the 2nd and the 9th")
short, iso, british = gone("de_DE", "%d.%m.%y"), gone("de_DE", "%Y-%m-%d"), gone("en_GB", "%d.%m.%Y")
print(f"04.03.19: {len(short)}, 2019-03-04: {len(iso)}, 04.03.2019 with en_GB: {len(british)}")
texts = "am 04.03.2019", "am 13.03.2019", "geb. 12.03.1980", "Tel. 0201 8859000", "Tel. 8859000"
cleaned = [scrubadub.Scrubber(locale="de_DE").clean(text) for text in texts]
for text, clean in zip(texts, cleaned):
    print(f"{text:20} {clean}")
alone = [phonenumbers.PhoneNumberMatcher(f"am {day}", "DE").has_next() for day in ("04.03.2019", "13.03.2019")]
print("phonenumbers alone:", alone)
assert (len(lost), others, len(first_week)) == (79, [], 96), (len(lost), others)
assert [len(short), len(iso), len(british)] == [18, 0, 0]
assert cleaned == ["am {{PHONE}}", "am 13.03.2019", "geb. 12.03.1980", "Tel. {{PHONE}}", "Tel. 8859000"], cleaned
assert alone == [True, False]
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
