"""Nothing of a city, a year or a state stands in the code or its texts; every key of the settings is explained."""

import ast
import re
import tomllib
from collections.abc import Iterator

from einlass import config
from einlass.city.keys import Section, known_keys, states
from einlass.words.catalogue import catalogue

# --- Nothing of a city in the code ----------------------------------------------------------------------

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
STATE_NAMES = re.compile(
    r"North Rhine|Westphalia|Nordrhein|Westfalen|NRW|Bavaria|Bayern|Hesse[n]?\b|Saxony|Sachsen|Thüringen|Saarland"
    r"|Brandenburg|Mecklenburg|Niedersachsen|Rheinland|Schleswig|Holstein|Württemberg"
)
YEARS_ALLOWED = {
    "einlass/city/keys.py": "the example of a day in a message",
    "einlass/config.py": "the days of the calendar table",
    "einlass/settings.toml": "a time that was exceptional everywhere; a city may replace it",
    "einlass/charts/checks.py": "a Monday from which the marks of an axis are counted",
    "einlass/charts/heat.py": "a Monday, for the names of weekdays",
    "einlass/ui/checks/parts.py": "a Monday, for the names of weekdays",
    "einlass/ui/incidents/hours.py": "a Monday, for the names of weekdays",
    "einlass/ui/trends/calendar.py": "a Monday, for the names of weekdays",
    "einlass/words/catalogue.py": "a Monday, for the names of weekdays",
    "einlass/paper/docx.py": "the first moment that a ZIP knows",
    "einlass/paper/draw.py": "the name of a namespace",
    "einlass/findings/days.py": "the first day of Unix time",
    "einlass/findings/methods.py": "the first day of Unix time",
    "einlass/ingest/clean/days.py": "the century of a year of two digits, and the example of a day",
    "einlass/ingest/hand_out.py": "the example of a day in a template",
    "einlass/ingest/read/package.py": "the name of a namespace",
    "einlass/ingest/read/titles.py": "a length in letters",
    "einlass/ui/chart/component.js": "the name of a namespace",
    "einlass/ingest/read/xlsx/styles.py": "the names of namespaces",
    "einlass/ingest/read/xlsx/pages.py": "the name of a namespace",
    "einlass/ingest/read/xlsx/look.py": "the first days of a spreadsheet's calendars",
    "einlass/charts/calendar.py": "the name of a namespace",
    "einlass/charts/tiny.py": "the name of a namespace",
    "einlass/release/bundle/folder.py": "the first moment that a ZIP knows",
    "einlass/release/bundle/feed.py": "the first day of Unix time, and the names of namespaces",
    "einlass/release/bundle/graph.py": "the names of namespaces",
    "einlass/release/bundle/check.py": "the name of a namespace",
}


def said_in_code() -> Iterator[tuple[str, str]]:
    """Place and text of everything in the code that is no docstring, remark or source of a method."""
    roots = [config.ROOT / name for name in ("einlass", "queries", "pages")]
    for path in sorted(path for root in roots for path in root.rglob("*") if path.is_file()):
        name, text = path.relative_to(config.ROOT).as_posix(), None
        if path.suffix == ".py":
            tree = ast.parse(path.read_text("utf-8"))
            prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and id(node) not in prose:
                    yield name, str(node.value)
            continue
        if path.suffix in (".sql", ".toml", ".css", ".js"):
            text = re.sub(r"--[^\n]*", "", path.read_text("utf-8")) if path.suffix == ".sql" else None
            yield name, text if text is not None else path.read_text("utf-8")


def texts() -> Iterator[tuple[str, str]]:
    """Key and text of all texts but the titles of sources."""
    for language in config.LANGUAGES:
        for message in catalogue(language):
            if message.id and not str(message.id).startswith("literature."):
                yield str(message.id), str(message.string)


def test_no_year_stands_in_the_code() -> None:
    found = {place for place, text in said_in_code() if YEAR.search(text)}
    assert found == YEARS_ALLOWED.keys()


def test_no_state_and_no_city_stands_in_the_code_or_the_texts() -> None:
    name = tomllib.loads(config.SAMPLE_CITY.read_text("utf-8"))["name"]
    city = re.compile("|".join(re.escape(word) for word in name.split() if word[0].isupper()))
    codes = {*states(), "DE-NW"}
    said = [*said_in_code(), *texts()]
    assert len(said) > 1000
    assert not [(place, text[:60]) for place, text in said if text in codes]
    assert not [(place, hit[0]) for place, text in said for hit in STATE_NAMES.finditer(text)]
    assert not [(place, hit[0]) for place, text in said for hit in city.finditer(text)]


def test_every_key_is_documented_and_explained_in_the_file_of_the_sample() -> None:
    keys = known_keys(config.LANGUAGES)
    inner = [key for one in keys.values() if isinstance(one, Section) for key in one.keys]
    table = (config.ROOT / "docs/settings.md").read_text("utf-8")
    assert [key for key in (*keys, *inner) if not re.search(rf"^\| .*`\[*{key}\]*`.*\|", table, re.M)] == []
    usual = tomllib.loads(config.SETTINGS.read_text("utf-8"))["thresholds"]
    assert all(f"| {value} |" in table for value in usual.values())
    sample = config.SAMPLE_CITY.read_text("utf-8") + config.SETTINGS.read_text("utf-8")
    assert [key for key in (*keys, *inner) if not re.search(rf"^(# )?\[*{key}\b", sample, re.M)] == []
