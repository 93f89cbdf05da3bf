"""Rates by office before and since the start with their intervals, offices without a measure in the same picture."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

import streamlit as st

from einlass.charts import tiny
from einlass.charts.incidents import RATE_WIDTH, rate_graphic
from einlass.findings import city
from einlass.measures import Window, offices
from einlass.topics.incidents import OfficeRate, Rate, firm_offices, rates, windows_beside
from einlass.ui import axis, quiet, show, style
from einlass.ui.incidents.asking import Choice
from einlass.warehouse import DataVersion
from einlass.words import Words, bold, places, sentences

TOPS = (1.2, 1.6, 2, 4, 6, 8, 12)  # times a power of ten: ends of an axis whose quarters are short numbers
WIDEST = 3.5  # times the highest value: an interval that goes on beyond is cut there


def shown(version: DataVersion, choice: Choice) -> list[OfficeRate]:
    """The chosen offices with a measure, and all without one beside them."""
    every = rates(version, choice.indicator.code)
    return [one for one in every if not one.has_measure or one.office_id in choice.offices]


def rates_table(version: DataVersion, choice: Choice, w: Words) -> None:
    """An office a row: both sides on one axis, and the counts they rest on."""
    told = shown(version, choice)
    if not any(one.has_measure for one in told):
        return
    style.section(title(version, told, w), sub(version, told, choice, w))
    top = top_of(told)
    head = "".join(
        [
            f'<th scope="col"><span class="em-hidden">{escape(w("table.office"))}</span></th>',
            f'<th scope="col"><span class="em-hidden">{escape(sentences.unit_name(choice.indicator, w))}</span>'
            f"{_axis(top, w)}</th>",
            *(
                f'<th scope="col" class="em-number">{escape(w(f"incidents.rates.{one}"))}</th>'
                for one in ("before", "after")
            ),
        ]
    )
    body = "".join(
        _group(name, [one for one in told if one.has_measure == has], top, version, choice, w)
        for name, has in (("with", True), ("without", False))
    )
    caption = style.attribute(w("incidents.rates.caption"))
    st.html(
        f'<div class="em-table em-rates" tabindex="0" role="region" aria-label="{caption}"><table>'
        f'<caption class="em-hidden">{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def title(version: DataVersion, told: Collection[OfficeRate], w: Words) -> str:
    """Whether any office differs for sure."""
    firm = firm_offices(told)
    if not firm:
        return w("incidents.rates.title.none")
    return w("incidents.rates.title.firm", place=places.at(firm, offices(version), w))


def sub(version: DataVersion, told: Collection[OfficeRate], choice: Choice, w: Words) -> str:
    """Unit, signs and periods."""
    unit = w(f"indicator.{choice.indicator.code}")
    parts = [w("incidents.rates.sub", indicator=unit), w("incidents.rates.sub.periods")]
    spans = windows_beside(city(version, choice.indicator.code))
    if spans is not None and not all(one.has_measure for one in told):
        days = {"before": _days(spans[0], w), "after": _days(spans[1], w)}
        parts.append(w("incidents.rates.sub.without", **days))
    return " ".join(parts)


def _days(window: Window, w: Words) -> str:
    return w.period(window.first, window.until)


def top_of(told: Collection[OfficeRate]) -> float:
    """The end of the shared axis: no interval but those of offices with very few visits is cut."""
    sides = [side for one in told for side in (one.before, one.after)]
    highest = max((side.high or 0.0 for side in sides), default=0.0)
    value = max((side.phase.value or 0.0 for side in sides), default=0.0)
    wanted = min(highest, WIDEST * value) if value else highest
    if not wanted:
        return 0.0
    power = 1.0
    while power > wanted:
        power /= 10
    while power * 10 <= wanted:
        power *= 10
    return next(step * power for step in TOPS if step * power >= wanted)


def _axis(top: float, w: Words) -> str:
    if not top:
        return ""
    ticks = [top * step / 4 for step in range(5)]
    digits = next((d for d in range(4) if all(abs(tick - round(tick, d)) < 1e-9 * top for tick in ticks)), 3)
    words = [
        (tiny.place_of_share(step / 4, RATE_WIDTH) / RATE_WIDTH, w.number(tick, digits if tick else 0))
        for step, tick in enumerate(ticks)
    ]
    return axis.axis(words)


def _group(
    name: str, told: Sequence[OfficeRate], top: float, version: DataVersion, choice: Choice, w: Words
) -> str:
    if not told:
        return ""
    head = f'<tr class="em-group-row"><th scope="colgroup" colspan="4">{escape(w(f"incidents.rates.{name}"))}</th></tr>'
    return head + "".join(_row(one, top, version, choice, w) for one in told)


def _row(one: OfficeRate, top: float, version: DataVersion, choice: Choice, w: Words) -> str:
    place = offices(version)[one.office_id].short_name
    svg = rate_graphic(one.before, one.after, top, show.look(), has_measure=one.has_measure)
    cells = "".join(
        f'<td class="em-number" data-name="{style.attribute(w(f"incidents.rates.{name}"))}">{style.rich(text)}</td>'
        for name, text in (("before", cell(one.before, w)), ("after", bold(cell(one.after, w))))
    )
    name = f'<span class="em-clamp" title="{style.attribute(place)}">{escape(place)}</span>'
    drawn = style.picture(svg, alt(one, choice, w))
    return f'<tr><th scope="row">{name}</th><td class="em-range">{drawn}</td>{cells}</tr>'


def cell(side: Rate, w: Words) -> str:
    """So many of so many visits; where some fell on days without a count, both numbers."""
    count = quiet.number(side.phase.numerator, w)
    if not side.phase.denominator:
        return w("incidents.rates.no_visits", count=count)
    visits = quiet.number(side.phase.denominator, w)
    if side.phase.unexposed_count:
        rated = quiet.number(side.phase.rated, w)
        return w("incidents.rates.part", count=count, rated=rated, visits=visits)
    return w("incidents.rates.cell", count=count, visits=visits)


def alt(one: OfficeRate, choice: Choice, w: Words) -> str:
    """Both rates with their intervals in words."""
    told = [rate_in_words(side, choice, w) for side in (one.before, one.after)]
    return w("incidents.rates.alt", before=told[0], after=told[1])


def rate_in_words(side: Rate, choice: Choice, w: Words) -> str:
    """A rate with its interval."""
    if side.phase.value is None or side.low is None or side.high is None:
        return w("value.none")
    low, high = (sentences.number(choice.indicator, end, w) for end in (side.low, side.high))
    value = sentences.number(choice.indicator, side.phase.value, w)
    return w("incidents.rates.value", value=value, low=low, high=high)
