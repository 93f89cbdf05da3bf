"""Every question that an import may ask is asked by a file and answered once."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from conftest import GOOD, csv_text, good
from corpus.build import patched, xlsx
from test_words import questions as questions_in_the_code

from einlass import ingest
from einlass.errors import EinlassError

START = date(2019, 3, 4)
OFFICES = csv_text(
    [good("offices"), good("offices", dienststelle_id="D2", name="Amt Zwei", kurz="Amt Zwei")], above=()
)
BY_VARIABLE = {"notation_english", "notation_german", "header_words", "title_words"}
"""Questions of which the code puts the key together."""


def days(first: date, count: int) -> list[str]:
    return [f"{first + timedelta(days=number):%d.%m.%Y}" for number in range(count)]


def visits(first: date, count: int, besucher: str = "100", **changes: str) -> list[dict[str, str]]:
    return [good("visits", datum=day, besucher=besucher, **changes) for day in days(first, count)]


def earlier() -> dict[str, str]:
    """What is there already: offices, visits of both offices, and a file that a newer one replaces."""
    first = csv_text(visits(START, 20))
    return {
        "dienststellen.csv": OFFICES,
        "besuche_alt.csv": csv_text(visits(START + timedelta(days=200), 3)),
        "besuche_neu.csv": csv_text(visits(START + timedelta(days=200), 3, besucher="120")),
        "besuche.csv": first,
        "besuche_lang.csv": csv_text(visits(START + timedelta(days=250), 70)),
    }


def doubtful() -> dict[str, bytes]:
    """A file for each question; together they ask all of them."""
    at = [START + timedelta(days=30 * number) for number in range(1, 14)]
    shifts = [good("shifts", schicht_id=f"S{number}", std_soll="5.500", std_ist="5.500") for number in (1, 2)]
    points = [
        good("shifts", schicht_id=f"P{number}", std_soll=h, std_ist="5")
        for number, h in enumerate(("5.5", "6"))
    ]
    many = [good("shifts", schicht_id="M1", kopf_soll="90", kopf_ist="90", std_soll="1.250", std_ist="1.240")]
    refused = [*visits(at[0], 9, besucher="viele"), *visits(at[1], 20)]
    ragged = [*csv_text(visits(at[2], 3)).splitlines(), *(f"{day};D1;1;2;ZAEHL;x" for day in days(at[3], 9))]
    book = [["datum", "dienststelle_id", "besucher", "zaehlart"], [at[4], "D1", 93, "ZAEHL"]]
    texts = {
        "ohne_ende.csv": csv_text(visits(at[5], 2)).rstrip(),
        "summe.csv": csv_text(visits(at[6], 2), below=["Summe;;999;"]),
        "hoch.csv": csv_text(visits(START + timedelta(days=322), 1, besucher="9000")),
        "vorfaelle.csv": csv_text([good("incidents")]),
        "titel.csv": csv_text(visits(at[7], 2), above=["Dienststelle: Referat 17"]),
        "doppelt.csv": csv_text([*visits(at[8], 1), *visits(at[8], 1, besucher="7")]),
        "dienstplan_a.csv": csv_text(shifts),
        "dienstplan_b.csv": csv_text(points),
        "dienstplan_c.csv": csv_text(many),
        "abgelehnt.csv": csv_text(refused),
        "schief.csv": "\n".join([*ragged, ragged[1], ""]),
        "kopf.csv": csv_text(visits(at[9], 2)).replace("besucher;", "besucher (Zähler B);", 1),
        "tausend.csv": csv_text(visits(at[10], 2), above=["Angaben in Tausend"]),
        "andere_zahlen.csv": csv_text(visits(START, 20, besucher="55")),
        "weniger.csv": csv_text(
            visits(START + timedelta(days=250), 2),
            above=[f"Berichtszeitraum: {' bis '.join(days(START + timedelta(days=250), 3)[::2])}"],
        ),
        "besuche_alt.csv": earlier()["besuche_alt.csv"],
    }
    return {name: text.encode() for name, text in texts.items()} | {
        "blick.xlsx": patched(
            xlsx([*book, [at[4] + timedelta(days=1), "D1", 7, "ZAEHL"]], hidden_rows=(1,)),
            "xl/worksheets/sheet1.xml",
            '<row r="3"',
            '<row x14ac:dyDescent="0.25" r="3"',
        ),
        "formeln.xlsx": formulas(at[11]),
    }


def formulas(day: date) -> bytes:
    """Formulas of which some have a value, and the visitor counts 0, as if nobody had computed them."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Daten")
        page.write_row(0, 0, list(GOOD["visits"]))
        for number in range(3):
            page.write_row(number + 1, 0, [f"{day + timedelta(days=number):%d.%m.%Y}", "D1", "", "ZAEHL"])
            page.write_formula(number + 1, 1, '="D"&1', None, "D1")
            page.write_formula(number + 1, 2, f"=40+{number}")
    return content.getvalue()


def test_every_question_is_asked_and_answered_once(folder: Path, tmp_path: Path) -> None:
    """One preview of all files, taken over with every answer."""
    for name, text in earlier().items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (report,) = ingest.import_files([path], accept=["all"])
        assert (report.outcome, report.rejects) == ("imported", ()), name
    (tmp_path / "doubtful").mkdir()
    paths = [tmp_path / "doubtful" / name for name in doubtful()]
    for path, content in zip(paths, doubtful().values(), strict=True):
        path.write_bytes(content)
    preview = ingest.preview(paths)
    asked = {question.key.removeprefix("question.") for question in preview.questions}
    assert asked == questions_in_the_code() | BY_VARIABLE
    ids = [question.id for question in preview.questions]
    required = next(question for question in preview.questions if question.is_required)
    with pytest.raises(EinlassError):
        ingest.confirm(preview.token, accept=[one for one in ids if one != required.id])
    reports = ingest.confirm(preview.token, accept=ids)
    assert {report.outcome for report in reports} == {"imported"}
    assert all(report.adds_up for report in reports)
