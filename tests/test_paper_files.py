"""The files of a council paper, and what becomes of little data and of texts that look like markup."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import csv_text, good, import_all, run_einlass, serve
from docx import Document
from docx.oxml.ns import qn
from jsonschema import Draft202012Validator
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer
from test_paper import DE, HOSTILE, MARK, SCHEMAS, said, squeezed, tags, texts
from towns import Place, build, waves

from einlass import cli
from einlass.errors import NothingToTell
from einlass.paper import draw
from einlass.paper.compile import pages, pdf
from einlass.paper.content import (
    Chart,
    Heading,
    Listing,
    Open,
    Paper,
    Paragraph,
    Table,
    Way,
    Ways,
)
from einlass.paper.docx import docx
from einlass.paper.files import main_file, table_files
from einlass.paper.oparl import oparl
from einlass.paper.write import write
from einlass.warehouse import DataVersion, current_version
from einlass.words import unmarked


@pytest.fixture(scope="module")
def version(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        yield current_version(serve(sample_folder, patch))


@pytest.fixture(scope="module")
def paper(version: DataVersion) -> Paper:
    return write(version, "beschluss", DE)


# --- Texts that look like markup ------------------------------------------------------------------------


def hostile_paper(paper: Paper) -> Paper:
    rows = tuple((text, Open(text)) for text in HOSTILE)
    way = Way(HOSTILE[0], (HOSTILE[1], Open(HOSTILE[2])), (HOSTILE[3],), (HOSTILE[4],))
    svg = draw.picture(40, [draw.label(0, 20, HOSTILE[2])])
    blocks = (
        Heading(HOSTILE[0]),
        *(Paragraph(text) for text in HOSTILE),
        Listing(HOSTILE, is_numbered=True),
        Table(HOSTILE[1], HOSTILE[:2], rows, HOSTILE[2]),
        Chart(svg, HOSTILE[3], HOSTILE[0], HOSTILE[5]),
        Ways(HOSTILE[5], (way,), HOSTILE[6], HOSTILE[3]),
    )
    return replace(paper, head=replace(paper.head, subject=HOSTILE[0]), blocks=blocks)


def test_texts_that_look_like_markup_stand_there_to_the_letter(paper: Paper) -> None:
    made = hostile_paper(paper)
    read = squeezed("".join(texts(pdf(made))))
    assert all(read.count(squeezed(text)) >= 3 for text in HOSTILE)
    words = "\n".join(one.text for one in Document(io.BytesIO(docx(made))).paragraphs)
    assert all(words.count(text) >= 2 for text in HOSTILE)


def test_long_words_stay_on_the_page(paper: Paper) -> None:
    content = pdf(hostile_paper(paper))
    for page in extract_pages(io.BytesIO(content)):
        boxes = [one for one in page if isinstance(one, LTTextContainer)]
        assert boxes
        upright = [one for one in boxes if one.get_text().strip() != MARK]  # all but the watermark
        assert max(one.x1 for one in upright) <= page.width - 30


def test_names_of_offices_that_look_like_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    town = build(
        tmp_path,
        {"D1": Place((40, 20), waves=waves((5, 10, 10, 10, 5), (2, 4, 6, 20, 20)))},
        names={"D1": "#panic() *x* $y$ <b>\\"},
    )
    made = write(current_version(serve(town, monkeypatch)), "beschluss", DE)
    assert made.mark == made.watermark == ""
    content = pdf(made)
    read = squeezed("".join(texts(content)))
    assert read.count(squeezed("#panic() *x* $y$ <b>\\")) > 5
    assert MARK not in "".join(texts(content))
    with zipfile.ZipFile(io.BytesIO(docx(made))) as packed:
        assert packed.testzip() is None
    assert "#panic() *x* $y$ <b>\\" in "\n".join(
        one.text for one in Document(io.BytesIO(docx(made))).paragraphs
    )


# --- Little data ----------------------------------------------------------------------------------------


def test_one_office_without_surveys_and_rosters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    town = build(tmp_path, {"D1": Place((2, 1))})
    made = write(current_version(serve(town, monkeypatch)), "mitteilung", DE)
    told = said(made)
    assert "Zu den Kosten seit Beginn der Maßnahmen liegt kein Dienstplan vor." in told
    assert "nicht zur Veröffentlichung" in told
    assert tags(pdf(made))["Table"] == 1 + len(made.tables) == 5
    assert len(pages(made)) >= 3


def test_without_a_measure_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offices = tmp_path / "offices.csv"
    offices.write_text(csv_text([good("offices")]), encoding="utf-8")
    served = serve(import_all(tmp_path / "data", [offices]), monkeypatch)
    with pytest.raises(NothingToTell):
        write(current_version(served), "beschluss", DE)
    assert cli.main(["paper", "--kind", "beschluss", "--to", str(tmp_path / "x.pdf")]) == 1
    assert not (tmp_path / "x.pdf").exists()


# --- Files ----------------------------------------------------------------------------------------------


def test_the_docx_holds_the_same_texts_tables_and_pictures(paper: Paper) -> None:
    document = Document(io.BytesIO(docx(paper)))
    heads = [one.text for one in document.paragraphs if one.style.name.startswith("Heading 1")]
    assert heads == [one.text for one in paper.blocks if isinstance(one, Heading) and one.level == 1]
    tables = [paper.head.consultations, *paper.tables]
    assert len(document.tables) == len(tables)
    for made, wanted in zip(document.tables, tables, strict=True):
        head = made.rows[0]
        assert tuple(cell.text for cell in head.cells) == wanted.header
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(made.rows) == 1 + len(wanted.rows)
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert told == [unmarked(one.alt) for one in paper.charts]
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "de-DE"
    assert MARK in document.sections[0].header.paragraphs[0].text
    assert MARK in document.sections[0].footer.paragraphs[0].text
    whole = squeezed("\n".join(one.text for one in document.paragraphs))
    wanted_texts = [one.text for one in paper.blocks if isinstance(one, Paragraph)]
    assert all(squeezed(one.text if isinstance(one, Open) else one) in whole for one in wanted_texts)


def faults(found: dict[str, Any], name: str = "Paper") -> list[str]:
    """Where an object is not what OParl's schema says, its files among it; an address must be one."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    wrong = [one.message for one in Draft202012Validator(schema).iter_errors(found)]
    for key, value in found.items():
        about = schema["properties"].get(key)
        if about is None:
            wrong.append(f"{key} is unknown")
            continue
        if about.get("format") == "url" and not re.fullmatch(r"https?://[^\s/]+/\S*", str(value)):
            wrong.append(f"{key} is no address")
        if about.get("format") == "date-time" and datetime.fromisoformat(value).tzinfo is None:
            wrong.append(f"{key} has no zone")
        inner = about.get("schema") or about.get("items", {}).get("schema")
        for each in value if isinstance(value, list) else [value]:
            if inner:
                wrong += faults(each, inner.removesuffix(".json"))
    return wrong


