#!/usr/bin/env bash
# pandas 3.1.1 with pyreadstat 1.3.7 (PyPI): answers of a survey from an SPSS file are ordered by the alphabet.
#
# Expected: read_spss gives the labels of a variable that the file calls ordinal in the order of their codes (1 "gar
#   nicht" to 5 "voll"), at least in the categories; or the codes.
# Seen: the categories are eher, eher nicht, gar nicht, teils, voll and have no order, although the file says ordinal
#   and knows every code. cat.codes, a sorted table and the bars of a chart follow the alphabet: the mean of the codes of
#   a group that agrees more is lower than that of one that agrees less. pyreadstat's own way to keep the order
#   (formats_as_ordered_category) raises an error as soon as one answer is missing; without a missing one it works.
# Who is hurt: whoever takes the export of a survey tool as .sav (LimeSurvey, Unipark and SPSS write it): group means of
#   codes, rank tests and stacked bars are wrong, and no message says so.
# What to do: convert_categoricals=False, then map the codes by the labels of pyreadstat's metadata.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    pandas==3.1.1 pyreadstat==1.3.7
cd "$dir"
cat >run.py <<'PY'
import pandas
import pyreadstat

LABELS = {1: "gar nicht", 2: "eher nicht", 3: "teils", 4: "eher", 5: "voll"}


def write(name, answers):
    frame = pandas.DataFrame({"group": ["less"] * 4 + ["more"] * 4, "safe": answers})
    pyreadstat.write_sav(frame, name, variable_value_labels={"safe": LABELS}, variable_measure={"safe": "ordinal"})
    return frame


def ordered(name):
    try:
        read, _ = pyreadstat.read_sav(name, apply_value_formats=True, formats_as_ordered_category=True)
        return list(read["safe"].cat.categories)
    except ValueError as error:
        return f"ValueError: {error}"


frame = write("whole.sav", [1, 3, 3, 5, 2, 4, 4, 4])
write("missing.sav", [1, 3, 3, 5, 2, 4, 4, None])
read = pandas.read_spss("whole.sav")
categories = list(read["safe"].cat.categories)
by_code = read["safe"].cat.codes.groupby(read["group"]).mean()
true = frame.groupby("group")["safe"].mean()
print("file says", pyreadstat.read_sav("whole.sav", metadataonly=True)[1].variable_measure["safe"])
print("categories", categories, "ordered", read["safe"].cat.ordered)
print("mean of the answers: less", true["less"], "more", true["more"])
print("mean of cat.codes:   less", by_code["less"], "more", by_code["more"])
print("ordered category, nothing missing:", ordered("whole.sav"))
print("ordered category, one missing:", ordered("missing.sav"))
assert categories == sorted(LABELS.values()) and not read["safe"].cat.ordered
assert true["more"] > true["less"] and by_code["more"] < by_code["less"]
assert ordered("whole.sav") == list(LABELS.values())
assert str(ordered("missing.sav")).startswith("ValueError")
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
