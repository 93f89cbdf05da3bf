"""The figures of the comparison page, computed once more from the export files without any code of the product.

Only the finding itself comes from einlass; reading, counting and the intervals do not.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook
from scipy import stats

from einlass.findings import Finding, Request, finding
from einlass.warehouse import DataVersion

EXPORTS = Path(__file__).resolve().parents[1] / "sample_data" / "exports"
OFFICE = "BSP-AUSL"
AFTER = (
    date(2019, 11, 11),
    date(2020, 3, 17),
)  # from the first day of checks to the last day before the emergency
BEFORE = (date(2018, 11, 12), date(2019, 3, 19))  # 52 weeks earlier: the same weekdays and season
SURVEY_AFTER, SURVEY_BEFORE = (
    (AFTER[0], date(2020, 3, 6)),
    (BEFORE[0], date(2019, 3, 8)),
)  # last day of field work

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


def conditional_interval(
    before: int, visits_before: int, after: int, visits_after: int
) -> tuple[float, float]:
    """Of all incidents the share after is binomial; its exact interval as odds, times the ratio of visits."""
    share = stats.binomtest(after, before + after).proportion_ci(0.95, method="exact")
    scale = visits_before / visits_after
    return share.low / (1 - share.low) * scale, share.high / (1 - share.high) * scale


@pytest.fixture
def incidents_found(sample: DataVersion) -> Finding:
    return finding(sample, Request("reported_incidents", "BSP-M1"))


def test_reported_incidents_of_the_checked_office(incidents_found: Finding) -> None:
    counted, happened = visits(OFFICE), incidents(OFFICE)
    by_hand = []
    for window, side in ((BEFORE, incidents_found.before), (AFTER, incidents_found.after)):
        assert side is not None
        visitors = sum(count for day, count in counted.items() if inside(day, window))
        days = [row["datum"] for row in happened.values() if inside(row["datum"], window)]  # type: ignore
        count = sum(day in counted for day in days)
        assert (side.window.first, side.window.until) == (window[0], window[1] + timedelta(days=1))
        assert (side.numerator, side.denominator) == (count, visitors)
        assert side.unexposed_count == len(days) - count
        assert side.value == pytest.approx(10_000 * count / visitors)
        assert side.day_count == sum(inside(day, window) for day in counted)
        by_hand += [count, visitors]
    estimate = incidents_found.estimate
    assert estimate is not None
    assert estimate.value == pytest.approx((by_hand[2] / by_hand[3]) / (by_hand[0] / by_hand[1]))
    assert (estimate.low, estimate.high) == pytest.approx(conditional_interval(*by_hand))


def test_the_interval_holds_exactly_the_ratios_that_a_binomial_test_does_not_reject(
    incidents_found: Finding,
) -> None:
    before, after, estimate = incidents_found.before, incidents_found.after, incidents_found.estimate
    assert before and after and estimate and estimate.low and estimate.high
    total = int(before.numerator + after.numerator)

    def tail(ratio: float, alternative: str) -> float:
        share = ratio * after.denominator / (ratio * after.denominator + before.denominator)
        return float(stats.binomtest(int(after.numerator), total, share, alternative=alternative).pvalue)

    assert tail(estimate.low, "greater") == pytest.approx(0.025)
    assert tail(estimate.high, "less") == pytest.approx(0.025)


def test_the_verdict_on_incidents_promises_nothing(incidents_found: Finding) -> None:
    estimate = incidents_found.estimate
    assert estimate and estimate.low and estimate.high
    assert estimate.low < 1 < estimate.high
    assert incidents_found.verdict in ("no_reliable_difference", "too_few")
    assert not incidents_found.may_state_percent


def test_days_without_a_count_are_those_on_which_other_offices_counted(incidents_found: Finding) -> None:
    counted = visits(OFFICE)
    open_days = set(visits("BSP-KFZ")) | set(visits("BSP-BUERG")) | set(visits("BSP-STA"))
    for window, side in ((BEFORE, incidents_found.before), (AFTER, incidents_found.after)):
        assert side is not None
        assert side.missing_day_count == sum(inside(day, window) and day not in counted for day in open_days)


def answers(audience: str, item: str, window: tuple[date, date]) -> Counter[int]:
    """Answers 1 to 5 of the waves whose field work began in a window."""
    waves = {
        row["welle_id"]
        for row in table("befragung.csv", "utf-8-sig", ";", "welle_id")
        if row["zielgruppe"] == audience and row["dienststelle_id"] == OFFICE
        if inside(german_day(row["feld_von"]), window)
    }
    rows = {row["antwort_id"]: row for row in table("antworten_*.csv", "utf-8", ",", "antwort_id")}
    values = (
        int(row["wert"]) for row in rows.values() if row["welle_id"] in waves and row["frage_id"] == item
    )
    return Counter(value for value in values if value != 9)


@pytest.mark.parametrize(
    ("code", "audience", "item", "verdict"),
    [
        ("feels_safe_clients", "KUND", "SIC", "increase"),
        ("mood_clients", "KUND", "STI", "increase"),
        ("feels_safe_staff", "BESCH", "SIC", "too_few"),
    ],
)
def test_what_clients_and_staff_of_the_checked_office_say(
    sample: DataVersion, code: str, audience: str, item: str, verdict: str
) -> None:
    found = finding(sample, Request(code, "BSP-M1"))
    samples = []
    for window, side in ((SURVEY_BEFORE, found.before), (SURVEY_AFTER, found.after)):
        counts = answers(audience, item, window)
        assert side is not None
        assert side.distribution == tuple(counts[value] for value in range(1, 6))
        assert (side.numerator, side.denominator) == (counts[4] + counts[5], counts.total())
        assert side.value == pytest.approx(100 * (counts[4] + counts[5]) / counts.total())
        samples.append(np.array(list(counts.elements())))
    before, after = samples
    interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(after.mean() - before.mean())
    assert (found.estimate.low, found.estimate.high) == pytest.approx((interval.low, interval.high))
    assert found.verdict == verdict
    assert (min(len(before), len(after)) >= 30) == (verdict != "too_few")


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


def test_persons_with_a_find_per_thousand_checked(sample: DataVersion) -> None:
    from einlass.findings import phase
    from einlass.measures import Window

    rows = {}
    for half, encoding in (("2019-2", "cp1252"), ("2020-1", "utf-8-sig")):
        for row in table(f"kontrollen_{half}.csv", encoding, ";", "kontroll_id"):
            found, checked = (int(row[name]) for name in ("personen_mit_fund", "personen_kontrolliert"))
            if row["dienststelle_id"] == OFFICE and found <= checked and found <= int(row["gegenstaende"]):
                rows[row["kontroll_id"]] = (found, checked)
    found, checked = (sum(column) for column in zip(*rows.values(), strict=True))
    side = phase(sample, "persons_with_find", (OFFICE,), Window(AFTER[0], AFTER[1] + timedelta(days=1)))
    assert (side.numerator, side.denominator) == (found, checked)
    assert side.value == pytest.approx(1000 * found / checked)
