"""The import process seen from outside: give it a job, hear how far it is, publish what it has staged."""

from __future__ import annotations

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from einlass import config
from einlass.errors import Busy, Damaged, EinlassError, ImportRefused, NoWarehouse, WarehouseError, trouble_of
from einlass.ingest.commit.left_overs import forget_originals
from einlass.ingest.report import FileReport, Progress
from einlass.warehouse import versions

Listener = Callable[[Progress], None]

_ERRORS: dict[str, type[EinlassError]] = {
    kind.__name__: kind for kind in (ImportRefused, Busy, Damaged, NoWarehouse, WarehouseError)
}


def run_and_publish(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    """Do a job while nobody else imports; what it staged becomes the next version."""
    with writing(folder), versions.importing(folder), versions.staging(folder) as staged:
        created_at = versions.now()
        result = in_child(folder, staged, created_at, job)
        if result.get("sha256"):
            publish(folder, staged, result["sha256"], created_at)
        return result


def publish(folder: Path, staged: Path, sha256: str, created_at: datetime) -> None:
    """Make a staged version the one that is served. The caller holds the lock."""
    versions.store_batches(folder, staged)
    versions.publish(folder, staged / "version", versions.next_number(folder), sha256, created_at)
    forget_originals(folder)


def pointer(folder: Path) -> dict[str, Any]:
    """The identity of what is served now."""
    try:
        version = versions.pointed_version(folder)
    except NoWarehouse:
        return {"number": 0, "sha256": ""}
    return {"number": version.number, "sha256": version.sha256}


def reports_of(plain: dict[str, Any]) -> list[FileReport]:
    """The reports in a result of the import process."""
    return [FileReport.from_json(report) for report in plain["reports"]]


def os_user() -> str:
    """The account that runs this program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Raises WarehouseError where the folder cannot be written to: full, read-only, or no folder."""
    try:
        yield
    except OSError as error:
        raise WarehouseError(
            "warehouse.cannot_write", folder=str(folder), trouble=trouble_of(error)
        ) from error


def in_child(
    folder: Path,
    staged: Path,
    created_at: datetime,
    job: dict[str, Any],
    on_progress: Listener | None = None,
) -> dict[str, Any]:
    """The result of a job, which the import process does in the folder `staged`."""
    order = job | {
        "parent": os.getpid(),
        "folder": str(folder),
        "staged": str(staged),
        "created_at": created_at.isoformat(),
        "environment": {name: os.environ.get(name) for name in config.VARIABLES},
    }
    child = _waiting_or_started()
    with child:
        try:
            result = _heard(child, json.dumps(order), on_progress)
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        raise WarehouseError("warehouse.import_died", code=child.returncode)
    return checked(result)


def checked(result: dict[str, Any]) -> dict[str, Any]:
    """A result of the import process; the error that it tells of is raised."""
    if error := result.get("error"):
        raise _ERRORS.get(error["kind"], EinlassError)(error["key"], **error["values"])
    return result


def _heard(child: subprocess.Popen[str], order: str, on_progress: Listener | None) -> dict[str, Any]:
    """What the process says, line by line: how far it is, at last the result."""
    assert child.stdin and child.stdout
    try:
        child.stdin.write(order)
        child.stdin.close()
    except BrokenPipeError:  # it died at once; its exit code says so
        return {}
    result: dict[str, Any] = {}
    for line in child.stdout:
        result = json.loads(line) if line.endswith("\n") else {}  # killed in the middle of it
        if on_progress and "progress" in result:
            on_progress(Progress(**result["progress"]))
    return result


_waiting: list[subprocess.Popen[str]] = []
_lock = Lock()
# A process that dies with its parent dies with the thread that started it: this one stays as long as the program.
_starter = ThreadPoolExecutor(1, thread_name_prefix="standby")


def get_ready() -> None:
    """Have an import process wait for an order, if none does. It ends with this program."""
    _starter.submit(_fill).result()


def _waiting_or_started() -> subprocess.Popen[str]:
    """The process that waits, else a new one."""
    with _lock:
        _forget_dead()
        return _waiting.pop() if _waiting else _started()


def _started() -> subprocess.Popen[str]:
    """A new import process; it waits for its order on standard input."""
    return subprocess.Popen(
        [sys.executable, "-m", "einlass.ingest.commit.process_main"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=config.ROOT,
        env=os.environ | {"MALLOC_ARENA_MAX": "2"},
    )


def _fill() -> None:
    with _lock:
        _forget_dead()
        if not _waiting:
            _waiting.append(_started())


def _forget_dead() -> None:
    while _waiting and _waiting[0].poll() is not None:
        with _waiting.pop():  # closes its pipes
            pass
