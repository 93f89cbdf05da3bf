#!/usr/bin/env bash
# agate 1.14.2 (PyPI): in a ranking from the largest down, the office without a number is first.
#
# Expected: "Null values will always be ranked last", as its documentation of Rank says and pandas 2.3.3 does when told so.
# Seen: Rank("reports", reverse=True) gives rank 1 to the office that reported nothing and 2 to the one with the most; two
#   offices without a number share the first rank, and the largest is third. order_by("reports", reverse=True) and limit(1), "the
#   top office", likewise. Without reverse they are last. No message. Upstream: pull request 811, merged in
#   June 2026, in no release yet; of order_by nothing found.
# Who is hurt: newsrooms and open-data teams: the headline "most incidents" names an office of which nothing is known, all
#   others are one place too low.
# What to do: where(lambda row: row["reports"] is not None) first.
# Pinned: agate==1.14.2, pandas==2.3.3
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check agate==1.14.2 pandas==2.3.3
cd "$dir"
cat >run.py <<'PY'
import agate
import pandas

ROWS = [["A", 3], ["B", None], ["C", 9], ["D", 1]]
table = agate.Table(ROWS, ["office", "reports"], [agate.Text(), agate.Number()])


def ranks(table, **options):
    ranked = table.compute([("rank", agate.Rank("reports", **options))])
    return {row["office"]: int(row["rank"]) for row in ranked.rows}


down, up = ranks(table, reverse=True), ranks(table)
two = ranks(agate.Table([*ROWS, ["E", None]], ["office", "reports"], [agate.Text(), agate.Number()]), reverse=True)
known = ranks(table.where(lambda row: row["reports"] is not None), reverse=True)
top = table.order_by("reports", reverse=True).limit(1).columns["office"].values()
frame = pandas.DataFrame(ROWS, columns=["office", "reports"]).set_index("office")["reports"]
other = frame.rank(ascending=False, method="min", na_option="bottom").astype(int).to_dict()
print("agate, largest first   ", down, "| two without a number", two)
print("agate, smallest first  ", up)
print("agate, top office      ", top)
print("agate, known ones only ", known)
print("pandas, largest first  ", other)
assert down == {"A": 3, "B": 1, "C": 2, "D": 4} and two["B"] == two["E"] == 1 and two["C"] == 3
assert up == {"A": 2, "B": 4, "C": 3, "D": 1} and top == ("B",)
assert known == {"A": 2, "C": 1, "D": 3} and other == {"A": 2, "B": 4, "C": 1, "D": 3}
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
