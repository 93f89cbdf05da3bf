#!/bin/sh
# /usr/local/bin/einlassmonitor COMMAND…: `python -m einlass` as the account of the service, on its data and settings.
# Who imports as root leaves files that the service cannot touch.
set -eu

settings=/etc/einlassmonitor/environment
if [ -r "$settings" ]; then
    set -a
    . "$settings"
    set +a
fi
export EINLASS_DATA=/var/lib/einlassmonitor HOME=/var/lib/einlassmonitor
umask 077
exec runuser -u einlassmonitor -- /opt/einlassmonitor/.venv/bin/einlass "$@"
