"""deploy/Containerfile, built as it is and run as its head says: without rights, on a read-only root, without network.

No registry of images is asked: the base is made of Debian's packages, under the name that FROM asks for.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser.signing_in import SECRET, City

from einlass import config
from fresh_root.debian import PIP_CONF, TRUST, make, scratch
from fresh_root.machine import network_of, rights

DEPLOY = config.ROOT / "deploy"
HEAD, _, STEPS = (DEPLOY / "Containerfile").read_text("utf-8").partition("\nFROM ")
(BASE,) = set(re.findall(r"^FROM (\S+)", f"FROM {STEPS}", re.MULTILINE))
# What the image of that name has and Debian's smallest installation lacks.
PACKAGES = ("python3-venv", "python-is-python3", "ca-certificates")
NAME = "einlassmonitor"
BUNDLE = "bundle"
ACCOUNT = 10001
INSIDE = City("http://127.0.0.1:8501", "", "")
START_SECONDS = 120
# crun refuses a machine that has control groups of both versions; here it sees those of the second.
HOLD = "mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec sleep infinity"


@dataclass(frozen=True)
class Workshop:
    """A folder for images and containers, and a process whose mounts are theirs."""

    folder: Path
    pid: int

    @property
    def entered(self) -> list[str]:
        return ["nsenter", "--target", str(self.pid), "--mount", "--"]

    def run(self, *command: str | Path) -> str:
        """What a command prints that must succeed."""
        done = subprocess.run([*self.entered, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout.strip()

    def buildah(self, *arguments: str | Path) -> str:
        return self.run(
            *("env", "-C", config.ROOT, f"TMPDIR={self.folder}", "buildah"),
            *("--root", self.folder / "images", "--runroot", self.folder / "run", *arguments),
        )

    def crun(self, *arguments: str | Path) -> list[str | Path]:
        """A command on the container."""
        return [
            *self.entered,
            "crun",
            "--root",
            self.folder / "crun",
            "--cgroup-manager=disabled",
            *arguments,
        ]


@dataclass(frozen=True)
class Container:
    """A running one: the process of the app, and what its image says of itself."""

    workshop: Workshop
    pid: int
    image: dict[str, Any]

    def tried(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command inside, with the account, the variables and the rights of the app."""
        process = json.loads((self.workshop.folder / BUNDLE / "config.json").read_text("utf-8"))["process"]
        file = self.workshop.folder / "process.json"
        file.write_text(json.dumps(process | {"args": command}), encoding="utf-8")
        called = self.workshop.crun("exec", "--process", file, NAME)
        return subprocess.run(called, capture_output=True, text=True, timeout=START_SECONDS, check=False)

    def ask(self, path: str) -> tuple[int, str]:
        """Status and body of a request from inside."""
        with network_of(self.pid):
            status, body, _ = INSIDE.ask(path, host="einlass.stadt.example")
        return status, body


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with scratch() as folder:
        process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "sh", "-c", HOLD])
        try:
            while Path(f"/proc/{process.pid}/comm").read_text("utf-8").strip() != "sleep":
                assert process.poll() is None
                time.sleep(0.01)
            yield Workshop(folder, process.pid)
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def image(workshop: Workshop) -> dict[str, Any]:
    """What the image says of itself that the command in the head of the file built."""
    root = workshop.folder / "base"
    make(root, *PACKAGES)
    workshop.buildah("from", "--name", "base", "scratch")
    workshop.buildah("copy", "--quiet", "base", root, "/")
    workshop.buildah("commit", "--quiet", "--rm", "base", BASE)
    (told,) = re.findall(r"^# podman build (.+) \.$", HEAD, re.MULTILINE)
    mirrors = [f"--volume={root / path}:/{path}:ro" for path in (PIP_CONF, TRUST)]
    here = ["--pull-never", "--isolation=chroot", "--network=host", *mirrors]
    workshop.buildah("build", *shlex.split(told), *here, ".")
    said: dict[str, Any] = json.loads(workshop.buildah("inspect", "--type", "image", NAME))
    return dict(said["Docker"]["config"])


@pytest.fixture(scope="module")
def container(workshop: Workshop, image: dict[str, Any]) -> Iterator[Container]:
    bundle = bundle_of(workshop, image)
    log = workshop.folder / "container.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            workshop.crun("run", "--bundle", bundle, NAME),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Container(workshop, up(workshop, process, log), image)
    finally:
        subprocess.run(workshop.crun("delete", "--force", NAME), check=False)
        process.wait()


