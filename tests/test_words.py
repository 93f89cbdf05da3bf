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
from einlass.findings import Estimate
from einlass.findings.counts import OTHER_OUTCOMES, PLACEBO_WEEKS
from einlass.indicators import KINDS, indicators
from einlass.ingest.sources import BY_TABLE, REGIMES, SOURCES
from einlass.measures import Office
from einlass.measures.history import NONE
from einlass.stats.guards import Code, Effect
from einlass.stats.series import Interval
from einlass.stats.verdict import Ground, Verdict
from einlass.stats.windows import SENSITIVITY_WEEKS
from einlass.words import Words, indicator_texts, places, ranges, sentences, words_for
from einlass.words.catalogue import MINUS, catalogue
from einlass.words.markup import marked

CODE = [config.ROOT / "app.py", *config.PAGES.glob("*.py"), *(config.ROOT / "einlass").rglob("*.py")]
N = "\u202f"  # groups digits, stands before a per cent sign
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
LEFT_OUT = (
    *("no_windows", "no_data_before", "no_data_after", "weeks_before", "weeks_after"),
    *("no_answers", "no_waves_both"),
)
NO_VERDICTS = ("no_data", "not_comparable")
METHODS = ("e_star_pt", "d_star", "random_effects", "l_star", "weekly_means")
VARIANTS = (
    "main",
    *(f"left_out_{weeks}" for weeks in SENSITIVITY_WEEKS),
    *(f"placebo_{weeks}" for weeks in PLACEBO_WEEKS),
    *(f"only_{role}" for role in OTHER_OUTCOMES),
    *("last_year", "compared", "compared_without", "delta", "top_box", "bottom_box", "all_waves"),
)


OUTCOMES = ("imported", "known", "asked", "refused", "left_out")
PROGRESS = ("read", "merge", "build")


def questions() -> set[str]:
    """What an import may ask: every key of a question in the code."""
    return {text.partition(".")[2] for _, text in literals() if re.fullmatch(r"question\.[a-z_]+", text)}


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
    found |= {f"not_comparable.{regime}" for regime in REGIMES if regime != NONE}  # none is no measure
    found |= {f"office_left_out.{reason}" for reason in LEFT_OUT}
    found |= {f"data.answer.{question}" for question in questions()}
    found |= {f"data.outcome.{outcome}" for outcome in OUTCOMES}
    found |= {f"data.progress.{step}" for step in PROGRESS}
    found |= {f"compared_left_out.{reason}" for reason in ("no_before", "no_after")}
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
        if not text.endswith((".csv", ".js", ".py", ".sql", ".toml", ".typ", ".xlsx"))
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
        if not key.startswith(("glossary.", "method.", "literature.", "press.not.", "press.rule."))
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


BANNED = {
    "de": {
        "multiples of the earlier frequency": r"-Fach|-fach|vereinbar",
        "the Last Judgement": r"Tag des Urteils",
        "guards by other names": r"Wachdienst|Wachleute|\beingesetzt",
        "the whole city": r"[Ss]tadtweit",
        "disturbing": r"\bstört",
        "a statistician's name": r"\(Holm\)|mehrfaches Hinsehen",
        "no zero either": r"auch keine Null",
        "no before": r"kein Vorher",
        "not for choice": r"nicht zur Wahl",
        "state and rhythm": r"Stand und Takt",
        "without a date": r"ohne Datum",
        "honest per cent": r"ehrlich",
        "by nobody": r"von ohne",
        "left lying": r"liegen geblieben",
        "agreement for agreeing": r"Zustimmung seit Beginn",
        "one in the plural": r"\b(den )?1 [A-Z]\w+(en|n)\b",
    },
    "en": {
        "one a table": r"one file a\b",
        "judgement day": r"day of judge?ment",
        "feeling safe": r"Clients feeling|Staff feeling",
        "cannot be told": r"[Cc]annot (be told|tell) yet",
        "expected": r"(was|were) to be expected",
        "inconspicuous": r"conspicuous",
        "moved themselves": r"moved themselves",
        "guard rails": r"guard rail",
        "no before": r"no before",
        "merely": r"merely",
        "hash": r"^(Hash|State)$",
        "at will": r"at will",
        "age and rhythm": r"rhythm",
        "compatible": r"compatible",
        "city-wide": r"[Cc]ity-wide",
        "not available": r"not available|not dated|not defined",
    },
}
OWN_FORM = (
    "cli.",
    "report.",
    "rule.",
    "reason.",
    "question.",
    "note.",
    "refused.",
    "data.",
    "import.",
    "query.",
)


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_no_text_falls_back_into_words_that_failed(language: str) -> None:
    found = [
        (key, why, match[0])
        for key, message in messages(language).items()
        for form in forms(message)
        for why, pattern in BANNED[language].items()
        if (match := re.search(pattern, form))
    ]
    assert not found


