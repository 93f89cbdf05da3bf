"""What a machine does to the data: python -m bench.faults [--seed 15] [--pairs 30] [--clocks 30] [--only ACT].

Root only: each copy of a small warehouse in which everything lies is on a file system of its own in memory, which is
full or read-only for as long as something is done with it. Then there is room again, and the same is done once more.

full disk      each act with room for so many kilobytes
read-only      each act
two importers  two programs, begun within a second of each other, on two files; who is told to wait comes again
clock          four imports, before each of which the clock jumps: a day ahead, right, a day behind

refused   with a text, nothing changed, and done once more it succeeds with the result that it has without the trouble
done      in spite of the trouble, with that result
wrong     anything else: another result, something damaged, an error that nobody raised on purpose

Writes bench/faults.md; with --only it prints what comes of one act on a full disk.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.damage import apart, furnish
from einlass import audit, config, ingest, remarks
from einlass.errors import EinlassError
from einlass.release import ledger
from einlass.release.events import Entered
from einlass.upkeep import doctor
from einlass.upkeep.backup import backup, figures
from einlass.warehouse import current_version, versions

sys.path.insert(0, str(config.ROOT / "tests"))
from conftest import csv_text, environment, good
from release.desk_parts import ANNA, MORNING

REPORT = Path(__file__).with_suffix(".md")
ROOM_KB = (0, 4, 16, 64, 256, 512, 1024, 2048, 3072, 4096, 6144, 8192)
ENOUGH = "256m"
JUMPS = (timedelta(days=1), timedelta(), timedelta(days=-1))
BUSY = "Gerade importiert ein anderer Vorgang"
Act = Callable[[Path, Path], object]

ACTS: dict[str, Act] = {
    "import": lambda _, more: ingest.import_files([more]),
    "preview": lambda _, more: ingest.preview([more]),
    "undo": lambda *_: ingest.undo(next(one.batch_id for one in ingest.history() if not one.undone_at)),
    "rebuild": lambda *_: ingest.rebuild(),
    "column names": lambda *_: ingest.remember_spelling("B", "visits", {"Gäste": "besucher"}),
    "remark": lambda folder, _: remarks.add(folder, "T-M1", "keep", "Noch eine", "B. Beispiel", 1),
    "press desk": lambda folder, _: ledger.append(folder, lambda _: [Entered()], ANNA, MORNING),
    "audit log": lambda folder, _: audit.append(folder, "anna", "page"),
    "backup": lambda folder, _: backup(folder / ".." / "backups"),
}


def state(folder: Path) -> dict[str, Any]:
    """All that must not change unasked, and whether all of it is whole."""
    return {
        "figures": figures(current_version()),
        "history": [(one.file, one.undone_at is None, one.counted, one.waiting) for one in ingest.history()],
        "remarks": [one.text for one in remarks.remarks(folder)],
        "ledger": len(ledger.read(folder).entries),
        "audit log": audit.verify(folder).count,
        "spellings": (folder / "spellings.json").read_bytes(),
        "faults": (ingest.check().faults, ledger.verify(folder), audit.verify(folder).faults),
    }


def attempt(act: Act, folder: Path, more: Path) -> str:
    """What came of it: done, or the key of a refusal. Whatever else is raised is told."""
    try:
        act(folder, more)
    except EinlassError as error:
        return error.key
    except Exception:
        return traceback.format_exc(limit=-4)
    return "done"


@contextmanager
def copy_of(place: Path) -> Iterator[Path]:
    """A copy of the warehouse on a file system of its own."""
    with tempfile.TemporaryDirectory(dir=place) as name:
        mount("-t", "tmpfs", "-o", f"size={ENOUGH}", "tmpfs", name)
        try:
            shutil.copytree(place / "data", Path(name) / "data")
            yield Path(name) / "data"
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def remount(folder: Path, how: str) -> None:
    mount("-o", f"remount,{how}", str(folder.parent))


def full(room: int) -> Callable[[Path], None]:
    """Leaves room for so many bytes; the file system counts whole pages."""

    def fill(folder: Path) -> None:
        told = os.statvfs(folder)
        used = (told.f_blocks - told.f_bfree) * told.f_frsize
        remount(folder, f"size={used + room}")

    return fill


def in_trouble(place: Path, more: Path, name: str, make: Callable[[Path], None], wanted: Any) -> str:
    """What comes of an act in a trouble that ends: done, refused, wrong."""
    act = ACTS[name]
    with copy_of(place) as folder:
        before = apart(folder, partial(state, folder))
        make(folder)
        came = apart(folder, partial(attempt, act, folder, more))
        remount(folder, f"rw,size={ENOUGH}")
        after = apart(folder, partial(state, folder))
        if came == "done":
            return "done" if after == wanted else tell(name, came, after, wanted)
        if not isinstance(came, str) or "\n" in came or after != before:
            return tell(name, came, after, before)
        again = apart(folder, partial(attempt, act, folder, more))
        after = apart(folder, partial(state, folder))
        return "refused" if (again, after) == ("done", wanted) else tell(name, again, after, wanted)


def tell(name: str, came: object, after: Any, wanted: Any) -> str:
    """Prints what is wrong."""
    other = [key for key in wanted if not isinstance(after, dict) or after.get(key) != wanted[key]]
    print(f"wrong: {name}: {came}; other: {other}", flush=True)
    return "wrong"


# --- Two importers --------------------------------------------------------------------------------------


def pair(place: Path, paths: list[Path], chance: random.Random, wanted: Any) -> str:
    """Two programs at once; whoever is told to wait comes again until it is done."""
    with copy_of(place) as folder:
        first = begun(folder, paths[0])
        time.sleep(chance.random())
        second = begun(folder, paths[1])
        said = [running.communicate()[1] for running in (first, second)]
        refused = [
            path
            for path, one, text in zip(paths, (first, second), said, strict=True)
            if one.returncode and BUSY in text
        ]
        if len(refused) + sum(not one.returncode for one in (first, second)) < 2:
            return tell("two importers", said, {}, wanted)
        for path in refused:
            again = begun(folder, path)
            if again.wait():
                return tell("two importers, again", again.communicate()[1], {}, wanted)
        after = apart(folder, partial(state, folder))
        same = after | {"history": sorted(after["history"])} == wanted | {
            "history": sorted(wanted["history"])
        }
        return ("refused" if refused else "done") if same else tell("two importers", "", after, wanted)


def begun(folder: Path, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "einlass", "import", str(path)],
        cwd=config.ROOT,
        env=os.environ | environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


# --- The clock ------------------------------------------------------------------------------------------


def by_clock(jumps: list[timedelta], paths: list[Path]) -> tuple[bool, bool]:
    """Imports under a clock that jumps; whether doctor told it where the newest lies ahead, and only there."""
    right = versions.now
    newest = right()
    for jump, path in zip(jumps, paths, strict=True):
        at = right() + jump
        for module in (versions, audit):
            module.now = lambda at=at: at
        (report,) = ingest.import_files([path])
        if report.outcome != "imported":
            raise RuntimeError(report)
        newest = at
    for module in (versions, audit):
        module.now = right
    told = any(one.key == "doctor.clock.behind" for one in doctor.examine())
    return told == (newest > right() + timedelta(minutes=5)), [one.file for one in ingest.history()[:4]] == [
        path.name for path in reversed(paths)
    ]


def clock(place: Path, paths: list[Path], jumps: list[timedelta], wanted: Any) -> str:
    """Four imports; every one changes the same day, so that their order counts."""
    with copy_of(place) as folder:
        told = apart(folder, partial(by_clock, jumps, paths))
        after = apart(folder, partial(state, folder))
        return "done" if told == (True, True) and after == wanted else tell("clock", told, after, wanted)


# --- All of it ------------------------------------------------------------------------------------------


def run(place: Path, seed: int, pairs: int, clocks: int, only: str) -> str:
    """Everything, as a table."""
    apart(place / "data", partial(furnish, place))
    counts: dict[str, Counter[str]] = {}
    more = visits_of(place / "more.csv", "07.03.2019", 80)
    for name, act in ACTS.items():
        if only not in ("", name):
            continue
        wanted = result(place, lambda folder, act=act: act(folder, more))
        for room in ROOM_KB:
            came = in_trouble(place, more, name, full(room * 1024), wanted)
            counts.setdefault(f"full disk: {name}", Counter())[came] += 1
            print(name, room, came, flush=True)
        came = in_trouble(place, more, name, lambda folder: remount(folder, "ro"), wanted)
        counts.setdefault("read-only folder", Counter())[came] += 1
    if only:
        return table(counts)
    chance = random.Random(seed)
    two = [more, visits_of(place / "other.csv", "08.03.2019", 85)]
    wanted = result(place, lambda _: [ingest.import_files([path]) for path in two])
    counts["two importers"] = Counter(pair(place, two, chance, wanted) for _ in range(pairs))
    four = [visits_of(place / f"{number}.csv", "07.03.2019", 80 + number) for number in range(4)]
    wanted = result(place, lambda _: [ingest.import_files([path]) for path in four])
    counts["clock"] = Counter(
        clock(place, four, [chance.choice(JUMPS) for _ in four], wanted) for _ in range(clocks)
    )
    return table(counts)


def visits_of(path: Path, day: str, count: int) -> Path:
    path.write_text(csv_text([good("visits", datum=day, besucher=str(count))]), encoding="utf-8")
    return path


def result(place: Path, act: Callable[[Path], object]) -> Any:
    """What is there after an act without trouble."""
    with copy_of(place) as folder:
        came = apart(folder, partial(attempt, lambda folder, _: act(folder), folder, folder))
        if came != "done":
            raise RuntimeError(came)
        return apart(folder, partial(state, folder))


def table(counts: dict[str, Counter[str]]) -> str:
    heads = ("refused", "done", "wrong")
    lines = ["| trouble | all | " + " | ".join(heads) + " |", "|---" * (len(heads) + 2) + "|"]
    total = sum(counts.values(), Counter[str]())
    for name, found in [*counts.items(), ("**all**", total)]:
        lines.append(f"| {name} | {found.total()} | " + " | ".join(str(found[head]) for head in heads) + " |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Do it and write it down."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, usual in (("seed", 15), ("pairs", 30), ("clocks", 30)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--only", default="", choices=["", *ACTS])
    told = parser.parse_args()
    begun_at = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        found = run(Path(name), told.seed, told.pairs, told.clocks, told.only)
    print(found)
    if told.only:
        return
    minutes = (time.perf_counter() - begun_at) / 60
    head = "# A full disk, a read-only folder, two importers, a clock that jumps\n\n`python -m bench.faults` says how"
    REPORT.write_text(
        f"{head}; seed {told.seed}, {minutes:.0f} minutes. Room: {', '.join(map(str, ROOM_KB))} KB.\n\n{found}",
        "utf-8",
    )


if __name__ == "__main__":
    main()