def up(workshop: Workshop, process: subprocess.Popen[bytes], log: Path) -> int:
    """Waits until the app answers; its process."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        state = subprocess.run(workshop.crun("state", NAME), capture_output=True, text=True, check=False)
        with suppress(OSError, ValueError):
            pid = int(json.loads(state.stdout)["pid"])
            with network_of(pid):
                INSIDE.ask("/health/live")
            return pid
        time.sleep(0.2)
    pytest.fail(f"the container did not start:\n{log.read_text('utf-8')}")


def bundle_of(workshop: Workshop, image: dict[str, Any]) -> Path:
    """The image as a container by the command in the head of the file, without a network in the place of its port."""
    (told,) = re.findall(r"^# podman (run .+\\\n#.+)$", HEAD, re.MULTILINE)
    words = shlex.split(told.replace("\\\n#", ""))
    given = dict(pairwise(words))
    assert given["--cap-drop"] == "all" and given["--security-opt"] == "no-new-privileges"
    bundle, data = workshop.folder / BUNDLE, workshop.folder / "data"
    for folder in (bundle, data):
        folder.mkdir()
    workshop.run("crun", "spec", "--file", bundle / "config.json")
    plan = json.loads((bundle / "config.json").read_text("utf-8"))
    user, group = map(int, image["User"].split(":"))
    plan["root"] = {"path": root_of(workshop), "readonly": "--read-only" in words}
    plan["process"] |= {
        "terminal": False,
        "user": {"uid": user, "gid": group},
        "args": image["Cmd"],
        "env": [*image["Env"], given["-e"]],
        "cwd": image["WorkingDir"],
        "capabilities": {},
        "noNewPrivileges": True,
    }
    plan["mounts"] += [
        {
            "destination": given["--tmpfs"],
            "type": "tmpfs",
            "source": "tmpfs",
            "options": ["nosuid", "nodev", "noexec", "mode=1777"],
        },
        {"destination": "/data", "type": "bind", "source": str(data), "options": ["rbind", "rw"]},
    ]
    (bundle / "config.json").write_text(json.dumps(plan), encoding="utf-8")
    shutil.copy(DEPLOY / "stadt.toml", data)
    (data / "client-secret").write_text(SECRET, encoding="utf-8")
    for path in (data, *data.iterdir()):
        shutil.chown(path, user, group)
        path.chmod(0o700)
    return bundle


def root_of(workshop: Workshop) -> str:
    return workshop.buildah("mount", workshop.buildah("from", "--pull-never", NAME))


def test_it_lives_and_can_serve_once_there_are_data(container: Container) -> None:
    assert container.ask("/health/live")[0] == 200
    status, body = container.ask("/health/ready")
    assert (status, json.loads(body)["status"]) == (503, "not ready")
    loaded = container.tried(".venv/bin/python", "-m", "einlass", "sample")
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    assert container.ask("/health/ready")[0] == 200
    assert container.ask("/")[0] == 401


def test_its_own_check_of_health_passes(container: Container) -> None:
    how, *command = container.image["Healthcheck"]["Test"]
    assert how == "CMD"
    assert container.tried(*command).returncode == 0


def test_it_has_no_rights(container: Container) -> None:
    status = rights(Path(f"/proc/{container.pid}/status").read_text("utf-8"))
    assert set(status["Uid"].split()) == set(status["Gid"].split()) == {str(ACCOUNT)}
    assert (status["NoNewPrivs"], int(status["CapEff"], 16), int(status["CapBnd"], 16)) == ("1", 0, 0)


def test_it_writes_to_its_data_alone(container: Container) -> None:
    for folder, may in (("/data", True), ("/run/einlassmonitor", True), ("/opt/einlassmonitor", False)):
        assert (container.tried("touch", f"{folder}/new").returncode == 0) == may, folder


def test_a_killed_app_comes_back_and_a_stop_is_heard(container: Container) -> None:
    """The supervisor is the first process there, which the kernel spares signals that nobody waits for."""
    children = Path(f"/proc/{container.pid}/task/{container.pid}/children")
    killed = children.read_text("ascii").split()[0]
    os.kill(int(killed), signal.SIGKILL)
    until(lambda: children.read_text("ascii").split()[:1] not in ([], [killed]))
    until(lambda: is_live(container))
    subprocess.run(container.workshop.crun("kill", NAME, "TERM"), check=True)
    until(lambda: not Path(f"/proc/{container.pid}").exists())


def is_live(container: Container) -> bool:
    with suppress(OSError):
        return container.ask("/health/live")[0] == 200
    return False


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
