#!/bin/sh
# Prints the path of a Chromium for the browser tests; installs Debian's package when none is found.
set -eu

find_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$name" ] && command -v "$name" 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

install_browser() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif sudo -n true 2>/dev/null; then
        sudo="sudo -n"
    else
        return 1
    fi
    echo "No Chromium found; installing the package of this system …" >&2
    $sudo apt-get update -qq >&2
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >&2
}

find_browser && exit 0
if install_browser && find_browser; then
    exit 0
fi
echo "The browser tests need Chromium, and it may not be installed from here." >&2
echo "Install it (Debian: apt-get install chromium) or set CHROMIUM=/path/to/chromium." >&2
exit 1
