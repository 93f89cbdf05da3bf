"""Items found by kind: only days count of which it is known what was found, and then a kind not listed is zero."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Row, csv_text, good, import_all

from einlass.indicators import indicator
from einlass.warehouse import DataVersion, current_version
from einlass.warehouse.snapshot import open_snapshot

DAYS = {number: date(2019, 4, number) for number in range(1, 7)}


def check(number: int, checked: str, persons: str, items: str, **changes: str) -> Row:
    counts = {"personen_kontrolliert": checked, "personen_mit_fund": persons, "gegenstaende": items}
    return good("checks", kontroll_id=f"K{number}", datum=f"{DAYS[number]:%d.%m.%Y}", **counts, **changes)


def find(number: int, check_number: int, kind: str, count: str, act: str = "N") -> Row:
    return good(
        "finds", fund_id=f"F{number}", kontroll_id=f"K{check_number}", kategorie=kind, anzahl=count, waffg=act
    )


EXPORTS = {
    "offices": [good("offices")],
    "checks": [
        check(1, "50", "2", "3"),
        check(2, "40", "0", "0"),
        check(3, "30", "2", "3"),
        check(4, "20", "", ""),
        check(5, "", "", "", regime="PRAES", methode="OHNE", verweigert=""),
        check(6, "0", "0", "0", verweigert="0"),
    ],
    "finds": [
        *(find(1, 1, "MES", "1", "J"), find(2, 1, "MES", "1"), find(3, 1, "RZS", "1", "U")),
        find(4, 3, "MES", "2"),  # of three
        find(5, 4, "MES", "1"),  # of nobody knows how many
    ],
}


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> DataVersion:
    folder: Path = tmp_path_factory.mktemp("finds")
    files = []
    for name, rows in EXPORTS.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(csv_text(rows), encoding="utf-8")
    return current_version(import_all(folder / "data", files))


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        ("knives_found", 2, 0),
        ("sprays_found", 1, 0),
        ("weapons_act_items_found", 1, 0),
        ("tools_found", 0, 0),
    ],
)
def test_items_by_kind(version: DataVersion, code: str, first: int, second: int) -> None:
    rows = indicator(code).days(open_snapshot(version))
    assert [
        (day.date(), numerator, denominator)
        for day, numerator, denominator in zip(
            rows["day"], rows["numerator"], rows["denominator"], strict=True
        )
    ] == [(DAYS[1], first, 50), (DAYS[2], second, 40)]
