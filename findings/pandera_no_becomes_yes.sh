#!/usr/bin/env bash
# pandera 0.35.0 (PyPI): with coerce=True a column of "ja" and "nein" is all True, half an hour is 0, and the check is green.
#
# Expected: coerce converts what the type can hold ("3" to 3, 2.0 to 2) and reports every other row, that being what a schema
#   is for; "nein" is no Boolean, 0.5 no whole number.
# Seen: Column(bool) makes True of every text, "nein", "0" and "False" as well; Column(int) cuts off what follows the point, in
#   pandas and Polars: 7.75, 0.5 and 2.9 hours are 7, 0 and 2. validate() returns without error, and a check "at most one
#   hour" passes on 1.9. The nullable types "boolean" and "Int64" refuse the same rows. The manual says that coerce converts,
#   not that it loses; nothing upstream found (issue 1037 for text in Int64).
# Who is hurt: exports behind a schema: "was anything found? nein" counts as a find, hours of duty and shares shrink to whole ones.
# What to do: "Int64" and "boolean", or no coerce and a check of the text first.
# Pinned: pandera==0.35.0, pandas==3.1.1, polars==2.1.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
  pandera==0.35.0 pandas==3.1.1 polars==2.1.0
cd "$dir"
cat >run.py <<'PY'
import pandas
import pandera.pandas as pandera
import pandera.polars
import polars

FOUND = pandas.DataFrame({"value": ["ja", "nein", "nein", "0", "False"]})
HOURS = pandas.DataFrame({"value": [7.75, 0.5, 2.9]})
SHORT = pandas.DataFrame({"value": [0.5, 1.9]})


def coerced(kind, data, check=None):
    schema = pandera.DataFrameSchema({"value": pandera.Column(kind, check, coerce=True)})
    try:
        return schema.validate(data).value.tolist()
    except (pandera.errors.SchemaError, pandera.errors.SchemaErrors):
        return "refused"


in_polars = pandera.polars.DataFrameSchema({"value": pandera.polars.Column(polars.Int64, coerce=True)})
seen = {
    "bool of ja, nein, nein, 0, False": coerced(bool, FOUND),
    "boolean": coerced("boolean", FOUND),
    "int of 7.75, 0.5, 2.9": coerced(int, HOURS),
    "Int64": coerced("Int64", HOURS),
    "int in Polars": in_polars.validate(polars.DataFrame({"value": HOURS.value.tolist()}))["value"].to_list(),
    "int, at most 1, of 0.5, 1.9": coerced(int, SHORT, pandera.Check.le(1)),
    "float, at most 1, of 0.5, 1.9": coerced(float, SHORT, pandera.Check.le(1)),
}
for name, result in seen.items():
    print(f"{name:34} {result}")
assert list(seen.values()) == [
    [True] * 5,
    "refused",
    [7, 0, 2],
    "refused",
    [7, 0, 2],
    [0, 1],
    "refused",
]
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
