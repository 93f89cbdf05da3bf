"""Every office that was asked: the answers of clients as two small bars, counts, verdict, and the staff beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from einlass import config
from einlass.charts import tiny
from einlass.charts.sentiment import Room, room_of, tiny_answers, zero_of
from einlass.export import records_csv
from einlass.findings import Finding, Phase
from einlass.measures import measures
from einlass.topics.sentiment import STAFF, OfficeAnswers, by_office
from einlass.ui import show, style
from einlass.ui.sentiment import texts
from einlass.ui.sentiment.asking import Choice
from einlass.ui.sentiment.panels import stem_of
from einlass.ui.sentiment.texts import Shown
from einlass.warehouse import DataVersion
from einlass.words import Words, bold, places, sentences

COLUMNS = ("office", "answers", "clients", "verdict", "staff")
LAST_PLACE = 0.74  # of the width; a word that begins further right would stick out
NOTHING = "–"  # neither side has answers
UP, DOWN = "clear_increase", "clear_decrease"
UNJUDGED = ("too_little_data", "no_data", "not_comparable")


def offices_table(version: DataVersion, choice: Choice, about: Shown, w: Words) -> None:
    """A row an office; where one is under several measures, a row each."""
    rows = by_office(version, choice.question)
    if not rows:
        return
    found = [one.clients or one.staff for one in rows]
    room = room_of(
        [phase for one in rows if one.clients for phase in (one.clients.before, one.clients.after)]
    )
    style.section(title(rows, w), _sub(about, w))
    names = _names(version, rows, about, w)
    has_staff = any(texts.both(one.staff, w) != NOTHING for one in rows)
    columns = [name for name in COLUMNS if name != "staff" or has_staff]
    head = "".join(_head(name, room, w) for name in columns)
    body = "".join(_row(name, one, room, len(columns), w) for name, one in zip(names, rows, strict=True))
    caption = escape(w("sentiment.offices.caption"))
    st.html(
        f'<div class="em-table em-stacks em-answers-table" tabindex="0" role="region" aria-label="{caption}"><table>'
        f'<caption class="em-hidden">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
        "</table></div>"
    )
    first = next(one for one in found if one is not None)
    make = partial(_numbers, rows, names, first, about, version, w)
    show.save_menu("sentiment-offices", w("sentiment.offices.caption"), make, w)


def _sub(about: Shown, w: Words) -> str:
    least = w.number(config.thresholds().share_least)
    return w("sentiment.offices.sub", item=texts.item(about.first.found, w), least=least)


def title(rows: Sequence[OfficeAnswers], w: Words) -> str:
    """At how many offices clients agree clearly more or less often."""
    asked = {one.office_id for one in rows if one.clients is not None}
    judged = {one.office_id for one in rows if one.clients is not None and one.verdict not in UNJUDGED}
    if len(asked) < 2:
        return w("sentiment.offices.title")
    if not judged:
        return w("sentiment.offices.open", all=w.few(len(asked)))
    up, down = ({one.office_id for one in rows if one.verdict == sign} for sign in (UP, DOWN))
    if up or down:
        key = "both" if up and down else "up" if up else "down"
        values = {"up": _few(len(up), w), "down": _few(len(down), w), "all": w.few(len(asked))}
        return w(f"sentiment.offices.{key}", **values)
    several = w("sentiment.offices.none", all=w.few(len(judged)))
    told = several if len(judged) > 1 else w("sentiment.offices.none_of_one")
    rest = len(asked) - len(judged)
    return w("sentiment.offices.unjudged", title=told, rest=_few(rest, w)) if rest else told


def _few(count: int, w: Words) -> str:
    """So many offices in words."""
    return w("sentiment.offices.one") if count == 1 else w.few(count)


def _names(version: DataVersion, rows: Sequence[OfficeAnswers], about: Shown, w: Words) -> list[str]:
    """Offices by name; one under several measures with the measure."""
    often = Counter(one.office_id for one in rows)
    called = places.measure_names(measures(version), about.names, w)
    return [
        about.names[one.office_id].short_name
        if often[one.office_id] == 1
        else w(
            "sentiment.office_of", office=about.names[one.office_id].short_name, measure=called[one.measure]
        )
        for one in rows
    ]


def _head(name: str, room: Room, w: Words) -> str:
    if name != "answers":
        return f'<th scope="col">{escape(w(f"sentiment.offices.{name}"))}</th>'
    zero, middle = zero_of(room)
    sides = f'<span style="left:{100 * zero:.1f}%">{escape(w("sentiment.axis"))}</span>'
    at = "right:0" if middle > LAST_PLACE else f"left:{100 * middle:.1f}%"
    between = f'<span style="{at}" class="em-first">{escape(w("sentiment.between"))}</span>'
    hidden = f'<span class="em-hidden">{escape(w("sentiment.offices.answers"))}</span>'
    words = f'<span class="em-axis em-answers-axis" aria-hidden="true">{sides}{between}</span>'
    return f'<th scope="col">{hidden}{words}</th>'


def _row(name: str, one: OfficeAnswers, room: Room, columns: int, w: Words) -> str:
    kind = "em-firm" if one.verdict in sentences.FIRM else "em-open"
    sign = style.picture(tiny.sign(one.verdict, show.look()), "")
    cells = [
        ("em-graphic", "", _graphic(one.clients, room, w)),
        ("", w("sentiment.offices.clients"), texts.both(one.clients, w)),
        (f"em-said {kind}", "", f"{sign}<b>{escape(texts.verdict_of(one.verdict, w))}</b>"),
        ("", w("sentiment.offices.staff"), texts.both(one.staff, w)),
    ]
    body = "".join(
        f'<td class="{kind}"{f" data-name={chr(34)}{escape(label)}{chr(34)}" if label else ""}>{html}</td>'
        for kind, label, html in cells[: columns - 1]
    )
    return f'<tr><th scope="row">{style.rich(bold(name))}</th>{body}</tr>'


def _graphic(found: Finding | None, room: Room, w: Words) -> str:
    """Both bars, where both phases have answers enough."""
    before, after = (found.before, found.after) if found else (None, None)
    if (
        before is None
        or after is None
        or min(before.answer_count, after.answer_count) < config.thresholds().share_least
    ):
        return ""
    alt = w("sentiment.graphic", before=_shares(before, w), after=_shares(after, w))
    return style.picture(tiny_answers((before, after), room, show.look()), alt)


def _shares(phase: Phase, w: Words) -> str:
    one, two, three, four, five = (count / phase.answer_count for count in phase.distribution)
    return w(
        "sentiment.graphic.shares",
        disagree=w.percent(one + two),
        between=w.percent(three),
        agree=w.percent(four + five),
    )


def _numbers(
    rows: Sequence[OfficeAnswers],
    names: Sequence[str],
    first: Finding,
    about: Shown,
    version: DataVersion,
    w: Words,
) -> show.Numbers:
    """The table with its files."""
    head = [w("sentiment.offices.office")]
    for group in about.groups:
        for side in ("before", "after"):
            head += [
                w(f"sentiment.offices.{part}", group=texts.group_name(group, w), side=w(f"sentiment.{side}"))
                for part in ("agreeing", "asked")
            ]
    head.append(w("sentiment.offices.verdict"))
    table = show.Table(
        w("sentiment.offices.caption"), head, lambda: _table(rows, names, about, w), range(1, len(head) - 1)
    )
    notes = [texts.quiet_key(w), w("sentiment.foot"), texts.source_foot(version, first, w)]
    stem = stem_of(about.first.found, about, w("sentiment.file.offices"), w)
    return show.Numbers(table, show.Files(stem, notes, lambda: _machine(rows, names, w)))


def _table(rows: Sequence[OfficeAnswers], names: Sequence[str], about: Shown, w: Words) -> list[list[str]]:
    return [
        [
            name,
            *(
                cell
                for found in _of_groups(one, about)
                for phase in ((found.before, found.after) if found else (None, None))
                for cell in texts.counts(phase, found, w)
            ),
            texts.verdict_of(one.verdict, w),
        ]
        for name, one in zip(names, rows, strict=True)
    ]


def _of_groups(one: OfficeAnswers, about: Shown) -> list[Finding | None]:
    return [one.staff if group == STAFF else one.clients for group in about.groups]


def _machine(rows: Sequence[OfficeAnswers], names: Sequence[str], w: Words) -> bytes:
    records = [
        (
            found.indicator,
            found.provenance,
            {
                "office_id": one.office_id,
                "office": name,
                "measure": one.measure,
                "audience": found.indicator.audience,
                "phase": side,
                "agreeing": phase.numerator,
                "answers": phase.denominator,
                **{f"answers_{value}": count for value, count in enumerate(phase.distribution, 1)},
                "verdict": one.verdict if found is one.clients else found.verdict,
            },
        )
        for name, one in zip(names, rows, strict=True)
        for found in (one.clients, one.staff)
        if found is not None
        for side, phase in (("before", found.before), ("after", found.after))
        if phase is not None
    ]
    return records_csv(records, w)
