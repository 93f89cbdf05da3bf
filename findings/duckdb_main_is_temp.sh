#!/usr/bin/env bash
# DuckDB 2.0.0: while a temporary table of the same name is there, main.visits is the temporary one.
#
# Expected: a name with its schema says which table is meant, as in SQLite, where main is the file and temp the
#   temporary tables: main.visits is the table of the file whatever temporary ones there are.
# Seen: the temporary database has a schema called main as well, and it is looked in first. select, insert, delete and
#   drop with main.visits all mean the temporary table, while create or replace table main.visits makes the one of
#   the file. Only the name of the database (the stem of the file) in front means the file.
# Who is hurt: a load that stages rows in a temporary table and cleans up with "delete from main.visits" empties its
#   own staging and leaves the table as it was; a check "main against temp" compares a table with itself and is content.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check duckdb==2.0.0
"$dir/venv/bin/python" -B - "$dir" <<'PY'
import sqlite3
import sys

import duckdb

TABLES = "create table visits as select 100 as n", "create temporary table visits as select 1 as n"

peer = sqlite3.connect(":memory:")
db = duckdb.connect(sys.argv[1] + "/city.duckdb")
for statement in TABLES:
    peer.execute(statement)
    db.execute(statement)


def both():
    names = "city.main.visits", "temp.main.visits"
    return [db.execute("select list(n) from " + name).fetchone()[0] for name in names]


print("SQLite, main.visits:", peer.execute("select n from main.visits").fetchall())
print("DuckDB, main.visits:", db.execute("select n from main.visits").fetchall())
db.execute("insert into main.visits values (2)")
inserted = both()
db.execute("delete from main.visits")
deleted = both()
db.execute("create or replace table main.visits as select 7 as n")
made = both()
for label, (file, temporary) in {"insert": inserted, "delete": deleted, "create or replace": made}.items():
    print(label.ljust(18), "file:", file, "temporary:", temporary)
assert peer.execute("select n from main.visits").fetchall() == [(100,)]
assert inserted == [[100], [1, 2]], "behaviour changed: insert"
assert deleted == [[100], None], "behaviour changed: delete"
assert made == [[7], None], "behaviour changed: create or replace"
PY
