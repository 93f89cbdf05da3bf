"""What goes in and what comes out everywhere: a series with a step, an interval, a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating[Any]]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.integer[Any]]


class Reason(StrEnum):
    """Why the data cannot give (all of) an answer. Never an exception, never an infinite number."""

    NO_WEEKS_BEFORE = "no_weeks_before"
    NO_WEEKS_AFTER = "no_weeks_after"
    NO_EXPOSURE = "no_exposure"
    NO_EVENTS = "no_events"
    NO_EVENTS_BEFORE = "no_events_before"
    NO_EVENTS_AFTER = "no_events_after"
    NO_EVENTS_COMPARED = "no_events_compared"
    NO_STRATUM_BOTH = "no_stratum_both"
    """Both sides have data, but no office has both: nothing can be compared with itself."""
    TOO_FEW_WEEKS = "too_few_weeks"
    TOO_FEW_OFFICES = "too_few_offices"
    TOO_FEW_WAVES = "too_few_waves"
    ONE_WAVE_EACH = "one_wave_each"
    NO_ANSWERS = "no_answers"
    NO_VARIATION = "no_variation"
    FIT_FAILED = "fit_failed"


@dataclass(frozen=True, slots=True)
class Interval:
    """Compatible range at a confidence level (0–1); an open side is None."""

    level: float
    low: float | None
    high: float | None

    def is_below(self, value: float) -> bool:
        """Whether the whole range lies below the value."""
        return self.high is not None and self.high < value

    def is_above(self, value: float) -> bool:
        """Whether the whole range lies above the value."""
        return self.low is not None and self.low > value

    def excludes(self, value: float) -> bool:
        """Whether the value lies outside."""
        return self.is_below(value) or self.is_above(value)


def vector(values: npt.ArrayLike, name: str, length: int | None = None) -> FloatArray:
    """A one-dimensional float array of the wanted length. Raises ValueError for any other shape."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension, it has {array.ndim}")
    if length is not None and len(array) != length:
        raise ValueError(f"{name} has {len(array)} values, the series has {length}")
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Counts per week with a step: all columns have shape (n,).

    counts: events, >= 0; nan = missing week. exposure: e.g. visits; None = 1 everywhere.
    step: 0 before, 1 after. times: ascending whole numbers of weeks; a gap is a week left out, and stays
    a gap for everything about serial dependence. columns: further design columns, shape (n, k).
    office: several offices one behind the other, each in the order of its weeks, told apart by whole numbers; the
    number of a week means the same week at every office (see `stacked`).
    """

    counts: FloatArray
    step: FloatArray
    exposure: FloatArray
    times: FloatArray
    columns: FloatArray
    office: FloatArray

    @classmethod
    def of(
        cls,
        counts: npt.ArrayLike,
        step: npt.ArrayLike,
        exposure: npt.ArrayLike | None = None,
        times: npt.ArrayLike | None = None,
        columns: npt.ArrayLike | None = None,
    ) -> Series:
        """From anything array-like. Raises ValueError if shapes differ or times do not ascend."""
        y = vector(counts, "counts")
        n = len(y)
        when = np.arange(n, dtype=np.float64) if times is None else vector(times, "times", n)
        if np.any(np.diff(when) < 1) or np.any(when != np.round(when)):
            raise ValueError("times must be ascending whole numbers")
        extra = np.empty((n, 0)) if columns is None else np.asarray(columns, dtype=np.float64).reshape(n, -1)
        visits = np.ones(n) if exposure is None else vector(exposure, "exposure", n)
        return cls(y, vector(step, "step", n), visits, when, extra, np.zeros(n))

    @property
    def offices(self) -> FloatArray:
        """The numbers of the offices, in order."""
        numbers: FloatArray = self.office[self.starts]
        return numbers

    @property
    def starts(self) -> IntArray:
        """Where each office's rows begin."""
        if len(self.office) and self.office[0] == self.office[-1]:
            return np.zeros(1, dtype=np.intp)
        return np.flatnonzero(np.append(True, self.office[1:] != self.office[:-1])[: len(self.office)])

    @property
    def place(self) -> IntArray:
        """Which of the offices, counted from 0, each row belongs to."""
        starts = self.starts
        if len(starts) == 1:
            return np.zeros(len(self.office), dtype=np.intp)
        return np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(self.office))))

    def where(self, kept: BoolArray | slice) -> Series:
        """The same series with only the kept weeks, at their own times."""
        columns = (self.counts, self.step, self.exposure, self.times, self.columns, self.office)
        return Series(*(column[kept] for column in columns))

    def apart(self) -> list[Series]:
        """Each office's rows alone."""
        starts = self.starts.tolist()
        if len(starts) < 2:
            return [self] if starts else []
        ends = [*starts[1:], len(self.office)]
        return [self.where(slice(start, end)) for start, end in zip(starts, ends, strict=True)]

    def with_step(self, step: FloatArray) -> Series:
        """The same weeks with another step."""
        return Series(self.counts, step, self.exposure, self.times, self.columns, self.office)

    def usable(self) -> Series:
        """Without weeks whose count, step or exposure is missing, or whose exposure is not positive."""
        finite = np.isfinite(self.counts) & np.isfinite(self.step) & np.isfinite(self.exposure)
        good: BoolArray = finite & (self.exposure > 0) & np.isfinite(self.columns).all(axis=1)
        return self if good.all() else self.where(good)


