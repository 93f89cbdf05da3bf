"""Findings on a town made for the purpose: every verdict, every caveat, every way of having no data."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from conftest import Row, csv_text, good, import_all

from einlass import config
from einlass.errors import UnknownCode
from einlass.findings import Finding, Phase, Request, data_window, finding, phase, series
from einlass.indicators import indicator, indicators
from einlass.measures import Window, measures
from einlass.warehouse import DataVersion, current_version

START = date(2019, 3, 4)  # every measure of the town
BEFORE, AFTER = Window(date(2018, 3, 5), date(2019, 1, 2)), Window(START, date(2020, 1, 1))
TITLE = "Berichtszeitraum: 01.01.2018 bis 31.12.2019"
# office: incidents before and after, spread over the windows and standing on their first and last day
TOWN = {
    "FALL": (40, 12),
    "RISE": (12, 40),
    "SAME": (30, 28),
    "FEW": (4, 2),
    "LATE": (3, 5),  # visitors are counted only since the measure
    "ONE": (0, 0),  # one visitor before, one after
    "GAPS": (20, 20),  # on some days with incidents nobody counted visitors
}
SERIOUS_FALL = (10, 3)
EARLIER = {"FALL": ("04.06.2018", "08.06.2018"), "RISE": ("15.01.2018", "19.01.2018")}
TRIGGER_DAY = date(2018, 11, 7)  # in SAME, inside the window before
GAP_DAYS = (date(2018, 6, 4), date(2018, 6, 5), date(2019, 6, 3))


def german(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def weekdays(window: Window) -> list[date]:
    days = (window.first + timedelta(days=n) for n in range(window.days))
    return [day for day in days if day.isoweekday() < 6]


def spread(count: int, window: Window) -> list[date]:
    """Days of a window, its first and last weekday among them."""
    days = [day for day in weekdays(window) if day not in GAP_DAYS]
    return [days[round(n * (len(days) - 1) / max(1, count - 1))] for n in range(count)]


def incident_rows() -> Iterator[Row]:
    number = 0
    for office, counts in TOWN.items():
        for window, count, serious in zip((BEFORE, AFTER), counts, SERIOUS_FALL, strict=True):
            days = spread(count, window)
            if office == "GAPS":
                days = [*(day for day in GAP_DAYS if day in window), *days]
            for index, day in enumerate(days):
                number += 1
                level = "2" if office == "FALL" and index < serious else "1"
                yield incident(f"V{number}", office, day, aachen_stufe=level)
    outside = (BEFORE.first - timedelta(days=3), BEFORE.until)
    yield from (incident(f"X{n}", "FALL", day) for n, day in enumerate(outside))
    yield incident("X2", "FALL", START, status="STORNO")
    yield incident("X3", "FALL", START, aachen_stufe="0")
    yield from (incident(f"T{n}", "SAME", TRIGGER_DAY + timedelta(days=n - 1)) for n in range(3))


def incident(number: str, office: str, day: date, **changes: str) -> Row:
    when = {"datum": german(day), "meldedatum": german(day)}
    return good("incidents", vorfall_id=number, dienststelle_id=office, **when, **changes)


def visit_rows() -> Iterator[Row]:
    for day in weekdays(Window(date(2018, 1, 1), date(2020, 1, 1))):
        for office in TOWN:
            count = "100" if office != "RISE" or day < START else "130"
            if office == "ONE":
                count = "1" if day in (date(2018, 3, 6), date(2019, 3, 5)) else ""
            if (office == "LATE" and day < START) or (office == "GAPS" and day in GAP_DAYS):
                count = ""
            yield good("visits", datum=german(day), dienststelle_id=office, besucher=count)


def measure_rows() -> Iterator[Row]:
    for office in TOWN:
        yield good("measures", massnahme_id=f"M-{office}", dienststelle_id=office)
    for office, (first, last) in EARLIER.items():
        trial = {"gueltig_von": first, "geplant_bis": "", "gueltig_bis": last}
        yield good("measures", massnahme_id=f"M-{office}", dienststelle_id=office, **trial)
    for office in ("FALL", "RISE"):
        yield good("measures", massnahme_id="M-BOTH", dienststelle_id=office)


def event_rows() -> Iterator[Row]:
    def event(day: date, office: str, kind: str, **changes: str) -> Row:
        return good("events", datum_von=german(day), dienststelle_id=office, art=kind, text=kind, **changes)

    yield event(TRIGGER_DAY, "SAME", "AUSLOESER", datum_bis=german(TRIGGER_DAY))
    yield event(START, "FALL", "MELDEWEG")
    yield event(START + timedelta(days=30), "FALL", "SONST")
    yield event(AFTER.until - timedelta(days=14), "FEW", "BETRIEB", betriebslage="NOT")


ANSWERS = {  # office: answers of value 1 to 5 and 9, before and after
    "FALL": ((10, 10, 10, 6, 4, 3), (2, 4, 10, 14, 10, 5)),
    "SAME": ((5, 5, 10, 5, 5, 0), (5, 6, 9, 6, 5, 0)),
    "FEW": ((9, 6, 6, 4, 4, 40), (2, 4, 10, 14, 10, 0)),  # 29 answers that count, before
}


def survey_rows() -> tuple[list[Row], list[Row]]:
    waves, answers = [], []
    for office, phases in ANSWERS.items():
        for first, counts in zip((date(2018, 6, 4), date(2019, 6, 3)), phases, strict=True):
            wave = f"W-{office}-{first.year}"
            days = {"feld_von": german(first), "feld_bis": german(first + timedelta(days=4))}
            waves.append(
                good("survey_waves", welle_id=wave, dienststelle_id=office, angesprochen_n="200", **days)
            )
            given = [value for value, count in zip("123459", counts, strict=True) for _ in range(count)]
            answers += [
                good("answers", antwort_id=f"{wave}-{n}", welle_id=wave, wert=value)
                for n, value in enumerate(given)
            ]
    return waves, answers


@pytest.fixture(scope="module")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    waves, answers = survey_rows()
    offices = [good("offices", dienststelle_id=office, kurz=office) for office in TOWN]
    exports: dict[str, Sequence[Row]] = {
        "dienststellen": offices,
        "massnahmen": list(measure_rows()),
        "ereignisse": list(event_rows()),
        "besuche": list(visit_rows()),
        "vorfaelle": list(incident_rows()),
        "befragung": waves,
        "antworten": answers,
    }
    files = []
    for name, rows in exports.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(csv_text(rows, above=[TITLE] if name == "vorfaelle" else []), encoding="utf-8")
    return import_all(folder / "data", files)


@pytest.fixture
def town(town_folder: Path) -> DataVersion:
    return current_version(town_folder)


def ask(version: DataVersion, code: str, office: str, **changes: object) -> Finding:
    return finding(version, Request(code, f"M-{office}", **changes))  # type: ignore[arg-type]


def phases(found: Finding) -> tuple[Phase, Phase]:
    assert found.before is not None
    assert found.after is not None
    return found.before, found.after


# --- Rates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "verdict"),
    [
        ("FALL", "decrease"),
        ("RISE", "increase"),
        ("SAME", "no_reliable_difference"),
        ("FEW", "too_few"),
        ("LATE", "no_data"),
        ("ONE", "too_few"),
        ("GAPS", "no_reliable_difference"),
    ],
)
def test_the_verdict_on_reported_incidents(town: DataVersion, office: str, verdict: str) -> None:
    found = ask(town, "reported_incidents", office)
    assert found.verdict == verdict
    counts = TOWN | {
        "LATE": (0, 5),  # the three before had no visitors to be divided by
        "SAME": (29, 28),  # one stands in the week of the trigger
        "FEW": (3, 1),  # a break cuts the last two weeks of both seasons
    }
    assert tuple(one.numerator for one in phases(found)) == counts[office]
    assert (found.estimate is None) == (verdict == "no_data")
    assert not found.provenance.is_sample


def test_windows_are_the_same_season_and_only_their_days_count(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "FALL")
    assert found.windows is not None
    assert (found.windows.before, found.windows.after) == (BEFORE, AFTER)
    before, after = phases(found)
    assert (before.denominator, after.denominator) == (
        100 * len(weekdays(BEFORE)),
        100 * len(weekdays(AFTER)),
    )
    assert before.value == pytest.approx(10_000 * 40 / before.denominator)
    assert (before.day_count, before.missing_day_count) == (len(weekdays(BEFORE)), 0)


def test_the_week_of_a_trigger_counts_for_neither_side(town: DataVersion) -> None:
    before, _ = phases(ask(town, "reported_incidents", "SAME"))
    week = Window(date(2018, 11, 5), date(2018, 11, 12))
    assert [one.window for one in ask(town, "reported_incidents", "SAME").windows.left_out] == [week]  # type: ignore
    lost = sum(day in week for day in spread(30, BEFORE))
    assert before.denominator == 100 * (len(weekdays(BEFORE)) - 5)
    assert before.numerator == 30 - lost


def test_days_without_a_visitor_count_are_named_and_left_out(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "GAPS")
    before, after = phases(found)
    assert (before.numerator, after.numerator) == (20, 20)
    assert (before.missing_day_count, after.missing_day_count) == (2, 1)
    assert (before.unexposed_count, after.unexposed_count) == (2, 1)
    assert dict(found.caveats[0].values) == {"days": 3, "events": 3}
    assert found.caveats[0].code == "caveat.exposure_missing"


def test_one_visitor_is_data_but_no_evidence(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "ONE")
    before, after = phases(found)
    assert (before.denominator, after.denominator) == (1, 1)
    assert (before.numerator, after.numerator) == (0, 0)
    assert found.estimate is not None
    assert (found.estimate.value, found.estimate.low, found.estimate.high) == (None, None, None)


def test_offices_that_did_not_count_have_events_but_no_value(town: DataVersion) -> None:
    before, after = phases(ask(town, "reported_incidents", "LATE"))
    assert before.value is None
    assert (before.unexposed_count, before.missing_day_count) == (3, before.missing_day_count)
    assert before.missing_day_count > 200
    assert after.value == pytest.approx(10_000 * 5 / after.denominator)


def test_serious_incidents_are_those_of_level_two_and_three(town: DataVersion) -> None:
    found = ask(town, "serious_incidents", "FALL")
    assert tuple(one.numerator for one in phases(found)) == SERIOUS_FALL


def test_several_offices_are_added_and_may_be_chosen(town: DataVersion) -> None:
    both, fall = ask(town, "reported_incidents", "BOTH"), ask(town, "reported_incidents", "FALL")
    chosen = ask(town, "reported_incidents", "BOTH", offices=("FALL",))
    assert both.offices == ("FALL", "RISE")
    assert tuple(one.numerator for one in phases(both)) == (52, 52)
    assert (chosen.offices, chosen.before, chosen.after) == (("FALL",), fall.before, fall.after)


@pytest.mark.parametrize(("cases", "is_enough"), [(9, False), (10, True)])
def test_a_verdict_needs_ten_cases_before(town: DataVersion, cases: int, is_enough: bool) -> None:
    last = spread(40, BEFORE)[cases - 1]
    before = Window(BEFORE.first, last + timedelta(days=1))
    found = ask(town, "reported_incidents", "FALL", before=before, after=before.shifted(timedelta(weeks=52)))
    assert phases(found)[0].numerator == cases
    assert (found.verdict != "too_few") == is_enough
    assert found.estimate is not None


@pytest.mark.parametrize("is_enough", [False, True])
def test_a_verdict_needs_five_expected_cases_after(town: DataVersion, is_enough: bool) -> None:
    days = -(-len(weekdays(BEFORE)) // 8) - (
        not is_enough
    )  # 40 cases before: 5 are expected in an eighth of it
    after = Window(START, weekdays(AFTER)[days - 1] + timedelta(days=1))
    found = ask(town, "reported_incidents", "FALL", after=after)
    assert phases(found)[1].denominator == 100 * days
    assert (found.verdict != "too_few") == is_enough


def test_a_change_in_per_cent_needs_twenty_cases_on_both_sides(town: DataVersion) -> None:
    assert ask(town, "reported_incidents", "BOTH").may_state_percent
    assert ask(town, "reported_incidents", "SAME").may_state_percent
    assert not ask(town, "reported_incidents", "FALL").may_state_percent
    assert not ask(town, "reported_incidents", "LATE").may_state_percent


# --- Windows of the reader ------------------------------------------------------------------------------


def test_the_reader_may_move_the_windows(town: DataVersion) -> None:
    before, after = Window(date(2018, 6, 4), date(2018, 6, 11)), Window(date(2019, 6, 3), date(2019, 6, 10))
    found = ask(town, "reported_incidents", "FALL", before=before, after=after)
    assert [one.denominator for one in phases(found)] == [500, 500]
    assert found.windows is not None
    assert found.windows.is_same_season
    moved = ask(town, "reported_incidents", "FALL", after=after)
    assert moved.windows is not None
    assert (moved.windows.before, moved.windows.is_same_season) == (BEFORE, False)
    assert "caveat.other_season" in [one.code for one in moved.caveats]


@pytest.mark.parametrize("days", [0, 1])
def test_a_window_outside_the_data_has_no_data(town: DataVersion, days: int) -> None:
    empty = Window(date(2022, 1, 3), date(2022, 1, 3) + timedelta(days=days))
    for code in ("reported_incidents", "feels_safe_clients", "visits_per_open_day"):
        found = ask(town, code, "FALL", after=empty)
        assert (found.verdict, found.estimate) == ("no_data", None)


# --- Scores and amounts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "verdict"),
    [("FALL", "increase"), ("SAME", "no_reliable_difference"), ("FEW", "too_few"), ("RISE", "no_data")],
)
def test_the_verdict_on_what_clients_say(town: DataVersion, office: str, verdict: str) -> None:
    found = ask(town, "feels_safe_clients", office)
    assert found.verdict == verdict
    if office in ANSWERS:
        for one, counts in zip(phases(found), ANSWERS[office], strict=True):
            assert one.distribution == counts[:5]  # 9 is no answer
            assert one.answer_count == one.denominator == sum(counts[:5])
            assert one.numerator == sum(counts[3:5])
            assert one.value == pytest.approx(100 * sum(counts[3:5]) / sum(counts[:5]))
            assert one.mean_answer == pytest.approx(
                sum(value * count for value, count in enumerate(counts[:5], 1)) / sum(counts[:5])
            )
        assert "caveat.few_waves" in [one.code for one in found.caveats]


def test_an_amount_is_compared_by_the_week(town: DataVersion) -> None:
    rise, same = ask(town, "visits_per_open_day", "RISE"), ask(town, "visits_per_open_day", "SAME")
    assert (rise.verdict, same.verdict) == ("increase", "no_reliable_difference")
    before, after = phases(rise)
    assert (before.value, after.value) == (100, 130)
    assert set(before.week_values) == {100.0}
    assert len(after.week_values) == 303 // 7
    assert rise.estimate is not None
    assert rise.estimate.value == pytest.approx(30)
    short = Window(START, START + timedelta(weeks=config.AMOUNT_MIN_WEEKS) - timedelta(days=1))
    assert ask(town, "visits_per_open_day", "RISE", after=short).verdict == "too_few"
    week = Window(START, START + timedelta(days=7))
    one_week = ask(town, "visits_per_open_day", "RISE", after=week)
    assert (one_week.verdict, one_week.estimate) == ("too_few", None)


# --- Caveats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "code", "expected"),
    [
        ("FALL", "reported_incidents", {"few_cases", "recording_change", "earlier_episode_inside"}),
        ("FALL", "visits_per_open_day", {"earlier_episode_inside"}),
        ("RISE", "reported_incidents", {"few_cases", "earlier_episode"}),
        ("SAME", "reported_incidents", {"trigger"}),
        ("SAME", "visits_per_open_day", {"trigger"}),
        ("FEW", "reported_incidents", {"few_cases", "break"}),
        ("FALL", "feels_safe_clients", {"few_waves", "earlier_episode_inside", "other_season"}),
    ],
)
def test_caveats_name_what_disturbs_the_comparison(
    town: DataVersion, office: str, code: str, expected: set[str]
) -> None:
    found = ask(town, code, office)
    codes = [one.code.removeprefix("caveat.") for one in found.caveats]
    assert set(codes) - {"before_after_only", "late_reports"} == expected
    assert codes[-1] == "before_after_only"


@pytest.mark.parametrize(("made_on", "is_late"), [(date(2020, 1, 20), True), (date(2020, 1, 22), False)])
def test_reports_may_still_come_for_three_weeks(town: DataVersion, made_on: date, is_late: bool) -> None:
    version = replace(town, created_at=datetime.combine(made_on, time()))
    found = ask(version, "reported_incidents", "SAME")
    assert ("caveat.late_reports" in [one.code for one in found.caveats]) == is_late
    other = ask(version, "visits_per_open_day", "SAME")
    assert "caveat.late_reports" not in [one.code for one in other.caveats]


def test_a_break_ends_the_window_after(town: DataVersion) -> None:
    found = ask(town, "reported_incidents", "FEW")
    assert found.windows is not None
    assert found.windows.after.until == AFTER.until - timedelta(days=14)


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
    assert weeks[START].denominator == 500
    assert weeks[date(2019, 12, 23)].is_complete
    assert not weeks[date(2019, 12, 30)].is_complete
    assert weeks[date(2019, 12, 30)].until == date(2020, 1, 6)


def test_a_series_holds_every_period_once(town: DataVersion) -> None:
    months = series(town, "reported_incidents", ("FALL",), "month")
    assert len(months) == 24
    assert all(one.is_complete for one in months)
    assert [one.until for one in months[:-1]] == [one.start for one in months[1:]]
    assert sum(one.numerator for one in months if one.start >= START.replace(day=1)) == 12
    days = {one.start: one for one in series(town, "reported_incidents", ("FALL",), "day")}
    assert len(days) == 730
    assert (days[BEFORE.first].numerator, days[BEFORE.first + timedelta(days=1)].value) == (1, 0)
    assert {day.isoweekday() for day, one in days.items() if one.value is None} == {6, 7}


def test_a_series_of_answers_stands_in_the_month_of_the_field_work(town: DataVersion) -> None:
    points = [one for one in series(town, "feels_safe_clients", ("FALL",), "month") if one.value is not None]
    assert [one.start for one in points] == [date(2018, 6, 1), date(2019, 6, 1)]
    assert [(one.numerator, one.denominator) for one in points] == [(10, 40), (24, 40)]


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


# --- The sample data ------------------------------------------------------------------------------------

EFFECTS = json.loads((config.SAMPLE_EXPORTS.parent / "true_effects.json").read_text(encoding="utf-8"))
MEASURES = {"BSP-M1": "BSP-AUSL", "BSP-M2": "BSP-SOZ1", "BSP-M3": "BSP-BUERG"}


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize(
    ("code", "effect"),
    [
        ("reported_incidents", "recorded_ratio"),
        ("staff_reported_incidents", "staff_reports_ratio"),
        ("serious_incidents", "serious_ratio"),
    ],
)
def test_the_true_effect_lies_inside_the_interval(
    sample: DataVersion, name: str, code: str, effect: str
) -> None:
    found = finding(sample, Request(code, name))
    true = EFFECTS["incidents"][MEASURES[name]][effect]
    assert found.estimate is not None
    assert (found.estimate.low or 0.0) < true < (found.estimate.high or float("inf"))
    assert found.verdict in ("no_reliable_difference", "too_few")
    assert found.provenance.is_sample


@pytest.mark.parametrize(
    ("name", "key", "verdict"),
    [
        ("BSP-M1", "KUND-AUSL", "increase"),
        ("BSP-M2", "KUND-SOZ", "increase"),
        ("BSP-M3", "KUND-BUERG", "no_reliable_difference"),
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
