"""One cell: what is read, and what is refused with which reason."""

from datetime import date, datetime, time

import pytest

from einlass.ingest.clean import cells
from einlass.ingest.report import CellError

READ = [
    (cells.TEXT, "Süd", "Süd"),
    (cells.DAY, "23.01.2020", date(2020, 1, 23)),
    (cells.DAY, "3.1.2020", date(2020, 1, 3)),
    (cells.DAY, "2020-01-23", date(2020, 1, 23)),
    (cells.DAY, "29.02.2020", date(2020, 2, 29)),
    (cells.DAY, "2020-01-23 00:00:00", date(2020, 1, 23)),
    (cells.DAY, "3.1.20", date(2020, 1, 3)),
    (cells.DAY, "43853", date(2020, 1, 23)),
    (cells.DAY, "Do, 23.01.2020", date(2020, 1, 23)),
    (cells.DAY, "Donnerstag 23.01.2020", date(2020, 1, 23)),
    (cells.DECIMAL, "1 234,5", 1234.5),
    (cells.DECIMAL, "1\u00a0234,50\u00a0€", 1234.5),
    (cells.DECIMAL, "15,00 EUR", 15.0),
    (cells.integer(), "1 234", 1234),
    (cells.FLAG, "ja", True),
    (cells.FLAG, "Nein", False),
    (cells.FLAG, "x", True),
    (cells.FLAG, "0", False),
    (cells.CLOCK, "07:30 Uhr", time(7, 30)),
    (cells.MOMENT, "23.01.2020 18:05", datetime(2020, 1, 23, 18, 5)),
    (cells.MOMENT, "2020-01-23T18:05:59.5", datetime(2020, 1, 23, 18, 5)),
    (cells.MOMENT, "23.01.2020", datetime(2020, 1, 23)),
    (cells.CLOCK, "7:30", time(7, 30)),
    (cells.CLOCK, "23:59:59", time(23, 59)),
    (cells.DECIMAL, "1,5", 1.5),
    (cells.DECIMAL, "1.234", 1234.0),  # a dot groups thousands, it is never a decimal point
    (cells.DECIMAL, "12.345.678,25", 12345678.25),
    (cells.DECIMAL, "0", 0.0),
    (cells.FLAG, "J", True),
    (cells.FLAG, "N", False),
    (cells.WEEKDAYS, "Mo-Do", "1,2,3,4"),
    (cells.WEEKDAYS, "Mo, Di–Mi, Fr", "1,2,3,5"),
    (cells.WEEKDAYS, "so", "7"),
    (cells.integer(), "1.234", 1234),
    (cells.integer(), "12,0", 12),
    (cells.integer(), "007", 7),
    (cells.integer(0, 23), "23", 23),
    (cells.code("HS", "TOR"), "TOR", "TOR"),
    (cells.several("BEL", "BDW", "KOE"), "KOE| BEL |KOE", "BEL|KOE"),
]

