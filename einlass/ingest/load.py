"""Files → a new version of the data. The work is done in a child process with limits; this side holds the lock
and publishes what the child has staged."""

from __future__ import annotations

import getpass
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from einlass import config
from einlass.errors import Busy, Damaged, EinlassError, ImportRefused, NoWarehouse, WarehouseError
from einlass.ingest import spellings
from einlass.ingest.report import Batch, FileReport, Preview
from einlass.warehouse import versions

_TOKEN = re.compile(r"[0-9a-f]{32}")


def import_files(
    files: Sequence[Path], *, accept: Sequence[str] = (), user: str = "", shows_progress: bool = False
) -> list[FileReport]:
    """Import export files as far as each can be; a refused file changes nothing. One report a file.

    `accept` holds the ids of accepted questions, or `all` for every required one; a file with an open required question
    changes nothing (outcome `asked`). Raises Busy when somebody else imports, WarehouseError when the import process
    fails; then nothing changed.
    """
    job = {
        "task": "import",
        "files": [str(path.resolve()) for path in files],
        "accept": list(accept),
        "user": user or _os_user(),
        "shows_progress": shows_progress,
    }
    return _reports(_run(config.data_dir(), job))


def preview(files: Sequence[Path], *, user: str = "") -> Preview:
    """Build what an import of the files would give, and keep it aside; nothing is published.

    Raises WarehouseError when the import process fails.
    """
    folder = config.data_dir()
    token = secrets.token_hex(16)
    staged = folder / "previews" / token
    with _writing(folder):
        _forget_previews(folder)
        staged.mkdir(parents=True)
    job = {
        "task": "import",
        "is_preview": True,
        "files": [str(path.resolve()) for path in files],
        "user": user or _os_user(),
    }
    try:
        against = _pointer(folder)
        result = _in_child(folder, staged, versions.now(), job)
        plain = {"against": against, "sha256": result["sha256"], "reports": result["reports"]}
        with _writing(folder):
            versions.write_atomically(staged / "preview.json", json.dumps(plain).encode())
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return Preview(token, against["number"], tuple(_reports(result)))


def confirm(token: str, *, accept: Sequence[str] = (), user: str = "") -> list[FileReport]:
    """Publish exactly what was previewed.

    Raises EinlassError when the preview is gone, the data have changed since, or a required question is open; Busy
    when somebody else imports.
    """
    folder = config.data_dir()
    staged, plain = _preview(folder, token)
    reports = _reports(plain)
    questions = [q for report in reports if report.outcome == "imported" for q in report.questions]
    is_open = [q.id for q in questions if q.is_required and q.id not in accept and "all" not in accept]
    if is_open:
        raise EinlassError("import.unanswered", questions=is_open, count=len(is_open))
    with _writing(folder), versions.importing(folder):
        against = _pointer(folder)
        if against != plain["against"]:
            raise EinlassError("import.outdated", number=against["number"])
        if not plain["sha256"]:
            raise EinlassError("import.nothing_to_publish")
        now = versions.now()
        if any(q.id in accept for q in questions if not q.is_required):
            (staged / "preview.json").unlink()  # from here on the preview is no longer what was shown
            job = {"task": "take_out_gone", "accept": list(accept), "user": user or _os_user()}
            plain["sha256"] = _in_child(folder, staged, now, job)["sha256"]
        _publish(folder, staged, plain["sha256"], now)
    shutil.rmtree(staged, ignore_errors=True)
    return reports


