"""Small counts: every 1 or 2 in a heading, card or table cell of the topic pages carries its quiet mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Row, charts_in, csv_text, good, import_all, serve
from streamlit.testing.v1 import AppTest
from test_new_indicator import opened
from towns import Place, build, german, incident, waves

from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

START = date(2019, 3, 4)
SIGN, NOTE = "°", {lang: words_for(lang)("quiet") for lang in ("de", "en")}
# A whole 1 or 2 that is no part of a longer number, a day, an hour, a share or a list of codes.
SMALL = re.compile(r"(?<![\w.,:/–−\u202f-])[12](?![\w.,:/–%\u202f\xa0-])(?! ?Uhr)(?!\.)")
# Levels and days in words are no counts either.
NAMES = re.compile(
    r"(Stufen?|[Ll]evels?) \d( (bis|to) \d)?|\d+ (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*"
)
NO_CELLS = ("th", "small", "em-muted")
# Columns and rows whose numbers count days, hours, codes or weeks instead of people, items and reports.
NOT_COUNTED = re.compile(
    "Öffnungstage|Tage mit Kontrolle|Wartezeit|je Stunde|Zeitraum|bis|Bereich|je 1|Je 10|Anteil|Anmerkung|Hinweis"
    "|Opening days|Days with checks|Waiting|per hour|Period|range|to|per 1|Per 10|Share|Remark|Note|Tage der|Days of"
)


@dataclass
class Element:
    """A heading, card or row of a table: its kind, its texts, and for a row the name of each cell's column."""

    kind: str
    cells: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.cells)


class Elements(HTMLParser):
    """Headings, cards and rows of tables with the text of their parts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self.open: list[str] = []
        self.is_cards = self.is_days = self.is_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        kind, name = told.get("class") or "", told.get("data-name") or ""
        if tag == "ul":
            self.is_cards = kind in ("em-facts", "em-outcomes")
        if tag == "div" and "em-table" in kind:
            self.is_days = (told.get("aria-label") or "") in (
                words_for("de")("checks.spots.table"),
                words_for("en")("checks.spots.table"),
            )
        self.is_head = tag == "thead" or (self.is_head and tag != "tbody")
        if tag in ("h1", "h2", "h3", "tr") or (tag == "li" and self.is_cards):
            self.found.append(Element(tag))
            self.open = []
        if self.found and tag not in ("br", "img"):
            self.open.append(tag)
            if tag in ("td", "th", "b", "span", "small", "h1", "h2", "h3"):
                self.found[-1].cells.append(
                    (name if tag == "td" else "th" if tag == "th" else kind or tag, "")
                )

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open = self.open[: len(self.open) - 1 - self.open[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        if self.open and self.found and self.found[-1].cells and not self.is_head:
            name, text = self.found[-1].cells[-1]
            self.found[-1].cells[-1] = (name, text + data)


def elements(page: AppTest) -> Iterator[Element]:
    for block in page.get("html"):
        parser = Elements()
        parser.feed(block.proto.body)
        yield from parser.found if not parser.is_days else []
    for chart in charts_in(page):
        yield Element("title", [("", chart["title"])])


def unmarked(element: Element, lang: str) -> list[str]:
    """Cells with a small count and no mark; a row's or card's own remark stands for all of its cells."""
    if NOTE[lang] in element.text:
        return []
    return [
        text
        for name, text in element.cells
        if name not in NO_CELLS
        and not NOT_COUNTED.match(name)
        and SMALL.search(NAMES.sub("", text))
        and SIGN not in text
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two offices where next to everything is counted once or twice: reports, finds, answers of clients and staff."""
    path = tmp_path_factory.mktemp("small")
    few = waves((1, 0, 1, 1, 1), (0, 1, 0, 2, 1))
    odd = [
        incident(
            "S1", "A", date(2019, 6, 4), aachen_stufe="3", art="SEX", verletzte_n="1", meldequelle="SIDI"
        ),
        incident("S2", "A", date(2019, 6, 5), aachen_stufe="3", art="SEX", stunde="", meldequelle="SIDI"),
    ]
    town = build(path, {"A": Place((12, 2), waves=few), "B": Place((2, 1), waves=few)}, incidents=odd)
    for name, rows in {"staff": _staff(), "given": _given(), "checks": _checks(), "finds": _finds()}.items():
        (path / f"{name}.csv").write_text(csv_text(rows), "utf-8")
        import_all(town, [path / f"{name}.csv"])
    return town


def _staff() -> list[Row]:
    days = [START + timedelta(weeks=n) for n in (-50, -42, -34, -26, 1, 9, 17)]
    return [
        good(
            *("survey_waves",),
            welle_id=f"T{n}",
            zielgruppe="BESCH",
            dienststelle_id="A",
            feld_von=german(day),
            feld_bis=german(day + timedelta(days=4)),
            angesprochen_n="6",
            teilgenommen_n="2",
        )
        for n, day in enumerate(days)
    ]


def _given() -> list[Row]:
    return [
        good("answers", antwort_id=f"T{n}-{item}-{value}", welle_id=f"T{n}", frage_id=item, wert=str(value))
        for n in range(7)
        for item in ("SIC", "MEL")
        for value in (2, 4)
    ]


def _checks() -> list[Row]:
    return [
        good(
            "checks",
            kontroll_id=f"{regime}{n}",
            dienststelle_id=office,
            datum=german(START + timedelta(days=n)),
            erfasst_am=german(START + timedelta(days=n)),
            regime=regime,
            personen_kontrolliert="2" if n == 4 else "40",
            personen_mit_fund=str(int(n < 2)),
            gegenstaende=str(int(n < 2)),
            verweigert=str(int(n == 1)),
            geraeteausfall_min="90" if n == 1 else "0",
        )
        for office, regime in (("A", "VOLL"), ("B", "STICH"))
        for n in (0, 1, 2, 4)
    ]


def _finds() -> list[Row]:
    return [
        good("finds", fund_id=f"{regime}F{n}", kontroll_id=f"{regime}{n}", anzahl="1", waffg="J")
        for regime in ("VOLL", "STICH")
        for n in (0, 1)
    ]


@pytest.fixture
def town(folder: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(folder, monkeypatch))


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    ("page", "params"),
    [
        ("checks", {}),
        ("checks", {"offices": "B"}),
        ("incidents", {}),
        ("incidents", {"offices": "A"}),
        ("incidents", {"level": "serious"}),
        ("sentiment", {"measure": "M-A"}),
        ("sentiment", {"measure": "M-B"}),
    ],
)
def test_every_small_count_carries_the_mark(
    town: DataVersion, page: str, params: dict[str, str], lang: str
) -> None:
    found = list(elements(opened(page, lang=lang, **params)))
    assert sum(SIGN in one.text or NOTE[lang] in one.text for one in found) > 8  # it has something to find
    assert [(one.kind, cells) for one in found if (cells := unmarked(one, lang))] == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_name_of_a_chart_says_in_words_what_the_mark_says(town: DataVersion, lang: str) -> None:
    drawn = [
        chart for page in ("checks", "incidents", "sentiment") for chart in charts_in(opened(page, lang=lang))
    ]
    names = [chart["alt"] for chart in drawn]
    assert not [name for name in names if SIGN in name]
    assert [name for name in names if f" ({NOTE[lang]})" in name]
