"""Kinds, levels, consequences and places as small bars: real tables, the number at the end of each bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from einlass.topics.incidents import Report, consequences, kinds, levels, places
from einlass.topics.small import SENSITIVE
from einlass.ui import quiet, style
from einlass.words import Words

WIDEST = 62  # per cent of its column that the longest bar takes


def bars(found: Sequence[Report], w: Words) -> None:
    """Four small tables side by side, below each other where there is no room."""
    level = levels(found)
    parts = [
        _part("kind", _ranked_title("kind", kinds(found), found, w), kinds(found), found, w),
        _part("level", _level_title(level["3"], w), level, found, w),
        _part("consequence", _consequence_title(found, w), consequences(found), found, w),
        _part("place", _ranked_title("place", places(found), found, w), places(found), found, w),
    ]
    st.html(f'<div class="em-bars">{"".join(parts)}</div>')


def _part(family: str, title: str, counts: Mapping[str, int], found: Sequence[Report], w: Words) -> str:
    told = {"whole": quiet.number(len(found), w), "sum": quiet.number(sum(counts.values()), w)}
    sub = w(f"incidents.{family}.sub", **told)
    head = f'<h3 class="em-part">{style.rich(title)}</h3><p class="em-sub">{style.rich(sub)}</p>'
    return f'<section class="em-bars-{family}">{head}{_table(family, title, counts, w)}</section>'


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


def _consequence_title(found: Sequence[Report], w: Words) -> str:
    counts = consequences(found)
    if not counts:
        return w("incidents.consequence.none")
    return _ranked_title("consequence", counts, found, w)
