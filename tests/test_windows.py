"""The windows a measure makes: equal seasons where the data reach, cut at breaks, the trigger's week left out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from einlass.measures import Event, LeftOut, Measure, Window, Windows, windows

OFFICE = "D1"
START = date(2019, 11, 11)
DATA = Window(date(2018, 1, 1), date(2020, 3, 18))
MEASURE = Measure("M1", "VOLL", (OFFICE,), START, date(2019, 12, 31), date(2020, 3, 31), None, ())
SEASON = Windows(
    before=Window(date(2018, 11, 12), date(2019, 3, 20)),
    after=Window(START, date(2020, 3, 18)),
    left_out=(),
    is_same_season=True,
)
EMERGENCY = Event(date(2020, 2, 3), None, None, "BETRIEB", "NOT", "")
TRIGGER = Event(date(2019, 10, 31), date(2019, 11, 1), OFFICE, "AUSLOESER", None, "")
TRIGGER_WEEK = LeftOut(Window(date(2019, 10, 28), date(2019, 11, 4)), "left_out.trigger")


def closure(first: date, days: int, office: str | None = OFFICE, state: str = "ZU") -> Event:
    return Event(first, first + timedelta(days=days), office, "BETRIEB", state, "")


def until(day: date) -> Windows:
    """The same season, after only until a day."""
    return replace(
        SEASON,
        before=Window(SEASON.before.first, day - timedelta(weeks=52)),
        after=Window(START, day),
    )


def from_all_data(first: date, last: date = SEASON.after.until) -> Windows:
    return Windows(Window(first, START), Window(START, last), (), is_same_season=False)


CASES: dict[str, tuple[Measure, tuple[Event, ...], Window, Windows | None]] = {
    "the same season a year before": (MEASURE, (), DATA, SEASON),
    "planned ends do not count": (replace(MEASURE, planned_until=date(2019, 12, 1)), (), DATA, SEASON),
    "an ended measure": (replace(MEASURE, ended=date(2020, 1, 31)), (), DATA, until(date(2020, 2, 1))),
    "an end after the data": (replace(MEASURE, ended=date(2020, 6, 30)), (), DATA, SEASON),
    "an emergency cuts after": (MEASURE, (EMERGENCY,), DATA, until(date(2020, 2, 3))),
    "the first of two breaks cuts": (
        MEASURE,
        (EMERGENCY, closure(date(2020, 1, 6), 60)),
        DATA,
        until(date(2020, 1, 6)),
    ),
    "a closure of four weeks cuts": (
        MEASURE,
        (closure(date(2020, 1, 6), 28),),
        DATA,
        until(date(2020, 1, 6)),
    ),
    "holidays cut nothing": (MEASURE, (closure(date(2019, 12, 24), 9),), DATA, SEASON),
    "restricted operation cuts nothing": (
        MEASURE,
        (closure(date(2020, 1, 6), 60, state="EINGESCHR"),),
        DATA,
        SEASON,
    ),
    "a break elsewhere cuts nothing": (MEASURE, (closure(date(2020, 1, 6), 60, office="D2"),), DATA, SEASON),
    "a break in the season before is left out": (
        MEASURE,
        (closure(date(2019, 1, 7), 35), closure(date(2019, 1, 7), 35, office=None)),
        DATA,
        replace(
            SEASON,
            left_out=(LeftOut(Window(date(2019, 1, 7), date(2019, 2, 11)), "left_out.break"),),
        ),
    ),
    "a break before both windows is forgotten": (MEASURE, (closure(date(2018, 1, 8), 35),), DATA, SEASON),
    "the week of the trigger": (MEASURE, (TRIGGER,), DATA, replace(SEASON, left_out=(TRIGGER_WEEK,))),
    "one week for two triggers in it": (
        MEASURE,
        (TRIGGER, replace(TRIGGER, first=date(2019, 10, 28))),
        DATA,
        replace(SEASON, left_out=(TRIGGER_WEEK,)),
    ),
    "a trigger elsewhere": (MEASURE, (replace(TRIGGER, office_id="D2"),), DATA, SEASON),
    "a trigger after the start": (MEASURE, (replace(TRIGGER, first=date(2019, 11, 20)),), DATA, SEASON),
    "a trial episode moves nothing": (
        replace(MEASURE, earlier=(Window(date(2018, 2, 5), date(2018, 2, 9)),)),
        (),
        DATA,
        SEASON,
    ),
    "too little data before: all there is": (
        MEASURE,
        (),
        replace(DATA, first=date(2019, 1, 1)),
        from_all_data(date(2019, 1, 1)),
    ),
    "the season is missing one day": (
        MEASURE,
        (),
        replace(DATA, first=date(2018, 11, 13)),
        from_all_data(date(2018, 11, 13)),
    ),
    "the season just fits": (MEASURE, (), replace(DATA, first=date(2018, 11, 12)), SEASON),
    "after is as long as a season": (
        MEASURE,
        (),
        replace(DATA, until=START + timedelta(weeks=52)),
        Windows(Window(date(2018, 11, 12), START), Window(START, START + timedelta(weeks=52)), (), True),
    ),
    "after is longer than a season": (
        MEASURE,
        (),
        replace(DATA, until=START + timedelta(weeks=52, days=1)),
        from_all_data(DATA.first, START + timedelta(weeks=52, days=1)),
    ),
    "one day after": (MEASURE, (), replace(DATA, until=date(2019, 11, 12)), until(date(2019, 11, 12))),
    "nothing after": (MEASURE, (), replace(DATA, until=START), None),
    "nothing before": (MEASURE, (), replace(DATA, first=START), None),
    "only later data": (MEASURE, (), replace(DATA, first=date(2019, 12, 1)), None),
    "no data": (MEASURE, (), Window(START, START), None),
    "a break on the second day": (
        MEASURE,
        (replace(EMERGENCY, first=date(2019, 11, 12)),),
        DATA,
        until(date(2019, 11, 12)),
    ),
    "a break that began before the measure and goes on": (
        MEASURE,
        (replace(EMERGENCY, first=START),),
        DATA,
        replace(SEASON, left_out=(LeftOut(SEASON.after, "left_out.break"),)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_windows_of_a_measure(name: str) -> None:
    measure, happened, data, expected = CASES[name]
    found = windows(measure, happened, (OFFICE,), data)
    assert found == expected
    if found:
        assert found.before.until <= found.after.first
        assert (found.before.days == found.after.days) or not found.is_same_season


def test_equal_seasons_begin_on_the_same_weekday() -> None:
    found = windows(MEASURE, (), (OFFICE,), DATA)
    assert found
    assert found.before.first.isoweekday() == found.after.first.isoweekday() == 1
    assert found.before.days == found.after.days == 128


def test_an_event_for_all_offices_concerns_each() -> None:
    assert EMERGENCY.concerns(("D7",))
    assert not TRIGGER.concerns(("D7",))


def test_windows_are_half_open() -> None:
    window = Window(date(2020, 1, 1), date(2020, 1, 3))
    assert [date(2020, 1, day) in window for day in (1, 2, 3)] == [True, True, False]
    assert not window.overlaps(Window(date(2020, 1, 3), date(2020, 1, 4)))
    assert window.overlaps(Window(date(2019, 1, 1), date(2020, 1, 2)))
