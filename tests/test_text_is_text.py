"""Text is text: names from files are never read as markup, and two that look alike stay two."""

from __future__ import annotations

import ast
import csv
import io
import re
from pathlib import Path

import pytest
from payloads import PAYLOADS
from streamlit.testing.v1 import AppTest
from towns import Place, build

from einlass import config
from einlass.export import file_stem, table_csv
from einlass.measures import measures, offices
from einlass.measures.names import told_apart
from einlass.ui import plain, style
from einlass.ui.data.history import _labels
from einlass.warehouse import current_version
from einlass.words import bold, places, unmarked, words_for
from einlass.words.catalogue import catalogue
from einlass.words.markup import marked

SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
LINK = re.compile(r"\]\((\w+)(?:#([\w.{}-]+))?\)")


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_label_says_the_text_and_every_sign_of_markdown_is_escaped(text: str) -> None:
    label = plain.label(text)
    assert re.sub(r"\\(.)", r"\1", label).replace(plain.JOINER, "") == text
    assert not SIGNS.search(re.sub(r"\\.", "", label))


@pytest.mark.parametrize(
    "behind",
    [
        r"www\.",
        r"https?://",
        r":material_\w+:",
        ":streamlit:",
        r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)",
        r"\w@\w",
    ],
)
def test_what_is_looked_for_behind_the_parser_is_broken(behind: str) -> None:
    text = "www.a.de http://a.de https://a.de :material_home: :streamlit: a@b.de a -> b <- c <-> d -- e >= f <= g ~= h"
    assert re.search(behind, text)
    assert not re.search(behind, re.sub(r"\\(.)", r"\1", plain.label(text)))


def test_a_label_is_one_line_without_our_own_marks() -> None:
    assert plain.label(f"  a\n\n  {bold('b')} ") == "a b"


def test_marks_of_bold_and_links_come_from_our_texts_alone() -> None:
    for text in PAYLOADS:
        assert "<strong>" not in style.rich(text) and "<a " not in style.rich(text)
        filled = marked("**{name}** [x](method)").format(name=text)
        assert style.rich(filled).count("<strong>") == style.rich(filled).count("<a ") == 1
        assert unmarked(filled) == f"{text} x"


