"""The council paper: its figures, its tags, its bytes, its files, and what becomes of texts that look like markup."""

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import run_einlass, serve
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextContainer

from einlass import config
from einlass.findings import Request, finding, since_start
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, FINDS, PRIMARY, STAFF
from einlass.measures import measures
from einlass.paper.compile import pdf
from einlass.paper.content import (
    KINDS,
    Heading,
    Listing,
    Open,
    Paper,
    Ways,
)
from einlass.paper.docx import docx
from einlass.paper.write import write
from einlass.warehouse import DataVersion, current_version
from einlass.words import ranges, sentences, unmarked, words_for

DE, EN = words_for("de"), words_for("en")
MARK = "Beispieldaten – fiktiv"
SCHEMAS = Path(__file__).parent / "data" / "oparl"
N = "\u202f"
HOSTILE = (
    "#let x = 1; #panic()",
    "*fett* _kursiv_ `code` $x^2$",
    "<b>Amt</b> & <script>alert(1)</script>",
    "C:\\temp\\neu [link](https://x.invalid) @ref <label>",
    '=HYPERLINK("x";"y")',
    "{page} {count} {0}",
    "// kein Kommentar /* auch nicht */",
    "Lang" * 100,
)


# --- Reading back ---------------------------------------------------------------------------------------


def texts(content: bytes) -> list[str]:
    """The text of each page as pdfminer reads it."""
    flat = LAParams(boxes_flow=None)
    return [
        "\n".join(box.get_text() for box in page if isinstance(box, LTTextContainer))
        for page in extract_pages(io.BytesIO(content), laparams=flat)
    ]


def squeezed(text: str) -> str:
    """Without what a line break may have added: spaces, hyphens; the narrow space stays."""
    return re.sub("[ \n\t\f\u00ad\u200b\u00a0-]", "", unmarked(text))


def tags(content: bytes) -> Counter[str]:
    """How often each tag occurs in the tag tree."""
    found: Counter[str] = Counter()

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found[str(node.S).strip("/")] += 1
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(io.BytesIO(content)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


def said(paper: Paper) -> str:
    """Everything that a paper says in words, but for the words in its pictures."""
    parts: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, tuple):
            for one in value:
                walk(one)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                if name not in ("svg", "alt", "page", "language", "kind"):
                    walk(getattr(value, name))

    walk(paper.blocks)
    return "\n".join(parts)


# --- The sample -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def version(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        yield current_version(serve(sample_folder, patch))


@pytest.fixture(scope="module")
def paper(version: DataVersion) -> Paper:
    return write(version, "beschluss", DE)


@pytest.fixture(scope="module")
def content(paper: Paper) -> bytes:
    return pdf(paper)


def test_the_figures_in_the_pdf_are_those_of_the_findings(version: DataVersion, content: bytes) -> None:
    read = squeezed("".join(texts(content)))
    looked = 0
    for measure in measures(version).values():
        for code in (PRIMARY, ALL_REPORTS, CLIENTS, STAFF):
            one = finding(version, Request(code, measure.key))
            for side in (one.before, one.after):
                assert side is not None
                assert squeezed(sentences.phase_in_words(one.indicator, side, DE)) in read
                looked += 1
            if one.analysis is not None and one.analysis.expected is not None:
                assert squeezed(ranges.expected_range(one.analysis.expected, DE)) in read
        found = since_start(version, FINDS, measure)
        if measure.regime != "PRAES":
            assert found is not None
            counts = f"{DE.number(found.numerator)} von {DE.number(found.denominator)} Kontrollierten"
            assert squeezed(counts) in read
    assert looked == 24


def roster() -> list[dict[str, str]]:
    """The shifts as the export has them, below its title rows."""
    lines = (config.SAMPLE_EXPORTS / "dienstplan.csv").read_text("cp1252").splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("schicht_id;"))
    return [row for row in csv.DictReader(lines[head:], delimiter=";") if row["datum"]]


def test_every_page_says_that_the_data_are_made_up(content: bytes) -> None:
    read = texts(content)
    assert len(read) > 4
    assert all(page.count(MARK) >= 2 for page in read)
    assert all(f"Seite {number} von {len(read)}" in page for number, page in enumerate(read, 1))


def test_the_tag_tree_holds_every_table_row_head_and_picture(paper: Paper, content: bytes) -> None:
    tables = [paper.head.consultations, *paper.tables]
    found = tags(content)
    assert len(tables) == 6
    assert found["Table"] == found["THead"] == len(tables)
    assert found["TH"] == sum(len(one.header) for one in tables)
    assert found["TR"] == sum(1 + len(one.rows) for one in tables)
    assert found["TD"] == sum(len(one.header) * len(one.rows) for one in tables)
    assert found["Figure"] == len(paper.charts) == 9
    assert found["H1"] == sum(isinstance(one, Heading) and one.level == 1 for one in paper.blocks) == 8
    reasons = [
        reason
        for one in paper.blocks
        if isinstance(one, Ways)
        for way in one.ways
        for reason in (*way.reasons_for, *way.reasons_against)
    ]
    assert len(reasons) > 30
    items = sum(len(one.items) for one in paper.blocks if isinstance(one, Listing))
    assert found["LI"] == items + len(reasons)