def discard(token: str) -> None:
    """Throw a preview away; one that is gone already stays gone."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(config.data_dir() / "previews" / token, ignore_errors=True)


def undo(batch_id: str, *, user: str = "", shows_progress: bool = False) -> versions.DataVersion:
    """Take a batch back: a new version as if it had never been imported; its files and the history stay.

    Raises EinlassError when there is no such batch or it was taken back already; NoWarehouse, Busy, Damaged.
    """
    versions.pointed_version(config.data_dir())
    job = {"task": "rebuild", "undo": batch_id, "user": user or _os_user(), "shows_progress": shows_progress}
    _run(config.data_dir(), job)
    return versions.current_version()


def rebuild(*, shows_progress: bool = False) -> versions.DataVersion:
    """Build the current version anew from its batches. Raises NoWarehouse, Busy, Damaged."""
    versions.pointed_version(config.data_dir())
    _run(config.data_dir(), {"task": "rebuild", "shows_progress": shows_progress})
    return versions.current_version()


def history() -> list[Batch]:
    """Every accepted file, newest first: who, when, what, and whether it was taken back. Raises Damaged."""
    folder = config.data_dir()
    try:
        manifest = versions.pointed_version(folder).manifest()
    except NoWarehouse:
        return []
    undone = {entry["undoes"]: entry for entry in manifest if "undoes" in entry}
    return [_batch(folder, entry, undone) for entry in reversed(manifest) if "batch_id" in entry]


def _batch(folder: Path, entry: dict[str, Any], undone: Mapping[str, dict[str, Any]]) -> Batch:
    path = folder / "batches" / f"{entry['batch_id']}.json"
    try:
        report = FileReport.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        raise Damaged("warehouse.damaged_batch", file=entry["file"], batch=entry["batch_id"]) from None
    taken_back = undone.get(entry["batch_id"])
    return Batch(
        entry["batch_id"],
        entry["file"],
        entry["table"],
        entry["sha256"],
        entry["is_sample"],
        datetime.fromisoformat(entry["imported_at"]),
        entry.get("imported_by", ""),
        datetime.fromisoformat(taken_back["at"]) if taken_back else None,
        taken_back["by"] if taken_back else "",
        report,
    )


def remember_spelling(provider: str, table: str, headers: Mapping[str, str]) -> None:
    """Remember how a provider names columns (name in the file → declared header).

    Raises EinlassError when there is no such column, Busy, WarehouseError.
    """
    folder = config.data_dir()
    with _writing(folder), versions.importing(folder):
        spellings.remember(folder, provider, table, headers)


def _reports(plain: dict[str, Any]) -> list[FileReport]:
    return [FileReport.from_json(report) for report in plain["reports"]]


def _os_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _pointer(folder: Path) -> dict[str, Any]:
    """The identity of what is served now."""
    try:
        version = versions.pointed_version(folder)
    except NoWarehouse:
        return {"number": 0, "sha256": ""}
    return {"number": version.number, "sha256": version.sha256}


def _preview(folder: Path, token: str) -> tuple[Path, dict[str, Any]]:
    staged = folder / "previews" / token
    if not _TOKEN.fullmatch(token):
        raise EinlassError("import.no_preview")
    try:
        plain = json.loads((staged / "preview.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise EinlassError("import.no_preview") from None
    if not (staged / "version").is_dir():  # a confirmation was killed on its way
        raise EinlassError("import.no_preview")
    return staged, plain


def _forget_previews(folder: Path) -> None:
    """Remove previews that are old, and the oldest when there are many."""
    ages = []
    for path in (folder / "previews").glob("*"):
        try:
            ages.append((time.time() - path.stat().st_mtime, path))
        except OSError:
            continue
    for rank, (age, path) in enumerate(sorted(ages)):
        if age > config.PREVIEW_KEPT_SECONDS or rank >= config.PREVIEWS_KEPT - 1:
            shutil.rmtree(path, ignore_errors=True)


def _run(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    with _writing(folder), versions.importing(folder), versions.staging(folder) as staged:
        created_at = versions.now()
        result = _in_child(folder, staged, created_at, job)
        if result.get("sha256"):
            _publish(folder, staged, result["sha256"], created_at)
        return result


def _publish(folder: Path, staged: Path, sha256: str, created_at: datetime) -> None:
    number = _pointer(folder)["number"] + 1
    versions.store_batches(folder, staged)
    versions.publish(folder, staged / "version", number, sha256, created_at)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Raises WarehouseError where the folder cannot be written to: full, read-only, or no folder."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise WarehouseError("warehouse.cannot_write", folder=str(folder), reason=reason) from error


def _in_child(folder: Path, staged: Path, created_at: datetime, job: dict[str, Any]) -> dict[str, Any]:
    job = job | {
        "parent": os.getpid(),
        "folder": str(folder),
        "staged": str(staged),
        "created_at": created_at.isoformat(),
    }
    child = subprocess.run(
        [sys.executable, "-m", "einlass.ingest.worker"],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        cwd=config.ROOT,
        env=os.environ | {"MALLOC_ARENA_MAX": "2"},
        check=False,
    )
    if child.returncode:
        raise WarehouseError("warehouse.import_died", code=child.returncode)
    result: dict[str, Any] = json.loads(child.stdout)
    if error := result.get("error"):
        raise _ERRORS.get(error["kind"], EinlassError)(error["key"], **error["values"])
    return result


_ERRORS: dict[str, type[EinlassError]] = {
    kind.__name__: kind for kind in (ImportRefused, Busy, Damaged, NoWarehouse, WarehouseError)
}
