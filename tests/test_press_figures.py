"""Figures for the press: recounted from the export files alone, whole as records, and worded by the rules.

The half that counts the exports shares no code with the product.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import serve
from test_checks_page import FULL, SPOT, checks_of, finds_of, number, summed
from test_incidents_page import at, day_of
from test_sentiment_page import answers, by_hand
from test_staffing_page import cost_of, hours_of, shifts_of

from einlass import config
from einlass.release import rules
from einlass.release.figures import Entry, catalogue, entry_of, figure, figures
from einlass.release.records import Amount, Figure, Texts
from einlass.release.store import from_json, to_json
from einlass.release.wording import texts
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

__all__ = ["answers"]
START, UNTIL = date(2019, 11, 11), date(2020, 3, 16)
M1, M2, M3 = "BSP-M1", "BSP-M2", "BSP-M3"


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield current_version()


@pytest.fixture(scope="module")
def every(sample: DataVersion) -> dict[Entry, Figure]:
    return figures(sample)


def made(version: DataVersion, topic: str, measure: str) -> Figure:
    found = figure(version, Entry(topic, measure))
    assert found is not None
    return found


def whole_numbers(text: str) -> list[str]:
    """The numbers a reader sees, in words and clock times none: hash and minute are others at each run."""
    return re.findall(r"(?<![\w.,:])\d+(?!\w|[.,:]\d)", text)


def cells(one: Figure) -> dict[str, tuple[float | None, ...]]:
    return {row.label: tuple(cell.value for cell in row.cells) for row in one.table.rows}


# --- Recounted from the exports -------------------------------------------------------------------------


@pytest.mark.parametrize(("measure", "office"), [(M1, FULL), (M3, SPOT)])
def test_items_of_every_kind_and_what_became_of_them(sample: DataVersion, measure: str, office: str) -> None:
    first = START if office == FULL else date(2020, 1, 13)
    blocks = checks_of(office, first)
    rows = [row for row in finds_of(office) if row["kontroll_id"] in blocks]
    for kind in ("MES", "CUT", "SCH", "WKZ", "RZS", "SHW", "SSW", "GLS", "PYR", "BTM", "SON"):
        own = [row for row in rows if row["kategorie"] == kind]
        found = made(sample, f"items.{kind}", measure)
        assert found.headline.value == summed(own, "anzahl")
        assert found.headline.denominator == summed(list(blocks.values()), "personen_kontrolliert")
        counts: Counter[str] = Counter()
        for row in own:
            counts[row["verbleib"]] += number(row["anzahl"])
        table = cells(found)
        assert {code: table[f"disposal.{code}"][0] for code in ("VRW", "WEG", "VZB", "ZUV", "POL")} == {
            code: counts[code] for code in ("VRW", "WEG", "VZB", "ZUV", "POL")
        }
    whole = made(sample, "items", measure)
    assert whole.headline.value == summed(rows, "anzahl")


def test_items_under_the_weapons_act(sample: DataVersion) -> None:
    blocks = checks_of(FULL, START)
    rows = [row for row in finds_of(FULL) if row["kontroll_id"] in blocks]
    by_act: Counter[str] = Counter()
    for row in rows:
        by_act[row["waffg"]] += number(row["anzahl"])
    found = made(sample, "items.weapons_act", M1)
    table = cells(found)
    assert {code: table[f"act.{code}"][0] for code in "JNU"} == {code: by_act[code] for code in "JNU"}
    assert found.headline.value == by_act["J"] > 0
    assert table["total"][0] == made(sample, "items", M1).headline.value
    for language, said in (("de", "Ein Fund ist keine Straftat"), ("en", "A find is no offence")):
        assert said in texts(sample, found, words_for(language)).sentence


def test_ninety_nine_knives_since_the_start(sample: DataVersion) -> None:
    assert made(sample, "items.MES", M1).headline.value == 99


def test_persons_with_a_find_and_persons_checked(sample: DataVersion) -> None:
    blocks = list(checks_of(FULL).values())
    persons, checked = (summed(blocks, name) for name in ("personen_mit_fund", "personen_kontrolliert"))
    found = made(sample, "persons_with_find", M1)
    assert (found.headline.numerator, found.headline.denominator) == (persons, checked)
    assert found.headline.value == pytest.approx(1000 * persons / checked)
    assert made(sample, "persons_checked", M1).headline.value == checked
    assert made(sample, "refused_checks", M1).headline.numerator == summed(blocks, "verweigert")


@pytest.mark.parametrize(
    ("topic", "group", "item"),
    [
        ("feels_safe_clients", "KUND", "SIC"),
        ("feels_safe_staff", "BESCH", "SIC"),
        ("mood_clients", "KUND", "STI"),
        ("waiting_acceptable_clients", "KUND", "WAR"),
    ],
)
def test_answers_on_both_sides(
    sample: DataVersion, answers: dict[tuple[str, str], Counter[int]], topic: str, group: str, item: str
) -> None:
    found = made(sample, topic, M1)
    for side, name in zip(found.sides, ("before", "after"), strict=True):
        counts = by_hand(answers, group, item, FULL, name)
        assert side.distribution == counts
        assert (side.amount.numerator, side.amount.denominator) == (sum(counts[3:]), sum(counts))
        column = 0 if name == "before" else 2
        assert tuple(cells(found)[f"answer.{value}"][column] for value in range(1, 6)) == counts


def test_447_of_675_feel_safe_before_606_of_1363(sample: DataVersion) -> None:
    before, since = made(sample, "feels_safe_clients", M1).sides
    assert (since.amount.numerator, since.amount.denominator) == (447, 675)
    assert (before.amount.numerator, before.amount.denominator) == (606, 1363)
    assert (since.first, since.last) == (date(2019, 11, 18), date(2020, 3, 6))


def test_reported_incidents_since_the_start(sample: DataVersion) -> None:
    own = [row for row in at(FULL) if START <= day_of(row) < UNTIL]
    found = made(sample, "reported_incidents", M1)
    assert found.headline.value == len(own)
    heavy = [row for row in own if int(float(str(row["aachen_stufe"]))) >= 2]
    assert made(sample, "serious_incidents", M1).headline.value == len(heavy)


@pytest.mark.parametrize("measure", [M1, M2, M3])
def test_cost_and_hours_to_date(sample: DataVersion, measure: str) -> None:
    rows = shifts_of(measure)
    cost, hours = made(sample, "cost", measure), made(sample, "guard_hours", measure)
    assert cost.headline.value == pytest.approx(float(cost_of(rows)))
    assert hours.headline.value == pytest.approx(float(hours_of(rows, "std_ist")))
    assert hours.headline.denominator == pytest.approx(float(hours_of(rows, "std_soll")))


def test_all_measures_cost_what_each_costs(sample: DataVersion) -> None:
    whole = sum((cost_of(shifts_of(one)) for one in (M1, M2, M3)), Decimal())
    assert made(sample, "cost", "").headline.value == pytest.approx(float(whole))


# --- Every figure ---------------------------------------------------------------------------------------


def test_every_entry_of_the_sample_is_a_figure(sample: DataVersion, every: dict[Entry, Figure]) -> None:
    assert list(every) == list(catalogue(sample))
    assert len(every) > 60
    assert len({entry.key for entry in every}) == len(every)
    assert all(entry_of(sample, entry.key) == entry for entry in every)
    assert entry_of(sample, "no.such:figure") is None


def test_every_figure_survives_its_json(every: dict[Entry, Figure]) -> None:
    for one in every.values():
        written = to_json(one)
        assert from_json(written, Figure) == one
        assert to_json(from_json(written, Figure)) == written


def test_rows_add_up_to_the_row_that_sums_up(every: dict[Entry, Figure]) -> None:
    counted = {"events", "visits", "persons", "checked", "items", "hours_planned", "hours_done", "euros"}
    tried = 0
    for one in every.values():
        parts = [row for row in one.table.rows if row.label not in (one.table.total, "agree")]
        whole = next((row for row in one.table.rows if row.label == one.table.total), None)
        if whole is None:
            continue
        for place, column in enumerate(one.table.columns):
            name = column.rpartition(".")[2]
            if name in counted | {"count"} or column.startswith("disposal."):
                tried += 1
                told = sum(row.cells[place].value or 0 for row in parts)
                assert told == pytest.approx(whole.cells[place].value or 0), (one.subject, column)
    assert tried > 100


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_every_figure_is_worded_by_the_rules(
    sample: DataVersion, every: dict[Entry, Figure], language: str
) -> None:
    w = words_for(language)
    broken = [
        (entry.key, kept.rule, kept.words)
        for entry, one in every.items()
        for kept in rules.check(one, texts(sample, one, w), w)
        if not kept.is_kept
    ]
    assert broken == []


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_every_figure_has_all_its_texts(
    sample: DataVersion, every: dict[Entry, Figure], language: str
) -> None:
    w = words_for(language)
    for entry, one in every.items():
        told = texts(sample, one, w)
        lines = (
            told.title,
            told.sentence,
            told.short,
            told.plain,
            told.value,
            told.of,
            told.counts,
            told.source,
        )
        assert all(lines), entry
        assert len(told.not_to_conclude) >= 2
        keys = {*one.table.columns, *(row.label for row in one.table.rows)}
        assert keys == told.labels.keys()
        assert "BSP-" not in " ".join(lines)
        assert w("sample.mark") in told.source
        assert from_json(to_json(told), Texts) == told


def test_few_answers_are_counts(sample: DataVersion) -> None:
    one = made(sample, "feels_safe_staff", M3)
    assert (one.headline.value, one.headline.sign) == (None, "/")
    told = texts(sample, one, words_for("de"))
    assert told.value == "11 von 21"
    assert "%" not in told.sentence + told.short + told.title


def test_a_hidden_period_stands_in_no_text(sample: DataVersion) -> None:
    one = made(sample, "reported_incidents", M1)
    before, since = one.sides
    assert "32" in whole_numbers(texts(sample, one, words_for("de")).sentence)
    hidden = replace(one, sides=(replace(before, amount=Amount(sign=".")), since))
    for language in config.LANGUAGES:
        told = texts(sample, hidden, words_for(language))
        said = " ".join([told.sentence, told.short, told.plain, told.chart_alt, *dict(told.facts).values()])
        assert "32" not in whole_numbers(said)
        assert words_for(language)("press.term.expected") not in dict(told.facts)
        assert "9" in whole_numbers(told.sentence)


def test_facts_of_limits_hold_no_counts(sample: DataVersion, every: dict[Entry, Figure]) -> None:
    w = words_for("de")
    for one in every.values():
        limits = dict(texts(sample, one, w).facts)[w("press.term.limits")]
        assert not any(sign.isdigit() for sign in limits), limits


def test_what_may_be_an_offence_is_not_called_none(sample: DataVersion) -> None:
    told = texts(sample, made(sample, "items.BTM", M1), words_for("de"))
    assert "keine Straftat" not in told.sentence + told.plain


# --- Each rule can fail ---------------------------------------------------------------------------------


def kept(version: DataVersion, one: Figure, language: str = "de", **changes: object) -> set[str]:
    """The rules that are broken when some of a figure's texts are others."""
    w = words_for(language)
    told = replace(texts(version, one, w), **changes)  # type: ignore[arg-type]
    return {each.rule for each in rules.check(one, told, w) if not each.is_kept}


