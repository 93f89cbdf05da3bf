#!/usr/bin/env bash
# statsmodels 0.15.0: one missing p value changes the verdict on all others, and "reject" stops
# agreeing with the corrected p values beside it.
#
# Expected: either NaN raises, or it is left out as p.adjust of R does (holm on
#   three tests), or everything becomes NaN and nothing is rejected.
# Seen for [.01, .02, NaN, .04]: Holm counts the NaN as a fourth test (.04, .06, NaN, .08: one
#   rejection); leaving it out gives .03, .04, .04: three. Benjamini-Hochberg returns NaN for all four
#   corrected values, and still reject = [True, True, False, False], where three would be right.
#   pingouin 0.7.0 on the same list leaves the NaN out: the two libraries report different offices.
# Who is hurt: an office without enough weeks has no p value. Adding such an office takes the
#   verdict away from another; a table that prints p and marks "significant" contradicts itself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    statsmodels==0.15.0 pingouin==0.7.0 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3
"$dir/venv/bin/python" -B - <<'PY'
import warnings

import numpy as np
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("ignore")
import pingouin

p = np.array([0.01, 0.02, np.nan, 0.04])
holm = multipletests(p, method="holm")
left_out = multipletests(p[~np.isnan(p)], method="holm")
bh = multipletests(p, method="fdr_bh")
other = pingouin.multicomp(p, method="holm")
print("statsmodels holm   ", holm[0], holm[1])
print("  without the NaN  ", left_out[0], left_out[1])
print("pingouin holm      ", other[0], other[1])
print("statsmodels fdr_bh ", bh[0], bh[1])
assert left_out[0].all() and other[0].tolist() == [True, True, False, True]
assert holm[0].tolist() == [True, False, False, False], "behaviour changed: holm"
assert np.allclose(holm[1][[0, 1, 3]], [0.04, 0.06, 0.08]), "behaviour changed: holm counts otherwise"
assert np.isnan(bh[1]).all() and bh[0].tolist() == [True, True, False, False], "behaviour changed: fdr_bh"
PY
