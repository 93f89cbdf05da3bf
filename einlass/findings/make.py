"""Request → Finding, and the city-level result over all measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

import numpy as np

from einlass import config
from einlass.findings.counts import CountResult, analysed, estimate_of, untreated, weeks_of
from einlass.findings.means import amount_result, score_result
from einlass.findings.records import (
    Analysis,
    Caveat,
    CityFinding,
    Estimate,
    Finding,
    OfficeResult,
    Phase,
    Request,
)
from einlass.findings.rows import data_window, phase, provenance
from einlass.indicators import Indicator, indicator
from einlass.measures import Measure, Windows, events, measure, measures, windows
from einlass.stats import control, guards, pooling, verdict
from einlass.stats.series import Tally
from einlass.stats.step import StepFit
from einlass.warehouse import DataVersion

LATE_REPORT_DAYS = 21  # 95 % of late reports have come in by then; a figure is final from then on


@lru_cache(maxsize=4096)
def finding(version: DataVersion, request: Request) -> Finding:
    """The finding of a request on one version of the data. Raises UnknownCode."""
    asked, taken = indicator(request.indicator), measure(version, request.measure)
    offices = tuple(one for one in taken.offices if one in request.offices) or taken.offices
    result = Finding(request, asked, taken, offices, "no_data", provenance(version, asked))
    if not asked.is_comparable:
        return replace(result, verdict="not_comparable")
    chosen = chosen_windows(version, request, asked, taken, offices)
    if chosen is None:
        return result
    left_out = [gap.window for gap in chosen.left_out]
    before, after = (
        phase(version, asked.code, offices, one, left_out) for one in (chosen.before, chosen.after)
    )
    result = replace(result, windows=chosen, before=before, after=after)
    if not before.day_count or not after.day_count:
        return result
    estimate, analysis = _analysed(version, asked, offices, chosen)
    return replace(
        result,
        verdict=analysis.judgement.verdict.value,
        estimate=estimate,
        analysis=analysis,
        caveats=tuple(_caveats(version, result, chosen, before, after)),
    )


def chosen_windows(
    version: DataVersion, request: Request, asked: Indicator, taken: Measure, offices: tuple[str, ...]
) -> Windows | None:
    """The windows the measure makes, or those the reader has moved; left-out weeks stay left out."""
    data = data_window(version, asked)
    default = windows(taken, events(version), offices, data, in_weeks=asked.kind != "score")
    if default is None or not (request.before or request.after):
        return default
    return replace(default, before=request.before or default.before, after=request.after or default.after)


def _analysed(
    version: DataVersion, asked: Indicator, offices: tuple[str, ...], chosen: Windows
) -> tuple[Estimate, Analysis]:
    if asked.kind == "rate":
        result = analysed(version, asked.code, offices, chosen)
        return result.estimate, result.analysis
    if asked.kind == "score":
        return score_result(version, asked, offices, chosen)
    return amount_result(version, asked, offices, chosen)


def _caveats(
    version: DataVersion, about: Finding, chosen: Windows, before: Phase, after: Phase
) -> Iterator[Caveat]:
    """What limits the comparison beside the guard rails."""
    if about.indicator.kind == "rate" and min(before.numerator, after.numerator) < config.PERCENT_MIN_COUNT:
        yield Caveat("caveat.few_cases", (("least", config.PERCENT_MIN_COUNT),))
    missing = before.missing_day_count + after.missing_day_count
    if missing and (before.denominator or after.denominator):
        unexposed = before.unexposed_count + after.unexposed_count
        yield Caveat("caveat.exposure_missing", (("days", missing), ("events", int(unexposed))))
    if about.indicator.topic == "incidents":
        final_until = about.provenance.data_until - timedelta(days=LATE_REPORT_DAYS)
        if chosen.after.until > final_until:
            yield Caveat("caveat.late_reports", (("days", LATE_REPORT_DAYS),))
    others = {
        (event.first, event.label)
        for event in events(version)
        if event.kind == "SONST"
        and event.concerns(about.offices)
        and (event.first in chosen.before or event.first in chosen.after)
    }
    for day, label in sorted(others):
        yield Caveat("caveat.other_event", (("day", day), ("label", label)))
    yield Caveat("caveat.before_after_only")


@dataclass(frozen=True, eq=False)
class _Alone:
    """One office under its measure, by itself."""

    office: str
    before: Phase
    after: Phase
    windows: Windows
    result: CountResult

    @property
    def p_value(self) -> float:
        """For Holm; nan where there is none."""
        return np.nan if self.result.p_value is None else self.result.p_value


@lru_cache(maxsize=256)
def city(version: DataVersion, code: str) -> CityFinding:
    """All offices with a measure together: random effects for five and more, pooled D* for three and four.

    Each office's verdict is corrected by Holm for looking at several. Only for rates.
    """
    asked = indicator(code)
    empty = CityFinding(asked, "no_data", provenance(version, asked))
    alone = tuple(_each_office(version, asked))
    if not alone:
        return empty
    holm = pooling.holm([one.p_value for one in alone])
    offices = tuple(
        OfficeResult(
            one.office,
            one.before,
            one.after,
            one.result.estimate,
            _corrected(one.result, None if np.isnan(p) else float(p)).verdict.value,
            one.result.analysis.expected,
        )
        for one, p in zip(alone, holm, strict=True)
    )
    estimate, judgement = _pooled(version, asked, alone)
    return replace(
        empty, verdict=judgement.verdict.value, offices=offices, estimate=estimate, judgement=judgement
    )


def _each_office(version: DataVersion, asked: Indicator) -> Iterator[_Alone]:
    """Each office under its measure, alone."""
    data = data_window(version, asked)
    for taken in measures(version).values():
        for office in taken.offices:
            chosen = windows(taken, events(version), (office,), data)
            if chosen is None:
                continue
            left_out = [gap.window for gap in chosen.left_out]
            before, after = (
                phase(version, asked.code, (office,), one, left_out) for one in (chosen.before, chosen.after)
            )
            if before.day_count and after.day_count:
                yield _Alone(office, before, after, chosen, analysed(version, asked.code, (office,), chosen))


def _corrected(result: CountResult, holm_p: float | None) -> verdict.Judgement:
    """The verdict of one office, by what it was made from, after Holm."""
    return verdict.judge(replace(result.evidence, holm_p=holm_p), result.rules)


def _pooled(
    version: DataVersion, asked: Indicator, alone: tuple[_Alone, ...]
) -> tuple[Estimate | None, verdict.Judgement]:
    """The city's estimate and verdict."""
    fits = tuple(one.result.fit for one in alone)
    struck = _city_guards([one.result.analysis.guards for one in alone])
    if len(fits) >= pooling.LEAST_OFFICES:
        pooled = pooling.pool_fits(fits)
        estimate = Estimate("ratio", pooled.ratio, pooled.interval_80, pooled.interval_95, "random_effects")
        reason = pooled.reason
    else:
        estimate, reason = _pooled_comparison(version, asked, alone), None
    evidence = verdict.Evidence(
        estimate.interval_80, estimate.interval_95, _summed(fits), guards=struck, reason=reason
    )
    judgement = verdict.judge(evidence, verdict.POOLED)
    is_told = estimate.interval_95.low is not None or estimate.interval_95.high is not None
    return (estimate if is_told else None), judgement


