"""A figure as cells: which counts it shows, of what they are the sum, and which of them a rule hides.

Headline, sides, answers and table of a figure are read alike. What is shown of one count in several ways (a number,
a rate, a share of the whole) is one slot: it is shown or hidden together.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from einlass.release.disclosure.columns import OUTCOME, Column, columns_of
from einlass.release.disclosure.rules import SENSITIVE_TOPICS, Count, Ground, ground, least
from einlass.release.disclosure.topics import part_of
from einlass.release.records import Amount, Figure, Row, Side
from einlass.topics.checks import DISPOSALS
from einlass.topics.sentiment import STAFF

Block = tuple[str, date, date]  # an office from a first to a last day
Periods = Callable[[str, str, tuple[date, date]], tuple[date, date]]
ANSWERS = frozenset("12345")
AGREEING = frozenset("45")
PART, REST, UNDER_ACT = "part", "rest", "act."
ACTS = ("J", "N", "U")  # under the weapons act: yes, no, unclear
# Of reports: on days on which visits were counted, too, so that a rate rests on them, and on other days.
RATED, UNRATED = "rated", "unrated"
# What a slot weighs when the cheapest set to hide is looked for: without its headline a figure is nothing.
HEADLINE, SIDE, TOTAL, ANSWER, CELL = 100.0, 30.0, 8.0, 3.0, 1.0
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])$")
QUARTER = re.compile(r"(\d{4})-?[qQ]([1-4])$")


@dataclass(frozen=True)
class Region:
    """What a count is the sum of. kinds, outcomes: empty for all of them."""

    quantity: str
    blocks: frozenset[Block]
    kinds: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One count of a slot. ground: why a rule hides it. code: what kind of count, for the size that is small.

    is_aside: it goes with its slot and is no secret of its own (the whole of a hidden share). is_free: it is always
    there to read, and what it tells of other figures counts.
    """

    slot: str
    region: Region
    value: float | None
    weight: float
    ground: Ground | None = None
    code: str = ""
    is_aside: bool = False
    is_free: bool = False


@dataclass(frozen=True)
class _Place:
    """Where an amount stands and what it is the sum of."""

    slot: str
    weight: float
    blocks: frozenset[Block]
    kinds: frozenset[str]
    outcomes: frozenset[str] = frozenset()
    code: str = ""


def shown(figure: Figure, periods: Periods) -> tuple[Shown, ...]:
    """Every count of a figure. periods: the days of a phase at an office, given those that the figure names."""
    return tuple(_Reader(figure, periods).read()) if figure.kind != "amount" else ()


