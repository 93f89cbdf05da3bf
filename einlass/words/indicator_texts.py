"""The texts that an indicator needs, all of them checked at once: no page finds out half-way that one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from string import Formatter

from einlass import config
from einlass.errors import QueryContractError
from einlass.indicators import Indicator, indicators
from einlass.words.catalogue import catalogue


@dataclass(frozen=True)
class Text:
    """A key, the values that its text must ask for, and whether it has a form for one and one for many."""

    key: str
    values: frozenset[str] = frozenset()
    is_plural: bool = False


def texts_of(one: Indicator) -> list[Text]:
    """Every text that is looked up by an indicator's code, unit or exports. queries/README.md says what they are."""
    name, unit = f"indicator.{one.code}", f"unit.{one.unit}"
    keys = [name, f"{name}.short", f"{name}.definition", f"{name}.numerator", unit, f"{unit}.denominator"]
    keys += [f"source.{source}" for source in one.sources]
    found = [Text(key) for key in keys]
    found.append(Text(f"{unit}.value", frozenset({"value"})))
    if one.kind == "rate" and one.is_comparable:
        count = frozenset({"count"})
        found += [Text(key, count, is_plural=True) for key in (f"count.{one.code}", f"{unit}.exposure")]
    return found


@cache
def check() -> None:
    """Raises QueryContractError with every file whose indicator lacks a text, and every one that it lacks."""
    faults = []
    for one in (one for one in indicators().values() if not one.parameters):  # the settings name the others
        for text in texts_of(one):
            lacking = [language for language in config.LANGUAGES if not _is_there(text, language)]
            if lacking:
                faults.append(f"{one.query}.sql: {text.key} ({', '.join(lacking)})")
    if faults:
        raise QueryContractError("query.texts_missing", missing=faults)


def _is_there(text: Text, language: str) -> bool:
    message = catalogue(language).get(text.key)
    if message is None or bool(message.pluralizable) != text.is_plural:
        return False
    forms = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    return all(form and _placeholders(form) == text.values for form in forms)


def _placeholders(form: str) -> frozenset[str]:
    """The values that a text asks for; a brace that does not close asks for one that nobody has."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(form) if name is not None)
    except ValueError:
        return frozenset({"{"})
