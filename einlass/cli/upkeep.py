"""`python -m einlass backup`, `restore`, `doctor` and `sign-out`: what whoever runs the machine needs."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from einlass import audit, config
from einlass.cli.reports import print_json, say
from einlass.errors import EinlassError
from einlass.upkeep import ended_sessions
from einlass.upkeep.ended_sessions import EVERYBODY
from einlass.warehouse.versions import now
from einlass.words import Words, unmarked

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

LOOKED_THROUGH = 100_000  # events of the audit log


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
    sign_out = commands.add_parser("sign-out", help=w("cli.sign_out"))
    sign_out.add_argument("account", nargs="?", metavar=w("cli.account"), help=w("cli.sign_out_account"))
    sign_out.add_argument("--everybody", action="store_true", help=w("cli.sign_out_everybody"))
    sign_out.set_defaults(run=_sign_out)
    for command in (backup, restore, examined, sign_out):
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


def _sign_out(chosen: argparse.Namespace, w: Words) -> int:
    """End the sessions that an account, or everybody, has."""
    rules = config.city().sign_in
    if rules is None:
        raise EinlassError("sign_out.no_sign_in")
    account = (chosen.account or "").strip()
    if bool(account) == chosen.everybody:
        raise EinlassError("sign_out.whose")
    longest = timedelta(hours=rules.hours)
    ended_sessions.end(config.data_dir(), account or EVERYBODY, datetime.now(UTC), longest)
    is_known = chosen.everybody or _has_signed_in(account, now() - longest)
    if chosen.json:
        print_json({"account": account, "everybody": chosen.everybody, "is_known": is_known})
        return 0
    say(w("sign_out.everybody") if chosen.everybody else w("sign_out.done", account=account))
    if not is_known:
        say(w("sign_out.unknown", account=account, hours=w.number(rules.hours)))
    return 0


def _has_signed_in(account: str, since: datetime) -> bool:
    """Whether the audit log knows a session of this account that may last still: a name is easily mistyped."""
    return any(
        one.event == "signed_in" and one.account.casefold() == account.casefold()
        for one in audit.newest(config.data_dir(), LOOKED_THROUGH)
        if one.at > since
    )
