"""What the files of a comparison are called, and what goes with their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from einlass.export import file_stem
from einlass.findings import Finding
from einlass.measures import Office
from einlass.ui.comparison.answer import chart_foot, definition
from einlass.words import Words, caveats, places, ranges, sentences
from einlass.words.catalogue import last_day


def stem(found: Finding, names: Mapping[str, Office], what: str, w: Words) -> str:
    """What files of a finding are called: figure, offices, measure, period, Stand."""
    phases = [phase for phase in (found.before, found.after) if phase is not None]
    period = [
        min(phase.window.first for phase in phases).isoformat(),
        max(last_day(phase.window.until) for phase in phases).isoformat(),
    ]
    where = places.place(found.used_offices, names, w)
    name = w(f"indicator.{found.indicator.code}.short")
    parts = [name, where, found.measure.measure_id, "-".join(period), what]
    return file_stem(parts, found.provenance.stand.date())


def notes(found: Finding, names: Mapping[str, Office], w: Words) -> list[str]:
    """What goes with a file: counts, range, windows, method, what limits it, definition, source, Stand."""
    return [
        *sentences.answer(found, w),
        *_windows(found, names, w),
        *estimate_lines(found, w),
        *caveats.limits(found, names, w),
        definition(found.indicator, w),
        chart_foot(found, w),
    ]


def _windows(found: Finding, names: Mapping[str, Office], w: Words) -> list[str]:
    """What is compared with what: once, or for each office where they differ."""
    if found.differs_by_office:
        head = [w("table.since"), w("phase.before"), w("phase.after"), w("table.basis")]
        rows = places.windows_by_office(found, names, w)
        told = [(office, list(zip(head, cells, strict=True))) for office, *cells in rows]
    else:
        sides = (("before", found.before), ("after", found.after))
        periods = [
            (w(f"phase.{side}"), w.period(phase.window.first, phase.window.until))
            for side, phase in sides
            if phase is not None
        ]
        told = [(w("table.period"), periods)]
    return [f"{name}: {'; '.join(f'{term} {text}' for term, text in pairs)}" for name, pairs in told]


def estimate_lines(found: Finding, w: Words) -> list[str]:
    """Estimate with its intervals, method, and what it rests on; nothing where there is none."""
    estimate, analysis = found.estimate, found.analysis
    if estimate is None or analysis is None:
        return []
    digits = 2 if estimate.effect == "ratio" else ranges.difference_digits(found.indicator)
    texts = {
        name: ranges.interval(estimate, one.low, one.high, digits, w)
        for name, one in (("interval_95", estimate.interval_95), ("interval_80", estimate.interval_80))
    }
    value = w("value.undefined") if estimate.value is None else w.number(estimate.value, digits)
    lines = [
        w(f"estimate.{estimate.effect}", value=value, **texts),
        w("estimate.method", method=w(f"method.{estimate.method}"), code=estimate.method),
    ]
    if analysis.shift_p is not None:
        lines.append(w("estimate.shift", p=w.number(analysis.shift_p, 2)))
    if analysis.scale is not None and found.indicator.kind == "rate":
        scale = w.number(analysis.scale, 1)
        key = "estimate.scale_one" if scale == w.number(1, 1) else "estimate.scale"
        lines.append(w(key, scale=scale))
    return lines
