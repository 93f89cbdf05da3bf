"""A finding as plain data with stable keys, for cron, colleagues and tests; docs/answer.md lists the keys."""

from __future__ import annotations

import datetime as dt
from typing import Any

from einlass.findings import CityFinding, Estimate, Finding, OfficeResult, OfficeUse, Phase, Provenance
from einlass.findings.records import Analysis
from einlass.measures import Window, Windows
from einlass.stats.counts import Range
from einlass.stats.guards import Guard
from einlass.stats.power import Need
from einlass.stats.series import Interval

GRADES = "Scientific Maryland Scale, self-assessed"

Plain = dict[str, Any]


def answer(finding: Finding, since_start: Phase | None) -> Plain:
    """One finding: an indicator, a measure, its offices."""
    return {
        "indicator": finding.indicator.code,
        "definition_version": finding.indicator.version,
        "kind": finding.indicator.kind,
        "unit": finding.indicator.unit,
        "measure": finding.measure.key,
        "measure_id": finding.measure.measure_id,
        "regime": finding.measure.regime,
        "verdict": finding.verdict,
        "why": finding.why,
        "offices": [_office(finding, one) for one in finding.uses],
        "before": _phase(finding.before),
        "after": _phase(finding.after),
        "since_start": _phase(since_start),
        "estimate": _estimate(finding.estimate),
        **_analysis(finding.analysis),
        "caveats": [{"code": one.code, "values": _plain(dict(one.values))} for one in finding.caveats],
        "wordings": list(finding.wordings),
        "provenance": _provenance(finding.provenance),
    }


def city_answer(city: CityFinding, since_start: Phase | None) -> Plain:
    """The result for all offices with a measure."""
    return {
        "indicator": city.indicator.code,
        "definition_version": city.indicator.version,
        "kind": city.indicator.kind,
        "unit": city.indicator.unit,
        "verdict": city.verdict,
        "offices": [_result(one) for one in city.offices],
        "before": _phase(city.before),
        "after": _phase(city.after),
        "since_start": _phase(since_start),
        "estimate": _estimate(city.estimate),
        **_analysis(city.analysis),
        "provenance": _provenance(city.provenance),
    }


def _office(finding: Finding, one: OfficeUse) -> Plain:
    episode = finding.measure.episode(one.office_id)
    return {
        "office": one.office_id,
        "starts": _day(episode.starts),
        "ended": _day(episode.ended),
        "is_used": one.reason is None,
        "reason": one.reason,
        "basis": one.basis,
        **_windows(one.windows),
    }


def _result(one: OfficeResult) -> Plain:
    return {
        "office": one.office_id,
        "measures": list(one.measures),
        "is_used": one.reason is None,
        "reason": one.reason,
        "verdict": one.verdict,
        "before": _phase(one.before),
        "after": _phase(one.after),
        "expected": _range(one.expected),
        "estimate": _estimate(one.estimate),
        **_windows(one.windows),
    }


def _windows(windows: Windows | None) -> Plain:
    if windows is None:
        return {"windows": None, "left_out": [], "triggers": []}
    return {
        "windows": {"before": _span(windows.before), "after": _span(windows.after)},
        "left_out": [
            {**_span(gap.window), "reason": gap.reason, "label": gap.label or None}
            for gap in windows.left_out
        ],
        "triggers": [_day(day) for day in windows.triggers],
    }


def _analysis(analysis: Analysis | None) -> Plain:
    """The same keys whether there is an analysis or not."""
    return {
        "expected": _range(analysis.expected) if analysis else None,
        "delta": _estimate(analysis.delta) if analysis else None,
        "shift_p": analysis.shift_p if analysis else None,
        "scale": analysis.scale if analysis else None,
        "dispersion": analysis.dispersion if analysis else None,
        "degrees": analysis.degrees if analysis else None,
        "detectable": analysis.detectable if analysis else None,
        "needs": [_need(one) for one in (analysis.needs if analysis else ())],
        "tipping_point": analysis.judgement.tipping_point if analysis else None,
        "grounds": [
            {"ground": one.ground.value, "is_met": one.is_met, "found": one.found, "wanted": one.wanted}
            for one in (analysis.judgement.grounds if analysis else ())
        ],
        "guards": [_guard(one) for one in (analysis.guards if analysis else ())],
        "variants": [
            {"code": one.code, "subject": one.subject or None, "estimate": _estimate(one.estimate)}
            for one in (analysis.variants if analysis else ())
        ],
        "comparison": _comparison(analysis) if analysis else None,
        "grade": {"scale": GRADES, "level": analysis.grade.level, "raised_by": analysis.grade.raised_by}
        if analysis
        else None,
    }


def _comparison(analysis: Analysis) -> Plain:
    return {
        "decides": analysis.is_by_comparison,
        "estimate": _estimate(analysis.compared),
        "offices": [
            {"office": one.office_id, "weeks_missing": one.weeks_missing, "reason": one.reason}
            for one in analysis.comparison
        ],
    }


def _need(one: Need) -> Plain:
    return {
        "ratio": one.ratio,
        "events_per_period": one.events_per_period,
        "events_after": one.events_after,
        "weeks_after": one.weeks_after,
    }


def _guard(one: Guard) -> Plain:
    return {
        "code": one.code.value,
        "is_struck": one.is_struck,
        "effect": one.effect.value,
        "numbers": dict(one.numbers),
        "details": _plain(dict(one.details)),
    }


def _phase(phase: Phase | None) -> Plain | None:
    if phase is None:
        return None
    return {
        **_span(phase.window),
        "count": phase.numerator,
        "count_with_exposure": phase.rated,
        "exposure": phase.denominator,
        "value": phase.value,
        "value_interval_95": [phase.low, phase.high],
        "days": phase.day_count,
        "weeks": phase.week_count,
        "days_without_exposure": phase.missing_day_count,
        "waves": phase.wave_count,
        "answers": list(phase.distribution),
    }


def _estimate(estimate: Estimate | None) -> Plain | None:
    if estimate is None:
        return None
    return {
        "effect": estimate.effect,
        "value": estimate.value,
        "interval_80": _interval(estimate.interval_80),
        "interval_95": _interval(estimate.interval_95),
        "method": estimate.method,
    }


def _interval(interval: Interval) -> list[float | None]:
    return [interval.low, interval.high]


def _range(one: Range | None) -> Plain | None:
    return None if one is None else {"value": one.value, "low": one.low, "high": one.high}


def _provenance(origin: Provenance) -> Plain:
    return {
        "version": origin.version_number,
        "sha256": origin.version_sha256,
        "stand": origin.stand.isoformat(),
        "data_until": _day(origin.data_until),
        "sources": list(origin.sources),
        "is_sample": origin.is_sample,
    }


def _span(window: Window) -> Plain:
    """First and last day, both included."""
    return {"first": _day(window.first), "last": _day(window.until - dt.timedelta(days=1))}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(values: Plain) -> Plain:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()
    }
