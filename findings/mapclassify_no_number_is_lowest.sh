#!/usr/bin/env bash
# mapclassify 2.10.0 (PyPI): a district without a number is in the lowest class of the map, or in the highest, by the way of asking.
#
# Expected: a missing value is in no class, or raises, as it does in NaturalBreaks; the counts of the legend add up to the
#   districts that have a number.
# Seen: UserDefined and EqualInterval put it in class 0 and count it there; find_bin() of the same classes says the last one.
#   Quantiles takes it for the largest value, and the district with the highest rate, 12, falls from the last class into the first;
#   FisherJenks puts all five districts into one class. Warnings for FisherJenks at most. Upstream: issue 212, pull request
#   213 (both open).
# Who is hurt: maps of rates by district: "not reported" has the colour of "no incidents", with find_bin that of the worst.
# What to do: classify without the missing ones and colour them apart, as GeoPandas' own plot() does.
# Pinned: mapclassify==2.10.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check mapclassify==2.10.0
cd "$dir"
cat >run.py <<'PY'
import mapclassify
import numpy

RATES = numpy.array([1.0, 3, numpy.nan, 7, 12])
WAYS = {"UserDefined": {"bins": [2, 8, 20]}, "EqualInterval": {"k": 3}, "Quantiles": {"k": 3}, "FisherJenks": {"k": 3}}
seen = {}
for name, arguments in WAYS.items():
    way = getattr(mapclassify, name)
    whole, known = way(RATES, **arguments), way(RATES[~numpy.isnan(RATES)], **arguments)
    seen[name] = [*whole.yb.tolist(), whole.counts.tolist(), whole.find_bin([numpy.nan]).tolist()]
    print(f"{name:14} classes of 1, 3, missing, 7, 12: {whole.yb}, counts {whole.counts}, find_bin(missing) {seen[name][-1]},"
          f" without the missing one: {known.yb}")
try:
    refused = not mapclassify.NaturalBreaks(RATES, k=3)
except ValueError as error:
    refused = "NaN" in str(error)
print("NaturalBreaks  refuses:", refused)
assert refused
assert seen["UserDefined"] == [0, 1, 0, 1, 2, [2, 2, 1], [2]]
assert seen["EqualInterval"] == [0, 0, 0, 1, 2, [3, 1, 1], [2]]
assert seen["Quantiles"][:5] == [0, 0, 0, 1, 0]
assert seen["FisherJenks"][:6] == [0, 0, 0, 0, 0, [5, 0, 0]]
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
