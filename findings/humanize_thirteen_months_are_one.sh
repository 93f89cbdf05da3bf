#!/usr/bin/env bash
# humanize 4.17.0 (PyPI): in German a span of 400 days is "ein Monat".
#
# Expected: naturaldelta says "1 year, 1 month" in English, so "ein Jahr und ein Monat" in German.
# Seen: all thirty spans from 381 to 410 days are "ein Monat" (naturaltime: "vor ein Monat"), the days before and after are
#   right ("ein Jahr und 15 Tage", "ein Jahr und 2 Monate"). The year is missing in the German text alone; of all languages
#   that come with the package no other gives 400 days and 31 days one name. No issue found upstream (263 is about grammar).
# Who is hurt: dashboards and letters that say how long a measure has run or when a figure was last checked: what is older
#   than a year looks fresh, and between "ein Jahr" and "ein Jahr und 2 Monate" the count seems to jump back.
# What to do: precisedelta with minimum_unit="days" ("1 Jahr, 1 Monat und 4 Tage"), or months=False; best the date itself.
# Pinned: humanize==4.17.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check humanize==4.17.0
cd "$dir"
cat >run.py <<'PY'
from datetime import timedelta
from pathlib import Path

import humanize


def named(language):
    """What each span of up to three years is called."""
    if language == "en":
        humanize.i18n.deactivate()
    else:
        humanize.i18n.activate(language)
    return {days: humanize.naturaldelta(timedelta(days=days)) for days in range(1, 1096)}


english, german = named("en"), named("de_DE")
for days in (31, 365, 380, 381, 400, 410, 411):
    print(f"{days:>4} days: {english[days]:<16} | {german[days]}")
both = [days for days, name in english.items() if name == "1 year, 1 month"]
exact = humanize.precisedelta(timedelta(days=400), minimum_unit="days")
languages = [one.name for one in (Path(humanize.__file__).parent / "locale").iterdir() if one.is_dir()]
alike = [one for one in languages if len({named(one)[days] for days in (31, 400)}) == 1]
print("called one month though a year longer:", both[0], "to", both[-1], "| languages:", *alike)
print("precisedelta:", exact)
assert {german[days] for days in both} == {german[31]} == {"ein Monat"}
assert (both[0], both[-1], len(both)) == (381, 410, 30)
assert (german[380], german[411]) == ("ein Jahr und 15 Tage", "ein Jahr und 2 Monate")
assert alike == ["de_DE"] and exact == "1 Jahr, 1 Monat und 4 Tage"
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
