"""Findings on a town made for the purpose: every verdict, every guard rail, every way of having no data."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import csv_text, good, serve
from towns import (
    AFTER,
    BEFORE,
    START,
    TITLE,
    Place,
    build,
    event,
    incident,
    spread,
    unsound,
    waves,
    weekdays,
)

from einlass import config, ingest
from einlass.errors import UnknownCode
from einlass.findings import (
    Finding,
    Phase,
    Request,
    control_chart,
    data_window,
    finding,
    phase,
    series,
)
from einlass.indicators import indicator, indicators
from einlass.measures import Office, Window, measures
from einlass.stats.amounts import WEEKS_WANTED
from einlass.stats.guards import Code, Effect
from einlass.stats.verdict import Ground, Verdict
from einlass.warehouse import DataVersion, current_version
from einlass.words import caveats, sentences, words_for

GAP_DAYS = (date(2018, 6, 4), date(2018, 6, 5), date(2019, 6, 3))
TRIGGER_DAY = date(2019, 2, 20)
SPIKE = tuple(spread(15, Window(date(2019, 1, 21), TRIGGER_DAY + timedelta(days=1))))
FALLING = waves((10, 10, 10, 6, 4, 3), (2, 4, 10, 14, 10, 5))
TOWN = {
    "FALL": Place((80, 15), serious=(16, 3), waves=FALLING),
    "RISE": Place((15, 45), visits=(100, 130)),
    "BUSY": Place((400, 325), waves=waves((5, 5, 10, 5, 5), (5, 6, 9, 6, 5))),
    "SAME": Place((30, 30), waves=waves((0, 0, 10, 0, 0), (0, 0, 10, 0, 0))),
    "RECORD": Place((80, 15)),  # who records changes with the start
    "SERIOUS": Place((80, 15), serious=(40, 0)),  # the mild ones stay, the serious ones vanish
    "MIXED": Place((80, 25), serious=(6, 16)),  # fewer reports, more serious incidents
    "SPIKE": Place((40, 33), extra=SPIKE),  # the measure follows a spike that would have passed anyway
    "FEW": Place((4, 2), waves=waves((9, 6, 6, 4, 4, 40), (2, 4, 10, 14, 10), (1, 1))),
    "NONE": Place(),
    "SINGLE": Place((1, 0)),
    "NEW": Place((0, 10)),
    "OVER": Place((30, 0)),
    "SHUT": Place((5, 5), visits=(0, 0)),
    "LATE": Place((3, 5), visits=(None, 100)),  # visitors are counted only since the measure
    "ONE": Place(
        visits=(None, None), waves=waves((0, 0, 0, 1), (1,), (1, 1))
    ),  # one visitor before, one after
    "GAPS": Place((20, 20), no_count=GAP_DAYS, extra=GAP_DAYS),
}
TWINS = {  # two offices under one measure
    "TWIN-A": Place((80, 15), treated=False),
    "TWIN-B": Place((15, 45), visits=(100, 130), treated=False),
}
VERDICTS = {
    "FALL": "clear_decrease",
    "RISE": "clear_increase",
    "BUSY": "no_large_change",
    "SAME": "cannot_tell",
    "RECORD": "signs_of_decrease",
    "SERIOUS": "signs_of_decrease",
    "MIXED": "signs_of_decrease",
    "SPIKE": "cannot_tell",
    "FEW": "too_little_data",
    "NONE": "too_little_data",
    "SINGLE": "too_little_data",
    "NEW": "too_little_data",
    "OVER": "clear_decrease",
    "SHUT": "too_little_data",
    "LATE": "too_little_data",
    "ONE": "too_little_data",
    "GAPS": "cannot_tell",
}
NAMES = {name: Office(name, name, name, "SONST") for name in TOWN}
RATES = [code for code, one in indicators().items() if one.kind == "rate"]


@pytest.fixture(scope="module")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    trial = good(
        "measures",
        massnahme_id="M-RISE",
        dienststelle_id="RISE",
        gueltig_von="15.01.2018",
        geplant_bis="",
        gueltig_bis="19.01.2018",
    )
    both = [good("measures", massnahme_id="M-BOTH", dienststelle_id=name) for name in ("TWIN-A", "TWIN-B")]
    return build(
        tmp_path_factory.mktemp("town"),
        TOWN | TWINS,
        measures=[trial, *both],
        events=[event(START, "RECORD", "MELDEWEG"), event(TRIGGER_DAY, "SPIKE", "AUSLOESER")],
        incidents=[
            incident("X1", "FALL", START, status="STORNO"),
            incident("X2", "FALL", START, aachen_stufe="0"),
            incident("X3", "FALL", START - timedelta(days=10)),  # around the start: neither side
            incident("X4", "RISE", date(2018, 1, 17)),  # during the trial: neither side
        ],
    )


@pytest.fixture
def town(town_folder: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(town_folder, monkeypatch))


def ask(version: DataVersion, code: str, office: str, **changes: object) -> Finding:
    return finding(version, Request(code, f"M-{office}", **changes))


def phases(found: Finding) -> tuple[Phase, Phase]:
    assert found.before is not None
    assert found.after is not None
    return found.before, found.after


def struck(found: Finding) -> set[str]:
    assert found.analysis is not None
    return {guard.code.value for guard in found.analysis.guards if guard.is_struck}


def variants(found: Finding) -> dict[str, float | None]:
    assert found.analysis is not None
    return {one.code: one.estimate.value for one in found.analysis.variants}


def assert_sound(found: Finding) -> None:
    """A verdict with its reason, finite numbers, and sentences in both languages."""
    assert unsound(found) == []
    assert found.verdict in {*Verdict, "no_data", "not_comparable"}
    if found.analysis is None:
        assert found.verdict in ("no_data", "not_comparable")
    else:
        assert found.analysis.judgement.grounds
        assert found.verdict == found.analysis.judgement.verdict
    for language in config.LANGUAGES:
        w = words_for(language)
        said = [sentences.verdict(found, w), *sentences.answer(found, w), caveats.hint(found, w)]
        if found.analysis is not None:
            said += [caveats.guard(one, NAMES, w) for one in found.analysis.guards]
        said += [caveats.caveat(one, w) for one in found.caveats]
        assert said[0] and said[1]
        assert not [text for text in said if "nan" in text.split() or "inf" in text.split() or "None" in text]


# --- Verdicts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("office", TOWN)
def test_the_verdict_on_reported_incidents(town: DataVersion, office: str) -> None:
    found = ask(town, "reported_incidents", office)
    assert found.verdict == VERDICTS[office]
    uncounted = (2, 1) if office == "GAPS" else (0, 0)  # reports on days without a visitor count are reports
    reports = zip(TOWN[office].incidents, uncounted, strict=True)
    assert tuple(one.numerator for one in phases(found)) == tuple(sum(pair) for pair in reports)
    assert not found.provenance.is_sample
    assert_sound(found)


@pytest.mark.parametrize("office", TOWN)
@pytest.mark.parametrize("code", [one for one in indicators() if one != "reported_incidents"])
def test_every_finding_is_sound(town: DataVersion, code: str, office: str) -> None:
    assert_sound(ask(town, code, office))


def test_only_days_inside_the_windows_count(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "FALL")
    assert found.windows is not None
    assert (found.windows.before, found.windows.after) == (BEFORE, AFTER)
    before, after = phases(found)
    assert (before.day_count, after.day_count) == (len(weekdays(BEFORE)), len(weekdays(AFTER)))
    assert before.value == pytest.approx(10_000 * 80 / before.denominator)
    trial = Window(date(2018, 1, 15), date(2018, 1, 22))
    rise = ask(town, "reported_incidents", "RISE")
    assert rise.windows is not None
    assert trial in [gap.window for gap in rise.windows.left_out]
    assert phases(rise)[0].day_count == len(weekdays(BEFORE)) - 5


def test_a_clear_verdict_names_every_condition_and_where_it_would_tip(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "FALL")
    assert found.analysis is not None and found.estimate is not None and found.estimate.high is not None
    judgement = found.analysis.judgement
    grounds = {one.ground: one for one in judgement.grounds}
    assert set(grounds) == {Ground.LIMIT_95, Ground.SHIFT, Ground.WEEKS_BEFORE_CLEAR}
    assert all(one.is_met for one in judgement.grounds)
    assert judgement.tipping_point == pytest.approx(1 - found.estimate.high)
    assert grounds[Ground.WEEKS_BEFORE_CLEAR].found == BEFORE.days / 7
    assert found.analysis.shift_p is not None and found.analysis.shift_p <= 0.1


@pytest.mark.parametrize(("weeks", "verdict"), [(51, "signs_of_decrease"), (52, "clear_decrease")])
def test_clear_needs_a_year_before(town: DataVersion, weeks: int, verdict: str) -> None:
    before = Window(BEFORE.until - timedelta(weeks=weeks), BEFORE.until)
    assert ask(town, "reported_incidents", "FALL", before=before).verdict == verdict


@pytest.mark.parametrize(
    ("weeks_before", "weeks_after", "missing"),
    [
        (25, 43, Ground.WEEKS_BEFORE),
        (26, 43, None),
        (53, 7, Ground.WEEKS_AFTER),
        (53, 8, None),
    ],
)
def test_a_verdict_needs_enough_weeks(
    town: DataVersion, weeks_before: int, weeks_after: int, missing: Ground | None
) -> None:
    before = Window(BEFORE.until - timedelta(weeks=weeks_before), BEFORE.until)
    after = Window(START, START + timedelta(weeks=weeks_after))
    found = ask(town, "reported_incidents", "BUSY", before=before, after=after)
    assert (found.verdict == "too_little_data") == (missing is not None)
    if missing and found.analysis:
        assert [one.ground for one in found.analysis.judgement.grounds] == [missing]
    assert_sound(found)


def test_no_events_before_gives_an_open_range_and_the_reason(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "NEW")
    assert found.estimate is not None and found.analysis is not None
    assert (found.estimate.value, found.estimate.high) == (None, None)
    assert found.estimate.low is not None and found.estimate.low > 1
    assert {one.ground for one in found.analysis.judgement.grounds} == {
        Ground.EXPECTED_AFTER,
        Ground.EVENTS_BEFORE,
    }


def test_no_events_after_gives_an_open_range_below(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "OVER")
    assert found.estimate is not None
    assert (found.estimate.value, found.estimate.low) == (None, None)
    assert found.estimate.high is not None and found.estimate.high < 0.5


@pytest.mark.parametrize("office", ["NONE", "SINGLE", "SHUT", "ONE"])
def test_hardly_any_data_give_no_estimate_but_every_missing_minimum(town: DataVersion, office: str) -> None:
    found = ask(town, "reported_incidents", office)
    assert found.estimate is not None and found.analysis is not None
    assert (found.estimate.value, found.estimate.low, found.estimate.high) == (None, None, None)
    for one in found.analysis.judgement.grounds:
        assert one.found is not None and one.wanted is not None and one.found < one.wanted


# --- Guard rails ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("FALL", set()),
        ("RECORD", {Code.RECORDING_CHANGE}),
        ("SERIOUS", {Code.SERIOUS_SHARE}),
        ("MIXED", {Code.SERIOUS_SHARE, Code.OUTCOMES_DISAGREE}),
        ("ONE", {Code.EXPOSURE}),
    ],
)
def test_guard_rails_strike_where_they_should(town: DataVersion, office: str, expected: set[Code]) -> None:
    found = ask(town, "reported_incidents", office)
    assert found.analysis is not None
    assert struck(found) == expected
    caps = {guard.code for guard in found.analysis.judgement.held_back_by}
    assert caps == (expected if found.verdict == "signs_of_decrease" else set())
    passed = {guard.code for guard in found.analysis.guards} - struck(found)
    assert passed >= {Code.TRIGGER, Code.CLOSURE}


def test_a_guard_rail_carries_the_number_that_struck(town: DataVersion) -> None:
    def guard(office: str, code: Code) -> dict[str, float | None]:
        found = ask(town, "reported_incidents", office)
        assert found.analysis is not None
        return dict(next(one for one in found.analysis.guards if one.code is code).numbers)

    share = guard("SERIOUS", Code.SERIOUS_SHARE)
    assert (share["share_before"], share["share_after"]) == (0.5, 0.0)
    assert share["p_value"] is not None and share["p_value"] < 0.1
    recorded = ask(town, "reported_incidents", "RECORD").analysis
    assert recorded is not None
    change = next(one for one in recorded.guards if one.code is Code.RECORDING_CHANGE)
    assert dict(change.details) == {"kind": "event", "day": START, "label": "MELDEWEG"}
    ratios = guard("MIXED", Code.OUTCOMES_DISAGREE)
    assert ratios["ratio_stable"] is not None and ratios["ratio_reports"] is not None
    assert ratios["ratio_stable"] > 1 > ratios["ratio_reports"]
    left_out = guard("SPIKE", Code.TRIGGER)
    assert (left_out["weeks_left_out"], left_out["weeks_wanted"]) == (4.0, 4.0)
    assert guard("FALL", Code.TRIGGER)["weeks_wanted"] == 8.0


def test_a_severity_stable_indicator_is_not_touched_by_who_reports(town: DataVersion) -> None:
    assert Code.RECORDING_CHANGE not in struck(ask(town, "stable_incidents", "RECORD"))
    assert Code.RECORDING_CHANGE in struck(ask(town, "serious_incidents", "RECORD"))


def test_without_visits_there_are_signs_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build(tmp_path, {"T": Place((80, 15))}, with_visits=False)
    found = ask(current_version(serve(folder, monkeypatch)), "reported_incidents", "T")
    assert found.analysis is not None
    assert found.verdict == "signs_of_decrease"
    assert [guard.code for guard in found.analysis.judgement.held_back_by] == [Code.EXPOSURE]
    assert [one.numerator for one in phases(found)] == [80, 15]
    assert [one.value for one in phases(found)] == [None, None]
    assert_sound(found)


def test_a_closure_cuts_and_the_day_of_judgement_ends_the_interim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = Window(START, date(2020, 3, 16))  # the known exception of the settings
    folder = build(
        tmp_path, {"T": Place((80, 15), extra=(date(2020, 5, 4),))}, last=date(2020, 6, 30), after=after
    )
    found = ask(current_version(serve(folder, monkeypatch)), "reported_incidents", "T")
    assert found.windows is not None and found.windows.after == after
    assert phases(found)[1].numerator == 15
    assert struck(found) == {Code.CLOSURE}
    assert found.analysis is not None
    guard = next(one for one in found.analysis.guards if one.code is Code.CLOSURE)
    assert (guard.effect, guard.number("weeks_cut")) == (Effect.MARKS, 16.0)
    assert found.verdict == "clear_decrease"
    shorter = ask(
        current_version(folder), "reported_incidents", "T", after=Window(START, START + timedelta(weeks=30))
    )
    assert struck(shorter) == {Code.CLOSURE}
    assert_sound(found)


def test_moved_windows_strike_no_closure_that_never_was(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "FALL", after=Window(START, START + timedelta(weeks=20)))
    assert Code.CLOSURE not in struck(found)


# --- The same question asked otherwise ------------------------------------------------------------------


def test_every_variant_is_there_and_the_rule_is_one_of_them(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "FALL")
    assert found.estimate is not None
    by_code = variants(found)
    assert list(by_code) == [
        "left_out_0",
        "left_out_4",
        "left_out_8",
        "left_out_12",
        "last_year",
        "only_primary",
        "only_staff_reports",
        "placebo_26",
        "placebo_52",
    ]
    assert by_code["left_out_8"] == found.estimate.value
    triggered = ask(town, "reported_incidents", "SPIKE")
    assert triggered.estimate is not None
    assert variants(triggered)["left_out_4"] == triggered.estimate.value


def test_leaving_a_spike_in_looks_like_an_effect(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "SPIKE")
    left_in, main = variants(found)["left_out_0"], found.estimate
    assert left_in is not None and main is not None and main.value is not None
    assert left_in < main.value
    assert main.low is not None and main.high is not None and main.low < 1 < main.high


def test_a_start_that_never_was_shows_nothing(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "FALL")
    assert found.analysis is not None
    placebo = next(one.estimate for one in found.analysis.variants if one.code == "placebo_26")
    assert placebo.low is not None and placebo.high is not None
    assert placebo.low < 1 < placebo.high


def test_what_it_would_take_is_said(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "SAME")
    assert found.analysis is not None
    assert [need.ratio for need in found.analysis.needs] == [0.7, 0.5]
    small, large = (need.events_per_period for need in found.analysis.needs)
    assert small > large > 0
    busy = ask(town, "reported_incidents", "BUSY").analysis
    assert busy is not None and busy.detectable is not None
    assert 0 < busy.detectable < 1


def test_the_expected_number_is_about_the_rate_before_at_the_visits_after(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "BUSY")
    before, after = phases(found)
    assert found.analysis is not None and found.analysis.expected is not None
    plain = before.numerator / before.denominator * after.denominator
    assert found.analysis.expected.value == pytest.approx(plain, rel=0.05)
    assert found.analysis.expected.low < plain < found.analysis.expected.high


# --- Days, offices, windows -----------------------------------------------------------------------------


def test_days_without_a_visitor_count_are_named_and_left_out(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "GAPS")
    before, after = phases(found)
    assert (before.numerator, after.numerator) == (22, 21)
    assert (before.rated, after.rated) == (20, 20)
    assert (before.missing_day_count, after.missing_day_count) == (2, 1)
    assert (before.unexposed_count, after.unexposed_count) == (2, 1)
    assert dict(found.caveats[0].values) == {"days": 3, "events": 3}
    assert found.caveats[0].code == "caveat.exposure_missing"


def test_offices_that_did_not_count_have_events_but_no_value(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "LATE")
    before, after = phases(found)
    assert (before.numerator, before.denominator, before.value) == (3, 0, None)
    assert found.analysis is not None
    weeks = [one for one in found.analysis.weeks if one.start in BEFORE]
    assert {one.basis for one in found.uses} == {
        "days"
    }  # visits were counted only afterwards: days have to serve
    assert {one.count for one in weeks} == {0.0, 1.0}
    assert all(one.is_used for one in weeks)
    assert after.value == pytest.approx(10_000 * 5 / after.denominator)


def test_serious_incidents_are_those_of_level_two_and_three(town: DataVersion) -> None:
    found = ask(town, "serious_incidents", "FALL")
    assert tuple(one.numerator for one in phases(found)) == TOWN["FALL"].serious


def test_several_offices_are_added_and_may_be_chosen(town: DataVersion) -> None:
    both, fall = ask(town, "reported_incidents", "BOTH"), ask(town, "reported_incidents", "FALL")
    chosen = ask(town, "reported_incidents", "BOTH", offices=("TWIN-A",))
    assert both.offices == ("TWIN-A", "TWIN-B")
    assert tuple(one.numerator for one in phases(both)) == (95, 60)
    assert (chosen.offices, chosen.before, chosen.after) == (("TWIN-A",), fall.before, fall.after)
    assert chosen.estimate == fall.estimate


def test_a_change_in_per_cent_needs_twenty_cases_on_both_sides(town: DataVersion) -> None:
    assert ask(town, "reported_incidents", "BOTH").may_state_percent
    assert ask(town, "reported_incidents", "SAME").may_state_percent
    assert not ask(town, "reported_incidents", "FALL").may_state_percent
    assert not ask(town, "reported_incidents", "LATE").may_state_percent


def test_the_reader_may_move_the_windows(town: DataVersion) -> None:
    before, after = Window(date(2018, 6, 4), date(2018, 6, 11)), Window(date(2019, 6, 3), date(2019, 6, 10))
    found = ask(town, "reported_incidents", "FALL", before=before, after=after)
    assert [one.day_count for one in phases(found)] == [5, 5]
    assert found.verdict == "too_little_data"
    moved = ask(town, "reported_incidents", "FALL", after=after)
    assert moved.windows is not None
    assert (moved.windows.before, moved.windows.after) == (BEFORE, after)


MOVED = {
    "one day after": {"after": Window(START, START + timedelta(days=1))},
    "one week after": {"after": Window(START, START + timedelta(weeks=1))},
    "one week before": {"before": Window(BEFORE.first, BEFORE.first + timedelta(weeks=1))},
    "one week each": {
        "before": Window(BEFORE.first, BEFORE.first + timedelta(weeks=1)),
        "after": Window(START, START + timedelta(weeks=1)),
    },
    "a weekend": {"after": Window(date(2019, 6, 1), date(2019, 6, 3))},
    "nothing": {"after": Window(START, START)},
    "the wrong way round": {"after": Window(AFTER.until, AFTER.first)},
    "before swapped with after": {"before": AFTER, "after": BEFORE},
    "both the same": {"before": AFTER, "after": AFTER},
    "before reaches into after": {"before": Window(BEFORE.first, AFTER.until)},
    "only the left-out weeks": {"before": Window(date(2019, 1, 7), START)},
    "up to the start": {"before": Window(BEFORE.first, START)},
    "long before the data": {"before": Window(date(2010, 1, 4), date(2011, 1, 3))},
    "long after the data": {"after": Window(date(2022, 1, 3), date(2022, 6, 6))},
    "everything": {"before": Window(date(2000, 1, 3), START), "after": Window(START, date(2030, 1, 7))},
}


@pytest.mark.parametrize("name", MOVED)
@pytest.mark.parametrize("code", ["reported_incidents", "feels_safe_clients", "visits_per_open_day"])
def test_windows_moved_anywhere_give_a_verdict_with_its_reason(
    town: DataVersion, code: str, name: str
) -> None:
    assert_sound(ask(town, code, "FALL", **MOVED[name]))


@pytest.mark.parametrize(
    "name", ["nothing", "the wrong way round", "long before the data", "long after the data"]
)
def test_a_window_without_data_has_no_data(town: DataVersion, name: str) -> None:
    for code in ("reported_incidents", "feels_safe_clients", "visits_per_open_day"):
        found = ask(town, code, "FALL", **MOVED[name])
        assert (found.verdict, found.estimate) == ("no_data", None)


# --- Scores and amounts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "verdict"),
    [
        ("FALL", "clear_increase"),
        ("BUSY", "no_large_change"),
        ("FEW", "too_little_data"),
        ("ONE", "too_little_data"),
        ("RISE", "no_data"),
    ],
)
def test_the_verdict_on_what_clients_say(town: DataVersion, office: str, verdict: str) -> None:
    found = ask(town, "feels_safe_clients", office)
    assert found.verdict == verdict
    given = TOWN[office].waves
    for window, one in zip((BEFORE, AFTER), (found.before, found.after), strict=True) if given else ():
        asked = [counts for day, counts in given if day in window]
        sums = [sum(counts[value] for counts in asked if value < len(counts)) for value in range(5)]
        assert one is not None
        assert list(one.distribution) == sums  # 9 is no answer
        assert (one.wave_count, one.answer_count) == (len(asked), sum(sums))
        assert one.numerator == sum(sums[3:])
        assert one.value == pytest.approx(100 * sum(sums[3:]) / sum(sums))


def test_one_wave_each_shows_the_answers_and_no_test(town: DataVersion) -> None:
    found = ask(town, "feels_safe_clients", "FEW")
    assert found.estimate is not None
    assert (found.estimate.low, found.estimate.high) == (None, None)
    assert [one.answer_count for one in phases(found)] == [29, 40]


def test_the_variants_of_a_score_are_delta_and_the_boxes(town: DataVersion) -> None:
    found = ask(town, "feels_safe_clients", "FALL")
    by_code = variants(found)
    assert list(by_code) == ["delta", "top_box", "bottom_box", "all_waves", "last_year"]
    assert found.analysis is not None and found.analysis.delta is not None
    assert by_code["delta"] == found.analysis.delta.value
    before, after = (one.distribution for one in phases(found))
    assert by_code["top_box"] == pytest.approx(sum(after[3:]) / sum(after) - sum(before[3:]) / sum(before))
    assert by_code["bottom_box"] == pytest.approx(sum(after[:2]) / sum(after) - sum(before[:2]) / sum(before))


def test_an_amount_is_compared_by_the_week(town: DataVersion) -> None:
    rise, same = ask(town, "visits_per_open_day", "RISE"), ask(town, "visits_per_open_day", "SAME")
    assert (rise.verdict, same.verdict) == ("clear_increase", "cannot_tell")
    assert rise.estimate is not None and rise.estimate.value is not None
    assert rise.estimate.value == pytest.approx(30, abs=0.2)
    short = Window(START, START + timedelta(weeks=WEEKS_WANTED - 1))
    assert ask(town, "visits_per_open_day", "RISE", after=short).verdict == "too_little_data"


# --- Caveats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "code", "expected"),
    [
        ("FALL", "reported_incidents", {"few_cases"}),
        ("BUSY", "reported_incidents", set()),
        ("GAPS", "reported_incidents", {"exposure_missing"}),
        ("FALL", "visits_per_open_day", set()),
        ("FALL", "feels_safe_clients", set()),
    ],
)
def test_caveats_name_what_else_limits_the_comparison(
    town: DataVersion, office: str, code: str, expected: set[str]
) -> None:
    found = ask(town, code, office)
    codes = [one.code.removeprefix("caveat.") for one in found.caveats]
    assert set(codes) - {"before_after_only", "late_reports", "not_representative"} == expected
    assert codes[-1] == "before_after_only"


@pytest.mark.parametrize(("days_before_the_end", "is_late"), [(20, True), (21, False)])
def test_the_last_three_weeks_of_the_data_are_provisional(
    town: DataVersion, days_before_the_end: int, is_late: bool
) -> None:
    plain = ask(town, "reported_incidents", "SAME")
    assert plain.windows is not None
    last = plain.provenance.data_until - timedelta(days=days_before_the_end)
    short = Window(plain.windows.after.first, last)
    codes = [one.code for one in ask(town, "reported_incidents", "SAME", after=short).caveats]
    assert ("caveat.late_reports" in codes) == is_late
    other = ask(town, "visits_per_open_day", "SAME", after=short)
    assert "caveat.late_reports" not in [one.code for one in other.caveats]


# --- Comparable or not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [one.code for one in indicators().values() if not one.is_comparable])
def test_what_exists_only_within_a_regime_is_never_compared(sample: DataVersion, code: str) -> None:
    for name in measures(sample):
        found = finding(sample, Request(code, name))
        assert (found.verdict, found.before, found.after, found.estimate) == (
            "not_comparable",
            None,
            None,
            None,
        )


@pytest.mark.parametrize(
    ("code", "name"), [("happiness", "BSP-M1"), ("reported_incidents", "BSP-M9"), ("reported_incidents", "")]
)
def test_unknown_codes_are_named(sample: DataVersion, code: str, name: str) -> None:
    with pytest.raises(UnknownCode):
        finding(sample, Request(code, name))


# --- Series ---------------------------------------------------------------------------------------------


def test_a_series_has_gaps_where_nothing_was_counted_and_marks_what_is_unfinished(town: DataVersion) -> None:
    weeks = {one.start: one for one in series(town, "reported_incidents", ("LATE",), "week")}
    assert weeks[START - timedelta(days=7)].value is None  # unknown, not zero
    assert weeks[START - timedelta(days=7)].missing_day_count == 5
    assert weeks[START].value is not None
    assert weeks[date(2019, 12, 23)].is_complete
    assert not weeks[date(2019, 12, 30)].is_complete
    assert weeks[date(2019, 12, 30)].until == date(2020, 1, 6)


def test_a_series_holds_every_period_once(town: DataVersion) -> None:
    months = series(town, "reported_incidents", ("FALL",), "month")
    assert len(months) == 24
    assert all(one.is_complete for one in months)
    assert [one.until for one in months[:-1]] == [one.start for one in months[1:]]
    assert sum(one.numerator for one in months if one.start >= START.replace(day=1)) == 15
    days = {one.start: one for one in series(town, "reported_incidents", ("FALL",), "day")}
    assert len(days) == 730
    assert (days[BEFORE.first].numerator, days[START].numerator) == (1, 1)
    assert {day.isoweekday() for day, one in days.items() if one.value is None} == {6, 7}


def test_a_series_of_answers_stands_in_the_month_of_the_field_work(town: DataVersion) -> None:
    points = [one for one in series(town, "feels_safe_clients", ("FEW",), "month") if one.value is not None]
    assert [one.start for one in points] == [date(2018, 2, 1), date(2019, 3, 1)]
    assert [(one.numerator, one.denominator) for one in points] == [(8, 29), (24, 40)]


@pytest.mark.parametrize("step", ["day", "week", "month"])
@pytest.mark.parametrize(
    ("code", "offices"),
    [("reported_incidents", ("BSP-AUSL",)), ("guard_hours", ("BSP-SOZ1", "BSP-SOZ2"))],
)
def test_a_series_adds_up_to_the_phase(
    sample: DataVersion, code: str, offices: tuple[str, ...], step: str
) -> None:
    whole = phase(sample, code, offices, data_window(sample, indicator(code)))
    points = series(sample, code, offices, step)
    assert sum(one.numerator for one in points) == pytest.approx(whole.numerator)
    assert sum(one.denominator for one in points) == pytest.approx(whole.denominator)


# --- Control charts -------------------------------------------------------------------------------------


def test_a_control_chart_of_counts_has_probability_limits(town: DataVersion) -> None:
    limits = control_chart(town, "reported_incidents", "BUSY", "week")
    points = [one for one in series(town, "reported_incidents", ("BUSY",), "week") if one.is_complete]
    assert [one.point for one in limits] == points
    assert all(0 <= one.low <= one.mean <= one.high for one in limits)
    before = [one for one in points if one.until <= START]  # limits begin anew with the measure
    share = sum(one.numerator for one in before) / sum(one.denominator for one in before)
    assert limits[0].mean == pytest.approx(10_000 * share)
    assert all(one.is_unusual == (not one.low <= one.point.value <= one.high) for one in limits)
    assert unsound(limits) == []


def test_at_few_events_a_week_no_single_point_can_show_a_decrease(town: DataVersion) -> None:
    assert {one.low for one in control_chart(town, "reported_incidents", "GAPS", "week")} == {0.0}


@pytest.mark.parametrize("step", ["week", "month"])
def test_limits_of_an_amount_are_set_anew_at_the_start(town: DataVersion, step: str) -> None:
    limits = control_chart(town, "visits_per_open_day", "RISE", step)
    before, after = (
        {one.mean for one in limits if (one.point.until > START) == side} for side in (False, True)
    )
    assert len(before) <= 2  # the trial has its own
    assert len(after) == 1
    assert max(before) < 105 < 128 < min(after)


@pytest.mark.parametrize("step", ["week", "month"])
def test_a_steady_series_has_no_unusual_periods(town: DataVersion, step: str) -> None:
    """The month in which the measure starts belongs to the time after: it must not widen or move the limits."""
    limits = control_chart(town, "visits_per_open_day", "RISE", step)
    assert sum(one.is_unusual for one in limits) <= len(limits) / 10


def test_too_few_points_or_no_events_have_no_limits(town: DataVersion) -> None:
    trial = control_chart(town, "feels_safe_clients", "FALL", "month")
    assert [one.is_trial for one in trial] == [True] * 5  # the four since the start are too few
    assert control_chart(town, "reported_incidents", "NONE", "week") == ()
    assert control_chart(town, "reported_incidents", "ONE", "week") == ()
    assert control_chart(town, "persons_with_find", "FALL", "week") == ()


# --- One finding, one object ----------------------------------------------------------------------------


def test_the_same_request_is_answered_from_memory(town: DataVersion) -> None:
    first, again = ask(town, "reported_incidents", "FALL"), ask(town, "reported_incidents", "FALL")
    assert first is again
    assert ask(replace(town), "reported_incidents", "FALL") is first  # the version counts, not the object


def test_another_version_of_the_data_is_another_finding(
    town: DataVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(town, "reported_incidents", "FALL")
    folder = Path(shutil.copytree(town.folder, tmp_path / "data"))
    one_more = tmp_path / "more.csv"
    one_more.write_text(csv_text([incident("N1", "FALL", START)], above=[TITLE]), encoding="utf-8")
    monkeypatch.setenv("EINLASS_DATA", str(folder))
    assert [report.outcome for report in ingest.import_files([one_more])] == ["imported"]
    second = ask(current_version(folder), "reported_incidents", "FALL")
    assert first.provenance.version_sha256 != second.provenance.version_sha256
    assert [phases(one)[1].numerator for one in (first, second)] == [15, 16]
    assert first.estimate is not None and second.estimate is not None
    assert first.estimate.value != second.estimate.value
    assert ask(town, "reported_incidents", "FALL") is first


# --- The sample data ------------------------------------------------------------------------------------

EFFECTS = json.loads((config.SAMPLE_EXPORTS.parent / "true_effects.json").read_text(encoding="utf-8"))
MEASURES = {"BSP-M1": "BSP-AUSL", "BSP-M2": "BSP-SOZ1", "BSP-M3": "BSP-BUERG"}


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize(
    ("code", "effect"),
    [
        ("reported_incidents", "recorded_ratio"),
        ("stable_incidents", "serious_ratio"),
        ("staff_reported_incidents", "staff_reports_ratio"),
        ("serious_incidents", "serious_ratio"),
    ],
)
def test_the_true_effect_lies_inside_the_interval(
    sample: DataVersion, name: str, code: str, effect: str
) -> None:
    found = finding(sample, Request(code, name))
    true = EFFECTS["incidents"][MEASURES[name]][effect]
    assert found.estimate is not None and found.analysis is not None
    assert (found.estimate.low or 0.0) < true < (found.estimate.high or float("inf"))
    compared = found.analysis.compared
    assert compared is None or (compared.low or 0.0) < true < (compared.high or float("inf"))
    assert not found.verdict.startswith("clear")
    assert found.provenance.is_sample
    assert_sound(found)


@pytest.mark.parametrize("code", list(indicators()))
@pytest.mark.parametrize("name", MEASURES)
def test_findings_of_the_sample_are_sound(sample: DataVersion, code: str, name: str) -> None:
    assert_sound(finding(sample, Request(code, name)))


@pytest.mark.parametrize("code", [*RATES, "feels_safe_clients", "feels_safe_staff", "mood_clients"])
def test_the_office_without_an_effect_gets_no_clear_verdict(sample: DataVersion, code: str) -> None:
    assert not finding(sample, Request(code, "BSP-M3")).verdict.startswith("clear")


@pytest.mark.parametrize("name", ["BSP-M1", "BSP-M2"])
def test_the_comparison_offices_did_not_move(sample: DataVersion, name: str) -> None:
    found = finding(sample, Request("reported_incidents", name))
    assert found.analysis is not None
    assert found.analysis.comparison_offices == ("BSP-JUG", "BSP-KFZ", "BSP-STA", "BSP-WOHN")
    own = next(one for one in found.analysis.guards if one.code is Code.COMPARISON_MOVED)
    low, high = own.number("low_80"), own.number("high_80")
    assert not own.is_struck
    assert low is not None and high is not None and low < 1 < high


def test_leaving_the_weeks_of_the_trigger_in_moves_the_estimate_as_they_lie(sample: DataVersion) -> None:
    """Down where these weeks hold more incidents than expected (the spike), up where they hold fewer."""
    found = finding(sample, Request("reported_incidents", "BSP-M1"))
    assert found.analysis is not None and found.windows is not None and found.estimate is not None
    gap = next(one.window for one in found.windows.left_out if "trigger" in one.reason)
    left_out = [one for one in found.analysis.weeks if one.start in gap and one.count is not None]
    excess = sum((one.count or 0.0) - (one.expected or 0.0) for one in left_out)
    moved = (variants(found)["left_out_0"] or 0.0) - (found.estimate.value or 0.0)
    assert len(left_out) >= 6
    assert excess * moved < 0


@pytest.mark.parametrize(
    ("name", "key", "verdict"),
    [
        ("BSP-M1", "KUND-AUSL", "clear_increase"),
        ("BSP-M2", "KUND-SOZ", "clear_increase"),
        ("BSP-M3", "KUND-BUERG", "too_little_data"),
    ],
)
def test_the_true_change_of_mood_lies_inside_the_interval(
    sample: DataVersion, name: str, key: str, verdict: str
) -> None:
    found = finding(sample, Request("feels_safe_clients", name))
    means = EFFECTS["survey_means"][key]["SIC"]
    assert found.verdict == verdict
    assert found.estimate is not None
    assert found.estimate.low is not None and found.estimate.high is not None
    assert found.estimate.low < means["after"] - means["before"] < found.estimate.high


def test_a_finding_knows_where_it_comes_from(sample: DataVersion) -> None:
    origin = finding(sample, Request("reported_incidents", "BSP-M1")).provenance
    assert origin.sources == ("incidents", "visits")
    assert origin.data_until == date(2020, 3, 17)
    assert (origin.version_number, origin.version_sha256) == (sample.number, sample.sha256)
    assert origin.definition_version == "1.0"
