"""The windows an episode makes: whole weeks, breaks and the weeks around triggers left out, other episodes named."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from einlass.measures import (
    Episode,
    Event,
    LeftOut,
    OfficeHistory,
    Window,
    Windows,
    hull,
    moved,
    windows,
)

OFFICE = "D1"
START = date(2019, 11, 11)  # a Monday
DATA = Window(date(2018, 1, 1), date(2020, 3, 16))
UNKNOWN = LeftOut(Window(date(2019, 9, 16), START), "left_out.unknown_trigger")
EPISODE = Episode(START, OFFICE, "M1", "VOLL", None, date(2019, 12, 31), date(2020, 3, 31))
USUAL = Windows(
    before=Window(date(2018, 1, 1), date(2019, 9, 16)),  # everything up to eight weeks before the start
    after=Window(START, date(2020, 3, 16)),
    left_out=(UNKNOWN,),
    triggers=(),
    starts=START,
    quiet_until=date(2019, 9, 16),
)
EMERGENCY = Event(date(2020, 2, 3), None, None, "BETRIEB", "NOT", "")
TRIGGER = date(2019, 10, 31)
TRIAL = Episode(date(2018, 2, 5), OFFICE, "M1", "VOLL", date(2018, 2, 9))
TRIAL_WEEK = Window(date(2018, 2, 5), date(2018, 2, 12))


def closure(first: date, days: int, state: str = "ZU") -> Event:
    return Event(first, first + timedelta(days=days), OFFICE, "BETRIEB", state, "")


def happened(
    *breaks: Event, triggers: tuple[date, ...] = (), episodes: tuple[Episode, ...] = ()
) -> OfficeHistory:
    return OfficeHistory(OFFICE, (*episodes, EPISODE), triggers, tuple(one for one in breaks if one.is_break))


def until(monday: date) -> Windows:
    """As usual, but the end of the data lies in a break; whole weeks end on the Monday on or before it."""
    gap = LeftOut(Window(monday, date(2020, 3, 16)), "left_out.break")
    return replace(USUAL, after=Window(START, monday), left_out=(UNKNOWN, gap))


def triggered(*days: date, quiet_until: date, gaps: tuple[LeftOut, ...] = ()) -> Windows:
    gap = LeftOut(Window(quiet_until, START), "left_out.trigger")
    before = Window(DATA.first, quiet_until)
    return replace(USUAL, before=before, left_out=(*gaps, gap), triggers=days, quiet_until=quiet_until)


def besides(*gaps: tuple[Window, str]) -> Windows:
    found = sorted([*USUAL.left_out, *(LeftOut(*gap) for gap in gaps)], key=lambda gap: gap.window)
    return replace(USUAL, left_out=tuple(found))


CASES: dict[str, tuple[Episode, OfficeHistory, Window, Windows | None]] = {
    "everything but eight weeks before the start": (EPISODE, happened(), DATA, USUAL),
    "planned ends do not count": (replace(EPISODE, planned_until=date(2019, 12, 1)), happened(), DATA, USUAL),
    "an end after the data": (
        replace(EPISODE, until=date(2020, 7, 1)),
        happened(),
        DATA,
        replace(USUAL, ended=date(2020, 7, 1)),
    ),
    "an emergency that goes on ends the time after": (
        EPISODE,
        happened(EMERGENCY),
        DATA,
        until(date(2020, 2, 3)),
    ),
    "one within a week takes its whole week": (
        EPISODE,
        happened(replace(EMERGENCY, first=date(2020, 2, 6))),
        DATA,
        until(date(2020, 2, 3)),
    ),
    "a closure that ended is left out, the time after it counts": (
        EPISODE,
        happened(closure(date(2020, 1, 6), 28)),
        DATA,
        besides((Window(date(2020, 1, 6), date(2020, 2, 3)), "left_out.break")),
    ),
    "holidays take no week": (EPISODE, happened(closure(date(2019, 12, 24), 9)), DATA, USUAL),
    "a short emergency does": (
        EPISODE,
        happened(closure(date(2020, 1, 7), 2, "NOT")),
        DATA,
        besides((Window(date(2020, 1, 6), date(2020, 1, 13)), "left_out.break")),
    ),
    "restricted operation takes nothing": (
        EPISODE,
        happened(closure(date(2020, 1, 6), 60, "EINGESCHR")),
        DATA,
        USUAL,
    ),
    "a break before is left out, once": (
        EPISODE,
        happened(closure(date(2019, 1, 7), 35), closure(date(2019, 1, 7), 35)),
        DATA,
        besides((Window(date(2019, 1, 7), date(2019, 2, 11)), "left_out.break")),
    ),
    "a break outside the data is forgotten": (EPISODE, happened(closure(date(2017, 1, 9), 35)), DATA, USUAL),
    "a known trigger: four weeks before its week": (
        EPISODE,
        happened(triggers=(TRIGGER,)),
        DATA,
        triggered(TRIGGER, quiet_until=date(2019, 9, 30)),
    ),
    "of two near triggers the first": (
        EPISODE,
        happened(triggers=(date(2019, 10, 7), TRIGGER)),
        DATA,
        triggered(date(2019, 10, 7), TRIGGER, quiet_until=date(2019, 9, 9)),
    ),
    "an older trigger leaves its own weeks out, not the year": (
        EPISODE,
        happened(triggers=(date(2019, 3, 6), TRIGGER)),
        DATA,
        triggered(
            date(2019, 3, 6),
            TRIGGER,
            quiet_until=date(2019, 9, 30),
            gaps=(LeftOut(Window(date(2019, 2, 4), date(2019, 5, 27)), "left_out.trigger"),),
        ),
    ),
    "a trigger long ago": (EPISODE, happened(triggers=(date(2018, 11, 1),)), DATA, USUAL),
    "a trigger after the start": (EPISODE, happened(triggers=(date(2019, 11, 20),)), DATA, USUAL),
    "the whole week of a trial": (
        EPISODE,
        happened(episodes=(TRIAL,)),
        DATA,
        replace(besides(), left_out=(LeftOut(TRIAL_WEEK, "left_out.episode", "M1"), UNKNOWN)),
    ),
    "a trial inside a break is named once": (
        EPISODE,
        happened(closure(date(2018, 1, 29), 28), episodes=(TRIAL,)),
        DATA,
        besides((Window(date(2018, 1, 29), date(2018, 2, 26)), "left_out.break")),
    ),
    "a start within a week counts from the next Monday": (
        replace(EPISODE, starts=date(2019, 11, 7)),
        OfficeHistory(OFFICE),
        DATA,
        replace(
            USUAL,
            before=Window(DATA.first, date(2019, 9, 9)),
            left_out=(LeftOut(Window(date(2019, 9, 9), START), "left_out.unknown_trigger"),),
            starts=date(2019, 11, 7),
            quiet_until=date(2019, 9, 9),
        ),
    ),
    "data that begin within a week count from the next Monday": (
        EPISODE,
        happened(),
        replace(DATA, first=date(2018, 1, 2)),
        replace(USUAL, before=Window(date(2018, 1, 8), date(2019, 9, 16))),
    ),
    "one week after": (
        EPISODE,
        happened(),
        replace(DATA, until=date(2019, 11, 18)),
        replace(USUAL, after=Window(START, date(2019, 11, 18))),
    ),
    "not one whole week after": (EPISODE, happened(), replace(DATA, until=date(2019, 11, 17)), None),
    "nothing after": (EPISODE, happened(), replace(DATA, until=START), None),
    "only the weeks around the trigger before": (
        EPISODE,
        happened(),
        replace(DATA, first=date(2019, 9, 16)),
        None,
    ),
    "only later data": (EPISODE, happened(), replace(DATA, first=date(2019, 12, 1)), None),
    "no data": (EPISODE, happened(), Window(START, START), None),
    "data that contradict each other": (EPISODE, happened(), Window(DATA.until, DATA.first), None),
    "a break that began with the measure and goes on": (
        EPISODE,
        happened(replace(EMERGENCY, first=START)),
        DATA,
        None,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_windows_of_an_episode(name: str) -> None:
    episode, around, data, expected = CASES[name]
    around = replace(around, episodes=tuple(one for one in around.episodes if one != EPISODE))
    found = windows((episode,), around, data)
    assert found == expected
    if found:
        assert found.before.until <= found.after.first
        assert {
            day.isoweekday() for one in (found.before, found.after) for day in (one.first, one.until)
        } == {1}


def test_survey_waves_need_no_whole_weeks() -> None:
    data = Window(date(2018, 1, 3), date(2020, 3, 12))
    found = windows((EPISODE,), OfficeHistory(OFFICE), data, in_weeks=False)
    assert found == replace(
        USUAL, before=Window(data.first, date(2019, 9, 16)), after=Window(START, data.until)
    )


def test_an_ended_measure_counts_until_its_end() -> None:
    found = windows((replace(EPISODE, until=date(2020, 2, 1)),), OfficeHistory(OFFICE), DATA)
    assert found is not None
    assert found.after == Window(START, date(2020, 1, 27))
    assert found.left_out[-1] == LeftOut(Window(date(2020, 2, 1), DATA.until), "left_out.ended")


def test_an_exceptional_time_before_the_start_ends_the_time_before() -> None:
    """What lies between a known exception and a start that followed it is too near the start to count."""
    covid = Event(date(2020, 3, 16), date(2021, 9, 1), None, "KNOWN", None, "covid")
    later = replace(EPISODE, starts=date(2021, 9, 6))
    found = windows((later,), OfficeHistory(OFFICE, breaks=(covid,)), Window(DATA.first, date(2022, 6, 27)))
    assert found is not None
    assert (found.before.until, found.after) == (
        date(2020, 3, 16),
        Window(date(2021, 9, 6), date(2022, 6, 27)),
    )


def test_time_under_another_measure_is_not_the_time_before() -> None:
    other = Episode(date(2019, 3, 4), OFFICE, "M0", "PRAES", date(2019, 7, 1))
    found = windows((EPISODE,), OfficeHistory(OFFICE, (other,)), DATA)
    assert found is not None
    assert found.overlaps == ()
    gaps = {gap.window: gap.reason for gap in found.left_out}
    assert gaps[Window(date(2019, 3, 4), date(2019, 7, 1))] == "left_out.episode"
    assert (
        gaps[Window(date(2019, 1, 7), date(2019, 3, 4))] == "left_out.unknown_trigger"
    )  # before its start, too


def test_another_measure_that_goes_on_overlaps() -> None:
    other = Episode(date(2019, 3, 4), OFFICE, "M0", "PRAES")
    found = windows((EPISODE,), OfficeHistory(OFFICE, (other,)), DATA)
    assert found is not None
    assert found.overlaps == (other,)


def test_where_all_time_before_is_under_another_measure_it_has_to_serve() -> None:
    other = Episode(date(2017, 1, 2), OFFICE, "M0", "PRAES")
    found = windows((EPISODE,), OfficeHistory(OFFICE, (other,)), DATA)
    assert found is not None
    assert found.overlaps == (other,)
    assert [gap.reason for gap in found.left_out] == ["left_out.unknown_trigger"]


def test_windows_that_the_reader_moved_against_the_measure_are_told() -> None:
    early = moved(USUAL, None, Window(date(2019, 10, 7), DATA.until))
    late = moved(USUAL, Window(DATA.first, date(2019, 10, 28)), None)
    fine = moved(USUAL, Window(date(2018, 6, 4), date(2019, 6, 3)), Window(date(2019, 12, 2), DATA.until))
    assert [one.contradicts for one in (USUAL, early, late, fine)] == [False, True, True, False]


def test_the_hull_of_several_offices() -> None:
    later = replace(
        USUAL, before=Window(DATA.first, date(2019, 12, 2)), after=Window(date(2020, 1, 6), DATA.until)
    )
    whole = hull([USUAL, later])
    assert whole.before == Window(DATA.first, date(2019, 12, 2))
    assert whole.after == USUAL.after
    assert hull([USUAL, USUAL]) == USUAL


def test_an_event_for_all_offices_concerns_each() -> None:
    assert EMERGENCY.concerns(("D7",))
    assert not closure(START, 30).concerns(("D7",))


def test_windows_are_half_open() -> None:
    window = Window(date(2020, 1, 1), date(2020, 1, 3))
    assert [date(2020, 1, day) in window for day in (1, 2, 3)] == [True, True, False]
    assert not window.overlaps(Window(date(2020, 1, 3), date(2020, 1, 4)))
    assert window.overlaps(Window(date(2019, 1, 1), date(2020, 1, 2)))
