#!/usr/bin/env bash
# pyjstat 2.4.0 (PyPI): a table sorted by year and then by office gives the counts of one office to another.
#
# Expected: Dataset.read(frame) writes every value where its own row says it belongs, in whatever order the rows stand; what it
#   reads back is the table that went in. A missing combination is written as null.
# Seen: values are written in the order of the rows, categories in the order in which they first appear: only a table that is
#   sorted by its columns from left to right comes back. Sorted by year, the 2018 count of B is the 2019 count of A. Without
#   the row of B for 2018 the list of values is one too short: a reader of JSON-stat (jsonstat-toolkit 2.2.2) gives B's 2019
#   count to 2018 and calls 2019 missing; pyjstat itself ends with an IndexError (upstream issue 36). Not in its README.
# Who is hurt: open data in JSON-stat, and what is loaded from it: valid file, right total, numbers at other offices.
# What to do: reindex to the full product of the columns, sort by them, compare after reading back.
# Pinned: pyjstat==2.4.0, pandas==2.3.3 (PyPI), jsonstat-toolkit==2.2.2 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    pyjstat==2.4.0 pandas==2.3.3
npm install --silent --no-audit --no-fund --prefix "$dir" jsonstat-toolkit@2.2.2 >/dev/null
cd "$dir"
cat >read.cjs <<'JS'
const rows = require('jsonstat-toolkit')(JSON.parse(process.argv[2])).toTable({ type: 'arrobj' });
console.log(JSON.stringify(rows.map((one) => [one.office, one.year, one.value ?? null])));
JS
cat >run.py <<'PY'
import json
import subprocess

import pandas
from pyjstat import pyjstat

TRUE = pandas.DataFrame({"office": list("AABB"), "year": ["2018", "2019"] * 2, "value": [11, 12, 21, 22]})


def told(frame):
    return sorted(tuple(row) for row in frame[["office", "year", "value"]].itertuples(index=False))


def back(frame):
    written = pyjstat.Dataset.read(frame.reset_index(drop=True)).write()
    return told(pyjstat.Dataset.read(written).write("dataframe")), elsewhere(written)


def elsewhere(written):
    return sorted(map(tuple, json.loads(subprocess.check_output(["node", "read.cjs", written], text=True))))


by_office, by_year = back(TRUE), back(TRUE.sort_values(["year", "office"]))
short = elsewhere(pyjstat.Dataset.read(TRUE.drop(index=2).reset_index(drop=True)).write())
print("true              ", told(TRUE))
print("sorted by office  ", by_office[0])
print("sorted by year    ", by_year[0])
print("B 2018 has no row ", short)
assert by_office == (told(TRUE), told(TRUE))
swapped = [("A", "2018", 11), ("A", "2019", 21), ("B", "2018", 12), ("B", "2019", 22)]
assert by_year == (swapped, swapped)
assert short == [("A", "2018", 11), ("A", "2019", 12), ("B", "2018", 22), ("B", "2019", None)]
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
