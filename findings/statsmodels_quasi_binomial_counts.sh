#!/usr/bin/env bash
# statsmodels 0.15.0: a binomial GLM of counts out of totals forgets the totals when its dispersion is estimated.
#
# Expected: GLM([successes, failures], Binomial()).fit(scale="X2") is a quasi-binomial fit, as R's
#   glm(cbind(s, f), family = quasibinomial); the dispersion is Pearson's chi-square over its degrees of freedom.
# Seen: the same call says pearson_chi2 / df_resid = 0.5896 but takes a scale of 0.0295, a twentieth with 20 trials
#   a row: standard errors are too small by the root of the number of trials, without a warning. Shares with
#   var_weights give the errors of R (0.360, 0.273, 0.101).
# Who is hurt: shares such as finds per check or agreement per wave with "overdispersion taken into account":
#   intervals a fifth as wide as they should be.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
"$dir/venv/bin/python" -B - <<'PY'
import numpy as np
import statsmodels.api as sm

# Venables and Ripley's budworm doses: 20 moths each, two sexes, six doses.
found = np.array([1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16.0])
design = np.column_stack([np.ones(12), np.repeat([1.0, 0.0], 6), np.tile(np.arange(6.0), 2)])
counts = sm.GLM(np.column_stack([found, 20 - found]), design, sm.families.Binomial()).fit(scale="X2")
shares = sm.GLM(found / 20, design, sm.families.Binomial(), var_weights=np.full(12, 20)).fit(scale="X2")
pearson = counts.pearson_chi2 / counts.df_resid
print(f"counts: scale {counts.scale:.4f}, Pearson chi-square per degree {pearson:.4f}, errors {counts.bse.round(3)}")
print(f"shares: scale {shares.scale:.4f}, errors {shares.bse.round(3)}")
assert abs(shares.scale - pearson) < 1e-6, "the shares should have the dispersion of Pearson's chi-square"
assert abs(pearson / counts.scale - 20) < 1e-3, "behaviour changed: the counts no longer lose their totals"
PY
