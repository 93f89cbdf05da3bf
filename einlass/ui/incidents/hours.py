"""Reports by weekday and hour as a table of coloured cells; the visits of the weekdays beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st
from babel.dates import format_date

from einlass.topics.incidents import Hours, Report, hours, visits_by_weekday
from einlass.ui import quiet, show, style
from einlass.ui.incidents.asking import Choice
from einlass.warehouse import DataVersion
from einlass.words import Words

STEPS = 4  # colours above zero
MONDAY = date(2024, 1, 1)


def weekday(number: int, w: Words, pattern: str = "EEEE") -> str:
    """The name of a weekday, 0 = Monday."""
    return str(format_date(MONDAY + timedelta(days=number), pattern, w.language))


def hours_map(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> None:
    """The map with its finding as title."""
    told = hours(found)
    visits = visits_by_weekday(version, choice.offices, choice.period)
    title = hours_title(told, visits, len(found), w)
    sub = w("incidents.hours.sub.visits" if visits else "incidents.hours.sub")
    head = "".join(
        f'<th scope="col" class="em-number">{escape(text)}</th>'
        for text in [
            *map(str, told.hours),
            w("incidents.hours.sum"),
            *([w("incidents.hours.visits")] if visits else []),
        ]
    )
    corner = f'<th scope="col"><span class="em-hidden">{escape(w("incidents.hours.weekday"))}</span></th>'
    rows = "".join(_row(told, day, visits, w) for day in told.weekdays)
    label = style.attribute(title)
    st.html(
        f'<h3 class="em-part">{style.rich(title)}</h3><p class="em-sub">{style.rich(sub)}</p>'
        f'<div class="em-table em-hours" tabindex="0" role="region" aria-label="{label}"><table>'
        f'<caption class="em-hidden">{style.rich(title)}</caption><thead><tr>{corner}{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    style.small(_note(told, w))


def hours_title(told: Hours, visits: Mapping[int, int], whole: int, w: Words) -> str:
    """The weekday with most reports (or those that have equally many), and whether it has most visits, too."""
    highest = max(told.of_weekday(day) for day in told.weekdays)
    first = [day for day in told.weekdays if told.of_weekday(day) == highest]
    is_same = len(first) == 1 and bool(visits) and first[0] == max(visits, key=lambda day: visits[day])
    key = "incidents.hours.title.same" if is_same else "incidents.hours.title"
    key = "incidents.hours.title.equal" if len(first) > 1 else key
    return w(key, weekday=w.join([weekday(day, w) for day in first]), of=quiet.of_all(highest, whole, w))


def _row(told: Hours, day: int, visits: Mapping[int, int], w: Words) -> str:
    cells = "".join(_cell(told.counts.get((day, hour), 0), told.highest, w) for hour in told.hours)
    total = f'<td class="em-number"><b>{escape(quiet.number(told.of_weekday(day), w))}</b></td>'
    beside = f'<td class="em-number">{escape(quiet.number(visits.get(day, 0), w))}</td>' if visits else ""
    name = f'<abbr title="{style.attribute(weekday(day, w))}">{escape(weekday(day, w, "EEEEEE"))}</abbr>'
    return f'<tr><th scope="row">{name}</th>{cells}{total}{beside}</tr>'


def _cell(count: int, highest: int, w: Words) -> str:
    look, step = show.look(), step_of(count, highest)
    ink = look.ground if step > STEPS / 2 else look.ink
    kind = "em-heat" if step else "em-heat-none"
    colors = f"background:{look.palette.heat[step]};color:{ink}"
    return f'<td class="{kind}" style="{colors}">{escape(quiet.number(count, w))}</td>'


def step_of(count: int, highest: int) -> int:
    """The colour of a count: 0 for none, 1 to 4 for equal parts of the way to the highest."""
    return -(-STEPS * count // highest) if count else 0


def _note(told: Hours, w: Words) -> str:
    """What a cell shows, and how many tell no hour."""
    parts = [w("incidents.hours.key")]
    if lacking := sum(told.unknown.values()):
        parts.append(quiet.signed(w.plural("incidents.hours.unknown", lacking), lacking, w))
    return " ".join(parts)
