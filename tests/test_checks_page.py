"""Checks and finds: every figure of the page from the export files alone, and towns that are less tidy than the sample.

The half that counts the exports shares no code with the product.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from conftest import Row, csv_text, good, import_all, serve
from python_calamine import CalamineWorkbook
from test_new_indicator import opened, said

from einlass.findings import since_start
from einlass.measures import Window, measures
from einlass.stats.randomness import evenly_drawn
from einlass.topics import checks
from einlass.ui.checks.cards import checked_card
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

EXPORTS = Path(__file__).resolve().parents[1] / "sample_data" / "exports"
N = "\u202f"  # groups digits in German, stands before a per cent sign
FULL, SPOT = "BSP-AUSL", "BSP-BUERG"
FIRST, UNTIL = (
    date(2019, 11, 11),
    date(2020, 3, 16),
)  # from the first day of checks to the closure of public life
SPOT_FIRST = date(2020, 1, 13)
ENCODINGS = ("utf-8-sig", "cp1252")


# --- The exports, counted by hand -----------------------------------------------------------------------


def rows_of(pattern: str) -> list[Row]:
    """All rows of some exports below their header, whatever their encoding and separator."""
    found = []
    for path in sorted(EXPORTS.glob(pattern)):
        text = decoded(path.read_bytes())
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=text.count)))
        start = next(number for number, line in enumerate(lines) if len(line) > 3)
        width = len(lines[start])
        found += [
            dict(zip(lines[start], line, strict=True))
            for line in lines[start + 1 :]
            if len(line) == width and line[0] != "Summe"
        ]
    return found


def decoded(content: bytes) -> str:
    try:
        return content.decode(ENCODINGS[0])
    except UnicodeDecodeError:
        return content.decode(ENCODINGS[1])


def day_of(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()


def number(text: str) -> int:
    return int(text.replace(".", "") or 0)


def checks_of(office: str, first: date = FIRST) -> dict[str, Row]:
    """Check blocks of an office by identifier; more persons with a find than persons checked is no block."""
    rows = {row["kontroll_id"]: row for row in rows_of("kontrollen_*.csv")}
    return {
        key: row
        for key, row in rows.items()
        if row["dienststelle_id"] == office
        and first <= day_of(row["datum"]) < UNTIL
        and number(row["personen_mit_fund"]) <= number(row["personen_kontrolliert"])
    }


def finds_of(office: str) -> list[Row]:
    blocks = checks_of(office)
    rows = {row["fund_id"]: row for row in rows_of("funde_*.csv")}
    return [row for row in rows.values() if row["kontroll_id"] in blocks]


def visits_of(office: str) -> dict[date, int]:
    rows = [row for row in rows_of("besuche_*.csv") if row["dienststelle_id"] == office]
    return {day_of(row["datum"]): number(row["besucher"]) for row in rows if row["besucher"]}


def summed(rows: Sequence[Row], column: str) -> int:
    return sum(number(row[column]) for row in rows)


def by_day(office: str, first: date = FIRST) -> dict[date, int]:
    """Persons checked by day."""
    found: dict[date, int] = defaultdict(int)
    for row in checks_of(office, first).values():
        found[day_of(row["datum"])] += number(row["personen_kontrolliert"])
    return found


def by_week(office: str) -> dict[date, tuple[int, int]]:
    """Persons with a find and persons checked by Monday."""
    found: dict[date, tuple[int, int]] = {}
    for row in checks_of(office).values():
        day = day_of(row["datum"])
        monday = day - timedelta(days=day.weekday())
        persons, checked = found.get(monday, (0, 0))
        found[monday] = (
            persons + number(row["personen_mit_fund"]),
            checked + number(row["personen_kontrolliert"]),
        )
    return dict(sorted(found.items()))


def german(value: float, digits: int = 0) -> str:
    return f"{value:,.{digits}f}".replace(",", N).replace(".", ",")


@pytest.fixture
def groups(sample: DataVersion) -> tuple[checks.Group, ...]:
    """The groups the page shows at first."""
    ids = tuple(checks.checked_offices(sample))
    return checks.groups(sample, ids, checks.default_period(sample, ids))


def test_the_page_begins_with_today_s_checks_and_ends_before_the_break(
    groups: tuple[checks.Group, ...],
) -> None:
    assert groups == (
        checks.Group("VOLL", (FULL,), Window(FIRST, UNTIL)),
        checks.Group("STICH", (SPOT,), Window(SPOT_FIRST, UNTIL)),
    )


@pytest.mark.parametrize("place", [0, 1])
def test_persons_checked_and_found_and_refusals(
    sample: DataVersion, groups: tuple[checks.Group, ...], place: int
) -> None:
    rows = list(checks_of((FULL, SPOT)[place]).values())
    finds, refused = (checks.total(sample, code, groups[place]) for code in (checks.FINDS, checks.REFUSED))
    assert (finds.rated, finds.denominator) == (
        summed(rows, "personen_mit_fund"),
        summed(rows, "personen_kontrolliert"),
    )
    assert refused.rated == summed(rows, "verweigert")
    assert (finds.rated, finds.denominator) == [(341, 21_028), (11, 1_273)][place]


def test_visits_checked_only_on_days_with_both_numbers(
    sample: DataVersion, groups: tuple[checks.Group, ...]
) -> None:
    visits, checked = visits_of(FULL), by_day(FULL)
    both = [day for day in checked if day in visits]
    share = checks.total(sample, checks.SHARE, groups[0])
    assert share.rated == sum(checked[day] for day in both) == 20_343
    assert share.denominator == sum(visits[day] for day in both) == 20_946
    assert len(both) < len(checked)


@pytest.mark.parametrize("place", [0, 1])
def test_items_by_kind_disposal_and_weapons_act(
    sample: DataVersion, groups: tuple[checks.Group, ...], place: int
) -> None:
    rows = finds_of((FULL, SPOT)[place])
    kinds: Counter[str] = Counter()
    disposals: Counter[str] = Counter()
    act: Counter[str] = Counter()
    for row in rows:
        kinds[row["kategorie"]] += number(row["anzahl"])
        disposals[row["verbleib"]] += number(row["anzahl"])
        act[row["waffg"]] += number(row["anzahl"])
    listed = checks.items(sample, groups[place])
    assert {one.code: one.count for one in listed.kinds} == kinds
    assert dict(zip(checks.DISPOSALS, listed.disposals, strict=True)) == {
        code: disposals[code] for code in checks.DISPOSALS
    }
    assert (listed.weapons_act, listed.unclear) == (act["J"], act["U"])
    assert listed.unlisted == 0
    if not place:
        assert (kinds["MES"], kinds["WKZ"], sum(kinds.values())) == (99, 106, 385)
        assert (act["J"], act["U"]) == (2, 5)


def test_finds_by_week_and_the_course(sample: DataVersion, groups: tuple[checks.Group, ...]) -> None:
    weeks = by_week(FULL)
    rates = checks.by_period(sample, groups[0], checks.failed_days(checks.outages(sample, groups[0])))
    assert {one.start: (one.persons, one.checked) for one in rates} == weeks
    assert [one.start for one in rates if one.has_outage] == [date(2020, 2, 24)]
    assert all(one.is_whole for one in rates)
    usable = [counts for monday, counts in weeks.items() if monday != date(2020, 2, 24)]
    found = checks.course(rates)
    assert found is not None
    for part, own in ((found.first, usable[:6]), (found.last, usable[-6:])):
        assert part == tuple(map(sum, zip(*own, strict=True)))
    assert [round(value) for value in found.values] == [21, 14]


def test_the_scanner_failure_with_and_without(sample: DataVersion, groups: tuple[checks.Group, ...]) -> None:
    week = [
        row
        for row in checks_of(FULL).values()
        if date(2020, 2, 24) <= day_of(row["datum"]) < date(2020, 3, 2)
    ]
    (outage,) = checks.outages(sample, groups[0])
    assert outage.minutes == summed(week, "geraeteausfall_min") == 2_310
    assert (outage.checked, outage.persons) == (
        summed(week, "personen_kontrolliert"),
        summed(week, "personen_mit_fund"),
    )
    assert outage.unchecked_blocks == sum(row["methode"] == "OHNE" for row in week) == 3
    everything = list(checks_of(FULL).values())
    persons = summed(everything, "personen_mit_fund") - outage.persons
    checked = summed(everything, "personen_kontrolliert") - outage.checked
    rest = checks.without(sample, groups[0], (outage.week,))
    assert (rest.rated, rest.denominator) == (persons, checked) == (336, 19_991)
    assert rest.value == pytest.approx(1000 * persons / checked)
    assert round(rest.value, 1) == 16.8


def test_waiting_against_throughput(sample: DataVersion, groups: tuple[checks.Group, ...]) -> None:
    points = []
    for row in checks_of(FULL).values():
        minutes = sum(
            sign * (60 * int(row[column][:2]) + int(row[column][3:]))
            for sign, column in ((1, "zeit_bis"), (-1, "zeit_von"))
        )
        persons = number(row["personen_kontrolliert"])
        if row["wartezeit_med_min"] and persons:
            points.append((60 * persons / minutes, float(row["wartezeit_med_min"].replace(",", "."))))
    waited = checks.waiting(sample, groups[0])
    assert waited.count == len(points)
    assert _waits(waited) == Counter(wait for _, wait in points)
    points.sort()
    quarter = len(points) // 4
    assert waited.busy == pytest.approx(median(wait for _, wait in points[-quarter:]), abs=0.11)
    assert waited.calm == pytest.approx(median(wait for _, wait in points[:quarter]), abs=0.11)


def _waits(waited: checks.Waiting) -> Counter[float]:
    found: Counter[float] = Counter()
    for one in waited.blocks:
        found[one.minutes] += one.count
    return found


def test_spot_checks_by_weekday_hour_and_share(sample: DataVersion, groups: tuple[checks.Group, ...]) -> None:
    visits, checked = visits_of(SPOT), by_day(SPOT, SPOT_FIRST)
    all_days = [day for day in visits if SPOT_FIRST <= day < UNTIL]
    found = checks.spots(sample, groups[1])
    assert found.whole.check_days == len(checked) == 12
    assert (found.whole.checked, found.whole.visits_checked) == (
        sum(checked.values()),
        sum(visits[day] for day in checked),
    )
    assert found.whole.visits == sum(visits[day] for day in all_days) == 18_897
    assert found.whole.share == pytest.approx(1_273 / 5_095)
    by_weekday = Counter(day.isoweekday() for day in checked)
    assert {int(one.key): one.check_days for one in found.weekdays} == by_weekday
    hours = Counter()
    for day, hour in {
        (day_of(row["datum"]), hour)
        for row in checks_of(SPOT).values()
        for hour in range(int(row["zeit_von"][:2]), int(row["zeit_bis"][:2]))
    }:
        hours[day.isoweekday(), hour] += 1
    assert found.by_hour == hours
    reported = _hours_with_reports(SPOT)
    assert found.never == tuple(sorted(hour for hour in reported if hour > 11)) == (12, 13, 14, 15)
    assert found.announced == 0.25


def _hours_with_reports(office: str) -> set[int]:
    """Clock hours of reported incidents at an office itself."""
    lines = CalamineWorkbook.from_path(EXPORTS / "vorfaelle.xlsx").get_sheet_by_index(0).to_python()
    start = next(number for number, line in enumerate(lines) if line[0] == "vorfall_id")
    rows = [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]
    return {
        int(row["stunde"])
        for row in rows
        if row["dienststelle_id"] == office
        and row["ort"] in ("EING", "WART", "SCHA", "BUER")
        and row["status"] != "STORNO"
        and row["stunde"] != ""
    }


def test_the_figures_are_those_of_the_measures_over_the_same_days(sample: DataVersion) -> None:
    """Up to the end of the data, the page says what the overview says."""
    for measure in measures(sample).values():
        told = since_start(sample, checks.FINDS, measure)
        if told is not None:
            (group,) = checks.groups(sample, measure.offices, told.window)
            own = checks.total(sample, checks.FINDS, group)
            assert (own.rated, own.denominator, own.value) == (told.rated, told.denominator, told.value)
            assert (own.low, own.high) == pytest.approx((told.low, told.high))


def test_a_press_officer_finds_the_knives_at_once(sample: DataVersion) -> None:
    knives = summed([row for row in finds_of(FULL) if row["kategorie"] == "MES"], "anzahl")
    text = said(opened("checks"))
    first = text[: text.index("Personen mit Fund||")]  # heading and answer, before the four figures
    assert f"{knives} Messer" in first
    assert f"341 Personen mit Fund unter 21{N}028 Kontrollierten, 16,2 je 1{N}000" in first
    for told in (
        f"20{N}343 von 20{N}946",
        f"ohne sie sind es |16,8| (336 von 19{N}991)",
        "Ein Fund ist keine Straftat.",
        "nicht zur Veröffentlichung",
        "Von 12 bis 16 Uhr ist an diesen 12 Tagen keine Kontrolle erfasst.",
        "12 Kontrolltage an 45 Öffnungstagen",
        "|2°|",
    ):
        assert told in text
    for monday, (persons, checked) in by_week(FULL).items():
        week = monday.isocalendar()
        assert (
            f"|KW {week.week}/{week.year}||{german(checked)}||{persons}||{german(1000 * persons / checked, 1)}|"
            in text
        )


def test_the_page_speaks_english(sample: DataVersion) -> None:
    text = said(opened("checks", lang="en"))
    assert "Something was found on 16 of 1,000 persons checked" in text
    assert "99 knives" in text
    assert "From 12 to 16 o’clock no check is recorded on these 12 days." in text


def test_a_choice_of_the_address_holds(sample: DataVersion) -> None:
    text = said(opened("checks", offices=SPOT, after="2020-02-01..2020-02-29"))
    assert "Volle Kontrolle" not in text
    assert "Einlasskontrollen als Stichproben, Bürgeramt" in text
    lead = text[: text.index("Dienststellen")] if "Dienststellen" in text else text
    assert "2°" in lead and "° nicht zur Veröffentlichung" in text
    assert "12 Kontrolltage an 45 Öffnungstagen" in said(opened("checks", offices=SPOT))
    elsewhere = said(opened("checks", offices="BSP-SOZ1"))
    assert "wurde niemand kontrolliert" in elsewhere and "Ausländerbehörde" in elsewhere
    assert "Keine Kontrollen in diesen Tagen" in said(opened("checks", after="2018-06-01..2018-06-30"))


# --- Were days drawn at random? ---------------------------------------------------------------------------


def test_the_p_value_is_that_of_all_possible_draws() -> None:
    sizes, drawn = (3, 3, 4), (3, 1, 1)
    days = [group for group, size in enumerate(sizes) for _ in range(size)]

    def statistic(counts: Sequence[int]) -> float:
        share = sum(counts) / len(days)
        return sum(
            (count - share * size) ** 2 / (share * size) + (count - share * size) ** 2 / ((1 - share) * size)
            for count, size in zip(counts, sizes, strict=True)
        )

    draws = [Counter(days[place] for place in chosen) for chosen in combinations(range(10), 5)]
    values = [statistic([one[group] for group in range(3)]) for one in draws]
    exact = sum(value >= statistic(drawn) - 1e-9 for value in values) / len(values)
    found = evenly_drawn([drawn], [sizes])
    assert found.statistic == pytest.approx(statistic(drawn))
    assert found.p_value == pytest.approx(exact, abs=0.02)
    assert (found.drawn, found.available) == (5, 10)


def test_days_that_were_drawn_at_random_are_rarely_called_uneven() -> None:
    rng = np.random.default_rng(7)
    sizes = np.array([9, 9, 9, 9, 9])
    p_values = [
        evenly_drawn([rng.multivariate_hypergeometric(sizes, 12)], [sizes]).p_value for _ in range(200)
    ]
    assert sum(p is not None and p < 0.05 for p in p_values) <= 20  # 10 to be expected


def test_always_the_same_weekday_is_uneven_and_nothing_to_draw_from_is_no_answer() -> None:
    found = evenly_drawn([[9, 0, 0, 0, 0]], [[9, 9, 9, 9, 9]])
    assert found.p_value is not None and found.p_value < 0.001
    assert evenly_drawn([[9, 9]], [[9, 9]]).p_value is None  # checked on every day
    assert evenly_drawn([[1, 1]], [[9, 9]]).p_value is None  # too few
    assert evenly_drawn([[6]], [[9]]).p_value is None  # one weekday only
    assert (
        evenly_drawn([[6, 6], [0, 0]], [[9, 9], [9, 9]]).p_value == 1.0
    )  # an office without checks says nothing
    with pytest.raises(ValueError, match="more days drawn"):
        evenly_drawn([[3, 1]], [[2, 2]])


# --- Less tidy towns --------------------------------------------------------------------------------------

START, LAST = date(2017, 1, 2), date(2019, 12, 20)  # long enough for months instead of weeks
CHANGE = date(2018, 6, 4)  # from full to spot checks
LONG = "Amt für " + "Angelegenheiten " * 24 + "am Ende"
UNCOUNTED, UNLISTED = "D4", "D5"


def town(folder: Path) -> Path:
    """Three years: D1 changes from full to spot checks, D2 and D3 (a very long name) have spot checks on Mondays only,
    D4 is checked fully and counts no visits, D5 lists no items, D6 is not checked."""
    names = {f"D{number}": LONG if number == 3 else f"Amt {number}" for number in range(1, 7)}
    offices = [
        good(
            "offices",
            dienststelle_id=key,
            name=name,
            kurz=name[:380],
            standort=f"Ort {key}",
            gruppe="SONST",
            oeffnung="Mo-Fr",
        )
        for key, name in names.items()
    ]
    days = [START + timedelta(days=n) for n in range((LAST - START).days + 1)]
    open_days = [day for day in days if day.weekday() < 5]
    blocks = [row for day in open_days for row in _blocks(day)]
    finds = [
        good(
            "finds",
            fund_id=f"F{n}",
            kontroll_id=row["kontroll_id"],
            kategorie=kind,
            anzahl="1",
            waffg="N",
            verbleib="WEG",
        )
        for n, row in enumerate(
            row for row in blocks if row["personen_mit_fund"] == "1" and row["dienststelle_id"] != UNLISTED
        )
        for kind in [("MES", "CUT", "SCH", "WKZ", "RZS", "SHW", "SSW", "GLS", "PYR", "BTM", "SON")[n % 11]]
    ]
    visits = [
        good("visits", datum=f"{day:%d.%m.%Y}", dienststelle_id=key, besucher="100")
        for day in open_days
        for key in names
        if key != UNCOUNTED
    ]
    files = []
    for name, rows in {"offices": offices, "visits": visits, "checks": blocks, "finds": finds}.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(csv_text(rows), encoding="utf-8")
    return import_all(folder / "data", files)


def _blocks(day: date) -> list[Row]:
    regimes = {
        "D1": "VOLL" if day < CHANGE else ("STICH" if day.day % 4 == 0 else ""),
        "D2": "STICH" if day.weekday() == 0 else "",
        "D3": "STICH" if day.weekday() == 0 and day.year == 2018 else "",
        UNCOUNTED: "VOLL" if day.year == 2019 else "",
        UNLISTED: "VOLL" if date(2019, 3, 1) <= day < date(2019, 3, 20) else "",
    }
    return [
        good(
            "checks",
            kontroll_id=f"{key}-{day:%Y%m%d}",
            datum=f"{day:%d.%m.%Y}",
            dienststelle_id=key,
            regime=regime,
            personen_kontrolliert="30",
            personen_mit_fund="" if key == UNCOUNTED and day.month == 5 else str(int(day.day % 9 == 0)),
            gegenstaende="" if key == UNCOUNTED and day.month == 5 else str(int(day.day % 9 == 0)),
            verweigert="0",
            wartezeit_med_min="" if key == "D2" else "2,0",
            geraeteausfall_min="90" if key == "D1" and day == date(2017, 3, 1) else "0",
            erfasst_am=f"{day:%d.%m.%Y}",
        )
        for key, regime in regimes.items()
        if regime
    ]


@pytest.fixture(scope="module")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def untidy(town_folder: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(town_folder, monkeypatch))


def of_regime(version: DataVersion, regime: str) -> checks.Group:
    ids = tuple(checks.checked_offices(version))
    return next(
        one for one in checks.groups(version, ids, checks.whole_period(version, ids)) if one.regime == regime
    )


def test_full_and_spot_checks_of_one_office_are_never_added_up(untidy: DataVersion) -> None:
    assert checks.checked_offices(untidy)["D1"] == ("VOLL", "STICH")
    days = checks.whole_period(untidy, ("D1",))
    full, spot = checks.groups(untidy, ("D1",), days)
    assert (full.regime, spot.regime) == ("VOLL", "STICH")
    last_full = max(one.until for one in checks.by_period(untidy, full, frozenset()))
    assert last_full <= date(2018, 7, 1)
    together = (
        checks.total(untidy, checks.FINDS, full).denominator
        + checks.total(untidy, checks.FINDS, spot).denominator
    )
    open_days = np.busday_count(START, CHANGE)
    assert checks.total(untidy, checks.FINDS, full).denominator == 30 * open_days
    assert together > 30 * open_days


def test_a_long_time_is_drawn_by_month_and_unknown_finds_are_no_zero(untidy: DataVersion) -> None:
    full = of_regime(untidy, "VOLL")
    assert checks.step_of(full) == "month"
    own = checks.groups(untidy, (UNCOUNTED,), Window(date(2019, 1, 1), date(2019, 12, 21)))[0]
    starts = [one.start for one in checks.by_period(untidy, own, frozenset())]
    assert date(2019, 5, 6) not in starts and date(2019, 4, 1) in starts


def test_always_on_mondays_is_said_not_to_be_random(untidy: DataVersion) -> None:
    found = checks.spots(
        untidy, checks.groups(untidy, ("D2", "D3"), checks.whole_period(untidy, ("D2", "D3")))[0]
    )
    assert found.is_uneven is True
    assert [one.check_days for one in found.weekdays[1:]] == [0, 0, 0, 0]
    assert found.office_test is not None and found.office_test.p_value is not None
    assert found.office_test.p_value > 0.05  # one day in five at both, while it was checked at all
    by_office = {one.key: one for one in found.offices}
    # the one year it was checked; of the nationwide holidays only the Mondays, on which checks took place all the same
    holidays = 6
    assert by_office["D3"].open_days == np.busday_count(date(2018, 1, 1), date(2019, 1, 1)) - holidays
    assert not found.is_known_open and found.announced is None
    text = said(opened("checks", offices="D2,D3"))
    assert "Nach Wochentagen nein, nach Stunden nicht zu sagen" in text
    assert "Ein angekündigter Anteil steht in keinem Export" in text


def test_visits_that_nobody_counted_and_items_that_nobody_listed(untidy: DataVersion) -> None:
    assert "Besuche sind an diesen Tagen nicht gezählt" in said(opened("checks", offices=UNCOUNTED))
    text = said(opened("checks", offices=UNLISTED))
    assert "keine Fundliste importiert" in text
    assert "|keine Daten||Gegenstände unter dem Waffengesetz||keine Fundliste für diese Tage|" in text
    assert "30,0" in text


def test_more_checked_than_came_are_no_share(sample: DataVersion, groups: tuple[checks.Group, ...]) -> None:
    share = checks.total(sample, checks.SHARE, groups[0])
    wrong = replace(share, denominator=share.rated - 1)
    card = checked_card(wrong, words_for("de"))
    assert "%" not in card.figure and "eine der Zahlen stimmt nicht" in card.detail
    assert "97,1" in checked_card(share, words_for("de")).figure


def test_names_of_four_hundred_letters_and_all_offices_together(untidy: DataVersion) -> None:
    text = said(opened("checks"))
    assert "Scannerausfall 01.03.2017" in text
    assert "Angelegenheiten" in said(opened("checks", offices="D3"))


def test_a_town_without_a_check_log_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "offices.csv"
    path.write_text(csv_text([good("offices")]), encoding="utf-8")
    serve(import_all(tmp_path / "data", [path]), monkeypatch)
    text = said(opened("checks"))
    assert "Keine Kontrollen in den Daten" in text
    assert "0 je" not in text
