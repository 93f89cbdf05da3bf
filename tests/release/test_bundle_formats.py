"""The published folder before validators that others wrote; each of them is also seen to refuse a broken folder."""

import importlib
import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree
from publications import announcements, city, publications

from einlass.release.bundle.folder import build

RNG = Path(__file__).parent.parent / "data" / "atom.rng"
CSVW_FILE = "zahl/df-ek-0003/v1/csv-metadata.json"
NS = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
# What DCAT-AP.de 3.0 requires or the city's portal wants of each thing, and in what form.
WANTED = {
    "dcat:Catalog": ("dct:title", "dct:description", "dct:publisher", "dcat:dataset", "dct:license"),
    "dcat:Dataset": (
        *("dct:title", "dct:description", "dct:publisher", "dct:identifier", "dct:issued", "dct:modified"),
        *("dct:temporal", "dct:spatial", "dcat:contactPoint", "dcat:theme", "dcat:keyword", "dcat:version"),
        *("dcat:distribution", "dcat:landingPage", "dcatde:contributorID"),
    ),
    "dcat:Distribution": (
        *("dcat:accessURL", "dcat:downloadURL", "dct:license", "dct:format", "dcat:byteSize"),
        *("dcatde:licenseAttributionByText", "spdx:checksum"),
    ),
    "foaf:Organization": ("foaf:name",),
    "vcard:Organization": ("vcard:fn", "vcard:hasEmail"),
    "dct:PeriodOfTime": ("dcat:startDate", "dcat:endDate"),
    "spdx:Checksum": ("spdx:algorithm", "spdx:checksumValue"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(publications(), announcements(), city(), tmp_path_factory.mktemp("formats") / "zahlen")


@pytest.fixture
def broken(folder: Path, tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the folder in which one place of one file was changed."""

    def change(name: str, old: str, new: str) -> Path:
        to = tmp_path / "broken"
        shutil.copytree(folder, to)
        text = (to / name).read_bytes().decode("utf-8")
        assert old in text
        (to / name).write_bytes(text.replace(old, new, 1).encode("utf-8"))
        return to

    return change


def validator(name: str) -> ModuleType:
    """A library that only this test needs; some of them warn of their own future when they are loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(name)


# --- HTML ------------------------------------------------------------------------------------------------


def html_errors(path: Path) -> list[Any]:
    html5lib = validator("html5lib")
    parser = html5lib.HTMLParser()
    parser.parse(path.read_text("utf-8"))
    return list(parser.errors)


def test_every_page_is_html_without_an_error(folder: Path) -> None:
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 40
    assert [page for page in pages if html_errors(page)] == []


@pytest.mark.parametrize(
    ("old", "new"), [("</h1>", "</h2>"), ("<!doctype html>", ""), ("</footer>", "</footer></p></div>")]
)
def test_the_reader_of_html_refuses_a_broken_page(
    broken: Callable[[str, str, str], Path], old: str, new: str
) -> None:
    assert html_errors(broken("index.html", old, new) / "index.html")


# --- Atom ------------------------------------------------------------------------------------------------


def is_atom(path: Path) -> bool:
    return bool(etree.RelaxNG(etree.parse(RNG)).validate(etree.parse(path)))


def test_the_feeds_are_atom(folder: Path, tmp_path: Path) -> None:
    assert is_atom(folder / "feed.xml") and is_atom(folder / "feed.en.xml")
    assert is_atom(build([], [], city(), tmp_path / "empty") / "feed.xml")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<updated>", "<updated>on "),
        ("+01:00</updated>", "</updated>"),
        ("<author><name>Stadt Drosselfurt</name></author>", ""),
        ("<id>urn:", "<id></id><id>urn:"),
        ("<entry>", "<entry><title>twice</title>"),
        ("<summary", "<summary type='word'"),
        ("<feed ", "<rss "),
    ],
)
def test_the_schema_of_atom_refuses_a_broken_feed(
    broken: Callable[[str, str, str], Path], old: str, new: str
) -> None:
    path = broken("feed.xml", old, new) / "feed.xml"
    if old == "<feed ":
        path.write_text(path.read_text("utf-8").replace("</feed>", "</rss>"), "utf-8")
    assert not is_atom(path)


# --- Tables ----------------------------------------------------------------------------------------------


def package_report(folder: Path) -> Any:
    return validator("frictionless").validate(folder / "datapackage.json")


def test_the_package_is_valid_and_its_signs_survive(folder: Path) -> None:
    report = package_report(folder)
    assert report.valid, report.flatten()
    assert report.stats["tasks"] == 8
    package = validator("frictionless").Package(folder / "datapackage.json")
    rows = package.get_resource("df-ek-0003-v1").read_rows()
    assert [(row["items_value"], row["items_status"]) for row in rows] == [
        (1234, ""),
        (None, "."),
        (0, "–"),
        (17, "p"),
        (5962, ""),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("zahl/df-ek-0012/v2/data.csv", ",447,", ",449,"),  # the hash
        ("zahl/df-ek-0012/v2/data.csv", "row,", "line,"),
        ("datapackage.json", '"type": "number"', '"type": "nomber"'),
        ("datapackage.json", 'v2/data.csv"', 'v9/data.csv"'),
    ],
)
def test_frictionless_refuses_a_broken_package(
    broken: Callable[[str, str, str], Path], name: str, old: str, new: str
) -> None:
    assert not package_report(broken(name, old, new)).valid


