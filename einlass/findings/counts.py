"""Counts with exposure: from what was gathered to estimate, guard rails, verdict and the question asked otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from einlass.findings import safeguards
from einlass.findings.gather import Gathered
from einlass.findings.records import Analysis, Estimate, Grade, OfficeWeek, Variant, Week
from einlass.indicators import by_role
from einlass.stats import control, offices, power, verdict
from einlass.stats import windows as weeks_in
from einlass.stats.counts import Expected, Range, expected_without_step, fit_step
from einlass.stats.guards import Code, Guard
from einlass.stats.series import Series
from einlass.stats.step import StepFit, quantiles

MOST_TIMES = 100  # an expectation whose range ends beyond so many times itself (or one event) is none
PLACEBO_WEEKS = (26, 52)
OTHER_OUTCOMES = ("primary", "all_reports", "staff_reports")


@dataclass(frozen=True, eq=False)
class Fits:
    """The fits of one question, each computed once."""

    gathered: Gathered
    known: dict[tuple[str, bytes], StepFit] = field(default_factory=dict)

    def fit(self, code: str | None = None, left_out: int | None = None) -> StepFit:
        """E*pt of the indicator asked about or a related one, with so many weeks left out around the trigger."""
        name = code or self.gathered.asked.code
        kept = np.array([one.kept(left_out) for one in self.gathered.offices]).tobytes()
        if (name, kept) not in self.known:
            main = next(iter(self.known.values()), None)  # the first is the one that is asked about
            series = self.gathered.series(name, left_out)
            self.known[name, kept] = fit_step(series, is_brief=main is not None, like=main)
        return self.known[name, kept]


@dataclass(frozen=True, eq=False)
class CountResult:
    """The estimate shown, everything behind it, the fits for pooling, and what the verdict was made from."""

    estimate: Estimate
    analysis: Analysis
    fits: Fits
    compared: StepFit | None
    evidence: verdict.Evidence
    rules: verdict.Rules
    p_value: float | None

    @property
    def fit(self) -> StepFit:
        """E*pt, whatever decided."""
        return self.fits.fit()

    def corrected(self, holm_p: float | None) -> verdict.Judgement:
        """The verdict by what it was made from, after Holm; None or nan: there is nothing to correct."""
        is_known = holm_p is not None and not np.isnan(holm_p)
        return verdict.judge(replace(self.evidence, holm_p=holm_p if is_known else None), self.rules)


def analyse(gathered: Gathered, checks: safeguards.Checks) -> CountResult:
    """Fit, guard rails and verdict, for one measure or the whole city; `in_full` adds what a page shows beside it."""
    fits = Fits(gathered)
    fit = fits.fit()
    compared = offices.comparison(gathered.series(), gathered.comparison)
    shift = offices.shift_p(gathered.series(), fit)
    struck = tuple(safeguards.of_counts(gathered, fits.fit, (compared, shift), checks))
    evidence = verdict.Evidence(
        fit.interval_80, fit.interval_95, fit.tally, shift, guards=struck, reason=fit.reason
    )
    decision = offices.decide(evidence, len(gathered.offices), compared)
    analysis = Analysis(
        judgement=decision.judgement,
        guards=struck,
        expected=_expected_after(gathered, fit),
        shift_p=shift,
        scale=fit.scale.value if fit.scale else None,
        dispersion=fit.scale.dispersion if fit.scale else None,
        degrees=fit.df,
        compared=estimate_of(compared, "d_star") if compared else None,
        comparison=gathered.compared,
        grade=_grade(gathered, struck, compared),
        **_outlook(fit),
    )
    parts = estimate_of(fit), analysis, fits, compared
    result = CountResult(*parts, decision.evidence, decision.rules, fit.p_value)
    return by_comparison(result, compared) if decision.is_by_comparison and compared else result


def in_full(result: CountResult) -> CountResult:
    """With the sensitivity set, the weeks and the rows of the model that decided."""
    gathered, analysis = result.fits.gathered, result.analysis
    is_enough = analysis.judgement.verdict is not verdict.Verdict.TOO_LITTLE_DATA
    has_band = is_enough and not analysis.is_by_comparison
    others = gathered.comparison if analysis.is_by_comparison else None
    return replace(
        result,
        analysis=replace(
            analysis,
            variants=tuple(_variants(gathered, result.fits, result.compared)),
            weeks=tuple(_model_weeks(gathered, result.fit, has_band)),
            table=tuple(_table(gathered, gathered.series(), others)),
            is_added_up=others is None or control.is_added_up(gathered.series(), others),
        ),
    )


def by_comparison(result: CountResult, compared: StepFit) -> CountResult:
    """The answer that the comparison gives, where the offices without a measure have moved themselves.

    Estimate, range, scale and expected number all come from D*.
    """
    analysis = replace(
        result.analysis,
        expected=_expected_by(compared),
        shift_p=None,
        scale=compared.scale.value if compared.scale else None,
        dispersion=compared.scale.dispersion if compared.scale else None,
        degrees=compared.df,
        is_by_comparison=True,
        **_outlook(compared),
    )
    return replace(
        result, estimate=estimate_of(compared, "d_star"), analysis=analysis, p_value=compared.p_value
    )


def estimate_of(fit: StepFit, method: str = "e_star_pt") -> Estimate:
    """A fit as an estimate."""
    return Estimate("ratio", fit.ratio, fit.interval_80, fit.interval_95, method)


def _outlook(fit: StepFit) -> dict[str, Any]:
    """What could be seen at all, and what it would take."""
    design = power.design_of(fit)
    if design is None:
        return {}
    return {
        "detectable": power.detectable_ratio(design),
        "needs": tuple(power.need(design, ratio) for ratio in power.RATIOS),
    }


def _grade(gathered: Gathered, guards: tuple[Guard, ...], compared: StepFit | None) -> Grade:
    """1: before and after alone; 2: season, trend and visits taken into account; 3: a comparison group that holds."""
    struck = {one.code for one in guards if one.is_struck}
    against = {Code.COMPARISON_DISAGREES, Code.COMPARISON_RECORDING}
    if compared is not None and not struck & against:
        return Grade(3, "grade.random")
    if any(one.use.basis == "days" for one in gathered.offices):
        return Grade(1, "grade.visits")
    return Grade(2, "grade.recording" if Code.COMPARISON_RECORDING in struck else "grade.comparison")


def _variants(gathered: Gathered, fits: Fits, compared: StepFit | None) -> Iterator[Variant]:
    """The same question asked otherwise; what gives no number at all is left out."""
    for left_out in weeks_in.SENSITIVITY_WEEKS:
        yield _variant(f"left_out_{left_out}", fits.fit(left_out=left_out))
    series = gathered.series()
    yield _variant(
        "last_year", fit_step(weeks_in.same_weeks_last_year(series), is_brief=True, like=fits.fit())
    )
    for role in OTHER_OUTCOMES:
        other = by_role(role)
        if other and other.code in gathered.outcomes and other.code != gathered.asked.code:
            yield _variant(f"only_{role}", fits.fit(other.code))
    if compared is not None:
        yield Variant("compared", estimate_of(compared, "d_star"))
        others = gathered.comparison
        assert others is not None
        names = [one.office_id for one in gathered.compared if one.reason is None]
        for office, one in zip(names, control.leave_one_out(series, others, compared), strict=True):
            yield Variant("compared_without", estimate_of(one.fit, "d_star"), office)
    for earlier in PLACEBO_WEEKS:
        moved = weeks_in.placebo(series, earlier)
        yield _variant(f"placebo_{earlier}", fit_step(moved, is_brief=True, like=fits.fit()))


def _variant(code: str, fit: StepFit) -> Variant:
    return Variant(code, estimate_of(fit))


def _model_weeks(gathered: Gathered, fit: StepFit, has_band: bool) -> Iterator[Week]:
    """Every week, all offices together: what went into the fit and, with enough data, what was to be expected."""
    counts, grid = gathered.outcomes[gathered.asked.code], gathered.grid
    known, visits = np.isfinite(counts.count), np.nan_to_num(counts.exposure)
    used = np.array([one.kept() for one in gathered.offices]) & known & (visits > 0)
    bands = _bands(gathered, fit) if has_band else {}
    columns = (
        known.any(axis=0),
        np.where(known, counts.count, 0.0).sum(axis=0),
        visits.sum(axis=0),
        np.array([one.is_after for one in gathered.offices]).any(axis=0),
        used.any(axis=0),
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for week, (is_known, count, exposure, is_after, is_used) in enumerate(rows):
        band = bands.get(week)
        yield Week(
            start=grid.monday(week),
            count=count if is_known else None,
            exposure=exposure,
            time=week,
            is_after=is_after,
            is_used=is_used,
            expected=band.value if band else None,
            expected_low=band.low if band else None,
            expected_high=band.high if band else None,
        )


def _bands(gathered: Gathered, fit: StepFit) -> dict[int, Range]:
    """What was to be expected in each week with visits, those left out among them."""
    every = gathered.every_week()
    expected = expected_without_step(every, fit)
    return expected.by_week(np.nan_to_num(every.exposure) > 0) if expected else {}


def _table(gathered: Gathered, own: Series, others: Series | None) -> Iterator[OfficeWeek]:
    """What went into the deciding model, row by row."""
    compared = [one.office_id for one in gathered.compared if one.reason is None]
    for series, names, is_treated in ((own, gathered.office_ids, True), (others, compared, False)):
        if series is None:
            continue
        used = series.usable()
        rows = zip(used.office, used.times, used.counts, used.exposure, used.step, strict=True)
        for office, time, count, exposure, step in rows:
            yield OfficeWeek(
                names[int(office)], int(time), float(count), float(exposure), bool(step > 0), is_treated
            )


def _expected_after(gathered: Gathered, fit: StepFit) -> Range | None:
    """Events to expect in the used weeks after the start, from the model that gives the ratio."""
    series = gathered.series().usable()
    expected: Expected | None = expected_without_step(series, fit)
    return _told(expected.total(series.step > 0)) if expected else None


def _told(expected: Range | None) -> Range | None:
    """None where the range goes so far beyond that the number says nothing, as after a time with hardly an event."""
    if expected is None or expected.high > MOST_TIMES * max(1.0, expected.value):
        return None
    return expected


def _expected_by(compared: StepFit) -> Range | None:
    """Events to expect had the offices developed as those compared with."""
    if compared.ratio is None or compared.standard_error is None or compared.scale is None:
        return None
    errors = compared.standard_error, compared.scale.value
    return expected_from(
        compared.tally.events_after, compared.ratio, errors, float(quantiles(compared.df)[1])
    )


def expected_from(seen: float, ratio: float, errors: tuple[float, float], quantile: float) -> Range | None:
    """What was seen, divided by the ratio: the number of events that the same model expects without the measure.

    errors: standard error of the log ratio, and the scale s. The error of the ratio without that of the events seen is
    that of the expectation.
    """
    if not seen or not ratio:
        return None
    reach = quantile * math.sqrt(max(0.0, errors[0] ** 2 - errors[1] / seen))
    return _told(Range(seen / ratio, seen / ratio * math.exp(-reach), seen / ratio * math.exp(reach)))
