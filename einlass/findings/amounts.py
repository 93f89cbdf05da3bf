"""Hours, euros, visits, minutes: the week is the unit; each office with itself, then together."""

from __future__ import annotations

import numpy as np

from einlass.findings.gather import Gathered
from einlass.findings.records import Analysis, Estimate, Grade, Variant
from einlass.findings.safeguards import Checks
from einlass.stats import guards, verdict
from einlass.stats import windows as weeks_in
from einlass.stats.amounts import AmountFit, compare_amounts
from einlass.stats.means import MeanStep
from einlass.stats.series import Series


def amount_result(gathered: Gathered, checks: Checks) -> tuple[Estimate, Analysis]:
    """Difference of weekly values on the careful scale, weeks weighted by their open days."""
    series = gathered.series().usable()
    fit = _fit(gathered, series)
    struck = [
        guards.windows_moved(any(one.windows.contradicts for one in gathered.offices)),
        *([guards.interim(checks.days_left, (("day", checks.decided_on),))] if checks.decided_on else []),
    ]
    judgement = verdict.judge(
        verdict.Evidence(
            fit.step.interval_80,
            fit.step.interval_95,
            holm_p=fit.step.p_value,
            guards=tuple(struck),
            reason=fit.reason,
        ),
        verdict.AMOUNTS,
    )
    same_weeks = _fit(gathered, weeks_in.same_weeks_last_year(series))
    analysis = Analysis(
        judgement=judgement,
        guards=tuple(struck),
        variants=(Variant("last_year", _estimate(same_weeks.step)),),
        scale=fit.step.scale.value if fit.step.scale else None,
        degrees=fit.step.df,
        reason=fit.reason,
        grade=Grade(1, "grade.amounts"),
    )
    return _estimate(fit.step), analysis


def _fit(gathered: Gathered, series: Series) -> AmountFit:
    values = gathered.asked.per * series.counts / np.where(series.exposure > 0, series.exposure, np.nan)
    return compare_amounts(
        values,
        series.step,
        series.times,
        series.exposure,
        strata=series.office,
        combine="sum" if gathered.asked.is_total else "average",
    )


def _estimate(step: MeanStep) -> Estimate:
    return Estimate("difference", step.difference, step.interval_80, step.interval_95, "weekly_means")
