#!/bin/sh
# boot.sh ROOT GROUP: starts the systemd that lies in ROOT as the first process of a machine of its own, with its own
# processes, mounts, name and network (loopback alone). It ends, with all that it started, when this command is killed.
# GROUP: the control group below which it keeps its services.
set -eu

root=$1
case "${3:-outside}" in
outside)
    exec unshare --mount --uts --ipc --net --pid --fork --kill-child "$0" "$root" "$2" joined
    ;;
joined)
    echo 0 > "$2/cgroup.procs"
    exec unshare --cgroup "$0" "$root" "$2" inside
    ;;
esac

mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
# What is set there holds for the kernel, which is the one of this machine.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
# Devices that hold nothing; no disk, no console.
mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
mknod -m 0666 "$root/dev/null" c 1 3
mknod -m 0666 "$root/dev/zero" c 1 5
mknod -m 0666 "$root/dev/full" c 1 7
mknod -m 0666 "$root/dev/random" c 1 8
mknod -m 0666 "$root/dev/urandom" c 1 9
mknod -m 0666 "$root/dev/tty" c 5 0
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"

cd "$root"
pivot_root . mnt
umount -l /mnt
exec env -i container=einlassmonitor-test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
