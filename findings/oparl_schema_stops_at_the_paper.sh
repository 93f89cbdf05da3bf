#!/usr/bin/env bash
# jsonschema 4.25.1 (PyPI) with the schema files of OParl 1.1 (Paper.json of the standard, unchanged, in tests/data/oparl).
#
# Expected: the standard publishes its objects as JSON Schema, so a validator refuses a Paper whose main file lacks the
#   required accessUrl, whose size is a word, whose id is no URL, or whose date is the 31st of June.
# Seen: all of them are valid, also with the validator's format checker switched on. The files name inner objects by a
#   keyword of their own ("schema": "File.json") that no validator knows, URLs by a format that JSON Schema does not have
#   ("url" instead of "uri"), so both are read as remarks; only the date is refused, and only with the checker on.
# Who is hurt: cities and makers of council information systems that check what they hand over with the standard's own
#   files: a broken file reference passes and the PDF of a council paper cannot be fetched.
# What to do: follow "schema" and "references" oneself (as tests/test_paper.py does), check "url" as a URL, and see the check
#   fail once on a broken object.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check jsonschema==4.25.1
cp "$here/../tests/data/oparl/Paper.json" "$here/../tests/data/oparl/File.json" "$dir"
cd "$dir"
cat >run.py <<'PY'
import json
from pathlib import Path

from jsonschema import Draft202012Validator

BASE = "https://council.invalid/"
good = {
    "id": BASE + "paper/1",
    "type": "https://schema.oparl.org/1.1/Paper",
    "date": "2020-03-31",
    "mainFile": {
        "id": BASE + "file/1",
        "type": "https://schema.oparl.org/1.1/File",
        "accessUrl": BASE + "file/1.pdf",
        "size": 1000,
    },
}
inner = good["mainFile"]
broken = {
    "nothing broken": good,
    "main file without accessUrl": good | {"mainFile": {k: v for k, v in inner.items() if k != "accessUrl"}},
    "size is a word": good | {"mainFile": inner | {"size": "many"}},
    "id is no URL": good | {"id": "paper one"},
    "31st of June": good | {"date": "2020-06-31"},
    "other type": good | {"type": "https://schema.oparl.org/1.0/Paper"},
}
schema = json.loads(Path("Paper.json").read_text())
plain = Draft202012Validator(schema)
checked = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
for name, paper in broken.items():
    told = ["valid" if one.is_valid(paper) else "refused" for one in (plain, checked)]
    print(f"{name}: {told[0]}, with format checker {told[1]}")
file = Draft202012Validator(json.loads(Path("File.json").read_text()))
lacking = broken["main file without accessUrl"]["mainFile"]
print("that file by itself:", "valid" if file.is_valid(lacking) else "refused")
PY
venv/bin/python run.py | tee out.txt
diff out.txt - <<'EOF'
nothing broken: valid, with format checker valid
main file without accessUrl: valid, with format checker valid
size is a word: valid, with format checker valid
id is no URL: valid, with format checker valid
31st of June: valid, with format checker refused
other type: refused, with format checker refused
that file by itself: refused
EOF
echo "as stated"
