"""What a decision rests on: frozen records of findings and plans, codes instead of prose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from einlass.findings import CityFinding, Finding, Phase
from einlass.measures import Measure
from einlass.stats.power import Need
from einlass.topics.plans import Outcome
from einlass.topics.staffing import Spent

FIRM = ("clear_decrease", "clear_increase", "no_large_change")
"""Verdicts that answer a question; all others leave it open."""


@dataclass(frozen=True)
class Strength:
    """How many of the questions asked have an answer, and how good the designs behind them are.

    level: the highest on the Scientific Maryland Scale among the findings that answer (self-assessed); 0 for none.
    raised_by: text key of what would raise it. struck: guard rails that held a verdict back, each once.
    """

    answered: int
    asked: int
    level: int
    raised_by: str
    struck: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """Everything known of one measure, or of one of its offices; then the measure is that at this office alone.

    incidents: the primary outcome; reports: all reports. sides: findings on what it was not meant to do. finds,
    refused, checked (of visits): since the start, None where nobody was checked. spent: None without a roster. office:
    empty for all offices together.
    """

    measure: Measure
    incidents: Finding
    reports: Finding
    clients: Finding
    staff: Finding
    sides: tuple[Finding, ...]
    finds: Phase | None
    refused: Phase | None
    checked: Phase | None
    spent: Spent | None
    strength: Strength
    office: str = ""

    @property
    def outcomes(self) -> tuple[Finding, ...]:
        """The findings that the strength counts: one a question."""
        return self.best_incidents, self.clients, self.staff

    @property
    def best_incidents(self) -> Finding:
        """The primary outcome; all reports where the primary one holds too little to be judged."""
        return self.reports if self.incidents.verdict == "too_little_data" else self.incidents


@dataclass(frozen=True)
class Settled:
    """What is known and what will not be by the day of decision.

    clients: firm findings on how clients feel, all directions, of those asked before and since. moved: side effects
    with a clear change. has_since: clients were asked since a start. reports: of the city.
    need: what a decrease by 30 % would take. is_late: that many are not to be had by the day, None where unknown.
    """

    day: date | None
    clients: tuple[Finding, ...]
    asked: tuple[Finding, ...]
    moved: tuple[Finding, ...]
    has_since: bool
    reports: CityFinding
    need: Need | None
    is_late: bool | None


@dataclass(frozen=True)
class Argument:
    """One reason for or against, made from a finding or a count.

    code: text key behind `decision.argument.`. finding: what it rests on. numbers: what its text needs.
    indicator: what its link leads to.
    """

    code: str
    finding: Finding | None = None
    numbers: tuple[tuple[str, float], ...] = ()
    days: tuple[int, ...] = ()
    indicator: str = ""

    @property
    def verdict(self) -> str:
        """The verdict that gives its sign; empty for a plain count."""
        return self.finding.verdict if self.finding else ""


@dataclass(frozen=True)
class Option:
    """One way to go on: continue | adapt | end, from a day to a day (both included).

    weekdays: the days of opening on which the measure acts; guard_days: those of them with guards. outcome: what it
    comes to, None without a roster. days_a_week: where guards come on changing weekdays, on how many a week; else 0.
    is_as_often: "adapt" keeps every weekday, as long as nobody chooses some.
    """

    kind: str
    first: date
    until: date
    weekdays: tuple[int, ...]
    guard_days: tuple[int, ...]
    outcome: Outcome | None
    days_a_week: float
    reasons_for: tuple[Argument, ...]
    reasons_against: tuple[Argument, ...]
    is_as_often: bool = False


@dataclass(frozen=True)
class Gap:
    """A question without an answer: what there is against what it takes.

    code: text key behind `decision.gap.`. unit: incidents (since the start, with the present time before) | both (in
    each of two equal periods) | waves. have, before: since the start and in the time compared with. reached: the day on
    which it is there at today's pace; None: never, or not to be told. measures: whom it concerns; empty for all offices
    together. is_over: the measure has ended.
    """

    code: str
    unit: str
    have: float
    need: float
    reached: date | None
    measures: tuple[str, ...] = ()
    before: float | None = None
    is_out_of_reach: bool = False
    is_over: bool = False