def test_pictures_have_a_text_and_the_document_a_language_and_title(paper: Paper, content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as document:
        assert str(document.Root.Lang) == "de"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == paper.head.subject
        width, height = (float(one) for one in document.pages[0].MediaBox[2:])
    assert (round(width), round(height)) == (595, 842)
    assert all(re.search(r"\d", one.alt) for one in paper.charts)


def test_a_checker_of_access_finds_no_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(content)
    command = [sys.executable, "-m", "outloud.cli", str(tmp_path / "paper.pdf"), "--json", "-", "-q"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout[done.stdout.index("{") : done.stdout.rindex("}") + 1])["results"][0]
    assert told["counts"] == {"error": 0, "warning": 0, "info": 0}
    kept = json.loads((config.ROOT / "docs" / "paper-access.json").read_text("utf-8"))
    assert outcomes(told) == kept["outcomes"]


def outcomes(told: Any) -> dict[str, dict[str, str]]:
    """The status of each checkpoint and criterion."""
    return {
        name: {one["id"]: one["status"] for one in listed}
        for name, listed in sorted(told["criteria"].items())
    }


def test_the_same_data_give_the_same_bytes(
    version: DataVersion, paper: Paper, content: bytes, tmp_path: Path
) -> None:
    again = write(version, "beschluss", DE)
    assert pdf(again) == content
    assert docx(again) == docx(paper)
    done = run_einlass("paper", "--kind", "beschluss", "--to", str(tmp_path / "x.pdf"), data=version.folder)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "x.pdf").read_bytes() == content
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.pdf"]


def test_euros_are_those_of_the_roster(content: bytes) -> None:
    starts = {"BSP-AUSL": date(2019, 11, 11), "BSP-BUERG": date(2020, 1, 13)}
    starts |= dict.fromkeys(("BSP-SOZ1", "BSP-SOZ2", "BSP-SOZ3"), date(2019, 11, 18))
    total = 0.0
    for row in {row["schicht_id"]: row for row in roster()}.values():
        day = datetime.strptime(row["datum"], "%d.%m.%Y").date()
        if row["dienststelle_id"] in starts and day >= starts[row["dienststelle_id"]]:
            done, rate = (float(row[name].replace(",", ".")) for name in ("std_ist", "satz_eur_netto"))
            total += done * rate
    euros = f"{total:,.0f}".replace(",", N)
    assert f"{euros}€".replace(" ", "") in squeezed("".join(texts(content))).replace(f"{N}€", "€")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_kind_in_each_language_is_whole_and_fit_for_all(
    version: DataVersion, kind: Any, language: str
) -> None:
    w = words_for(language)
    made = write(version, kind, w)
    heads = [one.text for one in made.blocks if isinstance(one, Heading) and one.level == 1]
    wanted = {
        "beschluss": ("resolution", "facts", "results", "cost", "climate", "gaps", "limits", "annexes"),
        "mitteilung": ("message", "facts", "results", "cost", "climate", "gaps", "limits", "annexes"),
        "anfrage": ("question", "reply", "facts", "results", "cost", "gaps", "limits", "annexes"),
    }[kind]
    assert heads == [w("decision.gaps" if name == "gaps" else f"paper.{name}") for name in wanted]
    finance = [one for one in made.tables if one.caption == w("paper.finance.table")]
    assert len(finance) == (kind != "anfrage")
    content = pdf(made)
    assert tags(content)["Table"] == len(made.tables) + 1
    assert all(w("sample.mark") in page for page in texts(content))


def test_what_the_product_cannot_know_is_open_and_never_filled_in(paper: Paper, content: bytes) -> None:
    assert all(
        isinstance(value, Open)
        for name, value in paper.head.lines
        if name in ("Vorlage-Nr.", "Status", "Aktenzeichen", "Federführend")
    )
    finance = next(one for one in paper.tables if one.caption == DE("paper.finance.table"))
    assert [row[0] for row in finance.rows] == [
        *("Finanzielle Auswirkungen", "Produkt", "Sachkonto", "Deckung", "Folgeaufwendungen ab"),
    ]
    assert all(isinstance(cell, Open) for _, cell in finance.rows)
    read = squeezed("".join(texts(content)))
    opened = [value for _, value in paper.head.lines if isinstance(value, Open)]
    opened += [cell for _, cell in finance.rows if isinstance(cell, Open)]
    assert all("[" in one.text and squeezed(one.text) in read for one in opened)
