"""A question in everyday words leads to the figure that answers it: German, English, misspelt, inflected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import serve

from einlass.release.figures import catalogue, entry_of
from einlass.release.search import hits, lacks_city, most_asked
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

QUESTIONS = (
    ("Messer", "items.MES:BSP-M1"),
    ("messern", "items.MES:BSP-M1"),
    ("Messre", "items.MES:BSP-M1"),
    ("Wie viele Messer wurden in der Ausländerbehörde gefunden?", "items.MES:BSP-M1"),
    ("Messer im Bürgeramt", "items.MES:BSP-M3"),
    ("knives", "items.MES:BSP-M1"),
    ("How many knives were found?", "items.MES:BSP-M1"),
    ("sicherer", "feels_safe_clients:BSP-M1"),
    ("Fühlen sich die Menschen sicherer?", "feels_safe_clients:BSP-M1"),
    ("fuehlen sich die kunden sicher", "feels_safe_clients:BSP-M1"),
    ("Sicherheitsgefül", "feels_safe_clients:BSP-M1"),
    ("Do people feel safer?", "feels_safe_clients:BSP-M1"),
    ("Sicherheitsgefühl der Beschäftigten", "feels_safe_staff:BSP-M1"),
    ("fühlen sich die Mitarbeiter sicher", "feels_safe_staff:BSP-M1"),
    ("was kosten die kontrollen", "cost:BSP-M1"),
    ("Kosten", "cost"),
    ("Wieviel Geld wurde ausgegeben", "cost"),
    ("Kosten Bürgeramt", "cost:BSP-M3"),
    ("Was kostet der Sicherheitsdienst in den Sozialagenturen?", "cost:BSP-M2"),
    ("cost of guards", "cost"),
    ("Wartezeit", "waiting_time:BSP-M1"),
    ("wartezeitt", "waiting_time:BSP-M1"),
    ("Wie lange wartet man?", "waiting_time:BSP-M1"),
    ("how long is the queue", "waiting_time:BSP-M1"),
    ("Ist die Wartezeit annehmbar?", "waiting_acceptable_clients:BSP-M1"),
    ("Gab es weniger Vorfälle?", "reported_incidents"),
    ("vorfaelle", "reported_incidents"),
    ("Vorfelle", "reported_incidents"),
    ("Übergriffe", "reported_incidents"),
    ("Vorfälle in der Ausländerbehörde", "reported_incidents:BSP-M1"),
    ("were fewer incidents reported", "reported_incidents"),
    ("Hausverbote", "stable_incidents"),
    ("Bedrohung am Telefon", "remote_incidents"),
    ("schwere Vorfälle", "serious_incidents"),
    ("Pfefferspray", "items.RZS:BSP-M1"),
    ("Scheren", "items.SCH:BSP-M1"),
    ("Schusswaffen", "items.SSW:BSP-M1"),
    ("Drogen", "items.BTM:BSP-M1"),
    ("Stimmung", "mood_clients:BSP-M1"),
    ("mood of staff", "mood_staff:BSP-M1"),
    ("faire Behandlung", "fair_treatment_clients:BSP-M1"),
    ("Akzeptanz der Kontrollen", "checks_appropriate_clients:BSP-M1"),
    ("Wie viele Personen wurden kontrolliert?", "persons_checked:BSP-M1"),
    ("Kontrollquote", "checked_share:BSP-M1"),
    ("Wie viele haben die Kontrolle verweigert?", "refused_checks:BSP-M1"),
    ("Fundquote", "persons_with_find:BSP-M1"),
    ("Stichproben Bürgeramt Funde", "persons_with_find:BSP-M3"),
    ("Stunden Sicherheitsdienst", "guard_hours"),
    ("Besucherzahlen", "visits_per_open_day:BSP-M1"),
    ("Melden Beschäftigte mehr?", "reports_incidents_staff:BSP-M1"),
)


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield current_version()


@pytest.mark.parametrize(("question", "first"), QUESTIONS)
def test_the_first_hit(sample: DataVersion, question: str, first: str) -> None:
    found = hits(sample, question)
    assert found
    assert found[0].key == first
    assert len(found) <= 8


@pytest.mark.parametrize(
    "question", ["", "   ", "?!", "wie viele gab es", "xyzzy", "Wetter morgen", "2024", "<b>"]
)
def test_nothing_fits(sample: DataVersion, question: str) -> None:
    assert hits(sample, question) == ()


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_asked_most_leads_to_its_own_figure(sample: DataVersion, language: str) -> None:
    w = words_for(language)
    found = most_asked(sample)
    assert len(found) == 5
    for one in found:
        assert hits(sample, w(f"press.asked.{one.topic}"))[0] == one


def test_every_figure_is_found_by_its_own_name_and_place(sample: DataVersion) -> None:
    from einlass.release.wording import name

    w = words_for("de")
    lost = [one.key for one in catalogue(sample) if one not in hits(sample, name(sample, one, w))]
    assert lost == []


def test_a_long_question_is_answered_too(sample: DataVersion) -> None:
    assert hits(sample, "Messer " * 400)[0] == entry_of(sample, "items.MES:BSP-M1")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Fühlen sich die Menschen in den Ämtern der Stadt sicherer?", "feels_safe_clients"),
        ("Sicherheitsgefühl der Kundschaft insgesamt", "feels_safe_clients"),
        ("Wie ist die Stimmung der Kundschaft in allen Dienststellen?", "mood_clients"),
        ("Fühlen sich die Bürger in der ganzen Stadt sicherer?", "feels_safe_clients"),
        ("Do people feel safer across the city?", "feels_safe_clients"),
        ("Overall, do the staff feel safe?", "feels_safe_staff"),
    ],
)
def test_a_survey_has_no_figure_of_the_city_but_one_of_each_measure(
    sample: DataVersion, question: str, topic: str
) -> None:
    assert lacks_city(sample, question)
    found = {one.measure for one in hits(sample, question) if one.topic == topic}
    assert found == {one.measure for one in catalogue(sample) if one.topic == topic} and len(found) > 1


@pytest.mark.parametrize(
    "question",
    [
        "Fühlen sich die Menschen im Bürgeramt der Stadt sicherer?",
        "Fühlen sich die Menschen sicherer?",
        "Gab es in der Stadt weniger Vorfälle?",
        "Was kostet das alles die ganze Stadt?",
        "überall",
        "",
    ],
)
def test_other_questions_are_answered_as_before(sample: DataVersion, question: str) -> None:
    assert not lacks_city(sample, question)
