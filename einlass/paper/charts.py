"""The charts of a paper, each from a finding's own numbers: no figure is computed here a second time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from einlass import config
from einlass.findings import Finding, Phase
from einlass.paper.design import ink
from einlass.paper.draw import (
    LEFT,
    RIGHT,
    WIDTH,
    Axis,
    arrow,
    axis_to,
    bar,
    disc,
    grid,
    hatching,
    horizontal,
    label,
    picture,
    ring,
    vertical,
)
from einlass.topics.checks import PeriodRate
from einlass.words import Words, ranges, sentences

ROW, KEY, FOOT = 52, 26, 24
WIDEST = 4.0  # a range beyond so many times the largest number counted or expected is cut
MOST_MONTHS = 14
MOST_LETTERS, LEAST_LETTERS = 88, 24  # in a line


@dataclass(frozen=True)
class Cost:
    """One measure in the chart of costs: its name, euros to date, and at the day of decision (None: none)."""

    name: str
    to_date: float
    later: float | None
    told: str


def incidents(found: Sequence[Finding], w: Words) -> str:
    """Counted since the start (disc) against what would have been expected (line) with its range (bar)."""
    shown = [one for one in found if one.after is not None and one.analysis and one.analysis.expected]
    axis = axis_to(_reach(shown))
    bottom = KEY + ROW * len(shown)
    parts = grid(axis, KEY + 6, bottom, w.number)
    parts += _key([("disc", w("paper.key.counted")), ("range", w("paper.key.expected"))])
    for number, one in enumerate(shown):
        parts += _against_expected(one, axis, KEY + ROW * number, w)
    return picture(bottom + FOOT, parts)


def _reach(shown: Sequence[Finding]) -> float:
    """How far the axis goes: to the widest range, unless that is many times what was counted or expected."""
    tops, most = [1.0], 1.0
    for one in shown:
        assert one.after is not None and one.analysis is not None and one.analysis.expected is not None
        tops += [one.analysis.expected.high, one.after.numerator]
        most = max(most, one.after.numerator, one.analysis.expected.value)
    return min(max(tops), max(WIDEST * most, 1.0))


def _against_expected(one: Finding, axis: Axis, top: float, w: Words) -> list[str]:
    assert one.after is not None and one.analysis is not None and one.analysis.expected is not None
    expected, middle = one.analysis.expected, top + 38
    name = sentences.sentence_case(w(f"indicator.{one.indicator.code}.short"))
    told = w(
        "paper.chart.incidents.row",
        count=w.number(one.after.numerator),
        expected=ranges.expected_short(expected, w),
    )
    parts = _row_label(name, told, top + 22)
    parts.append(
        bar(axis.place(expected.low), axis.place(expected.high), middle - 6, 12, ink().expected_band)
    )
    if expected.high > axis.end:
        parts.append(arrow(axis.place(axis.end), middle, ink().expected_band))
    parts.append(vertical(axis.place(expected.value), middle - 8, middle + 8, ink().expected, 2.5))
    parts.append(disc(axis.place(one.after.numerator), middle, ink().after))
    return parts


def _row_label(name: str, told: str, y: float) -> list[str]:
    """A row's name, cut where it would run into its figures: the text beside the chart has it whole."""
    room = max(MOST_LETTERS - len(told), LEAST_LETTERS)
    shown = name if len(name) <= room else f"{name[: room - 1]}…"
    return [
        label(LEFT + 6, y, shown, is_strong=True),
        label(WIDTH - RIGHT, y, told, anchor="end", color=ink().muted),
    ]


def _key(signs: Sequence[tuple[str, str]]) -> list[str]:
    """What the signs mean, above the chart."""
    parts, x = [], float(LEFT + 6)
    for sign, text in signs:
        parts += _sign(sign, x)
        parts.append(label(x + 26, 13, text, color=ink().muted, size=12))
        x += 26 + 6.2 * len(text) + 22
    return parts


def _sign(sign: str, x: float) -> list[str]:
    if sign == "disc":
        return [disc(x + 9, 9, ink().after)]
    if sign == "ring":
        return [ring(x + 9, 9, ink().before)]
    if sign == "range":
        return [
            bar(x, x + 20, 4, 10, ink().expected_band),
            vertical(x + 10, 2, 16, ink().expected, 2.5),
        ]
    if sign == "interval":
        return [bar(x, x + 20, 5, 8, ink().after, opacity=0.28)]
    if sign == "hatch":
        return [bar(x, x + 20, 4, 10, "url(#hatch)", edge=ink().after)]
    return [bar(x, x + 20, 4, 10, ink().after)]


def sentiment(found: Sequence[Finding], w: Words) -> str:
    """How many agree before (ring) and since the start (disc), each with its 95 % interval (pale bar)."""
    shown = [one for one in found if is_shown(one)]
    axis = Axis(100.0, 25.0)
    bottom = KEY + (ROW + 12) * len(shown)
    parts = grid(axis, KEY + 6, bottom, lambda mark: w.percent(mark / 100))
    parts += _key(
        [
            ("ring", w("paper.key.before")),
            ("disc", w("paper.key.after")),
            ("interval", w("paper.key.interval")),
        ]
    )
    for number, one in enumerate(shown):
        parts += _agreement(one, axis, KEY + (ROW + 12) * number, w)
    return picture(bottom + FOOT, parts)


