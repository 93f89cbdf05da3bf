"""Survey items: the wave is the unit, and each office is compared with itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from einlass.findings.days import indicator_rows
from einlass.findings.gather import OfficeWindows
from einlass.findings.phases import score_phase
from einlass.findings.records import (
    Analysis,
    Caveat,
    Estimate,
    Finding,
    Grade,
    OfficeUse,
    Variant,
)
from einlass.findings.safeguards import overlap_guards
from einlass.indicators import Indicator
from einlass.measures import Window, Windows, hull
from einlass.stats import guards, verdict
from einlass.stats.guards import Guard
from einlass.stats.means import MeanStep
from einlass.stats.scores import ScoreFit, compare_scores
from einlass.stats.series import Reason
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

WEEKLY = timedelta(days=10)  # waves that follow each other as closely as this are continuous asking
METHODS = {"mode_code": "mode", "selection_code": "selection", "languages": "languages"}
MIX_MOVED = 0.05  # of all answers, by which another mix of offices alone moves the agreement
VALUES = list(range(1, 6))
SIDES = ("before", "after")


def score_result(
    version: DataVersion, result: Finding, own: OfficeWindows, decided: tuple[date | None, int] = (None, 0)
) -> Finding:
    """L*: the mean rank per wave and office, before and after."""
    waves = _waves(version, result.indicator, own)
    result = replace(result, windows=hull([one for _, one in own]), why="phase")
    if waves.empty:
        return replace(result, uses=(*_unused(own, "no_answers"), *result.uses))
    waves, other_wording = _same_wording(waves)
    used = waves[waves["side"].isin(SIDES)]
    fit = _fit(used)
    waves["is_used"] = False
    waves.loc[used.index[fit.used], "is_used"] = True
    result = _with_phases(result, waves, own)
    if other_wording and not (used["side"] == "before").any():
        return replace(result, verdict="not_comparable", why="wording", wordings=_wordings(waves))
    assert result.before is not None and result.after is not None
    if not result.before.answer_count or not result.after.answer_count:
        return result
    struck = tuple(_guards(waves, own, decided))
    estimate, analysis = _analysed(version, result.indicator, own, fit, struck)
    return replace(
        result,
        verdict=analysis.judgement.verdict.value,
        estimate=estimate,
        analysis=analysis,
        caveats=tuple(_caveats(waves, fit, other_wording)),
        wordings=_wordings(waves),
        why=None,
    )


def _analysed(
    version: DataVersion, asked: Indicator, own: OfficeWindows, fit: ScoreFit, struck: tuple[Guard, ...]
) -> tuple[Estimate, Analysis]:
    delta = _estimate(fit.delta)
    judgement = verdict.judge(
        verdict.Evidence(fit.delta.interval_80, fit.delta.interval_95, guards=struck, reason=_reason(fit)),
        verdict.SCORES,
    )
    variants = [
        Variant("delta", delta),
        Variant("top_box", _estimate(fit.top)),
        Variant("bottom_box", _estimate(fit.bottom)),
        Variant("all_waves", _estimate(_refit(version, asked, own, with_gaps=True).mean)),
        Variant("last_year", _estimate(_refit(version, asked, _last_year(own)).mean)),
    ]
    analysis = Analysis(
        judgement=judgement,
        guards=struck,
        variants=tuple(variants),
        delta=delta,
        scale=fit.mean.scale.value if fit.mean.scale else None,
        degrees=fit.mean.df,
        grade=Grade(1, "grade.scores"),
    )
    return _estimate(fit.mean), analysis


def _refit(
    version: DataVersion, asked: Indicator, own: OfficeWindows, *, with_gaps: bool = False
) -> ScoreFit:
    waves, _ = _same_wording(_waves(version, asked, own, with_gaps=with_gaps))
    return _fit(waves[waves["side"].isin(SIDES)])


def _last_year(own: OfficeWindows) -> OfficeWindows:
    """The same days of the year before as the time before."""
    year = timedelta(weeks=52)
    return tuple((office, replace(one, before=one.after.shifted(-year))) for office, one in own)


@lru_cache(maxsize=4)
def _wave_table(version: DataVersion) -> pd.DataFrame:
    return open_snapshot(version).run("views/survey_waves")


def _waves(
    version: DataVersion, asked: Indicator, own: OfficeWindows, *, with_gaps: bool = False
) -> pd.DataFrame:
    """One row a wave and office with its answers 1 to 5, how it was asked, and its side: before, after, across or none.

    In the order of offices as given and of days.
    """
    rows = indicator_rows(version, asked.code)
    rows = rows[rows["office_id"].isin([office for office, _ in own])]
    table = rows.pivot_table(
        index=["office_id", "wave_id", "day", "day_until"],
        columns="value",
        values="answer_count",
        aggfunc="sum",
        fill_value=0.0,
        observed=True,
    ).reindex(columns=VALUES, fill_value=0.0)
    table = table.reset_index()
    about = _wave_table(version)
    about = about[about["audience_code"] == asked.audience]
    table = table.merge(about, on=["office_id", "wave_id"], how="left", validate="many_to_one")
    windows = dict(own)
    table["side"] = [
        _side(windows[row.office_id], row.day.date(), row.day_until.date(), with_gaps)
        for row in table[["office_id", "day", "day_until"]].itertuples()
    ]
    table["office"] = table["office_id"].map({office: place for place, (office, _) in enumerate(own)})
    return table.sort_values(["office", "day", "wave_id"], ignore_index=True)


def _side(windows: Windows, first: date, last: date, with_gaps: bool) -> str:
    """Where a wave belongs; one in the field across the start belongs to neither side."""
    span = Window(first, last + timedelta(days=1))
    if span.first < windows.starts < span.until:
        return "across"
    if not with_gaps and any(span.overlaps(gap.window) for gap in windows.left_out):
        return ""
    if windows.before.holds(span):
        return "before"
    return "after" if windows.after.holds(span) else ""


def _same_wording(waves: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Waves that were asked in the words of the last one after the start, and how many others were taken out."""
    waves = waves.copy()
    plain = waves["question_wording"].fillna("").str.split().str.join(" ").str.casefold()
    after = waves[waves["side"] == "after"]
    if after.empty:
        return waves, 0
    last = plain[after.sort_values(["day", "wave_id"]).index[-1]]
    is_other = (plain != last) & waves["side"].isin(SIDES)
    waves.loc[is_other, "side"] = "worded"
    return waves, int(is_other.sum())


