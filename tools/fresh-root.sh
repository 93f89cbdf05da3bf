#!/bin/sh
# fresh-root.sh: says what `make fresh-root` needs and this machine lacks; prints nothing where all is there.
set -eu

missing=
for pair in mmdebstrap:mmdebstrap unshare:util-linux nsenter:util-linux setpriv:util-linux pivot_root:util-linux \
    ip:iproute2 git:git buildah:buildah crun:crun; do
    command -v "${pair%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
if [ "$(id -u)" != 0 ]; then
    echo "make fresh-root boots a Debian of its own and must be run as root." >&2
    exit 1
fi
if [ -n "$missing" ]; then
    echo "make fresh-root needs on this Debian: apt-get install$missing" >&2
    exit 1
fi
if ! grep -q ' cgroup2 ' /proc/self/mounts; then
    echo "make fresh-root needs control groups of the second version (cgroup2), and none are mounted here." >&2
    exit 1
fi
