#!/usr/bin/env bash
# pingouin 0.7.0: Cohen's d of ttest() has lost its sign.
#
# Expected: T and cohen_d of one table have the same sign, as in
#   compute_effsize(x, y) and pairwise_tests() of the same library: x below y gives a negative d.
# Seen: T = -1.57 and cohen_d = +1.02 in the same row; pairwise_tests() on the same numbers says
#   -1.02, compute_effsize() -1.02, mwu() has a signed rank-biserial of -0.55.
# Who is hurt: a table of effect sizes by question ("before" minus "after") shows a rise for every
#   fall; pooling d over offices makes effects that cancel out add up.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    pingouin==0.7.0 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3
"$dir/venv/bin/python" -B - <<'PY'
import warnings

warnings.simplefilter("ignore")
import pandas as pd
import pingouin as pg

low, high = [1.0, 2, 3, 4], [2.0, 3, 4, 5, 6]
row = pg.ttest(low, high).iloc[0]
long = pd.DataFrame({"g": ["a"] * 4 + ["b"] * 5, "v": low + high})
pair = float(pg.pairwise_tests(long, dv="v", between="g", effsize="cohen")["cohen"].iloc[0])
plain = float(pg.compute_effsize(low, high, eftype="cohen"))
turned = float(pg.ttest(high, low)["cohen_d"].iloc[0])
print("ttest: T %.2f, cohen_d %.2f (sides changed: %.2f)" % (row["T"], row["cohen_d"], turned))
print("pairwise_tests %.2f, compute_effsize %.2f" % (pair, plain))
assert row["T"] < 0 and abs(plain + 1.0247) < 1e-3 and abs(pair - plain) < 1e-3
assert abs(row["cohen_d"] + plain) < 1e-3 and abs(turned - row["cohen_d"]) < 1e-9, "behaviour changed: d has a sign"
PY
