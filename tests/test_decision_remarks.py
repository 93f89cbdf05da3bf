"""Remarks of readers on the ways to decide: kept beside the data, shown as they were written."""

import json
from functools import partial
from html import escape
from pathlib import Path
from threading import Thread

import pytest
from conftest import files_no_larger_than, serve
from payloads import PAYLOADS
from streamlit.testing.v1 import AppTest
from test_decision_towns import knows_little

from einlass import config, remarks
from einlass.errors import RemarkRefused
from einlass.warehouse import DataVersion, current_version


@pytest.fixture(scope="module")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return knows_little(tmp_path_factory.mktemp("decision-town"))


# --- Remarks ---------------------------------------------------------------------------------------------


def test_a_remark_is_kept_beside_the_data_and_removed_for_good(tmp_path: Path) -> None:
    kept = remarks.add(tmp_path, "M1", "end", "  Zeile 1\r\nZeile 2\x00 ", "Amt 32", 7)
    assert kept.text == "Zeile 1\nZeile 2"
    other = remarks.add(tmp_path, "M1", "adapt", "Prüfen", "Ref. I", 7)
    assert remarks.remarks(tmp_path) == (kept, other)
    remarks.remove(tmp_path, kept.key)
    assert remarks.remarks(tmp_path) == (other,)
    assert "Zeile" not in (tmp_path / remarks.FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "author", "key"),
    [
        (" \n", "A", "remark.no_text"),
        ("a", "", "remark.no_author"),
        ("a" * 1001, "A", "remark.long_text"),
        ("a", "b" * 61, "remark.long_author"),
    ],
)
def test_a_remark_that_is_none_changes_nothing(tmp_path: Path, text: str, author: str, key: str) -> None:
    with pytest.raises(RemarkRefused) as refused:
        remarks.add(tmp_path, "M1", "end", text, author, 1)
    assert refused.value.key == key
    assert remarks.remarks(tmp_path) == ()


def test_two_who_write_at_once_are_both_kept(tmp_path: Path) -> None:
    writers = [
        Thread(target=remarks.add, args=(tmp_path, "M1", "end", f"Bemerkung {n}", "A", 1)) for n in range(20)
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert {one.text for one in remarks.remarks(tmp_path)} == {f"Bemerkung {n}" for n in range(20)}


def test_a_damaged_file_is_named_by_its_line_and_left_alone(tmp_path: Path) -> None:
    remarks.add(tmp_path, "M1", "end", "gut", "A", 1)
    file = tmp_path / remarks.FILE
    file.write_text(file.read_text("utf-8") + '{"key": "x"\n', encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(RemarkRefused) as refused:
        remarks.add(tmp_path, "M1", "end", "neu", "A", 1)
    assert refused.value.values["line"] == 3
    assert file.read_bytes() == before


def test_whatever_byte_is_changed_and_wherever_it_is_cut_off_is_seen(tmp_path: Path) -> None:
    remarks.add(tmp_path, "M1", "end", "Am 12.3. ansehen", "A", 1)
    file = tmp_path / remarks.FILE
    whole = file.read_bytes()
    for place in range(0, len(whole), 3):
        for damaged in (whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :], whole[:place]):
            file.write_bytes(damaged)
            with pytest.raises(RemarkRefused, match=r"remark\.(changed|unreadable)"):
                remarks.remarks(tmp_path)


def test_a_file_that_is_gone_is_not_taken_for_no_remarks(tmp_path: Path) -> None:
    assert remarks.remarks(tmp_path) == ()
    one = remarks.add(tmp_path, "M1", "end", "gut", "A", 1)
    file = tmp_path / remarks.FILE
    file.rename(tmp_path / "elsewhere")
    for work in (
        remarks.remarks,
        partial(remarks.add, measure="M1", option="end", text="x", author="A", number=1),
    ):
        with pytest.raises(RemarkRefused, match=r"remark\.gone"):
            work(tmp_path)
    (tmp_path / "elsewhere").rename(file)
    assert remarks.remarks(tmp_path) == (one,)


def test_where_the_first_remark_cannot_be_written_nothing_is_missing_afterwards(tmp_path: Path) -> None:
    text = "lang " * 150
    with files_no_larger_than(200), pytest.raises(RemarkRefused, match=r"remark\.cannot_write"):
        remarks.add(tmp_path, "M1", "end", text, "A", 1)
    assert remarks.remarks(tmp_path) == ()
    assert remarks.add(tmp_path, "M1", "end", text, "A", 1) in remarks.remarks(tmp_path)


def test_a_file_of_an_older_build_is_read(tmp_path: Path) -> None:
    kept = remarks.add(tmp_path, "M1", "end", "gut", "A", 1)
    file = tmp_path / remarks.FILE
    file.write_bytes(file.read_bytes().partition(b"\n")[2])
    other = remarks.add(tmp_path, "M1", "end", "neu", "A", 1)
    assert remarks.remarks(tmp_path) == (kept, other)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_remark_is_shown_as_it_was_written(
    town_folder: Path, monkeypatch: pytest.MonkeyPatch, payload: str
) -> None:
    serve(town_folder, monkeypatch)
    one = remarks.add(town_folder, "M1", "end", payload, payload[:60], 1)
    try:
        app = AppTest.from_file(str(config.PAGES / "decision.py"), default_timeout=60).run()
        markup = next(str(each.proto.body) for each in app.get("html") if "em-ways" in str(each.proto.body))
        assert not app.exception
        own = markup[markup.index("em-remarks") :]
        assert f"<span>{escape(payload)}</span>" in own
    finally:
        remarks.remove(town_folder, one.key)


def test_a_page_whose_remarks_cannot_be_read_says_so_and_not_that_there_are_none(
    town_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(town_folder, monkeypatch)
    one = remarks.add(town_folder, "M1", "end", "Am 12.3. ansehen", "A", 1)
    file = town_folder / remarks.FILE
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"12.3.", b"13.3."))
    try:
        app = AppTest.from_file(str(config.PAGES / "decision.py"), default_timeout=60).run()
        markup = " ".join(str(each.proto.body) for each in app.get("html"))
        assert not app.exception
        assert "remarks.jsonl" in markup and "Noch keine." not in markup and "13.3." not in markup
    finally:
        file.write_bytes(whole)
        remarks.remove(town_folder, one.key)


def test_a_remark_is_no_part_of_the_data(sample: DataVersion, town_folder: Path) -> None:
    files = {path.name for path in town_folder.iterdir()}
    assert "remarks.jsonl" not in json.dumps(current_version().manifest())
    assert {"batches", "versions"} <= files