def sentences_of(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ{*„“])", text)


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_no_sentence_has_two_colons(language: str) -> None:
    found = [
        (key, sentence)
        for key, message in messages(language).items()
        if not key.startswith(OWN_FORM)
        for form in forms(message)
        for sentence in sentences_of(form)
        if len(re.findall(r":(?=\W|$)", sentence)) > 1
    ]
    assert not found


@pytest.mark.parametrize(
    ("language", "incident", "reported"), [("de", r"Vorf(ä|a)ll", r"meld"), ("en", r"incident", r"report")]
)
def test_a_sentence_on_incidents_says_that_they_were_reported(
    language: str, incident: str, reported: str
) -> None:
    found = [
        (key, sentence)
        for key, message in messages(language).items()
        if not key.startswith((*OWN_FORM, "glossary.", "indicator.", "literature.", "menu.", "press.rule."))
        for form in forms(message)
        for sentence in sentences_of(form)
        if re.search(incident, sentence, re.IGNORECASE) and not re.search(reported, sentence, re.IGNORECASE)
    ]
    assert not found


def test_no_answer_is_only_said_where_it_is_an_answer() -> None:
    found = [
        key
        for key, message in DE.items()
        for form in forms(message)
        if re.search(r"(?<!„)[kK]eine Angabe(?!“)", form)
        and key not in ("rule.answer_scale", "refused.long_cell", "questionnaire.value.9.usual")
    ]
    assert not found


@pytest.mark.parametrize(
    ("ratio", "german", "english"),
    [
        (0.05, "weniger als ein Zehntel so viele", "less than a tenth as many"),
        (0.5, "halb so viele", "half as many"),
        (0.36, "gut ein Drittel so viele", "just over a third as many"),
        (0.64, "knapp zwei Drittel so viele", "just under two thirds as many"),
        (1.0, "gleich viele", "the same number of"),
        (1.4, "1,4-mal so viele", "1.4 times as many"),
        (2.0, "doppelt so viele", "twice as many"),
        (3.8, "fast viermal so viele", "almost four times as many"),
        (3.3, "3,3-mal so viele", "3.3 times as many"),
        (None, "unbestimmt viele", "an unknown number of"),
    ],
)
def test_ratios_in_words(ratio: float | None, german: str, english: str) -> None:
    assert ranges.as_many(ratio, words_for("de")) == german
    assert ranges.as_many(ratio, words_for("en")) == english


@pytest.mark.parametrize(
    ("low", "high", "is_percent", "sentence", "cell"),
    [
        (
            *(0.5, 3.8, False),
            "Zu den Zahlen passen **halb so viele gemeldete Vorfälle** ebenso wie **fast viermal so viele**.",
            "0,5- bis 3,8-mal so viele",
        ),
        (
            *(None, 3.3, False),
            "Zu den Zahlen passen **höchstens 3,3-mal so viele gemeldete Vorfälle**.",
            "höchstens 3,3-mal so viele",
        ),
        (
            *(0.5, 95.4, False),
            "Zu den Zahlen passen **mindestens halb so viele gemeldete Vorfälle**; nach oben ist die Veränderung nicht "
            "eingrenzbar.",
            "mindestens 0,5-mal so viele",
        ),
        (
            *(0.02, 95.4, False),
            "Mit diesen Zahlen ist die Veränderung nicht eingrenzbar.",
            "nicht eingrenzbar",
        ),
        (
            *(0.34, 0.53, True),
            f"Zu den Zahlen passen **66{N}% weniger gemeldete Vorfälle** ebenso wie **47{N}% weniger**.",
            f"66{N}% weniger bis 47{N}% weniger",
        ),
    ],
)
def test_ranges_in_words(low: float | None, high: float, is_percent: bool, sentence: str, cell: str) -> None:
    w, asked = words_for("de"), indicators()["reported_incidents"]
    ends = Interval(0.95, low, high)
    estimate = Estimate("ratio", 1.0, ends, ends, "e_star_pt")
    assert ranges.compatible(asked, estimate, is_percent, w) == marked(sentence)
    assert ranges.compatible_range(estimate, is_percent, w) == cell


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "an der Dienststelle Amt 1"),
        (2, "an den Dienststellen Amt 1 und Amt 2"),
        (5, "an den fünf Dienststellen mit Maßnahmen"),
        (13, "an den 13 Dienststellen mit Maßnahmen"),
    ],
)
def test_offices_inside_a_sentence(count: int, text: str) -> None:
    offices = {str(n): Office(str(n), f"Amt {n}", f"Amt {n}", "SONST") for n in range(1, count + 1)}
    assert places.at(list(offices), offices, words_for("de"), with_measures=True) == text


@pytest.mark.parametrize(
    ("wording", "statement"),
    [
        ("Wie sehr stimmen Sie zu? „Ich fühle mich hier sicher.“", "Ich fühle mich hier sicher"),
        ("Ich fühle mich hier sicher", "Ich fühle mich hier sicher"),
    ],
)
def test_the_statement_of_a_question_as_asked(wording: str, statement: str) -> None:
    assert sentences.question(wording) == statement


# --- Formats --------------------------------------------------------------------------------------------


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
