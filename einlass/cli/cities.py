"""`python -m einlass cities import`: the inbox of each of several cities in turn, each in a process of its own.

<cities>/<city>/inbox/               what arrives for a city, and done/ and refused/ as `inbox` leaves them
<cities>/<city>/inbox-report.json    what became of it the last time
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from einlass import config
from einlass.cli.reports import print_json, say
from einlass.errors import EinlassError, trouble_of
from einlass.ingest.commit.inbox import SETTLED_SECONDS
from einlass.warehouse.files import write_atomically
from einlass.warehouse.versions import now
from einlass.words import Words

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

INBOX, REPORT = "inbox", "inbox-report.json"
CITY_SECONDS = 3600  # beyond it a city is given up for this night, and the next one has its turn


@dataclass(frozen=True)
class Taken:
    """What became of a city's inbox: the reports of its files, what was left alone, and what failed as a whole."""

    city: str
    at: str
    files: tuple[dict[str, Any], ...]
    left: tuple[str, ...] = ()
    failed: str = ""

    @property
    def refused(self) -> tuple[str, ...]:
        """Files that changed nothing and want somebody."""
        return tuple(one["file"] for one in self.files if one["outcome"] in ("refused", "asked"))

    @property
    def is_well(self) -> bool:
        """Whether nothing is left to do for anybody."""
        return not self.failed and not self.refused


def register(commands: Commands, w: Words) -> None:
    """Add the command."""
    cities = commands.add_parser("cities", help=w("cli.cities"))
    parts = cities.add_subparsers(required=True, metavar=w("cli.command"), dest="part")
    take = parts.add_parser("import", help=w("cli.cities.import"))
    take.add_argument("--seconds", type=float, default=SETTLED_SECONDS, help=w("cli.inbox_seconds"))
    take.add_argument("--json", action="store_true", help=w("cli.json"))
    take.set_defaults(run=_import)


def _import(chosen: argparse.Namespace, w: Words) -> int:
    """Every city has its turn, whatever became of the one before; 1 where somebody has to do something."""
    if config.cities_dir() is None:
        raise EinlassError("cities.unnamed")
    taken = []
    for city, folder in config.cities().items():
        taken.append(_take(city, folder, chosen.seconds, w))
        if not chosen.json:
            say(_line(taken[-1], w))
    bad = [one for one in taken if not one.is_well]
    if chosen.json:
        print_json({"cities": [asdict(one) | {"is_well": one.is_well} for one in taken]})
    else:
        counts = {"well": w.number(len(taken) - len(bad)), "bad": w.number(len(bad))}
        say(w.plural("cli.cities.sum", len(taken), **counts))
    return 1 if bad else 0


def _take(city: str, folder: Path, seconds: float, w: Words) -> Taken:
    """One round of a city's inbox; its report stays in its folder."""
    at = now().isoformat()
    try:
        done = _round(folder, seconds)
        found, errors = _told(done.stdout)
        said = tuple(line for line in done.stderr.splitlines() if line)
        failed = "" if done.returncode == 0 else (errors or [w("cli.cities.died", code=done.returncode)])[0]
        taken = Taken(city, at, tuple(found), () if failed else said, failed)
    except subprocess.TimeoutExpired:
        taken = Taken(city, at, (), (), w("cli.cities.slow", minutes=w.number(CITY_SECONDS / 60)))
    try:
        content = json.dumps(asdict(taken), ensure_ascii=False, indent=1)
        write_atomically(folder / REPORT, content.encode())
    except OSError as error:
        trouble = trouble_of(error)
        failed = w.message("warehouse.cannot_write", {"folder": str(folder), "trouble": trouble})
        return replace(taken, failed=failed)
    return taken


def _round(folder: Path, seconds: float) -> subprocess.CompletedProcess[str]:
    """`inbox --once` on the city's own folder and settings, so that nothing of it is left when the next one comes."""
    variables = {name: value for name, value in os.environ.items() if name != "EINLASS_CITY"}
    command = [sys.executable, "-m", "einlass", "inbox", str(folder / INBOX), "--once", "--json"]
    return subprocess.run(
        [*command, "--seconds", str(seconds)],
        cwd=config.ROOT,
        env=variables | {"EINLASS_DATA": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=CITY_SECONDS,
        check=False,
    )


def _told(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The reports of files and the messages of errors that a command has printed, one document after the other."""
    documents = list(_documents(text))
    files = [file for one in documents for file in one.get("files", ())]
    return files, [str(one["error"]["message"]) for one in documents if "error" in one]


def _documents(text: str) -> Iterator[dict[str, Any]]:
    decoder, rest = json.JSONDecoder(), text.lstrip()
    while rest:
        try:
            found, end = decoder.raw_decode(rest)
        except ValueError:  # cut off: its process has died
            return
        yield found
        rest = rest[end:].lstrip()


def _line(one: Taken, w: Words) -> str:
    """A city in the summary."""
    if one.failed:
        return w("cli.cities.failed", city=one.city, why=one.failed)
    told = w.plural("cli.cities.taken", len(one.files) - len(one.refused), city=one.city)
    if one.refused:
        told += w("cli.cities.refused", files=", ".join(one.refused))
    return told + (w("cli.cities.left", count=w.number(len(one.left))) if one.left else "")
