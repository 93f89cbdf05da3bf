"""What a comparison asks and what it yields: frozen records of numbers and codes, never prose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from einlass import config
from einlass.indicators import Indicator
from einlass.measures import Measure, Window, Windows
from einlass.stats.guards import Guard
from einlass.stats.power import Need
from einlass.stats.series import Interval, Reason
from einlass.stats.verdict import Judgement


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
    `distribution`: answers of value 1 to 5. `low`, `high`: 95 % interval of the value, for shares.
    """

    window: Window
    numerator: float
    denominator: float
    value: float | None
    day_count: int
    week_count: int = 0
    missing_day_count: int = 0
    unexposed_count: float = 0.0
    wave_count: int = 0
    distribution: tuple[int, ...] = ()
    low: float | None = None
    high: float | None = None

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
class Analysis:
    """Everything behind a verdict.

    `expected`: events to expect after, had nothing changed. `scale`: the s of the method. `detectable`: the ratio
    nearest to 1 that this design sees with 80 % power. `compared`: against untreated offices. `delta`: of Cliff.
    """

    judgement: Judgement
    guards: tuple[Guard, ...] = ()
    variants: tuple[Variant, ...] = ()
    weeks: tuple[Week, ...] = ()
    expected: float | None = None
    shift_p: float | None = None
    scale: float | None = None
    dispersion: float | None = None
    degrees: int = 0
    detectable: float | None = None
    needs: tuple[Need, ...] = ()
    compared: Estimate | None = None
    comparison_offices: tuple[str, ...] = ()
    delta: Estimate | None = None
    is_by_comparison: bool = False
    reason: Reason | None = None


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
    """The result of a comparison.

    verdict: a value of `stats.verdict.Verdict`, or no_data | not_comparable.
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
    analysis: Analysis | None = None
    caveats: tuple[Caveat, ...] = ()

    @property
    def may_state_percent(self) -> bool:
        """Whether the counts carry a change in per cent (press wording rule)."""
        if self.estimate is None or self.before is None or self.after is None:
            return False
        return min(self.before.numerator, self.after.numerator) >= config.PERCENT_MIN_COUNT


@dataclass(frozen=True)
class OfficeResult:
    """One office in the city-level result: its plain numbers, its estimate, its verdict after Holm."""

    office_id: str
    before: Phase
    after: Phase
    estimate: Estimate
    verdict: str
    expected: float | None


@dataclass(frozen=True)
class CityFinding:
    """All offices with a measure together. `method`: random_effects (5 and more offices) or pooled_comparison."""

    indicator: Indicator
    verdict: str
    provenance: Provenance
    offices: tuple[OfficeResult, ...] = ()
    estimate: Estimate | None = None
    judgement: Judgement | None = None

    @property
    def before_count(self) -> float:
        """Events before, all offices."""
        return sum(office.before.numerator for office in self.offices)

    @property
    def after_count(self) -> float:
        """Events after, all offices."""
        return sum(office.after.numerator for office in self.offices)

    @property
    def expected_count(self) -> float | None:
        """Events to expect after, all offices; None when one office gives none."""
        expected = [office.expected for office in self.offices]
        return sum(one for one in expected if one is not None) if None not in expected and expected else None

    @property
    def may_state_percent(self) -> bool:
        """Whether the counts carry a change in per cent."""
        return min(self.before_count, self.after_count) >= config.PERCENT_MIN_COUNT


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
