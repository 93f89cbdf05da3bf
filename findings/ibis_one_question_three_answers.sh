#!/usr/bin/env bash
# ibis-framework 12.0.0 (PyPI): the same expression over the same rows has other counts in DuckDB, SQLite and Polars.
#
# Expected: one expression means one thing, whatever engine runs it; that is what the library is for. How many guards were on
#   duty, with one name missing, is 2.
# Seen: nunique() is 3 in Polars, where the missing name is a guard (upstream: pull request 12038, open); grouped by office as
#   well. Whole minutes by round(): 0.5 and 2.5 are 1 and 3 in DuckDB and SQLite, 0 and 2 in Polars; by cast("int64"): 1.5
#   and 3.5 are 2 and 4 in DuckDB, 1 and 3 in the others, so that the sum of 0.5, 1.5, 2.5, 3.5 is 10, 8 or 6. length() of "Tür"
#   is 4 in Polars (issue 10029, open). Documentation of these says nothing of engines.
# Who is hurt: numbers tested in DuckDB on a desk and run in Polars in a night job, or the other way round: persons on duty,
#   rates per person, totals of minutes.
# What to do: drop_null() before nunique(), (x + 0.5).floor() for counts that are not negative, one engine for test and work.
# Pinned: ibis-framework==12.0.0, duckdb==2.0.1, polars==2.1.0, pandas==3.1.1, pyarrow==26.0.1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    "ibis-framework[duckdb,polars,sqlite]==12.0.0" duckdb==2.0.1 polars==2.1.0 pandas==3.1.1 pyarrow==26.0.1
cd "$dir"
cat >run.py <<'PY'
import ibis

ROWS = {"guard": ["Tür", "Ude", None, "Tür"], "minutes": [0.5, 1.5, 2.5, 3.5]}
QUESTIONS = {
    "guards": lambda t: t.guard.nunique(),
    "guards, none missing": lambda t: t.drop_null(["guard"]).guard.nunique(),
    "sum of round()": lambda t: t.minutes.round().sum(),
    "sum of cast()": lambda t: t.minutes.cast("int64").sum(),
    "sum of floor(x + 0.5)": lambda t: (t.minutes + 0.5).floor().sum(),
    "longest name": lambda t: t.guard.length().max(),
}
tables = {
    name: getattr(ibis, name).connect().create_table("duty", ibis.memtable(ROWS, schema={"guard": "string", "minutes": "float64"}))
    for name in ("duckdb", "sqlite", "polars")
}
answers = {
    question: {name: int(ask(table).execute()) for name, table in tables.items()} for question, ask in QUESTIONS.items()
}
for question, given in answers.items():
    print(question.ljust(22), given)


def three(duckdb, sqlite, polars):
    return {"duckdb": duckdb, "sqlite": sqlite, "polars": polars}


assert answers == {
    "guards": three(2, 2, 3),
    "guards, none missing": three(2, 2, 2),
    "sum of round()": three(10, 10, 8),
    "sum of cast()": three(8, 6, 6),
    "sum of floor(x + 0.5)": three(10, 10, 10),
    "longest name": three(3, 3, 4),
}
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
