#!/usr/bin/env bash
# pycanon 1.3.6 (PyPI): a table that was sorted, or put together from two files, is measured on rows of other groups.
#
# Expected: l-diversity, t-closeness and (alpha,k)-anonymity belong to the rows of a table, not to their order: a group in which all
#   have the same reason has l = 1 and alpha = 1, however the table is sorted.
# Seen: of six incidents three of one age group all have the reason "threat": l = 1, t = 0.5, alpha = 1. After sort_values("age")
#   l = 2, t = 0.33, alpha = 0.67; the groups are found by the labels of the rows and read by their places. Two offices put
#   together with concat (labels 0-2 twice): l = 3, alpha = 0.33, the second office is never looked at. k stays right.
#   No message. Where a label lies beyond the table, as after a filter, it raises. README and docstrings say nothing
#   of labels; nothing upstream found.
# Who is hurt: publishers who let a table go out because l is 2 and t below the limit: whoever knows the age knows the reason.
# What to do: reset_index(drop=True) before every call.
# Pinned: pycanon==1.3.6, pandas==2.3.3
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check pycanon==1.3.6 pandas==2.3.3
cd "$dir"
cat >run.py <<'PY'
import pandas
from pycanon import anonymity

OLD = pandas.DataFrame({"age": ["30-40"] * 3, "reason": ["threat"] * 3})
YOUNG = pandas.DataFrame({"age": ["20-30"] * 3, "reason": ["insult", "theft", "noise"]})
WHOLE = pandas.concat([YOUNG, OLD], ignore_index=True).iloc[[0, 3, 1, 4, 2, 5]].reset_index(drop=True)


def measured(table):
    of = table, ["age"], ["reason"]
    return (
        int(anonymity.k_anonymity(table, ["age"])),
        int(anonymity.l_diversity(*of)),
        round(float(anonymity.t_closeness(*of)), 2),
        round(float(anonymity.alpha_k_anonymity(*of)[0]), 2),
    )


ordered = WHOLE.sort_values("age", kind="stable")
seen = {
    "as it came": measured(WHOLE),
    "sorted by age": measured(ordered),
    "sorted, labels made new": measured(ordered.reset_index(drop=True)),
    "two files put together": measured(pandas.concat([YOUNG, OLD])),
    "the same, labels made new": measured(pandas.concat([YOUNG, OLD], ignore_index=True)),
}
for name, (k, l, t, alpha) in seen.items():
    print(f"{name:26} k {k}  l {l}  t {t:.2f}  alpha {alpha:.2f}")
right = 3, 1, 0.5, 1.0
assert list(seen.values()) == [right, (3, 2, 0.33, 0.67), right, (3, 3, 0.5, 0.33), right], seen
try:
    measured(pandas.concat([OLD, WHOLE], ignore_index=True).iloc[3:])
except IndexError:
    print("first rows filtered out      raises")
else:
    raise AssertionError("a filter no longer raises")
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
