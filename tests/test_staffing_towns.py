"""Guards in small made-up towns whose figures are known by hand: measures at once, ends apart, gaps, odd days.

A shift costs 200 euros (10 hours at 20) unless a town says otherwise; a roster covers from its first to its last shift.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Row, good, serve
from streamlit.testing.v1 import AppTest
from test_new_indicator import said
from test_staffing_page import N, W, shown, town

from einlass import config
from einlass.charts.staffing import _legend as legend
from einlass.findings import closed_days, since_any_start, since_start
from einlass.topics import outlook, plans, staffing
from einlass.ui.plan import read
from einlass.ui.staffing.cost import _line, machine_csv
from einlass.ui.staffing.open_hours import MOST_MAPS
from einlass.ui.staffing.open_hours import _machine as machine
from einlass.warehouse import DataVersion, current_version

STAND = date(2019, 3, 17)  # a Sunday; the measures begin on Monday the 4th
TWO_WEEKS = ("04.03.2019", "17.03.2019")
D2 = {"dienststelle_id": "D2"}


def shifts(days: Sequence[str], office: str = "D1", **changes: str) -> list[Row]:
    told = {"std_soll": "10,00", "std_ist": "10,00", "satz_eur_netto": "20,00", "dienststelle_id": office}
    return [
        good("shifts", **(told | {"schicht_id": f"{office}-{day}", "datum": day} | changes)) for day in days
    ]


def german(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def every_day(first: date, last: date, *weekdays: int) -> list[str]:
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    return [german(day) for day in days if day.isoweekday() in weekdays]


def offices(*more: str) -> list[Row]:
    return [good("offices"), *(good("offices", dienststelle_id=one, name=one, kurz=one) for one in more)]


def measure(**changes: str) -> Row:
    return good("measures", geplant_bis="31.03.2019", **changes)


def version_of(data: Path, patch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(data, patch))


def overview() -> str:
    app = AppTest.from_file(str(config.PAGES / "overview.py"), default_timeout=60)
    app.run()
    assert not app.exception
    return said(app)


def table(page: str, row: str) -> str:
    """The rest of the page from a row of the table of relations on."""
    part = page[page.index(W("staffing.relations")) :]
    return part[part.index(row) :]


@pytest.fixture
def at_once(tmp_path: Path) -> Path:
    """Two measures at one office at the same time, a roster of two weeks."""
    both = [measure(), measure(massnahme_id="M2", regime="PRAES")]
    return town(tmp_path, offices=offices(), measures=both, shifts=shifts(TWO_WEEKS))


def test_a_shift_under_two_measures_counts_once_in_every_sum(
    at_once: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = version_of(at_once, monkeypatch)
    assert [one.cost.numerator for one in staffing.spent(version)] == [400, 400]
    whole = staffing.together(version)
    assert (whole.cost, whole.hours, whole.planned_hours, whole.per_week) == pytest.approx((400, 20, 20, 200))
    assert (whole.twice, whole.trials) == (400, 0)
    assert outlook.all_until_decision(version) == pytest.approx(800)
    page = shown()
    assert f"kostete bisher 400{N}€" in page and f"rund 800{N}€" in page
    assert W("staffing.together.twice", euros=f"400{N}€") in page
    together = table(page, W("staffing.together"))
    assert together.index(f"400{N}€") < together.index(f"200{N}€") < together.index(f"800{N}€")
    # 105 days from the 18th of March to the 30th of June; the chart's heading is drawn from this.
    ahead = outlook.projected(version, staffing.all_episodes(version), date(2019, 6, 30))
    assert (ahead.mean, ahead.low, ahead.high) == pytest.approx((400 + 200 * 15,) * 3)


def test_an_office_whose_episode_ended_costs_no_more_on_either_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [measure(), measure(dienststelle_id="D2", gueltig_bis="17.03.2019")]
    cheap = shifts(TWO_WEEKS, "D2", satz_eur_netto="10,00")
    data = town(tmp_path, offices=offices("D2"), measures=rows, shifts=[*shifts(TWO_WEEKS), *cheap])
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    assert one.measure.ended is None and one.cost.numerator == 600
    # 200 a week at D1 for two more weeks; the 200 of D2 stay.
    assert outlook.until_decision(version, one.measure) == pytest.approx(1000)
    assert outlook.projected(version, one.measure.episodes, date(2019, 6, 30)).mean == pytest.approx(3600)
    assert staffing.together(version).per_week == pytest.approx(200)
    assert plans.usual(version, one.measure, STAND, STAND).offices == ("D1", "D2")
    assert f"rund 1{N}000{N}€" in shown()
    assert f"600{N}€ → 1{N}000{N}€" in overview()


def test_an_office_that_will_end_before_the_decision_costs_until_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [measure(), measure(dienststelle_id="D2", gueltig_bis="24.03.2019")]
    data = town(
        tmp_path,
        offices=offices("D2"),
        measures=rows,
        shifts=[*shifts(TWO_WEEKS), *shifts(TWO_WEEKS, "D2")],
    )
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    assert outlook.until_decision(version, one.measure) == pytest.approx(800 + 400 + 200)


def test_a_range_is_that_of_the_rates_paid_at_each_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dear = shifts(["17.03.2019"], satz_eur_netto="30,00")
    data = town(tmp_path, offices=offices(), measures=[measure()], shifts=[*shifts(["04.03.2019"]), *dear])
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    ahead = outlook.projected(version, one.measure.episodes, date(2019, 3, 31))
    assert (ahead.mean, ahead.low, ahead.high) == pytest.approx((1000, 500 + 400, 500 + 600))


def test_the_week_of_all_holds_what_ends_later_and_not_what_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        measure(gueltig_bis="30.06.2019"),
        measure(massnahme_id="M2", dienststelle_id="D2"),
        measure(massnahme_id="M3", dienststelle_id="D3", gueltig_bis="17.03.2019"),
    ]
    own = [row for office in ("D1", "D2", "D3") for row in shifts(TWO_WEEKS, office)]
    version = version_of(town(tmp_path, offices=offices("D2", "D3"), measures=rows, shifts=own), monkeypatch)
    assert staffing.together(version).per_week == pytest.approx(400)
    # What ended counts with what it cost, and does not hide what the others will.
    assert outlook.all_until_decision(version) == pytest.approx(400 + 800 + 800)
    assert W("staffing.together.week", day="17.03.2019") in shown()


def test_the_sum_is_the_heading_with_trials_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = measure(gueltig_von="01.10.2018", gueltig_bis="05.10.2018")
    data = town(
        tmp_path,
        offices=offices(),
        measures=[trial, measure()],
        shifts=shifts(("01.10.2018", *TWO_WEEKS)),
    )
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    heading = since_any_start(version, staffing.COST)
    assert heading is not None and heading.numerator == staffing.together(version).cost == 600
    assert (one.cost.numerator, staffing.together(version).trials) == (400, 200)
    page = shown()
    assert W("staffing.together.trials", euros=f"200{N}€") in page
    assert f"600{N}€" in table(page, W("staffing.together"))
    assert "3 Schichten" in page
    assert outlook.all_until_decision(version) == pytest.approx(1000)


def test_cost_is_divided_by_visits_of_offices_in_the_roster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ["04.03.2019", "05.03.2019", "06.03.2019"]
    visits = [
        good("visits", datum=day, dienststelle_id=office, besucher="100")
        for day in days
        for office in ("D1", "D2")
    ]
    visits[2]["besucher"] = ""  # D1 was open on the 5th, and nobody counted
    data = town(
        tmp_path,
        offices=offices("D2"),
        measures=[measure(), measure(dienststelle_id="D2")],
        visits=visits,
        shifts=shifts(days),
    )
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    every = since_start(version, "visits_per_open_day", one.measure)
    assert every is not None and every.numerator == 500  # of both offices, as on every other page
    assert one.visits == staffing.Shared(400, 200, 200, 2, ("D1",))
    page = shown()
    assert f"2{N}000{N}€" in table(page, "Maßnahme")
    assert W("staffing.counts.without", offices="D2") in page


def test_a_month_between_two_rosters_is_not_without_guards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = ("06.05.2019", "13.05.2019", "19.05.2019")
    data = town(
        tmp_path,
        offices=offices("D2"),
        measures=[measure(), measure(dienststelle_id="D2")],
        shifts=shifts(("04.03.2019", "11.03.2019", "17.03.2019")),
        later_shifts=shifts(later),
    )
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    told = {
        (each.office_id, each.weekday): (each.without, each.open_days)
        for each in staffing.cover(version, one.measure)
    }
    assert told["D1", 1] == (0, 4)
    assert told["D1", 2] == (4, 4)
    assert {told["D2", weekday] for weekday in range(1, 6)} == {(0, 0)}
    page = shown()
    assert "4 von 4" in page and "11 von 11" not in page
    # 18 March to 3 May without Good Friday, Easter Monday and 1 May; D2 has no roster on any of 55 - 3 days.
    assert staffing.without_roster(version) == {"D1": 32, "D2": 52}
    assert "Für 84 Öffnungstage" in page
    assert page.count(W("staffing.cover.no_roster")) >= 5


def test_hours_are_mapped_where_the_offices_tell_them_and_days_counted_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [good("offices", oeffnung="Mo 8-12,14:30-16; Di 22-24"), *offices("D2")[1:]]
    night = {"beginn": "22:30", "ende": "00:30"}
    rows = [
        *shifts(["04.03.2019"], beginn="07:00", ende="09:15"),
        *shifts(["04.03.2019"], schicht_id="second", beginn="09:00", ende="10:00", std_ist="4,00"),
        *shifts(["11.03.2019"], beginn="08:00", ende="12:00", std_ist="0,00"),
        *shifts(["05.03.2019"], **night),
        *shifts(["12.03.2019"], "D2"),
    ]
    both = [measure(), measure(dienststelle_id="D2")]
    data = town(tmp_path, offices=own, measures=both, shifts=rows)
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    found = {
        (each.weekday, each.hour): (each.days, each.open, each.without)
        for each in staffing.hour_cover(version, one.measure.episodes)
    }
    assert found == {  # 4, 5, 11 and 12 March
        (1, 8): (2, 2, 1),
        (1, 9): (2, 2, 1),
        (1, 10): (2, 2, 2),
        (1, 11): (2, 2, 2),
        (1, 14): (2, 1, 1),
        (1, 15): (2, 2, 2),
        (2, 22): (2, 2, 1.5),
        (2, 23): (2, 2, 1),
    }
    page = shown()
    assert W("staffing.open_hours.title", without="11,50", open="15") in page
    assert W("staffing.open_hours.lacks", offices="D2") in page
    assert W("staffing.open_hours.lacking", hours="6") in page
    assert W("staffing.cover.title") in page and W("staffing.cover.hours") in page
    assert "D2, " in page and W("staffing.cover.row", office="Eins", measure="Einlasskontrollen") not in page
    told = rows_of(machine(version, [one], W))
    assert sum(float(row["hours_without_guard"]) for row in told) == 11.5


def test_a_name_of_400_signs_leaves_the_legend_readable_and_hours_between_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "Bürger- und Serviceangelegenheiten " * 11
    own = [
        good("offices", name=long, kurz=long, oeffnung="Mo 8-12,14-16"),
        good("offices", dienststelle_id="D2", kurz=long + "zwei", oeffnung="Mo 8-12"),
    ]
    both = [measure(), measure(massnahme_id="M2", dienststelle_id="D2")]
    data = town(tmp_path, offices=own, measures=both, shifts=[*shifts(TWO_WEEKS), *shifts(TWO_WEEKS, "D2")])
    version = version_of(data, monkeypatch)
    (first, _) = staffing.spent(version)
    line = _line(version, first, date(2019, 6, 30), W)
    assert len(line.name) < 110 and line.name.endswith(f"…, bisher 400{N}€")
    assert all(len(row) <= 40 for row in legend(line))
    page = shown()
    hours = re.search(r"\|8\|9\|10\|11\|12\|13\|14\|15\|", re.sub(r"\|+", "|", page))
    assert hours, "the axis leaps over the hours at noon"


def test_measures_without_room_for_a_map_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"D{number}" for number in range(1, MOST_MAPS + 3)]
    own = [good("offices", dienststelle_id=one, name=one, kurz=one, oeffnung="Mo 8-12") for one in names]
    each = [measure(massnahme_id=f"M{one}", dienststelle_id=one) for one in names]
    rosters = [row for one in names for row in shifts(TWO_WEEKS, one)]
    version_of(town(tmp_path, offices=own, measures=each, shifts=rosters), monkeypatch)
    assert W.plural("staffing.open_hours.more", 2) in shown()


def test_a_weekday_of_which_no_roster_tells_is_not_shown_as_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [good("offices", oeffnung="Mo,Di 8-12")]
    data = town(tmp_path, offices=own, measures=[measure()], shifts=shifts(["04.03.2019"]))
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    days = {each.weekday: each.days for each in staffing.hour_cover(version, one.measure.episodes)}
    assert days == {1: 1, 2: 0}
    page = shown()
    assert page.count(W("staffing.cover.no_roster")) == 4
    assert page.count(W("staffing.open_hours.closed")) >= 12


def test_weekdays_are_open_days_with_hours_as_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {}
    for name, text in {"plain": "Di-Do", "hours": "Di 8-12; Mi,Do 8-12,14-18"}.items():
        data = town(tmp_path / name, offices=[good("offices", oeffnung=text)], shifts=shifts(TWO_WEEKS))
        told[name] = closed_days(version_of(data, monkeypatch))["D1"]
    assert told["plain"] == told["hours"]
    assert date(2019, 3, 4) in told["hours"] and date(2019, 3, 5) not in told["hours"]


def test_an_exceptional_day_is_not_usual_and_weekdays_are_those_of_each_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = date(2019, 3, 4), date(2019, 4, 7)
    own = [*shifts(every_day(first, last, 1, 4)), *shifts(["30.03.2019"])]
    other = shifts(every_day(first, last, 2), "D2")
    data = town(
        tmp_path,
        offices=offices("D2"),
        measures=[measure(), measure(dienststelle_id="D2")],
        shifts=[*own, *other],
    )
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    week = plans.usual(version, one.measure, date(2019, 7, 1), date(2019, 7, 7))
    assert week.weekdays == (1, 2, 4)
    assert dict(week.usual_on) == {"D1": (1, 4), "D2": (2,)}
    assert plans.outcome(week, frozenset(), None).days == 3
    assert W("staffing.result.differing") in shown()


def test_spot_checks_on_changing_weekdays_have_their_usual_number_of_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ["04.03.2019", "12.03.2019", "20.03.2019", "28.03.2019", "01.04.2019"]
    days += ["09.04.2019", "17.04.2019", "25.04.2019"]
    version = version_of(
        town(tmp_path, offices=offices(), measures=[measure(regime="STICH")], shifts=shifts(days)),
        monkeypatch,
    )
    (one,) = staffing.spent(version)
    plan = plans.usual(version, one.measure, date(2019, 7, 1), date(2019, 7, 28))
    assert plan.weekdays == (1, 2, 3, 4)
    assert plan.days_a_week == pytest.approx(8 / (53 / 7))  # eight days in 53
    told = plans.outcome(plan, frozenset({date(2019, 7, 3)}), None)
    assert told.planned_hours == pytest.approx(4 * plan.days_a_week * plan.hours * plan.posts)
    assert told.holidays == 0
    alone = plans.outcome(replace(plan, weekdays=(2,)), frozenset(), None)
    assert alone.planned_hours == pytest.approx(4 * plan.hours * plan.posts)
    assert "an wechselnden Tagen, im Mittel an 1,1 Tagen je Woche" in shown()


def test_a_month_cut_by_the_start_or_the_end_is_no_weakest_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = {"03": "0,00", "04": "9,00", "05": "10,00", "06": "8,00", "07": "1,00"}
    own = [
        row
        for day in every_day(date(2019, 3, 18), date(2019, 7, 12), 1, 5)
        for row in shifts([day], std_ist=done[day[3:5]])
    ]
    data = town(tmp_path, offices=offices(), measures=[measure(gueltig_von="18.03.2019")], shifts=own)
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    # June ends with a weekend: its last open day is the 28th.
    assert staffing.filled(version, one.measure) == staffing.Filled(pytest.approx(0.8), pytest.approx(1.0), 3)


def test_without_two_whole_months_there_is_no_weakest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [*shifts(["04.03.2019"], std_ist="5,00"), *shifts(["17.03.2019"])]
    version = version_of(town(tmp_path, offices=offices(), measures=[measure()], shifts=own), monkeypatch)
    (one,) = staffing.spent(version)
    assert staffing.filled(version, one.measure) == staffing.Filled(0.75, 0.75, 0)
    assert W("staffing.result.range.whole", share=f"75{N}%") in shown()


def rows_of(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_file_for_programs_adds_up_to_the_page(at_once: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        before = shifts(["04.02.2019", "11.02.2019"])  # before the measure began
        rows = [measure(), measure(massnahme_id="M2", gueltig_von="11.03.2019", regime="PRAES")]
        data = town(folder, offices=offices(), measures=rows, shifts=[*before, *shifts(TWO_WEEKS)])
        version = version_of(data, patch)
        told = rows_of(machine_csv(version, staffing.COST, W))
        assert sum(float(row["cost_eur"]) for row in told) == staffing.together(version).cost == 400
        sums: dict[str, float] = defaultdict(float)
        for row in told:
            for name in row["measures"].split("|"):
                sums[name] += float(row["cost_eur"])
        assert (
            sorted(sums.values())
            == sorted(one.cost.numerator for one in staffing.spent(version))
            == [200, 400]
        )
        hours = rows_of(machine_csv(version, staffing.HOURS, W))
        pictured = {
            week.start.isoformat(): week.planned
            for week in staffing.weeks(version, staffing.spent(version)[0].measure)
        }
        assert {row["period_start"]: float(row["planned_hours"]) for row in hours} == pictured


def test_the_file_for_programs_tells_the_days_of_the_measure_not_whole_weeks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ["04.03.2019", "06.03.2019", "12.03.2019", "14.03.2019", "19.03.2019"]
    rows = [
        measure(gueltig_von="06.03.2019", gueltig_bis="13.03.2019"),
        measure(massnahme_id="M2", gueltig_von="11.03.2019", regime="PRAES"),
    ]
    version = version_of(town(tmp_path, offices=offices(), measures=rows, shifts=shifts(days)), monkeypatch)
    told = rows_of(machine_csv(version, staffing.COST, W))
    spans = {
        (row["period_start"], row["period_end"]): (len(row["measures"].split("|")), float(row["cost_eur"]))
        for row in told
    }
    assert spans == {
        ("2019-03-06", "2019-03-10"): (1, 200),
        ("2019-03-11", "2019-03-13"): (2, 200),
        ("2019-03-14", "2019-03-17"): (1, 200),
        ("2019-03-18", "2019-03-19"): (1, 200),  # the roster ends on the 19th
    }


def test_an_office_without_a_log_of_its_checks_costs_nothing_per_person_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [measure(), measure(dienststelle_id="D2")]
    days = ["04.03.2019", "05.03.2019"]
    logs = [good("checks", kontroll_id=f"K{day}", datum=day, dienststelle_id="D1") for day in days]
    logs += [good("checks", kontroll_id="K3", datum="01.03.2019", dienststelle_id="D3", regime="STICH")]
    own = [*shifts(days), *shifts(days, "D2")]
    data = town(tmp_path, offices=offices("D2", "D3"), measures=both, checks=logs, shifts=own)
    version = version_of(data, monkeypatch)
    (one,) = staffing.spent(version)
    assert one.finds is not None
    assert (one.finds.cost, one.finds.offices) == (400, ("D1",))
    assert W("staffing.counts.without", offices="D2") in shown()


def test_a_reason_that_no_text_knows_stands_as_the_roster_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [
        *shifts(["04.03.2019"], std_ist="0,00", ausfallgrund="STREIK <b>"),
        *shifts(["05.03.2019"], std_ist="0,00", ausfallgrund="krank"),
        *shifts(["17.03.2019"], std_ist="5,00"),
    ]
    serve(town(tmp_path, offices=offices(), measures=[measure()], shifts=own), monkeypatch)
    page = shown()
    assert "laut Dienstplan" in page and "STREIK" in page
    assert W("staffing.reason.KRANK") in page and "staffing.reason" not in page
    assert W("staffing.post.title") in page and "3 von 3" in page


def test_no_plan_goes_beyond_the_calendar_of_holidays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read("extend,2039-12-01..2039-12-31,1,5.5,2,15-19") is not None
    assert read("extend,2039-12-01..2040-01-01,1,5.5,2,15-19") is None
    rows = [good("measures", geplant_bis="31.12.2039")]
    serve(town(tmp_path, offices=offices(), measures=rows, shifts=shifts(TWO_WEEKS)), monkeypatch)
    for plan in ({}, {"plan": "extend,2039-11-01..2039-11-30,1,5.5,2,15.00-19.00"}):
        app = AppTest.from_file(str(config.PAGES / "staffing.py"), default_timeout=60)
        for name, text in plan.items():
            app.query_params[name] = text
        assert not app.run().exception
        assert not app.date_input  # they wait for their fold
        app.query_params["opened"] = "period"
        assert not app.run().exception
        assert len(app.date_input) == 2
        for field in app.date_input:
            assert field.min >= config.CALENDAR_FROM and field.max < config.CALENDAR_UNTIL
        assert (W("staffing.days.calendar", day="31.12.2039") in said(app)) == bool(plan)


@pytest.mark.parametrize(
    ("decided", "ended", "euros"),
    [
        ("29.03.2019", "", 400 + 200 * 12 / 7),
        ("18.03.2019", "", 400 + 200 / 7),
        ("17.03.2019", "", None),  # is over: what it cost is known
        ("", "", None),
        ("29.03.2019", "24.03.2019", 400 + 200),
        ("29.03.2019", "17.03.2019", 400),
        ("29.03.2019", "30.04.2019", 400 + 200 * 12 / 7),
    ],
)
def test_the_cost_on_the_day_of_decision_goes_on_as_so_far(
    decided: str, ended: str, euros: float | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [good("measures", geplant_bis=decided, gueltig_bis=ended)]
    version = version_of(
        town(tmp_path, offices=offices(), measures=rows, shifts=shifts(TWO_WEEKS)), monkeypatch
    )
    (one,) = staffing.spent(version)
    later = outlook.until_decision(version, one.measure)
    assert later == (None if euros is None else pytest.approx(euros))


def test_a_roster_without_a_shift_under_a_measure_tells_no_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [measure(gueltig_bis="10.03.2019")]
    own = shifts(("01.03.2019", "15.03.2019"))
    serve(town(tmp_path, offices=offices(), measures=rows, shifts=own), monkeypatch)
    page = shown()
    assert W("staffing.title.none") in page and W("staffing.empty.roster") in page and "€" not in page
