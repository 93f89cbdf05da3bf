"""What was counted in a stretch of days, and series over time: plain sums, nothing estimated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from einlass.findings.days import Days, data_window, days_of, grid_of, indicator_rows, merged
from einlass.findings.records import Phase, Point, Series
from einlass.findings.whole import finished_waves, told
from einlass.indicators import Indicator, indicator
from einlass.measures import Episode, Measure, Window, history, until_break
from einlass.remembered import remembered
from einlass.stats import shares
from einlass.stats.series import BoolArray, FloatArray, Interval
from einlass.warehouse import DataVersion

Spans = dict[str, tuple[Window, list[Window]]]  # office → its window, and the days left out of it
STEPS = {"day": "D", "week": "W-SUN", "month": "M"}


def phase(
    version: DataVersion,
    code: str,
    office_ids: tuple[str, ...],
    window: Window,
    left_out: Iterable[Window] = (),
) -> Phase:
    """The value of an indicator in a window, the same at every office, some days left out."""
    gaps = list(left_out)
    return phase_by_office(version, code, dict.fromkeys(office_ids, (window, gaps)))


def phase_by_office(
    version: DataVersion,
    code: str,
    spans: Spans,
    days: Days | None = None,
) -> Phase:
    """The value of an indicator in each office's own window, some days left out.

    days: what is to be added up instead of the indicator's own days, e.g. only a part of what was counted on some.
    """
    asked = indicator(code)
    if asked.kind == "score":
        return _score_phase(version, asked, spans)
    grid, days = grid_of(version), days or days_of(version, code)
    rows = grid.rows(tuple(spans))
    kept = np.array([grid.mask([window]) & ~grid.mask(gaps) for window, gaps in spans.values()])
    if not rows:
        kept = np.zeros((0, grid.days), dtype=bool)
    return _count_phase(asked, days.numerator[rows], days.denominator[rows], kept, _hull(spans))


def _hull(spans: Spans) -> Window:
    windows = [window for window, _ in spans.values()]
    return Window(min(one.first for one in windows), max(one.until for one in windows))


def _count_phase(
    asked: Indicator, numerator: FloatArray, denominator: FloatArray, kept: BoolArray, window: Window
) -> Phase:
    is_told = kept & np.isfinite(numerator)
    is_known = is_told & np.isfinite(denominator)
    is_rowed = kept & (np.isfinite(numerator) | np.isfinite(denominator))
    total = float(numerator[is_told].sum())
    rated, exposure = (np.where(is_known, values, 0.0).sum(axis=1) for values in (numerator, denominator))
    has_known = bool(is_known.any())
    counted = is_known if has_known or asked.kind != "rate" else is_told
    weeks = (
        counted.reshape(len(kept), -1, 7).any(axis=2).any(axis=0) if len(kept) else np.zeros(0, dtype=bool)
    )
    low, high = _share_limits(asked, numerator, denominator, is_known)
    return Phase(
        window=window,
        numerator=total if asked.kind == "rate" else float(rated.sum()),
        rated=float(rated.sum()),
        denominator=float(exposure.sum()) / _shared(asked, exposure),
        value=_value(asked, rated, exposure),
        day_count=int(counted.any(axis=0).sum()),
        week_count=int(weeks.sum()),
        missing_day_count=int((is_rowed & ~is_known).sum()) if has_known else 0,
        low=low,
        high=high,
    )


def _shared(asked: Indicator, exposure: FloatArray) -> int:
    """Where offices add up (hours, euros), the time they share counts once."""
    return max(1, int((exposure > 0).sum())) if asked.is_total else 1


def _value(asked: Indicator, rated: FloatArray, exposure: FloatArray) -> float | None:
    """In the indicator's unit; offices that add up each with its own time."""
    some = exposure > 0
    if not some.any():
        return None
    if asked.is_total:
        return asked.per * float((rated[some] / exposure[some]).sum())
    return asked.per * float(rated[some].sum()) / float(exposure[some].sum())


