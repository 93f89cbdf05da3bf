"""The page about press figures: a question leads to a figure that is checked on one screen, on much and little data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import payloads
import pytest
from conftest import csv_text, good, import_all, serve
from streamlit.testing.v1 import AppTest
from test_new_indicator import said
from towns import START, Place, build

from einlass import config
from einlass.release import rules
from einlass.release.figures import catalogue, figures
from einlass.release.wording import name, texts
from einlass.ui.menu import GROUPS, PAGES
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

N = " "  # what `flat` makes of the sign that groups digits


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield current_version()


def opened(page: str = "press", **params: str) -> AppTest:
    app = AppTest.from_file(str(config.PAGES / f"{page}.py"), default_timeout=60)
    for key, text in params.items():
        app.query_params[key] = text
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def flat(app: AppTest) -> str:
    return re.sub(r"[\s|]+", " ", said(app))


def test_the_page_stands_below_the_decision() -> None:
    assert dict(GROUPS)["use"] == ("decision", "press")
    assert PAGES.index("press") == PAGES.index("decision") + 1


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("de", "Fühlen sich die Menschen in den Ämtern der Stadt sicherer?"),
        ("de", "Sicherheitsgefühl der Kundschaft insgesamt"),
        ("de", "Fühlen sich die Bürger in der ganzen Stadt sicherer?"),
        ("en", "Do people feel safer across the city?"),
        ("en", "Overall, do the staff feel safe?"),
    ],
)
def test_a_question_of_the_whole_city_is_answered_with_a_sentence_and_the_figures_of_the_measures(
    sample: DataVersion, lang: str, question: str
) -> None:
    w, app = words_for(lang), opened(search=question, lang=lang)
    assert w("press.city_survey.title") in said(app) and w("press.city_survey.text") in said(app)
    assert "em-press-sentence" not in html(app)
    keys = set(re.findall(r"figure=feels_safe_(?:clients|staff)(?::|%3A)(BSP-M\d)", html(app)))
    assert keys == {"BSP-M1", "BSP-M2", "BSP-M3"}
    chosen = opened(search=question, lang=lang, figure="feels_safe_clients:BSP-M2")
    assert "em-press-sentence" in html(chosen) and w("press.city_survey.hint") in said(chosen)


def test_a_question_shows_the_figure_that_answers_it(sample: DataVersion) -> None:
    app = opened(search="Fühlen sich die Menschen sicherer?")
    text = flat(app)
    assert f"66{N}% der Befragten aus der Kundschaft stimmen zu" in text
    assert (
        f"447 von 675 Befragten aus der Kundschaft (66{N}%) stimmten von November 2019 bis März 2020" in text
    )
    assert f"Vor Beginn der Einlasskontrollen waren es 606 von 1{N}363 (44{N}%)." in text
    assert "Klar mehr Zustimmung" in text
    assert "6 von 6 eingehalten." in text
    assert f"694 von 1{N}381 Angesprochenen" in text
    assert "„Die Maßnahme hat das bewirkt.“ Gemessen ist der Unterschied, nicht der Grund." in text
    assert "Mit Beispieldaten bleiben beide Schritte gesperrt." in text


def test_a_typed_question_goes_into_the_address_and_changes_the_figure(sample: DataVersion) -> None:
    app = opened(figure="cost")
    app.text_input[0].set_value("  Messer ").run()
    assert not app.exception
    assert app.query_params == {"search": "Messer"}
    assert f"99 Messer bei 21{N}028 Kontrollierten" in flat(app)


def test_each_hit_has_an_address_of_its_own(sample: DataVersion) -> None:
    app = opened(search="Messer")
    hits = re.findall(r'class="em-press-hits">(.*?)</ul>', html(app))
    addresses = re.findall(r'href="([^"]+)"', hits[0])
    assert addresses[0] == "./press?search=Messer&amp;figure=items.MES%3ABSP-M1"
    assert len(addresses) == len(set(addresses)) == 6  # knives and cutters, and items under the weapons act
    assert 'aria-current="true"' in hits[0]


def test_a_figure_of_the_address_is_shown(sample: DataVersion) -> None:
    text = flat(opened(figure="items.MES:BSP-M1"))
    assert "99 Messer wurden vom 11.11.2019 bis 15.03.2020" in text
    assert "Verdeckt sind 2 Stellen" in text
    assert "Zutritt verweigert: Es sind weniger als drei." in text


def test_a_figure_that_is_not_there_is_said(sample: DataVersion) -> None:
    text = flat(opened(figure="no_such:thing"))
    assert "Die Zahl „no_such:thing“ gibt es in diesem Datenstand nicht (mehr)." in text
    assert "13 gemeldete Vorfälle" in text


def test_the_days_of_the_address_bound_a_figure(sample: DataVersion) -> None:
    app = opened(figure="reported_incidents:BSP-M1", period="2019-12-02..2020-03-01")
    text = flat(app)
    assert "vom 02.12.2019 bis 01.03.2020" in text and "seit Beginn" not in text
    assert "lässt sich diese Zahl nicht nennen" not in text
    usual = re.search(r'href="([^"]+)">Zum üblichen Zeitraum', html(app))
    assert usual and usual[1] == "./press?figure=reported_incidents%3ABSP-M1"


def test_days_that_a_figure_cannot_tell_are_said(sample: DataVersion) -> None:
    text = flat(opened(figure="cost:BSP-M1", period="2019-06-01..2019-07-31"))
    assert "Für 01.06.2019 – 31.07.2019 lässt sich diese Zahl nicht nennen." in text
    assert "Gezeigt ist der übliche Zeitraum: 11.11.2019 – 17.03.2020." in text
    text = flat(opened(figure="cost:BSP-M1", offices="BSP-BUERG"))
    assert "lässt sich diese Zahl nicht nennen" in text


def test_a_field_of_the_page_moves_the_days(sample: DataVersion) -> None:
    app = opened(figure="cost:BSP-M1", opened="period")
    first = next(one for one in app.date_input if one.label == "Zeitraum ab")
    first.set_value(date(2020, 1, 1)).run()
    assert app.query_params["period"] == "2020-01-01..2020-03-17"
    assert "kostete vom 01.01.2020 bis 17.03.2020" in flat(app)


def test_other_pages_hand_over_the_days_and_offices_chosen_there(sample: DataVersion) -> None:
    windows = {"before": "2019-01-07..2019-06-30", "after": "2019-12-02..2020-02-02"}
    app = opened(
        "comparison", indicator="reported_incidents", measure="BSP-M2", offices="BSP-SOZ1", **windows
    )
    (link,) = re.findall(r'em-to-press"><a href="\./press\?([^"]+)"', html(app))
    told = parse_qs(unescape(link))
    assert told["figure"] == ["reported_incidents:BSP-M2"] and told["offices"] == ["BSP-SOZ1"]
    assert told["before"] == [windows["before"]] and told["period"] == [windows["after"]]
    text = flat(opened(**{name: texts[0] for name, texts in told.items()}))
    assert "vom 02.12.2019 bis 02.02.2020" in text and "lässt sich diese Zahl nicht nennen" not in text
    app = opened("checks", period="2019-12-02..2020-01-31")
    assert "period=2019-12-02..2020-01-31" in re.findall(r'em-to-press"><a href="([^"]+)"', html(app))[0]


def test_nothing_fits_has_its_own_face(sample: DataVersion) -> None:
    text = flat(opened(search="Wetter morgen"))
    assert "Dazu gibt es keine Zahl" in text
    assert "Keine passende Zahl" in text
    assert "Wie viele Messer wurden gefunden?" in text
    assert "Nachweis" not in text


@pytest.mark.parametrize(
    ("form", "begin"),
    [
        ("long", "Der Sicherheitsdienst kostete vom 11.11.2019 bis 17.03.2020"),
        ("short", "Sicherheitsdienst 27\u202f918\u202f€ netto"),
        ("plain", "Ort: fünf Dienststellen. Zeit: vom 11.11.2019 bis 17.03.2020."),
        ("other", "The guards cost €27,918 net"),
    ],
)
def test_the_sentence_in_every_form(sample: DataVersion, form: str, begin: str) -> None:
    shown = html(opened(figure="cost", sentence=form))
    (sentence,) = re.findall(r'em-press-sentence" lang="(\w\w)">([^<]+)', shown)
    assert sentence[0] == ("en" if form == "other" else "de")
    assert sentence[1].startswith(begin)


def test_a_copied_sentence_of_a_sample_says_so(sample: DataVersion) -> None:
    for form in ("long", "short", "plain", "other"):
        app = opened(figure="items.MES:BSP-M1", sentence=form)
        (buttons,) = [one for one in app.get("bidi_component") if "press-copying" in one.proto.id]
        for text in json.loads(buttons.proto.json)["texts"]:
            assert words_for("en" if form == "other" else "de")("sample.mark") in text["text"]


def test_every_topic_has_a_page_in_both_languages(sample: DataVersion) -> None:
    kinds = ("items.MES", "items.SHW")  # of the kinds of items, one that was found and one that was not
    some = [one for one in catalogue(sample) if not one.topic.startswith("items.") or one.topic in kinds]
    first = {entry.topic: entry for entry in reversed(some)}
    assert len(first) > 18
    for place, entry in enumerate(first.values()):
        lang = config.LANGUAGES[place % 2]
        shown = html(opened(figure=entry.key, lang=lang, opened="table"))
        assert "em-press-number" in shown, entry
        assert "em-table" in shown, entry


@pytest.mark.parametrize(
    ("page", "params", "key"),
    [
        (
            "comparison",
            {"indicator": "feels_safe_clients", "measure": "BSP-M2"},
            "feels_safe_clients%3ABSP-M2",
        ),
        ("comparison", {"indicator": "guard_cost", "measure": "BSP-M1"}, "cost%3ABSP-M1"),
        ("checks", {}, "persons_with_find%3ABSP-M1"),
        ("sentiment", {"question": "mood", "measure": "BSP-M2"}, "mood_clients%3ABSP-M2"),
        ("staffing", {}, "cost"),
    ],
)
def test_other_pages_lead_to_the_figure(
    sample: DataVersion, page: str, params: dict[str, str], key: str
) -> None:
    shown = html(opened(page, **params))
    (address,) = re.findall(r'em-to-press"><a href="\./press\?([^"]+)"', shown)
    assert f"figure={key}" in re.split("&amp;", address)


# --- Little data, untidy data ---------------------------------------------------------------------------


def obeyed(version: DataVersion) -> None:
    """Every figure of some data is worded by the rules in both languages, and has a name."""
    for language in config.LANGUAGES:
        w = words_for(language)
        for entry, one in figures(version).items():
            told = texts(version, one, w)
            broken = [each for each in rules.check(one, told, w) if not each.is_kept]
            assert broken == [], (entry, broken)
            assert name(version, entry, w)


def test_no_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "dienststellen.csv"
    file.write_text(csv_text([good("offices")]), encoding="utf-8")
    serve(import_all(tmp_path / "data", [file]), monkeypatch)
    assert "Noch keine Maßnahme geladen" in flat(opened())
    assert catalogue(current_version()) == ()


def test_measures_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = []
    for table, file in (("offices", "dienststellen.csv"), ("measures", "massnahmen.csv")):
        files.append(tmp_path / file)
        files[-1].write_text(csv_text([good(table)]), encoding="utf-8")
    serve(import_all(tmp_path / "data", files), monkeypatch)
    for params in ({}, {"search": "Messer"}, {"figure": "cost"}, {"lang": "en"}):
        text = flat(opened(**params))
        assert "Keine passende Zahl" in text or "No figure fits" in text


def test_one_office_without_survey_and_roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(build(tmp_path, {"A": Place(incidents=(30, 12), serious=(3, 1))}), monkeypatch)
    version = current_version()
    obeyed(version)
    assert {entry.measure for entry in catalogue(version)} == {"M-A"}
    assert "12 gemeldete Vorfälle bei" in flat(opened())
    assert "Zurückgehalten." in flat(opened(figure="serious_incidents:M-A"))
    assert "Dazu gibt es keine Zahl" in flat(opened(search="Messer"))


def test_a_survey_of_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = ((2, 2, 2, 2, 1, 0), (1, 1, 2, 3, 2, 0))
    waves = tuple((START + timedelta(weeks=week), few[week > 0]) for week in (-40, -30, -20, -12, 2, 12, 20))
    serve(build(tmp_path, {"A": Place(incidents=(4, 2), waves=waves)}), monkeypatch)
    version = current_version()
    obeyed(version)
    text = flat(opened(search="sicherer"))
    assert "15 von 27" in text
    assert "Zurückgehalten." in flat(opened(figure="reported_incidents:M-A"))


def test_names_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(payloads.town(tmp_path), monkeypatch)
    version = current_version()
    for entry in [one for one in catalogue(version) if one.topic == "reported_incidents"][:4]:
        shown = html(opened(figure=entry.key))
        assert "<img src=x" not in shown
        assert "<a href='https://example.org'" not in shown


@pytest.mark.parametrize(
    ("key", "drawn"), [("feels_safe_clients:BSP-M1", 1), ("reports_incidents_staff:BSP-M2", 0)]
)
def test_nothing_is_drawn_from_a_comparison_that_is_partly_hidden(
    sample: DataVersion, key: str, drawn: int
) -> None:
    """Of the staff of three small agencies single answers may not be told; a picture can be saved."""
    app = opened(figure=key)
    assert "em-press-sentence" in html(app)
    charts = [one for one in app.get("bidi_component") if "press-chart" in str(one.proto)]
    assert len(charts) == drawn
