"""Four figures at a glance, each with what it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from einlass import config
from einlass.export import records_csv
from einlass.findings import Phase
from einlass.indicators import indicator
from einlass.topics.checks import FINDS, REFUSED, SHARE, Group, items, total
from einlass.topics.small import is_small
from einlass.ui import quiet, show, style
from einlass.ui.checks.parts import stem
from einlass.ui.checks.texts import counted_kind, definition_of, origin, period, place, rate, source_foot
from einlass.warehouse import DataVersion
from einlass.words import Words

TOTALS = (SHARE, FINDS, REFUSED)  # figures that are an indicator; items are counted by kind below


@dataclass(frozen=True)
class Card:
    """A figure, what it counts, what it is a part of, and whether it is for publication."""

    figure: str
    name: str
    detail: str
    mark: str = ""


def cards(version: DataVersion, group: Group, w: Words) -> None:
    """Visits checked, persons with a find, items under the weapons act, refusals."""
    shown = [
        checked_card(total(version, SHARE, group), w),
        _finds_card(version, group, w),
        _weapons_card(version, group, w),
        _refused_card(version, group, w),
    ]
    st.html('<ul class="em-facts">' + "".join(_markup(one) for one in shown) + "</ul>")
    show.save_menu("checks-facts", w("checks.cards"), partial(_numbers, version, group, shown, w), w)


def _numbers(version: DataVersion, group: Group, shown: Sequence[Card], w: Words) -> show.Numbers:
    """The figures as a table, and with all digits for a program."""
    rows = [[one.name, one.figure, one.detail, one.mark] for one in shown]
    head = [w(f"checks.table.{name}") for name in ("counted", "count", "of", "remark")]
    caption = w("checks.table.facts", place=place(group, version, w), period=period(group, w))
    least = w.number(config.thresholds().hidden_below)
    notes = [*(definition_of(one, w) for one in TOTALS), w("quiet.key", least=least), source_foot(version, w)]
    files = show.Files(
        stem(version, group, w("checks.cards"), w), notes, partial(_machine, version, group, w)
    )
    return show.Numbers(show.Table(caption, head, lambda: rows, (1,)), files)


def _machine(version: DataVersion, group: Group, w: Words) -> bytes:
    rows = [
        (indicator(code), origin(version), _record(group, total(version, code, group))) for code in TOTALS
    ]
    return records_csv(rows, w)


def _record(group: Group, phase: Phase) -> dict[str, object]:
    return {
        "regime": group.regime,
        "offices": "|".join(group.offices),
        "first_day": group.period.first.isoformat(),
        "until": group.period.until.isoformat(),
        "numerator": phase.numerator,
        "numerator_with_denominator": phase.rated,
        "denominator": phase.denominator or None,
        "value": phase.value,
    }


def _markup(one: Card) -> str:
    quiet = f'<span class="em-quiet">{style.rich(one.mark)}</span>' if one.mark else ""
    return (
        f"<li><b>{style.rich(one.figure)}</b><span>{style.rich(one.name)}</span>"
        f"<small>{style.rich(one.detail)}</small>{quiet}</li>"
    )


def checked_card(share: Phase, w: Words) -> Card:
    """The share of visits that were checked; no share where more were checked than came, or visits are not counted."""
    name = w("checks.card.share")
    if share.value is None:
        return Card(w("value.none"), name, w("checks.card.share.uncounted"))
    checked, visits = w.number(share.rated), w.number(share.denominator)
    if share.rated > share.denominator:
        return Card(w("value.none"), name, w("checks.card.share.more", checked=checked, visits=visits))
    detail = w("checks.card.share.detail", checked=checked, visits=visits)
    return Card(
        w.percent(share.rated / share.denominator, 1), name, detail, _mark(w, share.rated, share.denominator)
    )


def _finds_card(version: DataVersion, group: Group, w: Words) -> Card:
    finds, listed = total(version, FINDS, group), items(version, group)
    if finds.value is None:
        return Card(w("value.none"), w("checks.card.finds"), w("checks.card.unknown"))
    detail = w.plural("checks.card.finds.detail", listed.count, checked=w.number(finds.denominator))
    small = _mark(w, finds.rated, finds.denominator, listed.count)
    return Card(w.number(finds.rated), w("checks.card.finds"), detail, small)


def _weapons_card(version: DataVersion, group: Group, w: Words) -> Card:
    listed = items(version, group)
    if not listed.count and total(version, FINDS, group).rated:
        return Card(w("value.none"), w("checks.card.weapons"), w("checks.card.unlisted"))
    name = w("checks.card.weapons")
    unclear = [w.plural("checks.card.weapons.unclear", listed.unclear)] if listed.unclear else []
    if listed.count and listed.unclear == listed.count:
        return Card(w("checks.card.weapons.open"), name, unclear[0], _mark(w, listed.count))
    own = [(one.code, one.weapons_act) for one in listed.kinds if one.weapons_act]
    told = w.join([counted_kind(code, count, w) for code, count in own])
    parts = [told or w("checks.card.weapons.of", count=w.number(listed.count)), *unclear]
    small = _mark(w, listed.weapons_act, listed.unclear, *([] if told else [listed.count]))
    return Card(w.number(listed.weapons_act), name, "; ".join(parts), small)


def _refused_card(version: DataVersion, group: Group, w: Words) -> Card:
    refused = total(version, REFUSED, group)
    if refused.value is None:
        return Card(w("value.none"), w("checks.card.refused"), w("checks.card.unknown"))
    checked = w.number(refused.denominator)
    detail = w(
        "checks.card.refused.detail", rate=rate(refused.rated, refused.denominator, w), checked=checked
    )
    return Card(
        w.number(refused.rated),
        w("checks.card.refused"),
        detail,
        _mark(w, refused.rated, refused.denominator),
    )


def _mark(w: Words, *counts: float) -> str:
    """The quiet mark of a card on which any count is small."""
    return quiet.note(*(is_small(count) for count in counts), w=w)
