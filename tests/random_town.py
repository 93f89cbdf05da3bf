"""A random town as export files: every code, every cell that may be empty, identifiers that look like numbers.

The cells are drawn from what the exports declare, so a new column or code is drawn as well. What the columns of a row
tell about each other is usually right; where not, the import refuses the row as it would any other.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from einlass.ingest.clean.cells import Kind
from einlass.ingest.sources import BY_TABLE, REGIMES, SOURCES, Column

Row = dict[str, str]
# Values of named parameters with which every read finds something in a town.
PARAMETERS = {"day_from": date(2019, 1, 5), "day_until": date(2019, 3, 20), "audience": "KUND", "item": "SIC"}
FIRST = date(2019, 1, 1)
OFFICES = ("0042", "1.10", "D1", "Ä 7", "d-9")
OPENING = ("Mo-Fr", "Mo-So", "Mo 7:30-15; Di,Mi,Fr 7:30-13; Do 8-12,14-18", "Mo-Mi 8-14")
TEXTS = ("Nord", "Süd, Haus 2", "007", "ärztlich", "Zoo")
CHECKED = (3, 7, 40, 250)
EMPTY, WRONG = 0.15, 0.02
BESIDE = {"checks": 0.7, "shifts": 0.7}  # how often a row is of the same place and time as the one before
SAME_PLACE = ("datum", "dienststelle_id", "eingang", "regime", "zeit_von", "zeit_bis")
ROWS = {"measures": 12, "events": 16, "checks": 1200, "finds": 600, "incidents": 200, "survey_waves": 16}
ROWS |= {"answers": 400, "shifts": 200}  # of both files of an export together


def written_town(folder: Path, seed: int | str, days: int = 100) -> list[Path]:
    """Write the exports of a town that is known by its seed, in the order in which they shall come."""
    chance = random.Random(seed)
    files = list(_Town(chance, days).written(folder))
    return chance.sample(files, len(files))


class _Town:
    def __init__(self, chance: random.Random, days: int) -> None:
        self.chance, self.days = chance, days
        self.ids: dict[str, list[str]] = {"offices": [*OFFICES]}  # that rows may refer to

    def written(self, folder: Path) -> Iterator[Path]:
        """Two files of each export, the second one with other rows for some keys of the first."""
        folder.mkdir(parents=True, exist_ok=True)
        for source in SOURCES:
            for part in (1, 2):
                title = self._title(source.table, part)
                rows = self._unique(source.table)
                path = folder / f"{source.table}-{part}.csv"
                with path.open("w", encoding="utf-8", newline="") as file:
                    file.write(title)
                    table = csv.DictWriter(file, list(source.headers), delimiter=";", lineterminator="\r\n")
                    table.writeheader()
                    table.writerows(rows)
                yield path

    def _unique(self, table: str) -> list[Row]:
        """Rows of a file, each key once."""
        key = [column.header for column in BY_TABLE[table].columns if column.name in BY_TABLE[table].key]
        rows = self._visits() if table == "visits" else self._rows(table)
        return list({tuple(row[header] for header in key): row for row in rows}.values())

    def _rows(self, table: str) -> Iterator[Row]:
        if table == "offices":
            yield from (self._row(table, dienststelle_id=one) for one in OFFICES)
            return
        row: Row = {}
        for _ in range(ROWS[table] // 2):
            is_beside = row and self.chance.random() < BESIDE.get(table, 0)
            row = self._row(
                table, **{header: row[header] for header in SAME_PLACE if is_beside and header in row}
            )
            own = next(column for column in BY_TABLE[table].columns)
            self.ids.setdefault(table, []).append(row[own.header])
            yield row

    def _visits(self) -> Iterator[Row]:
        for number in range(self.days):
            for office in self.ids["offices"]:
                if self.chance.random() < 0.6:
                    yield self._row(
                        "visits", datum=_german(FIRST + timedelta(number)), dienststelle_id=office
                    )

    def _row(self, table: str, **cells: str) -> Row:
        row = {column.header: self._cell(table, column) for column in BY_TABLE[table].columns} | cells
        if self.chance.random() >= WRONG:
            row |= self._consistent(table, row) | cells
        return row

    def _cell(self, table: str, column: Column) -> str:
        chance, kind = self.chance, column.kind
        if not column.is_required and chance.random() < EMPTY:
            return ""
        if column.name in BY_TABLE[table].references:
            known = self.ids[BY_TABLE[table].references[column.name]]
            return chance.choice(known) if chance.random() >= WRONG else "unknown"
        if column.name == BY_TABLE[table].columns[0].name and column.name.endswith("_id"):
            return f"{chance.randrange(10 * ROWS.get(table, 10)):05}"
        if kind.name == "codes":
            return "|".join(chance.sample(kind.codes, chance.randint(1, 2)))
        if kind.codes:
            return chance.choice(kind.codes)
        return {
            "text": lambda: chance.choice(TEXTS),
            "level": lambda: chance.choice("0123"),
            "day": lambda: _german(self._day()),
            "moment": lambda: f"{_german(self._day())} {self._clock()}",
            "clock": self._clock,
            "flag": lambda: chance.choice("JN"),
            "weekdays": lambda: chance.choice(OPENING),
            "decimal": lambda: _decimal(chance.randrange(120) * chance.choice([1, 10])),
            "integer": lambda: self._count(kind),
        }[kind.name]()

    def _count(self, kind: Kind) -> str:
        """Small numbers for the most part, and many a zero."""
        assert kind.range is not None
        low, high = int(kind.range.low), int(kind.range.high)
        return str(min(high, self.chance.choice([low, self.chance.randint(low, low + 4), low + 250])))

    def _consistent(self, table: str, row: Row) -> Row:
        """Cells that follow from others of the row."""
        chance = self.chance
        if table in ("checks", "survey_waves", "measures", "events", "incidents"):
            first = self._day()
            last = _german(first + timedelta(chance.randint(0, 20)))
        if table == "measures":
            return {"gueltig_von": _german(first), "gueltig_bis": chance.choice(["", last])}
        if table == "visits":
            return {"besucher": chance.choice(["", "0", *3 * ["3000"], "300", "90000"])}
        if table == "events":
            return {"datum_von": _german(first), "datum_bis": chance.choice(["", last])}
        if table == "incidents":
            return {"datum": _german(first), "meldedatum": last}
        if table == "survey_waves":
            return {"feld_von": _german(first), "feld_bis": last, "angesprochen_n": "900"}
        if table == "answers":
            return {"wert": chance.choice("123459")}
        if table == "shifts":
            planned = chance.randrange(1200)
            done = chance.choice([planned, 2 * planned, chance.randrange(1200)])
            hours = {"std_soll": _decimal(planned), "std_ist": _decimal(done)}
            return hours | {"kopf_soll": "2", "kopf_ist": chance.choice("12")}
        if table == "checks":
            begins, ends = sorted((self._clock(), self._clock()))
            checked, found = chance.choice(CHECKED), chance.choice(["", "0", "1", "3"])
            items = "" if chance.random() < EMPTY else str(int(found or 0) + chance.randrange(3))
            counts = {"personen_mit_fund": found, "gegenstaende": items, "zeit_von": begins, "zeit_bis": ends}
            is_checked = row["regime"] in REGIMES[:2]
            return counts | {"personen_kontrolliert": str(checked) if is_checked else ""}
        return {}

    def _title(self, table: str, part: int) -> str:
        """Of which days, offices and group a file speaks, or nothing."""
        self.ids["offices"], title = [*OFFICES], ""
        if BY_TABLE[table].day == "day" and self.chance.random() < 0.3:
            self.ids["offices"] = self.chance.sample(OFFICES, 2)
            title += f"Dienststellen: {'; '.join(self.ids['offices'])}\r\n"
        if BY_TABLE[table].day == "day" and self.chance.random() < 0.5:
            last = _german(FIRST + timedelta(self.days + self.chance.randrange(20)))
            title += f"Berichtszeitraum: {_german(FIRST)} bis {last}\r\n"
        if table == "answers":
            title += f"Zielgruppe: {'KUND' if part == 1 else 'BESCH'}\r\n"
        return title

    def _day(self) -> date:
        return FIRST + timedelta(self.chance.randrange(self.days))

    def _clock(self) -> str:
        return f"{self.chance.randrange(24):02}:{self.chance.choice(['00', '15', '30', '59'])}"


def _decimal(hundredths: int) -> str:
    return f"{hundredths // 100},{hundredths % 100:02}"


def _german(day: date) -> str:
    return f"{day:%d.%m.%Y}"
