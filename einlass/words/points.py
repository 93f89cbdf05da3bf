"""What is said of a point of a chart, to the pointer and to the keyboard: value, counts, interval, caveats."""

from __future__ import annotations

from collections.abc import Iterable

from einlass.findings import Estimate, Finding, Limits, Week
from einlass.indicators import Indicator
from einlass.stats.series import Interval
from einlass.words import ranges, sentences
from einlass.words.catalogue import Words

LEVELS = (80, 95)


def told(period: str, value: str, notes: Iterable[str], w: Words) -> str:
    """A point in sentences: when, what, and what belongs to it; a line each."""
    first = w("chart.hover", period=period, value=value)
    return ".<br>".join([first, *map(sentences.sentence_case, notes)])


def quiet(text: str, is_hidden: bool, w: Words) -> str:
    """A text with the quiet mark in words, as a screen reader takes its sign for degrees."""
    return f"{text} ({w('quiet')})" if is_hidden else text


def expected(week: Week, w: Words) -> str:
    """What was to be expected in a week without the measure, with its band."""
    return w(
        "chart.expected",
        expected=w.number(week.expected or 0.0, 1),
        low=w.number(week.expected_low or 0.0, 1),
        high=w.number(week.expected_high or 0.0, 1),
    )


def limits(indicator: Indicator, one: Limits, w: Words) -> str:
    """The limits and the mean of a period on a control chart."""
    values = {name: sentences.number(indicator, getattr(one, name), w) for name in ("low", "high", "mean")}
    return w("control.point.trial" if one.is_trial else "control.point", **values)


def estimate(finding: Finding, one: Estimate, w: Words) -> str:
    """An estimate with its intervals, the counts it rests on, and the verdict."""
    digits = 2 if one.effect == "ratio" else ranges.difference_digits(finding.indicator)
    both = {
        f"range_{level}": ranges.interval(one, ends.low, ends.high, digits, w)
        for level, ends in _intervals(one).items()
    }
    lines = [w("chart.difference.value", amount=_amount(finding, one, one.value or 0.0, w), **both)]
    if finding.before is not None and finding.after is not None:
        sides = {
            side: sentences.phase_in_words(finding.indicator, phase, w)
            for side, phase in (("before", finding.before), ("after", finding.after))
        }
        lines.append(w("chart.series.before", **sides))
    return ".<br>".join([*lines, sentences.sentence_case(sentences.verdict(finding, w))])


def _intervals(one: Estimate) -> dict[int, Interval]:
    """By level in per cent, the narrower first."""
    return dict(zip(LEVELS, (one.interval_80, one.interval_95), strict=True))


def end(finding: Finding, one: Estimate, level: int, side: str, w: Words) -> str:
    """One end of an interval; side: low or high."""
    value = getattr(_intervals(one)[level], side)
    return w(f"chart.difference.{side}", level=level, amount=_end(finding, one, value, w))


def _end(finding: Finding, one: Estimate, value: float | None, w: Words) -> str:
    """An end as the sentences of the page say it: beyond tenfold or below a tenth it narrows nothing down."""
    if value is None:
        return w("chart.difference.open")
    if one.effect == "ratio" and value > ranges.MOST_TIMES:
        return w("chart.difference.above", amount=_amount(finding, one, ranges.MOST_TIMES, w))
    if one.effect == "ratio" and value < 1 / ranges.MOST_TIMES:
        return w("chart.difference.below", amount=_amount(finding, one, 1 / ranges.MOST_TIMES, w))
    return _amount(finding, one, value, w)


def _amount(finding: Finding, one: Estimate, value: float, w: Words) -> str:
    """A ratio or a difference with its unit."""
    if one.effect == "ratio":
        return w("chart.difference.ratio", times=ranges.factor(value, w))
    amount = ranges.signed(value, ranges.difference_digits(finding.indicator), w)
    if finding.indicator.kind == "score":
        return w("chart.difference.score", amount=amount)
    return w("chart.difference.amount", amount=amount, unit=w(f"unit.{finding.indicator.unit}"))


def no_change(one: Estimate, w: Words) -> str:
    """Where no change stands: inside of which interval, or outside of both."""
    inside = [
        level
        for level, ends in _intervals(one).items()
        if not ends.is_below(one.null) and not ends.is_above(one.null)
    ]
    key = f"chart.difference.none.in_{inside[0]}" if inside else "chart.difference.none.outside"
    return w(key, none=w(f"chart.difference.none.{one.effect}"))
