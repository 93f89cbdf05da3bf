"""How fast a clean export becomes a committed snapshot, as a ratio to what the libraries need to read the same file.

    python -m bench.ingest.speed [rows] [xlsx rows]     writes bench/ingest/speed.md

Each time is the better of two, the bare scan's and ours.
"""

from __future__ import annotations

import os
import random
import resource
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import python_calamine as calamine
import xlsxwriter

from einlass import ingest

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
OFFICES_WITH_VISITS = 200  # so many that 300,000 rows are days that exist
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


def write_offices(path: Path, count: int = 12) -> None:
    """Offices D1, D2 and so on; facts are kept for each of them and every day."""
    header = "dienststelle_id;name;kurz;standort;gruppe;oeffnung"
    rows = [f"D{number};Amt {number};Amt {number};;SONST;Mo-So" for number in range(1, count + 1)]
    path.write_text("\r\n".join([header, *rows, ""]), encoding="utf-8")


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


def write_visits(path: Path, rows: int) -> None:
    """Counts of visitors with real dates, as a spreadsheet program saves them."""
    chance = random.Random(3)
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["datum", "dienststelle_id", "besucher", "zaehlart"])
        for number in range(rows):
            day = date(2016, 1, 1) + timedelta(days=number // OFFICES_WITH_VISITS)
            page.write_row(
                number + 1,
                0,
                [day, f"D{number % OFFICES_WITH_VISITS + 1}", chance.randint(5_000, 9_999), "ZAEHL"],
            )


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


def cells_of(path: Path) -> None:
    """The bare library: every cell of the first sheet, thrown away."""
    for row in calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        del row


def imported(folder: Path, path: Path) -> float:
    """Seconds from the file to the committed snapshot, in a data folder that holds the offices alone."""
    os.environ["EINLASS_DATA"] = str(folder / secrets.token_hex(4))
    ingest.import_files([folder / "dienststellen.csv"])

    def load() -> None:
        (report,) = ingest.import_files([path], accept=["all"])
        assert report.outcome == "imported", report.error
        assert not report.rejected, report.rejects[0]

    ingest.get_ready()
    time.sleep(3)
    seconds = timed(load)
    shutil.rmtree(os.environ["EINLASS_DATA"])
    return seconds


def main(rows: int = 3_000_000, xlsx_rows: int = 300_000) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("EINLASS_BENCH")) as name:
        folder = Path(name)
        write_offices(folder / "dienststellen.csv")
        checks, book, visits = (folder / f for f in ("kontrollen.csv", "kontrollen.xlsx", "besuche.xlsx"))
        write_csv(checks, rows)
        write_xlsx(book, xlsx_rows)
        write_visits(visits, xlsx_rows)
        bare = min(timed(lambda: scan(checks)) for _ in range(2))
        ours = min(imported(folder, checks) for _ in range(2))
        bare = min(bare, *(timed(lambda: scan(checks)) for _ in range(2)))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        alone = min(timed(lambda: cells_of(book)) for _ in range(2))
        sheet = min(imported(folder, book) for _ in range(2))
        write_offices(folder / "dienststellen.csv", OFFICES_WITH_VISITS)
        narrow = min(imported(folder, visits) for _ in range(2))
    lines = [
        "# Speed of the import",
        "",
        f"`python -m bench.ingest.speed {rows} {xlsx_rows}`, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}:",
        "from the file to the committed snapshot, by an import process that waits already, as it does while the page",
        "*Daten* is open. From the command line Python and its libraries take about a second more to load.",
        "",
        "| what | rows | seconds | rows/s | ratio |",
        "|---|---|---|---|---|",
        f"| DuckDB typed read_csv of the check log | {rows:,} | {bare:.2f} | {rows / bare:,.0f} | 1 |",
        f"| check log as CSV | {rows:,} | {ours:.2f} | {rows / ours:,.0f} | {bare / ours:.3f} |",
        f"| python-calamine, cells of the check log | {xlsx_rows:,} | {alone:.2f} | {xlsx_rows / alone:,.0f} | 1 |",
        f"| check log as XLSX (16 columns) | {xlsx_rows:,} | {sheet:.2f} | {xlsx_rows / sheet:,.0f} |"
        f" {alone / sheet:.3f} |",
        f"| visitor counts as XLSX (4 columns) | {xlsx_rows:,} | {narrow:.2f} | {xlsx_rows / narrow:,.0f} | – |",
        "",
        f"Largest process with the CSV: {peak:,.0f} MB, the mapped file included.",
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
