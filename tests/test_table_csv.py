"""Tables as files: as a spreadsheet of the reader's language reads them, and never as a formula."""

from __future__ import annotations

import ast
import csv
import io
from datetime import date, datetime

import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from einlass import config
from einlass.export import file_stem, table_csv, workbook
from einlass.export.csv_files import _write
from einlass.formulas import defused
from einlass.ingest.clean.cells import restored
from einlass.words import words_for
from einlass.words.brief import Sheet

ROWS = [["Januar 2020", "1\u202f234,5", "\u2212" + "3"], ["Februar 2020", "12,5\u202f%", "k. A."]]
ENGLISH = [["January 2020", "1,234.5", "\u2212" + "3"], ["February 2020", "12.5%", "n/a"]]


def test_german_spreadsheet_gets_semicolons_commas_and_no_grouping() -> None:
    content = table_csv(
        "Kontrollen; alle", ["Monat", "Zahl", "x"], ROWS, ["Stand: 31.03.2020", ""], words_for("de")
    )
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        '"Kontrollen; alle"',
        "",
        "Monat;Zahl;x",
        "Januar 2020;1234,5;-3",
        "Februar 2020;12,5%;k. A.",
        "",
        "Stand: 31.03.2020",
    ]


def test_english_spreadsheet_gets_commas_and_points() -> None:
    content = table_csv("Checks", ["Month", "Count", "x"], ENGLISH, [], words_for("en"))
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert lines[3:5] == [["January 2020", "1234.5", "-3"], ["February 2020", "12.5%", "n/a"]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("formula", ["=1+41", "+1+41", "-1+41", "@A1", " =1+41"])
def test_no_separator_makes_a_formula_of_a_name(separator: str, formula: str) -> None:
    """Opened with the separator it was not written with, a line is cut elsewhere."""
    name = f"Amt{separator}{formula}{separator}B"
    for content in (
        table_csv(name, ["Amt"], [[name]], [name], words_for("de")).decode("utf-8-sig"),
        table_csv(name, ["Amt"], [[name]], [name], words_for("en")).decode("utf-8-sig"),
        _write([{"office": name, "count": 1}]).decode(),
    ):
        for other in (";", ",", "\t", "|"):
            cells = [cell.strip().strip('"') for line in content.splitlines() for cell in line.split(other)]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-1+"))]


def test_a_workbook_holds_no_formula_either_when_it_is_saved_as_csv() -> None:
    one = "=1+41"
    content = workbook([Sheet(one, one, [one], [[one]])], [one], one, datetime(2020, 3, 31))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row if cell != ""]
    assert cells == [f"'{one}"] * 4


def test_every_writer_of_tables_defuses_what_it_writes() -> None:
    """Whoever writes a table by a way of their own is seen here; what they write is looked at in their own tests."""
    writers = {}
    for path in (config.ROOT / "einlass").rglob("*.py"):
        called = [
            one.func for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.Call)
        ]
        names = {ast.unparse(one) for one in called}
        if names & {"csv.writer", "csv.DictWriter", "xlsxwriter.Workbook"}:
            writers[str(path.relative_to(config.ROOT / "einlass"))] = "defused" in path.read_text("utf-8")
    assert writers == dict.fromkeys(
        (
            "export/csv_files.py",
            "export/extract.py",
            "export/table_csv.py",
            "export/workbook.py",
            "ingest/hand_out.py",
            "release/bundle/sheets.py",
        ),
        True,
    )


@pytest.mark.parametrize("text", ["=1+41", "Amt;=1+41;B", "Amt\t@x", "-", "-5", "+49", "A - B", "a,-b", "'x"])
def test_what_is_marked_on_the_way_out_comes_back_as_it_was(text: str) -> None:
    assert restored(pa.array([defused(text)])).to_pylist() == [text]


def test_numbers_for_machines_carry_no_noise() -> None:
    assert _write([{"a": 0.1 + 0.2, "b": 93.00000000000001, "c": 1e-7, "d": float("nan"), "e": 7.0}]) == (
        b"a,b,c,d,e\r\n0.3,93,1e-07,,7\r\n"
    )


def test_names_of_files_say_what_is_in_them() -> None:
    stem = file_stem(
        ["Gemeldete Vorf\u00e4lle", "Amt f\u00fcr \u00d6l / Stra\u00dfe & Co.", "", "M1"], date(2020, 3, 31)
    )
    assert stem == "einlassmonitor_gemeldete-vorfaelle_amt-fuer-oel-strasse-co_m1_stand-2020-03-31"
    assert len(file_stem(["x" * 500], date(2020, 3, 31))) < 120
