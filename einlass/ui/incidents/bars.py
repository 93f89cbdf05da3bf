"""Kinds, levels, consequences and places as small bars: real tables, the number at the end of each bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from einlass.topics.incidents import Report, levels
from einlass.topics.small import SENSITIVE
from einlass.ui import quiet, style
from einlass.ui.incidents import tables
from einlass.ui.incidents.asking import Choice
from einlass.warehouse import DataVersion
from einlass.words import Words

WIDEST = 62  # per cent of its column that the longest bar takes


COLUMNS = (("kinds",), ("levels", "consequences"), ("places",))


def bars(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> None:
    """Four small tables with their menus, side by side, below each other where there is no room."""
    with st.container(key="incidents-bars"):
        for names, column in zip(COLUMNS, st.columns(len(COLUMNS), gap="large"), strict=True):
            with column:
                for name in names:
                    _part(version, choice, name, found, w)


def _part(version: DataVersion, choice: Choice, name: str, found: Sequence[Report], w: Words) -> None:
    family, count = tables.FAMILIES[name]
    counts, title = count(found), bar_title(name, found, w)
    told = {"whole": quiet.number(len(found), w), "sum": quiet.number(sum(counts.values()), w)}
    sub = w(f"incidents.{family}.sub", **told)
    head = f'<h3 class="em-part">{style.rich(title)}</h3><p class="em-sub">{style.rich(sub)}</p>'
    st.html(f'<div class="em-bars">{head}{_table(family, title, counts, w)}</div>')
    if counts:
        tables.menu(version, choice, found, name, w, title=title)


def bar_title(name: str, found: Sequence[Report], w: Words) -> str:
    """The finding of one of the tables."""
    family, count = tables.FAMILIES[name]
    counts = count(found)
    if name == "levels":
        return _level_title(levels(found)["3"], w)
    if name == "consequences" and not counts:
        return w("incidents.consequence.none")
    return _ranked_title(family, counts, found, w)


def _table(family: str, title: str, counts: Mapping[str, int], w: Words) -> str:
    highest = max(counts.values(), default=0)
    rows = "".join(_row(family, code, count, highest, w) for code, count in counts.items())
    head = "".join(
        f'<th scope="col">{escape(w(key))}</th>' for key in (f"incidents.{family}", "incidents.count")
    )
    return (
        f'<table><caption class="em-hidden">{style.rich(title)}</caption>'
        f'<thead class="em-hidden"><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        if rows
        else ""
    )


def _row(family: str, code: str, count: int, highest: int, w: Words) -> str:
    width = WIDEST * count / highest if highest else 0
    name, told = escape(w(f"incidents.{family}.{code}")), escape(quiet.number(count, w, code))
    line = f'<span class="em-bar-line" style="width:{width:.1f}%"></span>'
    return f'<tr><th scope="row">{name}</th><td>{line}<b>{told}</b></td></tr>'


def _ranked_title(family: str, counts: Mapping[str, int], found: Sequence[Report], w: Words) -> str:
    """The most frequent one, or those that are equally frequent, with the count."""
    highest = max(counts.values())
    codes = [code for code, count in counts.items() if count == highest]
    names = [w(f"incidents.{family}.{code}") for code in codes]
    which = "most" if len(names) == 1 else "equal"
    return w(
        f"incidents.{family}.{which}",
        name=w.join(names),
        of=quiet.of_all(highest, len(found), w, _most_sensitive(codes)),
    )


def _most_sensitive(codes: Sequence[str]) -> str:
    """The code by which a count of all of them is judged."""
    return next((one for one in codes if one in SENSITIVE), "")


def _level_title(highest: int, w: Words) -> str:
    if not highest:
        return w("incidents.level_3.none")
    return quiet.signed(w.plural("incidents.level_3.title", highest), highest, w, "3")
