"""Survey items and amounts: the wave or the week is the unit."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from einlass.findings.counts import weeks_of
from einlass.findings.records import Analysis, Estimate, Variant
from einlass.findings.rows import rows_of, weeks_to_judgement, within
from einlass.indicators import Indicator
from einlass.measures import Window, Windows
from einlass.stats import guards, verdict
from einlass.stats.amounts import compare_amounts
from einlass.stats.means import MeanStep
from einlass.stats.scores import ScoreFit, compare_scores
from einlass.stats.series import Reason
from einlass.warehouse import DataVersion

AMOUNTS = verdict.Rules(null=0.0, band=None, weeks_before_clear=0, shift_p=None)


def score_result(
    version: DataVersion, asked: Indicator, offices: tuple[str, ...], windows: Windows
) -> tuple[Estimate, Analysis]:
    """L*: the mean rank per wave (answers with the same first day of field work), before and after."""
    left_out = [gap.window for gap in windows.left_out]
    table = _waves(version, asked, offices, windows, left_out)
    fit = _fit_scores(table, windows)
    delta = _estimate(fit.delta, "l_star")
    judgement = verdict.judge(
        verdict.Evidence(fit.delta.interval_80, fit.delta.interval_95, reason=_score_reason(fit)),
        verdict.SCORES,
    )
    year = Window(windows.after.first - timedelta(weeks=52), windows.after.until - timedelta(weeks=52))
    last_year = Windows(year, windows.after, windows.left_out, windows.trigger, windows.starts)
    variants = [
        Variant("delta", delta),
        Variant("top_box", _estimate(fit.top, "l_star")),
        Variant("bottom_box", _estimate(fit.bottom, "l_star")),
        Variant(
            "all_waves",
            _estimate(_fit_scores(_waves(version, asked, offices, windows, []), windows).mean, "l_star"),
        ),
        Variant(
            "last_year",
            _estimate(
                _fit_scores(_waves(version, asked, offices, last_year, left_out), last_year).mean, "l_star"
            ),
        ),
    ]
    analysis = Analysis(
        judgement=judgement,
        guards=(guards.interim(weeks_to_judgement(version, asked)),),
        variants=tuple(variants),
        delta=delta,
        scale=fit.mean.scale.value if fit.mean.scale else None,
        degrees=fit.mean.df,
    )
    return _estimate(fit.mean, "l_star"), analysis


def amount_result(
    version: DataVersion, asked: Indicator, offices: tuple[str, ...], windows: Windows
) -> tuple[Estimate, Analysis]:
    """Difference of weekly values on the careful scale."""
    weeks = weeks_of(version, asked, offices, windows)
    numerator, denominator = weeks.arrays(asked.code, offices)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = asked.per * numerator / np.where(denominator > 0, denominator, np.nan)
    kept = weeks.kept_by_default & np.isfinite(values)
    fit = compare_amounts(values[kept], weeks.is_after[kept], weeks.times[kept])
    reason = fit.reason
    judgement = verdict.judge(
        verdict.Evidence(fit.step.interval_80, fit.step.interval_95, reason=reason), AMOUNTS
    )
    year = values[np.roll(kept & weeks.is_after, -52) & ~weeks.is_after]
    after = values[kept & weeks.is_after]
    same_weeks = compare_amounts(
        np.concatenate([year, after]), np.repeat([0.0, 1.0], [len(year), len(after)])
    )
    analysis = Analysis(
        judgement=judgement,
        guards=(guards.interim(weeks_to_judgement(version, asked)),),
        variants=(Variant("last_year", _estimate(same_weeks.step, "weekly_means")),),
        scale=fit.step.scale.value if fit.step.scale else None,
        degrees=fit.step.df,
        reason=reason,
    )
    return _estimate(fit.step, "weekly_means"), analysis


def _waves(
    version: DataVersion, asked: Indicator, offices: tuple[str, ...], windows: Windows, left_out: list[Window]
) -> pd.DataFrame:
    """Answers of value 1 to 5 by first day of field work, in both windows."""
    rows = rows_of(version, asked.code, offices)
    both = pd.concat([within(rows, windows.before, left_out), within(rows, windows.after, left_out)])
    table = both.pivot_table(
        index="day", columns="value", values="answer_count", aggfunc="sum", fill_value=0.0
    )
    return table.reindex(columns=range(1, 6), fill_value=0.0).sort_index()


def _fit_scores(table: pd.DataFrame, windows: Windows) -> ScoreFit:
    is_after = (table.index >= pd.Timestamp(windows.after.first)).astype(np.float64)
    return compare_scores(table.to_numpy(dtype=np.float64), is_after)


def _score_reason(fit: ScoreFit) -> Reason | None:
    if fit.reason is None and not fit.delta.interval_95.excludes(-2.0):
        return fit.delta.reason or Reason.FIT_FAILED
    return fit.reason


def _estimate(step: MeanStep, method: str) -> Estimate:
    return Estimate("difference", step.difference, step.interval_80, step.interval_95, method)