def test_pages_write_no_markup_of_their_own() -> None:
    """Stars in a text of a page would be shown as stars: `bold` is what makes bold."""
    found = []
    for path in [*(config.ROOT / "einlass").rglob("*.py"), *config.PAGES.glob("*.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        documentation = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in documentation and re.search(r"\*\*\S|\S\*\*", str(node.value)):
                found.append(f"{path.relative_to(config.ROOT)}:{node.lineno}")
    assert found == []


def test_what_an_address_asks_for_is_cut_and_has_no_control_signs() -> None:
    assert plain.quoted("a\0b\x1b[0m\u202ec") == "a\ufffdb\ufffd[0m\ufffdc"
    assert plain.quoted("x" * 500) == "x" * plain.LONGEST + "…"


# --- Two that look alike stay two -----------------------------------------------------------------------


def test_offices_of_one_name_are_told_apart_by_what_differs() -> None:
    alone = {"a": ("Amt", "Markt 1"), "b": ("Bad", "Markt 1")}
    assert told_apart(alone) == {"a": "Amt", "b": "Bad"}
    by_site = {"a": ("Amt", "Markt 1", "Amt am Markt"), "b": ("amt ", "Weg 2", "Amt am Weg")}
    assert told_apart(by_site) == {"a": "Amt (Markt 1)", "b": "amt  (Weg 2)"}
    by_name = {"a": ("Amt", "", "Amt am Markt"), "b": ("Amt", "Weg 2", "Amt am Weg")}
    assert told_apart(by_name) == {"a": "Amt (Amt am Markt)", "b": "Amt (Amt am Weg)"}
    by_identifier = {"a": ("Amt", "Weg 2", "Amt"), "b": ("Amt", "Weg 2", "Amt"), "c": ("Amt (b)", "", "C")}
    assert told_apart(by_identifier) == {"a": "Amt (a)", "b": "Amt (b) [b]", "c": "Amt (b) [c]"}


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town of two offices that differ in their identifier alone."""
    places_ = {name: Place(incidents=(12, count)) for name, count in (("A, 1", 9), ("Ä/2", 30))}
    return build(tmp_path_factory.mktemp("twins"), places_, names=dict.fromkeys(places_, "Amt"))


def page(name: str, **params: str) -> AppTest:
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=120)
    for key, text in params.items():
        app.query_params[key] = text
    app.run()
    if name != "overview":
        app.switch_page(str(config.PAGES / f"{name}.py")).run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def test_two_offices_of_one_name_stay_two_on_every_page(twins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EINLASS_DATA", str(twins))
    version = current_version()
    both = ["Amt (A, 1)", "Amt (Ä/2)"]
    assert [one.short_name for one in offices(version).values()] == both
    names = places.measure_names(measures(version), offices(version), words_for("de"))
    assert len(set(names.values())) == 2
    for name in ("overview", "data"):
        assert all(one in html(page(name)) for one in both)
    trends = page("trends", offices="A%2C 1,Ä/2")
    pills = next(one for one in trends.button_group if one.label == "Dienststellen")
    assert pills.value == ["A, 1", "Ä/2"]
    assert pills.options == [plain.label(one) for one in both]
    assert "Amt (A, 1) und Amt (Ä/2)" in html(trends)


def test_each_office_opens_its_own_finding(twins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EINLASS_DATA", str(twins))
    for measure, count in (("M-A, 1", "9"), ("M-Ä/2", "30")):
        shown = html(page("comparison", measure=measure))
        assert f"<strong>{count} gemeldete Vorfälle" in shown
        assert 'class="em-address"' not in shown


def test_imports_that_look_alike_are_told_apart_before_one_is_taken_back() -> None:
    w = words_for("de")
    alike = plain.told_apart({"1": "a.csv, 12:00", "2": "A.csv,  12:00", "3": "b.csv"})
    assert alike == {"1": "a.csv, 12:00 (1)", "2": "A.csv,  12:00 (2)", "3": "b.csv"}
    assert _labels([], w) == {}


# --- Files and links ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", PAYLOADS)
def test_files_hold_the_text_and_are_called_in_plain_letters(text: str) -> None:
    content = table_csv(text, ["a"], [[text]], [f"{bold('n')} {text}"], words_for("de")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert [cells[0].lstrip("'") for cells in rows if cells] == [text, "a", text, f"n {text}"]
    assert re.fullmatch(r"[a-z0-9_-]{1,120}", file_stem([text], current_day()))


def current_day():
    return config.today()


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_links_of_our_texts_lead_to_a_place_that_is_there(language: str, sample: object) -> None:
    shown = html(page("method", lang=language))
    there = set(re.findall(r'id="([\w.-]+)"', shown))
    assert {"indicator-reported_incidents", "verdict-no_data", "method-e_star_pt", "term-interval"} <= there
    linked = 0
    for message in catalogue(language):
        for form in message.string if isinstance(message.string, tuple) else (message.string,):
            for target, anchor in LINK.findall(str(form)):
                linked += 1
                assert (config.PAGES / f"{target}.py").is_file()
                stem = anchor.split("{")[0]
                assert any(one.startswith(stem) for one in there), anchor
    assert linked >= 4


def test_every_verdict_and_method_of_the_sample_is_explained(sample: object) -> None:
    shown = html(page("comparison", lang="en"))
    links = re.findall(r'href="\./method\?[^"#]*lang=en[^"#]*#([\w.-]+)"', shown)
    explained = html(page("method", lang="en"))
    assert {link.split("-")[0] for link in links} >= {"verdict", "method", "indicator"}
    assert all(f'id="{link}"' in explained for link in links)
