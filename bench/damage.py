"""Damaged files: python -m bench.damage [--count 500] [--seed 15] [--only KIND] [--imports 1000] [--write].

A small warehouse with everything that can lie in one is copied, one file of the copy is damaged, and a new process does
with it what the app does: every value of every indicator, the list of imports, remarks, what is released, the log,
`doctor`, an import of one more file, all values again. What comes of it is compared with the same on an undamaged copy:

same      all values are the same                  stop    something is refused with a text that names it
wrong     something else was shown, unnamed        crash   an error that nobody raised on purpose, or a killed process

An import takes longest: it is done at every damage of a kind of file that an import reads, and at the first of
each other kind. Values of a snapshot whose bytes are those of one that was read before are not computed again.

`told` counts the damages that `doctor` names. Prints what went wrong; --write puts the table into bench/damage.md.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from einlass import audit, config, ingest, remarks
from einlass.errors import EinlassError
from einlass.ingest.commit import process
from einlass.release import ledger
from einlass.release.desk import publications
from einlass.release.events import Entered
from einlass.upkeep import doctor
from einlass.upkeep.backup import backup, figures
from einlass.warehouse import DataVersion, current_version, on_newest
from einlass.warehouse.files import file_sha256
from einlass.warehouse.snapshot import Snapshot

sys.path.insert(0, str(config.ROOT / "tests"))
from conftest import GOOD, csv_text, good
from forks import in_fork
from known_towns import Town, step
from release.desk_parts import ANNA, MORNING, TestDesk

RESULTS = Path(__file__).with_suffix(".md")
SHARED = Path("/dev/shm")  # what is asked is not whether a disk is fast
SETTINGS = 'name = "Musterstadt"\nstate = "NW"\n'
KINDS = {
    "snapshot": "versions/*/snapshot-*.duckdb",
    "pointer": "current",
    "description of a version": "versions/*/version.json",
    "manifest": "versions/*/manifest.json",
    "standings": "versions/*/standings.json",
    "batch": "batches/*.parquet",
    "report": "batches/*.json",
    "original": "originals/*",
    "ledger": "releases/ledger.jsonl",
    "head of the ledger": "releases/head.json",
    "audit log": "audit/*.jsonl",
    "head of the audit log": "audit/head.json",
    "remarks": "remarks.jsonl",
    "spellings": "spellings.json",
    "settings": config.CITY_FILE,
    "last backup": "last_backup.json",
}
# An import reads nothing of these.
APART_FROM_IMPORTS = {
    *("original", "ledger", "head of the ledger", "audit log", "head of the audit log"),
    *("remarks", "last backup"),
}
OUTCOMES = ("same", "stop", "wrong", "crash")
Answer = tuple[str, Any]


@dataclass(frozen=True)
class Damage:
    """What is done to which file."""

    kind: str
    path: str
    way: str
    place: int = 0

    def do(self, folder: Path) -> None:
        """Damage the file in a copy of the warehouse."""
        path = folder / self.path
        if self.way == "removed":
            path.unlink()
            return
        content = path.read_bytes()
        at = self.place % max(len(content), 1)
        path.write_bytes(
            {
                "emptied": b"",
                "cut off": content[:at],
                "byte": content[:at] + bytes([content[at] ^ (1 + self.place % 255)]) + content[at + 1 :],
                "digit": _other_digit(content, at),
            }[self.way]
        )


def _other_digit(content: bytes, at: int) -> bytes:
    """A digit exchanged for another one: what is still well-formed is the hardest to notice."""
    places = [place for place, sign in enumerate(content) if 48 <= sign <= 57] or [at]
    place = places[at % len(places)]
    return content[:place] + bytes([48 + (content[place] - 47) % 10]) + content[place + 1 :]


def damages(folder: Path, count: int, seed: int, only: str) -> Iterator[Damage]:
    """So many, the kinds and ways in turn, files and places by chance."""
    rng = random.Random(seed)
    ways = ("byte", "digit", "byte", "cut off", "digit", "emptied", "byte", "removed")
    kinds = [kind for kind in KINDS if only in ("", kind)]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        files = sorted(folder.glob(KINDS[kind]))
        way = ways[number // len(kinds) % len(ways)]
        path = rng.choice(files).relative_to(folder)
        yield Damage(kind, str(path), way, rng.randrange(1 << 30))


# --- What the app does with it --------------------------------------------------------------------------


def values() -> Any:
    """Every value that is shown, with what stands beside it."""
    version = current_version()
    stand = (version.number, version.created_at, version.is_sample)
    return on_newest(_figures), stand


_known: dict[str, dict[str, str]] = {}  # by the hash of the file itself, whatever its version says of it


def _figures(version: DataVersion) -> dict[str, str]:
    Snapshot(version)  # which looks at it and opens it
    sha256 = file_sha256(version.snapshot_path)
    return _known.get(sha256) or figures(version)


def after(more: Path) -> Any:
    """Every value after the import of one more file, which must be there."""
    (report,) = ingest.import_files([more])
    if report.outcome != "imported":
        raise EinlassError(f"import.{report.outcome}")
    return on_newest(figures)


def reports() -> Any:
    """What each import said; the list of imports names those whose report is damaged, or leaves their counts open."""
    if any(one.report is None for one in ingest.history()):
        raise EinlassError("cli.history_damaged")
    return [one.report for one in ingest.history()]


def released() -> Any:
    """What has been published; a damaged ledger says so wherever it is shown."""
    book = ledger.read(config.data_dir())
    book.check()
    return publications(book.entries, MORNING + timedelta(days=1))


def logged() -> Any:
    """All events that the log holds."""
    found = audit.verify(config.data_dir())
    if found.faults:
        raise EinlassError(found.faults[0].key)
    return [one.plain() for one in audit.newest(config.data_dir(), 1000)]


def written() -> Any:
    """Another step at the desk and another event."""
    ledger.append(config.data_dir(), lambda _: [Entered()], ANNA, MORNING)
    audit.append(config.data_dir(), "anna", "page")


def told() -> Any:
    """Keys of all that doctor objects to."""
    return {one.key for one in doctor.examine() if one.level != "well"}


def answers(more: Path | None) -> dict[str, Answer]:
    """What comes of each thing that the app does."""
    tasks: dict[str, Callable[[], Any]] = {
        "values": values,
        "history": lambda: [astuple(replace(one, report=None)) for one in ingest.history()],
        "reports": reports,
        "released": released,
        "remarks": lambda: remarks.remarks(config.data_dir()),
        "logged": logged,
        "doctor": told,
        "written": written,
    }
    if more:
        tasks["import"] = partial(after, more)
    return {name: _answer(task) for name, task in tasks.items()}


def _answer(task: Callable[[], Any]) -> Answer:
    try:
        return "value", task()
    except EinlassError as error:
        return "stop", error.key
    except Exception:
        return "crash", traceback.format_exc(limit=-4)


def apart(folder: Path, task: Callable[[], Any]) -> Any:
    """What a process of its own makes of a data folder: nothing remembered, and it may die."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.environ |= {"EINLASS_DATA": str(folder)}
        config.look_anew()
        process.in_child = in_fork
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(task()))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return pickle.loads(content) if content else {"process": ("crash", f"ended with {code}")}


