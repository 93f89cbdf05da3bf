"""`python -m einlass audit …`, and what every other command writes into that log."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from einlass import audit, config
from einlass.audit import Detail, Entry
from einlass.cli.reports import harmless, print_json, say
from einlass.errors import EinlassError
from einlass.ingest.commit.process import os_user
from einlass.upkeep import saved_log
from einlass.words import Words

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

# Commands that change something, or carry something out of the data folder.
NOTED = {
    "import",
    "undo",
    "inbox",
    "cities",
    "spelling",
    "rebuild",
    "sample",
    "answer",
    "paper",
    "questionnaire",
    "release",
    "backup",
    "restore",
    "cluster",
    "sign-out",
}
SHOWN = 20


def register(commands: Commands, w: Words) -> None:
    """Add the commands."""
    log = commands.add_parser("audit", help=w("cli.audit"))
    parts = log.add_subparsers(required=True, metavar=w("cli.command"), dest="part")
    verify = parts.add_parser("verify", help=w("cli.audit.verify"))
    verify.add_argument("--backup", type=Path, metavar=w("cli.file"), help=w("cli.audit.backup"))
    verify.set_defaults(run=_verify)
    show = parts.add_parser("show", help=w("cli.audit.show"))
    show.add_argument("--last", type=int, default=SHOWN, metavar=w("cli.number"), help=w("cli.audit.last"))
    show.set_defaults(run=_show)
    for command in (verify, show):
        command.add_argument("--json", action="store_true", help=w("cli.json"))


def note(chosen: argparse.Namespace, code: int) -> None:
    """Write down that a command was given, by the account of the system that gave it."""
    if chosen.command not in NOTED or getattr(chosen, "dry_run", False) or not config.data_dir().is_dir():
        return
    details: dict[str, Detail] = {"command": chosen.command, "code": code}
    if part := getattr(chosen, "part", ""):
        details["part"] = part
    if chosen.command == "sign-out":
        details["ended"] = chosen.account or "*"
    try:
        audit.append(config.data_dir(), os_user(), "command", details)
    except EinlassError as error:
        print(harmless(str(error.values.get("trouble", error.key))), file=sys.stderr)


def _verify(chosen: argparse.Namespace, w: Words) -> int:
    """Whether every event stands as it was written, and as it was saved."""
    found = audit.verify(config.data_dir())
    if chosen.backup:
        found = replace(found, faults=(*found.faults, *saved_log.faults(config.data_dir(), chosen.backup)))
    if chosen.json:
        print_json(asdict(found) | {"is_whole": not found.faults})
        return 1 if found.faults else 0
    for one in found.faults:
        say(w(one.key, file=one.file, line=w.number(one.line)))
    if found.first > 1:
        say(w("audit.begins", number=w.number(found.first)))
    if found.count or found.faults:
        say(w.plural("audit.not_whole" if found.faults else "audit.whole", found.count))
    else:
        say(w("audit.none"))
    return 1 if found.faults else 0


def _show(chosen: argparse.Namespace, w: Words) -> int:
    """The newest events."""
    found = audit.newest(config.data_dir(), max(chosen.last, 0))
    if chosen.json:
        print_json({"events": [one.plain() for one in found]})
        return 0
    for one in found:
        say(_line(one, w))
    return 0


def _line(one: Entry, w: Words) -> str:
    told = ", ".join(f"{name}: {_text(value)}" for name, value in one.details.items())
    who = one.account or w("audit.nobody")
    event = w(f"audit.event.{one.event}")
    return f"{w.number(one.number)}  {w.datetime(one.at)}  {who}  {event}  {told}".rstrip()


def _text(value: Detail) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)
