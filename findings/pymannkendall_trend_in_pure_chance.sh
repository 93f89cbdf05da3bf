#!/usr/bin/env bash
# pymannkendall 1.4.3 (PyPI): the test of Yue and Wang finds a trend in nearly half of all series that have none.
#
# Expected: a Mann-Kendall test that corrects for autocorrelation errs in about 5 of 100 series without a trend, and is more careful
#   than the plain test where months hang together.
# Seen: of 200 series of 60 monthly counts drawn with one chance, the plain test finds a trend in 8, yue_wang_modification_test in
#   92, in 49 with p below 0.001; of months that hang together (AR 0.4) the plain one in 41, this one in 100. By default it adds up
#   the correlations of all lags, which by their nature sum to less than nothing, so that the variance shrinks; with lag=1 13 and 20.
#   No message. The help names lag=1 as another choice, not as the remedy. hamed_rao_modification_test says "no trend" with p NaN
#   where its variance falls below 0, as for a straight line (numpy warns; issue 29). Of the lags nothing found upstream.
# Who is hurt: "incidents have been falling for five years", with a test chosen for its care and p below 0.001.
# What to do: lag=1, or pre_whitening_modification_test (11 and 15 of 200); try any such test on series without a trend first.
# Pinned: pymannkendall==1.4.3
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check pymannkendall==1.4.3
cd "$dir"
cat >run.py <<'PY'
import random

import pymannkendall


def counts(seed, together):
    """Sixty months around 20, each with a part of what the month before was off."""
    chance, off, months = random.Random(seed), 0.0, []
    for _ in range(60):
        off = together * off + sum(chance.random() < 0.2 for _ in range(100)) - 20
        months.append(20 + off)
    return months


TESTS = {
    "plain": pymannkendall.original_test,
    "Yue and Wang": pymannkendall.yue_wang_modification_test,
    "Yue and Wang, lag=1": lambda months: pymannkendall.yue_wang_modification_test(months, lag=1),
    "pre-whitening": pymannkendall.pre_whitening_modification_test,
}
found = {}
for together in (0, 0.4):
    series = [counts(seed, together) for seed in range(200)]
    for name, test in TESTS.items():
        results = [test(months) for months in series]
        found[name, together] = sum(bool(result.h) for result in results)
        sure = sum(result.p < 0.001 for result in results)
        print(f"AR {together}  {name:20} trends in {found[name, together]:3} of 200 series without one, {sure} with p below 0.001")
straight = pymannkendall.hamed_rao_modification_test(range(24))
print("Hamed and Rao, a straight line upwards:", straight.trend, straight.p)
assert found["plain", 0] <= 20 and found["Yue and Wang", 0] >= 80, found
assert found["Yue and Wang", 0.4] >= 80 > found["plain", 0.4], found
assert found["Yue and Wang, lag=1", 0] <= 25 and found["Yue and Wang, lag=1", 0.4] <= 40, found
assert straight.trend == "no trend" and straight.p != straight.p
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
