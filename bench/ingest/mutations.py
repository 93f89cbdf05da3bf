"""Ten thousand damaged files: what is accepted must be what a strict, independent reading of the damaged bytes says.

    python -m bench.ingest.mutations [count] [seed]     writes bench/ingest/mutations.md

A file is silently wrong when a row arrives that is neither in the original table nor in the damaged file as a plain
line with exactly these cells. Such a row would be an invention of the reader.
"""

from __future__ import annotations

import csv
import io
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from einlass.errors import ImportRefused
from einlass.ingest.clean.rows import settle, typed
from einlass.ingest.read.file import read

HEADER = ["datum", "dienststelle_id", "besucher", "zaehlart"]
METHODS = ("ZAEHL", "TICKET", "SCHAETZ")
OFFICES = frozenset({"D1", "D2", "D3"})
Mutation = Callable[[random.Random, bytes], bytes]
Visit = tuple[date, str, int | None, str]


def original(chance: random.Random) -> tuple[list[Visit], bytes]:
    """A table, and the bytes of an export of it."""
    days = chance.sample(range(800), chance.randint(3, 40))
    visits: list[Visit] = [
        (
            date(2018, 1, 1) + timedelta(days=day),
            office,
            chance.choice([None, chance.randint(0, 2500)]),
            chance.choice(METHODS),
        )
        for day in sorted(days)
        for office in chance.sample(sorted(OFFICES), chance.randint(1, 3))
    ]
    separator, newline = chance.choice(";,\t|"), chance.choice(["\r\n", "\n"])
    lines = [separator.join(HEADER)]
    for day, office, count, method in visits:
        number = (
            ""
            if count is None
            else f"{count:,}".replace(",", chance.choice(["", "."]))
            if separator != ","
            else str(count)
        )
        lines.append(separator.join([f"{day:%d.%m.%Y}", office, number, method]))
    if chance.random() < 0.4:
        lines.append(separator.join(["Summe", "", str(sum(visit[2] or 0 for visit in visits)), ""]))
    if chance.random() < 0.3:
        lines.insert(0, "Besuche")
    text = newline.join(lines) + newline
    return visits, text.encode(chance.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))


def at(chance: random.Random, data: bytes) -> int:
    return chance.randrange(max(1, len(data)))


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def changed_lines(change: Callable[[random.Random, list[bytes]], None]) -> Mutation:
    def mutate(chance: random.Random, data: bytes) -> bytes:
        lines = lines_of(data)
        change(chance, lines)
        return b"".join(lines)

    return mutate


def _swap(chance: random.Random, lines: list[bytes]) -> None:
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def _glue(chance: random.Random, lines: list[bytes]) -> None:
    place = chance.randrange(len(lines))
    lines[place] = lines[place].rstrip(b"\r\n")


MUTATIONS: dict[str, Mutation] = {
    "truncated": lambda c, d: d[: at(c, d)],
    "byte changed": lambda c, d: (i := at(c, d), d[:i] + bytes([c.randrange(256)]) + d[i + 1 :])[1],
    "byte removed": lambda c, d: (i := at(c, d), d[:i] + d[i + 1 :])[1],
    "byte doubled": lambda c, d: (i := at(c, d), d[: i + 1] + d[i:])[1],
    "quote inserted": lambda c, d: (i := at(c, d), d[:i] + b'"' + d[i:])[1],
    "separator inserted": lambda c, d: (i := at(c, d), d[:i] + c.choice([b";", b",", b"\t"]) + d[i:])[1],
    "line end inserted": lambda c, d: (i := at(c, d), d[:i] + c.choice([b"\n", b"\r\n", b"\r"]) + d[i:])[1],
    "zero bytes": lambda c, d: (i := at(c, d), d[:i] + b"\0" * c.randint(1, 9) + d[i:])[1],
    "block lost": lambda c, d: (i := at(c, d), d[:i] + d[i + c.randint(2, 200) :])[1],
    "block twice": lambda c, d: (i := at(c, d), d[: i + 60] + d[i:])[1],
    "line lost": changed_lines(lambda c, ls: ls.pop(c.randrange(len(ls)))),
    "line twice": changed_lines(lambda c, ls: ls.insert(c.randrange(len(ls)), c.choice(ls))),
    "lines swapped": changed_lines(_swap),
    "lines glued": changed_lines(_glue),
    "other encoding glued": lambda c, d: (
        d + "06.03.2019;D1;7;ZÄHL\n".encode(c.choice(["utf-8", "cp1252", "utf-16"]))
    ),
    "read as latin-1": lambda c, d: d.decode("latin-1").encode("utf-8"),
    "file twice": lambda c, d: d + d,
}


