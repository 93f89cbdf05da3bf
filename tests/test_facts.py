"""The daily facts, day by day: what is counted, what is zero, and what is not known."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Row, csv_text, good, import_all

from einlass.warehouse import DataVersion, current_version
from einlass.warehouse.snapshot import open_snapshot

MONDAY = date(2019, 4, 15)  # the week before Easter; 19.04. and 22.04. are holidays
UNKNOWN = None
UNCOUNTED = ("personen_kontrolliert", "personen_mit_fund", "gegenstaende", "verweigert")


def day(offset: int) -> str:
    return f"{MONDAY + timedelta(days=offset):%d.%m.%Y}"


def check(number: int, offset: int, **changes: str) -> Row:
    return good("checks", kontroll_id=f"K{number}", datum=day(offset), **changes)


def incident(number: int, offset: int, level: str, **changes: str) -> Row:
    when = {"datum": day(offset), "meldedatum": day(offset)}
    return good("incidents", vorfall_id=f"V{number}", aachen_stufe=level, **when, **changes)


def title(first: int, last: int) -> str:
    return f"Berichtszeitraum: {day(first)} bis {day(last)}"


EXPORTS: dict[str, tuple[list[Row], list[str]]] = {
    "offices": ([good("offices"), good("offices", dienststelle_id="D2", oeffnung="Mo-Do")], []),
    "events": (
        [
            good("events", datum_von=day(1), datum_bis=day(1), art="BETRIEB", betriebslage="ZU"),
            good(
                "events",
                datum_von=day(2),
                datum_bis=day(3),
                art="BETRIEB",
                betriebslage="EINGESCHR",
                text="a",
            ),
            good("events", datum_von=day(3), art="BETRIEB", betriebslage="NOT", dienststelle_id="", text="b"),
        ],
        [],
    ),
    "visits": (
        [
            good("visits", datum=day(n), besucher=count)
            for n, count in ((0, "50"), (2, "40"), (3, "0"), (5, ""))
        ],
        [],
    ),
    "checks": (
        [
            check(1, 0, personen_kontrolliert="30", personen_mit_fund="2", gegenstaende="3", verweigert="1"),
            check(2, 0, personen_kontrolliert="20", personen_mit_fund="", gegenstaende="", verweigert="0"),
            check(
                3,
                2,
                personen_kontrolliert="10",
                personen_mit_fund="0",
                gegenstaende="0",
                wartezeit_med_min="4,5",
            ),
            check(
                4,
                2,
                personen_kontrolliert="15",
                personen_mit_fund="1",
                gegenstaende="2",
                wartezeit_med_min="",
            ),
            check(5, 3, **dict.fromkeys(UNCOUNTED, ""), regime="PRAES", methode="OHNE"),
        ],
        [],
    ),
    "incidents": (
        [
            *(incident(1, 0, "1"), incident(2, 0, "2", meldequelle="SIDI"), incident(3, 0, "3")),
            *(
                incident(4, 0, "0"),
                incident(5, 0, "3", status="STORNO"),
                incident(6, 1, "1", dienststelle_id="D2"),
            ),
        ],
        [title(0, 4)],
    ),
    "shifts": (
        [
            good(
                "shifts",
                schicht_id="S1",
                datum=day(0),
                std_soll="5,50",
                std_ist="5,00",
                satz_eur_netto="18,00",
            ),
            good("shifts", schicht_id="S2", datum=day(0), std_soll="4", std_ist="4", satz_eur_netto="20,00"),
        ],
        [title(0, 1)],
    ),
}


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], dict[str, object]]:
    """The facts by office and day (0: the Monday)."""
    folder: Path = tmp_path_factory.mktemp("facts")
    files = []
    for name, (rows, above) in EXPORTS.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(csv_text(rows, above=above), encoding="utf-8")
    version: DataVersion = current_version(import_all(folder / "data", files))
    rows = open_snapshot(version).run("facts/office_days").astype(object)
    rows = rows.where(rows.notna(), None)
    return {(row["office_id"], (row["day"].date() - MONDAY).days): row for row in rows.to_dict("records")}


# column, office, and its value on the days 0 to 5 (Monday to Holy Saturday)
EXPECTED = [
    ("is_open", "D1", (True, False, True, True, False, False)),
    ("is_open", "D2", (True, True, True, True, False, False)),
    ("operating_state", "D1", ("REGEL", "ZU", "EINGESCHR", "NOT", "NOT", "NOT")),
    ("operating_state", "D2", ("REGEL", "REGEL", "REGEL", "NOT", "NOT", "NOT")),
    ("visit_count", "D1", (50, UNKNOWN, 40, 0, UNKNOWN, UNKNOWN)),
    ("visit_count", "D2", (UNKNOWN,) * 6),
    ("regime", "D1", ("VOLL", UNKNOWN, "VOLL", "PRAES", UNKNOWN, UNKNOWN)),
    ("checked_count", "D1", (50, UNKNOWN, 25, UNKNOWN, UNKNOWN, UNKNOWN)),
    # one of the two checks of the first day has no count: the day has none
    ("persons_with_find_count", "D1", (UNKNOWN, UNKNOWN, 1, UNKNOWN, UNKNOWN, UNKNOWN)),
    ("item_count", "D1", (UNKNOWN, UNKNOWN, 2, UNKNOWN, UNKNOWN, UNKNOWN)),
    ("refused_count", "D1", (1, UNKNOWN, 2, UNKNOWN, UNKNOWN, UNKNOWN)),
    ("waiting_median_minutes", "D1", (2.5, UNKNOWN, 4.5, 2.5, UNKNOWN, UNKNOWN)),
    ("incident_count", "D1", (3, 0, 0, 0, 0, UNKNOWN)),
    ("incident_count", "D2", (0, 1, 0, 0, 0, UNKNOWN)),
    ("staff_incident_count", "D1", (2, 0, 0, 0, 0, UNKNOWN)),
    ("guard_incident_count", "D1", (1, 0, 0, 0, 0, UNKNOWN)),
    ("serious_incident_count", "D1", (2, 0, 0, 0, 0, UNKNOWN)),
    ("level_1_count", "D1", (1, 0, 0, 0, 0, UNKNOWN)),
    ("level_2_count", "D1", (1, 0, 0, 0, 0, UNKNOWN)),
    ("level_3_count", "D1", (1, 0, 0, 0, 0, UNKNOWN)),
    ("has_incident_report", "D2", (*(True,) * 5, False)),
    ("has_roster", "D1", (True, True, False, False, False, False)),
    ("has_roster", "D2", (False,) * 6),
    ("planned_guard_hours", "D1", (9.5, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)),
    ("actual_guard_hours", "D1", (9, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)),
    ("guard_cost_eur", "D1", (170, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)),
    ("guard_cost_eur", "D2", (UNKNOWN,) * 6),
]


@pytest.mark.parametrize(("column", "office", "values"), EXPECTED)
def test_the_facts_of_a_week(
    facts: dict[tuple[str, int], dict[str, object]], column: str, office: str, values: tuple[object, ...]
) -> None:
    assert tuple(facts[office, offset][column] for offset in range(6)) == values


def test_every_office_has_every_covered_day_and_no_other(
    facts: dict[tuple[str, int], dict[str, object]],
) -> None:
    assert facts.keys() == {(office, offset) for office in ("D1", "D2") for offset in range(6)}
