"""Staffing and cost: every figure of the page from the export files alone, the what-if, and towns without a roster.

The half that counts the exports shares no code with the product.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Row, csv_text, good, import_all, serve
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from test_new_indicator import said

from einlass import config
from einlass.topics import outlook, staffing
from einlass.ui.plan import Setting, read, write
from einlass.ui.staffing.cost import _row as relations
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

EXPORTS = Path(__file__).resolve().parents[1] / "sample_data" / "exports"
N = "\u202f"  # groups digits in German, stands before a unit
W = words_for("de")
PANDEMIC = date(2020, 3, 16)  # what days of checks tell ends there
LAST = date(2020, 3, 17)  # of the roster
HOLIDAYS = {date(2020, 4, 10), date(2020, 4, 13), date(2020, 5, 1), date(2020, 5, 21)} | {
    date(2020, 6, 1),
    date(2020, 6, 11),
}


def shown(**params: str) -> str:
    """What the page says with its table open; AppTest sends but one end of a slider with two on a second run."""
    app = AppTest.from_file(str(config.PAGES / "staffing.py"), default_timeout=60)
    for name, text in ({"opened": "table"} | params).items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return said(app)


MEASURES = {  # offices and first day
    "BSP-M1": (("BSP-AUSL",), date(2019, 11, 11)),
    "BSP-M2": (("BSP-SOZ1", "BSP-SOZ2", "BSP-SOZ3"), date(2019, 11, 18)),
    "BSP-M3": (("BSP-BUERG",), date(2020, 1, 13)),
}


# --- The exports, counted by hand -----------------------------------------------------------------------


def roster() -> list[Row]:
    text = (EXPORTS / "dienstplan.csv").read_bytes().decode("cp1252")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    start = next(number for number, line in enumerate(lines) if line[0] == "schicht_id")
    return [
        dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :] if line[0].startswith("BSP")
    ]


def amount(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", ".") or "0")


def day_of(row: Row) -> date:
    return datetime.strptime(row["datum"], "%d.%m.%Y").date()


def shifts_of(measure: str) -> list[Row]:
    offices, first = MEASURES[measure]
    return [row for row in roster() if row["dienststelle_id"] in offices and day_of(row) >= first]


def cost_of(rows: list[Row]) -> Decimal:
    return sum((amount(row["std_ist"]) * amount(row["satz_eur_netto"]) for row in rows), Decimal())


def hours_of(rows: list[Row], column: str) -> Decimal:
    return sum((amount(row[column]) for row in rows), Decimal())


def euros(value: Decimal) -> str:
    return f"{value:,.0f}".replace(",", N) + f"{N}€"


def hours(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    text = f"{value:,.0f}" if whole else f"{value:,.2f}"
    return text.replace(",", N).replace(".", ",")


@pytest.fixture(scope="module")
def page(sample_folder: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield shown()


def test_the_heading_is_what_was_spent_and_done(page: str) -> None:
    every = [row for measure in MEASURES for row in shifts_of(measure)]
    share = 100 * hours_of(every, "std_ist") / hours_of(every, "std_soll")
    assert euros(cost_of(every)) == f"27{N}918{N}€"
    assert f"kostete bisher {euros(cost_of(every))}; {share:.0f}{N}% der geplanten Stunden" in page
    assert len(every) == 288


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_with_its_hours_its_cost_and_its_week(page: str, measure: str) -> None:
    rows = shifts_of(measure)
    done, planned = hours_of(rows, "std_ist"), hours_of(rows, "std_soll")
    assert f"{hours(done)} von {hours(planned)}" in page
    weeks = Decimal((LAST - MEASURES[measure][1]).days + 1) / 7
    part = page[page.index("Kosten im Verhältnis") :]
    for told in (euros(cost_of(rows)), euros(cost_of(rows) / weeks)):
        assert told in part, told


def counted(pattern: str, columns: tuple[str, ...], measure: str) -> dict[tuple[str, date], list[list[str]]]:
    """The cells of some columns by office and day since the start, rows that no export may hold left out."""
    offices, first = MEASURES[measure]
    seen: dict[str, Row] = {}
    for path in sorted(EXPORTS.glob(pattern)):
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252")
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=text.count)))
        start = next(place for place, line in enumerate(lines) if len(line) > 3)
        for line in lines[start + 1 :]:
            if len(line) == len(lines[start]) and line[0] != "Summe":
                row = dict(zip(lines[start], line, strict=True))
                seen[row.get("kontroll_id") or row["datum"] + row["dienststelle_id"]] = row
    found: dict[tuple[str, date], list[list[str]]] = defaultdict(list)
    for row in seen.values():
        cells = [row[column] for column in columns]
        numbers = [int(amount(one)) for one in cells]
        if row["dienststelle_id"] in offices and day_of(row) >= first and numbers == sorted(numbers)[::-1]:
            found[row["dienststelle_id"], day_of(row)].append(cells)
    return found


def costs_on(measure: str, is_told: Callable[[tuple[str, date]], bool]) -> Decimal:
    return cost_of([row for row in shifts_of(measure) if is_told((row["dienststelle_id"], day_of(row)))])


def test_cost_to_the_day_of_decision_if_each_week_costs_what_it_did(page: str) -> None:
    left = (date(2020, 3, 31) - LAST).days
    whole = Decimal()
    for measure, (_, first) in MEASURES.items():
        cost = cost_of(shifts_of(measure))
        whole += cost + cost * left / ((LAST - first).days + 1)
    assert f"bis 31.03.2020 rund {euros(round(whole, -2))}" in page


@pytest.mark.parametrize("measure", MEASURES)
def test_cost_in_relation_to_visits_checks_and_finds(page: str, measure: str) -> None:
    part = page[page.index("Kosten im Verhältnis") :]
    visits = {key: rows[0][0] for key, rows in counted("besuche_2*.csv", ("besucher",), measure).items()}
    known = {key: int(amount(text)) for key, text in visits.items() if text}
    assert len(known) > 0
    cost = costs_on(measure, lambda key: key in known)
    assert euros(1000 * cost / sum(known.values())) in part
    assert f"{euros(cost)} bei {sum(known.values()):,} Besuchen".replace(",", N) in part
    every = counted("kontrollen_2*.csv", ("personen_kontrolliert", "personen_mit_fund"), measure)
    checks = {key: rows for key, rows in every.items() if key[1] < PANDEMIC}
    if measure == "BSP-M2":
        assert not checks
        return
    lacking = {key for key, rows in checks.items() if any(one and not other for one, other in rows)}
    told = [row for key, rows in checks.items() if key not in lacking for row in rows]
    checked, finds = (sum(int(amount(row[place])) for row in told) for place in (0, 1))
    cost = costs_on(measure, lambda key: key not in lacking and key[1] < PANDEMIC)
    assert f"{euros(cost)} bei {checked:,} Kontrollierten, davon {finds} mit Fund".replace(",", N, 1) in part
    assert euros(1000 * cost / checked) in part
    assert euros(cost / finds) in part


def test_what_fell_out_and_why(page: str) -> None:
    every = [row for measure in MEASURES for row in shifts_of(measure)]
    short = [row for row in every if amount(row["std_ist"]) < amount(row["std_soll"])]
    assert f"{len(short)} von {len(every)} Schichten fielen kürzer aus oder ganz weg" in page
    assert len(short) == 16
    gaps = {
        (day_of(row).isocalendar()[:2], row["dienststelle_id"], row["posten"], row["ausfallgrund"])
        for row in short
    }
    table = page[page.index(W("staffing.gap.caption")) :]
    assert table.count(" von ") >= len(gaps)


def opening() -> dict[str, dict[int, list[tuple[int, int]]]]:
    """Minutes of opening by office and ISO weekday, as the list of offices tells them."""
    names = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
    found: dict[str, dict[int, list[tuple[int, int]]]] = {}
    text = (EXPORTS / "dienststellen.csv").read_text("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text), delimiter=";"):
        if " " not in row["oeffnung"]:
            continue
        own = found.setdefault(row["dienststelle_id"], defaultdict(list))
        for group in row["oeffnung"].split("; "):
            days, hours_told = group.split(" ")
            ends = [
                60 * int(end.split(":")[0]) + int((end + ":0").split(":")[1]) for end in hours_told.split("-")
            ]
            for part in days.split(","):
                first, last = (names.index(name) + 1 for name in (part.split("-") * 2)[:2])
                for day in range(first, last + 1):
                    own[day].append((ends[0], ends[1]))
    return found


def free() -> set[date]:
    """Public holidays and the days between the years since the measures began."""
    return {date(2019, 12, 24) + timedelta(days=place) for place in range(9)}


def minute(text: str) -> int:
    return 60 * int(text[:2]) + int(text[3:])


def uncovered(measure: str) -> dict[tuple[int, int], list[Decimal]]:
    """Hours of opening, and those without a guard, by ISO weekday and hour: minute for minute from the exports."""
    offices, first = MEASURES[measure]
    there = defaultdict(set)
    for row in shifts_of(measure):
        if amount(row["std_ist"]):
            there[row["dienststelle_id"], day_of(row)] |= set(
                range(minute(row["beginn"]), minute(row["ende"]))
            )
    sums: dict[tuple[int, int], list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal()])
    days = [first + timedelta(days=place) for place in range((LAST - first).days + 1)]
    for office in offices:
        for day in (one for one in days if one not in free()):
            for start, end in opening()[office].get(day.isoweekday(), []):
                for each in range(start, end):
                    own = sums[day.isoweekday(), each // 60]
                    own[0] += Decimal(1) / 60
                    own[1] += Decimal(each not in there[office, day]) / 60
    return sums


@pytest.mark.parametrize("measure", MEASURES)
def test_opening_hours_without_a_guard(page: str, measure: str, sample: DataVersion) -> None:
    by_hand = uncovered(measure)
    told = [sum(own[place] for own in by_hand.values()).quantize(Decimal("0.01")) for place in (1, 0)]
    assert told[0] > 0
    assert f"{hours(told[0])} von {hours(told[1])}" in page
    (one,) = (each for each in staffing.spent(sample) if each.measure.measure_id == measure)
    found: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for each in staffing.hour_cover(sample, one.measure.episodes):
        found[each.weekday, each.hour][0] += each.open
        found[each.weekday, each.hour][1] += each.without
    assert {key: pytest.approx([float(part) for part in own]) for key, own in by_hand.items()} == found


def test_the_hours_of_all_measures_are_the_finding(page: str) -> None:
    sums = [sum(own[place] for one in MEASURES for own in uncovered(one).values()) for place in (1, 0)]
    told = [hours(one.quantize(Decimal("0.01"))) for one in sums]
    assert W("staffing.open_hours.title", without=told[0], open=told[1]) in page
    assert W("staffing.open_hours.never", weekdays="Di, Mi und Fr") in page  # at the Ausländerbehörde
    lacking = sum(
        amount(row["std_soll"]) - amount(row["std_ist"])
        for one in MEASURES
        for row in shifts_of(one)
        if amount(row["std_ist"])
    )
    assert W("staffing.open_hours.lacking", hours=hours(Decimal(lacking))) in page
    assert W("staffing.cover.title") not in page  # all of these offices tell hours


def test_providers_and_qualifications(page: str) -> None:
    sums: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for measure in MEASURES:
        for row in shifts_of(measure):
            sums[row["anbieter"], row["qual"]].append(row)
    assert len(sums) == 8
    part = page[page.index("Anbieter und Qualifikation") :]
    for rows in sums.values():
        assert hours(hours_of(rows, "std_ist")) in part
        assert euros(cost_of(rows)) in part


# --- The what-if ----------------------------------------------------------------------------------------


def monthly_shares(measure: str) -> list[Decimal]:
    by_month: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in shifts_of(measure):
        by_month[day_of(row).year, day_of(row).month].append(row)
    return [hours_of(rows, "std_ist") / hours_of(rows, "std_soll") for rows in by_month.values()]


def test_a_plan_comes_to_hours_and_euros_as_by_hand(page: str) -> None:
    days = [date(2020, 4, 1) + timedelta(days=place) for place in range(91)]
    asked = [day for day in days if day.isoweekday() in (1, 4)]
    worked = [day for day in asked if day not in HOLIDAYS]
    planned = len(worked) * 2 * Decimal("5.5")
    rates = [amount(row["satz_eur_netto"]) for row in shifts_of("BSP-M1") if amount(row["std_ist"])]
    shares = monthly_shares("BSP-M1")
    low, high = planned * min(shares) * min(rates), planned * max(shares) * max(rates)
    ends = [f"{round(one, -2):,.0f}".replace(",", N) for one in (low, high)]
    assert f"{ends[0]} bis {ends[1]}{N}€" in page
    assert f"{planned * min(shares):.0f} bis {planned * max(shares):.0f} geleistete von {planned:.0f}" in page
    assert f"{len(worked)} Einsatztagen" in page
    assert f"{len(asked) - len(worked)} Feiertage sind abgezogen" in page


def test_the_setting_is_that_of_the_address(sample: DataVersion) -> None:
    text = shown(plan="extend,2020-04-01..2020-04-30,3,4,1,20.00-20.00")
    shares = monthly_shares("BSP-M1")
    ends = [f"{round(5 * 4 * 20 * one, -2):,.0f}".replace(",", N) for one in (min(shares), max(shares))]
    assert (f"{ends[0]} bis {ends[1]}" if ends[0] != ends[1] else ends[0]) + f"{N}€" in text
    copied = shown(plan="copy,2020-04-01..2020-04-30,3,4,1,20.00-20.00,BSP-JUG,BSP-KFZ")
    assert "von 40 geplanten Stunden" in copied
    nowhere = shown(plan="copy,2020-04-01..2020-04-30,3,4,1,20.00-20.00")
    assert W("staffing.result.where") in nowhere
    ended = shown(plan="end,2020-04-01..2020-04-30,3,4,1,20.00-20.00")
    assert W("staffing.result.end", day="01.04.2020") in ended


def test_a_measure_that_ended_costs_no_more(sample: DataVersion) -> None:
    one = staffing.spent(sample)[0]
    last = date(2020, 6, 30)
    going = outlook.projected(sample, one.measure.episodes, last)
    assert going.mean > one.cost.numerator and going.low < going.mean < going.high
    over = tuple(replace(each, until=LAST + timedelta(days=1)) for each in one.measure.episodes)
    assert outlook.projected(sample, over, last).mean == pytest.approx(one.cost.numerator)


SETTINGS = st.builds(
    Setting,
    st.sampled_from(["extend", "end", "copy"]),
    st.dates(date(2019, 1, 1), date(2021, 1, 1)),
    st.dates(date(2021, 1, 1), date(2021, 12, 31)),
    st.sets(st.integers(1, 7)).map(lambda days: tuple(sorted(days))),
    st.integers(1, 24).map(lambda half: half / 2),
    st.integers(1, 12),
    st.just(15.5),
    st.just(19.5),
    st.lists(st.text("aÄ,%. /", min_size=1, max_size=5), unique=True, max_size=3).map(tuple),
)


@given(SETTINGS)
def test_every_setting_survives_its_address(setting: Setting) -> None:
    assert read(write(setting)) == setting


@pytest.mark.parametrize(
    "text",
    [
        "",
        "extend",
        "extend,2020-04-01,1,5.5,2,15-19",
        "extend,2020-06-30..2020-04-01,1,5.5,2,15-19",
        "extend,2020-04-01..2020-06-30,9,5.5,2,15-19",
        "extend,2020-04-01..2020-06-30,1,nan,2,15-19",
        "extend,2020-04-01..2020-06-30,1,5.5,0,15-19",
        "extend,2020-04-01..2020-06-30,1,5.5,2,19-15",
        "extend,2020-04-01..2030-06-30,1,5.5,2,15-19",
        "stay,2020-04-01..2020-06-30,1,5.5,2,15-19",
        "extend,9999-12-01..9999-12-31,1,5.5,2,15-19",
        "extend,0001-01-01..0001-02-01,1,5.5,2,15-19",
    ],
)
def test_a_setting_that_cannot_be_is_none(text: str) -> None:
    assert read(text) is None


# --- Towns that hold less -------------------------------------------------------------------------------


def town(folder: Path, **tables: list[Row]) -> Path:
    folder.mkdir(exist_ok=True)
    files = []
    for name, rows in tables.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(csv_text(rows), "utf-8")
    return import_all(folder / "data", files)


def test_without_a_roster_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = town(tmp_path, offices=[good("offices")], measures=[good("measures")], visits=[good("visits")])
    serve(data, monkeypatch)
    text = shown()
    assert W("staffing.empty.roster") in text
    assert "€" not in text


def test_without_a_measure_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(town(tmp_path, offices=[good("offices")], shifts=[good("shifts")]), monkeypatch)
    assert W("staffing.empty.measure") in shown()


def test_a_single_shift_is_enough_for_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = town(tmp_path, offices=[good("offices")], measures=[good("measures")], shifts=[good("shifts")])
    serve(data, monkeypatch)
    text = shown()
    assert f"94{N}€" in text  # 5.25 hours at 17.90
    assert "1 von 1 Schichten" in text or "Eine Schicht" in text


def test_days_before_the_roster_begins_are_not_days_without_a_guard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ("01.04.2019", "02.04.2019")  # the measure began on 04.03.2019
    rows = [good("shifts", schicht_id=f"S{number}", datum=day) for number, day in enumerate(days)]
    data = town(tmp_path, offices=[good("offices")], measures=[good("measures")], shifts=rows)
    version = current_version(serve(data, monkeypatch))
    (one,) = staffing.spent(version)
    told = {each.weekday: (each.without, each.open_days) for each in staffing.cover(version, one.measure)}
    assert told[1] == told[2] == (0, 1)
    assert set(told.values()) == {(0, 1), (0, 0)}  # on other days of opening there is no roster to tell
    assert W("staffing.cover.no_roster") in shown()


def test_a_measure_without_a_shift_in_a_roster_that_covers_it_has_no_guards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices = [good("offices"), good("offices", dienststelle_id="D2", name="Amt Zwei", kurz="Zwei")]
    measures = [good("measures"), good("measures", massnahme_id="M2", dienststelle_id="D2")]
    rows = [good("shifts"), good("shifts", schicht_id="S2", dienststelle_id="D2", datum="01.02.2019")]
    rows += [good("shifts", schicht_id="S3", dienststelle_id="D2", datum="05.02.2019")]
    data = town(tmp_path, offices=offices, measures=measures, shifts=rows)
    version = current_version(serve(data, monkeypatch))
    assert [one.measure.offices for one in staffing.spent(version)] == [("D1",)]
    for measure in (None, "M2"):
        text = shown(**({"measure": measure} if measure else {}))
        assert "Kosten im Verhältnis" in text


def test_no_day_outside_the_calendar_breaks_a_page(sample: DataVersion) -> None:
    for text in ("9999-12-31..9999-12-31", "0001-01-01..0001-02-01"):
        for name in ("before", "after"):
            app = AppTest.from_file(str(config.PAGES / "checks.py"), default_timeout=60)
            app.query_params[name] = text
            app.run()
            assert not app.exception


def test_money_is_not_divided_by_visits_of_other_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = [good("visits", datum=f"{day:02d}.03.2019") for day in (4, 5, 6)]
    data = town(
        tmp_path,
        offices=[good("offices")],
        measures=[good("measures")],
        visits=visits,
        shifts=[good("shifts")],  # of the 5th alone
    )
    version = current_version(serve(data, monkeypatch))
    (one,) = staffing.spent(version)
    assert one.visits is not None and (one.visits.day_count, one.visits.cost) == (1, pytest.approx(93.975))
    assert relations(version, one, W)[5] == f"76{N}€"  # 93.98 euros for 1,234 visits
