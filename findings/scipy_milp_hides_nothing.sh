#!/usr/bin/env bash
# SciPy 1.17.1 (HiGHS): the optimal set of cells to hide in a table hides nothing once the table is large.
#
# Expected: the textbook program of secondary suppression (Fischetti and Salazar: one binary a cell, a
#   change of the table bounded by the binaries, the secret cell must be able to be 3 larger) finds the
#   same four cells in a table and in the same table times 10,000; status "Optimal", gap 0, binaries 0 or 1.
# Seen: from a grand total of 3.6 million on only the secret cell itself is hidden: it follows from its row
#   at once. Status 0, "Optimal", gap 0. Binaries are 8e-07 instead of 1 and so within the tolerance of
#   1e-6 for whole numbers (documented for HiGHS; SciPy's `milp` neither names nor lets one set it):
#   8e-07 of a bound of 3.6 million is the 3 that was asked for. A tighter `mip_rel_gap` changes nothing.
# Who is hurt: whoever hides small counts beside visits, euros or inhabitants and rounds the binaries:
#   the table goes out with the secret in it.
# What to do: bound every change by the protection wanted (3), not by the cell; audit the pattern with
#   programs of its own, whatever the status says.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    numpy==2.4.6 scipy==1.17.1
"$dir/venv/bin/python" -B - <<'PY'
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MARGIN, N, SECRET, WANTED = 3, 16, 0, 3


def hidden(size, bounded_by_wanted=False):
    """Cells to hide beside the secret one, by weight, and the largest binary that is neither 0 nor 1."""
    inner = size * np.array([[2, 40, 30], [50, 60, 20], [10, 70, 80]], float)
    inner[0, 0] = 2
    table = np.block([[inner, inner.sum(1, keepdims=True)], [inner.sum(0), inner.sum()]])
    cells = table.ravel()
    up = np.full(N, WANTED) if bounded_by_wanted else np.full(N, cells.max())
    down = np.minimum(up, cells)
    rows, low, high = [], [], []

    def add(weights, least, most):
        row = np.zeros(2 * N)  # a binary for each cell, then its change
        for place, weight in weights.items():
            row[place] = weight
        rows.append(row), low.append(least), high.append(most)

    for line in range(4):  # the changed table adds up as well
        for cell in (lambda i: 4 * line + i, lambda i: 4 * i + line):
            add({N + cell(i): -1 if i == MARGIN else 1 for i in range(4)}, 0, 0)
    for cell in range(N):
        add({N + cell: 1, cell: -up[cell]}, -np.inf, 0)
        add({N + cell: 1, cell: down[cell]}, 0, np.inf)
    least = np.r_[np.zeros(N), np.full(N, -np.inf)]
    least[SECRET], least[N + SECRET] = 1, WANTED
    found = milp(
        np.r_[cells, np.zeros(N)],
        constraints=LinearConstraint(np.array(rows), low, high),
        bounds=Bounds(least, np.r_[np.ones(N), np.full(N, np.inf)]),
        integrality=np.r_[np.ones(N), np.zeros(N)],
    )
    binaries = found.x[:N]
    between = max((b for b in binaries if 0 < b < 0.5), default=0.0)
    print(f"x {size:>7,}: {found.message.split('(')[-1][:-1]}, gap {found.mip_gap}, {between:.0e}", end=" ")
    return [cell for cell in range(N) if binaries[cell] > 0.5]


def by_size(sizes):
    found = {}
    for size in sizes:
        found[size] = hidden(size)
        print("hidden", found[size])
    return found


seen, large = by_size((1, 100, 1_000)), by_size((10_000, 100_000))
print("changes bounded by the protection wanted:")
safe = hidden(100_000, bounded_by_wanted=True)
print("hidden", safe)
assert all(len(cells) == 4 for cells in seen.values()) and len(safe) == 4
assert all(cells == [SECRET] for cells in large.values()), "behaviour changed: large tables are protected now"
PY