@pytest.mark.parametrize(
    ("language", "sentence", "rule"),
    [
        ("de", "Es gab 9 Vorfälle bei 20 946 Besuchen.", "reported"),
        ("en", "There were 9 incidents in 20,946 visits.", "reported"),
        ("de", "9 gemeldete Vorfälle dank der Kontrollen.", "cause"),
        ("de", "Durch die Einlasskontrollen sind es 9 gemeldete Vorfälle.", "cause"),
        ("de", "Die Kontrollen wirken: 9 gemeldete Vorfälle.", "cause"),
        ("en", "Because of the checks there were 9 reported incidents.", "cause"),
        ("de", "9 gemeldete Vorfälle, 40 % weniger.", "percent"),
        ("de", "9 gemeldete Vorfälle, ein Rückgang um 12 Prozent.", "percent"),
        ("en", "9 reported incidents, 40% fewer.", "percent"),
    ],
)
def test_a_sentence_on_reports_that_breaks_a_rule(
    sample: DataVersion, language: str, sentence: str, rule: str
) -> None:
    one = made(sample, "reported_incidents", M1)
    assert kept(sample, one, language) == set()
    assert rule in kept(sample, one, language, sentence=sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Bei 341 von 21 028 wurden Waffen gefunden."),
        ("de", "341 von 21 028 Besuchern hatten etwas dabei, 341 Besucherinnen."),
        ("de", "341 Bewaffnete unter 21 028 Kontrollierten."),
        ("en", "341 weapons on 21,028 persons checked."),
        ("en", "341 of 21,028 visitors had a find."),
    ],
)
def test_a_find_is_no_weapon_and_persons_checked_are_not_visitors(
    sample: DataVersion, language: str, sentence: str
) -> None:
    one = made(sample, "persons_with_find", M1)
    assert kept(sample, one, language) == set()
    assert "finds" in kept(sample, one, language, sentence=sentence)


