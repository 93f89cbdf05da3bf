"""What an import would do, built and kept aside under a token until somebody confirms or discards it."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from einlass import config
from einlass.errors import EinlassError
from einlass.ingest.commit import offices, process
from einlass.ingest.commit.left_overs import sweep
from einlass.ingest.commit.process import Listener, os_user, pointer, publish, reports_of, writing
from einlass.ingest.report import Effect, FileReport, Preview, UndoPreview
from einlass.warehouse import versions
from einlass.warehouse.files import PRIVATE, private_folder, write_atomically

_TOKEN = re.compile(r"[0-9a-f]{32}")
LEFT_OUT = "left_out"


def preview(
    files: Sequence[Path],
    *,
    user: str = "",
    uploads: Path | None = None,
    on_progress: Listener | None = None,
) -> Preview:
    """Build what an import of the files would give, and keep it aside; nothing is published.

    `uploads` is a folder with a numbered folder for each of the files. The preview takes it over, so that it can be
    built again, and removes it in the end. Raises WarehouseError when the import process fails.
    """
    made = _build(files, (), user, on_progress)
    if uploads:
        try:
            with writing(config.data_dir()):
                shutil.move(uploads, _staged(made.token) / "uploads")
        except BaseException:
            discard(made.token)
            raise
    return made


def preview_again(
    token: str,
    *,
    leave_out: Collection[int] | None = None,
    answers: Collection[str] = (),
    user: str = "",
    on_progress: Listener | None = None,
) -> Preview:
    """A new preview of the same uploaded files on the data of now; the old one is thrown away.

    `leave_out` holds the positions (from 0) of files that are not imported; None: those of the old preview. `answers`
    (`ID=ANSWER`) say how files are to be read, beside those that the old preview was built with. Raises
    EinlassError when the preview or its files are gone; WarehouseError when the import process fails.
    """
    staged, plain = _read(token)
    files = sorted((staged / "uploads").glob("*/*"), key=lambda path: int(path.parent.name))
    if len(files) != len(plain["reports"]):
        raise EinlassError("import.no_preview")
    if leave_out is None:
        outcomes = [report["outcome"] for report in plain["reports"]]
        leave_out = [position for position, outcome in enumerate(outcomes) if outcome == LEFT_OUT]
    made = _build(files, leave_out, user, on_progress, [*plain.get("answers", ()), *answers])
    (staged / "uploads").rename(_staged(made.token) / "uploads")
    shutil.rmtree(staged, ignore_errors=True)
    return made


def preview_undo(batch_id: str) -> UndoPreview:
    """What taking a batch back would do; nothing stays behind.

    Raises EinlassError when there is no such batch or it was taken back already; NoWarehouse, Damaged.
    """
    folder = config.data_dir()
    versions.pointed_version(folder)
    staged = _staged(secrets.token_hex(16))
    with writing(folder):
        private_folder(staged)
    try:
        job = {"task": "undo", "is_preview": True, "batch": batch_id}
        result = process.in_child(folder, staged, versions.now(), job)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    effects = tuple(Effect(**effect) for effect in result["effects"])
    return UndoPreview(batch_id, result["file"], result["table"], effects)


def open_preview(token: str) -> Preview:
    """A preview that waits for its decision. Raises EinlassError when it is gone."""
    _, plain = _read(token)
    return Preview(token, plain["against"]["number"], _brief(plain))


def previewed_version(token: str) -> versions.DataVersion | None:
    """The data as they would be, to be looked at before they are published; None where nothing would be.

    Raises EinlassError when the preview is gone.
    """
    staged, plain = _read(token)
    if not plain["sha256"]:
        return None
    (snapshot,) = (staged / "version").glob("snapshot-*.duckdb")
    return versions.DataVersion(
        config.data_dir(),
        plain["against"]["number"] + 1,
        snapshot.name,
        plain["sha256"],
        datetime.fromtimestamp(int((staged / "preview.json").stat().st_mtime)),
        any(report["is_sample"] for report in plain["reports"]),
        staged=str((staged / "version").relative_to(config.data_dir())),
    )


def full_report_of_preview(token: str, number: int) -> FileReport:
    """The report of a file of a preview (from 0) with all that was refused. Raises EinlassError when it is gone."""
    _, plain = _read(token)
    return reports_of(plain)[number]


def _brief(plain: dict[str, Any]) -> tuple[FileReport, ...]:
    return tuple(report.brief() for report in reports_of(plain))


def confirm(token: str, *, accept: Sequence[str] = (), user: str = "") -> list[FileReport]:
    """Publish exactly what was previewed.

    Raises EinlassError when the preview is gone, the data have changed since, or a required question is open; Busy
    when somebody else imports.
    """
    folder = config.data_dir()
    staged, plain = _read(token)
    reports = reports_of(plain)
    questions = [q for report in reports if report.outcome == "imported" for q in report.questions]
    is_open = [q.id for q in questions if q.is_required and q.id not in accept and "all" not in accept]
    if is_open:
        raise EinlassError("import.unanswered", questions=is_open, count=len(is_open))
    with writing(folder), versions.importing(folder):
        against = pointer(folder)
        if against != plain["against"]:
            raise EinlassError("import.outdated", number=against["number"])
        if not plain["sha256"]:
            raise EinlassError("import.nothing_to_publish")
        now = versions.now()
        if any(q.id in accept for q in questions if not q.is_required):
            (staged / "preview.json").unlink()  # from here on the preview is no longer what was shown
            job = {"task": "with_answers", "accept": list(accept), "user": user or os_user()}
            plain["sha256"] = process.in_child(folder, staged, now, job)["sha256"]
        publish(folder, staged, plain["sha256"], now)
    shutil.rmtree(staged, ignore_errors=True)
    return [offices.with_answers(report, accept) for report in reports]


def discard(token: str) -> None:
    """Throw a preview away; one that is gone already stays gone."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(_staged(token), ignore_errors=True)


def _build(
    files: Sequence[Path],
    leave_out: Collection[int],
    user: str,
    on_progress: Listener | None,
    answers: Sequence[str] = (),
) -> Preview:
    folder = config.data_dir()
    token = secrets.token_hex(16)
    staged = _staged(token)
    with writing(folder):
        sweep(config.PREVIEWS_KEPT - 1)
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
        private_folder(staged.parent)
        private_folder(staged)
    chosen = [path for position, path in enumerate(files) if position not in leave_out]
    job = {
        "task": "import",
        "is_preview": True,
        "files": [str(path.resolve()) for path in chosen],
        "user": user or os_user(),
        "accept": list(answers),
    }
    try:
        against = pointer(folder)
        result = process.in_child(folder, staged, versions.now(), job, on_progress)
        found = iter(result["reports"])
        reports = [
            FileReport(path.name, LEFT_OUT).to_json() if position in leave_out else next(found)
            for position, path in enumerate(files)
        ]
        plain = {"against": against, "sha256": result["sha256"], "reports": reports, "answers": list(answers)}
        with writing(folder):
            write_atomically(staged / "preview.json", json.dumps(plain).encode())
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return Preview(token, against["number"], _brief(plain))


def _staged(token: str) -> Path:
    return config.data_dir() / "previews" / token


def _read(token: str) -> tuple[Path, dict[str, Any]]:
    """The folder of a preview and what it said."""
    if not _TOKEN.fullmatch(token):
        raise EinlassError("import.no_preview")
    staged = _staged(token)
    try:
        plain = json.loads((staged / "preview.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise EinlassError("import.no_preview") from None
    if not (staged / "version").is_dir():  # a confirmation was killed on its way
        raise EinlassError("import.no_preview")
    return staged, plain