class _Reader:
    """Reads one figure."""

    def __init__(self, figure: Figure, periods: Periods) -> None:
        self.figure, self.periods = figure, periods
        topic, _, kind = figure.subject.topic.partition(".")
        self.act = frozenset[str]()
        if figure.table.dimension == "acts":
            kind, self.act = "", _outcomes(f"{UNDER_ACT}J")  # of all kinds
        self.part, self.kind = part_of(figure), kind
        self.quantity = self.part.family
        self.code = SENSITIVE_TOPICS.get(topic, kind)
        self.is_survey = figure.kind == "score"
        self.is_share = figure.kind in ("share", "score")
        asked = figure.survey.audience if figure.survey else ""
        self.audience = (asked or (STAFF if topic.endswith("_staff") else "all")) if self.is_survey else ""

    def read(self) -> Iterator[Shown]:
        """Headline, sides, answers, table."""
        side = self._side_of_headline()
        blocks = self._blocks(side.phase if side else "", side)
        yield from self._amount(
            self.figure.headline, self._place(slot="headline", weight=HEADLINE, blocks=blocks)
        )
        for number, one in enumerate(self.figure.sides):
            place = self._place(f"side.{number}", SIDE, self._blocks(one.phase, one))
            yield from self._amount(one.amount, place)
            yield from self._answers(one, number, place)
        for number, row in enumerate(self.figure.table.rows):
            yield from self._row(number, row)

    def _side_of_headline(self) -> Side | None:
        """The side that the headline repeats: the last that says the same."""
        same = [side for side in self.figure.sides if side.amount == self.figure.headline]
        since = [side for side in self.figure.sides if side.phase == "since"]
        return next(reversed(same or since), None)

    def _place(self, slot: str, weight: float, blocks: frozenset[Block]) -> _Place:
        kinds = AGREEING if self.is_survey else self._own_kinds()
        outcomes = self.act or self._rated(is_ratio=self.figure.kind == "rate")
        return _Place(slot, weight, blocks, kinds, outcomes, self.code)

    def _own_kinds(self) -> frozenset[str]:
        """The kinds that the figure counts; of a share they are told by what is part and what is rest."""
        if self.kind:
            return frozenset({self.kind})
        return frozenset() if self.is_share else self.part.kinds

    def _rated(self, *, is_ratio: bool) -> frozenset[str]:
        """A rate rests on the reports of days with visits; whatever else is counted, is counted on all days."""
        is_rated = is_ratio and not self.is_share and self.quantity != "persons"
        return frozenset({RATED}) if is_rated else frozenset()

    def _blocks(self, phase: str, side: Side | None, offices: tuple[str, ...] = ()) -> frozenset[Block]:
        subject = self.figure.subject
        own = (side.first, side.last) if side else (subject.first, subject.last)
        of = offices or subject.offices or ("*",)
        if side and side.stretches:
            return frozenset(one for one in side.stretches if one[0] in of)
        return frozenset((office, *self.periods(phase, office, own)) for office in of)

    def _answers(self, side: Side, number: int, place: _Place) -> Iterator[Shown]:
        """The five counts of answers of a side: shown or hidden together."""
        asked = sum(side.distribution)
        for value, count in enumerate(side.distribution, 1):
            part = Count(part=count, whole=asked, is_share=True, audience=self.audience)
            region = Region(self.quantity, place.blocks, frozenset({str(value)}))
            why = ground(part)
            yield Shown(
                slot=f"side.{number}.answers",
                region=region,
                value=count,
                weight=ANSWER,
                ground=why,
                is_aside=not why,
            )

    def _row(self, number: int, row: Row) -> Iterator[Shown]:
        """The cells of a row: what is shown of one phase belongs together."""
        columns = columns_of(self.figure)
        for column, cell in zip(columns, row.cells, strict=True):
            if column.slot is None:
                yield from self._free(number, row.label, column, cell)
                continue
            place = self._place_of_cell(number, row.label, column)
            if column.is_whole:
                yield from self._whole(cell.numerator, place)
                continue
            ratios = [one for of, one in zip(columns, row.cells, strict=True) if of.is_ratio_of(column)]
            yield from self._amount(cell, place, next((one.denominator for one in ratios), None))

    def _free(self, number: int, label: str, column: Column, cell: Amount) -> Iterator[Shown]:
        """What a rate is part of, as far as other figures hide that."""
        if column.is_whole and self.part.whole:
            place = self._place_of_cell(number, label, column)
            one = self._shown(place, self.part.whole, cell.numerator, None)
            yield replace(one, slot=f"row.{number}.{column.name}", is_free=True)

    def _place_of_cell(self, number: int, label: str, column: Column) -> _Place:
        kind, _, name = label.rpartition(".")
        is_total = label == self.figure.table.total
        phase = name if kind == "phase" else column.phase
        sides = {side.phase: side for side in self.figure.sides}
        side = sides.get(phase) or self._side_of_headline()  # type: ignore[call-overload]
        blocks = self._blocks(side.phase if side else "", side, (name,) if kind == "office" else ())
        if self.figure.table.dimension in ("months", "quarters") and not is_total:
            blocks = frozenset((office, *_days(label, first, last)) for office, first, last in blocks)
        outcomes = _outcomes(label, column.name)
        return _Place(
            f"row.{number}.{column.slot}",
            TOTAL if is_total else CELL,
            blocks,
            self._kinds(kind, name, is_total=is_total),
            outcomes or self._rated(is_ratio=column.is_ratio),
            name if kind in ("kind", "level") and not is_total else self.code,
        )

    def _kinds(self, kind: str, name: str, *, is_total: bool) -> frozenset[str]:
        if self.is_survey:
            return ANSWERS if is_total else frozenset({name}) if name in ANSWERS else AGREEING
        if not is_total and kind not in ("office", "phase", "disposal", "act", "month", "quarter", ""):
            return frozenset({name})
        return self._own_kinds()

    def _amount(self, amount: Amount, place: _Place, whole: float | None = None) -> Iterator[Shown]:
        """What one amount shows: the count, and of a share also the others and the whole."""
        of = amount.denominator if amount.denominator is not None else whole
        is_share = self.is_share and of is not None and place.kinds != ANSWERS
        count = Count(
            part=amount.numerator, whole=of, code=place.code, is_share=is_share, audience=self.audience
        )
        why = ground(count)
        about_part = why if why != "complement" else None
        yield self._shown(place, place.kinds or self._part(), amount.numerator, about_part)
        if self.part.whole and of is not None and place.slot.partition(".")[0] != "row":
            yield self._aside(place, self.part.whole, of, None)
        if not self.is_share or place.kinds == ANSWERS:
            return
        yield from self._whole(of, place, why if why == "few_answers" else None)
        rest = None if of is None or amount.numerator is None else of - amount.numerator
        others = (ANSWERS - place.kinds) if self.is_survey else frozenset({REST})
        yield self._aside(place, others, rest, why if why == "complement" else None)

    def _whole(self, value: float | None, place: _Place, why: Ground | None = None) -> Iterator[Shown]:
        if self.is_share:
            yield self._aside(place, ANSWERS if self.is_survey else self._part() | {REST}, value, why)

    def _part(self) -> frozenset[str]:
        return (self.part.kinds or frozenset({PART})) if self.is_share else frozenset()

    def _aside(self, place: _Place, kinds: frozenset[str], value: float | None, why: Ground | None) -> Shown:
        """Of what is released hidden nobody knows any more why, so all of it stays a secret."""
        one = self._shown(place, kinds, value, why)
        return replace(one, is_aside=why is None and value is not None)

    def _shown(self, place: _Place, kinds: frozenset[str], value: float | None, why: Ground | None) -> Shown:
        region = Region(self.quantity, place.blocks, kinds, place.outcomes)
        return Shown(
            slot=place.slot, region=region, value=value, weight=place.weight, ground=why, code=place.code
        )


def _outcomes(*names: str) -> frozenset[str]:
    """What became of items, and whether they fall under the weapons act: each name is all cases of the other."""
    kept = [one.removeprefix(OUTCOME) for one in names if one.startswith(OUTCOME)]
    acts = [one.removeprefix(UNDER_ACT) for one in names if one.startswith(UNDER_ACT)]
    if not kept and not acts:
        return frozenset()
    return frozenset(f"{one}/{act}" for one in kept or DISPOSALS for act in acts or ACTS)


def need_of(one: Shown) -> int:
    """How many values must stay possible for a count that a rule hides; 0 for others."""
    return least(one.code) if one.ground else 0


def _days(label: str, first: date, last: date) -> tuple[date, date]:
    """The days of a month or quarter within a period; the whole period where the label names neither."""
    if found := QUARTER.search(label):
        year, begin, length = int(found[1]), 3 * int(found[2]) - 2, 3
    elif found := MONTH.search(label):
        year, begin, length = int(found[1]), int(found[2]), 1
    else:
        return first, last
    end = begin + length - 1
    start, stop = date(year, begin, 1), date(year, end, monthrange(year, end)[1])
    return max(first, start), max(min(last, stop), max(first, start) - timedelta(days=1))
