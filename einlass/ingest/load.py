"""Files → a new version of the data. The work is done in a child process with limits; this side holds the lock
and publishes what the child has staged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from einlass import config
from einlass.errors import Busy, Damaged, EinlassError, ImportRefused, NoWarehouse, WarehouseError
from einlass.ingest.report import FileReport
from einlass.warehouse import versions


def import_files(files: Sequence[Path], *, shows_progress: bool = False) -> list[FileReport]:
    """Import export files as far as each can be; a refused file changes nothing. One report a file.

    Raises Busy when somebody else imports, WarehouseError when the import process fails; then nothing changed.
    """
    job = {
        "task": "import",
        "files": [str(path.resolve()) for path in files],
        "shows_progress": shows_progress,
    }
    return [FileReport.from_json(plain) for plain in _run(config.data_dir(), job)["reports"]]


def rebuild(*, shows_progress: bool = False) -> versions.DataVersion:
    """Build the current version anew from its batches. Raises NoWarehouse, Busy, Damaged."""
    versions.pointed_version(config.data_dir())
    _run(config.data_dir(), {"task": "rebuild", "shows_progress": shows_progress})
    return versions.current_version()


def _run(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    with versions.importing(folder), versions.staging(folder) as staged:
        number = _next_number(folder)
        created_at = versions.now()
        job |= {
            "parent": os.getpid(),
            "folder": str(folder),
            "staged": str(staged),
            "created_at": created_at.isoformat(),
        }
        result = _in_child(job)
        if result.get("sha256"):
            versions.publish(folder, staged / "version", number, result["sha256"], created_at)
        return result


def _next_number(folder: Path) -> int:
    try:
        return versions.pointed_version(folder).number + 1
    except NoWarehouse:
        return 1


def _in_child(job: dict[str, Any]) -> dict[str, Any]:
    child = subprocess.run(
        [sys.executable, "-m", "einlass.ingest.worker"],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        cwd=config.ROOT,
        check=False,
    )
    if child.returncode:
        raise WarehouseError("warehouse.import_died", code=child.returncode)
    result: dict[str, Any] = json.loads(child.stdout)
    if error := result.get("error"):
        raise _ERRORS.get(error["kind"], WarehouseError)(error["key"], **error["values"])
    return result


_ERRORS: dict[str, type[EinlassError]] = {
    kind.__name__: kind for kind in (ImportRefused, Busy, Damaged, NoWarehouse)
}
