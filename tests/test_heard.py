"""What charts say of themselves for the ear: caveats and values that the drawing shows otherwise."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import charts_in, serve
from test_new_indicator import opened

from einlass import config
from einlass.charts import DayCell, Figure, Look, difference_chart, edges_of, heat_chart, phases_chart
from einlass.charts.heard import heard
from einlass.findings import Finding, Limits, Point, Request, Series, finding, series
from einlass.indicators import indicators
from einlass.warehouse import DataVersion
from einlass.words import points, words_for

LIGHT = Look(is_dark=False)
REPORTS, SAFETY = "reported_incidents", "feels_safe_clients"


def test_only_what_differs_goes_to_the_page() -> None:
    assert heard() == {"heard": {"voice": "value"}}
    assert heard(values={2: None}, flagged=[False, True]) == {
        "heard": {"voice": "value", "values": {2: None}, "flagged": [1]}
    }


def test_a_day_of_the_calendar_sounds_as_high_as_its_amount_and_an_unrecorded_one_not_at_all() -> None:
    days = [
        DayCell(date(2024, 1, 1 + number), amount, "") for number, amount in enumerate([0.0, 4.0, None, 2.0])
    ]
    chart = heat_chart(
        days, edges_of(4, is_count=True), Look(is_dark=False), words_for("de"), title="", sub="", foot=""
    )
    known, unknown = [trace.meta["heard"] for trace in chart.data]
    assert (known["values"], known["top"]) == ({0: 0.0, 1: 4.0, 2: 2.0}, 4.0)
    assert unknown["voice"] == "silent"


def told(chart: Figure | None) -> list[list[str]]:
    """What each trace says of its points."""
    assert chart is not None
    return [list(trace.customdata) for trace in chart.data if trace.customdata is not None]


def found_in(version: DataVersion, code: str) -> Finding:
    return finding(version, Request(code, "BSP-M1"))


def phases_of(found: Finding, rows: Series, language: str) -> list[str]:
    """What the periods of the chart with both phases say, the longest list."""
    chart = phases_chart(found, rows, [], LIGHT, words_for(language), title="", foot="")
    return max(told(chart), key=len)


@pytest.mark.parametrize("language", config.LANGUAGES)
@pytest.mark.parametrize("code", [REPORTS, SAFETY])
def test_an_interval_says_both_ends_of_both_levels_the_estimate_and_no_change(
    sample: DataVersion, code: str, language: str
) -> None:
    found, w = found_in(sample, code), words_for(language)
    estimate = found.estimate
    assert estimate is not None
    chart = difference_chart(found, LIGHT, w, title="", foot="")
    values, (none,) = told(chart)
    assert values == [
        points.end(found, estimate, 95, "low", w),
        points.end(found, estimate, 80, "low", w),
        points.estimate(found, estimate, w),
        points.end(found, estimate, 80, "high", w),
        points.end(found, estimate, 95, "high", w),
    ]
    assert len(set(values)) == 5
    inside = "in_80" if code == REPORTS else "outside"
    assert none == w(f"chart.difference.none.{inside}", none=w(f"chart.difference.none.{estimate.effect}"))


def test_a_week_says_what_was_expected_and_on_which_side_it_counts(sample: DataVersion) -> None:
    found = found_in(sample, REPORTS)
    rows = series(sample, REPORTS, found.offices, "week")
    said = phases_of(found, rows, "de")
    assert len(said) == len(rows)
    assert found.windows is not None and found.windows.after is not None
    for row, text in zip(rows, said, strict=True):
        is_after = found.windows.after.first <= row.start and row.until <= found.windows.after.until
        assert ("Ohne Maßnahme zu erwarten" in text) == is_after
        assert ("Seit Beginn" in text) == is_after
    assert any("Nicht verglichen, Wochen um das auslösende Ereignis" in text for text in said)
    assert not any("keine Daten (noch unvollständig)" in text for text in said)


def test_a_period_of_a_control_chart_says_its_limits_and_whether_they_are_on_trial() -> None:
    point = Point(date(2024, 1, 1), date(2024, 1, 8), 4.0, 100.0, 4.0, is_complete=True, missing_day_count=0)
    firm = Limits(point, mean=3.0, low=0.0, high=7.0, cause="none")
    for language, words in (("de", ("Grenzen", "vorläufige Grenzen")), ("en", ("limits", "trial limits"))):
        w = words_for(language)
        trial = Limits(point, mean=3.0, low=0.0, high=7.0, cause="none", is_trial=True)
        said = [points.limits(indicators()[REPORTS], one, w) for one in (firm, trial)]
        assert all(text.startswith(word + " ") for text, word in zip(said, words, strict=True))


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_each_end_of_a_plan_says_which_it_is(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    serve(sample_folder, monkeypatch)
    charts = charts_in(opened("staffing", lang=language))
    plans = next(json.loads(one["spec"]) for one in charts if one["name"] == "staffing-plans")
    said = [trace["customdata"] for trace in plans["data"]]
    w = words_for(language)
    low, high = (w(f"staffing.variant.{end}", amount="") for end in ("low", "high"))
    assert any(len(texts) == 2 for texts in said)
    for texts in said:
        assert len(set(texts)) == len(texts)
        assert len(texts) == 1 or (low in texts[0] and high in texts[1])