def outcome(found: dict[str, Answer], whole: dict[str, Answer]) -> str:
    """The worst that came of a damage; what doctor says is counted apart."""
    compared = [name for name in found if name != "doctor"]
    if any(how == "crash" for how, _ in found.values()):
        return "crash"
    if any(found[name][0] == "value" and found[name] != whole[name] for name in compared):
        return "wrong"
    return "stop" if any(found[name][0] == "stop" for name in compared) else "same"


# --- The warehouse --------------------------------------------------------------------------------------


def furnish(place: Path) -> None:
    """A warehouse in <place>/data in which everything lies; <place>/more.csv is one more file."""
    folder, exports = place / "data", place / "exports"
    town = Town("2018-11-05", "2019-06-28")
    town.office("A")
    town.measure("M1", "A", "2019-03-04")
    town.visits("A", 100)
    town.incidents("A", step(0.8, 0.3))
    town.waves("A", (10, 12, 8, 5, 2), (4, 6, 9, 14, 9))
    town.shifts("A", "2019-03-04")
    town.write(exports)
    for table in ("offices", "checks", "finds"):
        (exports / f"{table}.csv").write_text(csv_text([GOOD[table]]), encoding="utf-8")
    folder.mkdir(mode=0o700)
    (folder / config.CITY_FILE).write_text(SETTINGS, encoding="utf-8")
    config.look_anew()
    ingest.import_files(sorted(exports.glob("*.csv")), accept=["all"])
    for name, visits in (("again", "90"), ("mistaken", "9")):
        path = place / f"{name}.csv"
        path.write_text(csv_text([good("visits", datum="06.03.2019", besucher=visits)]), encoding="utf-8")
        (report,) = ingest.import_files([path], accept=["all"])
    ingest.undo(report.batch_id)
    ingest.remember_spelling("Amt", "visits", {"Leute": "besucher"})
    remarks.add(folder, "T-M1", "keep", "Bitte prüfen", "A. Beispiel", 1)
    TestDesk(folder).publish()
    audit.append(folder, "", "started", {"settings": config.settings_mark()})
    for page in ("overview", "trends", "press"):
        audit.append(folder, "anna", "page", {"page": page})
    backup(place / "backups")


