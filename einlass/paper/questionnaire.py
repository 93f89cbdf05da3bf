"""A questionnaire to print: scale, items and codes as the exports `befragung` and `antworten` want them.

What is collected with it can be typed into the template of the answers: each statement carries its code
(`frage_id`), each box its value (`wert`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import typst

from einlass import config
from einlass.findings import Request, finding
from einlass.findings.headlines import CLIENTS, STAFF
from einlass.measures import measures
from einlass.paper.compile import TEMPLATE, fonts, moment
from einlass.paper.content import plain
from einlass.paper.design import colours
from einlass.warehouse import DataVersion
from einlass.words import Words
from einlass.words.sentences import question

ITEMS = {
    "clients": ("SIC", "STI", "AKZ", "WAR", "DIS"),
    "staff": ("SIC", "STI", "MEL"),
}
ASKED_BEFORE = {"clients": CLIENTS, "staff": STAFF}
SAFETY = "SIC"
VALUES = (1, 2, 3, 4, 5, 9)
SHEET = TEMPLATE.with_name("questionnaire.typ")


@dataclass(frozen=True)
class Questionnaire:
    """A sheet for one group: what it says, statements with their codes, values of the boxes with their labels."""

    title: str
    intro: str
    ask: str
    items: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]
    statement: str
    thanks: str
    office: str
    language: str
    mark: str
    foot: str


def questionnaire(version: DataVersion | None, audience: str, w: Words, *, is_plain: bool) -> Questionnaire:
    """The sheet for clients or staff; in plain words the statements are others, so answers are no longer comparable.

    The statement on safety is the one that was asked before, where the data tell it in the language of the sheet.
    """
    style = "plain" if is_plain else "usual"
    city = config.city()
    own = {one.code: one.wordings[w.language] for one in city.survey_items if one.audience == audience}
    told = own | ({} if is_plain else _asked(version, audience, w))
    is_sample = version is not None and version.is_sample
    return Questionnaire(
        title=w(f"questionnaire.title.{audience}"),
        intro=w(f"questionnaire.intro.{style}"),
        ask=w(f"questionnaire.ask.{style}"),
        items=tuple(
            (code, told.get(code) or w(f"questionnaire.{audience}.{code}.{style}"))
            for code in (*ITEMS[audience], *own)
        ),
        values=tuple((str(value), w(f"questionnaire.value.{value}.{style}")) for value in VALUES),
        statement=w("questionnaire.statement"),
        thanks=w("questionnaire.thanks"),
        office=w("questionnaire.office"),
        language=w.language,
        mark=w("sample.mark") if is_sample else "",
        foot=" · ".join(filter(None, (city.name, city.imprint))),
    )


def _asked(version: DataVersion | None, audience: str, w: Words) -> dict[str, str]:
    """The statement on safety as it was asked last, in the language of the exports."""
    if version is None or w.language != config.DEFAULT_LANGUAGE:
        return {}
    for key in measures(version):
        wordings = finding(version, Request(ASKED_BEFORE[audience], key)).wordings
        if wordings:
            return {SAFETY: w("questionnaire.sentence", statement=question(wordings[0]))}
    return {}


def sheet(one: Questionnaire, version: DataVersion | None) -> bytes:
    """The sheet as PDF/UA-1, A4; the same sheet gives the same bytes."""
    data = plain(one) | {"colours": colours()}
    made = typst.compile(
        SHEET.read_bytes(),
        format="pdf",
        font_paths=fonts(),
        sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=moment(version.created_at) if version is not None else None,
    )
    assert isinstance(made, bytes)
    return made