def test_easy_words_know_no_per_cent(sample: DataVersion) -> None:
    one = made(sample, "feels_safe_clients", M1)
    assert kept(sample, one, plain="66 % sagen Ja.") == {"percent"}
    assert kept(sample, one, plain="66 Prozent sagen Ja.") == {"percent"}


def test_few_answers_bear_no_per_cent(sample: DataVersion) -> None:
    one = made(sample, "feels_safe_staff", M3)
    assert kept(sample, one) == set()
    assert "percent" in kept(sample, one, value="52 %")


def test_evidence_that_is_missing_is_named(sample: DataVersion) -> None:
    one, w = made(sample, "persons_with_find", M1), words_for("de")
    told = texts(sample, one, w)
    for place, (term, _) in enumerate(told.facts[:3]):
        rest = (*told.facts[:place], *told.facts[place + 1 :])
        found = rules.check(one, replace(told, facts=rest), w)
        assert {each.rule: each.words for each in found if not each.is_kept}["evidence"][0] == term
    assert kept(sample, one, source="Quelle: Kontrollprotokolle") == {"evidence"}
    facts = tuple((term, text.replace("341", "340")) for term, text in told.facts)
    wrong = told.sentence.replace("341", "340")
    assert kept(sample, one, sentence=wrong, facts=facts) == {"evidence"}


