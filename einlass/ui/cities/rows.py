"""Each city with its measures by outcome: the same cells as on its own overview, on axes that all cities share.

In the order of the alphabet, whatever came out. What is wrong with one city stands in its place and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from einlass import config
from einlass.charts import Look
from einlass.measures import measures
from einlass.remembered import remembered
from einlass.ui import known_cities, show, style
from einlass.ui.known_cities import Known
from einlass.ui.overview import cells, standing
from einlass.ui.overview.matrix import columns_of, key_of_signs, made_of, table
from einlass.ui.state import DEFAULT_PAGE, View
from einlass.warehouse import DataVersion, on_newest
from einlass.words import Words, words_for


@dataclass(frozen=True)
class Row:
    """A city with the version that is served, or what keeps it from being shown, in words."""

    city: Known
    version: DataVersion | None
    trouble: str = ""


def rows(w: Words) -> list[Row]:
    """All cities, in order. Raises EinlassError where their folder cannot be read."""
    return [_row(one, w) for one in known_cities.every().values()]


def overall(found: Sequence[Row], w: Words) -> str:
    """How many cities there are, and from when to when their data were loaded."""
    moments = [one.version.created_at for one in found if one.version]
    parts = [w.plural("cities.count", len(found))]
    if moments:
        first, last = w.datetime(min(moments)), w.datetime(max(moments))
        parts.append(
            w("stand", moment=first) if first == last else w("cities.stands", first=first, last=last)
        )
    return " · ".join(parts)


def _row(city: Known, w: Words) -> Row:
    def read() -> Row:
        config.city()
        return Row(city, on_newest(_with_scales))

    return known_cities.kept_apart(city, read, lambda trouble: Row(city, None, trouble), w)


def _with_scales(version: DataVersion) -> DataVersion:
    _scales(version)
    return version


@remembered(1024)
def _scales(version: DataVersion) -> cells.Scales:
    return cells.scales(version, measures(version).values())


def matrices(found: Sequence[Row], w: Words) -> None:
    """Each city under its name with its matrix, then the key to its signs."""
    ends = _shared([_scales(one.version) for one in found if one.version])
    parts = [f'<section class="em-one-city">{_head(one, w)}{_body(one, ends, w)}</section>' for one in found]
    st.html("".join(parts) + key_of_signs(w))


def _shared(every: Sequence[cells.Scales]) -> cells.Scales:
    """Axes on which every city finds its place."""
    return cells.Scales(
        max([one.finds for one in every], default=0.0), max([one.cost for one in every], default=0.0)
    )


def _head(one: Row, w: Words) -> str:
    """The name, which leads to the city's own overview, and what its data are."""
    href = View(lang=w.language, city=one.city.key).href(DEFAULT_PAGE)
    name = f'<h2 class="em-part"><a href="{escape(href)}">{escape(one.city.name)}</a></h2>'
    if one.version is None:
        return name
    mark = f"<b>{style.rich(w('sample.mark'))}</b> · " if one.version.is_sample else ""
    return f'{name}<p class="em-sub">{mark}{style.rich(_standing(one.version, w.language))}</p>'


def _body(one: Row, ends: cells.Scales, w: Words) -> str:
    """The matrix, or why there is none in its place."""
    version = one.version
    if version is None:
        return _none(one.trouble)
    return known_cities.kept_apart(
        one.city, lambda: _matrix(version, one.city, ends, w.language, show.look()), _none, w
    )


def _none(why: str) -> str:
    return f'<p class="em-none">{style.rich(why)}</p>'


@remembered(1024)
def _standing(version: DataVersion, language: str) -> str:
    with config.at(version.folder):
        return standing(version, words_for(language))


@remembered(1024)
def _matrix(version: DataVersion, city: Known, ends: cells.Scales, language: str, _look: Look) -> str:
    """The measures of a city by outcome. look: what the graphics are drawn in."""
    w = words_for(language)
    if not measures(version):
        return _none(w("cities.no_measure"))
    made = made_of(version, View(lang=language, city=city.key), ends, w)
    return table(version, w("cities.matrix", city=city.name), columns_of(ends, w), made, w)
