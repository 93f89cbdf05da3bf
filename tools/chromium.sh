#!/bin/sh
# Prints the path of a Chromium for the browser tests; installs Debian's package when none is found. The one that
# draws no window comes first: a page takes it a fifth less time.
set -eu

SHELL_ONLY=chromium-headless-shell

find_browser() {
    for name in "$@"; do
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
    echo "Installing the Chromium of this system for the tests …" >&2
    $sudo apt-get update -qq >&2
    for package in "$SHELL_ONLY" chromium; do
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2 && return
    done
    return 1
}

find_browser "${CHROMIUM:-}" "$SHELL_ONLY" && exit 0
# On a machine of its own that tests and nothing else, the lighter one is worth its installation.
if [ -n "${CI:-}" ] && install_browser && find_browser "$SHELL_ONLY"; then
    exit 0
fi
find_browser chromium chromium-browser google-chrome google-chrome-stable && exit 0
if install_browser && find_browser "$SHELL_ONLY" chromium; then
    exit 0
fi
echo "The browser tests need Chromium, and it may not be installed from here." >&2
echo "Install it (Debian: apt-get install chromium) or set CHROMIUM=/path/to/chromium." >&2
exit 1
