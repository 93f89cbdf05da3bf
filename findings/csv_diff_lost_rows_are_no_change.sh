#!/usr/bin/env bash
# csv-diff 1.2, deepdiff 9.1.0 (PyPI): of a log with equal rows two thirds can be lost, and the comparison with the old one finds no change.
#
# Expected: two files of which one has 12 incidents and the other 4 differ; a key that is not unique raises.
# Seen: csv-diff without a key keeps each content once, with a key (--key=Amt) the last row of each office: no row removed, none
#   added, none changed, in the program as in the library ("no changes" is an empty answer). If only the last row of an office is lost, its
#   row before is "changed" into it. DeepDiff with ignore_order says {} as well (documented: report_repetition). daff names the
#   eight rows. No message. csv-diff: issue 31, pull request 54 (open).
# Who is hurt: open data and nightly loads that are checked against the delivery before: incidents without a number of their own vanish unseen.
# What to do: compare the number of rows and the sums first; a key that is unique, or daff.
# Pinned: csv-diff==1.2, deepdiff==9.1.0, daff==1.4.2
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check csv-diff==1.2 deepdiff==9.1.0 daff==1.4.2
cd "$dir"
cat >run.py <<'PY'
import csv
import io
import subprocess

import daff
from csv_diff import compare, load_csv
from deepdiff import DeepDiff

HEAD = ["Amt", "Tag", "Art"]
kinds = [("A", "04.03.2019", "Beleidigung"), ("A", "05.03.2019", "Drohung"), ("B", "04.03.2019", "Beleidigung"), ("B", "05.03.2019", "Drohung")]
old = [list(row) for row in kinds for _ in range(3)]
new = [list(row) for row in kinds]


def text(rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return out.getvalue()


def differ(first, second, key=None):
    found = compare(load_csv(io.StringIO(text(first)), key=key), load_csv(io.StringIO(text(second)), key=key))
    return {name: rows for name, rows in found.items() if rows}


whole, by_office = differ(old, new), differ(old, new, "Amt")
print(f"{len(old)} rows and {len(new)} rows. csv-diff without key: {whole}, with key Amt: {by_office}")
last = differ(kinds, kinds[:3], "Amt")
print("the last row of B lost:", last)
for name, rows in (("old.csv", old), ("new.csv", new)):
    with open(name, "w") as file:
        file.write(text(rows))
program = subprocess.run(["venv/bin/csv-diff", "old.csv", "new.csv", "--key=Amt"], capture_output=True, text=True)
print("the program:", repr(program.stdout), repr(program.stderr), program.returncode)
deep, counted = DeepDiff(old, new, ignore_order=True), DeepDiff(old, new, ignore_order=True, report_repetition=True)
print("DeepDiff:", deep, "| with report_repetition:", len(counted["repetition_change"]), "changes")
first, second = daff.PythonTableView([HEAD, *old]), daff.PythonTableView([HEAD, *new])
table = daff.PythonTableView([])
daff.TableDiff(daff.Coopy.compareTables(first, second).align(), daff.CompareFlags()).hilite(table)
gone = sum(row[0] == "---" for row in table.getData())
print("daff: rows gone:", gone)
assert (whole, by_office, deep) == ({}, {}, {}), (whole, by_office, deep)
assert list(last) == ["changed"] and len(last["changed"]) == 1, last
assert (program.stdout.strip(), program.stderr, program.returncode) == ("", "", 0), program
assert len(counted["repetition_change"]) == 4 and gone == 8, (counted, gone)
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
