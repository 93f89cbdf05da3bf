"""Remarks that readers write on an option: one JSON line each, beside the warehouse and never in it.

No export, figure or finding takes anything from here. Remarks are kept in their order; one that is removed is gone from
the file, so that nothing personal stays in it by mistake. The first line holds the hash of the others: a file that is
no longer what was written is not shown. One of an older build has no such line. Once there is a file, a
word in its lock says so: the word without the file tells that the file is lost.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from einlass.errors import RemarkRefused, trouble_of
from einlass.warehouse.files import locked, write_atomically
from einlass.warehouse.versions import now

FILE, LOCK = "remarks.jsonl", "remarks.lock"
HASH = b"sha256 "  # how the first line begins
MOST_SIGNS, MOST_NAME = 1000, 60
MOST_REMARKS = 500


@dataclass(frozen=True)
class Remark:
    """What somebody wrote on an option of a measure. at: local time, ISO 8601. number: of the data version seen."""

    key: str
    measure: str
    option: str
    text: str
    author: str
    at: str
    number: int

    @property
    def moment(self) -> datetime:
        """When it was written."""
        return datetime.fromisoformat(self.at)


def remarks(folder: Path) -> tuple[Remark, ...]:
    """All remarks, the oldest first. Raises RemarkRefused where the file is not what was written."""
    try:
        content = (folder / FILE).read_bytes()
    except FileNotFoundError:
        if _was_written(folder):
            raise RemarkRefused("remark.gone") from None
        return ()
    except OSError as error:
        raise RemarkRefused("remark.cannot_read", trouble=trouble_of(error)) from None
    first, _, others = content.partition(b"\n")
    is_hashed = first.startswith(HASH)
    lines = (others if is_hashed else content).decode("utf-8", "replace").splitlines()
    found = tuple(_parsed(number, line) for number, line in enumerate(lines, 1 + is_hashed) if line.strip())
    if not content or (is_hashed and first != HASH + _sha256(others)):
        raise RemarkRefused("remark.changed")
    return found


def _parsed(number: int, line: str) -> Remark:
    try:
        found = Remark(**json.loads(line))
        found.moment  # noqa: B018 - a moment that cannot be read makes the line unreadable
    except (ValueError, TypeError):
        raise RemarkRefused("remark.unreadable", line=number) from None
    return found


def add(folder: Path, measure: str, option: str, text: str, author: str, number: int) -> Remark:
    """Keep a remark. Raises RemarkRefused where text or author is empty or too long, or the disk refuses."""
    text, author = _plain(text, "\n"), _plain(author)
    for name, value, most in (("text", text, MOST_SIGNS), ("author", author, MOST_NAME)):
        if not value:
            raise RemarkRefused(f"remark.no_{name}")
        if len(value) > most:
            raise RemarkRefused(f"remark.long_{name}", most=most, found=len(value))
    new = Remark(secrets.token_hex(6), measure, option, text, author, now().isoformat(), number)
    with _alone(folder):
        kept = remarks(folder)
        if len(kept) >= MOST_REMARKS:
            raise RemarkRefused("remark.too_many", most=MOST_REMARKS)
        _write(folder, [*kept, new])
    return new


def remove(folder: Path, key: str) -> None:
    """Take a remark out of the file; one that is gone already stays gone."""
    with _alone(folder):
        _write(folder, [one for one in remarks(folder) if one.key != key])


def _plain(text: str, kept: str = "") -> str:
    """The text without signs that cannot be seen, line breaks of one kind."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in kept or unicodedata.category(sign)[0] != "C").strip()


def _write(folder: Path, every: Sequence[Remark]) -> None:
    lines = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in every).encode()
    try:
        write_atomically(folder / FILE, HASH + _sha256(lines) + b"\n" + lines)
    except OSError as error:
        raise RemarkRefused("remark.cannot_write", trouble=trouble_of(error)) from None
    with suppress(OSError):
        (folder / LOCK).write_text("written\n", "ascii")


def _was_written(folder: Path) -> bool:
    try:
        return (folder / LOCK).stat().st_size > 0
    except OSError:
        return False


def _sha256(lines: bytes) -> bytes:
    return hashlib.sha256(lines).hexdigest().encode()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time; the next one waits."""
    with ExitStack() as held:
        try:
            held.enter_context(locked(folder / LOCK, waits=True))
        except OSError as error:
            raise RemarkRefused("remark.cannot_write", trouble=trouble_of(error)) from None
        yield
