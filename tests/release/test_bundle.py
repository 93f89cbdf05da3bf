"""The published folder: every number in every file, the same bytes again, nothing foreign, nothing hidden in it."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import lxml.html
import pikepdf
import pytest
from pdfminer.high_level import extract_text
from publications import (
    FORMULA,
    LANGUAGES,
    LONG,
    announcements,
    as_sample,
    awkward,
    city,
    extremes,
    incidents,
    knives,
    nothing,
    one_office,
    publications,
    survey,
    withdrawn,
)
from python_calamine import CalamineWorkbook

from einlass import cli, config
from einlass.errors import CannotWrite
from einlass.release.bundle.check import verify
from einlass.release.bundle.folder import archive, build
from einlass.release.records import Amount, Publication, Version
from release.desk_parts import TestDesk

N = "\u202f"
SVG = "{http://www.w3.org/2000/svg}"
STANDING = [survey, incidents, knives, nothing, extremes, one_office, awkward]
BASE = "https://www.drosselfurt.example/zahlen/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(publications(), announcements(), city(), tmp_path_factory.mktemp("release") / "zahlen")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def place(folder: Path, one: Publication, version: Version) -> Path:
    return folder / "zahl" / one.id.lower() / f"v{version.number}"


def values(version: Version) -> list[list[Amount]]:
    return [list(row.cells) for row in version.figure.table.rows]


def read(text: str, lang: str) -> float:
    """A number as a reader takes it, with its sign beside it left out."""
    text = re.sub(rf"{N}?[%prs|]$", "", text).strip("()").replace("\u2212", "-")
    return float(text.replace(N, "").replace(",", ".") if lang == "de" else text.replace(",", ""))


def each_version() -> list[tuple[Publication, Version]]:
    return [(one, version) for make in STANDING for one in [make()] for version in one.versions]


VERSIONS = pytest.mark.parametrize(
    ("one", "version"), each_version(), ids=[f"{one.id}-v{version.number}" for one, version in each_version()]
)


# --- Every number of every file ---------------------------------------------------------------------------


@VERSIONS
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_of_a_page_says_the_numbers_of_the_record(
    folder: Path, one: Publication, version: Version, lang: str
) -> None:
    name = "index.html" if lang == "de" else f"index.{lang}.html"
    page = lxml.html.parse(str(place(folder, one, version) / name))
    rows = [row.findall("td") for row in page.xpath("//table[@id='data']/tbody/tr")]
    assert [len(row) for row in rows] == [len(row) for row in values(version)]
    for row, amounts in zip(rows, values(version), strict=True):
        for cell, amount in zip(row, amounts, strict=True):
            exact, text = cell.find("data"), cell.text_content().strip()
            if amount.value is None or amount.sign == ".":
                assert exact is None
                assert text == (amount.sign or "x")
            elif amount.sign == "–":
                assert (exact.get("value"), text) == ("0.0", "–")
            else:
                assert float(exact.get("value")) == amount.value
                digits = len(text.partition("," if lang == "de" else ".")[2].partition(N)[0])
                assert read(text, lang) == round(amount.value, digits)


@VERSIONS
def test_the_csv_holds_every_number_and_its_status_apart(
    folder: Path, one: Publication, version: Version
) -> None:
    lines = list(csv.DictReader(io.StringIO((place(folder, one, version) / "data.csv").read_text("utf-8"))))
    assert [line["row"].lstrip("'") for line in lines] == [row.label for row in version.figure.table.rows]
    for line, amounts in zip(lines, values(version), strict=True):
        statuses = [text for name, text in line.items() if name.endswith("_status")]
        assert statuses == [a.sign or ("x" if a.value is None else "") for a in amounts]
        for part in ("value", "numerator", "denominator", "low", "high"):
            texts = [text for name, text in line.items() if name.endswith(f"_{part}")]
            wanted = [getattr(a, part) for a in amounts]
            if part == "value":
                wanted = [None if a.sign == "." else a.value for a in amounts]
            elif not texts:
                assert wanted == [None] * len(wanted) or amounts[0].sign
                continue
            secret = [a.sign == "." for a in amounts]
            assert [float(text) if text else None for text in texts] == [
                None if hidden or (a.sign == "/" and part in ("low", "high")) else want
                for want, hidden, a in zip(wanted, secret, amounts, strict=True)
            ]


@VERSIONS
def test_the_workbook_holds_every_number_as_a_number(
    folder: Path, one: Publication, version: Version
) -> None:
    book = CalamineWorkbook.from_path(str(place(folder, one, version) / "data.xlsx"))
    wanted = [
        number
        for amounts in values(version)
        for a in amounts
        if a.sign != "."
        for number in (a.value, a.numerator, a.denominator, a.low, a.high)
        if number is not None
    ]
    for sheet in (book.sheet_names[0], book.sheet_names[3]):
        rows = book.get_sheet_by_name(sheet).to_python()
        found = [cell for row in rows for cell in row if isinstance(cell, float)]
        assert sorted(found) == pytest.approx(sorted(wanted), rel=1e-15)


@VERSIONS
def test_the_json_is_the_record(folder: Path, one: Publication, version: Version) -> None:
    told = json.loads((place(folder, one, version) / "figure.json").read_bytes())
    assert (told["id"], told["version"], told["status"]) == (one.id, version.number, version.status)
    for row, amounts in zip(told["figure"]["table"]["rows"], values(version), strict=True):
        for cell, amount in zip(row["cells"], amounts, strict=True):
            hidden = amount.sign == "."
            parts = ("value", "numerator", "denominator", "low", "high")
            assert [cell[part] for part in parts] == [
                None if hidden else getattr(amount, part) for part in parts
            ]
    headline = version.figure.headline
    assert told["figure"]["headline"]["value"] == headline.value


@VERSIONS
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_says_the_numbers_and_holds_a_table(
    folder: Path, one: Publication, version: Version, lang: str
) -> None:
    path = place(folder, one, version) / ("figure.pdf" if lang == "de" else f"figure.{lang}.pdf")
    text = extract_text(path)
    page = lxml.html.parse(
        str(place(folder, one, version) / ("index.html" if lang == "de" else f"index.{lang}.html"))
    )
    for cell in page.xpath("//table[@id='data']/tbody/tr/td/data"):
        assert cell.text_content() in text
    numbers = re.compile(rf"\d[\d{N}.,]*")
    assert {*numbers.findall(version.texts[lang].sentence)} <= {*numbers.findall(text)}
    with pikepdf.open(path) as opened:
        kinds = [str(item["/S"]) for item in opened.objects if is_tag(item)]
    rows = len(version.figure.table.rows)
    columns = len(version.figure.table.columns)
    assert (kinds.count("/Table"), kinds.count("/TR")) == (1, rows + 1)
    assert kinds.count("/TH") >= columns + 1
    assert kinds.count("/Figure") == 1


def is_tag(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item


@VERSIONS
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chart_says_its_numbers_title_and_description(
    folder: Path, one: Publication, version: Version, lang: str
) -> None:
    path = place(folder, one, version) / ("figure.svg" if lang == "de" else f"figure.{lang}.svg")
    root = ElementTree.parse(path).getroot()
    texts = version.texts[lang]
    assert root.findtext(f"{SVG}title") == texts.chart_title
    assert root.findtext(f"{SVG}desc") == texts.chart_alt
    known = {a.value for a in (version.figure.headline, *(side.amount for side in version.figure.sides))}
    known |= {a.value for amounts in values(version) for a in amounts}
    drawn = [label for label in root.iter(f"{SVG}text") if "data-value" in label.attrib]
    assert drawn
    for label in drawn:
        if label.get("data-value"):
            value = float(label.get("data-value", ""))
            assert value in known
            text = "".join(label.itertext()).strip()
            assert text == "–" if text == "–" else read(text, lang) == pytest.approx(value, abs=0.5)
    answers = {
        (g.get("data-answer"), g.get("data-count")) for g in root.iter(f"{SVG}g") if g.get("data-count")
    }
    wanted = {
        (str(place), str(count))
        for side in version.figure.sides
        for place, count in enumerate(side.distribution, 1)
        if count and side.amount.value is not None
    }
    assert answers == wanted


def test_counts_of_unequal_periods_are_drawn_as_rates_with_the_counts_beside_them(folder: Path) -> None:
    text = (folder / "zahl/df-ek-0007/v1/figure.svg").read_text("utf-8")
    assert re.findall(r'data-value="([\d.]+)"', text) == ["23.9", "6.6"]
    assert f"vorher: 127 bei 53{N}211 (je 10{N}000 Besuche)" in text


# --- What must not be there -------------------------------------------------------------------------------


def opened(content: bytes, name: str) -> Iterator[str]:
    """All text of a file, of those inside it too."""
    if name.endswith((".zip", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from opened(archive.read(inner), inner)
    elif name.endswith(".pdf"):
        yield pdf_text(content)
    elif not name.endswith((".png", ".otf")):
        yield content.decode("utf-8")


@cache
def pdf_text(content: bytes) -> str:
    return extract_text(io.BytesIO(content))


def test_what_a_sign_hides_is_in_no_file_and_who_must_be_told_neither(folder: Path) -> None:
    for name, content in contents(folder).items():
        for text in opened(content, name):
            assert not re.search(r"(?<![\da-f])4[\u202f,.]?711(?![\da-f])", text), name
            assert "Lokalzeitung" not in text, name


def test_markup_stays_text_and_formulas_are_marked(folder: Path) -> None:
    page = (folder / "zahl/df-ek-0009/index.html").read_text("utf-8")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "{{ 7*7 }}" in page
    assert LONG.strip() in page
    lines = list(csv.reader(io.StringIO((folder / "zahl/df-ek-0009/v1/data.csv").read_text("utf-8"))))
    assert [line[1] for line in lines[1:]] == [LONG, "'@SUM(A1:A9)"]
    lines = list(csv.reader(io.StringIO((folder / "zahl/df-ek-0003/v1/data.csv").read_text("utf-8"))))
    assert f"'{FORMULA}" in [line[1] for line in lines]
    with zipfile.ZipFile(folder / "zahl/df-ek-0009/v1/data.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    assert sheets and not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


def test_every_address_is_relative_and_nothing_is_loaded_from_elsewhere(folder: Path) -> None:
    for name, content in contents(folder).items():
        if not name.endswith(".html"):
            continue
        page = lxml.html.fromstring(content)
        loaded = page.xpath("//script/@src | //img/@src | //link[@rel!='alternate']/@href")
        assert loaded and not [one for one in loaded if "//" in one or one.startswith("/")]
        assert not page.xpath("//@style | //@onclick | //@onload | //script[not(@src)] | //style")
        links = page.xpath("//a/@href | //link/@href")
        assert not [one for one in links if one.startswith("/")]
        for one in (one for one in links if not re.match(r"https?:|mailto:|#", one)):
            target = (folder / name).parent / one.partition("#")[0]
            assert target.is_file(), f"{name}: {one}"


# --- The same again, and never half -----------------------------------------------------------------------


def test_the_same_records_give_the_same_bytes_in_any_order(folder: Path, tmp_path: Path) -> None:
    again = build(publications()[::-1], announcements()[::-1], city(), tmp_path / "again")
    assert contents(again) == contents(folder)


def test_a_record_read_anew_from_the_ledger_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    from einlass.release.store import from_json, to_json

    anew = [from_json(to_json(one), Publication) for one in publications()]
    assert contents(build(anew, announcements(), city(), tmp_path / "anew")) == contents(folder)


def test_a_build_that_is_killed_leaves_the_old_folder_as_it_was(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "zahlen"
    shutil.copytree(folder, to)
    program = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; import publications as p; "
        "from einlass.release.bundle.folder import build; build([p.survey()] * 1 + [p.incidents(), p.knives()], [], "
        "p.city(), Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(to), str(Path(__file__).parent.parent)]
    environment = os.environ | {"PYTHONPATH": str(config.ROOT)}
    process = subprocess.Popen(command, env=environment)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".zahlen.new-*/zahl/*/v1/figure.png")) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(tmp_path.glob(".zahlen.new-*")), "the build was over before it was killed"
    assert contents(to) == contents(folder)
    assert verify(to) == []
    build([survey()], [], city(), to)
    assert [one.name for one in tmp_path.iterdir()] == ["zahlen"]
    assert verify(to) == [] and not (to / "zahl/df-ek-0003").exists()


def test_a_folder_that_holds_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mum.txt").write_text("Dear mum")
    with pytest.raises(CannotWrite) as refused:
        build([survey()], [], city(), tmp_path / "letters")
    assert refused.value.key == "bundle.not_ours"
    assert contents(tmp_path) == {"letters/mum.txt": b"Dear mum"}


def test_nothing_released_yet_has_a_face_of_its_own(tmp_path: Path) -> None:
    to = build([], [], city(), tmp_path / "empty")
    assert verify(to) == []
    assert "Noch ist keine Zahl freigegeben" in (to / "index.html").read_text("utf-8")
    assert "nichts angekündigt" in (to / "kalender/index.html").read_text("utf-8")


# --- Sample data -----------------------------------------------------------------------------------------


def test_sample_data_say_so_in_every_file_and_in_the_name_of_the_folder(tmp_path: Path) -> None:
    to = build([as_sample(one) for one in publications()], [], city(licence=""), tmp_path / "probe")
    assert to == tmp_path / "probe-beispieldaten"
    assert verify(to) == []
    for name, content in contents(to).items():
        if name.startswith("assets/") or name.endswith(".png"):
            continue
        said = " ".join(opened(content, name))
        wanted = ("Beispieldaten", "Sample data", '"is_sample": true')
        assert any(mark in said for mark in wanted), name
        if name.endswith(".zip"):
            assert "/beispieldaten-df-ek-" in f"/{name.rpartition('/')[2]}"


def test_sample_and_real_data_never_stand_side_by_side(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as refused:
        build([survey(), as_sample(knives())], [], city(), tmp_path / "both")
    assert refused.value.key == "bundle.sample_among_real"
    assert not list(tmp_path.iterdir())


# --- Versions, corrections, withdrawal, calendar ------------------------------------------------------------


def struck(page: lxml.html.HtmlElement) -> list[str]:
    return [one.text_content() for one in page.xpath("//s")]


def test_an_old_version_stays_and_says_what_stands_today(folder: Path) -> None:
    page = lxml.html.parse(str(folder / "zahl/df-ek-0012/v1/index.html")).getroot()
    assert "Heute gilt Version 2." in page.text_content()
    assert "446" in page.xpath("//table[@id='data']")[0].text_content()
    assert page.xpath("//p[contains(@class, 'notice')]/a/@href") == ["../index.html"]


def test_the_evergreen_address_shows_what_stands_with_the_old_value_struck_and_the_reason(
    folder: Path,
) -> None:
    page = lxml.html.parse(str(folder / "zahl/df-ek-0012/index.html")).getroot()
    text = page.text_content()
    assert struck(page) == [f"446 von 674 (66,2{N}%)"]
    assert "Nachmeldung eines Fragebogens" in text and "Änderung unter 0,1 Punkten." in text
    assert "Neuere Daten liegen vor." in text and "Vorab informiert: Ältestenrat" in text
    assert "Nächste Veröffentlichung" in text and "15.04.2020, 10:00 Uhr" in text


def test_the_words_that_people_were_asked_keep_their_language(folder: Path) -> None:
    """As they were asked, on the English page as well: a screen reader must not read them as English."""
    asked = survey().latest.figure.survey
    assert asked is not None
    for name, marked in (("index.html", []), ("index.en.html", [asked.wording])):
        page = lxml.html.parse(str(folder / "zahl/df-ek-0012" / name)).getroot()
        (said,) = [one for one in page.xpath("//dd") if asked.wording in one.text_content()]
        assert [one.text_content() for one in said.xpath(".//span[@lang='de']")] == marked


def test_a_withdrawn_figure_answers_with_a_page_that_says_so_and_no_number_else(folder: Path) -> None:
    files = {name for name in contents(folder) if name.startswith("zahl/df-ek-0004/")}
    pages = {f"zahl/df-ek-0004/{v}index{lang}.html" for v in ("", "v1/") for lang in ("", ".en")}
    assert files == pages | {"zahl/df-ek-0004/v1/figure.json"}
    page = lxml.html.parse(str(folder / "zahl/df-ek-0004/index.html")).getroot()
    assert page.findtext(".//h1") == "Diese Zahl wurde zurückgezogen"
    assert "Zurückgezogen am 10.02.2020. Doppelt gezählt." in page.text_content()
    assert struck(page)[:2] == ["99 Funde", "99"]
    assert not page.xpath("//table | //main//svg")
    told = json.loads((folder / "zahl/df-ek-0004/v1/figure.json").read_bytes())
    assert told["status"] == "withdrawn" and "figure" not in told
    assert "df-ek-0004" not in (folder / "catalogue.rdf").read_text("utf-8")
    assert "df-ek-0004" not in (folder / "datapackage.json").read_text("utf-8")


def test_the_list_of_corrections_puts_the_serious_ones_first(tmp_path: Path) -> None:
    def severe(one: Publication, number: int, severity: str) -> Publication:
        first, second = one.versions
        assert second.correction is not None
        changed = replace(second.correction, number=number, severity=severity)
        return replace(one, versions=(first, replace(second, correction=changed)))

    found = [
        severe(replace(survey(), id=f"DF-EK-010{number}"), number, severity)
        for number, severity in ((1, "formal"), (2, "serious"), (3, "minor"), (4, "serious"))
    ]
    to = build(found, [], city(), tmp_path / "zahlen")
    page = lxml.html.parse(str(to / "korrekturen/index.html")).getroot()
    order = [text.partition(":")[0] for text in page.xpath("//h3//a/text()")]
    assert order == ["DF-EK-0104", "DF-EK-0102", "DF-EK-0103", "DF-EK-0101"]


def test_the_calendar_keeps_a_moved_date_with_its_reason(folder: Path) -> None:
    page = lxml.html.parse(str(folder / "kalender/index.html")).getroot()
    rows = [" ".join(" ".join(row.itertext()).split()) for row in page.xpath("//tbody/tr")]
    assert [row.partition(",")[0] for row in rows] == ["03.02.2020", "01.03.2020", "15.04.2020", "15.07.2020"]
    assert "Am 01.04.2020 verschoben, vorher 08.04.2020, 10:00 Uhr. Nachmeldungen." in rows[2]
    assert rows[1].endswith("abgesagt Keine Erhebung.")


def test_an_address_is_named_in_full_where_it_is_known(tmp_path: Path) -> None:
    to = build([survey(), withdrawn()], [], city(), tmp_path / "zahlen", BASE)
    assert verify(to) == []
    places = [
        one.text or "" for one in ElementTree.parse(to / "sitemap.xml").iter() if one.tag.endswith("loc")
    ]
    assert len(places) == len(set(places)) == 2 * (3 + 3 + 2)
    for address in places:
        assert address.startswith(BASE) and (to / address.removeprefix(BASE)).is_file()
    atom = "{http://www.w3.org/2005/Atom}"
    links = [one.get("href", "") for one in ElementTree.parse(to / "feed.xml").iter(f"{atom}link")]
    assert all(one.startswith(BASE) for one in links)
    assert f"{BASE}zahl/df-ek-0012/v2/, abgerufen am" in (to / "zahl/df-ek-0012/index.html").read_text(
        "utf-8"
    )


def test_the_feed_has_an_entry_for_each_release_correction_and_withdrawal(folder: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.parse(folder / "feed.xml").getroot()
    entries = root.findall(f"{atom}entry")
    terms = [entry.find(f"{atom}category").get("term") for entry in entries]  # type: ignore[union-attr]
    assert (terms.count("released"), terms.count("corrected"), terms.count("withdrawn")) == (8, 1, 1)
    days = [entry.findtext(f"{atom}updated", "") for entry in entries]
    assert days == sorted(days, reverse=True) and days[0] == "2020-03-20T09:30:00+01:00"
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == len(entries)


def test_the_zip_holds_everything_with_a_readme_and_the_citation(folder: Path) -> None:
    place = folder / "zahl/df-ek-0012/v2"
    with zipfile.ZipFile(place / "df-ek-0012-v2.zip") as archive:
        inside = {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist()}
    readme = inside.pop("README.txt").decode()
    assert inside == {
        one.name: one.read_bytes() for one in place.iterdir() if one.suffix not in (".html", ".zip")
    }
    assert "Zahl DF-EK-0012, Berichtszeitraum 18.11.2019 – 06.03.2020, Version 2" in readme
    assert "Nicht" in readme or "nicht" in readme


# --- The check sees what is wrong ---------------------------------------------------------------------------


def broken(folder: Path, tmp_path: Path, name: str, change: tuple[str, str]) -> list[tuple[str, str]]:
    """Faults after a change that also puts its hash into the list, as if the program itself had erred."""
    to = tmp_path / "broken"
    shutil.copytree(folder, to)
    old = (to / name).read_text("utf-8")
    assert change[0] in old
    (to / name).write_text(old.replace(*change, 1), "utf-8")
    told = json.loads((to / "manifest.json").read_bytes())
    told["files"][name]["sha256"] = hashlib.sha256((to / name).read_bytes()).hexdigest()
    (to / "manifest.json").write_text(json.dumps(told), "utf-8")
    return [(fault.path, fault.code) for fault in verify(to)]


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("zahl/df-ek-0012/v2/index.html", ('<data value="447.0">447', '<data value="447.0">448'), "numbers"),
        ("zahl/df-ek-0012/index.html", ('<data value="447.0">', '<data value="448.0">'), "numbers"),
        ("zahl/df-ek-0012/v2/data.csv", (",447,", ",448,"), "numbers"),
        ("zahl/df-ek-0007/v1/figure.svg", ('data-value="6.6"', 'data-value="6.7"'), "numbers"),
        ("zahl/df-ek-0012/v2/index.html", ('data-value="66.2', 'data-value="67.2'), "numbers"),
        ("index.html", ('href="kalender/index.html"', 'href="kalendar/index.html"'), "link"),
        ("index.html", ('href="kalender/index.html"', 'href="../../etc/passwd"'), "link"),
        ("index.html", ('src="assets/page.js"', 'src="//cdn.example/page.js"'), "loads"),
        ("index.html", ('href="assets/style.css"', 'href="https://cdn.example/a.css"'), "loads"),
    ],
)
def test_the_check_finds_a_wrong_number_a_dead_link_and_what_is_loaded_from_elsewhere(
    folder: Path, tmp_path: Path, name: str, change: tuple[str, str], code: str
) -> None:
    assert broken(folder, tmp_path, name, change) == [(name, code)]


def test_the_check_reads_the_numbers_of_a_workbook(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "broken"
    shutil.copytree(folder, to)
    name = "zahl/df-ek-0012/v2/data.xlsx"
    shutil.copy(to / "zahl/df-ek-0012/v1/data.xlsx", to / name)
    told = json.loads((to / "manifest.json").read_bytes())
    told["files"][name]["sha256"] = hashlib.sha256((to / name).read_bytes()).hexdigest()
    (to / "manifest.json").write_text(json.dumps(told), "utf-8")
    assert [(fault.path, fault.code) for fault in verify(to)] == [(name, "numbers")]


def test_the_check_finds_what_was_changed_added_or_removed(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "broken"
    shutil.copytree(folder, to)
    (to / "zahl/df-ek-0003/v1/figure.pdf").write_bytes(b"%PDF")
    (to / "zahl/df-ek-0003/v1/figure.png").unlink()
    (to / "track.js").write_text("fetch('//x')")
    assert {(fault.path, fault.code) for fault in verify(to)} == {
        ("zahl/df-ek-0003/v1/figure.pdf", "changed"),
        ("zahl/df-ek-0003/v1/figure.png", "missing"),
        ("track.js", "foreign"),
    }
    (to / "manifest.json").unlink()
    assert [fault.code for fault in verify(to)] == ["no_manifest"]


def test_a_moment_with_a_zone_is_the_same_moment(tmp_path: Path) -> None:

    moment = datetime(2020, 3, 12, 8, 0, tzinfo=config.LOCAL_TIME)
    aware = replace(incidents(), versions=(replace(incidents().versions[0], released_at=moment),))
    made = build([incidents()], [], city(), tmp_path / "a"), build([aware], [], city(), tmp_path / "b")
    assert contents(made[0]) == contents(made[1])


# --- From the ledger ----------------------------------------------------------------------------------------


def test_what_the_desk_released_is_built_and_checked_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, to = tmp_path / "data", tmp_path / "zahlen"
    data.mkdir()
    monkeypatch.setenv("EINLASS_DATA", str(data))
    (data / config.CITY_FILE).write_text('name = "Drosselfurt"\nid_prefix = "DF-EK-"', "utf-8")
    TestDesk(data).publish()
    assert cli.main(["release", "build", "--to", str(to)]) == 0
    said = capsys.readouterr().out
    assert str(to) in said and "Ohne --base gibt es keine sitemap.xml" in said
    assert not (to / "sitemap.xml").exists()
    [page] = (to / "zahl").glob("*/index.html")
    assert "447 von 675 stimmten zu." in page.read_text("utf-8")
    for person in (r"\bAnna\b", r"\bBen\b"):
        assert not [
            name
            for name, content in contents(to).items()
            for text in opened(content, name)
            if re.search(person, text)
        ]
    assert cli.main(["release", "verify", str(to)]) == 0
    assert "Alles stimmt" in capsys.readouterr().out
    page.write_text(page.read_text("utf-8").replace("447", "448"), "utf-8")
    assert cli.main(["release", "verify", str(to), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["faults"]
    assert {one["code"] for one in told} == {"changed"}


def test_the_packed_folder_holds_what_the_folder_holds(tmp_path: Path) -> None:
    built = build([survey(), knives()], announcements(), city(), tmp_path / "zahlen")
    packed = archive([survey(), knives()], announcements(), city())
    assert packed == archive([survey(), knives()], announcements(), city())
    with zipfile.ZipFile(io.BytesIO(packed)) as book:
        inside = {name: book.read(name) for name in book.namelist()}
    assert inside == {
        f"zahlen/{path.relative_to(built).as_posix()}": path.read_bytes()
        for path in built.rglob("*")
        if path.is_file()
    }
