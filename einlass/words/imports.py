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
    def table(self) -> str: ...
    @property
    def awaited(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def nearest(self) -> str: ...


def counts(found: Mapping[str, int], w: Words) -> list[str]:
    """Each count, by the key of its text, that is not zero, e.g. one title row, 3 changed rows."""
    return [w.plural(key, count) for key, count in found.items() if count]


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
        line = w.plural(f"waits.{one.table}", one.count, value=one.awaited)
        lines.append(f"{line} {w('waits.nearest', nearest=one.nearest)}" if one.nearest else line)
    if others := count - sum(one.count for one in found[:WAITS_SHOWN]):
        lines.append(w.plural("waits.more", others))
    return [*lines, w("waits.hint", export=w(f"source.{found[0].table}"))]
