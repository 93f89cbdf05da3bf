#!/usr/bin/env bash
# linearmodels 7.1 (PyPI): cov_type="clustered" without naming the clusters is not clustered.
#
# Expected: PanelOLS knows its entities (they are the index): "clustered" clusters by them, or raises for want of clusters.
# Seen: the standard errors are those of "robust", as if every week of every office were a cluster of its own; the summary calls them
#   "Clustered". In eight offices over 60 weeks with lasting swings the error is a fifth of that with cluster_entity=True:
#   of 20 samples without any effect 12 have a p below 0.05, by office 2.
#   A missing value in clusters raises since 7.1; a missing clusters does not. Named by the author in issue 342
#   ("reduced to robust"), not in the documentation of fit().
# Who is hurt: before and after over several offices: an interval that says "clustered by office" and is far too narrow.
# What to do: cluster_entity=True, always; with few offices a permutation of them.
# Pinned: linearmodels==7.1, pandas==2.3.3, numpy==2.4.6
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    linearmodels==7.1 pandas==2.3.3 numpy==2.4.6
cd "$dir"
cat >run.py <<'PY'
import numpy
import pandas
from linearmodels import PanelOLS

OFFICES, WEEKS, SAMPLES = 8, 60, 20
INDEX = pandas.MultiIndex.from_product([range(OFFICES), pandas.date_range("2018-01-01", periods=WEEKS, freq="W-MON")])
AFTER = pandas.Series([float(office < 4 and week >= 30) for office in range(OFFICES) for week in range(WEEKS)], INDEX)
KINDS = {"robust": {"cov_type": "robust"}, "clustered": {"cov_type": "clustered"},
         "by office": {"cov_type": "clustered", "cluster_entity": True}}


def fits(seed):
    swings = numpy.random.default_rng(seed).normal(size=(OFFICES, WEEKS)).cumsum(axis=1)
    model = PanelOLS(pandas.Series(swings.ravel(), INDEX, name="y"), AFTER.to_frame("after"), entity_effects=True)
    return {kind: model.fit(**options) for kind, options in KINDS.items()}


samples = [fits(seed) for seed in range(SAMPLES)]
error = {kind: numpy.array([one[kind].std_errors["after"] for one in samples]) for kind in KINDS}
false = {kind: sum(bool(one[kind].pvalues["after"] < 0.05) for one in samples) for kind in KINDS}
named = next(row[1] for row in samples[0]["clustered"].summary.tables[0].data if "Cov" in row[0])
print("summary says:", named)
print("mean standard error", {kind: round(float(one.mean()), 2) for kind, one in error.items()})
print("p below 0.05 without an effect, of", SAMPLES, false)
assert numpy.allclose(error["robust"], error["clustered"], rtol=1e-9, atol=0) and named.strip() == "Clustered"
assert error["by office"].mean() > 3 * error["clustered"].mean()
assert false["clustered"] >= 10 > 5 > false["by office"]
PY
venv/bin/python -B -W error run.py || { echo "behaviour changed" && exit 1; }
