"""Indicator × measure × offices × windows → one frozen Finding, worn by charts, sentences and files alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from einlass import config
from einlass.indicators import Indicator, indicator
from einlass.measures import Event, Measure, Window, Windows, events, measure, windows
from einlass.stats.estimates import Estimate, Values, mean_difference, rate_ratio, share_difference
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

LATE_REPORT_DAYS = 21  # 95 % of late reports have come in by then; a figure is final from then on
STEPS = {"day": "D", "week": "W-SUN", "month": "M"}


@dataclass(frozen=True)
class Request:
    """What is asked: an indicator, a measure, some of its offices, and windows unless the default ones."""

    indicator: str
    measure: str
    offices: tuple[str, ...] = ()
    before: Window | None = None
    after: Window | None = None


@dataclass(frozen=True)
class Phase:
    """One side of a comparison. `value` is in the indicator's unit, None where nothing was counted.

    `unexposed_count`: events on days without an exposure; they are named but not counted.
    `distribution`: answers of value 1 to 5. `week_values`: means of the complete weeks, for amounts.
    """

    window: Window
    numerator: float
    denominator: float
    value: float | None
    day_count: int
    missing_day_count: int = 0
    unexposed_count: float = 0.0
    wave_count: int = 0
    distribution: tuple[int, ...] = ()
    week_values: tuple[float, ...] = ()

    @property
    def answer_count(self) -> int:
        """Number of answers, for survey items."""
        return sum(self.distribution)

    @property
    def mean_answer(self) -> float | None:
        """Mean of the answers (1 to 5), for survey items."""
        return _mean_answer(self.distribution)


@dataclass(frozen=True)
class Caveat:
    """Something that disturbs the comparison: a code (its text key) and the values the text needs."""

    code: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Provenance:
    """Where a figure comes from."""

    version_number: int
    version_sha256: str
    stand: datetime
    data_until: date
    sources: tuple[str, ...]
    definition_version: str
    is_sample: bool


@dataclass(frozen=True)
class Finding:
    """The result of a comparison. Holds codes, never prose.

    verdict: decrease | increase | no_reliable_difference | too_few | no_data | not_comparable.
    """

    request: Request
    indicator: Indicator
    measure: Measure
    offices: tuple[str, ...]
    verdict: str
    provenance: Provenance
    windows: Windows | None = None
    before: Phase | None = None
    after: Phase | None = None
    estimate: Estimate | None = None
    caveats: tuple[Caveat, ...] = ()

    @property
    def may_state_percent(self) -> bool:
        """Whether the counts carry a change in per cent (press wording rule)."""
        if self.estimate is None or self.before is None or self.after is None:
            return False
        return min(self.before.numerator, self.after.numerator) >= config.PERCENT_MIN_COUNT


@lru_cache(maxsize=4096)
def finding(version: DataVersion, request: Request) -> Finding:
    """The finding of a request on one version of the data. Raises UnknownCode."""
    asked, taken = indicator(request.indicator), measure(version, request.measure)
    offices = (
        tuple(one for one in taken.offices if not request.offices or one in request.offices) or taken.offices
    )
    data = data_window(version, asked)
    result = Finding(request, asked, taken, offices, "no_data", provenance(version, asked))
    if not asked.is_comparable and taken.regime in ("VOLL", "STICH", "PRAES"):
        return _with(result, verdict="not_comparable")
    chosen = _chosen_windows(request, windows(taken, events(version), offices, data))
    if chosen is None:
        return result
    left_out = [one.window for one in chosen.left_out]
    rows = rows_of(version, asked, offices)
    before, after = (_phase(asked, rows, window, left_out) for window in (chosen.before, chosen.after))
    verdict, estimate = _judge(asked, before, after)
    return _with(
        result,
        windows=chosen,
        before=before,
        after=after,
        verdict=verdict,
        estimate=estimate,
        caveats=tuple(_caveats(version, result, chosen, before, after)),
    )


def _with(finding: Finding, **changes: object) -> Finding:
    return Finding(**(finding.__dict__ | changes))


def _chosen_windows(request: Request, default: Windows | None) -> Windows | None:
    if default is None or not (request.before or request.after):
        return default
    before, after = request.before or default.before, request.after or default.after
    return Windows(
        before, after, default.left_out, is_same_season=before.shifted(timedelta(weeks=52)) == after
    )


@lru_cache(maxsize=64)
def indicator_days(version: DataVersion, code: str) -> pd.DataFrame:
    """All rows of an indicator in one version; not to be changed by the caller."""
    return indicator(code).days(open_snapshot(version))


def rows_of(version: DataVersion, asked: Indicator, offices: tuple[str, ...]) -> pd.DataFrame:
    """The rows of some offices. Where offices add up (hours, euros), the time they share counts once."""
    rows = indicator_days(version, asked.code)
    rows = rows[rows["office_id"].isin(offices)]
    if not asked.is_total:
        return rows
    return rows.assign(denominator=rows["denominator"] / max(1, rows["office_id"].nunique()))


@lru_cache(maxsize=64)
def data_window(version: DataVersion, asked: Indicator) -> Window:
    """The days that every export of an indicator covers."""
    dated = [
        row
        for row in open_snapshot(version).rows("views/coverage")
        if row.source_table in asked.sources and row.period_from is not None
    ]
    if not dated:
        today = version.created_at.date()
        return Window(today, today)
    return Window(max(row.period_from for row in dated), min(row.period_until for row in dated))


@lru_cache(maxsize=64)
def provenance(version: DataVersion, asked: Indicator) -> Provenance:
    """Where the figures of an indicator come from."""
    return Provenance(
        version_number=version.number,
        version_sha256=version.sha256,
        stand=version.created_at,
        data_until=data_window(version, asked).until - timedelta(days=1),
        sources=asked.sources,
        definition_version=asked.version,
        is_sample=version.is_sample,
    )


def phase(version: DataVersion, code: str, offices: tuple[str, ...], window: Window) -> Phase:
    """The value of an indicator in a window, without a comparison."""
    asked = indicator(code)
    return _phase(asked, rows_of(version, asked, offices), window, [])


def _phase(asked: Indicator, rows: pd.DataFrame, window: Window, left_out: list[Window]) -> Phase:
    rows = _within(rows, window, left_out)
    return _score_phase(asked, rows, window) if asked.kind == "score" else _count_phase(asked, rows, window)


def _within(rows: pd.DataFrame, window: Window, left_out: list[Window]) -> pd.DataFrame:
    inside = _between(rows["day"], window)
    for gap in left_out:
        inside &= ~_between(rows["day"], gap)
    return rows[inside]


def _between(days: pd.Series[pd.Timestamp], window: Window) -> pd.Series[bool]:
    return (days >= pd.Timestamp(window.first)) & (days < pd.Timestamp(window.until))


def _count_phase(asked: Indicator, rows: pd.DataFrame, window: Window) -> Phase:
    is_known = rows["denominator"].notna() & rows["numerator"].notna()
    known, unknown = rows[is_known], rows[~is_known]
    numerator, denominator = float(known["numerator"].sum()), float(known["denominator"].sum())
    return Phase(
        window=window,
        numerator=numerator,
        denominator=denominator,
        value=asked.per * numerator / denominator if denominator else None,
        day_count=int(known["day"].nunique()),
        missing_day_count=len(unknown),
        unexposed_count=float(unknown["numerator"].sum()),
        week_values=_week_values(asked, known, window) if asked.kind == "amount" else (),
    )


def _week_values(asked: Indicator, known: pd.DataFrame, window: Window) -> tuple[float, ...]:
    """The value of each complete week inside the window."""
    weeks = _gathered(asked, known, "week", window)
    return tuple(week.value for week in weeks if week.is_complete and week.value is not None)


def _score_phase(asked: Indicator, rows: pd.DataFrame, window: Window) -> Phase:
    counts = rows.groupby("value")["answer_count"].sum()
    distribution = tuple(int(counts.get(value, 0)) for value in range(1, 6))
    answers, agreeing = sum(distribution), sum(distribution[3:])
    return Phase(
        window=window,
        numerator=float(agreeing),
        denominator=float(answers),
        value=asked.per * agreeing / answers if answers else None,
        day_count=int(rows["day"].nunique()),
        wave_count=int(rows["wave_id"].nunique()),
        distribution=distribution,
    )


def _judge(asked: Indicator, before: Phase, after: Phase) -> tuple[str, Estimate | None]:
    """Verdict and estimate. Without enough cases there is an estimate but no verdict on its direction."""
    if before.value is None or after.value is None:
        return "no_data", None
    estimate, is_enough = _ESTIMATES[asked.kind](before, after)
    if estimate is None or not is_enough:
        return "too_few", estimate
    if estimate.is_below:
        return "decrease", estimate
    return ("increase" if estimate.is_above else "no_reliable_difference"), estimate


def _rate_estimate(before: Phase, after: Phase) -> tuple[Estimate | None, bool]:
    expected = before.numerator / before.denominator * after.denominator
    is_enough = (
        before.numerator >= config.VERDICT_MIN_BEFORE and expected >= config.VERDICT_MIN_EXPECTED_AFTER
    )
    estimate = rate_ratio(before.numerator, before.denominator, after.numerator, after.denominator)
    return estimate, is_enough


def _share_estimate(before: Phase, after: Phase) -> tuple[Estimate | None, bool]:
    is_enough = min(before.numerator, after.numerator) >= config.VERDICT_MIN_BEFORE
    return share_difference(
        before.numerator, before.denominator, after.numerator, after.denominator
    ), is_enough


def _score_estimate(before: Phase, after: Phase) -> tuple[Estimate | None, bool]:
    fewest = min(before.answer_count, after.answer_count)
    if fewest < 2:
        return None, False
    return mean_difference(_answers(before), _answers(after)), fewest >= config.SURVEY_MIN_ANSWERS


def _amount_estimate(before: Phase, after: Phase) -> tuple[Estimate | None, bool]:
    fewest = min(len(before.week_values), len(after.week_values))
    if fewest < 2:
        return None, False
    values = np.array(before.week_values), np.array(after.week_values)
    return mean_difference(*values), fewest >= config.AMOUNT_MIN_WEEKS


_ESTIMATES = {
    "rate": _rate_estimate,
    "share": _share_estimate,
    "score": _score_estimate,
    "amount": _amount_estimate,
}


def _answers(one: Phase) -> Values:
    return np.repeat(np.arange(1.0, 6.0), one.distribution)


def _mean_answer(distribution: tuple[int, ...]) -> float | None:
    total = sum(distribution)
    return sum(value * count for value, count in enumerate(distribution, 1)) / total if total else None


def _caveats(
    version: DataVersion, about: Finding, chosen: Windows, before: Phase, after: Phase
) -> Iterator[Caveat]:
    yield from _count_caveats(about.indicator, before, after)
    yield from _event_caveats(version, about, chosen)
    yield from _measure_caveats(version, about, chosen)
    if about.indicator.topic == "incidents":
        final_from = version.created_at.date() - timedelta(days=LATE_REPORT_DAYS)
        if max(about.provenance.data_until, chosen.after.first) > final_from:
            yield Caveat("caveat.late_reports", (("days", LATE_REPORT_DAYS),))
    if not chosen.is_same_season:
        yield Caveat("caveat.other_season")
    yield Caveat("caveat.before_after_only")


def _count_caveats(asked: Indicator, before: Phase, after: Phase) -> Iterator[Caveat]:
    if asked.kind == "rate" and min(before.numerator, after.numerator) < config.PERCENT_MIN_COUNT:
        yield Caveat("caveat.few_cases", (("least", config.PERCENT_MIN_COUNT),))
    missing = before.missing_day_count + after.missing_day_count
    if missing:
        unexposed = before.unexposed_count + after.unexposed_count
        yield Caveat("caveat.exposure_missing", (("days", missing), ("events", int(unexposed))))
    if asked.kind == "score" and min(before.wave_count, after.wave_count) < 4:
        yield Caveat("caveat.few_waves", (("before", before.wave_count), ("after", after.wave_count)))


def _event_caveats(version: DataVersion, about: Finding, chosen: Windows) -> Iterator[Caveat]:
    span = Window(min(chosen.before.first, chosen.after.first), max(chosen.before.until, chosen.after.until))
    seen: set[tuple[str, date]] = set()
    for event in events(version):
        code = _EVENT_CAVEATS.get("BREAK" if event.is_break else event.kind)
        key = (event.kind, event.first)
        is_near = event.first in span or event.first == chosen.after.until
        if code and event.concerns(about.offices) and is_near and key not in seen and _matters(event, about):
            seen.add(key)
            yield Caveat(code, (("day", event.first), ("label", event.label)))


_EVENT_CAVEATS = {
    "AUSLOESER": "caveat.trigger",
    "MELDEWEG": "caveat.recording_change",
    "BREAK": "caveat.break",
    "SONST": "caveat.other_event",
}


def _matters(event: Event, about: Finding) -> bool:
    """A change of who reports concerns incidents only; other events concern checks only."""
    topics = {"MELDEWEG": "incidents", "SONST": "checks"}
    return topics.get(event.kind, about.indicator.topic) == about.indicator.topic


def _measure_caveats(version: DataVersion, about: Finding, chosen: Windows) -> Iterator[Caveat]:
    for episode in about.measure.earlier:
        is_inside = episode.overlaps(chosen.before)
        values = (("first", episode.first), ("last", episode.until - timedelta(days=1)))
        yield Caveat("caveat.earlier_episode_inside" if is_inside else "caveat.earlier_episode", values)


@dataclass(frozen=True)
class Point:
    """One period of a series. `value` is in the indicator's unit; None (not zero) where nothing was reported."""

    start: date
    until: date
    numerator: float
    denominator: float
    value: float | None
    is_complete: bool
    missing_day_count: int

    @property
    def middle(self) -> date:
        """The day in the middle, where it is drawn."""
        return self.start + (self.until - self.start) / 2