REFUSED = [
    (cells.DAY, "23.01.202", "reason.date"),
    (
        cells.DAY,
        "01/23/2020",
        "reason.no_such_day",
    ),  # the month comes first only where the whole column says so
    (cells.DAY, "4385", "reason.date"),
    (cells.DAY, "40000", "reason.day_out_of_range"),
    (cells.DAY, "Mo, 23.01.2020", "reason.wrong_weekday"),
    (cells.DAY, "23.01.2020 08:15", "reason.date"),  # the exact minute is never imported
    (cells.DAY, "30.02.2020", "reason.no_such_day"),
    (cells.DAY, "2019-02-29", "reason.no_such_day"),
    (cells.DAY, "23.01.2009", "reason.day_out_of_range"),
    (cells.DAY, "01.01.2040", "reason.day_out_of_range"),
    (cells.MOMENT, "23.01.2020 24:00", "reason.no_such_day"),
    (cells.CLOCK, "24:00", "reason.clock"),
    (cells.CLOCK, "7.30", "reason.clock"),
    (cells.DECIMAL, "1.23", "reason.decimal"),
    (cells.DECIMAL, "1.5", "reason.decimal"),
    (cells.DECIMAL, "-1,5", "reason.decimal"),
    (cells.DECIMAL, "1,234.5", "reason.decimal"),
    (cells.DECIMAL, "1e3", "reason.decimal"),
    (cells.FLAG, "vielleicht", "reason.code"),
    (cells.DECIMAL, "200000000", "reason.out_of_range"),
    (cells.DECIMAL, "0.750", "reason.decimal"),
    (cells.WEEKDAYS, "Fr-Mo", "reason.weekdays"),
    (cells.WEEKDAYS, "Mo-Mi-Fr", "reason.weekdays"),
    (cells.WEEKDAYS, "Montag", "reason.weekdays"),
    (cells.integer(), "1.23", "reason.integer"),
    (cells.integer(), "12,5", "reason.integer"),
    (cells.integer(), "-1", "reason.integer"),
    (cells.integer(), "12 34", "reason.integer"),
    (cells.integer(), "1,234", "reason.integer"),  # might be a thousand
    (cells.integer(), "0.123", "reason.integer"),
    (cells.integer(0, 23), "24", "reason.out_of_range"),
    (cells.integer(), "1000001", "reason.out_of_range"),
    (cells.integer(), "9" * 30, "reason.out_of_range"),
    (cells.code("HS", "TOR"), "hs", "reason.code"),
    (cells.several("BEL", "BDW"), "BEL|", "reason.code"),
    (cells.several("BEL", "BDW"), "BEL,BDW", "reason.code"),
]


@pytest.mark.parametrize(("kind", "cell", "value"), READ)
def test_a_good_cell_is_read(kind: cells.Kind, cell: str, value: object) -> None:
    read = kind.read(cell)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(("kind", "cell", "reason"), REFUSED)
def test_a_bad_cell_is_refused_with_what_would_be_accepted(kind: cells.Kind, cell: str, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        kind.read(cell)
    assert caught.value.reason == reason
    assert caught.value.expected


@pytest.mark.parametrize("sign", ["-", ".", "…", "k. A.", "k.A.", "–", "/", "n. v.", "NULL", "#NV"])
@pytest.mark.parametrize("kind", [cells.DAY, cells.DECIMAL, cells.integer(), cells.FLAG, cells.code("A")])
def test_a_sign_for_missing_is_missing_and_never_zero(kind: cells.Kind, sign: str) -> None:
    assert cells.reading_of(kind, [sign], "x.csv", "spalte")(sign) is None


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (["1.234", "0.5"], "1.234", "reason.two_readings"),
        (["1,234", "1,234.5"], "1,234", "reason.two_readings"),
        (["1.234", "2.5"], "2.5", "reason.decimal"),
    ],
)
def test_beside_an_english_number_what_could_be_either_is_refused(
    column: list[str], cell: str, reason: str
) -> None:
    with pytest.raises(CellError) as caught:
        cells.reading_of(cells.DECIMAL, column, "x.csv", "spalte")(cell)
    assert caught.value.reason == reason


def test_without_an_english_number_a_column_is_german() -> None:
    read = cells.reading_of(cells.DECIMAL, ["1.234", "1,234", "5"], "x.csv", "spalte")
    assert [read(cell) for cell in ("1.234", "1,234", "5")] == [1234.0, 1.234, 5.0]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (["40", "35", "4,0"], [40, 35, "1.234"]),
        (["40", "4,0"], [40, "1.234"]),  # a draw: whole numbers are written without decimals
        (["4,0", "-"], [4, None]),
        (["40,0", "1.235,0", "k. A.", "4,0"], [40, 1235, None, 4]),
        (["40,00", "35,00", "400"], [40, 35, "1.234,00"]),
        (["40,00", "35,00", "4,0"], [40, 35, "1.234,00"]),
        (["40,0", "35,0", "3,00"], [40, 35, "1.234,0"]),
    ],
)
def test_a_whole_number_with_other_decimals_than_its_column_is_refused(
    column: list[str], values: list[object]
) -> None:
    read = cells.reading_of(cells.integer(), column, "x.csv", "spalte")
    found: list[object] = []
    for cell in column:
        try:
            found.append(read(cell))
        except CellError as error:
            assert error.reason == "reason.other_decimals"
            found.append(error.expected)
    assert found == values
