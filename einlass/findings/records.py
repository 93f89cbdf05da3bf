"""What a comparison asks and what it yields: frozen records of numbers and codes, never prose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from einlass import config
from einlass.indicators import Indicator
from einlass.measures import Measure, Window, Windows
from einlass.stats.counts import Range
from einlass.stats.guards import Guard
from einlass.stats.power import Need
from einlass.stats.series import Interval, Reason
from einlass.stats.verdict import Judgement


@dataclass(frozen=True)
class Request:
    """What is asked: an indicator, a measure, some of its offices, and windows unless the default ones.

    is_bound: before and after do not replace the windows of each office, they bound them.
    """

    indicator: str
    measure: str
    offices: tuple[str, ...] = ()
    before: Window | None = None
    after: Window | None = None
    is_bound: bool = False


@dataclass(frozen=True)
class Phase:
    """One side of a comparison. `value` is in the indicator's unit, None where nothing was counted.

    `numerator`: all events. `rated`: those on days with a denominator, on which the value rests.
    `window`: from the first to the last day at any office. `distribution`: answers of value 1 to 5. `low`, `high`:
    95 % interval of the value, for shares and agreement.
    """

    window: Window
    numerator: float
    rated: float
    denominator: float
    value: float | None
    day_count: int
    week_count: int = 0
    missing_day_count: int = 0
    wave_count: int = 0
    distribution: tuple[int, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def unexposed_count(self) -> float:
        """Events on days without a denominator: they count, but no rate rests on them."""
        return self.numerator - self.rated

    @property
    def answer_count(self) -> int:
        """Number of answers, for survey items."""
        return sum(self.distribution)

    @property
    def mean_answer(self) -> float | None:
        """Mean of the answers (1 to 5), for survey items."""
        total = sum(self.distribution)
        return (
            sum(value * count for value, count in enumerate(self.distribution, 1)) / total if total else None
        )


@dataclass(frozen=True)
class Estimate:
    """How after differs from before: `effect` is ratio (after / before) or difference (after − before).

    None is open or cannot be told. `method`: text key `method.<method>`.
    """

    effect: str
    value: float | None
    interval_80: Interval
    interval_95: Interval
    method: str

    @property
    def null(self) -> float:
        """The value that means no change."""
        return 1.0 if self.effect == "ratio" else 0.0

    @property
    def low(self) -> float | None:
        """Lower 95 % limit."""
        return self.interval_95.low

    @property
    def high(self) -> float | None:
        """Upper 95 % limit."""
        return self.interval_95.high


@dataclass(frozen=True)
class Variant:
    """The same question computed otherwise: a code (text key `variant.<code>`), what was changed, the estimate."""

    code: str
    estimate: Estimate
    subject: str = ""


@dataclass(frozen=True)
class Week:
    """One week of the model: what went in (count None: unknown), and what was to be expected without the measure."""

    start: date
    count: float | None
    exposure: float
    time: int
    is_after: bool
    is_used: bool
    expected: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None


@dataclass(frozen=True)
class OfficeWeek:
    """One office in one week of the model that decided."""

    office_id: str
    time: int
    count: float
    exposure: float
    is_after: bool
    is_treated: bool


@dataclass(frozen=True)
class OfficeUse:
    """One office in a finding: its windows, what its rate rests on, and why it takes no part (None: it does).

    basis: visits | days (no visits, or counted otherwise). reason: text key behind `office_left_out.`.
    """

    office_id: str
    windows: Windows | None
    basis: str = "visits"
    reason: str | None = None


@dataclass(frozen=True)
class ComparedOffice:
    """An office without the measure: used in all weeks, in some (`weeks_missing`), or in none (`reason`)."""

    office_id: str
    weeks_missing: int = 0
    reason: str | None = None


@dataclass(frozen=True)
class Grade:
    """Strength of the design on the Scientific Maryland Scale (1 to 5), self-assessed, and what would raise it.

    Source: Sherman et al. 1997; Farrington et al. 2002.
    """

    level: int
    raised_by: str


@dataclass(frozen=True)
class Analysis:
    """Everything behind a verdict.

    `expected`: events to expect after, had nothing changed, from the model that decided. `scale`: the s of the method.
    `detectable`: the ratio nearest to 1 that this design sees with 80 % power. `compared`: against untreated offices.
    `delta`: of Cliff, with its `p_value`. `table`: what went into the deciding model, one row an office and week.
    """

    judgement: Judgement
    guards: tuple[Guard, ...] = ()
    variants: tuple[Variant, ...] = ()
    weeks: tuple[Week, ...] = ()
    expected: Range | None = None
    shift_p: float | None = None
    scale: float | None = None
    dispersion: float | None = None
    degrees: int = 0
    p_value: float | None = None
    detectable: float | None = None
    needs: tuple[Need, ...] = ()
    compared: Estimate | None = None
    comparison: tuple[ComparedOffice, ...] = ()
    delta: Estimate | None = None
    is_by_comparison: bool = False
    is_added_up: bool = True
    reason: Reason | None = None
    grade: Grade = Grade(1, "grade.counts")
    table: tuple[OfficeWeek, ...] = ()

    @property
    def comparison_offices(self) -> tuple[str, ...]:
        """The offices compared with."""
        return tuple(one.office_id for one in self.comparison if one.reason is None)


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
    data_until: date | None
    sources: tuple[str, ...]
    definition_version: str
    is_sample: bool


@dataclass(frozen=True)
class Finding:
    """The result of a comparison.

    verdict: a value of `stats.verdict.Verdict`, or no_data | not_comparable. offices: those that were asked about;
    uses: what became of each. windows: the hull of all, where they differ by office. wordings: the question as asked.
    """

    request: Request
    indicator: Indicator
    measure: Measure
    offices: tuple[str, ...]
    verdict: str
    provenance: Provenance
    uses: tuple[OfficeUse, ...] = ()
    windows: Windows | None = None
    before: Phase | None = None
    after: Phase | None = None
    estimate: Estimate | None = None
    analysis: Analysis | None = None
    caveats: tuple[Caveat, ...] = ()
    wordings: tuple[str, ...] = ()
    why: str | None = None

    @property
    def used_offices(self) -> tuple[str, ...]:
        """The offices that the numbers come from."""
        return tuple(one.office_id for one in self.uses if one.reason is None) or self.offices

    @property
    def used_windows(self) -> tuple[Windows, ...]:
        """The windows of the offices that the numbers come from."""
        used = set(self.used_offices)
        return tuple(one.windows for one in self.uses if one.office_id in used and one.windows is not None)

    @property
    def differs_by_office(self) -> bool:
        """Whether its offices have windows of their own."""
        return len({(one.before, one.after) for one in self.used_windows}) > 1

    @property
    def may_state_percent(self) -> bool:
        """Whether the counts carry a change in per cent (press wording rule)."""
        if self.estimate is None or self.before is None or self.after is None:
            return False
        return min(self.before.numerator, self.after.numerator) >= config.PERCENT_MIN_COUNT


@dataclass(frozen=True)
class OfficeResult:
    """One office in the city-level result: its plain numbers, its estimate, its verdict after Holm.

    measures: keys of the measures it has or had, in order. reason: why it is left out of the pool (None: it is in).
    """

    office_id: str
    measures: tuple[str, ...]
    windows: Windows
    before: Phase
    after: Phase
    estimate: Estimate
    verdict: str
    expected: Range | None
    reason: str | None = None


@dataclass(frozen=True)
class CityFinding:
    """All offices with a measure together, each counted once.

    The estimate's method: e_star_pt (up to four offices), random_effects (five and more) or d_star.
    """

    indicator: Indicator
    verdict: str
    provenance: Provenance
    offices: tuple[OfficeResult, ...] = ()
    before: Phase | None = None
    after: Phase | None = None
    estimate: Estimate | None = None
    analysis: Analysis | None = None

    @property
    def pooled(self) -> tuple[OfficeResult, ...]:
        """The offices that the result comes from."""
        return tuple(one for one in self.offices if one.reason is None)

    @property
    def expected(self) -> Range | None:
        """Events to expect after, from the model that decided."""
        return self.analysis.expected if self.analysis else None

    @property
    def may_state_percent(self) -> bool:
        """Whether the counts carry a change in per cent."""
        if self.before is None or self.after is None:
            return False
        return min(self.before.numerator, self.after.numerator) >= config.PERCENT_MIN_COUNT


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
    def count(self) -> float | None:
        """All events, also those on days without a denominator; None where nothing is told."""
        return None if self.value is None and not self.numerator else self.numerator

    @property
    def middle(self) -> date:
        """The day in the middle, where it is drawn."""
        return self.start + (self.until - self.start) / 2


Series = tuple[Point, ...]