def plain_readings(data: bytes) -> set[tuple[str, ...]]:
    """Every line of the damaged file cut at every separator: what a person could read there."""
    found: set[tuple[str, ...]] = set()
    for encoding in ("utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        for separator in ";,\t|":
            try:
                found.update(
                    tuple(cell.strip() for cell in row)
                    for row in csv.reader(io.StringIO(text), delimiter=separator)
                )
            except csv.Error:
                found.update(
                    tuple(cell.strip(' "') for cell in line.split(separator)) for line in text.splitlines()
                )
    return found


def is_readable_as(cells: tuple[str, ...], visit: Visit) -> bool:
    """Whether a line of text says what the row says, read by another pair of eyes than the product's."""
    day, office, count, method = visit
    days = {
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d.%m.%y}",
        f"{day.day}.{day.month}.{day:%y}",
        f"{day:%d}.{day.month}.{day.year}",
        f"{day.day}.{day:%m}.{day.year}",
        f"{day.day}.{day:%m}.{day:%y}",
        f"{day:%d}.{day.month}.{day:%y}",
    }
    stated = (
        {"", "-", "."}
        if count is None
        else {str(count), f"{count:,}".replace(",", "."), f"{count:,}".replace(",", " ")}
    )
    cells = cells[:4]
    cells = tuple(
        re.sub(r",0{1,2}$", "", cell) if at == 2 else cell for at, cell in enumerate(cells)
    )  # 4,0 is four
    number = cells[2].lstrip("0") or ("0" if cells[2] else "") if len(cells) > 2 else ""
    return (
        len(cells) == 4
        and cells[0] in days
        and cells[1] == office
        and (cells[2] in stated or number in stated)
        and cells[3] == method
    )


def outcome(path: Path, visits: list[Visit], data: bytes) -> tuple[str, list[Visit]]:
    """What became of a damaged file, and the rows that nobody wrote."""
    path.write_bytes(data)
    try:
        sheet = read(path)
        result = typed(path.name, sheet)
    except ImportRefused as refusal:
        return refusal.key, []
    settled = settle(sheet.source, result.rows, {"offices": OFFICES})
    rows = settled.rows.astype(object).where(settled.rows.notna(), None)
    arrived: list[Visit] = [
        (r.day, r.office_id, None if r.visit_count is None else int(r.visit_count), r.counting_method)
        for r in rows.itertuples()
    ]
    strangers = set(arrived) - set(visits)
    wrong = []
    if strangers:
        readings = plain_readings(data)
        wrong = [
            visit
            for visit in strangers
            if not any(len(cells) >= 4 and is_readable_as(cells, visit) for cells in readings)
        ]
    if [*sheet.questions, *result.questions]:
        return "asked about", wrong
    if set(arrived) == set(visits):
        return "imported whole", wrong
    if result.rejects or settled.rejects or sheet.note_rows or sheet.ragged_rows:
        return "imported, doubtful rows put aside", wrong
    return "imported as the damaged file reads", wrong


def main(count: int = 10_000, seed: int = 20200318) -> None:
    chance = random.Random(seed)
    seen: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    crashed: list[str] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            visits, data = original(chance)
            name = chance.choice(list(MUTATIONS))
            damaged = MUTATIONS[name](chance, data)
            try:
                what, strangers = outcome(Path(folder) / "besuche.csv", visits, damaged)
            except Exception as error:
                crashed.append(f"{number} {name}: {type(error).__name__}: {error}")
                what, strangers = "crashed", []
            seen[name, what] += 1
            wrong += [f"{number} {name}: {visit}" for visit in strangers]
            if not (number + 1) % 1_000:
                report(number + 1, seed, seen, wrong, crashed, time.monotonic() - started)
    report(count, seed, seen, wrong, crashed, time.monotonic() - started)


def report(
    count: int,
    seed: int,
    seen: Counter[tuple[str, str]],
    wrong: list[str],
    crashed: list[str],
    seconds: float,
) -> None:
    kinds = Counter[str]()
    for (_, what), times in seen.items():
        kinds[what] += times
    lines = [
        "# Damaged files",
        "",
        f"`python -m bench.ingest.mutations {count} {seed}`: {count:,} files, {seconds:,.0f} s.",
        f"**Silently wrong rows: {len(wrong)}. Crashes: {len(crashed)}.**",
        "",
        "| what became of it | files |",
        "|---|---|",
        *(f"| {what} | {times:,} |" for what, times in kinds.most_common()),
        "",
        "| damage | whole | rows put aside | asked about | as it reads | refused |",
        "|---|---|---|---|---|---|",
    ]
    named = (
        "imported whole",
        "imported, doubtful rows put aside",
        "asked about",
        "imported as the damaged file reads",
    )
    for name in MUTATIONS:
        counts = [seen[name, what] for what in named]
        refused = sum(
            times
            for (mutation, what), times in seen.items()
            if mutation == name and what.startswith("refused")
        )
        lines.append(f"| {name} | {' | '.join(map(str, counts))} | {refused} |")
    lines += [
        "",
        "“As it reads”: the damage left a well-formed file that says something else (a line lost, a digit changed);",
        "no reader can see that without a control total.",
        *wrong[:20],
        *crashed[:20],
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
