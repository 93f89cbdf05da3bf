#!/usr/bin/env bash
# perspective-python 5.6.1 (PyPI): hours that begin as whole numbers stay whole, and a count counts what is missing.
#
# Expected: a table that began with 8 and 6 hours takes in 7.75 or refuses it; count is the number of values that are there, as in SQL,
#   pandas and Polars; the median of 1, 2, 3, 4 is 2.5.
# Seen: 7.75 hours are 7 as soon as the first rows were whole, 0.5 are 0: of 8, 6, 7.75 and 0.5 hours 21 are left; in one piece they are
#   22.25. Of ten days, four without a report, the count is 10 and the mean that of six. The median of an even number is the upper
#   middle: 3; q1 of 1 to 4 is 2, q3 4. "08:30" in a CSV file is the number 30600. No message; README and manual say nothing
#   of it; nothing found upstream.
# Who is hurt: dashboards that are fed day by day: hours shrink with the first full hour, and offices that did not report are counted.
# What to do: a schema with "float" instead of data at the start; count with an expression that is 1 where there is a value.
# Pinned: perspective-python==5.6.1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check perspective-python==5.6.1
cd "$dir"
cat >run.py <<'PY'
import perspective

client = perspective.Server().new_local_client()


def of_all(table, column, *ways):
    """The figures of a whole column: the row above all groups."""
    found = [table.view(group_by=["office"], columns=[column], aggregates={column: way}).to_columns()[column][0] for way in ways]
    return [round(one, 2) for one in found]


rows = [{"office": "A", "hours": hours} for hours in (8, 6, 7.75, 0.5)]
fed = client.table(rows[:2])
print("began as", fed.schema())
fed.update(rows[2:])
at_once = client.table(rows)
stated = client.table({"office": "string", "hours": "float"})
for row in rows:
    stated.update([row])
seen = {}
for name, table in (("fed day by day", fed), ("at once", at_once), ("with a schema", stated)):
    seen[name] = table.view().to_columns()["hours"], of_all(table, "hours", "sum")[0]
    print(f"{name}: {seen[name][0]} sum {seen[name][1]}")

days = client.table([{"office": "A", "incidents": number} for number in (1, 2, 3, 4, 2, 3, None, None, None, None)])
counted = of_all(days, "incidents", "count", "sum", "mean")
print("ten days, four without a report: count, sum, mean", counted)
four = client.table([{"office": "A", "minutes": minutes} for minutes in (1, 2, 3, 4)])
middles = of_all(four, "minutes", "median", "q1", "q3")
print("1, 2, 3, 4: median, q1, q3", middles)
clock = client.table("office,begin\nA,08:30\nB,07:45\n")
print("a clock:", clock.schema()["begin"], clock.view().to_columns()["begin"])
assert seen["fed day by day"] == ([8, 6, 7, 0], 21), seen
assert seen["at once"] == seen["with a schema"] == ([8, 6, 7.75, 0.5], 22.25), seen
assert counted == [10, 15, 2.5], counted
assert middles == [3, 2, 4], middles
assert clock.view().to_columns()["begin"] == [30600, 27900]
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
