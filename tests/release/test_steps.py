"""A day at the press desk, on the parts of the page as they are drawn: two people, one after the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_new_indicator import said

from einlass import config
from einlass.release import ledger
from einlass.release.desk import publications
from einlass.release.events import Entered
from einlass.words import words_for

W = words_for("de")


def desk_page() -> None:
    """A page that holds nothing but the desk; the address says how many agree."""
    import streamlit as st

    from einlass.ui import next_release
    from einlass.ui.press import calendar, corrections, published, steps
    from einlass.words import words_for
    from release.desk_parts import figure, texts

    w = words_for(st.query_params.get("lang", "de"))
    agree = int(st.query_params.get("agree", "447"))
    st.html("<p>" + published.counts(w) + "</p>")
    is_sample = "sample" in st.query_params
    steps.steps(figure(agree, is_sample=is_sample), texts(agree), w)
    published.panel(w)
    calendar.panel(w)
    corrections.panel(w)
    next_release.line(w)


@pytest.fixture
def page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.syspath_prepend(str(config.ROOT / "tests"))
    return AppTest.from_function(desk_page, default_timeout=60).run()


def shown(page: AppTest) -> str:
    assert not page.exception
    return said(page)


def press(page: AppTest, key: str, number: int = 0) -> AppTest:
    """Press one of the buttons that are called so."""
    label = W(key)
    found = [one for one in page.button if one.label == label]
    assert found, (label, [one.label for one in page.button])
    return found[number].click().run()


def write(page: AppTest, key: str, text: str, number: int = 0) -> None:
    fields = [*page.text_input, *page.text_area]
    [one for one in fields if one.label == W(key)][number].input(text)


def choose(page: AppTest, key: str, value: str) -> None:
    next(one for one in page.radio if one.label == W(key)).set_value(value)


def sit_down(page: AppTest, name: str, role: str) -> None:
    if not any(one.label == W("press.role.name") for one in page.text_input):
        press(page, "press.role.change")
    write(page, "press.role.name", name)
    choose(page, "press.role", role)
    press(page, "press.role.take")
    assert name.strip() in shown(page)


def published() -> tuple[object, ...]:
    from einlass.warehouse.versions import now

    return publications(ledger.read(config.data_dir()).entries, now())


def test_a_whole_day(page: AppTest) -> None:
    assert W("press.step.not_yet") in shown(page) and W("press.role.no_protection") in shown(page)
    sit_down(page, "Anna", "prepare")
    write(page, "press.seen_before", "Dezernat III; ;Büro des Rates")
    press(page, "press.do.submit")
    assert W("press.done.submitted") in shown(page) and W("press.step.second") in shown(page)
    assert W("press.waits") in shown(page)

    sit_down(page, " anna", "release")
    press(page, "press.do.release")
    assert W("release.same_person") in shown(page) and published() == ()

    sit_down(page, "Ben", "release")
    assert "EK-0001" in shown(page)
    press(page, "press.do.return")
    assert W("release.no_reason_returned") in shown(page)
    write(page, "press.return.text", "Bitte die Wellen nennen.")
    press(page, "press.do.return")
    assert "Bitte die Wellen nennen." in shown(page)

    sit_down(page, "Anna", "prepare")
    press(page, "press.do.submit")
    sit_down(page, "Ben", "release")
    press(page, "press.do.release")
    assert W("press.done.released", id="EK-0001") in shown(page)
    (one,) = published()
    assert one.seen_before_by == ("Dezernat III", "Büro des Rates")
    assert "1 freigegeben" in shown(page)

    # Newer data come: the page says so, and the correction is numbered with both values.
    page.query_params["agree"] = "448"
    page.run()
    assert W("press.newer") in shown(page)
    sit_down(page, "Anna", "prepare")
    press(page, "press.do.correct")
    for key in ("release.no_text_correction", "release.no_severity", "release.no_reason"):
        assert W(key) in shown(page)
    write(page, "press.correct.text", "Ein Fragebogen fehlte.")
    choose(page, "press.severity", "serious")
    choose(page, "press.reason", "late_reports")
    write(page, "press.tell", "Ratsbüro")
    press(page, "press.do.correct")
    assert "Ein Fragebogen fehlte." in shown(page) and "447 von 675" in shown(page)
    sit_down(page, "Cem", "release")
    press(page, "press.do.release")
    assert W("press.newer") not in shown(page)
    assert "Korrektur 1, EK-0001, Version 2" in shown(page) and W("press.corrections.serious") in shown(page)

    write(page, "press.withdraw.text", "Falsche Dienststelle ausgewertet.")
    press(page, "press.do.withdraw")
    assert "Falsche Dienststelle ausgewertet." in shown(page)
    assert W("press.step.withdrawn") in shown(page)
    (one,) = published()
    assert [version.figure.headline.numerator for version in one.versions] == [447, 448]
    roles = [entry.who for entry in ledger.read(config.data_dir()).entries if entry.event == Entered()]
    assert [(who.name, who.role) for who in roles] == [
        ("Anna", "prepare"),
        ("anna", "release"),
        ("Ben", "release"),
        ("Anna", "prepare"),
        ("Ben", "release"),
        ("Anna", "prepare"),
        ("Cem", "release"),
    ]


def test_sample_data_have_locked_buttons(page: AppTest) -> None:
    page.query_params["sample"] = "1"
    page.run()
    assert W("press.locked") in shown(page)
    assert all(
        one.disabled for one in page.button if one.label in (W("press.do.submit"), W("press.do.release"))
    )


def test_the_calendar_is_kept_on_the_page(page: AppTest) -> None:
    sit_down(page, "Anna", "prepare")
    press(page, "press.do.announce")
    assert W("release.no_title") in shown(page)
    label = W("press.calendar.title", language="Deutsch")
    next(one for one in page.text_input if one.label == label).input("Stimmung im Frühjahr")
    press(page, "press.do.announce")
    assert "Stimmung im Frühjahr" in shown(page) and W("press.calendar.provisional") in shown(page)
    sit_down(page, "Ben", "release")
    press(page, "press.do.confirm")
    assert "Nächste Veröffentlichung am" in shown(page)
    page.date_input[0].set_value(date(2031, 3, 3))
    press(page, "press.do.move")
    assert W("release.no_reason_moved") in shown(page)
    write(page, "press.calendar.reason", "Die letzte Welle fehlt.")
    page.date_input[0].set_value(date(2031, 3, 3))
    press(page, "press.do.move")
    assert "Die letzte Welle fehlt." in shown(page) and "03.03.2031, 09:30 Uhr" in shown(page)


def test_a_damaged_ledger_says_what_to_do_and_releases_nothing(page: AppTest, folder: Path) -> None:
    sit_down(page, "Anna", "prepare")
    file = folder / ledger.FOLDER / ledger.FILE
    file.write_bytes(file.read_bytes().replace(b"Anna", b"Anne"))
    press(page, "press.do.submit")
    assert W("press.damaged") in shown(page)
    assert W("release.ledger.changed", line="1") in shown(page)
    assert published() == ()


def test_both_languages_have_the_page(page: AppTest) -> None:
    page.query_params["lang"] = "en"
    page.run()
    assert words_for("en")("press.role.no_protection") in shown(page)


def test_what_discloses_is_withdrawn_with_its_value_in_both_languages(page: AppTest) -> None:
    sit_down(page, "Anna", "prepare")
    press(page, "press.do.submit")
    sit_down(page, "Ben", "release")
    press(page, "press.do.release")
    write(page, "press.withdraw.text", "Sie verrät etwas über Einzelne.")
    write(page, "press.text_en", "It tells something about individuals.")
    next(one for one in page.checkbox if one.label == W("press.withdraw.secret")).check()
    press(page, "press.do.withdraw")
    (one,) = published()
    assert one.withdrawal.is_secret and one.withdrawal.reason_en == "It tells something about individuals."
    assert one.latest.texts["de"].value == W("bundle.value_gone")
    page.query_params["lang"] = "en"
    assert "It tells something about individuals." in shown(page.run())
