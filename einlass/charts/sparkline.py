"""A small line without axes, as SVG text."""

from __future__ import annotations

from datetime import date

from einlass.charts.look import Look
from einlass.findings import Series
from einlass.measures import Window

WIDTH, HEIGHT, EDGE = 260, 46, 4


def sparkline(series: Series, after: Window | None, look: Look, *, as_points: bool = False) -> str:
    """The values of a series (gaps stay gaps); the days since the start of the measure are shaded."""
    known = [
        (point.start, point.value if as_points else point.count)
        for point in series
        if (point.value if as_points else point.count) is not None
    ]
    first, until = series[0].start, series[-1].until
    highest = max([value or 0.0 for _, value in known], default=1.0) or 1.0
    days = max((until - first).days, 1)

    def x(day: date) -> float:
        return round((day - first).days / days * WIDTH, 1)

    def y(value: float) -> float:
        return round(HEIGHT - EDGE - value / highest * (HEIGHT - 2 * EDGE), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
    ]
    if after:
        start, end = x(after.first), x(after.until)
        parts.append(
            f'<rect x="{start}" y="0" width="{max(end - start, 1)}" height="{HEIGHT}" '
            f'fill="{look.after}" fill-opacity="0.12"/>'
        )
        parts.append(f'<line x1="{start}" y1="0" x2="{start}" y2="{HEIGHT}" stroke="{look.after}"/>')
    points = [(x(day), y(value or 0.0)) for day, value in known]
    if as_points:
        parts += [f'<circle cx="{px}" cy="{py}" r="2.6" fill="{look.after}"/>' for px, py in points]
        path = " ".join(f"{px},{py}" for px, py in points)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{look.after}" stroke-width="1" stroke-opacity="0.6"/>'
        )
    else:
        width = max(WIDTH / max(len(series), 1) * 0.7, 1.2)
        parts += [
            f'<rect x="{px}" y="{py}" width="{width:.1f}" height="{round(HEIGHT - EDGE - py, 1)}" fill="{look.after}"/>'
            for px, py in points
            if py < HEIGHT - EDGE
        ]
    parts.append(
        f'<line x1="0" y1="{HEIGHT - EDGE}" x2="{WIDTH}" y2="{HEIGHT - EDGE}" stroke="{look.outside}"/>'
    )
    return "".join(parts) + "</svg>"
