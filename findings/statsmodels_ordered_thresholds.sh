#!/usr/bin/env bash
# statsmodels 0.15.0: the "thresholds" of OrderedModel are not thresholds after the first.
#
# Expected: as in R's polr, Stata and SPSS, the rows "1/2", "2/3", "3/4", "4/5"
#   of the summary are cut points on the latent scale: they rise, and logistic(cut) is the share of
#   answers up to there when no covariate matters.
# Seen: 1/2 is a cut point, the others are logarithms of the steps between cut points. For shares
#   10/20/30/25/15 % the table shows -2.20, 0.30, 0.23, 0.29: not even rising; read as cut points
#   they say that 57 % answered 1 or 2 (true: 30 %), 56 % answered 1 to 3 (true: 60 %).
#   (Documented: transform_threshold_params gives the cut points. Neither summary() nor conf_int() does.)
# Who is hurt: who copies the coefficient table of a survey model into a report, or builds
#   predicted shares per answer from it in another program.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
"$dir/venv/bin/python" -B - <<'PY'
import numpy as np
import pandas as pd
from statsmodels.miscmodels.ordinal_model import OrderedModel

half = np.repeat([1, 2, 3, 4, 5], [10, 20, 30, 25, 15])
answer = pd.Series(pd.Categorical(np.tile(half, 2), ordered=True))
group = pd.DataFrame({"after": np.repeat([0.0, 1.0], 100)})  # both groups answer alike
fit = OrderedModel(answer, group, distr="logit").fit(disp=0, method="bfgs")
shown = fit.params.iloc[1:].to_numpy()
cuts = fit.model.transform_threshold_params(fit.params.to_numpy())[1:-1]


def share(cut):
    return 1 / (1 + np.exp(-cut))


print("summary shows          ", dict(fit.params.iloc[1:].round(3)))
print("cut points             ", cuts.round(3))
print("shares up to, as shown ", share(shown).round(3))
print("shares up to, cuts     ", share(cuts).round(3), " true: .10 .30 .60 .85")
assert np.allclose(share(cuts), [0.10, 0.30, 0.60, 0.85], atol=0.005)
assert not (np.diff(shown) > 0).all() and share(shown)[1] > 0.5, "behaviour changed: cut points are shown"
PY
