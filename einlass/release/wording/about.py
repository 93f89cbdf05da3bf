"""What every text of a figure needs: where, when, and how numbers and answers are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from einlass import config
from einlass.findings import CityFinding, Finding, city, finding
from einlass.measures import Measure, Office, measures, offices
from einlass.release.figures.extent import Extent, extent_of
from einlass.release.records import Amount, Figure, Side
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences
from einlass.words.trends import period_name

Pairs = tuple[tuple[str, str], ...]
DAY = timedelta(days=1)
FEW = "caveat.few_cases"  # said in the sentence
HIDDEN = "."


@dataclass(frozen=True)
class Said:
    """What is said of one kind of figure; the rest of its texts are the same for all kinds.

    of: what the large number counts, beside it. counted: numerator and denominator. interval: empty where there is
    none. more: what else is to be known, e.g. the change. nots: quotation and answer.
    """

    title: str
    sentence: str
    short: str
    plain: str
    value: str
    of: str
    counted: str
    interval: str = ""
    more: Pairs = ()
    survey: Pairs = ()
    nots: Pairs = ()
    chart: str = ""


@dataclass(frozen=True)
class About:
    """A figure, its data and the language it is worded in."""

    version: DataVersion
    figure: Figure
    w: Words = field(compare=False)

    @cached_property
    def offices(self) -> dict[str, Office]:
        """Every office by identifier."""
        return offices(self.version)

    @cached_property
    def measure(self) -> Measure | None:
        """The measure; None where all are told together."""
        return measures(self.version).get(self.figure.subject.measure)

    @cached_property
    def finding(self) -> Finding | None:
        """The comparison behind it; None where it is no comparison of one measure."""
        if self.measure is None or not self.figure.verdict:
            return None
        return finding(self.version, self.extent.request(self.figure.subject.topic, self.measure.key))

    @cached_property
    def extent(self) -> Extent:
        """The offices and days it tells of."""
        return extent_of(self.figure.subject)

    @cached_property
    def city(self) -> CityFinding | None:
        """The comparison of all measures together, of incidents."""
        is_city = self.measure is None and bool(self.figure.verdict)
        days = self.extent
        return (
            city(self.version, self.figure.subject.topic, days.offices, (days.before, days.period))
            if is_city
            else None
        )

    @property
    def topic(self) -> str:
        """What is counted."""
        return self.figure.subject.topic

    @property
    def before(self) -> Side | None:
        """The period of comparison; none where it may not be published."""
        found = (one for one in self.figure.sides if one.phase == "before" and one.amount.sign != HIDDEN)
        return next(found, None)

    @property
    def is_whole(self) -> bool:
        """Whether no side is hidden: only then may be said what was computed from all of them."""
        return all(one.amount.sign != HIDDEN for one in self.figure.sides)

    @property
    def since(self) -> Side:
        """The period that the figure is about."""
        return self.figure.sides[-1]

    @property
    def ids(self) -> tuple[str, ...]:
        """The offices that the numbers come from."""
        return self.figure.subject.offices or tuple(self.offices)

    @property
    def at(self) -> str:
        """Where, inside a sentence."""
        return places.at(self.ids, self.offices, self.w, with_measures=self.measure is None)

    @property
    def place(self) -> str:
        """Where, as a name."""
        return places.place(self.ids, self.offices, self.w)

    @property
    def at_first(self) -> str:
        """Where, at the beginning of a sentence."""
        return sentences.sentence_case(self.at)

    def days(self, side: Side | None = None) -> str:
        """From when until when, inside a sentence."""
        one = side or self.since
        return self.w("press.days", first=self.w.date(one.first), last=self.w.date(one.last))

    def period(self, side: Side | None = None) -> str:
        """From when until when, short."""
        one = side or self.since
        return self.w.period(one.first, one.last + DAY)

    def months(self, side: Side | None = None) -> str:
        """From which month until which, inside a sentence."""
        one = side or self.since
        first, last = (period_name(day, "month", self.w) for day in (one.first, one.last))
        return (
            self.w("press.month", month=first)
            if first == last
            else self.w("press.months", first=first, last=last)
        )

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number; nothing where it is not known."""
        return self.w("value.none") if value is None else self.w.number(value, digits)

    @property
    def begin(self) -> str:
        """Before what, at the beginning of a sentence."""
        regime = self.measure.regime if self.measure else "all"
        return self.w(f"press.before.{regime}")

    def nots(self, *names: str, **values: object) -> Pairs:
        """Quotations that nobody may draw, each with its answer."""
        return tuple(
            (
                self.w("press.quote", text=self.w(f"press.not.{name}", **values)),
                self.w(f"press.not.{name}.why", **values),
            )
            for name in names
        )

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The name of the quotation on all offices, where the figure does not tell of them all."""
        return ("everywhere",) if set(self.ids) != set(self.offices) else ()


def carries_percent(*amounts: Amount | None) -> bool:
    """Whether every amount has people enough behind it for a share."""
    least = config.thresholds().share_least
    return all(one is not None and (one.denominator or 0) >= least for one in amounts)


def is_few(*amounts: Amount | None) -> bool:
    """Whether any count is too small for a change in per cent."""
    return any((one.numerator or 0) < config.PERCENT_MIN_COUNT for one in amounts if one is not None)


def limits_of(one: About) -> list[str]:
    """What limits a comparison, by the figure's codes: without counts, which might be too small to be published."""
    w = one.w
    codes = [code.rpartition(".")[2] for code in one.figure.caveats if code != FEW]
    if one.city is not None:
        codes = ["city", *codes, "before_after_only"]
    return [w(f"press.limit.{code}") for code in dict.fromkeys(codes)]
