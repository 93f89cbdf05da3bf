"""`python -m einlass release …`: the same as the desk, for cron and colleagues."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from einlass import config
from einlass.errors import EinlassError, NoWarehouse, Reason
from einlass.release import answer_commands, ledger
from einlass.release.bundle import commands as bundle_commands
from einlass.release.desk.publish import announcements, publications
from einlass.release.ledger import Fault, Ledger
from einlass.release.records import Announcement, Publication
from einlass.warehouse import current_version
from einlass.warehouse.versions import now
from einlass.words import Words

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def register(commands: Commands, w: Words) -> None:
    """Add `release` with its commands."""
    release = commands.add_parser("release", help=w("cli.release"))
    parts = release.add_subparsers(required=True, metavar=w("cli.command"), dest="part")
    for add in (_add_list, _add_verify_ledger, _add_mend_ledger):
        add(parts, w)
    bundle_commands.register(parts, w, _released)
    answer_commands.register(parts, w)


def _released() -> tuple[Sequence[Publication], Sequence[Announcement]]:
    """What may be read at this moment, compared with the data that are served. Raises LedgerDamaged."""
    found = ledger.read(config.data_dir())
    found.check()
    with suppress(NoWarehouse):
        version = current_version()
        # The statistics take two seconds to load, and no other command needs them.
        from einlass.release.rebuild import keep_up_with

        if keep_up_with(version):
            found = ledger.read(config.data_dir())
    return publications(found.entries, now()), announcements(found.entries, now())


# --- Figures --------------------------------------------------------------------------------------------


def _add_list(parts: Commands, w: Words) -> None:
    parser = parts.add_parser("list", help=w("cli.release.list"))
    parser.add_argument("--json", action="store_true", help=w("cli.json"))
    parser.set_defaults(run=_list)


def _list(chosen: argparse.Namespace, w: Words) -> int:
    """Released figures with their status, and whether the ledger is whole."""
    found = ledger.read(config.data_dir())
    every = publications(found.entries, now())
    if chosen.json:
        print(json.dumps({"figures": [_plain(one) for one in every], **_state(found, w)}, indent=1))
    else:
        lines = [_line(one, w) for one in every] or [w("cli.release.none")]
        print("\n".join([*lines, *_faults(found.faults, w)]))
    return 1 if found.faults else 0


def _plain(one: Publication) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.latest.number,
        "status": one.latest.status,
        "released_at": one.latest.released_at.isoformat(),
        "has_newer_data": one.has_newer_data,
        "title": one.latest.texts[config.DEFAULT_LANGUAGE].title,
    }


def _line(one: Publication, w: Words) -> str:
    latest = one.latest
    newer = w("release.newer_data") if one.has_newer_data else ""
    return w(
        "cli.release.line",
        id=one.id,
        version=w.number(latest.number),
        status=w(f"release.status.{latest.status}"),
        moment=w.datetime(latest.released_at),
        title=latest.texts[w.language].title,
        newer=f" {newer}" if newer else "",
    )


# --- Ledger ---------------------------------------------------------------------------------------------


def _add_verify_ledger(parts: Commands, w: Words) -> None:
    parser = parts.add_parser("verify-ledger", help=w("cli.release.verify_ledger"))
    parser.add_argument("--json", action="store_true", help=w("cli.json"))
    parser.set_defaults(run=_verify_ledger)


def ledger_faults() -> tuple[Reason, ...]:
    """Everything that is wrong with the ledger, each with what to do."""
    try:
        return tuple(one.reason for one in ledger.read(config.data_dir()).faults)
    except EinlassError as error:
        return (Reason(error.key, error.values),)


def ledger_line(w: Words) -> str:
    """That the ledger is whole, with what to keep elsewhere. Raises LedgerDamaged where it cannot be read."""
    found = ledger.read(config.data_dir())
    return w("cli.release.whole", entries=w.plural("count.entries", len(found.entries)), head=found.head)


def _verify_ledger(chosen: argparse.Namespace, w: Words) -> int:
    """Whether the ledger is what was written; 1 where it is not."""
    found = ledger.read(config.data_dir())
    if chosen.json:
        print(json.dumps(_state(found, w), indent=1))
    elif found.faults:
        print("\n".join(_faults(found.faults, w)))
    else:
        print(ledger_line(w))
    return 1 if found.faults else 0


def _state(found: Ledger, w: Words) -> dict[str, object]:
    said = zip(found.faults, _faults(found.faults, w), strict=True)
    return {
        "entries": len(found.entries),
        "head": found.head,
        "faults": [{"line": one.line, "key": one.key, "message": text} for one, text in said],
    }


def _faults(faults: Sequence[Fault], w: Words) -> Iterator[str]:
    return (w.message(one.key, {"line": one.line}) for one in faults)


def _add_mend_ledger(parts: Commands, w: Words) -> None:
    parser = parts.add_parser("mend-ledger", help=w("cli.release.mend_ledger"))
    parser.set_defaults(run=_mend_ledger)


def _mend_ledger(_chosen: argparse.Namespace, w: Words) -> int:
    """Set a torn last line aside; whatever else is wrong is said and stays."""
    folder = config.data_dir()
    aside = ledger.set_torn_line_aside(folder)
    print(w("cli.release.mended", file=str(aside)) if aside else w("cli.release.nothing_torn"))
    found = ledger.read(folder)
    for line in _faults(found.faults, w):
        print(line)
    return 1 if found.faults else 0
