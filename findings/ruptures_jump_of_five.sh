#!/usr/bin/env bash
# ruptures 1.1.10: the exact search for change points finds a break only at every fifth week.
#
# Expected: PELT and dynamic programming are exact; a noise-free step from 0 to
#   5 at week 52 of 99 gives [52, 99] (the last entry is the length).
# Seen: Dynp, Binseg and BottomUp say 50; Pelt says [50, 55, 99]: two breaks, neither the real one,
#   and a level of its own for five weeks. Default jump=5 (documented as subsampling). KernelCPD,
#   advertised as the same search in C, says 52; so does jump=1.
# Who is hurt: "the data themselves show the break in week 50, two weeks before the measure
#   began" is an artefact of the grid, and looks like a decrease that came first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    ruptures==1.1.10 numpy==2.4.6 scipy==1.17.1
"$dir/venv/bin/python" -B - <<'PY'
import numpy as np
import ruptures as rpt

series = np.r_[np.zeros(52), np.full(47, 5.0)].reshape(-1, 1)


def ints(found):
    return [int(v) for v in found]


seen = {
    "Pelt": ints(rpt.Pelt(model="l2").fit(series).predict(pen=5)),
    "Dynp": ints(rpt.Dynp(model="l2").fit(series).predict(n_bkps=1)),
    "Binseg": ints(rpt.Binseg(model="l2").fit(series).predict(n_bkps=1)),
    "BottomUp": ints(rpt.BottomUp(model="l2").fit(series).predict(n_bkps=1)),
    "KernelCPD": ints(rpt.KernelCPD(kernel="linear").fit(series).predict(pen=5)),
    "Pelt jump=1": ints(rpt.Pelt(model="l2", jump=1).fit(series).predict(pen=5)),
}
for name, found in seen.items():
    print(name.ljust(12), found)
assert seen["KernelCPD"] == seen["Pelt jump=1"] == [52, 99]
assert seen["Pelt"] == [50, 55, 99] and seen["Dynp"] == [50, 99], "behaviour changed: finer grid now"
PY
