"""Tables as files: as a spreadsheet of the reader's language reads them, and never as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import pyarrow as pa
import pytest

from einlass.export import file_stem, table_csv
from einlass.export.csv_files import _write
from einlass.formulas import defused
from einlass.ingest.clean.cells import restored
from einlass.words import words_for

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
