"""Texts in both languages for everything the code can say, and the formats of numbers and dates."""

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from einlass import config
from einlass.errors import ImportRefused
from einlass.findings.counts import PLACEBO_WEEKS, PRIMARY, SECONDARY, STAFF
from einlass.indicators import KINDS, indicators
from einlass.ingest.sources import BY_TABLE, REGIMES, SOURCES
from einlass.stats.guards import Code, Effect
from einlass.stats.verdict import Ground, Verdict
from einlass.stats.windows import SENSITIVITY_WEEKS
from einlass.words import Words, indicator_texts, words_for
from einlass.words.catalogue import MINUS, NARROW_SPACE, catalogue

CODE = [config.ROOT / "app.py", *config.PAGES.glob("*.py"), *(config.ROOT / "einlass").rglob("*.py")]
KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_]+)+")
KEY_BEGINS = re.compile(r"[a-z_]+\.")


def messages(language: str) -> dict[str, Message]:
    found: Catalog = catalogue(language)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in found
        if message.id
    }


DE, EN = messages("de"), messages("en")
FAMILIES = {key.split(".")[0] for key in DE if "." in key} | {
    "reason",
    "rule",
    "refused",
    "caveat",
    "warehouse",
}


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


# --- Both languages -------------------------------------------------------------------------------------


def test_both_languages_have_the_same_texts() -> None:
    assert list(DE) == list(EN)
    assert len(DE) > 100


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_no_text_is_empty_doubtful_or_its_own_key(language: str) -> None:
    wrong = [
        key
        for key, message in messages(language).items()
        if message.fuzzy or not all(forms(message)) or key in forms(message)
    ]
    assert not wrong


def test_both_languages_ask_for_the_same_values() -> None:
    values = {
        language: {key: [placeholders(form) for form in forms(found[key])] for key in DE}
        for language, found in (("de", DE), ("en", EN))
    }
    different = {key for key in DE if values["de"][key] != values["en"][key]}
    assert not different
    plural = [key for key in DE if DE[key].pluralizable]
    assert all(any("count" in names for names in values["de"][key]) for key in plural)


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_plurals_have_both_forms(language: str) -> None:
    plurals = {key: forms(message) for key, message in messages(language).items() if message.pluralizable}
    assert plurals
    assert all(len(texts) == 2 for texts in plurals.values())


# --- Every code has a text ------------------------------------------------------------------------------


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """Place and node of the whole code."""
    trees = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in CODE]
    return [
        (f"{path.relative_to(config.ROOT)}:{getattr(node, 'lineno', 1)}", node)
        for path, tree in trees
        for node in ast.walk(tree)
    ]


def literals() -> Iterator[tuple[str, str]]:
    """Place and text of every string that may be a key; parts of f-strings are patterns instead."""
    parts = {id(part) for _, node in nodes() if isinstance(node, ast.JoinedStr) for part in node.values}
    for place, node in nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield place, node.value


def patterns() -> set[str]:
    """Keys that the code puts together, as patterns: f"source.{table}" is any key that begins so."""
    found = set()
    for _, node in nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if KEY_BEGINS.match(parts[0] or "") and str(parts[0]).split(".")[0] in FAMILIES:
                found.add("".join(re.escape(str(part)) if part else "[A-Za-z0-9_.]+" for part in parts))
    return found


MINIMUM = (Ground.WEEKS_BEFORE, Ground.WEEKS_AFTER, Ground.EXPECTED_AFTER, Ground.EVENTS_BEFORE)
NO_VERDICTS = ("no_data", "not_comparable")
METHODS = ("e_star_pt", "d_star", "random_effects", "pooled_comparison", "l_star", "weekly_means")
VARIANTS = (
    "main",
    *(f"left_out_{weeks}" for weeks in SENSITIVITY_WEEKS),
    *(f"placebo_{weeks}" for weeks in PLACEBO_WEEKS),
    *(f"only_{code}" for code in (PRIMARY, SECONDARY, STAFF)),
    *("last_year", "compared", "compared_without", "delta", "top_box", "bottom_box", "all_waves"),
)


