"""What an import would do, built and kept aside under a token until somebody confirms or discards it."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from einlass import config
from einlass.errors import EinlassError
from einlass.ingest.commit import offices, process
from einlass.ingest.commit.left_overs import sweep
from einlass.ingest.commit.process import Listener, os_user, pointer, publish, reports_of, writing
from einlass.ingest.report import Effect, FileReport, Question, UndoPreview
from einlass.warehouse import versions
from einlass.warehouse.files import PRIVATE, private_folder, write_atomically

_TOKEN = re.compile(r"[0-9a-f]{32}")
LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Preview:
    """What an import would do, built and kept aside under a token; nothing is published yet.

    `against` is the number of the data version it was built upon (0: none).
    """

    token: str
    against: int
    reports: tuple[FileReport, ...]

    @property
    def publishable(self) -> list[FileReport]:
        """The files that a confirmation would publish."""
        return [report for report in self.reports if report.outcome == "imported"]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to publish."""
        return not self.publishable

    @property
    def questions(self) -> list[Question]:
        """All questions of all files."""
        return [question for report in self.publishable for question in report.questions]

    @property
    def new(self) -> int:
        """Rows that come in."""
        return sum(report.new for report in self.publishable)

    @property
    def changed(self) -> int:
        """Rows that get other values."""
        return sum(report.changed for report in self.publishable)

    @property
    def unchanged(self) -> int:
        """Rows that stand in the warehouse already, exactly like this."""
        return sum(report.unchanged for report in self.publishable)

    @property
    def gone(self) -> int:
        """Rows of older exports that the new full exports no longer hold."""
        return sum(report.gone_count for report in self.publishable)

    @property
    def rejected(self) -> int:
        """Rows put aside with a reason."""
        return sum(report.rejected for report in self.publishable)

    @property
    def waiting(self) -> int:
        """Rows that wait for what they refer to."""
        return sum(report.waiting for report in self.publishable)


def preview(
    files: Sequence[Path],
    *,
    user: str = "",
    owner: str = "",
    uploads: Path | None = None,
    on_progress: Listener | None = None,
) -> Preview:
    """Build what an import of the files would give, and keep it aside; nothing is published.

    `owner` is the account whose preview it is; nobody else can open it. `uploads` is a folder with a numbered folder
    for each of the files. The preview takes it over, so that it can be built again, and removes it in the end. Raises
    WarehouseError when the import process fails.
    """
    made = _build(files, (), user, on_progress, owner=owner)
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
    said = [*plain.get("answers", ()), *answers]
    made = _build(files, leave_out, user, on_progress, said, owner=plain.get("owner", ""))
    (staged / "uploads").rename(_staged(made.token) / "uploads")
    shutil.rmtree(staged, ignore_errors=True)
    return made


def preview_undo(batch_id: str) -> UndoPreview:
    """What taking a batch back would do; nothing stays behind.

    Raises EinlassError when there is no such batch or it was taken back already; NoWarehouse, Damaged.
    """
    with _undone(batch_id) as (_, result):
        effects = tuple(Effect(**effect) for effect in result["effects"])
    return UndoPreview(batch_id, result["file"], result["table"], effects)


@contextmanager
def version_without(batch_id: str) -> Iterator[versions.DataVersion]:
    """The data as they would be without a batch, as long as they are looked at. Raises what `preview_undo` does."""
    with _undone(batch_id, is_kept=True) as (staged, result):
        number = pointer(config.data_dir())["number"] + 1
        manifest = json.loads((staged / "version" / "manifest.json").read_text(encoding="utf-8"))
        is_sample = any(entry["is_sample"] for entry in versions.active(manifest))
        yield _version_of(staged, number, result["sha256"], versions.now(), is_sample=is_sample)


@contextmanager
def _undone(batch_id: str, *, is_kept: bool = False) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The folder in which a batch was taken back to see what happens, and what did; both are gone afterwards."""
    with _tried({"task": "undo", "is_kept": is_kept, "batch": batch_id}) as found:
        yield found


@contextmanager
def version_as_of(number: int) -> Iterator[versions.DataVersion]:
    """An earlier version, as long as it is looked at; where its snapshot is gone it is built from its imports.

    Raises NoWarehouse, Damaged.
    """
    version = versions.version_of(config.data_dir(), number)
    if version.snapshot_path.is_file():
        yield version
        return
    with _tried({"task": "rebuild", "of_version": number}) as (staged, result):
        moment, is_sample = version.created_at, version.is_sample
        yield _version_of(staged, number, result["sha256"], moment, is_sample=is_sample)


@contextmanager
def _tried(job: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The folder in which a job was done to see what happens, and what did; both are gone afterwards."""
    folder = config.data_dir()
    versions.pointed_version(folder)
    staged = _staged(secrets.token_hex(16))
    with writing(folder):
        private_folder(staged.parent)
        private_folder(staged)
    try:
        yield staged, process.in_child(folder, staged, versions.now(), job | {"is_preview": True})
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def open_preview(token: str, *, owner: str = "") -> Preview:
    """A preview of this account that waits for its decision. Raises EinlassError when it is gone, or of another one."""
    _, plain = _read(token)
    if plain.get("owner", "") != owner:
        raise EinlassError("import.no_preview")
    return Preview(token, plain["against"]["number"], _brief(plain))


def previewed_version(token: str) -> versions.DataVersion | None:
    """The data as they would be, to be looked at before they are published; None where nothing would be.

    Raises EinlassError when the preview is gone.
    """
    staged, plain = _read(token)
    if not plain["sha256"]:
        return None
    moment = datetime.fromtimestamp(int((staged / "preview.json").stat().st_mtime))
    is_sample = any(report["is_sample"] for report in plain["reports"])
    return _version_of(staged, plain["against"]["number"] + 1, plain["sha256"], moment, is_sample=is_sample)


def _version_of(
    staged: Path, number: int, sha256: str, moment: datetime, *, is_sample: bool
) -> versions.DataVersion:
    """A version that was built aside and is not published."""
    (snapshot,) = (staged / "version").glob("snapshot-*.duckdb")
    place = str((staged / "version").relative_to(config.data_dir()))
    return versions.DataVersion(
        config.data_dir(), number, snapshot.name, sha256, moment, is_sample, staged=place
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
    *,
    owner: str,
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
        plain = {
            "against": against,
            "sha256": result["sha256"],
            "reports": reports,
            "answers": list(answers),
            "owner": owner,
        }
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