def is_shown(one: Finding) -> bool:
    """Whether both sides hold enough answers for a share."""
    sides = (one.before, one.after)
    return all(
        side is not None and side.value is not None and side.denominator >= config.thresholds().share_least
        for side in sides
    )


def _agreement(one: Finding, axis: Axis, top: float, w: Words) -> list[str]:
    assert one.before is not None and one.after is not None
    shares = [w.percent(side.numerator / side.denominator) for side in (one.before, one.after)]
    told = w("paper.chart.sentiment.row", before=shares[0], after=shares[1])
    name = sentences.sentence_case(w(f"indicator.{one.indicator.code}.short"))
    parts = _row_label(name, told, top + 22)
    for side, y, color in ((one.before, top + 37, ink().before), (one.after, top + 53, ink().after)):
        parts += _share(side, axis, y, color, is_after=side is one.after)
    return parts


def _share(side: Phase, axis: Axis, y: float, color: str, *, is_after: bool) -> list[str]:
    assert side.value is not None
    parts = []
    if side.low is not None and side.high is not None:
        parts.append(bar(axis.place(side.low), axis.place(side.high), y - 4, 8, color, opacity=0.32))
    sign = disc if is_after else ring
    return [*parts, sign(axis.place(side.value), y, color)]


def finds(rates: Sequence[PeriodRate], w: Words) -> str:
    """Persons with a find per 1,000 checked in each week or month; hatched where a scanner failed for long."""
    height, top = 130.0, KEY + 8.0
    axis = axis_to(max([one.value or 0.0 for one in rates], default=0.0))
    bottom = top + height
    parts = [hatching(ink().after)]
    for mark in axis.marks:
        y = bottom - height * mark / axis.end
        parts.append(horizontal(30, WIDTH - RIGHT, y, ink().grid if mark else ink().text))
        parts.append(label(24, y + 4, w.number(mark), anchor="end", color=ink().muted, size=12))
    step = (WIDTH - RIGHT - 36) / max(len(rates), 1)
    for number, one in enumerate(rates):
        parts += _find_bar(one, 34 + number * step, step, bottom, height / axis.end)
    parts += _months(rates, step, bottom, w)
    signs = [("bar", w("paper.key.finds"))]
    if any(one.has_outage for one in rates):
        signs.append(("hatch", w("paper.key.outage")))
    return picture(bottom + FOOT, [*parts, *_key(signs)])


def _find_bar(one: PeriodRate, x: float, step: float, bottom: float, scale: float) -> list[str]:
    if one.value is None:
        return []
    room = max(step - min(3.0, step / 4), 0.6)
    top = bottom - one.value * scale
    fill = "url(#hatch)" if one.has_outage else ink().after
    return [bar(x, x + room, top, bottom - top, fill, edge=ink().after if one.has_outage else "")]


def _months(rates: Sequence[PeriodRate], step: float, bottom: float, w: Words) -> list[str]:
    """The name of each month below its first period, with the year at the first and at each January."""
    firsts = [
        (number, one.start)
        for number, one in enumerate(rates)
        if number == 0 or one.start.month != rates[number - 1].start.month
    ]
    every = max(1, -(-len(firsts) // MOST_MONTHS))
    parts = []
    for place, (number, day) in enumerate(firsts[::every]):
        text = w.month(day, with_year=place == 0 or day.month <= every)
        is_crowded = place == 0 and len(firsts) > 1 and (firsts[1][0] - number) * step < 62
        if is_crowded:
            text = w.month(day)
        parts.append(label(34 + number * step, bottom + 16, text, color=ink().muted, size=12))
    return parts


def cost(rows: Sequence[Cost], w: Words) -> str:
    """Euros to date (full) and until the day of decision (hatched), on one axis."""
    axis = axis_to(max([max(one.to_date, one.later or 0.0) for one in rows], default=0.0))
    bottom = KEY + ROW * len(rows)
    parts = grid(axis, KEY + 6, bottom, lambda mark: w("format.euros", amount=w.number(mark)))
    signs = [("bar", w("paper.key.spent"))]
    if any(one.later is not None for one in rows):
        signs.append(("hatch", w("paper.key.later")))
    parts += [hatching(ink().after), *_key(signs)]
    for number, one in enumerate(rows):
        y = KEY + ROW * number
        parts += _row_label(one.name, one.told, y + 22)
        spent, later = axis.place(one.to_date), axis.place(max(one.later or 0.0, one.to_date))
        parts.append(bar(axis.place(0), spent, y + 30, 15, ink().after))
        if later > spent:
            parts.append(bar(spent, later, y + 30, 15, "url(#hatch)", edge=ink().after))
    return picture(bottom + FOOT, parts)
