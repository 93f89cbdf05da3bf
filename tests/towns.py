"""Small towns made for a test: offices with so many incidents before and after, written as real export files."""

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from conftest import Row, csv_text, good, import_all

from einlass.measures import Window

START = date(2019, 3, 4)  # every measure of a town, unless it says otherwise
FIRST = date(2018, 1, 1)
# Without a known trigger the eight weeks before the start count for neither side.
BEFORE, AFTER = Window(FIRST, date(2019, 1, 7)), Window(START, date(2019, 12, 30))

TITLE = "Berichtszeitraum: 01.01.2018 bis 31.12.2019"


@dataclass(frozen=True)
class Place:
    """An office: incidents before and after, how many of them serious, about how many visits a day.

    `extra`: days of further incidents. `waves`: first day of field work and answers of value 1 to 5 and 9.
    """

    incidents: tuple[int, int] = (0, 0)
    serious: tuple[int, int] = (0, 0)
    visits: tuple[int | None, int | None] = (100, 100)
    treated: bool = True
    extra: tuple[date, ...] = ()
    waves: tuple[tuple[date, tuple[int, ...]], ...] = ()
    no_count: tuple[date, ...] = ()


def german(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def weekdays(window: Window) -> list[date]:
    days = (window.first + timedelta(days=n) for n in range(window.days))
    return [day for day in days if day.isoweekday() < 6]


def spread(count: int, window: Window, without: Iterable[date] = ()) -> list[date]:
    """Weekdays at equal distances, the first and the last one of the window among them."""
    days = [day for day in weekdays(window) if day not in without]
    return [days[round(n * (len(days) - 1) / max(1, count - 1))] for n in range(count)]


def incident(number: str, office: str, day: date, **changes: str) -> Row:
    when = {"datum": german(day), "meldedatum": german(day)}
    return good(
        "incidents", vorfall_id=number, dienststelle_id=office, **({"aachen_stufe": "1"} | when | changes)
    )


def waves(
    before: tuple[int, ...], after: tuple[int, ...], numbers: tuple[int, int] = (5, 4)
) -> tuple[tuple[date, tuple[int, ...]], ...]:
    """So many survey waves with these answers before and after."""
    sides = ((date(2018, 2, 5), before, numbers[0]), (date(2019, 3, 11), after, numbers[1]))
    return tuple(
        (first + timedelta(weeks=8 * n), given) for first, given, waves in sides for n in range(waves)
    )


def event(day: date, office: str, kind: str, **changes: str) -> Row:
    row = {"datum_von": german(day), "dienststelle_id": office, "art": kind, "text": kind}
    return good("events", **(row | changes))


def build(
    folder: Path,
    places: dict[str, Place],
    *,
    last: date = date(2019, 12, 31),
    after: Window = AFTER,
    events: Sequence[Row] = (),
    measures: Sequence[Row] = (),
    incidents: Iterable[Row] = (),
    with_visits: bool = True,
    names: Mapping[str, str] | None = None,
    more: Mapping[str, Sequence[Row]] | None = None,
) -> Path:
    """Import a town; the data folder. names: short names of offices, which reasons and long names hold too.

    more: rows of exports besides, by table.
    """
    called = names or {name: name for name in places}
    long = {name: {"name": called[name]} if names else {} for name in places}
    why = {name: {"grund": called[name]} if names else {} for name in places}
    treated = [name for name, one in places.items() if one.treated]
    waves, answers = _surveys(places)
    exports: dict[str, list[Row]] = {
        "offices": [
            good("offices", dienststelle_id=name, kurz=called[name], **long[name]) for name in places
        ],
        "measures": [
            *measures,
            *(
                good("measures", massnahme_id=f"M-{name}", dienststelle_id=name, **why[name])
                for name in treated
            ),
        ],
        "events": list(events),
        "visits": list(_visits(places, last)) if with_visits else [],
        "incidents": [*_incidents(places, after), *incidents],
        "survey_waves": waves,
        "answers": answers,
    } | dict(more or {})
    title = f"Berichtszeitraum: {german(FIRST)} bis {german(last)}"
    files = []
    for name, rows in exports.items():
        if rows:
            files.append(folder / f"{name}.csv")
            offices = "alle" if names else "; ".join(places)
            above = [title, f"Dienststellen: {offices}"] if name == "incidents" else []
            files[-1].write_text(csv_text(rows, above=above), encoding="utf-8")
    return import_all(folder / "data", files)


def _incidents(places: dict[str, Place], after: Window) -> Iterator[Row]:
    number = 0
    for office, place in places.items():
        for window, count, serious in zip((BEFORE, after), place.incidents, place.serious, strict=True):
            step = count / serious if serious else 0
            grave = {math.floor(n * step) for n in range(serious)}
            for index, day in enumerate(spread(count, window, place.no_count)):
                number += 1
                yield incident(f"V{number}", office, day, aachen_stufe="2" if index in grave else "1")
        for day in place.extra:
            number += 1
            yield incident(f"V{number}", office, day)


def _visits(places: dict[str, Place], last: date) -> Iterator[Row]:
    for day in weekdays(Window(FIRST, last + timedelta(days=1))):
        for office, place in places.items():
            usual = None if day in place.no_count else place.visits[day >= START]
            count = str(usual + day.isocalendar().week % 3) if usual else ("" if usual is None else "0")
            yield good("visits", datum=german(day), dienststelle_id=office, besucher=count)


def _surveys(places: dict[str, Place]) -> tuple[list[Row], list[Row]]:
    waves, answers = [], []
    for office, place in places.items():
        for first, counts in place.waves:
            wave = f"W-{office}-{first}"
            days = {"feld_von": german(first), "feld_bis": german(first + timedelta(days=4))}
            asked = {"angesprochen_n": "900", "teilgenommen_n": "900"}
            waves.append(good("survey_waves", welle_id=wave, dienststelle_id=office, **asked, **days))
            given = [value for value, count in zip("123459", counts, strict=False) for _ in range(count)]
            answers += [
                good("answers", antwort_id=f"{wave}-{n}", welle_id=wave, wert=value)
                for n, value in enumerate(given)
            ]
    return waves, answers


def unsound(record: object, path: str = "") -> list[str]:
    """Where a record holds a number that no page may show: infinite or undefined."""
    if isinstance(record, float):
        return [] if math.isfinite(record) else [f"{path} = {record}"]
    if dataclasses.is_dataclass(record):
        parts = [(f"{path}.{one.name}", getattr(record, one.name)) for one in dataclasses.fields(record)]
    elif isinstance(record, dict):
        parts = [(f"{path}[{key}]", value) for key, value in record.items()]
    elif isinstance(record, list | tuple):
        parts = [(f"{path}[{number}]", value) for number, value in enumerate(record)]
    elif hasattr(record, "tolist"):  # NumPy
        return unsound(record.tolist(), path)
    else:
        return []
    return [fault for name, value in parts for fault in unsound(value, name)]
