#!/usr/bin/env bash
# anjana 1.2.3 (PyPI): as soon as it leaves out a row, the anonymised table has the number of every row as a column.
#
# Expected: k_anonymity() returns the columns it was given, identifiers as "*", ages and offices coarser, some rows left out.
# Seen: nine incidents, k = 3. Without rows left out (limit 0) four columns; with a limit of 30 per cent two rows go, and a fifth
#   column "index" comes, with the place of each row in the log it was made from, also if the table was shuffled before. A log
#   that has its file number as index gets the file number as a column. l_diversity, t_closeness and alpha_k_anonymity do
#   the same. Each row is its own group by it: k = 1. No message. README and docstrings say nothing; nothing found upstream.
# Who is hurt: publishers of a log: the "anonymous" file can be laid beside the office's own list row by row; whether it happens
#   depends on the data of the month.
# What to do: keep only the columns wanted, by name, and measure k over all columns that go out.
# Pinned: anjana==1.2.3, pandas==2.3.3
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check anjana==1.2.3 pandas==2.3.3
cd "$dir"
cat >run.py <<'PY'
import pandas
from anjana.anonymity import alpha_k_anonymity, k_anonymity, l_diversity, t_closeness

LOG = pandas.DataFrame({
    "clerk": list("abcdefghi"),
    "age": [20, 20, 20, 30, 30, 30, 30, 71, 45],
    "office": list("AAABBBBAB"),
    "reason": list("xyxyxyxyx"),
})


def arguments(log, limit):
    coarser = {name: {0: log[name].values, 1: ["*"] * len(log)} for name in ("age", "office")}
    return ["clerk"], ["age", "office"], limit, coarser


def anonymised(log, limit):
    who, known, limit, coarser = arguments(log, limit)
    return k_anonymity(log, who, known, 3, limit, coarser)


shuffled = LOG.sample(frac=1, random_state=1)
filed = LOG.set_index(pandas.Index([f"V 19-{number}" for number in range(101, 110)], name="file"))
tables = {
    "no row left out": anonymised(LOG, 0),
    "two rows left out": anonymised(LOG, 30),
    "shuffled before": anonymised(shuffled, 30),
    "file number as index": anonymised(filed, 30),
}
for name, table in tables.items():
    print(f"{name:21} {len(table)} rows, {list(table.columns)}")
print(tables["file number as index"].to_string(index=False))
who, known, limit, coarser = arguments(LOG, 30)
others = [
    l_diversity(LOG, who, known, "reason", 3, 2, limit, coarser),
    t_closeness(LOG, who, known, "reason", 3, 0.5, limit, coarser),
    alpha_k_anonymity(LOG, who, known, "reason", 3, 0.9, limit, coarser),
]
given = list(LOG.columns)
assert [list(table.columns) for table in tables.values()] == [given, ["index", *given], ["index", *given], ["file", *given]]
assert list(tables["shuffled before"]["index"]) == [number for number in shuffled.index if number < 7]
assert tables["file number as index"]["file"].nunique() == 7
assert all("index" in table.columns for table in others)
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