def _share_limits(
    asked: Indicator, numerator: FloatArray, denominator: FloatArray, is_known: BoolArray
) -> tuple[float | None, float | None]:
    """The 95 % interval of a share on the effective n of its weeks, in the indicator's unit."""
    if asked.kind != "share" or not is_known.any():
        return None, None
    by_week = [
        np.where(is_known, values, 0.0).sum(axis=0).reshape(-1, 7).sum(axis=1)
        for values in (numerator, denominator)
    ]
    return _in_unit(asked, shares.share(*by_week).interval_95)


def _in_unit(asked: Indicator, interval: Interval) -> tuple[float | None, float | None]:
    low, high = (None if end is None else end * asked.per for end in (interval.low, interval.high))
    return low, high


def _score_phase(version: DataVersion, asked: Indicator, spans: Spans) -> Phase:
    return score_phase(asked, waves_inside(version, asked.code, spans), _hull(spans))


def waves_inside(version: DataVersion, code: str, spans: Spans) -> pd.DataFrame:
    """The rows of waves that were in the field inside their office's window as a whole, outside the gaps."""
    rows = indicator_rows(version, code)
    inside = np.zeros(len(rows), dtype=bool)
    first, last = rows["day"], rows["day_until"]
    for office, (window, gaps) in spans.items():
        own = (
            (rows["office_id"] == office)
            & (first >= pd.Timestamp(window.first))
            & (last < pd.Timestamp(window.until))
        )
        for gap in gaps:
            own &= (last < pd.Timestamp(gap.first)) | (first >= pd.Timestamp(gap.until))
        inside |= own.to_numpy()
    return rows[inside]


def score_phase(asked: Indicator, rows: pd.DataFrame, window: Window) -> Phase:
    """What was answered in some rows of waves."""
    by_wave = rows.pivot_table(index="day", columns="value", values="answer_count", aggfunc="sum")
    counts = by_wave.reindex(columns=range(1, 6)).fillna(0.0).to_numpy(dtype=np.float64)
    return answers_phase(asked, counts, window)


def answers_phase(asked: Indicator, by_wave: FloatArray, window: Window) -> Phase:
    """What was answered, counts of value 1 to 5 of shape (waves, 5); the interval is on the effective n of waves."""
    distribution = tuple(int(count) for count in by_wave.sum(axis=0))
    answers, agreeing = sum(distribution), sum(distribution[3:])
    low, high = None, None
    if answers:
        interval = shares.share(by_wave[:, 3:].sum(axis=1), by_wave.sum(axis=1)).interval_95
        low, high = _in_unit(asked, interval)
    return Phase(
        window=window,
        numerator=float(agreeing),
        rated=float(agreeing),
        denominator=float(answers),
        value=asked.per * agreeing / answers if answers else None,
        day_count=len(by_wave),
        wave_count=len(by_wave),
        distribution=distribution,
        low=low,
        high=high,
    )


def since_start(version: DataVersion, code: str, measure: Measure) -> Phase | None:
    """An indicator at a measure's offices, each from its own start to its end; None without any value.

    Needs no time before: checks, hours and cost show from the first day on. Cost and hours run to the end of the data;
    what only days of checks tell ends with them, see `until_break`.
    """
    return since_starts(version, code, measure.episodes)


@remembered(64)
def since_any_start(version: DataVersion, code: str) -> Phase | None:
    """The same over all measures; an office-day under several measures counts once."""
    return since_starts(
        version, code, tuple(one for each in history(version).values() for one in each.episodes)
    )


@remembered(512)
def since_starts(
    version: DataVersion, code: str, episodes: tuple[Episode, ...], within: Window | None = None
) -> Phase | None:
    """The same over some episodes, or what of them lies within some days; an office-day counts once."""
    spans = spans_since(version, code, episodes, within)
    found = phase_by_office(version, code, spans) if spans else None
    return found if found and found.value is not None else None


def spans_since(
    version: DataVersion, code: str, episodes: Iterable[Episode], within: Window | None = None
) -> Spans:
    """The days of some episodes that the data cover: for each office its window, and the days between them.

    What only days of checks tell ends with them (`until_break`), unless some days are asked for.
    """
    by_office: dict[str, list[Episode]] = defaultdict(list)
    for one in episodes:
        by_office[one.office_id].append(one)
    spans = {office: _inside(version, code, own, within) for office, own in by_office.items()}
    return {
        office: (
            Window(inside[0].first, inside[-1].until),
            [Window(one.until, other.first) for one, other in pairwise(inside)],
        )
        for office, inside in spans.items()
        if inside
    }


