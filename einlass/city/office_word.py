"""What a city calls its offices, with what a language needs to know of a noun."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OfficeWord:
    """One and many of them in a language. gender, plural_dative and genitive: where the language inflects."""

    language: str
    singular: str
    plural: str
    gender: str = ""
    plural_dative: str = ""
    genitive: str = ""