def _pooled_comparison(version: DataVersion, asked: Indicator, alone: tuple[_Alone, ...]) -> Estimate:
    """D* of all treated offices against the untreated ones."""
    parts = [weeks_of(version, asked, (one.office,), one.windows) for one in alone]
    others = untreated(version, asked.code)
    if len(others) < control.LEAST_OFFICES:
        return estimate_of(StepFit(_summed(tuple(one.result.fit for one in alone))), "pooled_comparison")
    kept = np.logical_and.reduce([part.kept_by_default for part in parts])
    treated = control.pooled_treated(tuple(part.series(asked.code, kept) for part in parts))
    fit = control.fit_share(treated, parts[0].comparison(asked.code, others, kept)).fit
    return estimate_of(fit, "pooled_comparison")


def _summed(fits: tuple[StepFit, ...]) -> Tally:
    """Tallies added; the weeks are those of the office with the fewest, of those that have any on both sides."""
    tallies = [fit.tally for fit in fits if fit.tally.weeks_before and fit.tally.weeks_after]
    if not tallies:
        return fits[0].tally
    return Tally(
        weeks_before=min(one.weeks_before for one in tallies),
        weeks_after=min(one.weeks_after for one in tallies),
        events_before=sum(one.events_before for one in tallies),
        events_after=sum(one.events_after for one in tallies),
        exposure_before=sum(one.exposure_before for one in tallies),
        exposure_after=sum(one.exposure_after for one in tallies),
    )


def _city_guards(by_office: list[tuple[guards.Guard, ...]]) -> tuple[guards.Guard, ...]:
    """A guard rail that struck at any office holds back the city, too; the comparison's own are the offices'."""
    struck = {guard.code: guard for guarded in by_office for guard in guarded if guard.is_struck}
    office_only = (
        guards.Code.COMPARISON_DISAGREES,
        guards.Code.COMPARISON_MOVED,
        guards.Code.OUTCOMES_DISAGREE,
    )
    return tuple(guard for code, guard in struck.items() if code not in office_only)
