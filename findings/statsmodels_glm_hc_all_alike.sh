#!/usr/bin/env bash
# statsmodels 0.15.0: cov_type HC0, HC1, HC2 and HC3 of a GLM are one and the same number.
#
# Expected: as in OLS and in R's sandwich::vcovHC, HC1 is HC0 times n/(n-k),
#   HC3 is the widest; on 16 weeks and 3 coefficients HC3 should be some 30 % wider than HC0.
# Seen: all four accepted without a word and equal to the last digit (GLM and Poisson), while OLS on
#   the same data gives 2.61 / 2.89 / 3.00 / 3.45. The table of the summary still prints "HC3".
# Who is hurt: who writes "HC3, because the series is short" has HC0 and intervals that are too
#   narrow exactly where the correction was wanted.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
"$dir/venv/bin/python" -B - <<'PY'
import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(3)
week = np.arange(16)
x = np.column_stack([np.ones(16), week >= 8, week]).astype(float)
y = rng.poisson(6, 16)
kinds = ["HC0", "HC1", "HC2", "HC3"]


def error_of_step(model):
    return np.array([model.fit(cov_type=k, disp=0).bse[1] if isinstance(model, sm.Poisson)
                     else model.fit(cov_type=k).bse[1] for k in kinds])


glm = error_of_step(sm.GLM(y, x, family=sm.families.Poisson()))
poisson = error_of_step(sm.Poisson(y, x))
ols = error_of_step(sm.OLS(y, x))
print("standard error of the step", kinds)
print("GLM    ", glm.round(4))
print("Poisson", poisson.round(4))
print("OLS    ", ols.round(4))
assert ols[3] > 1.2 * ols[0], "OLS should tell the four apart"
assert np.ptp(glm) == 0 and np.ptp(poisson) == 0, "behaviour changed: the four differ now"
PY
