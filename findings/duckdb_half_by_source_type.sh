#!/usr/bin/env bash
# DuckDB 2.0.0 with pandas: the same 2.5 becomes 3 or 2 as a whole number, by where it came from.
#
# Expected: ::INTEGER rounds in one way in one database; 2.5 is 3 (or 2) from a
#   literal, a CSV, a pandas frame and a Parquet file alike, and agrees with round().
# Seen: DECIMAL and text round half away from zero (3), DOUBLE and FLOAT round half to even (2), while
#   round() of the same DOUBLE is 3. So 0.5 + 1.5 + 2.5 + 4.5 person-hours, cast row by row, are 11
#   from a literal or a declared DECIMAL column and 8 from pandas or a Parquet of doubles.
# Who is hurt: a test with literals proves a rounding that production, which reads doubles, does
#   not do; totals of rounded halves (half shifts, half hours) differ between CSV and Parquet.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    duckdb==2.0.0 pandas==3.1.1 numpy==2.4.6
printf 'h\n0.5\n1.5\n2.5\n4.5\n' >"$dir/hours.csv"
"$dir/venv/bin/python" -B -W ignore - "$dir" <<'PY'
import sys

import duckdb
import pandas as pd

con = duckdb.connect()
con.register("frame", pd.DataFrame({"h": [0.5, 1.5, 2.5, 4.5]}))
csv = "read_csv('%s/hours.csv', columns={'h': '%s'}, header=true)"
con.execute("copy (from frame) to '%s/hours.parquet' (format parquet)" % sys.argv[1])
sources = {
    "literals": "(values (0.5), (1.5), (2.5), (4.5)) t(h)",
    "csv as text": csv % (sys.argv[1], "VARCHAR"),
    "csv as decimal": csv % (sys.argv[1], "DECIMAL(9,2)"),
    "csv as double": csv % (sys.argv[1], "DOUBLE"),
    "pandas": "frame",
    "parquet": "'%s/hours.parquet'" % sys.argv[1],
}
total = {}
for name, source in sources.items():
    total[name] = con.execute("select sum(h::integer)::bigint from " + source).fetchone()[0]
    print(name.ljust(15), total[name])
rounded = con.execute("select sum(round(h))::bigint from frame").fetchone()[0]
print("round() of the doubles:", rounded)
assert rounded == 11
assert list(total.values()) == [11, 11, 11, 8, 8, 8], "behaviour changed: one way of rounding"
PY
