"""The parts of the trends page."""

from __future__ import annotations

from dataclasses import dataclass

from einlass.charts import marks_of, trend_chart
from einlass.export import file_stem, series_csv
from einlass.findings import Limits, Series, control_chart, data_window, provenance, series
from einlass.indicators import Indicator, indicator, indicators
from einlass.measures import Window, events, measures, offices
from einlass.ui import address, choices, show, style
from einlass.ui.comparison import definition
from einlass.ui.state import STEPS, current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences
from einlass.words.catalogue import last_day

MOST_NAMED = 5  # more unusual periods than this are counted, not listed
MOST_OFFICES = 6  # as many as the palette tells apart


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see."""

    indicator: Indicator
    offices: tuple[str, ...]
    step: str


def choose(version: DataVersion, w: Words) -> Choice:
    """Indicator, step and offices."""
    names = {key: one.short_name for key, one in offices(version).items()}
    code = choices.choose(
        w("choose.indicator"), list(indicators()), "indicator", lambda one: w(f"indicator.{one}")
    )
    asked = indicator(code or "")
    step = "month"
    if asked.kind != "score":
        step = choices.switch(w("choose.step"), STEPS, "step", lambda one: w(f"step.{one}"), default="month")
    picked = choices.choose_many(
        w("choose.offices"),
        list(names),
        "offices",
        names.__getitem__,
        default=_default_offices(version, w),
    )
    return Choice(asked, picked, step)


def _default_offices(version: DataVersion, w: Words) -> tuple[str, ...]:
    """The offices of the chosen measure, else of the first one."""
    found = measures(version)
    if not found:
        return tuple(offices(version))[:MOST_OFFICES]
    asked = current_view().measure
    shown = asked if asked in found else next(iter(found))
    is_needed = not set(current_view().offices) & offices(version).keys()
    if asked and asked != shown and is_needed:
        address.say_gone("measure", asked, places.measure_name(found[shown], offices(version), w))
    return found[shown].offices


def series_by_office(version: DataVersion, choice: Choice, w: Words) -> dict[str, Series]:
    """A series an office, by its name; offices without a single value are left out."""
    names = offices(version)
    found = {
        names[one].short_name: series(version, choice.indicator.code, (one,), choice.step)
        for one in choice.offices[:MOST_OFFICES]
    }
    return {name: rows for name, rows in found.items() if any(point.value is not None for point in rows)}


def title(choice: Choice, found: dict[str, Series], w: Words) -> str:
    """What is shown, and its latest complete value where it is one office."""
    name = w(f"indicator.{choice.indicator.code}")
    if not found:
        return name
    where = (
        w.join(list(found))
        if len(found) <= places.NAMED_OFFICES
        else w("place.offices", count=w.few(len(found)))
    )
    if len(found) > 1:
        return w("trends.title", indicator=name, place=where)
    rows = next(iter(found.values()))
    complete = [point for point in rows if point.is_complete and point.value is not None]
    if not complete:
        return w("trends.title", indicator=name, place=where)
    last = complete[-1]
    return w(
        "trends.title_value",
        indicator=w(f"indicator.{choice.indicator.code}.short"),
        place=where,
        value=sentences.quantity(choice.indicator, last.value, w),
        period=w.period(last.start, last.until),
    )


def why_empty(version: DataVersion, choice: Choice, w: Words) -> str:
    """Why there is nothing to show, as it fits the indicator."""
    asked, sources = choice.indicator, sentences.source_names(choice.indicator, w)
    if data_window(version, asked).days <= 0:
        return w("trends.empty.not_imported", sources=sources)
    if asked.kind == "score":
        return w("trends.empty.score")
    if not asked.is_comparable:
        return w("trends.empty.within_regime")
    return w("trends.empty.text", sources=sources)


def standing(version: DataVersion, choice: Choice, w: Words) -> str:
    """Up to which day the data reach, and the Stand."""
    data = provenance(version, choice.indicator)
    return " · ".join(
        [w("data_until", day=w.date(data.data_until)), w("stand", moment=w.datetime(data.stand))]
    )


def chart(version: DataVersion, choice: Choice, found: dict[str, Series], w: Words) -> None:
    """The chart with marks, its table and its file."""
    span = _span(version, choice, found)
    marks = marks_of(measures(version).values(), events(version), choice.offices, offices(version), span, w)
    heading = title(choice, found, w)
    limits = _limits(version, choice, found, w)
    figure = trend_chart(
        choice.indicator,
        found,
        marks,
        span,
        show.look(),
        w,
        title=heading,
        foot=source_foot(version, choice, w),
        limits=limits,
    )
    name, file = "trends", _stem(version, choice, found, w)
    alt = _alternative_text(version, heading, marks_text=[mark.label for mark in marks], w=w)
    show.chart(figure, alt, name, w, stem=file)
    table = show.Table(
        heading,
        [
            w("table.office"),
            w("table.period"),
            sentences.unit_name(choice.indicator, w),
            sentences.numerator_name(choice.indicator, w),
            sentences.denominator_name(choice.indicator, w),
        ],
        lambda: _table_rows(choice, found, w),
        (2, 3, 4),
    )
    show.table_and_files(name, table, _files(version, choice, found, file, w), w)
    _notes(choice, found, limits, w)


def _stem(version: DataVersion, choice: Choice, found: dict[str, Series], w: Words) -> str:
    """What files of the trends are called: figure, offices, step and period, Stand."""
    where = w.join(list(found)) if len(found) <= places.NAMED_OFFICES else w.plural("trends.file", len(found))
    points = [point for rows in found.values() for point in rows]
    period = [min(point.start for point in points), last_day(max(point.until for point in points))]
    parts = [w(f"indicator.{choice.indicator.code}.short"), where, w(f"step.{choice.step}")]
    parts.append("-".join(day.isoformat() for day in period))
    return file_stem(parts, provenance(version, choice.indicator).stand.date())


def _files(version: DataVersion, choice: Choice, found: dict[str, Series], stem: str, w: Words) -> show.Files:
    """The table as files, with what stands below it."""
    origin = provenance(version, choice.indicator)
    mark = [w("sample.mark")] if origin.is_sample else []
    notes = [*mark, definition(choice.indicator, w), source_foot(version, choice, w)]
    return show.Files(stem, notes, lambda: series_csv(choice.indicator, found, origin, w, {}))


def _limits(version: DataVersion, choice: Choice, found: dict[str, Series], w: Words) -> tuple[Limits, ...]:
    """The limits of a control chart, where the reader wants one and one office is shown."""
    if len(found) != 1 or choice.step == "day":
        return ()
    names = offices(version)
    shown = next(one for one in choice.offices if names[one].short_name in found)
    limits = control_chart(version, choice.indicator.code, shown, choice.step)
    if not limits or not choices.switch_on(w("switch.control"), "control"):
        return ()
    return limits


def _span(version: DataVersion, choice: Choice, found: dict[str, Series]) -> Window:
    """From the first to the last value shown; marks just behind the end still fit."""
    shown = [point for rows in found.values() for point in rows if point.value is not None]
    data = data_window(version, choice.indicator)
    return Window(
        max(min(one.start for one in shown), data.first), max(max(one.until for one in shown), data.until)
    )


def _alternative_text(version: DataVersion, heading: str, marks_text: list[str], w: Words) -> str:
    text = w("trends.alt", title=heading, marks="; ".join(marks_text) or w("trends.no_marks"))
    return f"{w('sample.mark')}. {text}" if version.is_sample else text


def _table_rows(choice: Choice, found: dict[str, Series], w: Words) -> list[list[str]]:
    def number(value: float | None) -> str:
        return w("value.none") if value is None else w.number(value, 0 if float(value).is_integer() else 1)

    return [
        [
            name,
            w.period(row.start, row.until) + ("" if row.is_complete else f" {w('chart.incomplete')}"),
            sentences.number(choice.indicator, row.value, w),
            number(row.count),
            number(row.denominator or None),
        ]
        for name, rows in found.items()
        for row in rows
    ]


def _control_notes(choice: Choice, limits: tuple[Limits, ...], w: Words) -> list[str]:
    """What a control chart says and does not say, and the unusual periods where they are few."""
    if not limits:
        return []
    unusual = [one for one in limits if one.is_unusual]
    lines = [
        w(
            "control.unusual_line",
            period=w.period(one.point.start, one.point.until),
            value=sentences.quantity(choice.indicator, one.point.value, w),
        )
        for one in unusual
    ]
    if len(unusual) > MOST_NAMED:
        lines = [w("control.many_unusual", count=w.number(len(unusual)), all=w.number(len(limits)))]
    return [w("control.note"), *(lines or [w("control.none_unusual")])]


def _notes(choice: Choice, found: dict[str, Series], limits: tuple[Limits, ...], w: Words) -> None:
    """What the reader must know about the picture."""
    lines = [*_control_notes(choice, limits, w), w("trends.note.incomplete")]
    if choice.indicator.kind != "score":
        lines.append(w("trends.note.gaps"))
    if not choice.indicator.is_comparable:
        lines.append(w("trends.note.within_regime"))
    if len(choice.offices) > MOST_OFFICES:
        lines.append(w("trends.note.most", count=w.number(MOST_OFFICES)))
    without = len(choice.offices[:MOST_OFFICES]) - len(found)
    if without:
        lines.append(w("trends.note.without", offices=w.plural("count.offices", without)))
    style.notes(lines)


def source_foot(version: DataVersion, choice: Choice, w: Words) -> str:
    """Source, Stand and sample mark."""
    data = provenance(version, choice.indicator)
    line = sentences.source_line(choice.indicator, data.version_number, w.datetime(data.stand), w)
    return f"{w('sample.mark')}. {line}" if data.is_sample else line


def foot(version: DataVersion, choice: Choice, w: Words) -> list[str]:
    """Definition and source."""
    return [definition(choice.indicator, w), source_foot(version, choice, w), w("foot.method")]
