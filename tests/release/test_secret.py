"""A figure that disclosed something is withdrawn: its value stands nowhere any longer; others stay there, struck."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import lxml.html
import msgspec
import pytest
from publications import city

from einlass.errors import ReleaseRefused
from einlass.release.bundle.check import verify
from einlass.release.bundle.folder import build
from einlass.release.desk import corrections
from einlass.release.desk.commands import Draft, Release, Submit, Withdraw
from einlass.release.events import Event
from einlass.release.safe import released_figures
from einlass.release.store import to_json
from einlass.words import words_for
from release.desk_parts import ANNA, BEN, SAFER, TestDesk, figure, later, texts

W = words_for("de")
TOLD = re.compile(r"\b44[78]\b")


@pytest.fixture
def desk(tmp_path: Path) -> TestDesk:
    """447 was corrected to 448, and a notice names both."""
    made = TestDesk(tmp_path / "data")
    made.publish()
    made.now = later(hours=1)
    change = Draft(
        figure=figure(448),
        texts=texts(448),
        change="correction",
        text="Statt 447 sind es 448.",
        severity="serious",
        reason="data",
    )
    notice = Draft(figure=figure(448), texts=texts(448), change="notice", text="448 ist richtig.")
    for one in (change, notice):
        made(ANNA, one, Submit(subject=SAFER))
        made(BEN, Release(subject=SAFER))
    return made


def readable(folder: Path) -> dict[str, str]:
    """The text of every file, those inside others among them."""
    found = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = str(path.relative_to(folder))
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                found |= {
                    f"{name}/{one}": book.read(one).decode("utf-8", "ignore") for one in book.namelist()
                }
        elif "assets" not in name:
            found[name] = path.read_bytes().decode("utf-8", "ignore")
    return found


def telling(desk: TestDesk, to: Path) -> set[str]:
    folder = build(desk.published, [], city(), to)
    assert verify(folder) == []
    return {name for name, text in readable(folder).items() if TOLD.search(text)}


def test_the_value_of_a_secret_stands_in_no_file(desk: TestDesk, tmp_path: Path) -> None:
    assert telling(desk, tmp_path / "before")
    desk(BEN, Withdraw(subject=SAFER, reason="Sie verrät etwas über Einzelne.", is_secret=True))
    assert telling(desk, tmp_path / "after") == set()
    pages = [tmp_path / f"after/{name}index.html" for name in ("", "korrekturen/")]
    for page in [*pages, *(tmp_path / "after/zahl").rglob("index.html")]:
        root = lxml.html.parse(str(page)).getroot()
        assert W("bundle.value_gone") in root.text_content() and not root.xpath("//s")
    one = corrections(desk.entries, desk.now)[0]
    assert "447" not in repr(one) and "448" not in repr(one)


def test_an_attacker_has_read_it_all_the_same(desk: TestDesk) -> None:
    desk(BEN, Withdraw(subject=SAFER, reason="Sie verrät etwas über Einzelne.", is_secret=True))
    assert [one.headline.numerator for one in released_figures(desk.state)] == [447, 448]


def test_for_other_reasons_it_stays_there_struck(desk: TestDesk, tmp_path: Path) -> None:
    desk(BEN, Withdraw(subject=SAFER, reason="Falsch gezählt."))
    found = telling(desk, tmp_path / "out")
    assert any(name.endswith("v1/index.html") for name in found)
    assert "korrekturen/index.html" in found


# --- Two languages --------------------------------------------------------------------------------------


def pages(desk: TestDesk, to: Path) -> tuple[lxml.html.HtmlElement, lxml.html.HtmlElement]:
    folder = next((build(desk.published, [], city(), to) / "zahl").iterdir())
    german, english = (
        lxml.html.parse(str(folder / name)).getroot() for name in ("index.html", "index.en.html")
    )
    return german, english


def test_what_nobody_wrote_in_english_is_marked_as_german(desk: TestDesk, tmp_path: Path) -> None:
    german, english = pages(desk, tmp_path / "out")
    only = words_for("en")("bundle.german_only")
    said = english.xpath("//aside//*[@lang='de']")
    assert {one.text_content() for one in said} >= {"Statt 447 sind es 448.", "448 ist richtig."}
    assert english.text_content().count(only) == 2
    assert only not in german.text_content()
    feed = (tmp_path / "out/feed.en.xml").read_text("utf-8")
    assert '<summary xml:lang="de">Statt 447 sind es 448.</summary>' in feed


def test_what_was_written_in_both_languages_is_read_in_both(desk: TestDesk, tmp_path: Path) -> None:
    notice = Draft(
        figure=figure(448),
        texts=texts(448),
        change="notice",
        text="Das Amt zog um.",
        text_en="The office moved.",
    )
    desk(ANNA, notice, Submit(subject=SAFER))
    desk(BEN, Release(subject=SAFER))
    german, english = pages(desk, tmp_path / "out")
    assert "The office moved." in english.text_content() and "zog um" not in english.text_content()
    assert "Das Amt zog um." in german.text_content() and "moved" not in german.text_content()
    reasons = {"reason": "Doppelt gezählt.", "reason_en": "Counted twice."}
    desk(BEN, Withdraw(subject=SAFER, **reasons))
    german, english = pages(desk, tmp_path / "gone")
    assert "Counted twice." in english.text_content() and "Doppelt gezählt." in german.text_content()


def test_an_english_text_that_is_too_long_is_refused(desk: TestDesk) -> None:
    with pytest.raises(ReleaseRefused, match=r"release\.long_text"):
        desk(BEN, Withdraw(subject=SAFER, reason="Falsch gezählt.", reason_en="x" * 1001))


def test_a_line_of_an_old_ledger_is_read(desk: TestDesk) -> None:
    """Events of before November 2026 hold neither English texts nor stretches nor days of comparison."""
    kind = msgspec.json.Decoder(Event)
    for entry in desk.entries:
        told = json.loads(to_json(entry.event))
        for name in ("text_en", "reason_en", "is_secret"):
            told.pop(name, None)
        if "figure" in told:
            told["figure"]["subject"].pop("before")
            for side in told["figure"]["sides"]:
                side.pop("stretches")
        assert kind.decode(json.dumps(told)) == entry.event
