"""Marks on a time axis: starts of measures, trials, triggers, breaks. Every chart takes them from here.

What lasts (emergency operation, a closure, a known exception) is a shaded range, what happens a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from einlass.charts.heard import SILENT, heard
from einlass.charts.look import ROW, Look, plain, translucent
from einlass.measures import Event, Measure, Office, Window
from einlass.words import Words, places

NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LASTING = 0.22  # of the ground of what lasts
LETTER = 6.6  # px a letter of a label is wide, on the average
Span = tuple[
    date, str, bool, set[str], date | None
]  # first day, what, whether a start, where, day after the last


@dataclass(frozen=True)
class Mark:
    """A day with a label; `is_start` draws it stronger.

    until: the end of what lasts (half-open). offices: whom it concerns.
    """

    day: date
    label: str
    is_start: bool = False
    until: date | None = None
    offices: frozenset[str] = frozenset()


def marks_of(
    measures: Iterable[Measure],
    events: Iterable[Event],
    office_ids: tuple[str, ...],
    offices: Mapping[str, Office],
    span: Window,
    w: Words,
) -> list[Mark]:
    """The marks of some offices within a span (its last day included), one a day, in order.

    What does not concern all of these offices says which of them.
    """
    found: dict[date, dict[tuple[str, bool], set[str]]] = {}
    ends: dict[date, date] = {}
    for first, what, is_start, concerned, until in (*_episodes(measures, w), *_events(events, w)):
        here = (concerned or set(office_ids)) & set(office_ids)
        day = max(first, span.first) if until and until > span.first else first
        if here and span.first <= day <= span.until:
            found.setdefault(day, {}).setdefault((_dated(first, day, what, w), is_start), set()).update(here)
            ends |= {day: max(ends.get(day, until), min(until, span.until))} if until else {}

    def label(named: Mapping[tuple[str, bool], set[str]]) -> str:
        by_place: dict[frozenset[str], list[str]] = {}
        for (what, _), where in named.items():
            by_place.setdefault(frozenset(where), []).append(what)
        return ", ".join(
            _at(", ".join(whats), set(where), office_ids, offices, w) for where, whats in by_place.items()
        )

    return [
        Mark(
            day,
            f"{w.short_date(day)}: {label(named)}",
            any(is_start for _, is_start in named),
            min(ends[day], span.until) if day in ends else None,
            frozenset().union(*named.values()),
        )
        for day, named in sorted(found.items())
    ]


def _dated(first: date, shown: date, what: str, w: Words) -> str:
    """What lasts since before the first day shown says since when."""
    return what if first == shown else w("mark.since", what=what, day=w.short_date(first))


def _at(
    what: str, concerned: set[str], office_ids: tuple[str, ...], offices: Mapping[str, Office], w: Words
) -> str:
    if len(concerned) == len(office_ids):
        return what
    ordered = [one for one in office_ids if one in concerned]
    return w("mark.at", what=what, place=places.place(ordered, offices, w))


def closures_of(
    events: Iterable[Event], office_ids: tuple[str, ...], span: Window
) -> dict[Window, tuple[str, ...]]:
    """Short closures (holidays) of some offices within a span, with the offices that closed."""
    found: dict[Window, set[str]] = {}
    for event in events:
        if event.operating_state != "ZU" or event.is_break or event.until is None:
            continue
        days = Window(max(event.first, span.first), min(event.until, span.until))
        here = {one for one in office_ids if event.concerns((one,))}
        if here and days.days > 0:
            found.setdefault(days, set()).update(here)
    return {days: tuple(one for one in office_ids if one in found[days]) for days in sorted(found)}


def _episodes(measures: Iterable[Measure], w: Words) -> Iterator[Span]:
    """Each start, end and trial of a measure."""
    for measure in measures:
        name = w(f"measure.{measure.regime}")
        for episode in measure.episodes:
            yield episode.starts, name, True, {episode.office_id}, None
            if episode.ended:
                yield episode.ended, w("mark.ended", measure=name), False, {episode.office_id}, None
        for trial in measure.trials:
            yield trial.starts, w("mark.earlier", measure=name), False, {trial.office_id}, None


def _events(events: Iterable[Event], w: Words) -> Iterator[Span]:
    """Every event but ordinary operation and short closures; of no office: everywhere (an empty set)."""
    for event in events:
        if event.kind == "BETRIEB" and not event.is_break:
            continue
        lasts = event.is_break or (event.until is not None and (event.until - event.first).days > 1)
        until = (event.until or date.max) if lasts else None
        where = {event.office_id} if event.office_id else set()
        yield event.first, places.event_name(event, w), False, where, until


def draw_marks(figure: go.Figure, marks: list[Mark], span: Window, look: Look) -> None:
    """Lines and ranges, each with its label above the plot on a row of its own; later marks stand lower."""
    draw_lines(figure, marks, look)
    rows = list(reversed(range(len(marks))))
    figure.update_layout(annotations=labels(marks, [mark.label for mark in marks], rows, span, look))


def told_at(marks: Iterable[Mark], period: Window, office_id: str | None = None) -> list[str]:
    """The labels of the marks that lie within a period or last into it; office_id: only those that concern it."""
    return [
        plain(mark.label)
        for mark in marks
        if (office_id is None or office_id in mark.offices)
        and Window(mark.day, mark.until or mark.day + timedelta(days=1)).overlaps(period)
    ]


def draw_lines(figure: go.Figure, marks: list[Mark], look: Look) -> None:
    """What happened as a line, what lasts as a shaded range."""
    for mark in marks:
        if mark.until is not None:
            shade(figure, Window(mark.day, mark.until), translucent(look.outside, LASTING))
            continue
        figure.add_shape(
            type="line",
            xref="x",
            yref="paper",
            x0=mark.day.isoformat(),
            x1=mark.day.isoformat(),
            y0=0,
            y1=1,
            line={
                "color": look.ink if mark.is_start else look.muted,
                "width": 2 if mark.is_start else 1,
                "dash": "solid" if mark.is_start else "dot",
            },
        )


def labels(
    marks: list[Mark], texts: Sequence[str], rows: Sequence[int], span: Window, look: Look
) -> list[dict[str, object]]:
    """A text at each mark above the plot, each so many rows up."""
    return [
        {
            "x": mark.day.isoformat(),
            "y": 1,
            "xref": "x",
            "yref": "paper",
            "yshift": row * ROW,
            "text": f"<b>{plain(text)}</b>" if mark.is_start else plain(text),
            "showarrow": False,
            "xanchor": _anchor(mark, text, span),
            "yanchor": "bottom",
            "font": {"size": 12, "color": look.ink if mark.is_start else look.muted},
        }
        for mark, text, row in zip(marks, texts, rows, strict=True)
    ]


def rows_of(marks: list[Mark], texts: Sequence[str], span: Window, width: int) -> list[int]:
    """For each label the lowest row on which it meets no other, on a plot of so many px."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for mark, text in zip(marks, texts, strict=True):
        at = width * (mark.day - span.first).days / max(1, span.days)
        long = LETTER * len(text) + 8
        first = at - long * {"left": 0.0, "center": 0.5, "right": 1.0}[_anchor(mark, text, span)]
        free = (
            row for row, others in enumerate(taken) if all(first + long <= a or first >= b for a, b in others)
        )
        row = next(free, len(taken))
        taken += [[]] if row == len(taken) else []
        taken[row].append((first, first + long))
        found.append(row)
    return found