def csvw(path: Path) -> tuple[bool, list[str], Any]:
    """Whether a table is valid, everything the reader warns of, and what it read."""
    library = validator("csvw")
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        table = library.CSVW(str(path), validate=True)
        try:
            is_valid, rows = table.is_valid, table.to_json(minimal=True)
        except ValueError:  # a key that stands twice
            is_valid, rows = False, None
    said = [str(one.message) for one in [*heard, *table.warnings]]
    return is_valid, [one for one in said if "deprecat" not in one.lower()], rows


def test_a_reader_of_csvw_finds_every_table_valid_without_a_warning(folder: Path) -> None:
    found = sorted(folder.glob("zahl/*/v*/csv-metadata.json"))
    assert len(found) == 8
    for path in found:
        is_valid, said, _ = csvw(path)
        assert (is_valid, said) == (True, []), path
    rows = csvw(folder / CSVW_FILE)[2]
    assert rows[1] == {
        "row": "kind.spray",
        "label_de": "Reizstoffe",
        "label_en": "Reizstoffe",
        "items_status": ".",
    }
    assert rows[0]["items_value"] == 1234


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("zahl/df-ek-0003/v1/data.csv", ",1234,", ",1.234.567,"),
        ("zahl/df-ek-0003/v1/data.csv", "items_value", "items_worth"),
        ("zahl/df-ek-0003/v1/data.csv", "kind.spray", "kind.knife"),
    ],
)
def test_the_reader_of_csvw_hears_a_broken_table(
    broken: Callable[[str, str, str], Path], name: str, old: str, new: str
) -> None:
    is_valid, said, _ = csvw(broken(name, old, new) / CSVW_FILE)
    assert not is_valid or said


# --- Catalogue -------------------------------------------------------------------------------------------


def graph(path: Path) -> Any:
    form = "xml" if path.suffix == ".rdf" else "json-ld"
    here = "https://drosselfurt.example/zahlen/catalogue"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its own older half
        return validator("rdflib").Graph().parse(path, format=form, publicID=here)


def lacking(path: Path) -> list[str]:
    """What a catalogue lacks of what is required."""
    found = graph(path)
    rdflib = validator("rdflib")

    def full(name: str) -> Any:
        prefix, _, rest = name.partition(":")
        return rdflib.URIRef(NS[prefix] + rest)

    return [
        f"{kind} {name}"
        for kind, names in WANTED.items()
        for thing in sorted(set(found.subjects(rdflib.RDF.type, full(kind)))) or [None]
        for name in names
        if thing is None or (thing, full(name), None) not in found
    ]


def test_the_catalogue_says_the_same_in_both_formats(folder: Path) -> None:
    compare = validator("rdflib.compare")
    first, second = (graph(folder / f"catalogue.{ending}") for ending in ("rdf", "jsonld"))
    assert len(first) > 300
    assert compare.isomorphic(first, second)


def test_the_catalogue_holds_what_dcat_ap_de_requires(folder: Path) -> None:
    assert lacking(folder / "catalogue.rdf") == []
    found, rdflib = graph(folder / "catalogue.rdf"), validator("rdflib")
    sizes = set(found.objects(None, rdflib.URIRef(NS["dcat"] + "byteSize")))
    assert {one.datatype for one in sizes} == {rdflib.XSD.nonNegativeInteger}
    places = set(found.objects(None, rdflib.URIRef(NS["dct"] + "spatial")))
    assert {str(one).rpartition("/")[2] for one in places} == {"05117000"}
    assert not list(found.objects(None, rdflib.URIRef(NS["dcatde"] + "politicalGeocodingURI")))


def test_sizes_and_checksums_of_the_catalogue_are_those_of_the_files(folder: Path) -> None:
    told = json.loads((folder / "manifest.json").read_bytes())["files"]
    datasets = json.loads((folder / "catalogue.jsonld").read_bytes())["dcat:dataset"]
    assert len(datasets) == 7
    for one in (each for dataset in datasets for each in dataset["dcat:distribution"]):
        stored = told[one["dcat:downloadURL"]["@id"]]
        assert int(one["dcat:byteSize"]["@value"]) == stored["bytes"]
        assert one["spdx:checksum"]["spdx:checksumValue"]["@value"] == stored["sha256"]


@pytest.mark.parametrize(
    "name", ["dcterms:publisher", "dcterms:license", "dcat:accessURL", "dcterms:identifier"]
)
def test_a_catalogue_without_something_required_is_seen(folder: Path, tmp_path: Path, name: str) -> None:
    text = (folder / "catalogue.rdf").read_text("utf-8")
    (tmp_path / "catalogue.rdf").write_text(
        text.replace(f"<{name}", "<dcterms:relation").replace(f"</{name}", "</dcterms:relation"), "utf-8"
    )
    assert lacking(tmp_path / "catalogue.rdf")
