"""The cities of an installation of several: by name, in the order of the alphabet, and the way from one to another."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TypeVar

import streamlit as st

from einlass import config
from einlass.errors import EinlassError, NoWarehouse, SettingsRefused
from einlass.ui import plain, style
from einlass.ui.state import CITIES, DEFAULT_PAGE, View
from einlass.words import Words

Made = TypeVar("Made")


@dataclass(frozen=True)
class Known:
    """A city: how the address names it, how its settings do, and where its data are."""

    key: str
    name: str
    folder: Path


def every() -> dict[str, Known]:
    """All of them by key. Raises EinlassError where their folder cannot be read."""
    folders = config.cities()
    names = plain.told_apart({key: _name(key, folder) for key, folder in folders.items()})
    found = [Known(key, names[key], folder) for key, folder in folders.items()]
    return {one.key: one for one in sorted(found, key=lambda one: (_sorted_as(one.name), one.key))}


def find(key: str | None) -> Known | None:
    """The city of that key, and no other; only what stands in the folder is one."""
    with suppress(EinlassError):
        return every().get(key or "")
    return None


def kept_apart(city: Known, make: Callable[[], Made], fail: Callable[[str], Made], w: Words) -> Made:
    """What is made of a city by its own settings; whatever happens there is told in its place."""
    try:
        with config.at(city.folder):
            return make()
    except NoWarehouse:
        return fail(w("cities.empty"))
    except SettingsRefused as error:
        return fail(w.message(error.key, error.values))
    except EinlassError as error:
        return fail(w.message(error.key, error.values))
    except Exception:
        logging.getLogger(__name__).exception("the city %s could not be shown", city.key)
        return fail(w("failure.text"))


def _name(key: str, folder: Path) -> str:
    """As its settings call it; by its folder where they do not, or hold faults."""
    with config.at(folder), suppress(SettingsRefused):
        return config.city().name or key
    return key


def _sorted_as(name: str) -> str:
    """As in a dictionary: accents and capitals do not count (DIN 5007)."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def chooser(view: View, current: str, here: Known | None, w: Words) -> str:
    """Which city is looked at, and the others behind it; nothing where there is one city."""
    with suppress(EinlassError):
        if cities := every():
            label = escape(w("cities.other") if here else w("cities.choose"))
            return (
                f'<details class="em-cities"><summary>{label}</summary>'
                f'<nav aria-label="{label}">{_links(cities, view, current, here)}</nav></details>'
            )
    return ""


def ask(view: View, current: str, w: Words) -> None:
    """In place of a page of one city: which one; that the one in the address is not there."""
    if view.city:
        style.heading(w("cities.gone.title", asked=plain.quoted(view.city)), w("cities.gone"))
    else:
        style.heading(w("cities.which.title"), w("cities.which", page=w(f"menu.{current}")))
    cities = every()
    if not cities:
        style.answer_box("open", w("cities.none.title"), [w("cities.none", folder=str(config.cities_dir()))])
    label, links = escape(w("cities.choose")), _links(cities, view, current, None)
    st.html(f'<nav class="em-cities" aria-label="{label}">{links}</nav>')


def _links(cities: Mapping[str, Known], view: View, current: str, here: Known | None) -> str:
    """A link a city, to the same page; measures and offices are those of one city, and stay behind."""
    current = DEFAULT_PAGE if current == CITIES else current
    items = "".join(
        f'<li><a href="{escape(View(lang=view.lang, city=one.key).href(current))}"{_mark(one, here)}>'
        f"{escape(one.name)}</a></li>"
        for one in cities.values()
    )
    return f"<ul>{items}</ul>"


def _mark(one: Known, here: Known | None) -> str:
    return ' aria-current="true"' if one == here else ""
