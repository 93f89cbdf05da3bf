"""Times in the hour that the clock change took or gave twice: stored as they are written, and named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from einlass import config
from einlass.ingest.report import Note

if TYPE_CHECKING:
    from einlass.ingest.sources import Column, Source

ROWS_LISTED = 20
HOUR = 2  # the hour from 2 to 3 o'clock


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)  # March and October have 31 days
    return last - timedelta(days=last.isoweekday() % 7)


@cache
def _days(before: int = 0) -> pa.Array:
    """The days of the clock change, or so many days before; built when needed, for an idle parent holds no arrays."""
    years = range(config.CALENDAR_FROM.year, config.CALENDAR_UNTIL.year)
    days = [_last_sunday(year, month) - timedelta(days=before) for year in years for month in (3, 10)]
    return pa.array(days, pa.date32())


def clock_changes(source: Source, rows: pa.Table) -> Iterator[Note]:
    """A note for each column with times in that hour, naming the rows."""
    near = rows.slice(0, 0)
    if source.day is not None:  # a night shift ends on the day after the one it is listed under
        near = rows.filter(pc.is_in(rows[source.day], pa.concat_arrays([_days(), _days(before=1)])))
    for column in source.columns:
        if column.kind.name == "moment":
            found = rows.filter(pc.is_in(rows[column.name].cast(pa.date32(), safe=False), _days()))
            found = found.filter(pc.equal(pc.hour(found[column.name]), HOUR))
        elif column.kind.name == "clock" or column.name == "hour":
            found = near.filter(_is_in_the_hour(source, column, near))
        else:
            continue
        if found.num_rows:
            numbers = found["row_number"].to_pylist()
            yield Note(
                "note.clock_change",
                {"column": column.header, "rows": numbers[:ROWS_LISTED], "count": len(numbers)},
            )


def _is_in_the_hour(source: Source, column: Column, rows: pa.Table) -> pa.ChunkedArray:
    cells = rows[column.name]
    is_hour = pc.equal(cells if column.name == "hour" else pc.hour(cells), HOUR)
    is_day = pc.is_in(rows[source.day], _days())
    if column.name == "ends_at":
        is_past_midnight = pc.less(cells, rows["starts_at"])
        is_day = pc.if_else(is_past_midnight, pc.is_in(rows[source.day], _days(before=1)), is_day)
    return pc.and_(is_day, is_hour)
