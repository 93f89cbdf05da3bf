"""A Debian in a folder, run as a machine of its own under its own systemd (boot.sh)."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BOOT = Path(__file__).with_name("boot.sh")
NAMESPACES = ("--mount", "--uts", "--ipc", "--pid", "--cgroup", "--root", "--wd")
ENVIRONMENT = {
    "HOME": "/root",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
START_SECONDS = 120
COMMAND_SECONDS = 1800


@dataclass(frozen=True)
class Machine:
    """A running one: where its files lie, and the process that is its first."""

    root: Path
    pid: int

    def run(self, command: str, told: str = "") -> str:
        """What a line of the shell prints that root types there; told: what root types into it.

        It runs in the network of who calls this, as packages come from mirrors; services see loopback alone.
        """
        ended = self.tried(command, told)
        assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{self.tried('journalctl -n 60').stdout}"
        return ended.stdout

    def tried(self, command: str, told: str = "") -> subprocess.CompletedProcess[str]:
        """The same for what may fail."""
        enter = ["nsenter", "--target", str(self.pid), *NAMESPACES]
        given = [f"{name}={value}" for name, value in ENVIRONMENT.items()]
        return subprocess.run(
            [*enter, "env", "-i", *given, "bash", "-c", command],
            input=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )


@contextmanager
def booted(root: Path) -> Iterator[Machine]:
    """Runs it; nothing of it is left afterwards but its files."""
    with control_group() as group:
        command = ["setpriv", "--pdeathsig", "KILL", str(BOOT), str(root), str(group)]
        with root.with_name("boot.log").open("wb") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            yield up(root, process)
        finally:
            process.kill()
            process.wait()


def up(root: Path, process: subprocess.Popen[bytes]) -> Machine:
    """Waits until every service that belongs to an empty Debian runs."""
    deadline = time.monotonic() + START_SECONDS
    state = "not started"
    while time.monotonic() < deadline and process.poll() is None:
        first = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        if first and Path(f"/proc/{first[0]}/comm").read_text().strip() == "systemd":
            machine = Machine(root, int(first[0]))
            state = machine.tried("systemctl is-system-running").stdout.strip()
            if state == "running":
                return machine
        time.sleep(0.2)
    raise AssertionError(f"systemd: {state}\n{root.with_name('boot.log').read_text()}")


@contextmanager
def control_group() -> Iterator[Path]:
    """One of the second hierarchy, in which systemd keeps its services."""
    mounted = (line.split() for line in Path("/proc/self/mounts").read_text().splitlines())
    top = next(Path(place) for _, place, kind, *_ in mounted if kind == "cgroup2")
    group = top / f"einlassmonitor-test-{os.getpid()}"
    group.mkdir()
    try:
        yield group
    finally:
        deadline = time.monotonic() + START_SECONDS
        while "populated 1" in (group / "cgroup.events").read_text() and time.monotonic() < deadline:
            time.sleep(0.1)  # its processes end
        for folder, *_ in os.walk(group, topdown=False):
            Path(folder).rmdir()


@contextmanager
def network_of(pid: int) -> Iterator[None]:
    """This thread, and what it starts, in the network of a process: loopback alone, and no port is taken there."""
    with Path("/proc/thread-self/ns/net").open() as home, Path(f"/proc/{pid}/ns/net").open() as there:
        enter(there.fileno())
        try:
            yield
        finally:
            enter(home.fileno())


def enter(network: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(network, 0):
        raise OSError(ctypes.get_errno(), "setns")


def rights(status: str) -> dict[str, str]:
    """What /proc/…/status says of a process."""
    return dict(re.findall(r"^(\w+):\s*(.*)$", status, re.MULTILINE))
