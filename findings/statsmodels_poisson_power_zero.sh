#!/usr/bin/env bash
# statsmodels 0.15.0: the power of a comparison of two Poisson rates is 0.0 for every effect.
#
# Expected: power_poisson_ratio_2indep(rate1, rate2, nobs1) answers for the
#   null "ratio = 1", two-sided, as its sister power_negbin_ratio_2indep and the test do; a rate
#   that falls to a fifth over 1,000 weeks has a power of 1.
# Seen: 0.0, whatever the rates. Its default is value=0, a null ratio of nought (log -> minus
#   infinity), and alternative="smaller"; the sister has value=1 and "two-sided". With value=1 and
#   alternative="two-sided" the answer is 1.0. The only hint is numpy's "divide by zero in log", once,
#   on stderr. (The default stands in the signature; the text below it calls value
#   the ratio under the null.)
# Who is hurt: who prints "what this evaluation could have seen" before the result: the page says
#   that no decrease of any size could be detected, however long one counts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
"$dir/venv/bin/python" -B - <<'PY'
import warnings

from statsmodels.stats import rates

warnings.simplefilter("ignore")
effects = [0.2, 0.5, 0.9, 2.0, 5.0]
default = [float(rates.power_poisson_ratio_2indep(1.0, r, 1000, return_results=False)) for r in effects]
stated = [float(rates.power_poisson_ratio_2indep(1.0, r, 1000, value=1, alternative="two-sided",
                                                 return_results=False)) for r in effects]
sister = [float(rates.power_negbin_ratio_2indep(1.0, r, 1000, return_results=False)) for r in effects]
print("second rate          ", effects)
print("Poisson, defaults    ", [round(v, 3) for v in default])
print("Poisson, null stated ", [round(v, 3) for v in stated])
print("neg. binomial default", [round(v, 3) for v in sister])
assert min(stated[:2] + stated[3:]) > 0.99 and sister[0] > 0.99
assert default == [0.0] * 5, "behaviour changed: the default answers now"
PY
