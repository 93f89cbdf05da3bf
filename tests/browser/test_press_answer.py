"""An answer to an enquiry in a real browser: two released figures, a second person, PDF and text to paste."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import serve as serve_data
from pdfminer.high_level import extract_pages, extract_text
from playwright.sync_api import expect
from release.desk_parts import ANNA, BEN, SAFER, TestDesk, about, figure, texts
from test_paper import squeezed
from towns import Place, build

from browser.conftest import Open, assert_calm, choose, serve
from browser.test_press import click, sit_down
from einlass.release.desk.commands import Draft, Release, Submit
from einlass.words import words_for

W = words_for("de")
CLIPBOARD = "navigator.clipboard.writeText = async text => { window.copied = text; }"


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The app on a small town that is no sample, with two released figures."""
    base = tmp_path_factory.mktemp("answers")
    folder = build(base, {"D1": Place(incidents=(37, 16))})
    serve_data(folder, monkeypatch)
    desk = TestDesk(folder)
    for agree, subject in ((447, SAFER), (448, about("fears"))):
        desk(ANNA, Draft(figure=figure(agree, subject=subject), texts=texts(agree)), Submit(subject=subject))
        desk(BEN, Release(subject=subject))
    with serve(folder, base / "app.log") as address:
        yield address


def test_two_figures_become_an_answer_as_pdf_and_as_text(visit: Open, town: str, tmp_path: Path) -> None:
    opened = visit("/press", address=town)
    page = opened.page
    sit_down(opened, "Anna", "prepare")
    page.get_by_text(W("press.answer.write"), exact=True).click()
    page.get_by_label(W("press.answer.subject"), exact=True).fill("Fühlen sich die Menschen sicherer?")
    for number in ("EK-0001", "EK-0002"):
        choose(opened, W("press.answer.figures"), number)
    page.keyboard.press("Escape")
    page.get_by_label(W("press.answer.between", id="EK-0002"), exact=True).fill("Und die Angst:")
    expect(page.get_by_label(W("press.answer.subject"), exact=True)).to_have_value(
        "Fühlen sich die Menschen sicherer?"  # choosing figures has not emptied it
    )
    click(opened, "press.answer.save")
    expect(page.get_by_text(W("press.answer.saved"))).to_be_visible()

    # A second person.
    assert page.get_by_role("button", name=W("press.answer.approve"), exact=True).count() == 0
    sit_down(opened, "Ben", "release")
    click(opened, "press.answer.approve")
    expect(page.get_by_text(W("press.answer.ready.approved"))).to_be_visible()

    # What goes out.
    with page.expect_download() as download:
        page.get_by_role("button", name=W("press.answer.pdf"), exact=True).click()
    assert download.value.suggested_filename == "ek-a-0001.pdf"
    paper = tmp_path / "answer.pdf"
    download.value.save_as(paper)
    assert len([*extract_pages(paper)]) == 1
    page.evaluate(CLIPBOARD)
    page.get_by_role("button", name=W("press.answer.copy.sources"), exact=True).click()
    page.wait_for_function("window.copied")
    for told in (extract_text(paper), page.evaluate("window.copied")):
        said = squeezed(told)
        wanted = ("sicherer?", "447 von 675 stimmten zu.", "Und die Angst:", "448 von 675", "EK-0002")
        places = [said.index(squeezed(one)) for one in wanted]
        assert places == sorted(places)
        assert squeezed(W("files.internal")) not in said
    assert_calm(opened)
