#!/usr/bin/env bash
# statsmodels 0.15.0: with scale="X2" the AIC of a Poisson GLM prefers the model that fits worse.
#
# Expected: R prints NA for the AIC of a quasi-Poisson fit, so an AIC that is
#   there at all will be the usual one (dispersion left out of it), and two fits can be ranked by it
#   with or without scale="X2".
# Seen: .llf is divided by each model's own dispersion, .aic and .bic_llf follow. The model without
#   the season has the larger dispersion, is divided by more, and wins: 197 against 497, where
#   the plain Poisson fit of the same data says 860 against 508. No warning.
#   (GLMResults.info_criteria("qaic", scale=...) exists and asks for one common dispersion.)
# Who is hurt: weekly counts are overdispersed, so everybody fits scale="X2"; who then chooses the
#   terms of an interrupted time series by AIC throws the annual season away and reads the season as
#   an effect of the measure.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
"$dir/venv/bin/python" -B - <<'PY'
import numpy as np
import statsmodels.api as sm

week = np.arange(104)
season = np.sin(2 * np.pi * week / 52)
rng = np.random.default_rng(7)
count = rng.poisson(np.exp(2 + season))  # truth: a plain Poisson count with a strong season
without = np.ones((104, 1))
with_season = np.column_stack([without, season])


def fit(x, **how):
    return sm.GLM(count, x, family=sm.families.Poisson()).fit(**how)


plain = [fit(x).aic for x in (without, with_season)]
quasi = [fit(x, scale="X2") for x in (without, with_season)]
print("AIC, scale 1    without season %.1f   with season %.1f" % tuple(plain))
print("AIC, scale X2   without season %.1f   with season %.1f" % tuple(q.aic for q in quasi))
print("dispersion      without season %.2f   with season %.2f" % tuple(q.scale for q in quasi))
assert plain[1] < plain[0], "the plain fit must prefer the true model"
assert quasi[0].aic < quasi[1].aic, "behaviour changed: AIC under X2 no longer prefers the worse model"
for x, q in zip((without, with_season), quasi):
    assert abs(q.llf - fit(x).llf / q.scale) < 1e-6, "behaviour changed: llf is not divided by the scale"
PY
