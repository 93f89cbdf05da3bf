#!/usr/bin/env bash
# dateparser 1.5.0: in German, "14 Uhr" is the year 2014 and "12.03." is noon.
#
# Expected: languages=["de"] reads the forms that German incident logs are
#   written in: "12.03." is 12 March, "12. März, 14 Uhr" is 12 March at 14:00 of the year asked for.
# Seen (base 27.06.2019): "12. März, 14 Uhr" -> 2014-03-12 00:00; "12.03. 14 Uhr" -> the same;
#   "12.03." -> 27 June 2019 at 12:03; but "13.3.", "25.03." and "12. März" -> the day expected. So
#   rows are wrong by their digits: days 1-23 with a two-digit month turn into minutes of today.
#   (Known upstream: scrapinghub/dateparser issues 902 and 1159, both open in the copy we have.)
# Who is hurt: an import of free-text logs puts incidents five years early or all on the day of the
#   import; a year filter then drops them in silence.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    dateparser==1.5.0
"$dir/venv/bin/python" -B -W ignore - <<'PY'
from datetime import datetime

import dateparser

base = {"RELATIVE_BASE": datetime(2019, 6, 27, 12)}
seen = {}
for text in ["12. März, 14 Uhr", "12.03. 14 Uhr", "12.03.", "13.3.", "25.03.", "12. März", "14 Uhr"]:
    seen[text] = dateparser.parse(text, languages=["de"], settings=base)
    print(text.ljust(18), seen[text])
for good, day in [("13.3.", 13), ("25.03.", 25), ("12. März", 12)]:
    assert seen[good] == datetime(2019, 3, day), good
assert seen["12. März, 14 Uhr"] == seen["12.03. 14 Uhr"] == datetime(2014, 3, 12), "behaviour changed: year"
assert seen["12.03."] == datetime(2019, 6, 27, 12, 3), "behaviour changed: 12.03."
assert seen["14 Uhr"] == datetime(2019, 6, 14), "behaviour changed: 14 Uhr"
PY
