"""Levels of severity: those that a city's exports write → the levels of the Aachen model."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from einlass.city.codes import HIGHEST_LEVEL

_WITH_ZEROS = re.compile(r"(\d+)[.,]0+", re.ASCII)  # as a spreadsheet writes a whole number


@dataclass(frozen=True)
class SeverityLevel:
    """A level as the exports write it (`code`) and the one of the Aachen model (0–3) that it stands for.

    kinds: it stands for it where an incident is of these kinds alone. names: what the city calls it, by language.
    """

    code: str
    level: int
    kinds: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Severity:
    """The levels of a city, as its settings list them."""

    levels: Sequence[SeverityLevel]

    @property
    def codes(self) -> tuple[str, ...]:
        """What may stand in an export."""
        return tuple(dict.fromkeys(one.code for one in self.levels))

    @property
    def mapping(self) -> frozenset[tuple[str, str, int]]:
        """What decides about facts: code, kinds and level of each; a data version is built with one of them."""
        return frozenset((one.code, "|".join(sorted(one.kinds)), one.level) for one in self.levels)

    @property
    def recorded(self) -> tuple[int, ...]:
        """The levels of the Aachen model that the exports of the city can hold at all."""
        return tuple(sorted({one.level for one in self.levels}))

    def code_of(self, cell: str) -> str | None:
        """The code that a cell means, however a spreadsheet writes its number; None where there is none."""
        plain = match[1] if (match := _WITH_ZEROS.fullmatch(cell)) else cell
        return {code.casefold(): code for code in self.codes}.get(plain.casefold())

    def level_of(self, code: str, kinds: Collection[str]) -> int | None:
        """The level of the Aachen model of an incident; None for a code that stands for none."""
        of_code = [one for one in self.levels if one.code == code]
        of_kinds = [one for one in of_code if one.kinds and set(kinds) <= set(one.kinds)]
        plain = [one for one in of_code if not one.kinds]
        return next((one.level for one in (*of_kinds, *plain)), None)

    def standing_for(self, level: int) -> list[SeverityLevel]:
        """The city's own levels that stand for one of the model."""
        return [one for one in self.levels if one.level == level]

    @property
    def is_own(self) -> bool:
        """Whether the exports write anything but the levels of the model, or call them by other names."""
        usual = {(str(level), "", level) for level in range(HIGHEST_LEVEL + 1)}
        return self.mapping != usual or any(one.names for one in self.levels)
