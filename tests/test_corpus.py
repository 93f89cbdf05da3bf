"""Every file of the corpus comes to what is declared for it; real exports read with their own declared sources."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from conftest import cleaned
from corpus.files import CSV, WORKBOOKS, Expected

from einlass.errors import ImportRefused
from einlass.ingest.clean.rows import Cleaned
from einlass.ingest.read.sheet import Sheet
from einlass.ingest.read.xlsx import pieces

FILES = [(f"{name}.csv", *file) for name, file in CSV.items()]
FILES += [(f"{name}.xlsx", *file) for name, file in WORKBOOKS.items()]
KNOWN = {"offices": {"D1"}}


def imported(path: Path) -> tuple[Sheet, Cleaned]:
    """The file as an import takes it, which refuses one without a row left."""
    sheet, result = cleaned(path, KNOWN)
    if result.rows.empty:
        raise ImportRefused("refused.all_rejected", file=path.name)
    return sheet, result


def test_the_corpus_is_large_enough() -> None:
    assert len(CSV) >= 40
    assert len(WORKBOOKS) >= 15


@pytest.mark.parametrize("content, expected", WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_workbook_comes_to_the_same_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, expected: Expected | str
) -> None:
    monkeypatch.setattr(pieces, "LONG", 0)
    test_a_file_comes_to_what_is_declared(tmp_path, "besuche.xlsx", content, expected)


@pytest.mark.parametrize(("name", "content", "expected"), FILES, ids=[name for name, *_ in FILES])
def test_a_file_comes_to_what_is_declared(
    tmp_path: Path, name: str, content: bytes, expected: Expected | str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    if isinstance(expected, str):
        with pytest.raises(ImportRefused) as caught:
            imported(path)
        assert caught.value.key == expected
        assert caught.value.values["file"] == name
        return
    sheet, result = imported(path)
    days = list(result.rows["day"])
    assert {(day.year, day.month) for day in days} == {(2019, 3)}
    counts = [None if pd.isna(count) else int(count) for count in result.rows["visit_count"]]
    assert dict(zip((day.day for day in days), counts, strict=True)) == expected.counts
    assert tuple(sorted({*result.rejected_rows, *result.waiting})) == expected.rejected
    questions = tuple(question.key for question in (*sheet.questions, *result.questions))
    assert questions == expected.questions
    notes = tuple(note.key for note in sheet.notes)
    assert notes == expected.notes
    aside = tuple(map(len, (sheet.title_rows, sheet.blank_rows, sheet.sum_rows, sheet.note_rows)))
    assert aside == expected.aside
    assert all(day <= date(2019, 3, 31) for day in days)
