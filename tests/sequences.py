"""Random sequences of imports, undos and re-imports, and the warehouse that saw only what counts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from conftest import GOOD, Row, csv_text, good

from einlass import ingest
from einlass.warehouse import current_version

NUMBERED = re.compile(r"^([0-9a-f]{16})-\d+$")
FIRST = ("offices", "visits", "checks", "finds", "survey_waves", "answers")
OFFICES, DAYS, WAVES = ("D1", "D2", "D3"), ("04", "05", "06"), ("W1", "W2")


@dataclass(frozen=True)
class Step:
    """Import the file of a number, or take back the batch that it became."""

    file: int
    is_undo: bool


def written_files(folder: Path, chance: random.Random, count: int) -> list[Path]:
    """Small exports whose rows refer to each other, replace each other and wait for each other."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        table = FIRST[number] if number < len(FIRST) else chance.choice(list(GOOD))
        rows = [_row(table, chance) for _ in range(chance.randint(1, 4))]
        above = [_title(table, chance)] if chance.random() < 0.3 else []
        path = folder / f"{number}-{table}.csv"
        path.write_text(csv_text(rows, above=[line for line in above if line]), encoding="utf-8")
        files.append(path)
    return files


def _title(table: str, chance: random.Random) -> str:
    if table == "answers":
        return chance.choice(["Zielgruppe: KUND", "Zielgruppe: BESCH"])
    if table in ("visits", "checks", "incidents", "shifts"):
        return chance.choice(
            ["Zeitraum: 04.03.2019 bis 05.03.2019", "Dienststelle: D1", "Dienststelle: D2; D3"]
        )
    return ""


def _row(table: str, chance: random.Random) -> Row:
    office, day = chance.choice(OFFICES), f"{chance.choice(DAYS)}.03.2019"
    number = str(chance.randint(1, 3))
    if table == "offices":
        return good(
            table, dienststelle_id=office, name=f"Amt {office}", kurz=chance.choice(["A", "B"]) + office
        )
    if table == "measures":
        return good(table, dienststelle_id=office, grund=number)
    if table == "events":
        return good(table, dienststelle_id=chance.choice([office, ""]), text=number)
    if table == "visits":
        count = chance.choice(["79", "100", "200"])
        return good(table, datum=day, dienststelle_id=office, besucher=count)
    if table == "checks":
        persons = chance.choice(["50", "80", "90"])
        return good(
            table, kontroll_id=f"K{number}", datum=day, dienststelle_id=office, personen_kontrolliert=persons
        )
    if table == "finds":
        return good(table, fund_id=f"F{number}", kontroll_id=f"K{chance.randint(1, 3)}", anzahl=number)
    if table == "incidents":
        return good(table, vorfall_id=f"V{number}", datum=day, dienststelle_id=office)
    if table == "survey_waves":
        group = chance.choice(["KUND", "BESCH"])
        return good(table, welle_id=chance.choice(WAVES), zielgruppe=group, dienststelle_id=office)
    if table == "answers":
        return good(table, antwort_id=f"A{number}", welle_id=chance.choice(WAVES), wert=number)
    return good(table, schicht_id=f"S{number}", datum=day, dienststelle_id=office, kopf_soll=number)


def sequence(chance: random.Random, files: int, length: int) -> Iterator[Step]:
    """Steps as they come: most import, some take back what was imported before."""
    for _ in range(length):
        yield Step(chance.randrange(files), is_undo=chance.random() < 0.3)


def shuffled_between_exports(files: list[Path], chance: random.Random) -> list[Path]:
    """The files in another order, those of one export among each other as they were: there the newer one counts."""
    tables = [path.stem.partition("-")[2] for path in files]
    left = {
        table: [path for path, one in zip(files, tables, strict=True) if one == table] for table in tables
    }
    return [left[table].pop(0) for table in chance.sample(tables, len(tables))]


def played(files: list[Path], steps: Iterator[Step]) -> list[Path]:
    """Play the steps in the served folder; the files that count in the end, in the order of their import."""
    counting: list[tuple[str, Path]] = []
    for step in steps:
        path = files[step.file]
        if not step.is_undo:
            (report,) = ingest.import_files([path], accept=["all", f"{path.name}:gone"])
            if report.outcome == "imported":
                assert report.adds_up
                counting.append((report.batch_id, path))
        elif batches := [batch for batch, one in counting if one == path]:
            ingest.undo(batches[-1])
            counting = [(batch, one) for batch, one in counting if batch != batches[-1]]
    return [path for _, path in counting]


def cells() -> dict[str, list[tuple[object, ...]]]:
    """Every cell of the served warehouse but for moments of import and numbers behind the names of batches."""
    found = {}
    with duckdb.connect(str(current_version().snapshot_path), read_only=True) as db:
        for (table,) in db.execute("select table_name from duckdb_tables()").fetchall():
            names = [row[0] for row in db.execute(f"describe {table}").fetchall() if row[0] != "imported_at"]
            rows = db.execute(f"select {', '.join(names)} from {table}").fetchall()
            found[table] = sorted((tuple(map(_plain, row)) for row in rows), key=str)
    return found


def _plain(cell: object) -> object:
    match = NUMBERED.match(cell) if isinstance(cell, str) else None
    return match[1] if match else cell
