"""The chart that fits a figure as SVG: on a page, by itself with its notes, or for paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from einlass.paper import draw
from einlass.release.bundle.charts.answers import drawn_answers, has_answers
from einlass.release.bundle.charts.bars import bars, drawn_bars
from einlass.release.bundle.charts.lettering import wrapped
from einlass.release.bundle.charts.look import SMALL, TITLE, USUAL, WIDE, Drawn, Inks, text_lines
from einlass.release.records import Figure, Texts
from einlass.words import Words


def inline(figure: Figure, texts: Texts, w: Words, width: int, key: str) -> str:
    """The chart inside a page: its heading stands above it; colours follow the reader's theme."""
    inks = Inks(is_named=True)
    drawn = chart(figure, texts, w, width, inks)
    return _svg(width, drawn.height, drawn.parts, texts, f"{key}-", f' class="chart {key}"')


def standalone(figure: Figure, texts: Texts, w: Words, notes: Sequence[str]) -> str:
    """The chart as a file: heading, subtitle and source are part of it."""
    inks = Inks(is_named=False)
    parts = [f'<rect width="100%" height="100%" fill="{inks("ground")}"/>']
    y = 8.0
    if figure.is_sample:
        parts += [
            draw.bar(0, WIDE, y, 24, inks("sample")),
            draw.bar(0, 4, y, 24, inks("sample_edge")),
            draw.label(14, y + 16.5, w("bundle.sample"), color=inks("text"), is_strong=True, size=USUAL),
        ]
        y += 32
    y = text_lines(
        parts, wrapped(texts.chart_title, WIDE - 8, TITLE, is_strong=True), y, TITLE, inks("text"), True
    )
    y = text_lines(parts, wrapped(texts.chart_subtitle, WIDE - 8, USUAL), y + 2, USUAL, inks("muted"))
    drawn = chart(figure, texts, w, WIDE, inks)
    parts.append(f'<g transform="translate(0 {y + 10:.1f})">{"".join(drawn.parts)}</g>')
    y += drawn.height + 16
    for note in filter(None, notes):
        y = text_lines(parts, wrapped(note, WIDE - 8, SMALL), y, SMALL, inks("muted"))
    return _svg(WIDE, y + 8, parts, texts, "", "")


def bare(figure: Figure, texts: Texts, w: Words) -> str:
    """The chart alone in the colours of paper, for pictures and PDF that say the rest themselves."""
    drawn = chart(figure, texts, w, WIDE, Inks(is_named=False))
    return _svg(WIDE, drawn.height, drawn.parts, texts, "", "")


def _svg(width: float, height: float, parts: Sequence[str], texts: Texts, key: str, more: str) -> str:
    title, alt = escape(texts.chart_title), escape(texts.chart_alt)
    return (
        f'<svg xmlns="{draw.SVG}" viewBox="0 0 {width:g} {height:.1f}" width="{width:g}" '
        f'height="{height:.1f}" font-family="Source Sans Pro, Source Sans, sans-serif" role="img" '
        f'aria-labelledby="{key}title {key}desc"{more}><title id="{key}title">{title}</title>'
        f'<desc id="{key}desc">{alt}</desc>{"".join(parts)}</svg>'
    )


def chart(figure: Figure, texts: Texts, w: Words, width: int, inks: Inks) -> Drawn:
    """The chart that fits a figure; one without any value says so where the bars would stand."""
    told = [side for side in figure.sides if has_answers(side)]
    if told:
        return drawn_answers(figure, w, width, inks)
    return drawn_bars(bars(figure, texts, w), figure, width, inks)
