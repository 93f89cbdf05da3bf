"""From rows of the export to episodes and measures: ends, changes of regime, trials, rounds."""

from datetime import date
from types import SimpleNamespace

from einlass.measures import Episode, OfficeHistory
from einlass.measures.history import Measure, episodes_of, last_stretch, measures_of

Row = SimpleNamespace


def row(
    start: str, regime: str, end: str = "", measure: str = "M1", office: str = "A", planned: str = ""
) -> Row:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return Row(
        measure_id=measure,
        office_id=office,
        valid_from=day(start),
        valid_until=day(end),
        planned_until=day(planned),
        extended_until=None,
        regime=regime,
    )


def told(*rows: Row) -> list[tuple[str, str, str, str]]:
    """Measure, regime, first and last day of each episode."""
    return [
        (one.measure_id, one.regime, str(one.starts), str(one.ended or ""))
        for one in sorted(episodes_of(list(rows)))
    ]


def measures(*rows: Row) -> dict[str, Measure]:
    offices = sorted({one.office_id for one in rows})
    return measures_of(
        OfficeHistory(office, tuple(sorted(episodes_of([one for one in rows if one.office_id == office]))))
        for office in offices
    )


def test_none_is_an_end() -> None:
    assert told(row("2018-03-05", "VOLL"), row("2019-06-03", "KEIN")) == [
        ("M1", "VOLL", "2018-03-05", "2019-06-02")
    ]


def test_none_by_itself_is_nothing() -> None:
    assert told(row("2018-01-01", "KEIN")) == []
    assert measures(row("2018-01-01", "KEIN", office="B"), row("2019-03-04", "VOLL")).keys() == {"M1"}


def test_none_under_another_identifier_ends_what_has_no_end() -> None:
    rows = row("2018-03-05", "VOLL"), row("2019-06-03", "KEIN", measure="M0")
    assert told(*rows) == [("M1", "VOLL", "2018-03-05", "2019-06-02")]
    earlier = row("2018-03-05", "VOLL"), row("2018-01-01", "KEIN", measure="M0")
    assert told(*earlier) == [("M1", "VOLL", "2018-03-05", "")]


def test_none_under_a_measure_that_has_episodes_ends_only_those() -> None:
    rows = (
        row("2018-03-05", "VOLL"),
        row("2018-05-07", "PRAES", measure="M2"),
        row("2019-06-03", "KEIN", measure="M2"),
    )
    assert told(*rows) == [("M1", "VOLL", "2018-03-05", ""), ("M2", "PRAES", "2018-05-07", "2019-06-02")]


def test_another_regime_ends_one_episode_and_begins_another() -> None:
    rows = row("2018-03-05", "VOLL"), row("2019-06-03", "STICH")
    assert told(*rows) == [
        ("M1", "VOLL", "2018-03-05", "2019-06-02"),
        ("M1", "STICH", "2019-06-03", ""),
    ]
    assert list(measures(*rows)) == ["M1.VOLL", "M1.STICH"]


def test_an_extension_in_a_row_of_its_own_is_one_episode() -> None:
    rows = (
        row("2018-03-05", "VOLL", "2018-12-31", planned="2018-12-31"),
        row("2019-01-01", "VOLL", planned="2019-03-31"),
    )
    [one] = episodes_of(list(rows))
    assert (one.starts, one.ended) == (date(2018, 3, 5), None)
    assert (one.planned_until, one.extended_until) == (date(2018, 12, 31), date(2019, 3, 31))


def test_two_regimes_at_two_offices_under_one_identifier_never_carry_one_name() -> None:
    found = measures(row("2019-03-04", "VOLL"), row("2019-03-04", "PRAES", office="B"))
    assert {key: (one.regime, one.offices) for key, one in found.items()} == {
        "M1.PRAES": ("PRAES", ("B",)),
        "M1.VOLL": ("VOLL", ("A",)),
    }


def test_a_trial_is_no_round() -> None:
    found = measures(row("2018-02-05", "VOLL", "2018-02-08"), row("2019-11-11", "VOLL"))
    assert list(found) == ["M1"]
    assert found["M1"].starts == date(2019, 11, 11)
    assert [one.starts for one in found["M1"].trials] == [date(2018, 2, 5)]


def test_a_short_measure_that_nothing_followed_is_one() -> None:
    assert measures(row("2018-02-05", "VOLL", "2018-02-08"))["M1"].ended == date(2018, 2, 8)


def test_two_long_rounds_are_two_measures() -> None:
    found = measures(row("2017-02-06", "VOLL", "2017-12-31"), row("2019-11-11", "VOLL"))
    assert {key: one.starts.year for key, one in found.items()} == {
        "M1.VOLL.2017-02-06": 2017,
        "M1.VOLL": 2019,
    }


def test_a_measure_is_its_episodes() -> None:
    found = measures(
        row("2019-11-11", "PRAES", planned="2020-03-31"), row("2019-11-18", "PRAES", office="B")
    )["M1"]
    assert (found.offices, found.starts, found.is_staggered) == (("A", "B"), date(2019, 11, 11), True)
    assert found.decided_on == date(2020, 3, 31)
    assert found.ended is None
    assert found.episode("B").starts == date(2019, 11, 18)


def test_the_last_stretch_of_an_office() -> None:
    full = Episode(date(2018, 3, 5), "A", "M1", "VOLL", date(2019, 6, 3))
    spot = Episode(date(2019, 6, 3), "A", "M1", "STICH")
    guards = Episode(date(2019, 1, 7), "A", "M2", "PRAES")
    long_ago = Episode(date(2016, 1, 4), "A", "M0", "VOLL", date(2016, 12, 5))
    assert last_stretch([long_ago, full, guards, spot]) == (full, guards, spot)
    assert last_stretch([long_ago]) == (long_ago,)
