"""The app below its supervisor: what is killed comes back, what ends by itself or is told to stop does not."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.conftest import free_port, wait_until_up

from einlass import config
from einlass.ui import supervisor

PATIENCE_SECONDS = 60
PR_SET_CHILD_SUBREAPER = 36  # prctl(2) of Linux
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


def started(work: Callable[[], None]) -> int:
    """A supervisor in a process of its own."""
    process = os.fork()
    if process == 0:
        os._exit(supervisor.supervise(work))
    return process


def code_of(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def noted(path: Path) -> list[int]:
    """The processes that worked, in the order of their beginnings."""
    return [int(line) for line in path.read_text("ascii").split()] if path.exists() else []


def note(path: Path) -> int:
    """How many began so far, this one included."""
    with path.open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")
    return len(noted(path))


def stay(path: Path) -> None:
    note(path)
    time.sleep(PATIENCE_SECONDS)
    os._exit(1)


def is_there(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


@pytest.mark.parametrize("code", [0, 3])
def test_what_ends_by_itself_is_not_started_again(tmp_path: Path, code: int) -> None:
    def work() -> None:
        note(tmp_path / "began")
        os._exit(code)

    assert code_of(started(work)) == code
    assert len(noted(tmp_path / "began")) == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSYS])
def test_what_is_killed_is_started_again_and_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    def work() -> None:
        if note(tmp_path / "began") < 3:
            os.kill(os.getpid(), number)
        os._exit(4)

    assert code_of(started(work)) == 4
    assert len(set(noted(tmp_path / "began"))) == 3
    assert capfd.readouterr().err.count(f"Signal {int(number)}") == 2


def test_who_tells_it_to_stop_stops_both(tmp_path: Path) -> None:
    process = started(lambda: stay(tmp_path / "began"))
    until(lambda: noted(tmp_path / "began"))
    os.kill(process, signal.SIGTERM)
    assert code_of(process) == 0
    assert len(noted(tmp_path / "began")) == 1 and not is_there(noted(tmp_path / "began")[0])


def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    process = started(lambda: stay(tmp_path / "began"))
    until(lambda: noted(tmp_path / "began"))
    os.kill(process, signal.SIGKILL)
    assert code_of(process) == -signal.SIGKILL
    until(lambda: not is_there(noted(tmp_path / "began")[0]))


def test_what_a_killed_one_leaves_behind_is_buried(tmp_path: Path) -> None:
    """In a container the supervisor is the first process: orphans become its own, and none may stay as a zombie."""
    left = tmp_path / "left"

    def work() -> None:
        if note(tmp_path / "began") == 1:
            killed = os.getpid()
            if os.fork() == 0:
                note(left)
                until(lambda: os.getppid() != killed)
                os._exit(0)
            until(lambda: noted(left))
            os.kill(killed, signal.SIGKILL)
        until(lambda: not is_there(noted(left)[0]))
        os._exit(5)

    process = os.fork()
    if process == 0:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
        os._exit(supervisor.supervise(work))
    assert code_of(process) == 5


def test_the_app_answers_again_after_it_was_killed(sample_folder: Path, tmp_path: Path) -> None:
    data = shutil.copytree(sample_folder, tmp_path / "data")
    port, log = free_port(), tmp_path / "app.log"
    command = [sys.executable, "-m", "einlass.ui.supervisor", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=config.ROOT,
            env=os.environ | {"EINLASS_DATA": str(data)},
            stdout=output,
            stderr=output,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_up(address, process, log)
            first = served_by(process.pid)
            os.kill(first, signal.SIGKILL)
            until(lambda: served_by(process.pid) not in (0, first))
            wait_until_up(address, process, log)
            with urllib.request.urlopen(f"{address}/health/ready", timeout=PATIENCE_SECONDS) as answer:
                assert answer.status == 200
            last = served_by(process.pid)
            process.terminate()
            assert process.wait(PATIENCE_SECONDS) == 0
            assert not is_there(last)
        finally:
            process.kill()


def served_by(process: int) -> int:
    """The fork that serves; 0 while there is none."""
    forks = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return int(forks[0]) if forks else 0
