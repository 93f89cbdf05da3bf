"""`python -m einlass release answers` and `release answer NUMBER --to FILE`: what the desk keeps for enquiries."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from einlass import config
from einlass.errors import CannotWrite, ReleaseRefused, UnknownCode, trouble_of
from einlass.release import ledger
from einlass.release.desk.cases import Desk, KeptSheet
from einlass.release.desk.state import desk_of
from einlass.warehouse.files import write_atomically
from einlass.warehouse.versions import now
from einlass.words import Words

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
ENDINGS = (".pdf", ".txt")


def register(parts: Commands, w: Words) -> None:
    """Add both commands below `release`."""
    every = parts.add_parser("answers", help=w("cli.release.answers"))
    every.set_defaults(run=_list)
    one = parts.add_parser("answer", help=w("cli.release.answer"))
    one.add_argument("number", metavar=w("cli.release.answer.number"), help=w("cli.release.answer.number"))
    one.add_argument("--to", required=True, type=Path, metavar=w("cli.file"), help=w("cli.release.answer.to"))
    one.add_argument("--without-sources", action="store_true", help=w("cli.release.answer.bare"))
    one.set_defaults(run=_write)
    for command in (every, one):
        command.add_argument("--json", action="store_true", help=w("cli.json"))


def _desk() -> Desk:
    """The desk as the whole ledger tells it. Raises LedgerDamaged."""
    found = ledger.read(config.data_dir())
    found.check()
    return desk_of(found.entries)


def _list(chosen: argparse.Namespace, w: Words) -> int:
    """Every answer that is kept, with its status and what is wrong with it by now."""
    desk = _desk()
    told = {number: list(_problems(one, desk, w)) for number, one in desk.sheets.items()}
    if chosen.json:
        every = [_plain(one, told[number]) for number, one in desk.sheets.items()]
        print(json.dumps({"answers": every}, indent=1))
    else:
        lines = [_line(one, told[number], w) for number, one in desk.sheets.items()]
        print("\n".join(lines or [w("cli.release.no_answers")]))
    return 0


def _problems(kept: KeptSheet, desk: Desk, w: Words) -> Iterator[str]:
    # Counting pages takes a second to load, and no other command needs it.
    from einlass.release import answers

    return (w.message(one.key, dict(one.values)) for one in answers.problems(kept.sheet, desk, now()))


def _plain(kept: KeptSheet, problems: list[str]) -> dict[str, object]:
    sheet = kept.sheet
    return {
        "number": sheet.number,
        "subject": sheet.subject,
        "kind": sheet.kind,
        "language": sheet.language,
        "due": sheet.due.isoformat() if sheet.due else None,
        "figures": [{"id": name, "version": version} for name, version in sheet.figures],
        "approved_at": kept.approved_at.isoformat() if kept.approved_at else None,
        "problems": problems,
    }


def _line(kept: KeptSheet, problems: list[str], w: Words) -> str:
    status = (
        w("press.answer.status.approved", moment=w.datetime(kept.approved_at))
        if kept.approved_at
        else w("press.answer.status.draft", moment=w.datetime(kept.saved_at))
    )
    sheet = kept.sheet
    parts = [sheet.number, w(f"release.sheet.kind.{sheet.kind}"), status, sheet.subject]
    return "\n".join([" · ".join(parts), *(f"  {one}" for one in problems)])


def _write(chosen: argparse.Namespace, w: Words) -> int:
    """An approved answer as a file by its ending. Raises ReleaseRefused where it may not go out."""
    from einlass.release import answers

    desk, to = _desk(), chosen.to
    if to.suffix.lower() not in ENDINGS:
        raise UnknownCode("cli.release.answer.ending", file=to.name)
    kept = desk.sheets.get(chosen.number)
    if kept is None:
        raise UnknownCode("release.sheet.gone", id=chosen.number)
    sheet, moment = kept.sheet, now()
    if reasons := answers.problems(sheet, desk, moment):
        raise ReleaseRefused(*reasons)
    if answers.is_open(sheet, desk, moment):
        raise UnknownCode("cli.release.answer.open", id=sheet.number)
    if to.suffix.lower() == ".pdf":
        content = answers.pdf(sheet, desk, moment)
    else:
        told = answers.text(sheet, desk, moment, with_sources=not chosen.without_sources)
        content = f"{told}\n".encode()
    try:
        write_atomically(to, content)
    except OSError as error:
        raise CannotWrite("paper.cannot_write", file=str(to), trouble=trouble_of(error)) from error
    print(json.dumps({"file": str(to)}) if chosen.json else w("cli.release.answer.written", file=str(to)))
    return 0
