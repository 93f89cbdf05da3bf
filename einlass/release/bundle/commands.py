"""`python -m einlass release build --to DIR` and `release verify DIR`; the desk says which figures there are."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from einlass import config
from einlass.release.bundle import layout
from einlass.release.records import Announcement, Publication
from einlass.words import Words

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
Released = Callable[[], tuple[Sequence[Publication], Sequence[Announcement]]]


def register(parts: Commands, w: Words, released: Released) -> None:
    """Add both commands below `release`. released: what may be read at this moment."""

    def run_build(chosen: argparse.Namespace, w: Words) -> int:
        return _build(chosen, w, *released())

    add = parts.add_parser("build", help=w("cli.release.build"))
    add.add_argument("--to", required=True, type=Path, metavar=w("cli.release.to"), help=w("cli.release.to"))
    add.add_argument("--base", default="", metavar="URL", help=w("cli.release.base"))
    add.set_defaults(run=run_build)
    check = parts.add_parser("verify", help=w("cli.release.verify"))
    check.add_argument("folder", type=Path, metavar=w("cli.release.to"))
    check.set_defaults(run=_verify)
    for command in (add, check):
        command.add_argument("--json", action="store_true", help=w("cli.json"))


def _build(
    chosen: argparse.Namespace,
    w: Words,
    publications: Sequence[Publication],
    announcements: Sequence[Announcement],
) -> int:
    # What it needs takes a second to load, and no other command needs it.
    from einlass.release.bundle.folder import build

    folder = build(publications, announcements, config.city(), chosen.to.resolve(), chosen.base)
    if chosen.json:
        told = {"folder": str(folder), "figures": len(publications), "has_sitemap": bool(chosen.base)}
        print(json.dumps(told))
    else:
        print(w.plural("cli.release.built", len(publications), folder=folder))
        if not chosen.base:
            print(w("cli.release.no_base"))
    return 0


def _verify(chosen: argparse.Namespace, w: Words) -> int:
    """Every fault on a line; 1 where there is one."""
    from einlass.release.bundle.check import verify

    faults = verify(chosen.folder)
    if chosen.json:
        print(json.dumps({"faults": [vars(one) for one in faults]}, ensure_ascii=False))
    elif faults:
        print("\n".join(w(f"bundle.fault.{one.code}", path=one.path, found=one.found) for one in faults))
    else:
        told = json.loads((chosen.folder / layout.MANIFEST).read_bytes())
        print(w.plural("cli.release.verified", len(told["files"])))
    return 1 if faults else 0
