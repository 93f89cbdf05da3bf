#!/bin/sh
# proxies.sh nginx|apache2: prints the path of that web server; where the system has none, its package is unpacked into
# the user's cache. Nothing is installed and no service started. LD_LIBRARY_PATH for it: lib beside the path, if there.
set -eu

name=$1
for path in "/usr/sbin/$name" "$(command -v "$name" || true)"; do
    if [ -x "$path" ] && [ -z "${EINLASS_UNPACK:-}" ]; then
        echo "$path"
        exit 0
    fi
done

folder="${XDG_CACHE_HOME:-$HOME/.cache}/einlassmonitor/$name"
if [ ! -x "$folder/usr/sbin/$name" ]; then
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || {
        echo "There is no $name here, and its package cannot be fetched." >&2
        exit 1
    }
    case $name in
        nginx) packages="nginx" ;;
        apache2) packages="apache2-bin libapr1 libaprutil1" ;;
    esac
    mkdir -p "$folder"
    cd "$folder"
    apt-get download -qq $packages >&2
    for package in *.deb; do
        dpkg -x "$package" "$folder"
    done
    rm -f ./*.deb
fi
echo "$folder/usr/sbin/$name"
