"""One cell: what is read, and what is refused with which reason."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from einlass.ingest.clean import cells
from einlass.ingest.clean.days import Reading
from einlass.ingest.clean.numbers import Notation
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
    (cells.WEEKDAYS, "Mo-Di 8-12; Do 8-12,14-18", "1 08:00-12:00,2 08:00-12:00,4 08:00-12:00,4 14:00-18:00"),
    (cells.WEEKDAYS, "Mo,Di 07:30-12:00", "1 07:30-12:00,2 07:30-12:00"),
    (
        cells.WEEKDAYS,
        "Mo 8.00 – 12.00 Uhr und 14 - 24 Uhr, Mi 9-10",
        "1 08:00-12:00,1 14:00-24:00,3 09:00-10:00",
    ),
    (cells.WEEKDAYS, "Mo. - Di.: 8-12 Uhr", "1 08:00-12:00,2 08:00-12:00"),
    (cells.WEEKDAYS, "Mo-Di 8-12; Di 12-13:15;", "1 08:00-12:00,2 08:00-12:00,2 12:00-13:15"),
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
    (cells.WEEKDAYS, "8-12", "reason.weekdays"),
    (cells.WEEKDAYS, "Mo 8", "reason.weekdays"),
    (cells.WEEKDAYS, "Mo 8-12; 14-18", "reason.weekdays"),  # of which weekday?
    (cells.WEEKDAYS, "Mo-Fr 8-12 nach Vereinbarung", "reason.weekdays"),
    (cells.WEEKDAYS, "Mo-Do 8-12; Fr", "reason.opening_some"),
    (cells.WEEKDAYS, "Mo 12-8", "reason.opening_hours"),
    (cells.WEEKDAYS, "Mo 8-25", "reason.opening_hours"),
    (cells.WEEKDAYS, "Mo 8-12:60", "reason.opening_hours"),
    (cells.WEEKDAYS, "Mo-Fr 8-12; Do 10-18", "reason.opening_hours"),
    (cells.WEEKDAYS, "Mo 1-2,3-4,5-6,7-8,9-10", "reason.opening_hours"),
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


@pytest.mark.parametrize(
    "sign", ["-", ".", "…", "k. A.", "k.A.", "–", "/", "n. v.", "NULL", "#NV", "NA", "NaN", "<NA>"]
)
@pytest.mark.parametrize("kind", [cells.DAY, cells.DECIMAL, cells.integer(), cells.FLAG, cells.code("A")])
def test_a_sign_for_missing_is_missing_and_never_zero(kind: cells.Kind, sign: str) -> None:
    read = numbers(kind, [sign])[1] if kind.range else cells.reading_of(kind, [sign], "x.csv", "spalte")
    assert read(sign) is None


def numbers(kind: cells.Kind, column: list[str], high: float | None = None) -> tuple[Notation, Reading]:
    """The notation of a column of numbers, and how its cells are read."""
    assert kind.range
    allowed = kind.range if high is None else replace(kind.range, high=high)
    notation = cells.notation_among(column, allowed)
    return notation, cells.numbers_read(column, allowed, notation)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (["1.234", "0.5", "2,5"], "1.234", "reason.two_readings"),
        (["1,234", "1,234.5", "7,25"], "1,234", "reason.two_readings"),
        (["1.234", "2.5", "2,5"], "2.5", "reason.decimal"),
        (["5.500", "5,5"], "5.500", "reason.two_readings"),
    ],
)
def test_in_a_column_of_two_notations_what_could_be_either_is_refused(
    column: list[str], cell: str, reason: str
) -> None:
    notation, read = numbers(cells.DECIMAL, column, 1_000)
    assert notation.is_mixed
    with pytest.raises(CellError) as caught:
        read(cell)
    assert caught.value.reason == reason


NOTATIONS = [
    # kind, the largest, cells, notation, what else it could be, numbers
    (cells.DECIMAL, 24, ["5.500", "6.000", "5.333"], "english", (), [5.5, 6, 5.333]),
    (cells.DECIMAL, 24, ["6", "5.5", "3.25", "0.5"], "english", (), [6, 5.5, 3.25, 0.5]),
    (cells.DECIMAL, 1_440, ["1.250", "0", "12"], "german", ("english",), [1250, 0, 12]),
    (cells.DECIMAL, 1_440, ["1.250", "1.500"], "english", (), [1.25, 1.5]),
    (cells.DECIMAL, 24, ["5,500", "6,000"], "german", (), [5.5, 6]),
    (cells.DECIMAL, None, ["5,500", "6,000"], "german", ("english",), [5.5, 6]),
    (cells.DECIMAL, None, ["1.234", "7,25"], "german", (), [1234, 7.25]),
    (cells.DECIMAL, None, ["1.234.567", "1.234"], "german", (), [1234567, 1234]),
    (cells.DECIMAL, None, ["1,234.5", "1,234"], "english", (), [1234.5, 1234]),
    (cells.integer(), None, ["1.234", "1.000"], "german", (), [1234, 1000]),
    (cells.integer(), None, ["1,234", "950"], "english", (), [1234, 950]),
    (cells.integer(), None, ["12.0", "93.0"], "english", (), [12, 93]),
    (cells.integer(), None, ["1.000", "2.000"], "german", ("english",), [1000, 2000]),
    (cells.integer(), None, ["1.000", "950"], "german", (), [1000, 950]),
    (cells.integer(), None, ["1,000", "950"], "english", ("german",), [1000, 950]),
    (cells.integer(), None, ["950", "7"], "german", (), [950, 7]),
]


@pytest.mark.parametrize(("kind", "most", "column", "name", "others", "values"), NOTATIONS)
def test_a_column_of_numbers_is_written_in_one_notation(
    kind: cells.Kind,
    most: float | None,
    column: list[str],
    name: str,
    others: tuple[str, ...],
    values: list[float],
) -> None:
    notation, read = numbers(kind, [*column, "k. A."], most)
    assert (notation.name, notation.others) == (name, others)
    assert [read(cell) for cell in column] == values


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
    _, read = numbers(cells.integer(), column)
    found: list[object] = []
    for cell in column:
        try:
            found.append(read(cell))
        except CellError as error:
            assert error.reason == "reason.other_decimals"
            found.append(error.expected)
    assert found == values
