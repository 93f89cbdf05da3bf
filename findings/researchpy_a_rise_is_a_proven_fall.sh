#!/usr/bin/env bash
# researchpy 0.3.7 (PyPI): in a paired t-test a clear rise has p = 0.0001 beside "Difference < 0".
#
# Expected: the three p values say what stands beside them, as in the test of independent samples and in Stata, after which the table is
#   made: with a difference of +1.75 "< 0" is near 1 and "> 0" near 0.
# Seen: paired, "< 0" is always the half of the two-sided p and "> 0" the rest: +1.75 points with t = 7.00 has 0.0001 beside "< 0" and
#   0.9999 beside "> 0". With the samples in the other order the same two numbers, which then are right. Of 200 paired samples without a
#   difference the pairs of p values are turned in the 100 or so that rise. Independent and Welch are right. No message; the
#   documentation promises both alternatives; nothing found upstream.
# Who is hurt: the same persons before and after: "does the feeling of safety fall?" is answered yes with p = 0.0001 where it rises.
# What to do: scipy.stats.ttest_rel(alternative=...), or the two-sided p and the sign of t.
# Pinned: researchpy==0.3.7, pandas==2.3.3, scipy==1.17.1, numpy==2.4.6
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check researchpy==0.3.7 pandas==2.3.3 scipy==1.17.1 numpy==2.4.6
cd "$dir"
cat >run.py <<'PY'
import numpy
import pandas
import researchpy
from scipy import stats

BEFORE = pandas.Series([3, 4, 6, 5, 4, 5, 5, 4], name="before")
AFTER = pandas.Series([5, 6, 7, 6, 5, 8, 7, 6], name="after")


def sided(first, second, **options):
    """The p values beside "Difference < 0" and "Difference > 0"."""
    table = researchpy.ttest(first, second, **options)[1]
    said = dict(zip(table.iloc[:, 0].str.strip(), table.iloc[:, 1]))
    return tuple(next(float(value) for name, value in said.items() if name.startswith(f"Difference {sign} 0")) for sign in "<>")


def right(first, second, test=stats.ttest_rel):
    return tuple(round(float(test(first, second, alternative=side).pvalue), 4) for side in ("less", "greater"))


seen = {}
for name, first, second in (("after - before", AFTER, BEFORE), ("before - after", BEFORE, AFTER)):
    seen[name] = sided(first, second, paired=True), right(first, second)
    print(f"paired, {name}: mean {(first - second).mean():+.2f}  beside '< 0' and '> 0' {seen[name][0]}  SciPy {seen[name][1]}")
independent = sided(AFTER, BEFORE), right(AFTER, BEFORE, stats.ttest_ind)
print("independent, after - before:", *independent)
rng = numpy.random.default_rng(1)
turned = rises = 0
for _ in range(200):
    pair = [pandas.Series(rng.normal(size=20), name=name) for name in ("first", "second")]
    less, greater = sided(*pair, paired=True)
    rose = pair[0].mean() > pair[1].mean()
    rises += rose
    turned += rose and less < greater
print(f"of 200 samples without a difference {rises} rise, {turned} of them have the smaller p beside '< 0'")
assert seen["after - before"] == ((0.0001, 0.9999), (0.9999, 0.0001)), seen
assert seen["before - after"] == ((0.0001, 0.9999), (0.0001, 0.9999)), seen
assert independent[0] == independent[1] and independent[0][0] > 0.99, independent
assert turned == rises > 80, (turned, rises)
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
