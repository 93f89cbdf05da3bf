"""The questionnaire: its wording is the one asked before, and what is ticked on it can be loaded."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import csv_text, good, import_all, run_einlass, serve
from pdfminer.high_level import extract_text
from test_checks_page import rows_of

from einlass.paper.questionnaire import ITEMS, VALUES, questionnaire, sheet
from einlass.warehouse import DataVersion, current_version
from einlass.warehouse.snapshot import open_snapshot
from einlass.words import words_for

DE, EN = words_for("de"), words_for("en")


@pytest.fixture(scope="module")
def version(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield current_version()


def told(content: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(content)).split())


@pytest.mark.parametrize(("audience", "group"), [("clients", "KUND"), ("staff", "BESCH")])
def test_the_statement_on_safety_is_the_one_that_was_asked(
    version: DataVersion, audience: str, group: str
) -> None:
    asked = {row["fragewortlaut"] for row in rows_of("befragung.csv") if row["zielgruppe"] == group}
    (wording,) = asked
    statement = wording[wording.index("„") + 1 : wording.index("“")]
    one = questionnaire(version, audience, DE, is_plain=False)
    assert dict(one.items)["SIC"] == statement
    assert "(1 gar nicht, 5 völlig)" in wording
    assert dict(one.values)["1"] == "gar nicht" and dict(one.values)["5"] == "völlig"


def test_plain_words_are_other_words(version: DataVersion) -> None:
    usual, plain = (questionnaire(version, "clients", DE, is_plain=one) for one in (False, True))
    assert [code for code, _ in usual.items] == [code for code, _ in plain.items]
    assert not {text for _, text in usual.items} & {text for _, text in plain.items}


@pytest.mark.parametrize("is_plain", [False, True])
@pytest.mark.parametrize("audience", ITEMS)
def test_the_sheet_says_every_statement_code_and_value(
    version: DataVersion, audience: str, is_plain: bool
) -> None:
    one = questionnaire(version, audience, DE, is_plain=is_plain)
    content = sheet(one, version)
    text = told(content)
    for code in ITEMS[audience]:
        assert f"({code})" in text
    assert "Beispieldaten – fiktiv" in text and "welle_id" in text
    assert content == sheet(one, version)


def test_the_sheet_is_fit_for_all(version: DataVersion, tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(sheet(questionnaire(version, "clients", EN, is_plain=False), version))
    command = [sys.executable, "-m", "outloud.cli", str(file), "--json", "-", "-q"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout[done.stdout.index("{") : done.stdout.rindex("}") + 1])["results"][0]
    assert found["findings"] == []


def test_what_is_ticked_can_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One filled sheet of every value: the codes in brackets and the numbers over the boxes, as they are typed in."""
    answers = [
        good("answers", antwort_id=f"A{code}{value}", frage_id=code, wert=str(value))
        for code in ITEMS["clients"]
        for value in VALUES
    ]
    files = []
    for name, rows in {
        "offices": [good("offices")],
        "survey_waves": [good("survey_waves")],
        "answers": answers,
    }.items():
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(csv_text(rows), encoding="utf-8")
    serve(import_all(tmp_path / "data", files), monkeypatch)
    rows = open_snapshot(current_version()).rows("views/coverage")
    (loaded,) = [row for row in rows if row.source_table == "answers"]
    assert (loaded.accepted_count, loaded.rejected_count) == (len(ITEMS["clients"]) * len(VALUES), 0)


def test_the_command_line_needs_no_data(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    arguments = ("questionnaire", "--audience", "staff", "--plain", "--lang", "en", "--to", str(file))
    done = run_einlass(*arguments, data=tmp_path / "nothing")
    assert done.returncode == 0, done.stderr
    assert "I feel safe at work." in told(file.read_bytes())
    assert "fictitious" not in told(file.read_bytes())
