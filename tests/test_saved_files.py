"""What charts and tables are saved as: every menu of every page, the same numbers, the whole note, the mark."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import serve
from python_calamine import CalamineWorkbook
from release.desk_parts import ANNA, BEN, SAFER, TestDesk, figure
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest
from test_new_indicator import opened
from test_paper import squeezed, tags, texts
from towns import Place, build, waves

from einlass import config
from einlass.findings import Finding, Request, finding
from einlass.measures import measures
from einlass.release import internal
from einlass.release.desk.commands import Draft, Release, Submit
from einlass.release.figures import Entry
from einlass.release.figures import figure as usual_figure
from einlass.release.records import Subject
from einlass.release.wording import texts as texts_of
from einlass.ui.save import shelf
from einlass.ui.sign_in.gate import Gate
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

DE = words_for("de")
INTERNAL, SAMPLE = "intern – nicht zur Veröffentlichung", "Beispieldaten – fiktiv"
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {}),
    ("comparison", {}),
    ("trends", {}),
    ("trends", {"sight": "calendar"}),
    ("incidents", {}),
    ("checks", {}),
    ("sentiment", {}),
    ("staffing", {}),
    ("decision", {}),
    ("press", {"figure": "reported_incidents:BSP-M1"}),
    ("method", {}),
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">'
    '<text style="font-family: Arial" x="0" y="20">{}</text></svg>'
)
Menu = dict[str, Any]


def menus(app: AppTest) -> dict[str, Menu]:
    """The menus of a page by the name of their chart or table."""
    told = {one.proto.id.split("-", 2)[-1]: json.loads(one.proto.json) for one in app.get("bidi_component")}
    found: dict[str, Menu] = {}
    for name, data in told.items():
        found |= {chart["name"]: chart["save"] for chart in data.get("charts", ())} or {name: data}
    return {name: menu for name, menu in found.items() if "kinds" in menu}


def kinds(menu: Menu) -> list[str]:
    return [kind for kind, _ in menu["kinds"]]


def fetched(menu: Menu, kind: str, body: str | bytes = b"") -> tuple[int, bytes]:
    """Status and content of a file, asked for as a browser asks."""
    content = body.encode() if isinstance(body, str) else body
    path = f"{menu['address'].removeprefix('.')}/{kind}"
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "method": "POST" if content else "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "client": ("127.0.0.1", 1),
    }
    with ThreadPoolExecutor(
        1
    ) as aside:  # the browser tests of this process keep a loop running in its main thread
        house = Gate(Starlette(routes=shelf.routes()))
        aside.submit(asyncio.run, house(scope, receive, send)).result()
    return told[0]["status"], b"".join(one.get("body", b"") for one in told[1:])


def made(menu: Menu, kind: str, body: str = "") -> bytes:
    status, content = fetched(menu, kind, body)
    assert status == 200, (menu["label"], kind)
    return content


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture
def compared(sample: DataVersion) -> tuple[Finding, dict[str, Menu]]:
    request = Request("reported_incidents", "BSP-M1")
    return finding(sample, request), menus(opened("comparison", measure="BSP-M1"))


@pytest.mark.parametrize(("page", "params"), PAGES)
def test_every_menu_makes_marked_files(sample: DataVersion, page: str, params: dict[str, str]) -> None:
    found = menus(opened(page, **params))
    assert found
    for number, (name, menu) in enumerate(found.items()):
        assert {"pdf", "xlsx", "table"} <= set(kinds(menu)), name
        lines = made(menu, "table").decode("utf-8-sig").splitlines()
        assert INTERNAL in lines[0] and SAMPLE in lines[0] and not lines[1]
        assert re.search(r"Ansicht: ", lines[-1]) and any(DE("files.exact") in line for line in lines)
        for sheet in sheets(made(menu, "xlsx")).values():
            assert INTERNAL in sheet[0][0] and SAMPLE in sheet[0][0]
        if "data" in kinds(menu):
            rows = list(csv.DictReader(io.StringIO(made(menu, "data").decode())))
            assert {row["notice"] for row in rows} == {f"{INTERNAL} · {SAMPLE}"}
            assert "Ansicht" in rows[0]["note"] and not any(row["note"] for row in rows[1:])
        if number < 2:
            read = texts(made(menu, "pdf"))
            assert all(
                squeezed(INTERNAL) in squeezed(one) and squeezed(SAMPLE) in squeezed(one) for one in read
            )
        assert INTERNAL in json.loads(made(menu, "note"))["mark"]


def test_every_file_says_the_numbers_of_the_record(compared: tuple[Finding, dict[str, Menu]]) -> None:
    found, every = compared
    menu = every["comparison-difference"]
    before, after, estimate = found.before, found.after, found.estimate
    assert before and after and estimate and estimate.value
    rows = {row["phase"]: row for row in csv.DictReader(io.StringIO(made(menu, "data").decode()))}
    for name, phase in (("before", before), ("after", after)):
        assert float(rows[name]["numerator"]) == phase.numerator
        assert float(rows[name]["denominator"]) == phase.denominator
        assert float(rows[name]["value"]) == pytest.approx(phase.value, rel=1e-14)
        assert float(rows[name]["estimate"]) == pytest.approx(estimate.value, rel=1e-14)
    book = sheets(made(menu, "xlsx"))
    assert list(book) == ["Tabelle", "Angaben", "Daten"]
    head, *exact = book["Daten"][3:]
    assert [row[head.index("numerator")] for row in exact] == [before.numerator, after.numerator]
    assert exact[0][head.index("estimate")] == pytest.approx(estimate.value, rel=1e-14)
    counted = next(row for row in book["Tabelle"] if row[0] == "Besuche")
    assert counted[1:3] == [before.denominator, after.denominator]
    told = [
        DE.number(before.denominator),
        DE.number(after.denominator),
        DE.number(estimate.value, 2),
        DE.date(before.window.first),
        "Quasi-Poisson",
        "Definition 1.0",
        "Kontakt",
        "Stand: ",
    ]
    paper = squeezed("".join(texts(made(menu, "pdf", SVG.format(f"{after.numerator:.0f} im Bild")))))
    note = json.loads(made(menu, "note"))
    drawn = squeezed(" ".join([note["title"], note["sub"], *note["lines"]]))
    for one in told:
        assert squeezed(one) in paper, one
        assert squeezed(one) in drawn, one
    assert squeezed(f"{after.numerator:.0f} im Bild") in paper
    assert note["title"] == "Gemeldete Vorfälle, Ausländerbehörde: noch nicht zu sagen"


def test_the_address_in_a_file_opens_the_same_view(compared: tuple[Finding, dict[str, Menu]]) -> None:
    lines = json.loads(made(compared[1]["comparison-series"], "note"))["lines"]
    address = next(line for line in lines if line.startswith("Ansicht: ")).removeprefix("Ansicht: ")
    asked = parse_qs(urlsplit(address).query)
    assert asked["measure"] == ["BSP-M1"] and asked["indicator"] == ["reported_incidents"]


def test_a_pdf_is_tagged_and_stays_readable_with_a_long_table(
    compared: tuple[Finding, dict[str, Menu]],
) -> None:
    content = made(compared[1]["comparison-series"], "pdf", SVG.format("Reihe"))
    found = tags(content)
    assert found["Table"] == 1 and found["Figure"] == 1 and found["H1"] >= 2
    read = [squeezed(page) for page in texts(content)]
    table = next(
        number
        for number, page in enumerate(read)
        if squeezed("Besuche\nJe 10\u202f000") in page or "08.01.2018" in page
    )
    notes = next(number for number, page in enumerate(read) if "Quasi" in page)
    assert notes <= table


def test_a_session_has_its_own_addresses_and_others_are_unknown(sample: DataVersion) -> None:
    first, second = (next(iter(menus(opened("comparison")).values())) for _ in range(2))
    assert first["address"] != second["address"]
    assert fetched({"address": "./files/none/none"}, "pdf")[0] == 404
    assert fetched(first, "exe")[0] == 404
    assert fetched(first, "pdf", b"x" * (internal.MOST_BYTES + 1))[0] == 413


@pytest.mark.parametrize(
    "drawing",
    [
        "<html>",
        "<!DOCTYPE svg><svg/>",
        "<svg><!ENTITY a 'b'></svg>",
        '<svg><image href="http://example.org/a.png"/></svg>',
        '<svg><image xlink:href="/etc/passwd"/></svg>',
        '<svg><style>@import url("https://example.org")</style></svg>',
        "<svg><script>1</script></svg>",
    ],
)
def test_a_drawing_that_is_none_of_ours_is_refused(
    compared: tuple[Finding, dict[str, Menu]], drawing: str
) -> None:
    assert fetched(compared[1]["comparison-series"], "pdf", drawing)[0] == 500


FORMULA = "=1+1"


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DataVersion]:
    """A town that is no sample; its one office is called like a formula."""
    place = Place((40, 20), waves=waves((5, 10, 10, 10, 5), (2, 4, 6, 20, 20)))
    yield current_version(serve(build(tmp_path, {"D1": place}, names={"D1": FORMULA}), monkeypatch))


def test_no_cell_is_a_formula_and_real_data_are_internal_alone(hostile: DataVersion) -> None:
    for menu in [*menus(opened("comparison")).values(), *menus(opened("trends", offices="D1")).values()]:
        for kind in ("table", "data"):
            text = made(menu, kind).decode("utf-8-sig")
            cells = [
                cell
                for row in csv.reader(io.StringIO(text), delimiter=";" if kind == "table" else ",")
                for cell in row
            ]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]
            assert INTERNAL in text and SAMPLE not in text
        book = made(menu, "xlsx")
        cells = [
            cell for rows in sheets(book).values() for row in rows for cell in row if isinstance(cell, str)
        ]
        assert any(FORMULA in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]
        with zipfile.ZipFile(io.BytesIO(book)) as packed:
            assert not [name for name in packed.namelist() if b"<f>" in packed.read(name)]
    read = "".join(texts(made(menu, "pdf")))
    assert squeezed(FORMULA) in squeezed(read) and SAMPLE not in read


def test_a_released_figure_is_named_and_the_file_stays_internal(hostile: DataVersion) -> None:
    (key,) = measures(hostile)
    subject = Subject(topic="feels_safe_clients", measure=key, first=SAFER.first, last=SAFER.last)
    assert internal.released("feels_safe_clients", key) == []
    TestDesk(config.data_dir()).publish(figure(subject=subject))
    (one,) = internal.released("feels_safe_clients", key)
    menu = menus(opened("comparison", indicator="feels_safe_clients", measure=key))["comparison-difference"]
    note = json.loads(made(menu, "note"))
    assert note["mark"] == INTERNAL
    assert DE("files.released", id=one.id, number="1", address="zahl/ek-0001/v1/") in note["lines"]
    other = menus(opened("comparison", indicator="reported_incidents", measure=key))
    assert one.id not in made(next(iter(other.values())), "note").decode()


def released(version: DataVersion, topic: str, key: str) -> None:
    """Two people release the figure that these data tell of the usual days."""
    made = usual_figure(version, Entry(topic, key))
    assert made is not None
    desk, said = (
        TestDesk(config.data_dir()),
        {one: texts_of(version, made, words_for(one)) for one in ("de", "en")},
    )
    desk(ANNA, Draft(figure=made, texts=said), Submit(subject=made.subject))
    desk(BEN, Release(subject=made.subject))


@pytest.mark.parametrize("topic", ["feels_safe_clients", "reported_incidents"])
def test_every_format_names_the_released_edition_of_the_very_figure(hostile: DataVersion, topic: str) -> None:
    (key,) = measures(hostile)
    released(hostile, topic, key)
    wanted = DE("files.released.same", id="EK-0001", number="1", address="zahl/ek-0001/v1/")
    pages = {"comparison": {"indicator": topic, "measure": key}, "press": {"figure": f"{topic}:{key}"}}
    if topic == "feels_safe_clients":
        pages["sentiment"] = {"question": "safe", "measure": key}
    for page, view in pages.items():
        menu = next(iter(menus(opened(page, **view)).values()))
        told = {
            kind: made(menu, kind)
            for kind in ("table", "data", "xlsx", "note", "pdf")
            if kind in [*kinds(menu), "note"]
        }
        assert wanted in told["table"].decode("utf-8-sig"), page
        assert wanted in told.get("data", wanted.encode()).decode()
        assert wanted in json.loads(told["note"])["lines"]
        assert any(row == [wanted] for row in sheets(told["xlsx"])["Angaben"])
        assert squeezed(wanted) in squeezed("".join(texts(told["pdf"])))

    part = menus(opened("comparison", indicator=topic, measure=key, after="2019-03-04..2019-08-25"))
    note = made(next(iter(part.values())), "note").decode()
    assert wanted not in note and "EK-0001" in note  # other days are another figure
