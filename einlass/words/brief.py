"""The page about the decision as plain rows and as text to paste: the same records, the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from einlass.decision import Evidence, Gap, Option
from einlass.measures import Measure, Office
from einlass.words import decision as said
from einlass.words import places, reasons, strength
from einlass.words.catalogue import Words
from einlass.words.decision import Days
from einlass.words.markup import unmarked


@dataclass(frozen=True)
class Sheet:
    """A table: its name, its caption, its head and its rows, all as text."""

    name: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def findings_sheet(every: Sequence[tuple[Evidence, Days]], offices: Mapping[str, Office], w: Words) -> Sheet:
    """A row a measure, or office of it, and column of the matrix: verdict, counts."""
    rows = [
        [
            places.measure_name(one.measure, offices, w),
            w(f"decision.column.{column}"),
            cell.title,
            "; ".join(map(unmarked, cell.lines)),
        ]
        for one, days in every
        for column, cell in said.row(one, days, w).items()
    ]
    head = [
        w("decision.measure"),
        w("decision.file.outcome"),
        w("decision.file.finding"),
        w("decision.file.counts"),
    ]
    return Sheet(w("decision.file.findings"), w("decision.matrix"), head, rows)


def strength_sheet(every: Sequence[Evidence], offices: Mapping[str, Office], w: Words) -> Sheet:
    """A row a question: design, precision, what holds the verdict back."""
    rows = [
        [places.measure_name(one.measure, offices, w), *row]
        for one in every
        for row in strength.rows(one, offices, w)
    ]
    head = [w("decision.measure"), *strength.head(w)]
    return Sheet(w("decision.file.strength"), w("decision.strength.fold"), head, rows)


def ways_sheet(found: Sequence[Option], measure: Measure, name_of: str, w: Words) -> Sheet:
    """A row a way and reason, its cost first."""
    rows = []
    for one in found:
        name = said.option_title(one, measure, w)
        cost = f"{said.option_cost(one, w)} {said.option_period(one, w)}".strip()
        rows.append([name, w("decision.file.how"), said.option_how(one, measure, w)])
        rows.append([name, w("decision.file.cost"), cost])
        for side, some in (("for", one.reasons_for), ("against", one.reasons_against)):
            rows += [[name, w(f"decision.{side}"), unmarked(reasons.argument(reason, w))] for reason in some]
    head = [w("decision.file.way"), w("decision.file.side"), w("decision.file.reason")]
    caption = w("decision.options", measure=name_of)
    return Sheet(w("decision.file.ways"), caption, head, rows)


def gaps_sheet(
    found: Sequence[Gap], every: Mapping[str, Measure], offices: Mapping[str, Office], today: date, w: Words
) -> Sheet:
    """A row an open question."""
    told = [said.gap(one, every, offices, today, w) for one in found]
    rows = [[one.question, one.where, one.have, one.need, one.until] for one in told]
    names = ("question", "where", "have", "need", "until")
    return Sheet(
        w("decision.file.gaps"), w("decision.gaps"), [w(f"decision.gap.{name}") for name in names], rows
    )


def as_text(title: str, lead: Sequence[str], sheets: Sequence[Sheet], notes: Sequence[str], w: Words) -> str:
    """All of it as text to paste: headings, then a line a row, the first cells as its label."""
    parts = [title, " ".join(map(unmarked, lead))]
    for sheet in sheets:
        lines = [sheet.caption, *(_line(sheet, row, w) for row in sheet.rows)]
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, "\n".join(filter(None, map(unmarked, notes)))]) + "\n"


def _line(sheet: Sheet, row: Sequence[str], w: Words) -> str:
    label = ", ".join(row[:-1] if len(row) < 5 else row[:2])
    rest = row[-1] if len(row) < 5 else "; ".join(row[2:])
    return w("decision.file.line", label=label, text=rest)
