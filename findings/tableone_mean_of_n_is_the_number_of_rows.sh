#!/usr/bin/env bash
# tableone 0.9.6 (PyPI): of a column called "n" the mean in the table is the number of rows.
#
# Expected: "n, mean (SD)" of the incidents of four days before and four after is 2.5 (1.3) and 6.5 (1.3), as under any other name, or the name is
#   refused.
# Seen: it is 4 and 4, the number of days, once above and once in its place; with the median likewise, and the p value is missing. The same numbers
#   under the name "h" are right. And who did not answer is a group: of three "yes", one "no" and two without an answer 50 per cent are "yes"
#   instead of 75, with the test made on them, too (include_null is the default since 0.9; documented). No message.
#   Nothing found upstream on the name.
# Who is hurt: tables of before and after from data whose count is called n, as half of all counts are: no effect, in every office.
# What to do: another name; include_null=False.
# Pinned: tableone==0.9.6, pandas==2.3.3
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check tableone==0.9.6 pandas==2.3.3
cd "$dir"
cat >run.py <<'PY'
import pandas
from tableone import TableOne

days = pandas.DataFrame({"wave": ["before"] * 4 + ["after"] * 4, "n": range(1, 9)})
days["h"] = days.n


def rows(table):
    return [[str(cell) for cell in (*index, *values)] for index, values in zip(table.tableone.index, table.tableone.values)]


for name in ("h", "n"):
    for options in ({}, {"nonnormal": [name]}):
        found = rows(TableOne(days, columns=[name], groupby="wave", pval=True, **options))
        for row in found:
            print(" | ".join(row))
        seen = [row[-3:] for row in found if row[0].startswith(f"{name}, ")]
        if name == "n":
            assert seen == [["4", "4", ""]] * 2, seen
        else:
            assert [one.split(" ")[0] for one in seen[0][:2]] == ["6.5", "2.5"] and float(seen[0][2]) < 0.05, seen
answers = pandas.DataFrame({"safe": ["yes", "yes", "yes", "no", None, None]})
shares = {}
for include in (True, False):
    found = rows(TableOne(answers, categorical=["safe"], include_null=include))
    shares[include] = next(row[-1] for row in found if row[1] == "yes")
print("yes:", shares[True], "or", shares[False])
assert shares == {True: "3 (50.0)", False: "3 (75.0)"} and rows(TableOne(answers, categorical=["safe"])) == rows(
    TableOne(answers, categorical=["safe"], include_null=True)
)
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
