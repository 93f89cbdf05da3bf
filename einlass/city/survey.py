"""Questions of a city's own surveys, beside those that every city has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from einlass.city.codes import AUDIENCES


@dataclass(frozen=True)
class SurveyItem:
    """A question: its code in `frage_id`, whom it is put to (clients, staff), name and wording by language."""

    code: str
    audience: str
    names: Mapping[str, str]
    wordings: Mapping[str, str]

    @property
    def audience_code(self) -> str:
        """As `befragung` writes it."""
        return AUDIENCES[self.audience]

    @property
    def indicator(self) -> str:
        """The code of the indicator that it becomes."""
        return f"own_{self.code.lower()}_{self.audience}"