def test_the_oparl_object_is_valid_and_a_broken_one_is_not(paper: Paper) -> None:
    main, others = main_file(paper, "vorlage"), table_files(paper, "vorlage", DE)
    found = oparl(paper, main, others, "https://rat.example/dateien")
    assert faults(found) == []
    assert found["mainFile"]["accessUrl"] == "https://rat.example/dateien/vorlage.pdf"
    assert len(found["auxiliaryFile"]) == 4
    assert MARK in found["name"]
    for change in (
        {"type": "https://schema.oparl.org/1.0/Paper"},
        {"id": "vorlage"},
        {"mainFile": {key: value for key, value in found["mainFile"].items() if key != "accessUrl"}},
        {"auxiliaryFile": [found["auxiliaryFile"][0] | {"size": "many"}]},
        {"created": "2026-11-27T20:00:00"},
        {"vorlage": "1"},
    ):
        assert faults(found | change), change


def test_the_files_beside_the_oparl_object_are_those_it_names(version: DataVersion, tmp_path: Path) -> None:
    to = tmp_path / "vorlage.json"
    done = run_einlass("paper", "--kind", "anfrage", "--lang", "en", "--to", str(to), data=version.folder)
    assert done.returncode == 0, done.stderr
    found = json.loads(to.read_text("utf-8"))
    assert faults(found) == []
    for one in (found["mainFile"], *found["auxiliaryFile"]):
        content = (tmp_path / one["fileName"]).read_bytes()
        assert (len(content), hashlib.sha512(content).hexdigest()) == (one["size"], one["sha512Checksum"])
        if one["mimeType"] == "text/csv":
            assert "Sample data" in content.decode("utf-8-sig")
    assert len(list(tmp_path.iterdir())) == 2 + len(found["auxiliaryFile"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--kind", "beschluss", "--to", "x.odt"), "Möglich sind .pdf, .docx und .json"),
        (("--kind", "beschluss", "--to", "gibt/es/nicht/x.pdf"), "lässt sich nicht schreiben"),
    ],
)
def test_what_cannot_be_written_is_said(
    sample: DataVersion,
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["paper", *arguments]) == 1
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_data_it_says_how_to_load_some(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["paper", "--kind", "anfrage", "--to", str(tmp_path / "x.pdf")]) == 1
    assert "import" in capsys.readouterr().err


def test_the_annexes_name_the_exports_that_were_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = build(tmp_path, {"D1": Place((2, 1))})
    told = said(write(current_version(serve(town, monkeypatch)), "anfrage", DE))
    annex = next(line for line in told.splitlines() if line.startswith("Quellen: "))
    assert "Vorfallsmeldungen (01.01.2018 – 31.12.2019)" in annex
    assert "Dienstplan" not in annex


# --- Charts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("highest", "end", "step"),
    [(0, 1, 1), (1, 1, 1), (3, 3, 1), (6.4, 8, 2), (13.5, 15, 5), (21_800, 25_000, 5_000), (97, 100, 20)],
)
def test_an_axis_ends_at_a_round_amount(highest: float, end: float, step: float) -> None:
    axis = draw.axis_to(highest)
    assert (axis.end, axis.step) == (end, step)
    assert axis.marks[0] == 0
    assert axis.marks[-1] == axis.end >= highest