def run(wanted: argparse.Namespace, place: Path) -> None:
    """Damage it so often, and tell what came of it."""
    apart(place / "data", partial(furnish, place))
    more = place / "more.csv"
    more.write_text(csv_text([good("visits", datum="07.03.2019", besucher="80")]), encoding="utf-8")
    whole = _tried(place, more, None)
    assert {how for how, _ in whole.values()} == {"value"}, whole
    served = next(iter((place / "data/versions").glob("000004/snapshot-*")))
    _known[file_sha256(served)] = whole["values"][1][0]
    counts: Counter[tuple[str, str]] = Counter()
    begun = time.perf_counter()
    with ThreadPoolExecutor(wanted.at_once) as pool:
        for damage, found in pool.map(
            partial(_one, place, more, wanted.imports),
            damages(place / "data", wanted.count, wanted.seed, wanted.only),
        ):
            came = outcome(found, whole)
            counts[damage.kind, came] += 1
            counts[damage.kind, "told"] += found.get("doctor", whole["doctor"]) != whole["doctor"]
            counts[damage.kind, "all"] += 1
            if came in ("wrong", "crash") or wanted.verbose:
                _tell(damage, came, found, whole)
    table = _table(counts, (time.perf_counter() - begun) / wanted.count, wanted)
    print(table)
    if wanted.write:
        before = (
            RESULTS.read_text(encoding="utf-8").partition("\n| ")[0]
            if RESULTS.exists()
            else "# Damaged files\n"
        )
        RESULTS.write_text(f"{before}\n{table}", encoding="utf-8")


_imports: Counter[str] = Counter()


def _one(place: Path, more: Path, most: int, damage: Damage) -> tuple[Damage, dict[str, Answer]]:
    _imports[damage.kind] += 1
    is_enough = _imports[damage.kind] > (1 if damage.kind in APART_FROM_IMPORTS else most)
    return damage, _tried(place, None if is_enough else more, damage)


def _tried(place: Path, more: Path | None, damage: Damage | None) -> dict[str, Answer]:
    with tempfile.TemporaryDirectory(dir=place) as name:
        copy = Path(name) / "data"
        shutil.copytree(place / "data", copy)
        if damage:
            damage.do(copy)
        found: dict[str, Answer] = apart(copy, partial(answers, more))
        return found


def _tell(damage: Damage, came: str, found: dict[str, Answer], whole: dict[str, Answer]) -> None:
    print(f"{came}: {damage}")
    for name, (how, value) in found.items():
        if (how, value) != whole.get(name):
            seen = sorted(value ^ whole[name][1]) if isinstance(value, set) else value
            print(f"    {name}: {how} {seen if how != 'value' or name == 'doctor' else ''}")


def _table(counts: Counter[tuple[str, str]], seconds: float, wanted: argparse.Namespace) -> str:
    heads = ("all", *OUTCOMES, "told")
    kinds = [kind for kind in KINDS if counts[kind, "all"]]
    lines = ["| damaged | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for kind in kinds:
        lines.append(f"| {kind} | " + " | ".join(str(counts[kind, head]) for head in heads) + " |")
    sums = [sum(counts[kind, head] for kind in kinds) for head in heads]
    lines.append("| **all** | " + " | ".join(f"**{one}**" for one in sums) + " |")
    how = (
        f"Seed {wanted.seed}, {seconds:.2f} s a damage; an import at the first {wanted.imports} of each kind."
    )
    return "\n".join([*lines, "", how, ""])


def main() -> None:
    """Damage, compare, count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--only", default="", choices=["", *KINDS])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--imports", type=int, default=1000, help="at the first so many damages of each kind")
    parser.add_argument("--at-once", type=int, default=2)
    with tempfile.TemporaryDirectory(dir=SHARED if SHARED.is_dir() else None) as name:
        run(parser.parse_args(), Path(name))


if __name__ == "__main__":
    main()
