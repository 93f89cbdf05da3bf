"""Tiny graphics without text, as SVG for `<img>`: the words and numbers stand beside them in HTML.

All are 168 px wide unless told otherwise, so that the words of an axis stand once in the head of a column.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from einlass.charts.look import Look
from einlass.findings import Estimate, Phase

WIDTH = 168
RATIO_ENDS = (0.25, 4.0)
WIDE_RATIO_ENDS = (0.2, 5.0)
RATIO_HEIGHT, SHARES_HEIGHT, WEEKS_HEIGHT, COST_HEIGHT = 26, 22, 34, 20
MARGIN = 6  # px at either end, for arrowheads and rings


def place_of_ratio(ratio: float, ends: tuple[float, float] = RATIO_ENDS, width: int = WIDTH) -> float:
    """Where a ratio stands, in px from the left; beyond the ends it stands at the end."""
    low, high = (math.log2(end) for end in ends)
    inside = min(max(math.log2(ratio), low), high) if ratio > 0 else low
    return MARGIN + (inside - low) / (high - low) * (width - 2 * MARGIN)


def place_of_share(share: float, width: int = WIDTH) -> float:
    """Where a share (0 to 1) stands, in px from the left."""
    return MARGIN + min(max(share, 0.0), 1.0) * (width - 2 * MARGIN)


def ratio(
    estimate: Estimate | None,
    look: Look,
    *,
    ends: tuple[float, float] = RATIO_ENDS,
    width: int = WIDTH,
    is_main: bool = False,
) -> str:
    """A ratio on a doubling axis: line = 95 %, bar = 80 %, ring = estimate, dark line = as many as expected."""
    middle = RATIO_HEIGHT / 2
    color = look.after if is_main else look.muted
    marks = [2.0**power for power in range(-3, 4) if ends[0] <= 2.0**power <= ends[1]]
    grid = [_vertical(place_of_ratio(one, ends, width), 3, RATIO_HEIGHT - 3, look.grid) for one in marks]
    parts = [*grid, _vertical(place_of_ratio(1.0, ends, width), 1, RATIO_HEIGHT - 1, look.ink, 2)]
    if estimate is not None and (estimate.low is not None or estimate.high is not None):
        for interval, thickness in ((estimate.interval_95, 2.4), (estimate.interval_80, 8.0)):
            parts += _span(interval.low, interval.high, ends, width, thickness, color)
    if estimate is not None and estimate.value and ends[0] <= estimate.value <= ends[1]:
        parts.append(_ring(place_of_ratio(estimate.value, ends, width), middle, color, look.ground))
    return svg(width, RATIO_HEIGHT, parts)


def _span(
    low: float | None,
    high: float | None,
    ends: tuple[float, float],
    width: int,
    thickness: float,
    color: str,
) -> list[str]:
    """A range of ratios as a bar; an arrowhead where it goes on beyond the picture."""
    middle = RATIO_HEIGHT / 2
    left, right = (place_of_ratio(one, ends, width) for one in (low or 0.0, high or math.inf))
    if right <= left:
        return []
    bar = (
        f'<rect x="{left:.1f}" y="{middle - thickness / 2:.1f}" width="{right - left:.1f}" '
        f'height="{thickness}" fill="{color}"/>'
    )
    goes_on = [(low is None or low < ends[0], left, -1), (high is None or high > ends[1], right, 1)]
    heads = [_arrowhead(x, middle, side, color) for is_on, x, side in goes_on if is_on]
    return [bar, *(heads if thickness < RATIO_HEIGHT / 4 else [])]


def shares(before: Phase | None, after: Phase | None, look: Look, *, is_firm: bool) -> str:
    """Two shares from 0 to 100 %: ring = before, disc = since the start with its 95 % interval as a pale bar."""
    middle = SHARES_HEIGHT / 2
    color = look.after if is_firm else look.muted
    parts = [
        _vertical(place_of_share(one), 3, SHARES_HEIGHT - 3, look.grid) for one in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    places = [_share_of(side) for side in (before, after)]
    if after is not None and after.low is not None and after.high is not None:
        left, right = (place_of_share(end / 100) for end in (after.low, after.high))
        parts.append(
            f'<rect x="{left:.1f}" y="{middle - 3.5}" width="{right - left:.1f}" height="7" '
            f'fill="{color}" fill-opacity="0.28"/>'
        )
    if None not in places:
        dots = "" if is_firm else ' stroke-dasharray="1.5 3"'
        first, second = (place_of_share(one or 0.0) for one in places)
        parts.append(
            f'<line x1="{first:.1f}" x2="{second:.1f}" y1="{middle}" y2="{middle}" stroke="{color}" '
            f'stroke-width="2"{dots}/>'
        )
    if places[0] is not None:
        parts.append(_ring(place_of_share(places[0]), middle, color, look.ground))
    if places[1] is not None:
        parts.append(f'<circle cx="{place_of_share(places[1]):.1f}" cy="{middle}" r="5" fill="{color}"/>')
    return svg(WIDTH, SHARES_HEIGHT, parts)


def _share_of(side: Phase | None) -> float | None:
    return side.numerator / side.denominator if side is not None and side.denominator else None


@dataclass(frozen=True)
class Bar:
    """One week: its value (None: no data) and whether something had failed."""

    value: float | None
    has_failure: bool = False


def weeks(bars: Sequence[Bar], highest: float, look: Look) -> str:
    """Bars from zero since the start (dark edge); `highest` is the full height. Hatched: a week with a failure."""
    step = (WIDTH - 2 * MARGIN) / max(len(bars), 1)
    parts = [_hatching(look.after, look.ground)]
    for number, bar in enumerate(bars):
        height = (WEEKS_HEIGHT - 4) * min((bar.value or 0.0) / highest, 1.0) if highest else 0.0
        fill = "url(#hatch)" if bar.has_failure else look.after
        edge = f' stroke="{look.after}" stroke-width="0.8"' if bar.has_failure else ""
        if height > 0:
            x, y = MARGIN + number * step, WEEKS_HEIGHT - 1 - height
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(step - min(2.0, step / 4), 0.6):.1f}" '
                f'height="{height:.1f}" fill="{fill}"{edge}/>'
            )
    base = WEEKS_HEIGHT - 0.5
    parts.append(
        f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{base}" y2="{base}" stroke="{look.outside}"/>'
    )
    parts.append(_vertical(MARGIN - 1, 0, WEEKS_HEIGHT, look.ink, 2))
    return svg(WIDTH, WEEKS_HEIGHT, parts)


def cost(to_date: float, to_decision: float | None, highest: float, look: Look) -> str:
    """Money spent (full), and what it will be on the day of decision (hatched), on one axis for all rows."""
    room = WIDTH - 2 * MARGIN
    spent = room * to_date / highest if highest else 0.0
    later = room * max((to_decision or to_date) - to_date, 0.0) / highest if highest else 0.0
    middle = COST_HEIGHT / 2
    parts = [
        _hatching(look.after, look.ground),
        f'<rect x="{MARGIN}" y="{middle - 6}" width="{spent:.1f}" height="12" fill="{look.after}"/>',
        f'<rect x="{MARGIN + spent:.1f}" y="{middle - 6}" width="{later:.1f}" height="12" fill="url(#hatch)" '
        f'stroke="{look.after}" stroke-width="{0.8 if later else 0}"/>',
        _vertical(MARGIN - 1, 0, COST_HEIGHT, look.ink, 2),
    ]
    return svg(WIDTH, COST_HEIGHT, parts)


def span(low: float, high: float, highest: float, look: Look) -> str:
    """An amount from low to high: a thin line from zero to the low end, a bar from there; a disc where it is zero."""
    room, middle = WIDTH - 2 * MARGIN, COST_HEIGHT / 2
    left, right = (MARGIN + room * (end / highest if highest else 0.0) for end in (low, high))
    marks = [_vertical(MARGIN + room * part, middle - 7, middle + 7, look.grid) for part in (0, 0.5, 1)]
    if high <= 0:
        return svg(
            WIDTH, COST_HEIGHT, [*marks, f'<circle cx="{MARGIN}" cy="{middle}" r="5" fill="{look.after}"/>']
        )
    parts = [
        *marks,
        f'<rect x="{MARGIN}" y="{middle - 1.2}" width="{left - MARGIN:.1f}" height="2.4" fill="{look.after}"/>',
        f'<rect x="{left:.1f}" y="{middle - 5}" width="{max(right - left, 2):.1f}" height="10" fill="{look.after}"/>',
    ]
    return svg(WIDTH, COST_HEIGHT, parts)


def share_of_need(share: float, look: Look) -> str:
    """What there is of what is needed (0 to 1): the whole length is needed, a dark mark is the goal."""
    room, middle = WIDTH - 2 * MARGIN, COST_HEIGHT / 2
    filled = room * min(max(share, 0.0), 1.0)
    parts = [
        f'<rect x="{MARGIN}" y="{middle - 4}" width="{room}" height="8" fill="{look.grid}"/>',
        f'<rect x="{MARGIN}" y="{middle - 4}" width="{filled:.1f}" height="8" fill="{look.after}"/>',
        _vertical(WIDTH - MARGIN, middle - 8, middle + 8, look.ink, 2),
    ]
    return svg(WIDTH, COST_HEIGHT, parts)


def bar(share: float, look: Look) -> str:
    """A bar from zero: a part (0 to 1) of the longest one beside it."""
    room, middle = WIDTH - 2 * MARGIN, COST_HEIGHT / 2
    filled = room * min(max(share, 0.0), 1.0)
    parts = [
        f'<rect x="{MARGIN}" y="{middle - 6}" width="{filled:.1f}" height="12" fill="{look.after}"/>',
        _vertical(MARGIN - 1, 0, COST_HEIGHT, look.ink, 2),
    ]
    return svg(WIDTH, COST_HEIGHT, parts)


def boxes(filled: int, count: int, look: Look) -> str:
    """So many boxes, the first ones filled."""
    size, gap = 14, 5
    parts = [
        f'<rect x="{1 + place * (size + gap)}" y="1" width="{size}" height="{size}" stroke="{look.after}" '
        f'stroke-width="1.5" fill="{look.after if place < filled else look.ground}"/>'
        for place in range(count)
    ]
    return svg(count * (size + gap) + 2, size + 2, parts)


def sign(verdict: str, look: Look) -> str:
    """The sign of a verdict, 20 px: disc = settled, ring with arrow = signs, ring with ? = cannot tell, and so on."""
    arrows = {
        "increase": "M10 14.6V5.8M6.3 9.3 10 5.6l3.7 3.7",
        "decrease": "M10 5.4v8.8M6.3 10.7 10 14.4l3.7-3.7",
    }
    arrow = next((path for name, path in arrows.items() if verdict.endswith(name)), "")
    if verdict.startswith("clear_"):
        return svg(20, 20, [_disc(look.after), _stroke(arrow, look.ground)])
    if verdict == "no_large_change":
        return svg(20, 20, [_disc(look.after), _stroke("M6 8h8M6 12h8", look.ground)])
    if verdict.startswith("signs_"):
        return svg(20, 20, [_circle(look.after), _stroke(arrow, look.after)])
    if verdict == "cannot_tell":
        question = "M7.6 8.2c0-1.5 1.1-2.5 2.5-2.5s2.4.9 2.4 2.2c0 1.8-2.5 1.9-2.5 3.6M10 14.2v.2"
        return svg(20, 20, [_circle(look.muted), _stroke(question, look.muted)])
    if verdict == "too_little_data":
        return svg(20, 20, [_circle(look.muted, ' stroke-dasharray="3.2 2.4"')])
    return svg(20, 20, [_stroke("M4 10h12", look.muted)])


def svg(width: float, height: float, parts: Iterable[str]) -> str:
    """A picture of this size in px."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{''.join(parts)}</svg>"
    )


