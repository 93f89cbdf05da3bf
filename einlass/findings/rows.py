"""Rows of indicators: which offices, which days, gathered by phase, week or month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from einlass import config
from einlass.findings.records import Phase, Point, Provenance, Series
from einlass.indicators import Indicator, indicator
from einlass.measures import Window
from einlass.stats import shares
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

STEPS = {"day": "D", "week": "W-SUN", "month": "M"}


@lru_cache(maxsize=64)
def indicator_days(version: DataVersion, code: str) -> pd.DataFrame:
    """All rows of an indicator in one version; not to be changed by the caller."""
    return indicator(code).days(open_snapshot(version))


@lru_cache(maxsize=512)
def rows_of(version: DataVersion, code: str, offices: tuple[str, ...]) -> pd.DataFrame:
    """The rows of some offices. Where offices add up (hours, euros), the time they share counts once."""
    rows = indicator_days(version, code)
    rows = rows[rows["office_id"].isin(offices)]
    if not indicator(code).is_total:
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


def weeks_to_judgement(version: DataVersion, asked: Indicator) -> float:
    """Weeks from the end of the data to the declared day of judgement, 0 once it is reached."""
    return max(0.0, (config.JUDGED_ON - data_window(version, asked).until).days / 7)


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


def phase(
    version: DataVersion, code: str, offices: tuple[str, ...], window: Window, left_out: Iterable[Window] = ()
) -> Phase:
    """The value of an indicator in a window, some days left out."""
    asked = indicator(code)
    rows = within(rows_of(version, code, offices), window, left_out)
    return _score_phase(asked, rows, window) if asked.kind == "score" else _count_phase(asked, rows, window)


def within(rows: pd.DataFrame, window: Window, left_out: Iterable[Window] = ()) -> pd.DataFrame:
    """The rows of a window without the left-out days."""
    inside = _between(rows["day"], window)
    for gap in left_out:
        inside &= ~_between(rows["day"], gap)
    return rows[inside]


def _between(days: pd.Series[pd.Timestamp], window: Window) -> pd.Series[bool]:
    return (days >= pd.Timestamp(window.first)) & (days < pd.Timestamp(window.until))


def _count_phase(asked: Indicator, rows: pd.DataFrame, window: Window) -> Phase:
    is_known = rows["denominator"].notna() & rows["numerator"].notna()
    if asked.kind == "rate" and not is_known.any():
        is_known = rows["numerator"].notna()  # no visits at all: counts without a rate
    known, unknown = rows[is_known], rows[~is_known]
    numerator, denominator = float(known["numerator"].sum()), float(known["denominator"].sum())
    weeks = known.groupby(known["day"].dt.to_period(STEPS["week"]))[["numerator", "denominator"]].sum()
    low, high = _share_limits(asked, weeks)
    return Phase(
        window=window,
        numerator=numerator,
        denominator=denominator,
        value=asked.per * numerator / denominator if denominator else None,
        day_count=int(known["day"].nunique()),
        week_count=len(weeks),
        missing_day_count=len(unknown),
        unexposed_count=float(unknown["numerator"].sum()),
        low=low,
        high=high,
    )


def _share_limits(asked: Indicator, weeks: pd.DataFrame) -> tuple[float | None, float | None]:
    """The 95 % interval of a share on the effective n of its weeks, in the indicator's unit."""
    if asked.kind != "share" or weeks.empty:
        return None, None
    interval = shares.share(weeks["numerator"].to_numpy(), weeks["denominator"].to_numpy()).interval_95
    low, high = (None if end is None else end * asked.per for end in (interval.low, interval.high))
    return low, high


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
        wave_count=int(rows["day"].nunique()),
        distribution=distribution,
    )


@lru_cache(maxsize=512)
def series(version: DataVersion, code: str, offices: tuple[str, ...], step: str) -> Series:
    """An indicator over time, every period of the covered days; for scores agreement by month of field work."""
    asked = indicator(code)
    rows = rows_of(version, code, offices)
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
    is_known = (rows["denominator"].notna() & rows["numerator"].notna()).to_numpy()
    known = rows[is_known].groupby(period[is_known])[["numerator", "denominator"]].sum()
    missing = rows[~is_known].groupby(period[~is_known]).size()
    last = pd.Timestamp(data.until) - timedelta(days=1)
    every = pd.period_range(pd.Timestamp(data.first), last, freq=STEPS[step])
    sums = known.reindex(every, fill_value=0.0)
    starts, ends = every.start_time.date, every.end_time.date
    return tuple(
        _point(
            asked,
            Window(first, end + timedelta(days=1)),
            float(numerator),
            float(denominator),
            int(missed),
            data,
        )
        for first, end, numerator, denominator, missed in zip(
            starts,
            ends,
            sums["numerator"].to_numpy(),
            sums["denominator"].to_numpy(),
            missing.reindex(every, fill_value=0).to_numpy(),
            strict=True,
        )
    )


def _point(
    asked: Indicator, window: Window, numerator: float, denominator: float, missed: int, data: Window
) -> Point:
    return Point(
        start=window.first,
        until=window.until,
        numerator=numerator,
        denominator=denominator,
        value=asked.per * numerator / denominator if denominator > 0 else None,
        is_complete=data.first <= window.first and window.until <= data.until,
        missing_day_count=missed,
    )


@lru_cache(maxsize=512)
def weekly(version: DataVersion, code: str, offices: tuple[str, ...], first: int, weeks: int) -> WeeklyArrays:
    """Sums by ISO week as arrays of shape (weeks,): numerator and denominator on days where both are known.

    `first`: ordinal of the first Monday. A week without a known day holds nan. Without any visits a day has exposure 1.
    """
    rows = rows_of(version, code, offices)
    if indicator(code).kind == "rate" and rows["denominator"].isna().all():
        rows = rows.assign(denominator=1.0)  # no visits at all: every reported day counts the same
    known = rows[(rows["denominator"].notna() & rows["numerator"].notna()).to_numpy()]
    epoch_days = known["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    place = (epoch_days + EPOCH_ORDINAL - first) // 7
    inside = (place >= 0) & (place < weeks)
    place = place[inside]
    numerator = np.bincount(place, known["numerator"].to_numpy()[inside], weeks).astype(np.float64)
    denominator = np.bincount(place, known["denominator"].to_numpy()[inside], weeks).astype(np.float64)
    is_empty = np.bincount(place, minlength=weeks) == 0
    numerator[is_empty], denominator[is_empty] = np.nan, np.nan
    return numerator, denominator


WeeklyArrays = tuple[np.ndarray, np.ndarray]
EPOCH_ORDINAL = 719163  # date(1970, 1, 1).toordinal()
