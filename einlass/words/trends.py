"""Series over time in words: the latest complete period, the year before, signals of a control chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date

from einlass.findings import Latest, Limits, Point, Signal, signals
from einlass.indicators import Indicator
from einlass.words import places, ranges, sentences
from einlass.words.catalogue import Words, last_day

MOST_NAMED = 5  # more signals than this are counted, not listed


def period_name(start: date, step: str, w: Words) -> str:
    """A day, a week or a month by name."""
    if step == "month":
        return str(format_date(start, w("format.long_month"), locale=w.language))
    if step == "week":
        year, week, _ = start.isocalendar()
        return w("trends.week", week=week, year=year)
    return w.date(start)


def heading(indicator: Indicator, newest: Mapping[str, Latest], step: str, w: Words) -> str:
    """The latest complete value of some offices, by name, and the same of the year before where that can stand."""
    name = _name(indicator, w)
    if not newest:
        return w(f"indicator.{indicator.code}.short")
    same = _same_period(newest)
    where = w.join(list(same)) if len(same) <= places.NAMED_OFFICES else _so_many(same, w)
    period = period_name(next(iter(same.values())).point.start, step, w)
    if len(same) > 1 and not indicator.is_comparable:  # each office has its own regime of checks
        return w("trends.title", indicator=w(f"indicator.{indicator.code}.short"), place=where)
    if len(same) > 1 and indicator.kind != "rate":
        return w("trends.head.range", indicator=name, period=period, **_ends(indicator, same, w))
    told = in_words(indicator, list(same.values()), w)
    if _names_itself(indicator, w):
        return w("trends.head.rate", place=where, period=period, told=told)
    return w("trends.head.value", indicator=name, place=where, period=period, told=told)


def _name(indicator: Indicator, w: Words) -> str:
    """What a value is one of; of rates within a regime what is counted."""
    if indicator.kind == "rate":
        return sentences.numerator_name(indicator, w)
    return w(f"indicator.{indicator.code}.short")


def _names_itself(indicator: Indicator, w: Words) -> bool:
    """Whether the value says already of what it is one."""
    return indicator.is_comparable if indicator.kind == "rate" else _is_unit(indicator, w)


def counted(indicator: Indicator, count: float, w: Words) -> str:
    """The count of a rate in words; where it exists within a regime only, the number."""
    return sentences.events_in(indicator, count, w) if indicator.is_comparable else w.number(count)


def _so_many(same: Mapping[str, Latest], w: Words) -> str:
    return sentences.sentence_case(w("place.offices", count=w.few(len(same))))


def _same_period(newest: Mapping[str, Latest]) -> dict[str, Latest]:
    """The offices of which the last period of all is told."""
    last = max(one.point.start for one in newest.values())
    return {name: one for name, one in newest.items() if one.point.start == last}


def in_words(indicator: Indicator, newest: Sequence[Latest], w: Words) -> str:
    """What was counted in the latest period, and in the same one of the year before; several offices added."""
    before = [one.before for one in newest if one.before is not None]
    if indicator.kind == "rate":
        told = counted(indicator, sum(one.point.numerator for one in newest), w)
        earlier = w.number(sum(point.numerator for point in before))
    else:
        told = _value(indicator, newest[0].point, w)
        earlier = _shorter(indicator, before[0], w) if before else ""
    return w("trends.year_before", told=told, before=earlier) if len(before) == len(newest) else told


def _is_unit(indicator: Indicator, w: Words) -> bool:
    """Whether the unit says already what is told."""
    name = w(f"indicator.{indicator.code}.short")
    return sentences.unit_name(indicator, w).casefold() == name.casefold()


def _shorter(indicator: Indicator, point: Point, w: Words) -> str:
    """A value whose unit has just been told; of answers with their counts."""
    if indicator.kind == "score":
        return _value(indicator, point, w)
    return sentences.number(indicator, point.value, w)


def _value(indicator: Indicator, point: Point, w: Words) -> str:
    return sentences.point_in_words(indicator, point, w)


def _ends(indicator: Indicator, same: Mapping[str, Latest], w: Words) -> dict[str, str]:
    """The lowest and the highest value, and where."""
    ordered = sorted(same.items(), key=lambda pair: pair[1].point.value or 0.0)
    (low_name, low), (high_name, high) = ordered[0], ordered[-1]
    name = sentences.number if _is_unit(indicator, w) else sentences.quantity
    return {
        "low": sentences.number(indicator, low.point.value, w),
        "low_place": low_name,
        "high": name(indicator, high.point.value, w),
        "high_place": high_name,
    }


def lead(indicator: Indicator, newest: Mapping[str, Latest], w: Words) -> list[str]:
    """What belongs to the comparison with the year before: the rate, a change where counts carry it, and limits."""
    if not newest:
        return []
    same = list(_same_period(newest).values())
    if len(same) > 1 and (indicator.kind != "rate" or not indicator.is_comparable):
        return []  # the heading sets no year before beside it
    if any(one.before is None for one in same):
        return [w(f"trends.why.{why}") for why in dict.fromkeys(one.why for one in same if one.why)]
    lines = _rates(indicator, same[0], w) if len(same) == 1 else []
    starts = [one.starts for one in same if one.starts is not None]
    return [*lines, w("trends.started", day=w.date(min(starts)))] if starts else lines


def _rates(indicator: Indicator, newest: Latest, w: Words) -> list[str]:
    """The rate of both, for indicators that are rates."""
    before = newest.before
    if indicator.kind != "rate" or before is None or not before.value or newest.point.value is None:
        return []
    values = {
        "value": sentences.number(indicator, newest.point.value, w),
        "before": sentences.quantity(indicator, before.value, w),
    }
    if not newest.carries_percent:
        return [w("trends.rates", **values), w("trends.few")]
    return [w("trends.rates_change", change=ranges.change(newest.point.value / before.value, w), **values)]


def control_lines(indicator: Indicator, limits: tuple[Limits, ...], step: str, w: Words) -> list[str]:
    """What a control chart says: each signal, or that there is none, and which limits are on trial."""
    found = signals(limits)
    told = [_signal(indicator, one, step, w) for one in found] or [w("control.none_unusual")]
    if len(found) > MOST_NAMED:
        odd = sum(len(one.limits) for one in found)
        told = [w("control.many_unusual", count=w.number(odd), all=w.number(len(limits)))]
    return [*told, *_trials(limits, step, w)]


def _signal(indicator: Indicator, one: Signal, step: str, w: Words) -> str:
    cause = w(f"control.cause.{one.cause}")
    first = period_name(one.limits[0].point.start, step, w)
    if len(one.limits) == 1:
        value = sentences.quantity(indicator, one.limits[0].point.value, w)
        return w("control.signal", period=first, value=value, cause=cause)
    last = period_name(one.limits[-1].point.start, step, w)
    return w("control.signals", first=first, last=last, cause=cause)


def _trials(limits: tuple[Limits, ...], step: str, w: Words) -> list[str]:
    """The stretches whose limits rest on few periods."""
    stretches: dict[int, list[Limits]] = {}
    for one in limits:
        stretches.setdefault(one.phase, []).append(one)
    return [
        w("control.trial", period=period_name(own[0].point.start, step, w), count=w.number(len(own)))
        for own in stretches.values()
        if own[0].is_trial
    ]


def days_in_words(first: date, until: date, w: Words) -> str:
    """A range of days, or the one day it is."""
    return w.short_date(first) if last_day(until) == first else w.period(first, until)