def _inside(version: DataVersion, code: str, own: Sequence[Episode], within: Window | None) -> list[Window]:
    """The days of the episodes of one office, those that touch put together."""
    asked, office = indicator(code), own[0].office_id
    data = data_window(version, asked, (office,))
    parts = [one.window(data.until).within(data).within(within) for one in own]
    inside = merged([part for part in parts if part.days > 0])
    if within is None and "checks" in asked.sources and office in history(version):
        return [until_break([history(version)[office]], one) for one in inside]
    return inside


@remembered(512)
def series(version: DataVersion, code: str, office_ids: tuple[str, ...], step: str) -> Series:
    """An indicator over time, every period of the covered days; for scores agreement by month of field work."""
    asked = indicator(code)
    rows = indicator_rows(version, code)
    rows = rows[rows["office_id"].isin(office_ids)]
    if asked.kind == "score":
        rows = _agreement(rows)
    elif asked.is_total:
        rows = rows.assign(denominator=rows["denominator"] / max(1, rows["office_id"].nunique()))
    complete = _complete(version, asked, office_ids, step)
    return _gathered(asked, rows, step, data_window(version, asked, office_ids), complete)


def _complete(version: DataVersion, asked: Indicator, office_ids: tuple[str, ...], step: str) -> list[Window]:
    """Stretches told at any of the offices; a period is complete when it lies inside one."""
    if asked.kind == "score":
        return finished_waves(version, asked.code, office_ids, STEPS[step])
    return [one for office in office_ids for one in told(version, asked, office)]


def _agreement(rows: pd.DataFrame) -> pd.DataFrame:
    """Answers as numerator (4 and 5) and denominator (all)."""
    return rows.assign(
        numerator=rows["answer_count"].where(rows["value"] >= 4, 0.0), denominator=rows["answer_count"]
    )


def _gathered(
    asked: Indicator, rows: pd.DataFrame, step: str, data: Window, complete: list[Window]
) -> Series:
    """Rows of an indicator gathered by day, week or month inside `data`."""
    if data.days <= 0:
        return ()
    period = rows["day"].dt.to_period(STEPS[step])
    is_known = (rows["denominator"].notna() & rows["numerator"].notna()).to_numpy()
    known = rows[is_known].groupby(period[is_known])[["numerator", "denominator"]].sum()
    missing = rows[~is_known].groupby(period[~is_known])["numerator"].agg(["size", "sum"])
    last = pd.Timestamp(data.until) - timedelta(days=1)
    every = pd.period_range(pd.Timestamp(data.first), last, freq=STEPS[step])
    sums = known.reindex(every, fill_value=0.0)
    without = missing.reindex(every, fill_value=0)
    starts, ends = every.start_time.date, every.end_time.date
    return tuple(
        _point(
            asked,
            Window(first, end + timedelta(days=1)),
            (rated, denominator),
            (int(days), unrated),
            complete,
        )
        for first, end, rated, denominator, days, unrated in zip(
            starts,
            ends,
            sums["numerator"].to_numpy(),
            sums["denominator"].to_numpy(),
            without["size"].to_numpy(),
            without["sum"].to_numpy(),
            strict=True,
        )
    )


def _point(
    asked: Indicator,
    window: Window,
    known: tuple[float, float],
    without: tuple[int, float],
    complete: list[Window],
) -> Point:
    rated, denominator = float(known[0]), float(known[1])
    unrated = float(without[1]) if asked.kind == "rate" and np.isfinite(without[1]) else 0.0
    return Point(
        start=window.first,
        until=window.until,
        numerator=rated + unrated,
        denominator=denominator,
        value=asked.per * rated / denominator if denominator > 0 else None,
        is_complete=any(one.holds(window) for one in complete),
        missing_day_count=without[0],
    )
