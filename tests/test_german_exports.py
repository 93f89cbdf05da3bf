"""Real German exports that nobody on this project wrote, each read with its own declared source.

They are not shipped: the test looks for them where EINLASS_REAL_EXPORTS says, beside the checkout by default.
"""

import os
from pathlib import Path

import pytest

from einlass import config
from einlass.errors import ImportRefused
from einlass.ingest.clean.cells import TEXT, plain_number
from einlass.ingest.read.delimited import cut, decode
from einlass.ingest.read.file import read
from einlass.ingest.read.sheet import Sheet
from einlass.ingest.sources import Column, Source

REAL = Path(
    os.environ.get("EINLASS_REAL_EXPORTS") or config.ROOT.parent / "shared" / "data" / "german_exports"
)
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not here")


def source(table: str, *headers: str, key: str) -> Source:
    """A source of texts; the tests read the numbers."""
    columns = tuple(
        Column(header, f"c{index}", TEXT, is_required=header == key) for index, header in enumerate(headers)
    )
    return Source(table, columns, (columns[headers.index(key)].name,))


def number(sheet: Sheet, row: int, header: str) -> float | None:
    cell = sheet.cells(header)[row].as_py()
    return None if cell in ("", "-", ".") else plain_number(cell)


def labels(sheet: Sheet, header: str) -> list[str]:
    return [str(cell) for cell in sheet.cells(header).to_pylist()]


@pytest.mark.parametrize(
    ("file", "first", "rows", "width"),
    [("gesamtergebnisplan", "Wert", 26, 7), ("gesamtfinanzplan", "Teilplanzeile", 36, 7)],
)
def test_cologne_budget(file: str, first: str, rows: int, width: int) -> None:
    """Thousand dots without decimals, no line end behind the last row, subtotals in the body."""
    years = ("Ergebnis 2010", *(f"Plan {year}" for year in range(2011, 2016)))
    sheet = read(REAL / "koeln_budget" / f"{file}.csv", [source("budget", first, *years, key=first)])
    assert (len(sheet.rows), len(sheet.header)) == (rows, width)
    assert [question.key for question in sheet.questions] == ["question.line_end"]
    if file == "gesamtergebnisplan":
        values = [number(sheet, row, "Ergebnis 2010") or 0.0 for row in range(rows)]
        assert values[0] == 1_596_852_249
        assert values[9] == pytest.approx(sum(values[:9]), abs=2)
        assert values[16] == pytest.approx(sum(values[10:16]), abs=2)
        assert values[17] == pytest.approx(values[9] - values[16], abs=2)


def test_muenster_refill_stations() -> None:
    """Quoted cells over many lines, CRLF and LF mixed: 56 records in 140 lines."""
    header = (
        "ID",
        "Name",
        "Latitude",
        "Longitude",
        "Straße",
        "PLZ",
        "Ort",
        "Öffnungszeiten",
        "Homepage",
        "Beschreibung",
    )
    sheet = read(
        REAL / "muenster_refill" / "refill-stationen-muenster.csv", [source("refill", *header, key="ID")]
    )
    assert len(sheet.rows) == 56
    assert sheet.rows[-1].number < 140
    assert len(set(labels(sheet, "ID"))) == 56
    assert labels(sheet, "Beschreibung")[0].splitlines()[1:] == [
        "Montags bis Freitag 11-19 Uhr",
        "Samstag 10:30-18:00 Uhr",
    ]
    assert sheet.dropped_headers == ["Erstellungsdatum", "Lizenz"]


def test_destatis_table() -> None:
    """Latin-1, six title rows, four header rows with repeated cells, signs for missing, notes and footer below."""
    path = REAL / "destatis" / "63111-0001.csv"
    text, encoding = decode(path.name, path.read_bytes())
    lines, _ = cut(text, ";")
    names = joined_header(lines, 6, 4)
    day = Column(names[0], "day", TEXT)
    texts = tuple(Column(name, f"c{at}", TEXT, is_required=False) for at, name in enumerate(names[1:4], 1))
    sheet = read(path, [Source("households", (day, *texts), ("day",))])
    assert (encoding, sheet.header_row, len(sheet.header_rows)) == ("cp1252", 7, 4)
    days = labels(sheet, names[0])
    assert (days[0], days[-1]) == ("01.01.2000", "01.01.2021")
    assert [number(sheet, 0, name) for name in names[1:4]] == [5827, 34390, 74.4]
    assert len(sheet.note_rows) >= 4


def joined_header(lines: list, first: int, height: int) -> list[str]:
    """The names of a tall header, put together here without the product."""
    block = [line.cells for line in lines[first : first + height]]
    names = []
    for column in range(len(block[0])):
        parts = []
        for level, cells in enumerate(block):
            at = column
            while level < height - 1 and not cells[at] and at:
                at -= 1
            if cells[at] and cells[at] not in parts:
                parts.append(cells[at])
        names.append(" / ".join(parts))
    return names


def test_federal_election_results() -> None:
    """A mark, five title rows, a header of three rows whose upper cells reach to the right, totals among the body."""
    voters = ("Wahlberechtigte / Erststimmen / Vorläufig", "Wahlberechtigte / Erststimmen / Vorperiode")
    turnout = "Wählende / Erststimmen / Vorläufig"
    wanted = source("election", "Nr", "Gebiet", "gehört zu", *voters, turnout, key="Gebiet")
    sheet = read(REAL / "bundeswahlleiterin" / "kerg.csv", [wanted])
    assert (sheet.header_row, len(sheet.header_rows), sheet.encoding) == (6, 3, "utf-8")
    federal = labels(sheet, "Gebiet").index("Bundesgebiet")
    assert [number(sheet, federal, name) for name in (*voters, turnout)] == [
        60_490_603,
        61_172_771,
        49_927_315,
    ]
    states = [row for row, above in enumerate(labels(sheet, "gehört zu")) if above == "99"]
    assert sum(number(sheet, row, voters[0]) or 0 for row in states) == 60_490_603
    districts = [row for row, above in enumerate(labels(sheet, "gehört zu")) if above not in ("", "99")]
    assert len(districts) == 299
    assert sum(number(sheet, row, turnout) or 0 for row in districts) == 49_927_315


def test_none_of_them_is_taken_for_one_of_ours() -> None:
    for path in REAL.rglob("*.csv"):
        with pytest.raises(ImportRefused, match=r"refused\.(no_source|columns_missing)"):
            read(path)
