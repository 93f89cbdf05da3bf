"""The figures of the comparison page, computed once more from the export files without any code of the product.

Only the finding itself comes from einlass; reading, counting and the plain comparisons do not.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from einlass.findings import Finding, Request, finding, indicator_rows, phase
from einlass.measures import Window
from einlass.warehouse import DataVersion

EXPORTS = Path(__file__).resolve().parents[1] / "sample_data" / "exports"
OFFICE = "BSP-AUSL"
# All first and last days inclusive. Whole weeks from the first Monday with visits (the export starts on Tuesday,
# 2 January 2018) to four weeks before the week of the trigger (Thursday, 31 October 2019).
BEFORE = (date(2018, 1, 1), date(2019, 9, 29))
AFTER = (date(2019, 11, 11), date(2020, 3, 15))  # from the first day of checks to the closure
TRIAL = (date(2018, 2, 5), date(2018, 2, 11))  # the week of a trial run
CHECKED = (AFTER[0], date(2020, 3, 17))  # as long as the exports reach

Row = dict[str, str]


def table(pattern: str, encoding: str, separator: str, header: str) -> Iterator[Row]:
    """Rows below the line that begins with `header`, sum rows left out."""
    for path in sorted(EXPORTS.glob(pattern)):
        text = path.read_bytes().decode(encoding)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        start = next(number for number, line in enumerate(lines) if line[0] == header)
        yield from (
            dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :] if line[0] != "Summe"
        )


def german_day(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()


def german_number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def inside(day: date, window: tuple[date, date]) -> bool:
    return window[0] <= day <= window[1]


def offices() -> list[str]:
    return [row["dienststelle_id"] for row in table("dienststellen.csv", "utf-8-sig", ";", "dienststelle_id")]


def visits(office: str) -> dict[date, int]:
    """Visitors by day; of a repeated row the last counts, a missing count is no day."""
    rows = (row for row in table("besuche_*.csv", "cp1252", ";", "datum") if row["dienststelle_id"] == office)
    counts = {german_day(row["datum"]): row["besucher"] for row in rows}
    return {day: int(count.replace(".", "")) for day, count in counts.items() if count}


def incidents(office: str) -> dict[str, Row]:
    """Reported incidents of level 1 to 3 by identifier, cancelled ones left out."""
    lines = CalamineWorkbook.from_path(EXPORTS / "vorfaelle.xlsx").get_sheet_by_index(0).to_python()
    start = next(number for number, line in enumerate(lines) if line[0] == "vorfall_id")
    rows = (dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :])
    return {
        row["vorfall_id"]: row
        for row in rows
        if row["dienststelle_id"] == office and row["status"] != "STORNO" and int(row["aachen_stufe"]) >= 1
    }


def counts_for(day: date, window: tuple[date, date]) -> bool:
    """Whether a day belongs to a phase: the trial belongs to none."""
    return inside(day, window) and not inside(day, TRIAL)


@pytest.fixture
def incidents_found(sample: DataVersion) -> Finding:
    return finding(sample, Request("reported_incidents", "BSP-M1"))


def test_reported_incidents_of_the_checked_office(incidents_found: Finding) -> None:
    counted, happened = visits(OFFICE), incidents(OFFICE)
    for window, side in ((BEFORE, incidents_found.before), (AFTER, incidents_found.after)):
        assert side is not None
        visitors = sum(count for day, count in counted.items() if counts_for(day, window))
        days = [row["datum"] for row in happened.values() if counts_for(row["datum"], window)]
        count = sum(day in counted for day in days)
        assert (side.window.first, side.window.until) == (window[0], window[1] + timedelta(days=1))
        assert (side.numerator, side.rated, side.denominator) == (len(days), count, visitors)
        assert side.value == pytest.approx(10_000 * count / visitors)
        assert side.day_count == sum(counts_for(day, window) for day in counted)


def test_remote_incidents_are_the_reports_by_telephone_and_mail(sample: DataVersion) -> None:
    expected = Counter(
        (office, row["datum"])
        for office in offices()
        for row in incidents(office).values()
        if row["ort"] in ("TEL", "MAIL")
    )
    rows = indicator_rows(sample, "remote_incidents")
    found = rows[rows["numerator"] > 0]
    assert sum(expected.values()) > 0
    assert {
        (office, day.date()): count
        for office, day, count in zip(found["office_id"], found["day"], found["numerator"], strict=True)
    } == expected
    reported = indicator_rows(sample, "reported_incidents")
    assert rows[["office_id", "day", "denominator"]].equals(reported[["office_id", "day", "denominator"]])


def test_the_weeks_of_the_model(incidents_found: Finding) -> None:
    """Incidents and visits by week on days with a visitor count, and which weeks the model rests on."""
    counted, happened = visits(OFFICE), incidents(OFFICE)
    visitors: Counter[date] = Counter()
    reports: Counter[date] = Counter()
    for day, count in counted.items():
        visitors[day - timedelta(days=day.weekday())] += count
    for row in happened.values():
        day = row["datum"]
        assert isinstance(day, date)
        if day in counted:
            reports[day - timedelta(days=day.weekday())] += 1
    assert incidents_found.analysis is not None
    weeks = incidents_found.analysis.weeks
    assert [one.start for one in weeks] == [
        BEFORE[0] + timedelta(weeks=number) for number in range(len(weeks))
    ]
    for one in weeks:
        in_before, in_after = counts_for(one.start, BEFORE), counts_for(one.start, AFTER)
        assert one.is_used == ((in_before or in_after) and visitors[one.start] > 0)
        assert one.is_after == (one.start >= AFTER[0])
        if visitors[one.start]:
            assert (one.count, one.exposure) == (reports[one.start], visitors[one.start])


def test_the_estimate_lies_where_the_plain_rates_do(incidents_found: Finding) -> None:
    """The model only adjusts for season and drift: the plain ratio of both rates lies in its 80 % interval."""
    before, after, estimate = incidents_found.before, incidents_found.after, incidents_found.estimate
    assert before and after and estimate
    assert before.value and after.value
    assert estimate.interval_80.low and estimate.interval_80.high
    assert estimate.interval_80.low < after.value / before.value < estimate.interval_80.high


def test_the_verdict_on_incidents_promises_nothing(incidents_found: Finding) -> None:
    estimate = incidents_found.estimate
    assert estimate and estimate.low and estimate.high
    assert estimate.low < 1 < estimate.high
    assert incidents_found.verdict in ("cannot_tell", "too_little_data")
    assert not incidents_found.may_state_percent


def test_days_without_a_count_are_those_on_which_other_offices_counted(incidents_found: Finding) -> None:
    counted = visits(OFFICE)
    open_days = set(visits("BSP-KFZ")) | set(visits("BSP-BUERG")) | set(visits("BSP-STA"))
    for window, side in ((BEFORE, incidents_found.before), (AFTER, incidents_found.after)):
        assert side is not None
        assert side.missing_day_count == sum(
            counts_for(day, window) and day not in counted for day in open_days
        )


def answers(audience: str, item: str) -> dict[date, Counter[int]]:
    """Answers 1 to 5 by the first day of field work."""
    begun = {
        row["welle_id"]: german_day(row["feld_von"])
        for row in table("befragung.csv", "utf-8-sig", ";", "welle_id")
        if row["zielgruppe"] == audience and row["dienststelle_id"] == OFFICE
    }
    rows = {row["antwort_id"]: row for row in table("antworten_*.csv", "utf-8", ",", "antwort_id")}
    waves: dict[date, Counter[int]] = defaultdict(Counter)
    for row in rows.values():
        if row["welle_id"] in begun and row["frage_id"] == item and row["wert"] != "9":
            waves[begun[row["welle_id"]]][int(row["wert"])] += 1
    return waves


@pytest.mark.parametrize(
    ("code", "audience", "item", "verdict"),
    [
        ("feels_safe_clients", "KUND", "SIC", "clear_increase"),
        ("mood_clients", "KUND", "STI", "clear_increase"),
        ("feels_safe_staff", "BESCH", "SIC", "too_little_data"),
        ("mood_staff", "BESCH", "STI", "too_little_data"),
        ("reports_incidents_staff", "BESCH", "MEL", "too_little_data"),
        ("fair_treatment_clients", "KUND", "DIS", "no_large_change"),
        ("waiting_acceptable_clients", "KUND", "WAR", "clear_decrease"),
        ("checks_appropriate_clients", "KUND", "AKZ", "no_large_change"),
    ],
)
def test_what_clients_and_staff_of_the_checked_office_say(
    sample: DataVersion, code: str, audience: str, item: str, verdict: str
) -> None:
    found = finding(sample, Request(code, "BSP-M1"))
    waves = answers(audience, item)
    sides: list[np.ndarray] = []
    for window, side in (((date(2018, 1, 1), BEFORE[1]), found.before), (AFTER, found.after)):
        days = [day for day in waves if counts_for(day, window)]
        counts = sum((waves[day] for day in days), Counter[int]())
        assert side is not None
        assert side.wave_count == len(days)
        assert side.distribution == tuple(counts[value] for value in range(1, 6))
        assert (side.numerator, side.denominator) == (counts[4] + counts[5], counts.total())
        assert side.value == pytest.approx(100 * (counts[4] + counts[5]) / counts.total())
        for day in days:  # what goes into the regression, wave by wave
            single = phase(sample, code, (OFFICE,), Window(day, day + timedelta(days=7)))
            assert single.distribution == tuple(waves[day][value] for value in range(1, 6))
        sides.append(np.array(list(counts.elements())))
    before, after = sides
    wanted = min(len(days) for days in _waves_by_side(waves))
    assert found.verdict == verdict
    assert (wanted >= 3) == (verdict != "too_little_data")
    assert found.estimate is not None and found.analysis is not None and found.analysis.delta is not None
    assert found.estimate.value == pytest.approx(after.mean() - before.mean())
    pairs = np.sign(after[:, None] - before[None, :])  # Cliff 1993: more often higher than lower
    assert found.analysis.delta.value == pytest.approx(pairs.mean())
    assert found.estimate.low is not None and found.estimate.high is not None
    assert found.estimate.low < found.estimate.value < found.estimate.high


def _waves_by_side(waves: dict[date, Counter[int]]) -> tuple[list[date], list[date]]:
    return [day for day in waves if counts_for(day, BEFORE)], [day for day in waves if counts_for(day, AFTER)]


def test_guard_hours_and_cost_of_the_checked_office(sample: DataVersion) -> None:
    rows = [
        row
        for row in table("dienstplan.csv", "cp1252", ";", "schicht_id")
        if row["dienststelle_id"] == OFFICE and inside(german_day(row["datum"]), AFTER)
    ]
    weeks = ((AFTER[1] - AFTER[0]).days + 1) / 7
    hours = sum(german_number(row["std_ist"]) for row in rows)
    cost = sum(german_number(row["std_ist"]) * german_number(row["satz_eur_netto"]) for row in rows)
    for code, total in (("guard_hours", hours), ("guard_cost", cost)):
        found = finding(sample, Request(code, "BSP-M1"))
        assert found.before is not None and found.after is not None
        assert found.after.value == pytest.approx(total / weeks)
        assert found.before.value == 0  # the roster covers these days, and nobody was on duty


def checks_of_the_office() -> dict[str, tuple[int, int]]:
    """Persons with a find and persons checked by check, of those that are possible."""
    rows = {}
    for half, encoding in (("2019-2", "cp1252"), ("2020-1", "utf-8-sig")):
        for row in table(f"kontrollen_{half}.csv", encoding, ";", "kontroll_id"):
            found, checked = (int(row[name]) for name in ("personen_mit_fund", "personen_kontrolliert"))
            if row["dienststelle_id"] == OFFICE and found <= checked and found <= int(row["gegenstaende"]):
                rows[row["kontroll_id"]] = (found, checked)
    return rows


def test_persons_with_a_find_per_thousand_checked(sample: DataVersion) -> None:
    rows = checks_of_the_office()
    found, checked = (sum(column) for column in zip(*rows.values(), strict=True))
    side = phase(sample, "persons_with_find", (OFFICE,), Window(CHECKED[0], CHECKED[1] + timedelta(days=1)))
    assert (side.numerator, side.denominator) == (found, checked)
    assert side.value == pytest.approx(1000 * found / checked)


KINDS = {"MES": "knives", "CUT": "cutters", "SCH": "scissors", "WKZ": "tools", "RZS": "sprays"} | {
    "SHW": "striking_weapons",
    "SSW": "firearms",
    "GLS": "glass",
    "PYR": "pyrotechnics",
    "BTM": "drugs",
    "SON": "other_items",
}


def test_items_found_by_kind_per_thousand_checked(sample: DataVersion) -> None:
    rows = checks_of_the_office()
    checked = sum(persons for _, persons in rows.values())
    kinds: Counter[str] = Counter()
    items = {row["fund_id"]: row for row in table("funde_*.csv", "utf-8", ",", "fund_id")}
    for row in items.values():
        if row["kontroll_id"] in rows:
            kinds[KINDS[row["kategorie"]]] += int(row["anzahl"])
            kinds["weapons_act_items"] += int(row["anzahl"]) * (row["waffg"] == "J")
    assert min(kinds[name] for name in ("knives", "cutters", "scissors", "tools", "weapons_act_items")) > 0
    for name in (*KINDS.values(), "weapons_act_items"):
        window = Window(CHECKED[0], CHECKED[1] + timedelta(days=1))
        side = phase(sample, f"{name}_found", (OFFICE,), window)
        assert (side.numerator, side.denominator) == (kinds[name], checked), name
