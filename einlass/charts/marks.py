"""Marks on a time axis: starts of measures, trials, triggers, breaks. Every chart takes them from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from einlass.charts.look import ROW, Look, plain
from einlass.measures import Event, Measure, Office, Window
from einlass.words import Words, places


@dataclass(frozen=True)
class Mark:
    """A day with a label; `is_start` draws it stronger."""

    day: date
    label: str
    is_start: bool = False


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
    for day, what, is_start, concerned in (*_starts_and_ends(measures, w), *_events(events, office_ids, w)):
        here = concerned & set(office_ids)
        if here and span.first <= day <= span.until:
            found.setdefault(day, {}).setdefault((what, is_start), set()).update(here)

    def label(what: str, concerned: set[str]) -> str:
        if len(concerned) == len(office_ids):
            return what
        ordered = [one for one in office_ids if one in concerned]
        return w("mark.at", what=what, place=places.place(ordered, offices, w))

    return [
        Mark(
            day,
            f"{w.short_date(day)}: {', '.join(label(what, where) for (what, _), where in labels.items())}",
            any(is_start for _, is_start in labels),
        )
        for day, labels in sorted(found.items())
    ]


def _starts_and_ends(measures: Iterable[Measure], w: Words) -> Iterator[tuple[date, str, bool, set[str]]]:
    """Each start, end and trial of a measure: day, what it is, whether it is a start, and where."""
    for measure in measures:
        name = w(f"measure.{measure.regime}")
        for episode in measure.episodes:
            yield episode.starts, name, True, {episode.office_id}
            if episode.ended:
                yield episode.ended, w("mark.ended", measure=name), False, {episode.office_id}
        for trial in measure.trials:
            yield trial.starts, w("mark.earlier", measure=name), False, {trial.office_id}


def _events(
    events: Iterable[Event], office_ids: tuple[str, ...], w: Words
) -> Iterator[tuple[date, str, bool, set[str]]]:
    for event in events:
        if event.kind != "BETRIEB" or event.is_break:
            yield (
                event.first,
                places.event_name(event, w),
                False,
                {one for one in office_ids if event.concerns((one,))},
            )


def draw_marks(figure: go.Figure, marks: list[Mark], span: Window, look: Look) -> None:
    """Each mark as a line with its label above the plot, on a row of its own; later marks stand lower."""
    for number, mark in enumerate(marks):
        rows_up = len(marks) - 1 - number
        is_late = (mark.day - span.first).days > span.days / 2
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
        figure.add_annotation(
            x=mark.day.isoformat(),
            y=1,
            xref="x",
            yref="paper",
            yshift=rows_up * ROW,
            text=f"<b>{plain(mark.label)}</b>" if mark.is_start else plain(mark.label),
            showarrow=False,
            xanchor="right" if is_late else "left",
            yanchor="bottom",
            font={"size": 12, "color": look.ink if mark.is_start else look.muted},
        )


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
    """A left-out window, hatched."""
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
        customdata=[plain(label)],
        hovertemplate="%{customdata}<extra></extra>",
    )
