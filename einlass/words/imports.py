"""What an import did, in words: no zeros, and the right form for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from einlass.words.catalogue import Words

EXCEEDS = "rule.checked_exceed_visits"
WAITS_SHOWN = 5


class Waiting(Protocol):
    """Rows that wait for something: the table in which it is to come, its identifier, how many rows."""

    @property
    def table(self) -> str:
        """The table: of the export, or the one in which something is to come."""

    @property
    def awaited(self) -> str:
        """What is waited for."""

    @property
    def count(self) -> int:
        """How many rows wait."""

    @property
    def nearest(self) -> str:
        """What may be meant instead."""

    @property
    def known(self) -> str:
        """What is known instead, the nearest first."""


def counts(found: Mapping[str, int], w: Words) -> list[str]:
    """Each count, by the key of its text, that is not zero, e.g. one title row, 3 changed rows."""
    return [w.plural(key, count) for key, count in found.items() if count]


def sum_of_rows(found: Mapping[str, int], w: Words) -> str:
    """What became of the data rows of a file, as terms that add up, without zeros."""
    terms = [w(f"sum.{name}", count=w.number(count)) for name, count in found.items() if count]
    return " + ".join(terms) or w.number(0)


def rejected_value(reason: str, value: str, w: Words) -> str:
    """The value of a rejected row; two numbers that do not fit each other with what they count."""
    numbers = value.split(" > ")
    if reason != EXCEEDS or len(numbers) != 2:
        return value
    return w("rule.checked_exceed_visits.value", checked=numbers[0], visits=numbers[1])


def waits(found: Sequence[Waiting], count: int, w: Words) -> list[str]:
    """What rows wait for, the most awaited first, and what becomes of them; nothing when none waits."""
    if not count or not found:
        return []
    lines = []
    for one in found[:WAITS_SHOWN]:
        line = [w.plural(f"waits.{one.table}", one.count, value=one.awaited)]
        line += [w("waits.nearest", nearest=one.nearest)] * bool(one.nearest)
        line += [w("waits.known", known=one.known)] * bool(one.known)
        lines.append(" ".join(line))
    if others := count - sum(one.count for one in found[:WAITS_SHOWN]):
        lines.append(w.plural("waits.more", others))
    return [*lines, w("waits.hint", export=w(f"source.{found[0].table}"))]


class Changed(Protocol):
    """What becomes of the rows of an export at an office."""

    @property
    def table(self) -> str:
        """The table: of the export, or the one in which something is to come."""

    @property
    def office_id(self) -> str:
        """The office; empty: none of their own."""

    @property
    def leaving(self) -> int:
        """Rows that no longer count."""

    @property
    def coming(self) -> int:
        """Rows that come back."""

    @property
    def changed(self) -> int:
        """Rows that get other values."""

    @property
    def waiting(self) -> int:
        """How many more rows wait, or fewer."""


def effects(found: Sequence[Changed], w: Words) -> list[str]:
    """What an undo does, a line for each export and office; one sentence when nothing changes."""
    lines = [
        w("undo.line", place=_place(one, w), effects=w.join(counts(effect_counts(one), w))) for one in found
    ]
    return lines or [w("undo.nothing")]


def effect_counts(one: Changed) -> Mapping[str, int]:
    """The counts of an effect by the keys of their texts."""
    return {
        "undo.leaving": one.leaving,
        "undo.coming": one.coming,
        "undo.changed": one.changed,
        "undo.waiting": max(0, one.waiting),
        "undo.waiting_no_more": max(0, -one.waiting),
    }


def _place(one: Changed, w: Words) -> str:
    export = w(f"source.{one.table}")
    return w("undo.place", export=export, office=one.office_id) if one.office_id else export
