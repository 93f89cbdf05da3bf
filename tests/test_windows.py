"""The windows a measure makes: whole weeks, cut at breaks, the weeks around the trigger left out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from einlass.measures import Event, LeftOut, Measure, Window, Windows, windows

OFFICE = "D1"
START = date(2019, 11, 11)  # a Monday
DATA = Window(date(2018, 1, 1), date(2020, 3, 18))
CLOSED = LeftOut(Window(date(2020, 3, 16), date(2020, 3, 18)), "left_out.closed")
UNKNOWN = LeftOut(Window(date(2019, 9, 16), START), "left_out.unknown_trigger")
MEASURE = Measure("M1", "VOLL", (OFFICE,), START, date(2019, 12, 31), date(2020, 3, 31), None, ())
USUAL = Windows(
    before=Window(date(2018, 1, 1), date(2019, 9, 16)),  # everything up to eight weeks before the start
    after=Window(START, date(2020, 3, 16)),
    left_out=(UNKNOWN, CLOSED),
    trigger=None,
    starts=START,
)
EMERGENCY = Event(date(2020, 2, 3), None, None, "BETRIEB", "NOT", "")
TRIGGER = Event(date(2019, 10, 31), date(2019, 11, 1), OFFICE, "AUSLOESER", None, "")
TRIAL = Window(date(2018, 2, 5), date(2018, 2, 9))
TRIAL_WEEK = Window(date(2018, 2, 5), date(2018, 2, 12))


def closure(first: date, days: int, office: str | None = OFFICE, state: str = "ZU") -> Event:
    return Event(first, first + timedelta(days=days), office, "BETRIEB", state, "")


def until(monday: date) -> Windows:
    """As usual, but cut off by a break that goes on; whole weeks end on the Monday on or before it."""
    gap = LeftOut(Window(monday, date(2020, 3, 23)), "left_out.break")
    return replace(USUAL, after=Window(START, monday), left_out=(UNKNOWN, gap))


def triggered(day: date, quiet_until: date) -> Windows:
    gap = LeftOut(Window(quiet_until, START), "left_out.trigger")
    before = Window(DATA.first, quiet_until)
    return replace(USUAL, before=before, left_out=(gap, CLOSED), trigger=day)


def besides(window: Window, reason: str) -> Windows:
    gaps = sorted([*USUAL.left_out, LeftOut(window, reason)], key=lambda gap: gap.window)
    return replace(USUAL, left_out=tuple(gaps))


CASES: dict[str, tuple[Measure, tuple[Event, ...], Window, Windows | None]] = {
    "everything but eight weeks before the start": (MEASURE, (), DATA, USUAL),
    "planned ends do not count": (replace(MEASURE, planned_until=date(2019, 12, 1)), (), DATA, USUAL),
    "an end after the data": (replace(MEASURE, ended=date(2020, 6, 30)), (), DATA, USUAL),
    "an emergency cuts after": (MEASURE, (EMERGENCY,), DATA, until(date(2020, 2, 3))),
    "a cut within a week ends it on the Monday": (
        MEASURE,
        (replace(EMERGENCY, first=date(2020, 2, 6)),),
        DATA,
        until(date(2020, 2, 3)),
    ),
    "the first of two breaks cuts": (
        MEASURE,
        (EMERGENCY, closure(date(2020, 1, 6), 60)),
        replace(DATA, until=date(2020, 2, 29)),
        replace(
            USUAL,
            after=Window(START, date(2020, 1, 6)),
            left_out=(UNKNOWN, LeftOut(Window(date(2020, 1, 6), date(2020, 3, 9)), "left_out.break")),
        ),
    ),
    "holidays cut nothing": (MEASURE, (closure(date(2019, 12, 24), 9),), DATA, USUAL),
    "restricted operation cuts nothing": (
        MEASURE,
        (closure(date(2020, 1, 6), 60, state="EINGESCHR"),),
        DATA,
        USUAL,
    ),
    "a break elsewhere cuts nothing": (MEASURE, (closure(date(2020, 1, 6), 60, office="D2"),), DATA, USUAL),
    "a break before is left out, once": (
        MEASURE,
        (closure(date(2019, 1, 7), 35), closure(date(2019, 1, 7), 35, office=None)),
        DATA,
        besides(Window(date(2019, 1, 7), date(2019, 2, 11)), "left_out.break"),
    ),
    "a break outside the data is forgotten": (MEASURE, (closure(date(2017, 1, 9), 35),), DATA, USUAL),
    "a known trigger: four weeks before its week": (
        MEASURE,
        (TRIGGER,),
        DATA,
        triggered(date(2019, 10, 31), date(2019, 9, 30)),
    ),
    "the last of two triggers": (
        MEASURE,
        (TRIGGER, replace(TRIGGER, first=date(2019, 10, 7))),
        DATA,
        triggered(date(2019, 10, 31), date(2019, 9, 30)),
    ),
    "a trigger long ago": (MEASURE, (replace(TRIGGER, first=date(2018, 11, 1)),), DATA, USUAL),
    "a trigger elsewhere": (MEASURE, (replace(TRIGGER, office_id="D2"),), DATA, USUAL),
    "a trigger after the start": (MEASURE, (replace(TRIGGER, first=date(2019, 11, 20)),), DATA, USUAL),
    "the whole week of a trial": (
        replace(MEASURE, earlier=(TRIAL,)),
        (),
        DATA,
        besides(TRIAL_WEEK, "left_out.episode"),
    ),
    "a trial inside a break is named once": (
        replace(MEASURE, earlier=(TRIAL,)),
        (closure(date(2018, 1, 29), 28),),
        DATA,
        besides(Window(date(2018, 1, 29), date(2018, 2, 26)), "left_out.break"),
    ),
    "a trial as long as a break is still left out": (
        replace(MEASURE, earlier=(Window(date(2018, 1, 29), date(2018, 2, 26)),)),
        (closure(date(2018, 1, 29), 28),),
        DATA,
        besides(Window(date(2018, 1, 29), date(2018, 2, 26)), "left_out.break"),
    ),
    "a start within a week counts from the next Monday": (
        replace(MEASURE, starts=date(2019, 11, 7)),
        (),
        DATA,
        replace(
            USUAL,
            before=Window(DATA.first, date(2019, 9, 9)),
            left_out=(LeftOut(Window(date(2019, 9, 9), START), "left_out.unknown_trigger"), CLOSED),
            starts=date(2019, 11, 7),
        ),
    ),
    "data that begin within a week count from the next Monday": (
        MEASURE,
        (),
        replace(DATA, first=date(2018, 1, 2)),
        replace(USUAL, before=Window(date(2018, 1, 8), date(2019, 9, 16))),
    ),
    "data that end before the closure": (
        MEASURE,
        (),
        replace(DATA, until=date(2020, 3, 16)),
        replace(USUAL, left_out=(UNKNOWN,)),
    ),
    "a start after the closure is not cut by it": (
        replace(MEASURE, starts=date(2022, 5, 2)),
        (),
        Window(date(2021, 1, 4), date(2022, 9, 5)),
        Windows(
            Window(date(2021, 1, 4), date(2022, 3, 7)),
            Window(date(2022, 5, 2), date(2022, 9, 5)),
            (LeftOut(Window(date(2022, 3, 7), date(2022, 5, 2)), "left_out.unknown_trigger"),),
            None,
            date(2022, 5, 2),
        ),
    ),
    "one week after": (
        MEASURE,
        (),
        replace(DATA, until=date(2019, 11, 18)),
        replace(USUAL, after=Window(START, date(2019, 11, 18)), left_out=(UNKNOWN,)),
    ),
    "not one whole week after": (MEASURE, (), replace(DATA, until=date(2019, 11, 17)), None),
    "nothing after": (MEASURE, (), replace(DATA, until=START), None),
    "only the weeks around the trigger before": (MEASURE, (), replace(DATA, first=date(2019, 9, 16)), None),
    "only later data": (MEASURE, (), replace(DATA, first=date(2019, 12, 1)), None),
    "no data": (MEASURE, (), Window(START, START), None),
    "data that contradict each other": (MEASURE, (), Window(DATA.until, DATA.first), None),
    "a break that began with the measure and goes on": (
        MEASURE,
        (replace(EMERGENCY, first=START),),
        DATA,
        replace(USUAL, left_out=(UNKNOWN, LeftOut(Window(START, date(2020, 3, 23)), "left_out.break"))),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_windows_of_a_measure(name: str) -> None:
    measure, happened, data, expected = CASES[name]
    found = windows(measure, happened, (OFFICE,), data)
    assert found == expected
    if found:
        assert found.before.until <= found.after.first
        assert {
            day.isoweekday() for one in (found.before, found.after) for day in (one.first, one.until)
        } == {1}


def test_survey_waves_need_no_whole_weeks() -> None:
    data = Window(date(2018, 1, 3), date(2020, 3, 12))
    found = windows(MEASURE, (), (OFFICE,), data, in_weeks=False)
    assert found == replace(
        USUAL,
        before=Window(data.first, date(2019, 9, 16)),
        after=Window(START, data.until),
        left_out=(UNKNOWN,),
    )


def test_an_ended_measure_counts_until_its_end() -> None:
    found = windows(replace(MEASURE, ended=date(2020, 1, 31)), (), (OFFICE,), DATA)
    assert found is not None
    assert found.after == Window(START, date(2020, 1, 27))
    assert found.left_out[-1] == LeftOut(Window(date(2020, 2, 1), DATA.until), "left_out.ended")


def test_an_event_for_all_offices_concerns_each() -> None:
    assert EMERGENCY.concerns(("D7",))
    assert not TRIGGER.concerns(("D7",))


def test_windows_are_half_open() -> None:
    window = Window(date(2020, 1, 1), date(2020, 1, 3))
    assert [date(2020, 1, day) in window for day in (1, 2, 3)] == [True, True, False]
    assert not window.overlaps(Window(date(2020, 1, 3), date(2020, 1, 4)))
    assert window.overlaps(Window(date(2019, 1, 1), date(2020, 1, 2)))
