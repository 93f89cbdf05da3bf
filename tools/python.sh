#!/bin/sh
# Prints a Python that is new enough and can create environments; says what is missing otherwise.
set -eu

for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        found=$name
        break
    fi
done

if [ -z "${found:-}" ]; then
    echo "Python 3.11 or newer is needed and was not found. Set PYTHON=/path/to/python3, or install it." >&2
    exit 1
fi
if ! "$found" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "$found cannot create environments. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
echo "$found"
