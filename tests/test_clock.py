"""Times at the clock change: imported as they stand, and named in the report."""

from pathlib import Path

import pytest
from conftest import WriteCsv, good

from einlass.ingest.parse import Parsed, parse
from einlass.ingest.report import Note


def notes_of(path: Path) -> list[Note]:
    target = path.with_suffix(".parsed")
    parse(path, target)
    report = Parsed.load(target).report
    assert report.outcome == "imported"
    assert not report.rejects
    return [note for note in report.notes if note.key == "note.clock_change"]


@pytest.mark.parametrize("day", ["31.03.2019", "27.10.2019", "29.03.2020", "25.10.2020"])
def test_times_in_the_changed_hour_are_named_with_their_rows(write_csv: WriteCsv, day: str) -> None:
    rows = [
        good("checks", kontroll_id="K1"),
        good("checks", kontroll_id="K2", datum=day, zeit_von="02:00", zeit_bis="02:59"),
        good("checks", kontroll_id="K3", datum=day, zeit_von="01:59", zeit_bis="03:00"),
        good("checks", kontroll_id="K4", erfasst_am=f"{day} 02:30"),
        good("checks", kontroll_id="K5", datum=day, erfasst_am=""),
    ]
    assert [note.values for note in notes_of(write_csv("kontrollen.csv", rows))] == [
        {"column": "zeit_von", "rows": [3], "count": 1},
        {"column": "zeit_bis", "rows": [3], "count": 1},
        {"column": "erfasst_am", "rows": [5], "count": 1},
    ]


def test_a_night_shift_ends_on_the_next_day(write_csv: WriteCsv) -> None:
    rows = [
        good("shifts", schicht_id="S1", datum="30.03.2019", beginn="22:00", ende="02:30"),
        good("shifts", schicht_id="S2", datum="31.03.2019", beginn="22:00", ende="02:30"),
        good("shifts", schicht_id="S3", datum="31.03.2019", beginn="00:00", ende="02:30"),
        good("shifts", schicht_id="S4", datum="31.03.2019", beginn="02:15", ende="08:00"),
    ]
    assert [note.values for note in notes_of(write_csv("dienstplan.csv", rows))] == [
        {"column": "beginn", "rows": [5], "count": 1},
        {"column": "ende", "rows": [2, 4], "count": 2},
    ]


def test_the_hour_of_an_incident_is_looked_at_too(write_csv: WriteCsv) -> None:
    rows = [
        good(
            "incidents",
            vorfall_id=f"V{hour}{day}",
            datum=f"{day}.03.2019",
            stunde=hour,
            meldedatum="01.04.2019",
        )
        for day in (24, 30, 31)
        for hour in ("1", "2", "3", "")
    ]
    (note,) = notes_of(write_csv("vorfaelle.csv", rows))
    assert note.values == {"column": "stunde", "rows": [11], "count": 1}


def test_an_ordinary_day_is_not_mentioned(write_csv: WriteCsv) -> None:
    rows = [good("shifts", datum="24.03.2019", beginn="02:00", ende="02:30")]
    assert notes_of(write_csv("dienstplan.csv", rows)) == []