@dataclass(frozen=True, slots=True)
class Tally:
    """Plain sums of the weeks that were used; expected_after = rate before × exposure after.

    pace: events to expect in one week after, where offices with different numbers of weeks are put together.
    """

    weeks_before: int
    weeks_after: int
    events_before: float
    events_after: float
    exposure_before: float
    exposure_after: float
    pace: float | None = None

    @property
    def expected_a_week(self) -> float:
        """Events to expect in one week after if the rate before had stayed; 0 without weeks after."""
        if self.pace is not None:
            return self.pace
        return self.expected_after / self.weeks_after if self.weeks_after else 0.0

    @property
    def expected_after(self) -> float:
        """Events to expect after if the rate before had stayed."""
        return (
            self.events_before / self.exposure_before * self.exposure_after if self.exposure_before else 0.0
        )

    @property
    def crude_ratio(self) -> float | None:
        """Rate after divided by rate before, nothing adjusted; None without events before or weeks after."""
        return self.events_after / self.expected_after if self.expected_after else None


def count_of(times: FloatArray) -> int:
    """How many different weeks."""
    return len(times) if bool(np.all(times[1:] > times[:-1])) else len(np.unique(times))


def stacked(offices: Sequence[Series]) -> Series:
    """Several offices as one series, each its own stratum. Raises ValueError for none."""
    if not offices:
        raise ValueError("no offices to stack")
    number = np.repeat(np.arange(len(offices), dtype=np.float64), [len(one.counts) for one in offices])
    return Series(
        np.concatenate([one.counts for one in offices]),
        np.concatenate([one.step for one in offices]),
        np.concatenate([one.exposure for one in offices]),
        np.concatenate([one.times for one in offices]),
        np.concatenate([one.columns for one in offices]),
        number,
    )


def tally(series: Series) -> Tally:
    """Count weeks, events and exposure on both sides of the step (after = step > 0); see `together` for offices."""
    parts = series.apart()
    return together([_tally(one) for one in parts]) if len(parts) > 1 else _tally(series)


def _tally(series: Series) -> Tally:
    after = series.step > 0
    before = ~after
    y, v = series.counts, series.exposure
    weeks = int(np.count_nonzero(after))
    return Tally(
        len(after) - weeks, weeks, float(y @ before), float(y @ after), float(v @ before), float(v @ after)
    )


def together(tallies: Sequence[Tally]) -> Tally:
    """Sums over offices, for the data minimum of an answer that several give.

    Exposure is counted in events expected at each office's own rate before, so that expected_after is
    the offices' sum whatever their mix. Offices that lack one side say nothing about a change and are not counted,
    unless all do. Weeks are those of the office with fewest; the pace is that of all, each over its own weeks.
    Raises ValueError for no tallies.
    """
    if not tallies:
        raise ValueError("no tallies to add")
    both = [one for one in tallies if one.weeks_before and one.weeks_after] or list(tallies)
    before = sum(one.events_before for one in both)
    return Tally(
        min(one.weeks_before for one in both),
        min(one.weeks_after for one in both),
        before,
        sum(one.events_after for one in both),
        before or sum(one.exposure_before for one in both),
        sum(one.expected_after for one in both) if before else sum(one.exposure_after for one in both),
        sum(one.expected_a_week for one in both),
    )
