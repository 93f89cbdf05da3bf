#!/bin/sh
# with-pip-tools.sh COMMAND…: runs a command of pip-tools from an environment that is thrown away afterwards.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=$("$(dirname "$0")/python.sh")
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "pip-tools>=7.5"
PATH="$folder/bin:$PATH" CUSTOM_COMPILE_COMMAND="make lock" "$@"