def codes() -> set[str]:
    """Keys of everything that is a code: of indicators, exports, measures, verdicts, guard rails, variants."""
    found = {f"source.{table}" for table in BY_TABLE}
    found |= {f"reason.unknown_{table}" for source in SOURCES for table in source.references.values()}
    found |= {rule.key for source in SOURCES for rule in source.rules}
    found |= {f"measure.{regime}" for regime in REGIMES}
    events = BY_TABLE["events"].headers
    found |= {f"event.{code}" for code in (*events["art"].kind.codes, *events["betriebslage"].kind.codes)}
    found -= {"event.SONST", "event.BETRIEB"}  # said by their label, and by their operating state
    for one in indicators().values():
        found |= {text.key for text in indicator_texts.texts_of(one)} | {f"comparable.{one.comparable}"}
    verdicts = [one.value for one in Verdict]
    found |= {f"{part}.{one}" for part in ("verdict", "method.verdict") for one in (*verdicts, *NO_VERDICTS)}
    found |= {f"verdict.{one}.score" for one in verdicts if one.startswith(("clear", "signs"))}
    found |= {f"summary.incidents.{one}" for one in (*verdicts, "no_data")}
    found |= {f"guard.{code}{part}" for code in Code for part in ("", ".passed")}
    found |= {f"guard.effect.{effect}" for effect in Effect if effect is not Effect.MARKS}
    found |= {f"missing.{ground}" for ground in MINIMUM}
    found |= {f"variant.{variant}" for variant in VARIANTS}
    found |= {f"method.{method}" for method in METHODS}
    found |= {f"{part}.{kind}" for part in ("explain.lay", "explain.expert", "counts") for kind in KINDS}
    found |= {f"chart.interval_{'ratio' if kind == 'rate' else kind}" for kind in KINDS}
    found |= {f"not_comparable.{regime}" for regime in REGIMES}
    return found


def test_every_code_has_a_text() -> None:
    assert not sorted(codes() - DE.keys())


def test_every_text_of_every_indicator_is_there_with_its_values() -> None:
    indicator_texts.check()


def test_every_key_in_the_code_has_a_text() -> None:
    missing = [
        f"{place} {text}"
        for place, text in literals()
        if KEY.fullmatch(text) and text.split(".")[0] in FAMILIES and text not in DE
        if not text.endswith((".csv", ".sql"))
    ]
    assert not missing, "\n".join(missing)


def test_every_pattern_of_keys_in_the_code_has_texts() -> None:
    assert patterns()
    missing = [pattern for pattern in patterns() if not any(re.fullmatch(pattern, key) for key in DE)]
    assert not missing


def test_every_text_is_used() -> None:
    used = {text for _, text in literals()} | codes()
    pattern = re.compile("|".join(patterns()))
    unused = [key for key in DE if key not in used and not pattern.fullmatch(key)]
    assert not unused