def test_a_survey_without_one_of_its_five_items(sample: DataVersion) -> None:
    one = made(sample, "feels_safe_clients", M1)
    told = texts(sample, one, words_for("de"))
    assert len(told.survey) == 5
    for place in range(5):
        rest = (*told.survey[:place], *told.survey[place + 1 :])
        assert kept(sample, one, survey=rest) == {"survey"}
    other = tuple((term, text.replace("Dienstgebäude", "Amt")) for term, text in told.survey)
    assert kept(sample, one, survey=other) == {"survey"}


def test_a_rule_names_the_words(sample: DataVersion) -> None:
    one, w = made(sample, "reported_incidents", M1), words_for("de")
    told = replace(texts(sample, one, w), short="Dank der Kontrollen 9 gemeldete Vorfälle.")
    (broken,) = [each for each in rules.check(one, told, w) if not each.is_kept]
    assert broken.rule == "cause"
    assert broken.words == ("Dank der Kontrollen",)


def test_a_number_is_not_found_inside_another(sample: DataVersion) -> None:
    one, w = made(sample, "items.GLS", M1), words_for("de")
    assert one.headline == Amount(value=7, numerator=7, denominator=21028)
    told = texts(sample, one, w)
    facts = tuple((term, "17, 7,5 und 1.7" if "7 " in text else text) for term, text in told.facts)
    for text in ("17", "7add9795", "04:07"):  # another number, a hash, a time
        found = kept(sample, one, sentence=f"{text} Gegenstände bei 21\u202f028 Kontrollierten.", facts=facts)
        assert found == {"evidence"}
