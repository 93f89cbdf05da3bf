#!/usr/bin/env bash
# polars 2.1.0: with decimal_comma=True and a declared Float64 column, "1.234" is 1.234.
#
# Expected: with a decimal comma a point can only separate thousands: "1.234" is
#   1234 or is refused, as "1.234,5" is.
# Seen: the declared column takes both signs as the decimal sign: [1.234 ; 2.500 ; 812 ; 7,5] become
#   [1.234, 2.5, 812.0, 7.5] without a word. "1.234,5" in one row makes the whole file fail, so a file
#   that never has thousands and decimals in one cell passes. pl.Decimal refuses "1.234"; without a
#   declared type the column stays text.
# Who is hurt: German exports write thousands with a point only from 1.000 on: small offices are
#   right, the large ones shrink a thousandfold, and the city total is that of the small ones.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    polars==2.1.0
"$dir/venv/bin/python" -B - <<'PY'
import polars as pl

table = b"office;visits\nA;1.234\nB;2.500\nC;812\nD;7,5\n"


def read(content, kind):
    try:
        frame = pl.read_csv(content, separator=";", decimal_comma=True,
                            schema_overrides={"visits": kind} if kind else None)
        return frame["visits"].to_list()
    except pl.exceptions.PolarsError as error:
        return type(error).__name__


declared, decimal = read(table, pl.Float64), read(table, pl.Decimal(12, 2))
both = read(table.replace(b"7,5", b"1.234,5"), pl.Float64)
print("Float64 declared:", declared)
print("Decimal declared:", decimal, "| nothing declared:", read(table, None), "| with 1.234,5:", both)
assert decimal == both == "ComputeError"
assert declared == [1.234, 2.5, 812.0, 7.5], "behaviour changed: points are handled"
PY
