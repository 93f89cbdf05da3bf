#!/bin/sh
# setup.sh: account, folders, first settings, command and units of the service. As root, from /opt/einlassmonitor.
# Safe to repeat: settings that are there stay; units and command become those of this checkout.
set -eu

from=$(cd "$(dirname "$0")" && pwd)
account=einlassmonitor

id "$account" >/dev/null 2>&1 ||
    useradd --system --home-dir "/var/lib/$account" --shell /usr/sbin/nologin "$account"
install -d -o "$account" -g "$account" -m 0700 "/var/lib/$account" "/var/backups/$account"
install -d "/etc/$account"
for file in environment stadt.toml; do
    [ -e "/etc/$account/$file" ] || cp "$from/$file" "/etc/$account/"
done
install -m 0755 "$from/einlassmonitor.sh" "/usr/local/bin/$account"
install -m 0644 "$from"/*.service "$from"/*.timer /etc/systemd/system/
systemctl daemon-reload
