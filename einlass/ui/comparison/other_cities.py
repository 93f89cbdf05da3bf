"""The same finding beside offices of other cities, where the settings of the installation name some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from einlass import config
from einlass.city import Comparison
from einlass.city.comparison import unknown_offices
from einlass.findings import Estimate, Finding, OtherCity, beside_other_city
from einlass.measures import offices
from einlass.stats.control import LEAST_OFFICES
from einlass.ui import account, known_cities
from einlass.ui.known_cities import Known
from einlass.warehouse import DataVersion, on_newest
from einlass.words import Words, places, ranges, sentences


@dataclass(frozen=True)
class Row:
    """A row of the robustness table: its name, what is said below it, the estimate (None: there is none).

    limit: what it says against the verdict; empty where it does not.
    """

    city: str
    name: str
    notes: tuple[str, ...]
    estimate: Estimate | None = None
    limit: str = ""


def rows(found: Finding, version: DataVersion, w: Words) -> tuple[Row, ...]:
    """One for each city that the settings name, whatever is wrong with it; none for what is not counted."""
    if found.indicator.kind != "rate" or found.analysis is None:
        return ()
    named = config.comparisons(version.folder.name)
    every = known_cities.every() if named else {}
    return tuple(_row(found, version, one, every[one.city], w) for one in named)


def _row(found: Finding, version: DataVersion, one: Comparison, city: Known, w: Words) -> Row:
    def read(other: DataVersion) -> Row:
        compared = beside_other_city(version, found.request, other, one.offices)
        return _told(found, compared, one, city, w)

    def fail(trouble: str) -> Row:
        return Row(city.key, w("other_city", city=city.name), (trouble,))

    return known_cities.kept_apart(city, partial(on_newest, read), fail, w)


def _told(found: Finding, compared: OtherCity, one: Comparison, city: Known, w: Words) -> Row:
    names = offices(compared.version)
    used = places.names_of(compared.used, names, w)
    name = w("other_city.offices", city=city.name, offices=used) if used else w("other_city", city=city.name)
    estimate = compared.estimate
    limit = ""
    if estimate is not None and compared.contradicts(found.verdict):
        reach = ranges.interval(estimate, estimate.low, estimate.high, 1, w)
        ratio = ranges.as_many(estimate.value, w)
        limit = w("other_city.contradicts", city=city.name, ratio=ratio, interval=reach)
    return Row(city.key, name, tuple(_notes(found, compared, one, w)), estimate, limit)


def _notes(found: Finding, compared: OtherCity, one: Comparison, w: Words) -> Iterator[str]:
    """Why there is no estimate, else what was counted; who is left out; how old the data are."""
    if compared.version.is_sample:
        yield f"{w('sample.mark')}."
    if compared.reason is not None:
        used, least = w.number(len(compared.used)), w.number(LEAST_OFFICES)
        yield w(f"other_city.none.{compared.reason}", count=used, least=least)
    else:
        counted = sentences.numerator_name(found.indicator, w)
        sides = zip(
            ("before", "after", "there_before", "there_after"), compared.own + compared.other, strict=True
        )
        yield w("other_city.counts", counted=counted, **{name: w.number(count) for name, count in sides})
    if compared.is_recording_changed:
        yield w("other_city.recording")
    yield from _left_out(compared, one, w)
    yield w("other_city.stand", moment=w.datetime(compared.version.created_at))


def _left_out(compared: OtherCity, one: Comparison, w: Words) -> Iterator[str]:
    names = offices(compared.version)
    if account.current().may("settings"):
        for fault in unknown_offices(one, tuple(names)):
            yield w.message(fault.key, fault.told(_settings_file()))
    for each in compared.offices:
        if each.reason is not None:
            place = names[each.office_id].short_name if each.office_id in names else each.office_id
            reason = w(f"compared_left_out.{each.reason}")
            yield w("compared_left_out.line", place=place, reason=reason)
        elif each.weeks_missing:
            yield w.plural(
                "compared_left_out.weeks", each.weeks_missing, place=names[each.office_id].short_name
            )


def _settings_file() -> Path:
    with config.at(None):
        return config.city_file()


def limits(beside: Sequence[Row]) -> list[str]:
    """What the rows say against the verdict."""
    return [one.limit for one in beside if one.limit]
