"""`python -m einlass backup`, `restore` and `doctor`: what whoever runs the machine needs."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from einlass.cli.reports import print_json, say
from einlass.words import Words, unmarked

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def register(commands: Commands, w: Words) -> None:
    """Add the commands."""
    backup = commands.add_parser("backup", help=w("cli.backup"))
    backup.add_argument("--to", required=True, type=Path, metavar=w("cli.place"), help=w("cli.backup_to"))
    backup.add_argument("--keep", type=int, metavar=w("cli.number"), help=w("cli.backup_keep"))
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help=w("cli.restore"))
    restore.add_argument("file", type=Path, metavar=w("cli.file"))
    restore.add_argument(
        "--to", required=True, type=Path, metavar=w("cli.inbox_folder"), help=w("cli.restore_to")
    )
    restore.set_defaults(run=_restore)
    examined = commands.add_parser("doctor", help=w("cli.doctor"))
    examined.set_defaults(run=doctor)
    for command in (backup, restore, examined):
        command.add_argument("--json", action="store_true", help=w("cli.json"))


def _backup(chosen: argparse.Namespace, w: Words) -> int:
    """Save everything that is truth."""
    from einlass.upkeep.backup import backup  # tables take a second to load, and few commands need them

    saved = backup(chosen.to, chosen.keep)
    if chosen.json:
        print_json(
            {
                "file": str(saved.path),
                "number": saved.index.number,
                "files": len(saved.index.files),
                "bytes": saved.index.size,
                "ledger_entries": saved.index.ledger_entries,
                "ledger_head": saved.index.ledger_head,
                "removed": [str(path) for path in saved.removed],
            }
        )
        return 0
    files = w.plural("count.files", len(saved.index.files))
    number = w.number(saved.index.number)
    say(w("backup.made", file=str(saved.path), number=number, files=files))
    if saved.index.is_sample:
        say(w("sample.mark"))
    for path in saved.removed:
        say(w("backup.removed", file=str(path)))
    return 0


def _restore(chosen: argparse.Namespace, w: Words) -> int:
    """Make a new data folder of a backup."""
    from einlass.upkeep.restore import restore

    done = restore(chosen.file, chosen.to)
    if chosen.json:
        print_json(
            {
                "folder": str(done.folder),
                "number": done.version.number,
                "of_version": done.index.number,
                "ledger_entries": done.index.ledger_entries,
                "other_figures": list(done.other_figures),
            }
        )
        return 0
    entries = w.plural("count.entries", done.index.ledger_entries)
    numbers = {"number": w.number(done.version.number), "saved": w.number(done.index.number)}
    say(w("restore.done", folder=str(done.folder), moment=w.datetime(done.index.made_at), **numbers))
    if done.index.is_sample:
        say(w("sample.mark"))
    say(w("restore.compared", figures=w.number(len(done.index.figures)), entries=entries))
    if done.other_figures:
        names = w.join([w(f"indicator.{code}") for code in done.other_figures])
        say(w("restore.computed_otherwise", indicators=names))
    return 0


def doctor(chosen: argparse.Namespace, w: Words) -> int:
    """Say how everything stands; 1 where something has to be repaired."""
    from einlass.upkeep.doctor import examine

    states = examine()
    is_well = all(one.level != "fault" for one in states)
    if chosen.json:
        told = [asdict(one) | {"message": w.message(one.key, dict(one.values))} for one in states]
        print_json({"is_well": is_well, "states": told})
        return 0 if is_well else 1
    width = max(len(w(f"doctor.level.{level}")) for level in ("well", "note", "fault"))
    for one in states:
        area, said = w(f"doctor.area.{one.area}"), unmarked(w.message(one.key, dict(one.values)))
        say(w("doctor.line", level=w(f"doctor.level.{one.level}").ljust(width), area=area, text=said))
    say(w("doctor.is_well" if is_well else "doctor.is_not_well"))
    return 0 if is_well else 1
