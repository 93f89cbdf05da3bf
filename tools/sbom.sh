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
"$environment/bin/python" "$root/tools/licences.py" "$root/requirements.txt" > "$root/docs/licences.md"