def test_every_text_gets_the_values_it_asks_for() -> None:
    wrong = []
    for place, call in nodes():
        if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
            continue
        key = call.args[0].value
        if key not in DE or any(keyword.arg is None for keyword in call.keywords):
            continue
        given = {keyword.arg for keyword in call.keywords} | ({"count"} if DE[key].pluralizable else set())
        inside = (node for part in call.args[1:] for node in ast.walk(part))
        given |= {node.value for node in inside if isinstance(node, ast.Constant)}
        lacking = {name for form in forms(DE[key]) for name in placeholders(form)} - given
        if lacking:
            wrong.append(f"{place} {key} lacks {sorted(lacking)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_a_missing_text_is_an_error_and_not_an_empty_place(language: str) -> None:
    w = words_for(language)
    with pytest.raises(KeyError, match=r"no\.such\.text"):
        w("no.such.text")
    with pytest.raises(KeyError, match=r"no\.such\.text"):
        w.plural("no.such.text", 2)
    assert not w.has("no.such.text")


def test_an_unknown_language_gets_german() -> None:
    assert words_for("fr").language == words_for("").language == "de"


# --- Wording rules --------------------------------------------------------------------------------------

CAUSAL = {
    "de": re.compile(
        r"\b((durch die|wegen der) (Kontrolle|Maßnahme)|dank |bewirkt|führt(en)? zu)", re.IGNORECASE
    ),
    "en": re.compile(
        r"\b(because of the|thanks to|due to the (check|measure)|caused by|led to)", re.IGNORECASE
    ),
}


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_no_text_claims_a_cause(language: str) -> None:
    found = [
        (key, match[0])
        for key, message in messages(language).items()
        if not key.startswith(("glossary.", "method.", "literature."))
        for form in forms(message)
        if (match := CAUSAL[language].search(form))
    ]
    assert not found


@pytest.mark.parametrize(("language", "word"), [("de", "gemeldet"), ("en", "report")])
def test_incidents_are_always_called_reported(language: str, word: str) -> None:
    texts = messages(language)
    names = [code for code, one in indicators().items() if one.topic == "incidents"]
    keys = [f"indicator.{code}{part}" for code in names for part in ("", ".short")]
    assert all(word in forms(texts[key])[0].lower() for key in keys)


def test_numbers_inside_german_texts_are_written_as_din_5008_wants() -> None:
    wrong = [
        key
        for key, message in DE.items()
        for form in forms(message)
        if re.search(r"\d[.,  ]\d{3}\b|[\d}][  ]?%(?!-)", form) and not key.startswith("literature.")
    ]
    assert not wrong


# --- Formats --------------------------------------------------------------------------------------------

N = NARROW_SPACE


@pytest.mark.parametrize(
    ("value", "digits", "german", "english"),
    [
        (0, 0, "0", "0"),
        (-0.0, 1, "0,0", "0.0"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.4, 0, "0", "0"),
        (1234.5, 1, f"1{N}234,5", "1,234.5"),
        (1234567, 0, f"1{N}234{N}567", "1,234,567"),
        (-1234.56, 2, f"{MINUS}1{N}234,56", f"{MINUS}1,234.56"),
        (0.05, 1, "0,1", "0.1"),
        (999.96, 1, f"1{N}000,0", "1,000.0"),
        (12, 3, "12,000", "12.000"),
        (1e9, 0, f"1{N}000{N}000{N}000", "1,000,000,000"),
    ],
)
def test_numbers(value: float, digits: int, german: str, english: str) -> None:
    assert words_for("de").number(value, digits) == german
    assert words_for("en").number(value, digits) == english


@pytest.mark.parametrize(
    ("share", "digits", "german", "english"),
    [
        (0.125, 1, f"12,5{N}%", "12.5%"),
        (1, 0, f"100{N}%", "100%"),
        (-0.3, 0, f"{MINUS}30{N}%", f"{MINUS}30%"),
        (-0.0001, 0, f"0{N}%", "0%"),
        (12.5, 0, f"1{N}250{N}%", "1,250%"),
    ],
)
def test_percentages(share: float, digits: int, german: str, english: str) -> None:
    assert words_for("de").percent(share, digits) == german
    assert words_for("en").percent(share, digits) == english


def test_dates_and_periods() -> None:
    de, en = words_for("de"), words_for("en")
    day, moment = date(2020, 1, 23), datetime(2020, 3, 5, 7, 4)
    assert (de.date(day), en.date(day)) == ("23.01.2020", "23 January 2020")
    assert (de.datetime(moment), en.datetime(moment)) == ("05.03.2020, 07:04 Uhr", "5 March 2020, 07:04")
    assert de.period(date(2019, 11, 11), date(2020, 3, 18)) == "11.11.2019 – 17.03.2020"  # its last day


@pytest.mark.parametrize(
    ("parts", "german", "english"),
    [("", "", ""), ("a", "a", "a"), ("ab", "a und b", "a and b"), ("abc", "a, b und c", "a, b and c")],
)
def test_lists(parts: str, german: str, english: str) -> None:
    assert words_for("de").join(list(parts)) == german
    assert words_for("en").join(list(parts)) == english


@pytest.mark.parametrize(
    ("count", "german", "english"),
    [
        (0, "0 Dateien", "0 files"),
        (1, "1 Datei", "1 file"),
        (2, "2 Dateien", "2 files"),
        (1234, f"1{N}234 Dateien", "1,234 files"),
    ],
)
def test_plurals(count: int, german: str, english: str) -> None:
    assert words_for("de").plural("count.files", count) == german
    assert words_for("en").plural("count.files", count) == english


def test_an_error_says_its_values_in_the_language_of_the_reader() -> None:
    error = ImportRefused(
        "refused.columns_missing", file="a.csv", row=1234, table="visits", missing=["x", "y"]
    )
    text = words_for("de").message(error.key, error.values)
    assert "a.csv" in text or "x, y" in text
    assert f"1{N}234" in text


@pytest.mark.parametrize(("count", "begin"), [(1, "Eine ausgeblendete Zeile"), (3, "3 ausgeblendete Zeilen")])
def test_a_message_has_the_form_that_fits_its_count(count: int, begin: str) -> None:
    text = words_for("de").message("note.hidden_rows", {"count": count, "rows": [4, 5, 6][:count]})
    assert text.startswith(begin)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234, f"1{N}234"),
        (0.5, "0,50"),
        (1234.0, f"1{N}234"),
        ("x", "x"),
        (["a", "b"], "a, b"),
        (date(2020, 1, 2), "02.01.2020"),
    ],
)
def test_values_of_any_kind(value: object, text: str) -> None:
    w: Words = words_for("de")
    assert w.value(value) == text


@pytest.mark.parametrize(
    ("language", "code", "said"),
    [
        ("de", "ENOSPC", "(der Datenträger ist voll)"),
        ("en", "EACCES", "(writing is not permitted here)"),
        ("de", "ELOOP", "(Meldung des Systems: ELOOP)"),
    ],
)
def test_what_the_disk_objects_to_is_said_in_the_language_of_the_reader(
    language: str, code: str, said: str
) -> None:
    text = words_for(language).message("warehouse.cannot_write", {"folder": "/daten", "trouble": code})
    assert said in text
