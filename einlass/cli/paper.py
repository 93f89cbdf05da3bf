"""What `python -m einlass paper` writes: one file by its ending, and beside OParl's JSON the files it names."""

from __future__ import annotations

import os
from pathlib import Path

from einlass.errors import CannotWrite, NoWarehouse, UnknownCode, trouble_of
from einlass.paper.compile import pdf
from einlass.paper.content import Kind, Paper
from einlass.paper.docx import docx
from einlass.paper.oparl import NOWHERE
from einlass.paper.package import with_oparl
from einlass.paper.questionnaire import questionnaire, sheet
from einlass.paper.write import write
from einlass.warehouse import DataVersion, on_newest
from einlass.words import Words

ENDINGS = (".pdf", ".docx", ".json")


def paper_files(
    version: DataVersion, kind: Kind, to: Path, address: str | None, w: Words
) -> dict[Path, bytes]:
    """The files to write, the one that was asked for last. Raises UnknownCode for an ending that means nothing."""
    if to.suffix.lower() not in ENDINGS:
        raise UnknownCode("paper.unknown_ending", file=to.name)
    made = write(version, kind, w)
    if to.suffix.lower() == ".pdf":
        return {to: pdf(made)}
    if to.suffix.lower() == ".docx":
        return {to: docx(made)}
    return _with_oparl(made, to, address or NOWHERE, w)


def _with_oparl(made: Paper, to: Path, address: str, w: Words) -> dict[Path, bytes]:
    *files, told = with_oparl(made, to.stem, w, address)
    return {**{to.with_name(one.file_name): one.content for one in files}, to: told.content}


def questionnaire_file(audience: str, w: Words, *, is_plain: bool) -> bytes:
    """A questionnaire as PDF; before the first import with our own wording."""

    def made(version: DataVersion | None) -> bytes:
        return sheet(questionnaire(version, audience, w, is_plain=is_plain), version)

    try:
        return on_newest(made)
    except NoWarehouse:
        return made(None)


def write_files(files: dict[Path, bytes]) -> None:
    """Write each file as a whole: who looks sees the old one or the new one. Raises CannotWrite."""
    for path, content in files.items():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(content)
            os.replace(draft, path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise CannotWrite("paper.cannot_write", file=str(path), trouble=trouble_of(error)) from error
