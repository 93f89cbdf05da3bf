"""Changes and ranges in words: what fits the numbers, never a per cent that the counts do not carry."""

from __future__ import annotations

from einlass import config
from einlass.findings import Estimate, Phase
from einlass.indicators import Indicator
from einlass.stats.counts import Range
from einlass.words.catalogue import Words

MOST_TIMES = 10.0  # an end beyond tenfold narrows nothing down; neither does one below a tenth
FRACTIONS = {
    0.1: "0.1",
    0.2: "0.2",
    0.25: "0.25",
    1 / 3: "0.333",
    0.5: "0.5",
    2 / 3: "0.667",
    0.7: "0.7",
    0.75: "0.75",
    0.9: "0.9",
}
EXACT = 0.03  # of a fraction or a whole number, within which it is called just that
SAME = 0.05  # of one, within which there are just as many
ALMOST = 0.25  # below a whole number, from which on it is almost that


def carries_percent(before: Phase | None, after: Phase | None) -> bool:
    """Whether the counts of both phases carry a change in per cent."""
    if before is None or after is None:
        return False
    return min(before.numerator, after.numerator) >= config.PERCENT_MIN_COUNT


def part(share: float, w: Words) -> str:
    """A share below one as a fraction, e.g. half, just over a third."""
    nearest = min(FRACTIONS, key=lambda one: abs(one - share))
    name = w(f"fraction.{FRACTIONS[nearest]}")
    if abs(share - nearest) <= EXACT * nearest:
        return name
    if share < nearest == min(FRACTIONS):
        return w("fraction.less", part=name)
    return w("fraction.over" if share > nearest else "fraction.under", part=name)


def as_many(ratio: float | None, w: Words) -> str:
    """A ratio in words, e.g. half as many, almost four times as many, 1.4 times as many."""
    if ratio is None:
        return w("as_many.unknown")
    if abs(ratio - 1) <= SAME:
        return w("as_many.same")
    if abs(ratio - 0.5) <= EXACT * 0.5:
        return w("as_many.half")
    if ratio < 1 - SAME:
        return w("as_many.part", part=part(ratio, w))
    whole = round(ratio + ALMOST / 2)
    if not 2 <= whole <= MOST_TIMES or not whole - ALMOST <= ratio <= whole + SAME:
        return w("as_many.times", times=w.number(ratio, 1))
    name = w("as_many.double") if whole == 2 else w("as_many.named", times=w.few(whole))
    return name if abs(ratio - whole) <= SAME else w("as_many.almost", many=name)


def change(ratio: float, w: Words) -> str:
    """A ratio as a change in per cent."""
    share = round(abs(ratio - 1), 2)
    if not share:
        return w("change.none")
    return w("change.less" if ratio < 1 else "change.more", share=w.percent(share))


def compatible(indicator: Indicator, estimate: Estimate, is_percent: bool, w: Words) -> str:
    """Everything that fits the data, as a sentence: the range before any single number."""
    if estimate.effect == "ratio":
        return _compatible_ratio(indicator, estimate.low, estimate.high, is_percent, w)
    if estimate.low is None or estimate.high is None:
        return ""
    digits = difference_digits(indicator)
    low, high = (signed(end, digits, w) for end in (estimate.low, estimate.high))
    if indicator.kind == "score":
        return w("compatible.score", low=low, high=high)
    return w("compatible.amount", low=low, high=high, unit=w(f"unit.{indicator.unit}"))


def _compatible_ratio(
    indicator: Indicator, low: float | None, high: float | None, is_percent: bool, w: Words
) -> str:
    if low is None and high is None:
        return w("compatible.nothing")
    low, high = _told(low, high, is_percent)

    def named(amount: str) -> str:
        return w.counted(f"count.{indicator.code}", amount)

    if low is None and high is None:
        return w("compatible.open")
    if high is None:
        return w("compatible.from", low=named(as_many(low, w)))
    if low is None:
        return w("compatible.up_to", high=named(as_many(high, w)))
    ends = [change(end, w) if is_percent else as_many(end, w) for end in (low, high)]
    return w("compatible.both", low=named(ends[0]), high=ends[1])


def compatible_range(estimate: Estimate | None, is_percent: bool, w: Words) -> str:
    """The 95 % range of a ratio, short, for a cell."""
    if estimate is None or (estimate.low is None and estimate.high is None):
        return "–"
    low, high = _told(estimate.low, estimate.high, is_percent)
    if low is None and high is None:
        return w("value.unlimited")
    if high is None:
        return w("format.ratio_from", low=factor(low or 0.0, w))
    if low is None:
        return w("format.ratio_up_to", high=factor(high, w))
    if is_percent:
        return w("format.range", low=change(low, w), high=change(high, w))
    return w("format.range_ratio", low=factor(low, w), high=factor(high, w))


def _told(low: float | None, high: float | None, is_percent: bool) -> tuple[float | None, float | None]:
    """Both ends, None where one narrows nothing down."""
    if high is not None and high > MOST_TIMES:
        high = None
    least = 0.0 if is_percent else 1 / MOST_TIMES
    if low is not None and (low <= least or low > MOST_TIMES):
        low = None if low <= least else MOST_TIMES
    return low, high


def interval(estimate: Estimate, low: float | None, high: float | None, digits: int, w: Words) -> str:
    """A range of numbers; an open end is not a number."""
    if estimate.effect == "ratio" and high is not None and high > MOST_TIMES:
        high = None
    if low is None and high is None:
        return w("value.unlimited")
    if high is None:
        return w("value.from", low=w.number(low or 0.0, digits))
    if low is None:
        return w("value.up_to", high=w.number(high, digits))
    return w("format.range", low=w.number(low, digits), high=w.number(high, digits))


def expected_range(expected: Range, w: Words) -> str:
    """A number of expected events with its range."""
    return w("value.expected", **_expected_parts(expected, w))


def expected_short(expected: Range, w: Words) -> str:
    """The same for a cell."""
    return w("value.expected_short", **_expected_parts(expected, w))


def _expected_parts(expected: Range, w: Words) -> dict[str, str]:
    digits = 1 if expected.value < 10 else 0
    return {name: w.number(getattr(expected, name), digits) for name in ("low", "value", "high")}


def difference_digits(indicator: Indicator) -> int:
    """Decimals of a difference: means of answers need two."""
    return 2 if indicator.kind == "score" else indicator.decimals


def factor(ratio: float, w: Words) -> str:
    """A ratio with as many decimals as it takes to tell it from nothing."""
    return w.number(ratio, 1 if ratio >= 0.1 else 2)


def signed(value: float, digits: int, w: Words) -> str:
    """A difference with its sign."""
    number = w.number(value, digits)
    return f"+{number}" if round(value, digits) > 0 else number