def _fit(waves: pd.DataFrame) -> ScoreFit:
    """L* over waves and offices; waves of one office that began on the same day are one."""
    one = waves.groupby(["office", "day"], as_index=False)[VALUES].sum()
    side = waves.groupby(["office", "day"])["side"].first()
    days = np.sort(one["day"].unique())
    is_weekly = len(days) > 2 and np.median(np.diff(days)) <= np.timedelta64(WEEKLY)
    times = np.searchsorted(days, one["day"].to_numpy()).astype(np.float64)
    if is_weekly:
        times = np.round((one["day"] - one["day"].min()).dt.days.to_numpy() / 7.0)
    return compare_scores(
        one[VALUES].to_numpy(dtype=np.float64),
        (side.to_numpy() == "after").astype(np.float64),
        times,
        bool(is_weekly),
        one["office"].to_numpy(),
    )


def _with_phases(result: Finding, waves: pd.DataFrame, own: OfficeWindows) -> Finding:
    """What was answered on both sides, and which offices take part."""
    used = waves[waves["is_used"]]
    sides = {side: used[used["side"] == side] for side in ("before", "after")}
    windows = result.windows
    assert windows is not None
    before, after = (
        score_phase(result.indicator, _long(rows), getattr(windows, side)) for side, rows in sides.items()
    )
    present = set(used["office_id"])
    uses = tuple(
        OfficeUse(office, one, "answers", None if office in present or not present else "no_waves_both")
        for office, one in own
    )
    return replace(result, before=before, after=after, uses=(*uses, *result.uses))


def _long(waves: pd.DataFrame) -> pd.DataFrame:
    return waves.melt(id_vars=["day"], value_vars=VALUES, var_name="value", value_name="answer_count")


def _unused(own: OfficeWindows, reason: str) -> tuple[OfficeUse, ...]:
    return tuple(OfficeUse(office, one, "answers", reason) for office, one in own)


def _wordings(waves: pd.DataFrame) -> tuple[str, ...]:
    """The question as it was asked, the last wording first."""
    asked = waves[waves["side"].isin(["before", "after", "worded"])].sort_values("day", ascending=False)
    return tuple(dict.fromkeys(str(one) for one in asked["question_wording"].dropna()))


def _guards(waves: pd.DataFrame, own: OfficeWindows, decided: tuple[date | None, int]) -> Iterator[Guard]:
    """What keeps two waves from being compared in full."""
    yield guards.survey_method(tuple(_method_changes(waves[waves["is_used"]])))
    yield guards.windows_moved(any(one.contradicts for _, one in own))
    yield from overlap_guards(own)
    if decided[0] is not None:
        yield guards.interim(decided[1], (("day", decided[0]),))


def _method_changes(used: pd.DataFrame) -> Iterator[str]:
    """How it was asked, where that differs between the sides at any office."""
    for column, name in METHODS.items():
        told = used[["office", "side", column]].fillna("")
        by_side = told.groupby(["office", "side"])[column].agg(lambda values: frozenset(values))
        for _, sides in by_side.groupby(level="office"):
            if sides.nunique() > 1:
                yield name
                break


def _caveats(waves: pd.DataFrame, fit: ScoreFit, other_wording: int) -> Iterator[Caveat]:
    across = waves[waves["side"] == "across"]
    for row in across.drop_duplicates(["day", "day_until"]).itertuples():
        yield Caveat("caveat.wave_across", (("first", row.day.date()), ("last", row.day_until.date())))
    if other_wording:
        yield Caveat("caveat.other_wording", (("count", other_wording),))
    moved = [
        abs((raw.top or 0.0) - (balanced.top or 0.0))
        for raw, balanced in ((fit.before, fit.balanced_before), (fit.after, fit.balanced_after))
    ]
    if max(moved) > MIX_MOVED:
        yield Caveat(
            "caveat.mix",
            (("before", fit.balanced_before.top or 0.0), ("after", fit.balanced_after.top or 0.0)),
        )
    if (waves.loc[waves["is_used"], "is_representative"] != True).any():  # noqa: E712 - may be missing
        yield Caveat("caveat.not_representative")
    yield Caveat("caveat.before_after_only")


def _reason(fit: ScoreFit) -> Reason | None:
    if fit.reason is None and not fit.delta.interval_95.excludes(-2.0):
        return fit.delta.reason or Reason.FIT_FAILED
    return fit.reason


def _estimate(step: MeanStep) -> Estimate:
    return Estimate("difference", step.difference, step.interval_80, step.interval_95, "l_star")
