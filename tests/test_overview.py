"""The overview: what stands where, on the sample data and on measures made for the test."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from towns import Place, build

from einlass.charts import Look, tiny
from einlass.findings import Estimate, Phase, Request, finding, provenance
from einlass.indicators import indicator
from einlass.measures import Episode, Event, Measure, Window, measures
from einlass.stats.series import Interval
from einlass.ui.overview import cells
from einlass.ui.overview.answer import answer, data_until, decision_day, standing
from einlass.ui.overview.timeline import parts_of, span_of
from einlass.ui.trends.asking import Choice
from einlass.ui.trends.texts import standing as trends_standing
from einlass.warehouse import DataVersion, current_version
from einlass.words import summary as of_measures
from einlass.words import unmarked, words_for

LIGHT = Look(is_dark=False)
SVG = "{http://www.w3.org/2000/svg}"
DE, EN = words_for("de"), words_for("en")


def episode(start: date, **ends: date) -> Episode:
    return Episode(start, "A", "M1", "VOLL", **ends)


def measure(*episodes: Episode) -> Measure:
    return Measure("M1", "M1", "VOLL", episodes)


EXTENDED = measure(
    episode(date(2019, 11, 11), planned_until=date(2019, 12, 31), extended_until=date(2020, 3, 31))
)
PLANNED = measure(episode(date(2020, 1, 13), planned_until=date(2020, 3, 31)))
ENDED = measure(episode(date(2019, 1, 7), until=date(2019, 6, 1), planned_until=date(2019, 12, 31)))
UNTIL = date(2020, 3, 18)


def test_a_measure_is_drawn_as_planned_extended_and_still_to_come() -> None:
    first, extended, ahead = parts_of(EXTENDED, UNTIL, DE)
    assert (first.window, first.text) == (Window(date(2019, 11, 11), date(2020, 1, 1)), "ab 11.11.")
    assert (extended.window, extended.text) == (
        Window(date(2020, 1, 1), date(2020, 3, 18)),
        "verlängert bis 31.03.",
    )
    assert (ahead.window, ahead.is_ahead) == (Window(date(2020, 3, 18), date(2020, 4, 1)), True)
    only, ahead = parts_of(PLANNED, UNTIL, EN)
    assert only.text == "from 13 Jan, planned until 31 Mar"
    assert ahead.is_ahead


def test_a_measure_that_ended_has_no_time_ahead() -> None:
    [only] = parts_of(ENDED, UNTIL, DE)
    assert only.window == Window(date(2019, 1, 7), date(2019, 6, 1))
    assert decision_day([ENDED]) is None
    assert decision_day([ENDED, PLANNED, EXTENDED]) == date(2020, 3, 31)


def test_the_line_begins_with_the_trigger_and_leaves_room_behind_the_decision() -> None:
    trigger = Event(date(2019, 10, 31), date(2019, 11, 1), "A", "AUSLOESER", None, "")
    long_ago = Event(date(2018, 10, 31), date(2018, 11, 1), "A", "AUSLOESER", None, "")
    elsewhere = Event(date(2019, 9, 1), date(2019, 9, 2), "B", "AUSLOESER", None, "")
    span = span_of([EXTENDED, PLANNED], [trigger, long_ago, elsewhere], UNTIL)
    assert span.first == date(2019, 10, 1)
    assert 78 < span.place(date(2020, 3, 31)) < 86
    assert span.place(date(2019, 1, 1)) == 0.0
    assert span.place(date(2030, 1, 1)) == 100.0


@pytest.mark.parametrize(("value", "end"), [(0, 0), (29.9, 30), (21_800, 25_000), (100, 100), (0.4, 1)])
def test_an_axis_ends_at_a_round_number(value: float, end: float) -> None:
    assert cells.rounded_up(value) == end


def estimate(value: float | None, low: float | None, high: float | None) -> Estimate:
    return Estimate("ratio", value, Interval(0.8, low, high), Interval(0.95, low, high), "e_star_pt")


def parts(svg: str, tag: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall(f".//{SVG}{tag}")


def test_a_ratio_is_drawn_on_a_doubling_axis_with_its_range() -> None:
    svg = tiny.ratio(estimate(1.0, 0.5, 2.0), LIGHT)
    line, bar = parts(svg, "rect")
    assert [float(one.get("height", "")) for one in (line, bar)] == [2.4, 8.0]
    assert float(line.get("x", "")) == pytest.approx(tiny.place_of_ratio(0.5), abs=0.1)
    assert float(line.get("width", "")) == pytest.approx((tiny.WIDTH - 12) / 2, abs=0.1)
    [ring] = parts(svg, "circle")
    assert float(ring.get("cx", "")) == pytest.approx(tiny.WIDTH / 2)
    assert parts(svg, "path") == []
    assert parts(svg, "text") == []


def test_what_goes_on_beyond_the_picture_has_an_arrowhead_and_no_estimate_no_ring() -> None:
    assert len(parts(tiny.ratio(estimate(1.0, None, 9.0), LIGHT), "path")) == 2
    assert parts(tiny.ratio(estimate(None, 0.5, 2.0), LIGHT), "circle") == []
    assert parts(tiny.ratio(estimate(9.0, 5.0, 99.0), LIGHT), "circle") == []
    assert parts(tiny.ratio(None, LIGHT), "rect") == []
    assert parts(tiny.ratio(estimate(None, None, None), LIGHT), "rect") == []


def side(agreeing: int, asked: int, low: float | None = None, high: float | None = None) -> Phase:
    window = Window(date(2019, 1, 1), date(2019, 2, 1))
    return Phase(window, agreeing, agreeing, asked, None, 1, low=low, high=high)


def test_shares_are_hollow_before_and_full_since_the_start() -> None:
    ring, disc = parts(tiny.shares(side(44, 100), side(66, 100, 60, 72), LIGHT, is_firm=True), "circle")
    assert ring.get("fill") == LIGHT.ground
    assert disc.get("fill") == LIGHT.after
    assert float(disc.get("cx", "")) > float(ring.get("cx", ""))
    open_one = tiny.shares(side(44, 100), side(66, 100), LIGHT, is_firm=False)
    assert "stroke-dasharray" in open_one
    assert (
        parts(tiny.shares(side(0, 0), side(5, 10), LIGHT, is_firm=False), "circle")[0].get("fill")
        != LIGHT.ground
    )


def test_a_week_without_data_is_a_gap_and_one_with_a_failure_is_hatched() -> None:
    svg = tiny.weeks([tiny.Bar(10.0), tiny.Bar(None), tiny.Bar(5.0, has_failure=True)], 10.0, LIGHT)
    bars = [one for one in parts(svg, "rect") if one.get("y")]
    assert [one.get("fill") for one in bars] == [LIGHT.after, "url(#hatch)"]
    heights = [float(one.get("height", "")) for one in bars]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.1)


def test_money_to_come_is_hatched_and_stands_behind_money_spent() -> None:
    bars = [one for one in parts(tiny.cost(50.0, 75.0, 100.0, LIGHT), "rect") if one.get("y")]
    spent, later = bars
    assert float(spent.get("width", "")) == pytest.approx(2 * float(later.get("width", "")), abs=0.1)
    assert later.get("fill") == "url(#hatch)"
    assert float(parts(tiny.cost(50.0, None, 100.0, LIGHT), "rect")[-1].get("width", "")) == 0.0


def test_every_verdict_has_a_sign_of_its_own_form() -> None:
    codes = ("clear_decrease", "clear_increase", "no_large_change", "signs_of_decrease", "signs_of_increase")
    codes += ("cannot_tell", "too_little_data", "not_comparable")
    pictures = {code: tiny.sign(code, LIGHT) for code in codes}
    assert len(set(pictures.values())) == len(codes)
    full = {code for code, svg in pictures.items() if f'r="9" fill="{LIGHT.after}"' in svg}
    assert full == {"clear_decrease", "clear_increase", "no_large_change"}
    assert "stroke-dasharray" in pictures["too_little_data"]


def test_the_answer_names_where_people_feel_safer_and_says_the_primary_outcome_first(
    sample: DataVersion,
) -> None:
    said = [unmarked(one) for one in answer(sample, DE)]
    assert said[0].startswith(
        "Die Befragten fühlen sich sicherer als vor den Maßnahmen, klar an vier von fünf"
    )
    assert said[1].startswith("Gemeldete Vorfälle mit Folgen: zu wenige Daten – 5 seit Beginn")
    assert said[2].startswith(
        "Alle gemeldeten Vorfälle: noch nicht zu sagen – 13 seit Beginn, zu erwarten 11"
    )
    assert "%" not in " ".join(said)
    assert len(said) == 4


def test_open_verdicts_are_said_only_where_nothing_else_can_be(sample: DataVersion) -> None:
    every = [finding(sample, Request("feels_safe_staff", key)) for key in measures(sample)]
    [said] = of_measures.sentiment_sentences(every, {}, DE)
    assert "noch nicht zu sagen" in said


def test_a_cell_says_the_verdict_of_the_finding_and_its_counts(sample: DataVersion) -> None:
    one = finding(sample, Request("feels_safe_clients", "BSP-M1"))
    assert one.before is not None and one.after is not None
    assert one.after.low is not None and one.after.high is not None
    assert one.after.low < 100 * one.after.numerator / one.after.denominator < one.after.high


def test_an_export_that_is_not_there_moves_no_last_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = build(tmp_path, {"A": Place(incidents=(12, 9))})
    monkeypatch.setenv("EINLASS_DATA", str(data))
    version = current_version()
    assert data_until(version) == date(2020, 1, 1)
    assert "31.12.2019" in standing(version, DE)
    choice = Choice(indicator("guard_hours"), ("A",), "month")
    assert trends_standing(version, choice, DE) == DE("stand", moment=DE.datetime(version.created_at))
    assert provenance(version, choice.indicator).data_until is None
    assert provenance(version, indicator("reported_incidents")).data_until == date(2019, 12, 31)
