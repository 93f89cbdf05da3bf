"""Offices of another city to compare with: what the settings of an installation of several cities may name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from einlass.city.lines import Document
from einlass.errors import SettingsFault


@dataclass(frozen=True)
class Comparison:
    """Offices of one city, and the cities beside whose findings they stand. All are named by their folders.

    lines: where its keys stand in the file.
    """

    city: str
    offices: tuple[str, ...]
    beside: tuple[str, ...]
    lines: Mapping[str, int]


def comparisons_of(found: Document) -> tuple[Comparison, ...]:
    """The sections of a file without faults."""
    sections: Sequence[Mapping[str, Any]] = found.values.get("comparison", ())
    return tuple(
        Comparison(
            one["city"],
            tuple(one["offices"]),
            tuple(one["for"]),
            {key: found.line(("comparison", number, key)) for key in one},
        )
        for number, one in enumerate(sections)
    )


def faults(comparisons: Sequence[Comparison], known: Collection[str] | None) -> Iterator[SettingsFault]:
    """Cities that are none, and a city beside itself. known: None in a file that is not of several."""
    for one in comparisons:
        if known is None:
            yield SettingsFault(one.lines["city"], "settings.comparison.alone", {"name": "comparison"})
            continue
        for key, cities in (("city", (one.city,)), ("for", one.beside)):
            for city in cities:
                if city not in known:
                    yield SettingsFault(
                        one.lines[key], "settings.comparison.city", {"name": key, "city": city}
                    )
        if one.city in one.beside:
            yield SettingsFault(one.lines["for"], "settings.comparison.itself", {"city": one.city})


def unknown_offices(one: Comparison, offices: Sequence[str]) -> Iterator[SettingsFault]:
    """Offices that the data of their city do not tell of."""
    for office in one.offices:
        if office not in offices:
            told = {"office": office, "city": one.city}
            yield SettingsFault(one.lines["offices"], "settings.comparison.office", told)