Series = tuple[Point, ...]


@lru_cache(maxsize=512)
def series(version: DataVersion, code: str, offices: tuple[str, ...], step: str) -> Series:
    """An indicator over time, every period of the covered days; for scores agreement by month of field work."""
    asked = indicator(code)
    rows = rows_of(version, asked, offices)
    if asked.kind == "score":
        rows = _agreement(rows)
    return _gathered(asked, rows, step, data_window(version, asked))


def _agreement(rows: pd.DataFrame) -> pd.DataFrame:
    """Answers as numerator (4 and 5) and denominator (all)."""
    return rows.assign(
        numerator=rows["answer_count"].where(rows["value"] >= 4, 0.0), denominator=rows["answer_count"]
    )


def _gathered(asked: Indicator, rows: pd.DataFrame, step: str, data: Window) -> Series:
    """Rows of an indicator gathered by day, week or month inside `data`."""
    if data.days <= 0:
        return ()
    period = rows["day"].dt.to_period(STEPS[step])
    is_known = rows["denominator"].notna() & rows["numerator"].notna()
    known = rows[is_known].groupby(period[is_known])[["numerator", "denominator"]].sum()
    missing = rows[~is_known].groupby(period[~is_known]).size()
    last = pd.Timestamp(data.until) - timedelta(days=1)
    every = pd.period_range(pd.Timestamp(data.first), last, freq=STEPS[step])
    sums = known.reindex(every, fill_value=0.0)
    return tuple(
        _point(asked, one, numerator, denominator, int(missed), data)
        for one, numerator, denominator, missed in zip(
            every, sums["numerator"], sums["denominator"], missing.reindex(every, fill_value=0), strict=True
        )
    )


def _point(
    asked: Indicator, period: pd.Period, numerator: float, denominator: float, missed: int, data: Window
) -> Point:
    window = Window(period.start_time.date(), period.end_time.date() + timedelta(days=1))
    return Point(
        start=window.first,
        until=window.until,
        numerator=float(numerator),
        denominator=float(denominator),
        value=asked.per * float(numerator) / float(denominator) if denominator > 0 else None,
        is_complete=data.first <= window.first and window.until <= data.until,
        missing_day_count=missed,
    )
