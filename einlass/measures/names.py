"""Names that tell offices apart: two of one short name stay two, in every list, table, legend and file."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence


def told_apart(offices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A name an office, by identifier. `offices`: its name, then what else may tell it apart (site, longer name).

    Where several look alike, the first of the others that tells them all apart stands behind it, else the identifier.
    """
    bylook: dict[str, list[str]] = {}
    for key, words in offices.items():
        bylook.setdefault(look(words[0]), []).append(key)
    found = {}
    for keys in bylook.values():
        more = _difference([offices[key][1:] for key in keys]) if len(keys) > 1 else None
        for key in keys:
            found[key] = _named(offices[key], key, more) if len(keys) > 1 else offices[key][0]
    return _by_identifier(found)


def _difference(others: Sequence[Sequence[str]]) -> int | None:
    """The place of the first word that each has and no two share."""
    for place in range(min(map(len, others))):
        seen = {look(words[place]) for words in others}
        if len(seen) == len(others) and "" not in seen:
            return place
    return None


def _named(words: Sequence[str], key: str, more: int | None) -> str:
    return f"{words[0]} ({key if more is None else words[1 + more]})"


def _by_identifier(names: Mapping[str, str]) -> dict[str, str]:
    """Names of which some became alike again get the identifier of the office behind them."""
    often = Counter(map(look, names.values()))
    if max(often.values(), default=1) == 1:
        return dict(names)
    return {key: name if often[look(name)] == 1 else f"{name} [{key}]" for key, name in names.items()}


def look(text: str) -> str:
    """What a reader sees: blanks, capitals and ways of writing the same letter aside."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
