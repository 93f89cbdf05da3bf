"""Marks on a time axis: starts of measures, trials, triggers, breaks. Every chart takes them from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from einlass.charts.look import ROW, Look
from einlass.measures import Event, Measure, Window
from einlass.words import Words, sentences


@dataclass(frozen=True)
class Mark:
    """A day with a label; `is_start` draws it stronger."""

    day: date
    label: str
    is_start: bool = False


def marks_of(
    measures: Iterable[Measure], events: Iterable[Event], offices: tuple[str, ...], span: Window, w: Words
) -> list[Mark]:
    """The marks of some offices within a span (its last day included), one a day, in order."""
    found: dict[date, list[tuple[str, bool]]] = {}
    for measure in measures:
        if not set(measure.offices) & set(offices):
            continue
        name = w(f"measure.{measure.regime}")
        for episode in measure.episodes:
            if episode.office_id in offices:
                found.setdefault(episode.starts, []).append((name, True))
                if episode.ended:
                    found.setdefault(episode.ended, []).append((w("mark.ended", measure=name), False))
        for trial in measure.trials:
            if trial.office_id in offices:
                found.setdefault(trial.starts, []).append((w("mark.earlier", measure=name), False))
    for event in events:
        if event.concerns(offices) and (event.kind != "BETRIEB" or event.is_break):
            found.setdefault(event.first, []).append((sentences.event_name(event, w), False))
    return [
        Mark(
            day,
            f"{w.short_date(day)}: {', '.join(dict.fromkeys(label for label, _ in labels))}",
            any(is_start for _, is_start in labels),
        )
        for day, labels in sorted(found.items())
        if span.first <= day <= span.until
    ]


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
            text=f"<b>{mark.label}</b>" if mark.is_start else mark.label,
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
        hovertemplate=f"{label}<extra></extra>",
    )
