"""One figure is the same on every page that shows it, at the press desk, and in `answer --json`.

Numbers and verdicts are read from what each page says, not from the records behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import run_einlass, serve
from streamlit.testing.v1 import AppTest
from test_new_indicator import said

from einlass import config
from einlass.release.figures import Entry
from einlass.warehouse import DataVersion, current_version

MEASURES = {"BSP-M1": "Einlasskontrollen", "BSP-M2": "Sicherheitsdienst", "BSP-M3": "Stichproben"}
CHECKED = ("BSP-M1", "BSP-M3")
CLIENTS, STAFF, SEVERE, REPORTS = (
    "feels_safe_clients",
    "feels_safe_staff",
    "stable_incidents",
    "reported_incidents",
)
FINDS, REFUSED, COST = "persons_with_find", "refused_checks", "guard_cost"
Numbers = tuple[float, ...]


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield current_version()


@cache
def page(name: str, **params: str) -> str:
    """What a page says, with plain spaces."""
    app = AppTest.from_file(str(config.PAGES / f"{name}.py"), default_timeout=120)
    for key, text in params.items():
        app.query_params[key] = text
    app.run()
    assert not app.exception
    return re.sub("[\u202f\u00a0]", " ", said(app))


def number(text: str) -> float:
    return float(text.replace("°", "").replace(" ", "").replace(",", "."))


def numbers(pattern: str, text: str) -> Numbers:
    """The numbers in the groups of the first place that fits."""
    found = re.search(pattern, text)
    assert found, f"{pattern} is not said"
    return tuple(number(one) for one in found.groups())


@cache
def row(name: str, measure: str) -> str:
    """What the matrix of Lage or Entscheidung says of a measure."""
    text, label = page(name), MEASURES[measure]
    starts = [
        found.start() for found in re.finditer(rf"\|{{7}}(?:{'|'.join(MEASURES.values())})\|\|(?!\|)", text)
    ]
    own = next(start for start in starts if text[start:].lstrip("|").startswith(label))
    return text[own : min((one for one in starts if one > own), default=own + 1500)].split("| |")[0]


def as_data(answers: str, indicator: str, measure: str) -> dict[str, object]:
    every = json.loads(answers)["findings"]
    return next(one for one in every if (one["indicator"], one["measure_id"]) == (indicator, measure))


@pytest.fixture(scope="module")
def answers(sample: DataVersion, sample_folder: Path) -> str:
    done = run_einlass("answer", "--json", data=sample_folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def press(topic: str, measure: str) -> str:
    return page("press", figure=Entry(topic, measure).key)


OF = r"([\d ]+) von ([\d ]+)"


# --- Surveys --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("indicator", [CLIENTS, STAFF])
def test_answers_before_and_since(sample: DataVersion, answers: str, indicator: str, measure: str) -> None:
    data = as_data(answers, indicator, measure)
    since, before = (
        (sum(data[side]["answers"][3:]), sum(data[side]["answers"])) for side in ("after", "before")
    )
    whole = page("comparison", indicator=indicator, measure=measure)
    assert numbers(rf"Seit Beginn \([^)]*\) stimmen \|{OF} Antworten", whole) == since
    assert numbers(rf"Vergleichszeitraum \([^)]*\) stimmten \|{OF} Antworten", whole) == before
    told = r"→ \d+ %\| · ([\d ]+) von ([\d ]+)\|"
    for name in ("overview", "decision"):
        place = 0 if indicator == CLIENTS else 1
        found = [
            *re.findall(told, row(name, measure)),
            *re.findall(rf"\|{OF}\| · vorher", row(name, measure)),
        ]
        assert tuple(map(number, found[place])) == since
    heading = f"{before[0]:,} von {before[1]:,} → {since[0]:,} von {since[1]:,}".replace(",", " ")
    assert heading in page("sentiment", measure=measure)
    agreed = r"([\d ]+) Antworten 4 und 5 von ([\d ]+) "
    desk = press(indicator, measure)
    assert numbers(f"Seit Beginn {agreed}", desk) == since
    assert numbers(f"Vorher {agreed}", desk) == before


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("indicator", [CLIENTS, STAFF])
def test_verdicts_of_surveys(sample: DataVersion, indicator: str, measure: str) -> None:
    place = 0 if indicator == CLIENTS else 1
    verdicts = {
        name: re.findall(
            r"\|{4,}((?:[Kk]lar|[Zz]u wenige|Anzeichen|[Nn]och|Keine große)[^|]*)\|", row(name, measure)
        )[1 + place].lower()
        for name in ("overview", "decision")
    }
    title = page("comparison", indicator=indicator, measure=measure).strip("|").split("|")[0]
    verdicts["comparison"] = title.rsplit(": ", 1)[1].lower()
    assert len(set(verdicts.values())) == 1, verdicts
    group = "Kundschaft" if indicator == CLIENTS else "Beschäftigte"
    told = re.search(rf"\|{group}: ([^|]+)\|", page("sentiment", measure=measure))
    assert told
    assert told[1].split(" ")[:2] == verdicts["overview"].split(" ")[:2]


def test_a_side_effect_is_as_firm_as_among_the_questions_asked_with_it(sample: DataVersion) -> None:
    """Several questions to one group are looked at together, wherever one of them is picked out of them."""
    told = re.search(
        r"„Die Wartezeit ist annehmbar“[^„]*?\|{5}([^|]+)\|", page("sentiment", measure="BSP-M1")
    )
    assert told
    is_clear = told[1].startswith("Klar")
    assert ("Wartezeit annehmbar: klar" in row("decision", "BSP-M1")) == is_clear
    assert ("Wartezeit annehmbar: klar" in page("decision")) == is_clear


# --- Incidents ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("indicator", [SEVERE, REPORTS])
def test_reports_since_the_start(sample: DataVersion, answers: str, indicator: str, measure: str) -> None:
    data = as_data(answers, indicator, measure)
    count = float(data["after"]["count"])
    for name in ("overview", "decision"):
        text = row(name, measure)
        if indicator == SEVERE:
            found = re.search(r"\|(\d+)°?\|(?:, zu erwarten| seit Beginn)", text)
        else:
            found = re.search(r"alle: \|(\d+)°?\|", text)
        assert found and number(found[1]) == count
    whole = page("comparison", indicator=indicator, measure=measure)
    assert numbers(r"Seit Beginn \([^)]*\): \|(\d+)°? ", whole) == (count,)
    assert numbers(r"\|{3}(\d+)°?\|{3}", press(indicator, measure)) == (count,)


@pytest.mark.parametrize("measure", MEASURES)
def test_what_was_to_be_expected(sample: DataVersion, measure: str) -> None:
    pattern = r"zu erwarten ([\d,]+) \(([\d,]+)–([\d,]+)\)"
    told = {name: re.search(pattern, row(name, measure)) for name in ("overview", "decision")}
    if told["overview"] is None:
        assert told["decision"] is None
        return
    expected = numbers(pattern, row("overview", measure))
    assert numbers(pattern, row("decision", measure)) == expected
    whole = page("comparison", indicator=SEVERE, measure=measure)
    assert numbers(r"etwa \|([\d,]+) \(Spanne ([\d,]+) bis ([\d,]+)\)", whole) == expected


# --- Checks, staffing and cost --------------------------------------------------------------------------


@pytest.mark.parametrize("measure", CHECKED)
def test_finds(sample: DataVersion, answers: str, measure: str) -> None:
    since = as_data(answers, FINDS, measure)["since_start"]
    found = (since["count"], since["exposure"])
    assert numbers(r"\|(\d+)\| von ([\d ]+) Kontrollierten", row("overview", measure)) == found
    assert numbers(rf"Kontrollierte\|\|{OF} Kontrollierten", press(FINDS, measure)) == found
    every = re.findall(
        r"(\d+) Personen mit Fund unter ([\d ]+) Kontrollierten", page("decision", measure=measure)
    )
    assert found in [tuple(map(number, one)) for one in every]
    every = re.findall(r"bei ([\d ]+) Kontrollierten, davon (\d+) mit Fund", page("staffing"))
    assert found in [tuple(map(number, one[::-1])) for one in every]
    if measure == "BSP-M1":
        checks = page("checks")
        assert numbers(r"Das sind (\d+) Personen mit Fund unter ([\d ]+) Kontrollierten", checks) == found


@pytest.mark.parametrize("measure", CHECKED)
def test_refusals(sample: DataVersion, answers: str, measure: str) -> None:
    since = as_data(answers, REFUSED, measure)["since_start"]
    found = (since["count"], since["exposure"])
    assert numbers(rf"{OF} Kontrollen verweigert", row("decision", measure)) == found


@pytest.mark.parametrize("measure", MEASURES)
def test_cost(sample: DataVersion, measure: str) -> None:
    pattern = r"([\d ]+) € → ([\d ]+) €"
    to_date, until = numbers(pattern, row("overview", measure))
    table = page("staffing").split("Kosten im Verhältnis zu Besuchen")[-1]
    own = table[table.index(f"|{MEASURES[measure]}: ") :]
    cost, week, later = (number(one) for one in re.findall(r"\|([\d ]+) €", own)[:3])
    assert (cost, later) == (to_date, until)
    assert numbers(r"\|([\d ]+) € je Woche", row("decision", measure)) == (week,)
    assert numbers(r"\|{3}([\d ]+) €\|{3}", press("cost", measure)) == (cost,)


def test_the_city_as_a_whole(sample: DataVersion, answers: str) -> None:
    """Reports and cost of all measures together."""
    city = next(one for one in json.loads(answers)["city"] if one["indicator"] == REPORTS)
    count = (float(city["after"]["count"]),)
    assert numbers(r"noch nicht zu sagen\| – (\d+) seit Beginn", page("overview")) == count
    assert numbers(r"\|(\d+) gemeldete Vorfälle seit Beginn", page("incidents")) == count
    assert numbers(r"seit Beginn sind es (\d+)\.", page("decision")) == count
    assert numbers(r"(\d+) gemeldete Vorfälle bei", press(REPORTS, "")) == count
    cost = numbers(r"kostete bis [\d.]+ \|([\d ]+) €", page("overview"))
    assert numbers(r"kostete bisher ([\d ]+) €", page("staffing")) == cost
