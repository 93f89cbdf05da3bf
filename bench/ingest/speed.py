"""How fast a clean export becomes a committed snapshot, as a ratio to DuckDB's bare typed scan of the same file.

python -m bench.ingest.speed [rows] [xlsx rows]     prints a Markdown table
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import xlsxwriter

from einlass import ingest
from einlass.warehouse import current_snapshot

OFFICES = (
    "dienststelle_id;name;kurz;standort;gruppe;oeffnung",
    "D1;Amt eins;Eins;;SONST;Mo-Fr",
    "D2;Amt zwei;Zwei;;SONST;Mo-Fr",
)
HEADER = (
    "kontroll_id;datum;dienststelle_id;eingang;zeit_von;zeit_bis;regime;methode;personen_kontrolliert;"
    "personen_mit_fund;gegenstaende;verweigert;wartezeit_med_min;geraeteausfall_min;quelle;erfasst_am"
)
TYPES = {
    "kontroll_id": "varchar", "datum": "date", "dienststelle_id": "varchar", "eingang": "varchar", "zeit_von": "time",
    "zeit_bis": "time", "regime": "varchar", "methode": "varchar", "personen_kontrolliert": "integer",
    "personen_mit_fund": "integer", "gegenstaende": "integer", "verweigert": "integer", "wartezeit_med_min": "double",
    "geraeteausfall_min": "integer", "quelle": "varchar", "erfasst_am": "date",
}  # fmt: skip
BLOCKS = (("07:30", "09:00"), ("09:00", "10:30"), ("10:30", "12:00"), ("12:00", "13:00"))
DAYS = [f"{date(2016, 1, 1) + timedelta(days=n):%d.%m.%Y}" for n in range(1500)]


def cells(number: int, chance: random.Random) -> list[str]:
    """One check row that is accepted."""
    start, end = BLOCKS[number % 4]
    found = chance.randint(0, 3)
    day = DAYS[number % len(DAYS)]
    return [
        f"K{number:08d}", day, "D1" if number % 3 else "D2", "Haupteingang Süd", start, end, "VOLL", "HS",
        str(chance.randint(20, 99)), str(found), str(found), "0", f"{chance.randint(0, 99)/10:.1f}".replace(".", ","),
        "0", "SIDI", day,
    ]  # fmt: skip


def write_csv(path: Path, rows: int) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        for number in range(rows):
            file.write(";".join(cells(number, chance)) + "\n")


def write_xlsx(path: Path, rows: int) -> None:
    chance = random.Random(2)
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER.split(";"))
        for number in range(rows):
            line = cells(10_000_000 + number, chance)
            for column, cell in enumerate(line):
                is_number = column in (8, 9, 10, 11, 13)
                page.write(number + 1, column, int(cell) if is_number else cell)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def scan(path: Path) -> None:
    """DuckDB's typed scan; every column is read."""
    with duckdb.connect() as db:
        db.execute("set threads = 2")
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
        counts = ", ".join(f"max({name})" for name in TYPES)
        db.execute(
            f"select {counts} from read_csv('{path}', delim=';', header=true, dateformat='%d.%m.%Y', "
            f"decimal_separator=',', auto_detect=false, columns={{{columns}}})"
        ).fetchall()


def load(*files: Path) -> None:
    reports = ingest.import_files(list(files), accept=["all"])
    assert all(report.outcome == "imported" and not report.rejected for report in reports), reports


def main(rows: int = 3_000_000, xlsx_rows: int = 100_000) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("EINLASS_BENCH")) as name:
        folder = Path(name)
        os.environ["EINLASS_DATA"] = str(folder / "data")
        offices, checks, book = (
            folder / "dienststellen.csv",
            folder / "kontrollen.csv",
            folder / "kontrollen.xlsx",
        )
        offices.write_text("\r\n".join([*OFFICES, ""]), encoding="utf-8")
        write_csv(checks, rows)
        write_xlsx(book, xlsx_rows)
        load(offices)
        bare = min(timed(lambda: scan(checks)) for _ in range(2))
        ours = timed(lambda: load(checks))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        assert int(current_snapshot().run("views/coverage")["accepted_count"].sum()) == rows + 2
        os.environ["EINLASS_DATA"] = str(folder / "data2")
        load(offices)
        sheet = timed(lambda: load(book))
    print("| what | rows | seconds | rows/s | ratio to the bare scan |\n|---|---|---|---|---|")
    print(f"| DuckDB typed read_csv | {rows:,} | {bare:.1f} | {rows / bare:,.0f} | 1 |")
    print(f"| CSV to committed snapshot | {rows:,} | {ours:.1f} | {rows / ours:,.0f} | {bare / ours:.2f} |")
    print(f"| XLSX to committed snapshot | {xlsx_rows:,} | {sheet:.1f} | {xlsx_rows / sheet:,.0f} | – |")
    print(f"\nLargest process: {peak:,.0f} MB; load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
