#!/usr/bin/env bash
# pycontrolcharts 0.1.2 (PyPI): one week without a count, and no week is unusual any more; one without visits, and every week is.
#
# Expected: limits come from the weeks that have a number, as in qicharts2, or the table is refused; the 40 and 38 incidents among
#   weeks of about 10 are beyond the limit either way.
# Seen: a missing count makes mean and limits of all weeks missing in u, p, c and XmR charts, and the list of violations is empty:
#   nothing tells this from a calm year. A missing denominator makes the upper limit 0 in u and p charts, so that every week
#   is "beyond upper control limit". No message; README says nothing; nothing upstream found (a like one: qicharts2, issue 35).
# Who is hurt: weekly control of incidents: the first holiday week without a report switches the alarm off for the whole year.
# What to do: take the missing weeks out first; refuse a chart whose limits are missing or 0.
# Pinned: pycontrolcharts==0.1.2, pandas==3.1.1, numpy==2.4.6
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
  pycontrolcharts==0.1.2 pandas==3.1.1 numpy==2.4.6
cd "$dir"
cat >run.py <<'PY'
import warnings

import pandas
import pycontrolcharts

warnings.simplefilter("error")
COUNTS = [11, 9, 12, 10, 8, 11, 10, 9, 12, 10, 11, 9, 40, 38, 10, 11, 9, 10, 12, 8]
WHOLE = pandas.DataFrame({"visits": [1000.0] * 20, "count": [float(count) for count in COUNTS]})
CHARTS = {
    "u": lambda weeks: pycontrolcharts.calc_u(weeks, area_column="visits", value_column="count"),
    "p": lambda weeks: pycontrolcharts.calc_p(weeks, sample_size_column="visits", value_column="count"),
    "c": lambda weeks: pycontrolcharts.calc_c(weeks, value_column="count"),
    "XmR": lambda weeks: pycontrolcharts.calc_xmr(weeks, value_column="count"),
}


def beyond(chart, weeks):
    rows = CHARTS[chart](weeks)
    found = [week for week, kinds in enumerate(rows.violations, 1) if any(kind["type"] == 1 for kind in kinds)]
    return round(float(rows.ucl.iloc[0]), 4), found, sum(len(kinds) > 0 for kinds in rows.violations)


no_count, no_visits = WHOLE.copy(), WHOLE.copy()
no_count.loc[4, "count"] = None
no_visits.loc[4, "visits"] = None
for chart in CHARTS:
    whole, gap, left_out = (beyond(chart, weeks) for weeks in (WHOLE, no_count, no_count.dropna()))
    print(f"{chart:4} whole: limit {whole[0]}, beyond {whole[1]} | week 5 without a count: limit {gap[0]}, beyond {gap[1]},"
          f" weeks with any violation {gap[2]} | week 5 left out: beyond {left_out[1]} of 19")
    assert whole[1] == [13, 14] and left_out[1] == [12, 13]
    assert gap[0] != gap[0] and gap[1:] == ([], 0)
for chart in ("u", "p"):
    limit, found, _ = beyond(chart, no_visits)
    print(f"{chart:4} week 5 without visits: limit {limit}, beyond {found}")
    assert limit == 0 and len(found) >= 19
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
