"""Whether two figures say the same. Data version, hash and date of loading are no part of what a figure says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

from einlass.release.records import Figure, Texts

SAYS = ("kind", "unit", "headline", "sides", "table", "verdict", "caveats", "survey", "definition_version")
# Codes that tell of the time after the days of a figure, and go or come as the data go on.
PASSING = frozenset({"caveat.late_reports", "after_end", "interim"})
SILENT = frozenset({"stretches"})  # for disclosure control; ledgers of before November 2026 do not hold them
# Sums of the same rows in another order differ in the last digits.
SAME_WITHIN = 1e-9


def says_the_same(one: Figure, other: Figure | None) -> bool:
    """Whether two figures hold the same numbers and codes; one that cannot be built says nothing."""
    return other is not None and all(_same(_said(one, name), _said(other, name)) for name in SAYS)


def _said(one: Figure, name: str) -> object:
    told = getattr(one, name)
    return tuple(code for code in told if code not in PASSING) if name == "caveats" else told


def changes_nothing(
    old: Figure, new: Figure, old_texts: Mapping[str, Texts], new_texts: Mapping[str, Texts]
) -> bool:
    """Whether a new version would read like the old one."""
    return says_the_same(old, new) and dict(old_texts) == dict(new_texts)


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return _same_number(one, other)
    if is_dataclass(one):
        return type(one) is type(other) and all(
            _same(getattr(one, part.name), getattr(other, part.name))
            for part in fields(one)
            if part.name not in SILENT
        )
    if isinstance(one, Sequence) and not isinstance(one, str):
        return (
            isinstance(other, Sequence)
            and len(one) == len(other)
            and all(_same(a, b) for a, b in zip(one, other, strict=True))
        )
    return one == other


def _same_number(one: object, other: object) -> bool:
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        return one is other
    return math.isclose(one, other, rel_tol=SAME_WITHIN, abs_tol=SAME_WITHIN)
