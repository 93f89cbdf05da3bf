"""What an import did, in words: no zeros, and the right form for one."""

from __future__ import annotations

from collections.abc import Mapping

from einlass.words.catalogue import Words

EXCEEDS = "rule.checked_exceed_visits"


def counts(found: Mapping[str, int], w: Words) -> list[str]:
    """Each count, by the key of its text, that is not zero, e.g. one title row, 3 changed rows."""
    return [w.plural(key, count) for key, count in found.items() if count]


def rejected_value(reason: str, value: str, w: Words) -> str:
    """The value of a rejected row; two numbers that do not fit each other with what they count."""
    numbers = value.split(" > ")
    if reason != EXCEEDS or len(numbers) != 2:
        return value
    return w("rule.checked_exceed_visits.value", checked=numbers[0], visits=numbers[1])
