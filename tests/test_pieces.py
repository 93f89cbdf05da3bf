"""A long sheet of XLSX is read in two pieces by two processes; it must say what it says in one."""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from corpus.build import patched, xlsx

from einlass.errors import ImportRefused
from einlass.ingest.processes import Failed, beside
from einlass.ingest.read.file import read
from einlass.ingest.read.package import package_of
from einlass.ingest.read.sheet import Sheet
from einlass.ingest.read.xlsx import pieces as long_sheets

SHEET = "xl/worksheets/sheet1.xml"
HEADER = ["datum", "dienststelle_id", "besucher", "zaehlart"]
LINES: list[list[object]] = [[date(2019, 3, day), "D1", 100 + day, "ZAEHL"] for day in range(1, 31)]


def pieces_of(content: bytes) -> list[long_sheets.Piece]:
    """The pieces that the only sheet is read in; none for one that is read in one."""
    package = package_of("besuche.xlsx", content)
    xml = package.read(SHEET)
    return long_sheets.pieces_of(package, SHEET, xml) if long_sheets.is_long(xml) else []


def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, count: int = 2) -> Sheet:
    """The sheet read in pieces, after a look that it is the one read in one."""
    path = tmp_path / "besuche.xlsx"
    path.write_bytes(content)
    whole = read(path)
    monkeypatch.setattr(long_sheets, "LONG", 0)
    assert len(pieces_of(content)) == count
    sheet = read(path)
    for of in (whole, sheet):
        of.columns = {name: column.to_pylist() for name, column in of.columns.items()}
        of.numbers = of.numbers.tolist()
    assert sheet == whole
    return sheet


def test_two_halves_are_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [["Besuche"], [], HEADER, *LINES, ["Summe", "", sum(range(101, 131)), ""], [], ["Quelle: eigene"]]
    sheet = both(tmp_path, monkeypatch, xlsx(lines))
    assert (len(sheet.numbers), sheet.sum_rows, sheet.note_rows) == (30, [34], [36])


def test_rows_left_out_where_it_is_cut_are_blank_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [HEADER, *LINES[:15], [], [], [], *LINES[15:]]
    assert both(tmp_path, monkeypatch, xlsx(lines)).blank_rows == [17, 18, 19]


def test_a_column_that_only_one_half_has_is_empty_in_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = [HEADER, *LINES[:28], [*LINES[28], "zu viel"], LINES[29]]
    assert [row.number for row in both(tmp_path, monkeypatch, xlsx(late)).ragged_rows] == [30]
    early = [[*HEADER, "wetter"], [*LINES[0], "Regen"], *LINES[1:]]
    assert both(tmp_path, monkeypatch, xlsx(early)).dropped_headers == ["wetter"]


def test_empty_columns_at_the_left_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = both(tmp_path, monkeypatch, xlsx([["", *line] for line in [HEADER, *LINES]]))
    assert sheet.columns["dienststelle_id"] == ["D1"] * 30


def test_merged_cells_of_the_second_half_are_spread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx([HEADER, *LINES], merged={"B28:B30": "D2"})
    assert both(tmp_path, monkeypatch, content).columns["dienststelle_id"][26:] == ["D2", "D2", "D2", "D1"]


def test_a_second_half_without_a_value_adds_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx([HEADER, *LINES[:3]])
    rows = "".join(f'<row r="{number}"></row>' for number in range(5, 60))
    content = patched(content, SHEET, "</sheetData>", f"{rows}</sheetData>")
    assert len(both(tmp_path, monkeypatch, content).numbers) == 3


@pytest.mark.parametrize("place", ["A2", "A60"])
def test_a_cell_in_the_wrong_row_is_where_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """No writer does so, but the reader of cells goes by what the cell says: so the pieces cannot be told apart."""
    row = 25 if place == "A2" else 3
    content = patched(xlsx([HEADER, *LINES]), SHEET, f'r="A{row}"', f'r="{place}"')
    both(tmp_path, monkeypatch, content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<sheetData>", "<sheetData><!-- </row><row r='9'> -->"),
        ("<sheetData>", "<sheetData >"),
        ("<row ", "<x:row "),
    ],
)
def test_unusual_xml_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    content = patched(xlsx([HEADER, *LINES]), SHEET, old, new)
    monkeypatch.setattr(long_sheets, "LONG", 0)
    assert pieces_of(content) == []


def test_a_broken_second_half_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_sheets, "LONG", 0)
    path = tmp_path / "besuche.xlsx"
    path.write_bytes(patched(xlsx([HEADER, *LINES]), SHEET, '<c r="C30"', '<c r="C30'))
    with pytest.raises(ImportRefused, match=r"refused\.broken_workbook"):
        read(path)


def test_work_beside_is_done_by_another_process() -> None:
    assert beside(os.getpid)() != os.getpid()


@pytest.mark.parametrize("work", [lambda: int("x"), lambda: os._exit(9), lambda: os.kill(os.getpid(), 9)])
def test_a_process_beside_that_fails_is_noticed(work: Callable[[], object]) -> None:
    with pytest.raises(Failed):
        beside(work)()


def test_a_long_sheet_of_the_real_length_is_read_in_pieces(tmp_path: Path) -> None:
    """Nothing set otherwise: the sheet is as long as it takes, and what stands at every cut is there once."""
    count = 80_000
    lines = [[date(2010, 1, 1) + timedelta(days=at // 40), f"D{at % 40}", at, "ZAEHL"] for at in range(count)]
    content = xlsx([HEADER, *lines])
    assert len(pieces_of(content)) == 2
    path = tmp_path / "besuche.xlsx"
    path.write_bytes(content)
    sheet = read(path)
    assert sheet.columns["besucher"].to_pylist() == [str(at) for at in range(count)]
    assert sheet.numbers.tolist() == list(range(2, count + 2))


@pytest.mark.parametrize("damage", ["checksum", "data"])
def test_a_long_sheet_that_was_damaged_in_its_package_is_refused(tmp_path: Path, damage: str) -> None:
    """A part of a package carries a checksum: a flipped bit must not become another number."""
    lines = [
        [date(2010, 1, 1) + timedelta(days=at // 40), f"D{at % 40}", at, "ZAEHL"] for at in range(80_000)
    ]
    content = bytearray(xlsx([HEADER, *lines]))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        info = package.getinfo(SHEET)
    if damage == "checksum":
        at = content.rindex(struct.pack("<I", info.CRC))
        content[at] ^= 1
    else:
        content[info.header_offset + info.compress_size // 2] ^= 64
    path = tmp_path / "besuche.xlsx"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"refused\.broken_workbook"):
        read(path)