def _vertical(x: float, top: float, bottom: float, color: str, width: float = 1) -> str:
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}" stroke="{color}" stroke-width="{width}"/>'
    )


def _ring(x: float, y: float, color: str, ground: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y}" r="4.2" fill="{ground}" stroke="{color}" stroke-width="2.2"/>'


def _arrowhead(x: float, y: float, side: int, color: str) -> str:
    return f'<path d="M{x + side * 5:.1f} {y}l{-side * 7} -5v10z" fill="{color}"/>'


def _hatching(color: str, ground: str) -> str:
    return (
        '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="5" height="5" fill="{ground}"/>'
        f'<rect width="2" height="5" fill="{color}"/></pattern></defs>'
    )


def _disc(color: str) -> str:
    return f'<circle cx="10" cy="10" r="9" fill="{color}"/>'


def _circle(color: str, more: str = "") -> str:
    return f'<circle cx="10" cy="10" r="8" fill="none" stroke="{color}" stroke-width="1.8"{more}/>'


def _stroke(path: str, color: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="1.9" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
    )


def key_of_ratio(look: Look) -> str:
    """How a range is drawn, for the key."""
    middle = 8
    parts = [
        f'<rect x="0" y="{middle - 1.2}" width="36" height="2.4" fill="{look.muted}"/>',
        f'<rect x="9" y="{middle - 4}" width="18" height="8" fill="{look.muted}"/>',
        _ring(18, middle, look.muted, look.ground),
    ]
    return svg(36, 16, parts)


def key_of_shares(look: Look) -> str:
    """How two shares are drawn, for the key."""
    parts = [
        f'<line x1="6" x2="30" y1="8" y2="8" stroke="{look.after}" stroke-width="2"/>',
        _ring(6, 8, look.after, look.ground),
        f'<circle cx="30" cy="8" r="5" fill="{look.after}"/>',
    ]
    return svg(36, 16, parts)
