#!/bin/sh
# sbom.sh ENVIRONMENT: writes docs/sbom.cdx.json (CycloneDX) of the locked requirements, and docs/licences.md of what is
# installed of them in the environment. The tool runs in an environment that is thrown away afterwards.
set -eu

environment=$1
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=$("$root/tools/python.sh")
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "cyclonedx-bom==7.5.0"
"$folder/bin/cyclonedx-py" requirements --output-reproducible --output-format JSON --spec-version 1.6 \
    --pyproject "$root/pyproject.toml" --output-file "$root/docs/sbom.cdx.json" "$root/requirements.txt"
# Where a part can be fetched is the business of whoever installs it; its hashes say which one is meant.
"$folder/bin/python" - "$root/docs/sbom.cdx.json" <<'PY'
import json, pathlib, sys

path = pathlib.Path(sys.argv[1])
told = json.loads(path.read_text("utf-8"))
for part in told["components"]:
    hashes = [one for place in part.pop("externalReferences", []) for one in place.get("hashes", [])]
    part["hashes"] = hashes or part.get("hashes", [])
for tool in told["metadata"]["tools"]["components"]:
    tool.pop("externalReferences", None)
path.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
PY
"$environment/bin/python" "$root/tools/licences.py" "$root/requirements.txt" > "$root/docs/licences.md"
