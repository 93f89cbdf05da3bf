#!/usr/bin/env bash
# sqlglot 30.30.0 (PyPI): a query translated from SQLite to DuckDB runs without a message and counts otherwise.
#
# Expected: what sqlglot cannot carry over it reports (unsupported_level=RAISE); it knows that SQLite divides whole numbers
#   as whole numbers and puts missing values first, and writes so.
# Seen: CAST(90 / 60.0 AS INTEGER) is 1 in SQLite and 2 in DuckDB; LIKE 'messer%' finds "Messer" in SQLite and nothing in DuckDB;
#   the mean in whole minutes loses its rounding down, columns having no known type. From ClickHouse (and Spark's percentile)
#   a median of 1, 2, 3, 4 becomes QUANTILE, which in DuckDB is the lower middle: 2 instead of 2.5, while DuckDB's own median
#   goes through unharmed. Nothing is reported. Upstream: issue 882 shows ClickHouse's 1.5 for 1 and 2; of the cast nothing found.
# Who is hurt: queries moved from a small database to the dashboard's: hours, finds by word and waiting times change on the day
#   of the move, which is read as an effect.
# What to do: floor() or trunc() and lower() in the query, both databases side by side on one day's data.
# Pinned: sqlglot==30.30.0, duckdb==2.0.1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check sqlglot==30.30.0 duckdb==2.0.1
cd "$dir"
cat >run.py <<'PY'
import sqlite3

import duckdb
import sqlglot

TABLE = "create table waits (minutes integer, found text)"
ROWS = [(90, "Messer"), (30, "messer, klein"), (115, "Schere"), (4, None)]


def translated(query, source):
    return sqlglot.transpile(query, read=source, write="duckdb", unsupported_level=sqlglot.ErrorLevel.RAISE)[0]


small, large = sqlite3.connect(":memory:"), duckdb.connect()
for base in (small, large):
    base.execute(TABLE)
    base.executemany("insert into waits values (?, ?)", ROWS)
seen = {}
for query in (
    "SELECT SUM(CAST(minutes / 60.0 AS INTEGER)) FROM waits",
    "SELECT COUNT(*) FROM waits WHERE found LIKE 'messer%'",
    "SELECT SUM(minutes) / COUNT(*) FROM waits",
):
    there = translated(query, "sqlite")
    seen[query] = small.execute(query).fetchone()[0], float(large.execute(there).fetchone()[0])
    print(query, "->", there, seen[query])
medians = []
for source, query in (
    ("clickhouse", "SELECT median(n) FROM numbers"),
    ("spark", "SELECT percentile(n, 0.5) FROM numbers"),
    ("duckdb", "SELECT median(n) FROM numbers"),
):
    there = translated(query, source)
    medians.append(float(large.execute(f"WITH numbers(n) AS (VALUES (1), (2), (3), (4)) {there}").fetchone()[0]))
    print(f"{source}: {query} -> {there} {medians[-1]}")
assert list(seen.values()) == [(2, 4.0), (2, 1.0), (59, 59.75)], seen
assert medians == [2, 2, 2.5], medians
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
