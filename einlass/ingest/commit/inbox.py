"""A watched folder: what arrives is imported, then moved to done/ or refused/ with a report beside it."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from einlass.errors import Busy, EinlassError, WarehouseError, trouble_of
from einlass.ingest.commit.commands import import_files
from einlass.ingest.report import FileReport
from einlass.warehouse import files, versions

SETTLED_SECONDS = 10.0  # a file is left alone until it has not changed for so long
DONE, REFUSED = "done", "refused"
LONGEST_NAME = 200  # bytes
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".filepart", ".new", ".swp")
_UNFINISHED_STARTS = (".", "~$", "~")


def look(
    folder: Path, settled_seconds: float, in_words: Callable[[FileReport], str], user: str = "inbox"
) -> Iterator[FileReport]:
    """Import every finished file of the folder and put it away; yields a report for each.

    A file that is still being written stays; when somebody else imports, everything stays for the next round.
    Raises EinlassError when the folder cannot be read, WarehouseError when nothing can be put away in it.
    """
    waiting = [path for path in _entries(folder) if not _why_left(path, settled_seconds)]
    if not waiting:
        return
    for name in (DONE, REFUSED):
        _try_out(folder / name)
    try:
        reports = import_files(waiting, user=user)
    except Busy:
        return
    for path, report in zip(waiting, reports, strict=True):
        _put_away(folder, path, report, in_words(report))
        yield report


def left_alone(folder: Path, settled_seconds: float) -> list[tuple[str, str]]:
    """What is still in the folder, with the text key of the reason why. Raises EinlassError, see `look`."""
    reasons = [(path.name, _why_left(path, settled_seconds)) for path in _entries(folder)]
    return [(name, reason or "inbox.busy") for name, reason in reasons if name not in (DONE, REFUSED)]


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise EinlassError("import.no_inbox", folder=str(folder), trouble=trouble_of(error)) from error


def _why_left(path: Path, settled_seconds: float) -> str:
    """The text key of why a file is not imported yet or at all; nothing where it is finished."""
    name = path.name.lower()
    if path.is_symlink():
        return "inbox.link"
    if path.is_dir():
        return "inbox.folder"
    if name.startswith(_UNFINISHED_STARTS) or name.endswith(_UNFINISHED):
        return "inbox.unfinished"
    try:
        is_settled = path.is_file() and time.time() - path.stat().st_mtime >= settled_seconds
    except OSError:  # taken away again
        return "inbox.unsettled"
    return "" if is_settled else "inbox.unsettled"


def _try_out(target: Path) -> None:
    """Nothing is imported that could not be put away afterwards. Raises WarehouseError."""
    try:
        target.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=target):
            pass
    except OSError as error:
        raise WarehouseError(
            "warehouse.cannot_write", folder=str(target), trouble=trouble_of(error)
        ) from error


def _shortened(stem: str, ending: str) -> str:
    """A name beside which its reports fit: the system takes 255 bytes."""
    room = LONGEST_NAME - len(os.fsencode(ending))
    if room < 1:
        return os.fsdecode(os.fsencode(stem + ending)[:LONGEST_NAME])
    whole = os.fsencode(stem)
    return (stem if len(whole) <= room else whole[:room].decode("utf-8", "ignore")) + ending


def _put_away(folder: Path, path: Path, report: FileReport, text: str) -> None:
    """Move a file beside its reports; a file of that name from an earlier day keeps its place."""
    target = folder / (DONE if report.outcome in ("imported", "known") else REFUSED)
    place = target / _shortened(path.stem, path.suffix)
    if place.exists():
        mark = f"-{versions.now():%Y%m%d-%H%M%S}-{report.sha256[:6]}{path.suffix}"
        place = target / _shortened(path.stem, mark)
    plain = json.dumps(report.to_json(), ensure_ascii=False, indent=1)
    try:
        files.write_atomically(place.with_name(place.name + ".report.json"), plain.encode())
        files.write_atomically(place.with_name(place.name + ".report.txt"), (text + "\n").encode())
        os.replace(path, place)
    except OSError as error:
        raise WarehouseError(
            "warehouse.cannot_write", folder=str(target), trouble=trouble_of(error)
        ) from error