def _anchor(mark: Mark, text: str, span: Window) -> str:
    """A number stands over its line; a label beside it, towards the middle."""
    if len(text) <= len(number_of(len(NUMBERS))):
        return "center"
    return "right" if (mark.day - span.first).days > span.days / 2 else "left"


def number_of(place: int) -> str:
    """The sign of a mark in a small chart, which the list below explains."""
    return NUMBERS[place] if place < len(NUMBERS) else f"({place + 1})"


def shade(figure: go.Figure, window: Window, color: str) -> None:
    """The ground of a window."""
    figure.add_shape(
        type="rect",
        xref="x",
        yref="paper",
        x0=window.first.isoformat(),
        x1=window.until.isoformat(),
        y0=0,
        y1=1,
        fillcolor=color,
        line={"width": 0},
        layer="below",
    )


def hatch(figure: go.Figure, window: Window, height: float, look: Look, label: str) -> None:
    """A left-out window, hatched. label: what is said of it."""
    middle = date.fromordinal((window.first.toordinal() + window.until.toordinal()) // 2)
    figure.add_bar(
        x=[middle.isoformat()],
        y=[height],
        width=[window.days * 86_400_000],
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": look.outside, "size": 7, "solidity": 0.2},
        },
        meta=heard(SILENT),
        customdata=[plain(label)],
        hovertemplate="%{customdata}<extra></extra>",
    )
