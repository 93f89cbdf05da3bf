"""What the cells of a sheet leave open: how numbers are written, and whether rows of one kind may be left out.

Rows that happen to fit are never kept while the others of their column are dropped without a word.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from einlass.ingest.clean.cells import notation_among
from einlass.ingest.clean.numbers import ENGLISH, GERMAN, Notation, Range, plain, shown
from einlass.ingest.read.columns import distinct, spread
from einlass.ingest.report import CellError, Note, Question, Reject

if TYPE_CHECKING:
    from einlass.ingest.read.sheet import Sheet
    from einlass.ingest.sources import Column

TOO_MANY = 20  # more than one in so many cells of a column
FEWEST = 3  # fewer are single mistakes
_LISTED = 10


@dataclass(frozen=True)
class Decided:
    """What was decided about files of one kind: given now with this file, or remembered by table; topic → answer.

    `days` tells when an answer that is remembered was given last. Where a person looks at the file, it `is_proposed`
    as the answer of last time; where nobody does, it holds.
    """

    now: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    days: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    is_proposed: bool = False

    def of(self, table: str, topic: str) -> str:
        """The answer to a question about a file of this table; nothing where nobody gave one."""
        return self.now.get(topic) or self.earlier.get(table, {}).get(topic, "")

    def is_open(self, table: str, topic: str) -> bool:
        """Whether somebody still has to answer, or to confirm what was answered last time."""
        return topic not in self.now and (self.is_proposed or topic not in self.earlier.get(table, {}))

    def settles(self, table: str, question: Question) -> bool:
        """Whether all that a question asks was decided already."""
        is_open = any(self.is_open(table, topic) for topic in question.remember)
        return self._knows(table, question) and not is_open

    def proposing(self, table: str, question: Question) -> Question:
        """The question, with the day on which it was answered in the same way last time."""
        if not self._knows(table, question):
            return question
        days = [self.days.get(table, {}).get(topic) for topic in question.remember]
        return replace(question, answered_on=max((day for day in days if day), default=None))

    def _knows(self, table: str, question: Question) -> bool:
        answers = question.remember.items()
        return bool(answers) and all(self.of(table, topic) == answer for topic, answer in answers)


@dataclass(frozen=True)
class Numbers:
    """How the numbers of each column are read (by header), what has to be said about it, and what was remembered."""

    columns: Mapping[str, tuple[Range, Notation]]
    questions: Sequence[Question]
    notes: Sequence[Note]


def numbers_of(file: str, sheet: Sheet, decided: Decided) -> Numbers:
    """Decide for each column of numbers how it is written."""
    found: dict[str, tuple[Range, Notation]] = {
        column.header: (allowed, notation_among(distinct(sheet.cells(column.header)).to_pylist(), allowed))
        for column in sheet.source.columns
        if (allowed := _range_of(column, sheet))
    }
    if any(notation.others for _, notation in found.values()):
        found = _like_their_neighbours(sheet, found)
    doubtful = {header: entry for header, entry in found.items() if entry[1].is_doubtful}
    said = {
        header: answer
        for header, (_, notation) in doubtful.items()
        if (answer := decided.of(sheet.source.table, f"notation:{header}"))
        in (notation.name, *notation.others)
    }
    columns = {
        header: (allowed, replace(notation, name=said.get(header, notation.name)))
        for header, (allowed, notation) in found.items()
    }
    is_open = {
        header: (allowed, _as_answered(notation, said.get(header, notation.name)))
        for header, (allowed, notation) in doubtful.items()
        if header not in said or decided.is_open(sheet.source.table, f"notation:{header}")
    }
    settled = {header: name for header, name in said.items() if header not in is_open}
    notes = [
        Note(f"note.notation_{name}", {"columns": [header for header in settled if settled[header] == name]})
        for name in sorted(set(settled.values()))
    ]
    return Numbers(columns, list(_questions(file, is_open)), notes)


def _as_answered(notation: Notation, name: str) -> Notation:
    """A notation as it was answered last time, with what it could be else."""
    return replace(
        notation, name=name, others=tuple(one for one in (notation.name, *notation.others) if one != name)
    )


def _range_of(column: Column, sheet: Sheet) -> Range | None:
    allowed = column.kind.range
    if allowed is None:
        return None
    factor = sheet.factors.get(column.header, 1.0)
    if column.most is None:
        return replace(allowed, factor=factor)
    times = _largest(sheet, column.most_per) if column.most_per else 1
    return replace(allowed, high=column.most * times, factor=factor)


def _largest(sheet: Sheet, name: str) -> float:
    """The largest number of a column that can be read, at least 1."""
    header = next(column.header for column in sheet.source.columns if column.name == name)
    numbers = [1.0]
    for cell in distinct(sheet.cells(header)).to_pylist():
        try:
            numbers.append(plain(cell))
        except CellError:
            continue
    return max(numbers)


def _like_their_neighbours(
    sheet: Sheet, found: dict[str, tuple[Range, Notation]]
) -> dict[str, tuple[Range, Notation]]:
    """Where both notations fit a column, that one is proposed in which it comes nearer to one of the same unit, such as
    the planned hours to the actual ones; else the one that alone shows in the other columns."""
    shows = {
        ENGLISH: any(one.name == ENGLISH and not one.others for _, one in found.values()),
        GERMAN: any(one.is_certain for _, one in found.values()),
    }
    of_others = {name for name, is_shown in shows.items() if is_shown}
    units = {column.header: column.unit for column in sheet.source.columns if column.unit}
    proposed = dict(found)
    for header, (allowed, one) in found.items():
        if not one.others:
            continue
        beside = [
            _middle(distinct(sheet.cells(other)).to_pylist(), found[other][0], found[other][1].name)
            for other in found
            if header in units and units.get(other) == units[header] and not found[other][1].others
        ]
        name = min(of_others) if len(of_others) == 1 else ""
        if beside:
            name = _nearer(one.examples, allowed, beside[0])
        if name:
            others = tuple({GERMAN, ENGLISH} - {name})
            proposed[header] = allowed, replace(one, name=name, others=others)
    return proposed


def _nearer(cells: Sequence[str], allowed: Range, beside: float) -> str:
    """The notation in which doubtful cells come nearer to a number."""
    middles = {name: _middle(cells, allowed, name) for name in (GERMAN, ENGLISH)}
    if not beside or not all(middles.values()):
        return ""
    return min(middles, key=lambda name: abs(math.log(middles[name] / beside)))


def _middle(cells: Sequence[str], allowed: Range, notation: str) -> float:
    """The median of the numbers of some cells that are not zero, in the unit of their column; 0 where there is none."""
    numbers = []
    for cell in cells:
        try:
            numbers.append(plain(cell, notation) * allowed.factor)
        except CellError:
            continue
    return statistics.median([number for number in numbers if number] or [0.0])


def _questions(file: str, columns: Mapping[str, tuple[Range, Notation]]) -> Iterator[Question]:
    """One question for the columns to which the same answers are possible."""
    kinds = dict.fromkeys((notation.name, notation.others) for _, notation in columns.values())
    for name, others in kinds:
        alike = {
            h: entry for h, entry in columns.items() if (entry[1].name, entry[1].others) == (name, others)
        }
        yield Question(
            f"{file}:notation:{'+'.join(alike)}",
            f"question.notation_{name}",
            {"columns": list(alike), "examples": list(_examples(alike, name))},
            remember={f"notation:{header}": name for header in alike},
            others=others,
        )


def _examples(columns: Mapping[str, tuple[Range, Notation]], name: str) -> Iterator[str]:
    """Some cells with both readings, the proposed one first."""
    order = (name, GERMAN if name == ENGLISH else ENGLISH)
    cells = {cell: allowed for allowed, notation in columns.values() for cell in notation.examples}
    for cell in list(cells)[:3]:
        yield f"{cell} = {' | '.join(_shown(cell, one, cells[cell]) for one in order)}"


def _shown(cell: str, notation: str, allowed: Range) -> str:
    try:
        return shown(cell, notation, allowed)
    except CellError:
        return "–"


def left_out(file: str, sheet: Sheet, numbers: Numbers, rejects: Sequence[Reject]) -> Iterator[Question]:
    """A question if refusals of one pattern take more than a twentieth of a column's cells.

    In a column of two notations one cell is enough.
    """
    fewest = {header: 1 for header, (_, notation) in numbers.columns.items() if notation.is_mixed}
    if len(rejects) < min([FEWEST, *fewest.values()]):
        return
    patterns = Counter((one.column, one.reason, _shape(one)) for one in rejects if _is_of_cell(one))
    many = [
        pattern
        for pattern, count in patterns.most_common()
        if count >= fewest.get(pattern[0], FEWEST)
        and count * TOO_MANY > _filled(sheet, pattern[0], pattern[1])
    ]
    if not many:
        return
    column, reason, _ = many[0]
    first = next(r for r in rejects if (r.column, r.reason, _shape(r)) == many[0])
    is_of_lines = reason == "reason.cell_count"
    yield Question(
        f"{file}:left_out",
        "question.left_out_lines" if is_of_lines else "question.left_out",
        {
            "count": patterns[many[0]],
            "cells": _filled(sheet, column, reason),
            "row": first.row,
            "column": column or "–",
            "value": first.value or "–",
            "expected": first.expected,
            "reason": reason,
            "columns": list(dict.fromkeys(name or "–" for name, *_ in many))[:_LISTED],
        },
    )


def _is_of_cell(reject: Reject) -> bool:
    return reject.reason.startswith("reason.")


def _shape(reject: Reject) -> str:
    """What kind of text a cell holds: its runs of digits and letters, each as one sign."""
    if reject.reason in ("reason.outside_period", "reason.future_day"):
        return ""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", reject.value))


def _filled(sheet: Sheet, header: str, reason: str) -> int:
    """How many cells of a column hold something; of rows where it is about them."""
    if header not in sheet.columns or reason == "reason.missing":
        return len(sheet.numbers) + len(sheet.ragged_rows)
    cells = sheet.cells(header)
    return int(pc.sum(spread(pc.not_equal(distinct(cells), ""), cells)).as_py() or 0)
