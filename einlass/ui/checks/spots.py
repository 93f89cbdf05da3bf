"""Were the spot checks random? Weekdays and hours with checks, the share checked, a test with its limits."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from einlass.charts.finds import Row, shares_chart
from einlass.charts.look import Frame
from einlass.topics.checks import Group, Part, Spots, spots
from einlass.ui import quiet, show, style
from einlass.ui.checks import tables
from einlass.ui.checks.asking import Choice
from einlass.ui.checks.parts import kept, weekday
from einlass.ui.checks.texts import alt, period, place, source_foot
from einlass.warehouse import DataVersion
from einlass.words import Words, sentences

STEPS = 4  # shades of a cell
FEW_DAYS = 30  # days with checks, below which the test sees crude patterns only
HUNDRED = 100
NEAR = 0.02  # of the announced share, up to which the real one is called as announced


def spot_checks(version: DataVersion, choice: Choice, w: Words) -> None:
    """The question, the answer by weekday and by hour, the shares beside what was announced."""
    group = choice.spots
    if group is None:
        return
    found = spots(version, group)
    style.section(question(version, group, found, w), lead(found, group, w), anchor="spots")
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.html(_hours_table(found, w))
        style.small(hours_note(found, w))
        of_hours = partial(tables.numbers, version, group, "hours", w)
        show.save_menu("checks-hours", w("checks.spots.table"), of_hours, w)
    with right:
        _shares(version, group, found, w)
        style.notes(test_lines(found, w))
        if found.whole.share is None:
            make = partial(tables.numbers, version, group, "spots", w)
            show.save_menu("checks-spots", question(version, group, found, w), make, w)
    tables.table(version, group, "spots", w)
    if choice.groups[0] != group:
        tables.table(version, group, "items", w, with_files=True)


def question(version: DataVersion, group: Group, found: Spots, w: Words) -> str:
    """The heading: the question and its two answers."""
    days = {None: "open", True: "no", False: "yes"}[found.is_uneven]
    hours = "no" if found.never else ("yes" if found.is_known_open else "open")
    told = w(
        "checks.spots.heading",
        place=place(group, version, w),
        days=w(f"checks.spots.days.{days}"),
        hours=w(f"checks.spots.hours.{hours}"),
    )
    return sentences.sentence_case(told)


def lead(found: Spots, group: Group, w: Words) -> str:
    """On how many days, and in which hours no check is recorded."""
    key = "office_days" if len(group.offices) > 1 else "days"
    said = [
        w.plural(
            f"checks.spots.{key}",
            found.whole.check_days,
            open=w.number(found.whole.open_days),
            period=period(group, w),
        )
    ]
    if found.never:
        hours = sentences.sentence_case(hour_ranges(found.never, w))
        said.append(w.plural("checks.spots.never_hours", found.whole.check_days, hours=hours))
    return " ".join(said)


def hour_ranges(hours: tuple[int, ...], w: Words) -> str:
    """Hours as stretches from … to …"""
    stretches: list[list[int]] = []
    for hour in hours:
        if stretches and stretches[-1][1] == hour:
            stretches[-1][1] = hour + 1
        else:
            stretches.append([hour, hour + 1])
    return w.join([w("checks.spots.from_to", first=first, last=last) for first, last in stretches])


def _hours_table(found: Spots, w: Words) -> str:
    """Weekdays × hours with the number of days with checks, darker with more."""
    highest = max(found.by_hour.values(), default=1)
    caption = w("checks.spots.table")
    head = "".join(f'<th scope="col">{hour}</th>' for hour in found.hours)
    head = f'<th scope="col">{escape(w("checks.spots.weekday"))}</th>{head}'
    head += f'<th scope="col" class="em-wide">{escape(w("checks.spots.check_days"))}</th>'
    body = "".join(_hours_row(found, part, highest, w) for part in found.weekdays)
    return (
        f'<div class="em-table em-check-hours" tabindex="0" role="region" aria-label="{style.attribute(caption)}">'
        f"<table><caption>{style.rich(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _hours_row(found: Spots, part: Part, highest: int, w: Words) -> str:
    number = int(part.key)
    cells = "".join(_cell(found.by_hour.get((number, hour), 0), highest, w) for hour in found.hours)
    days = w("checks.spots.of_days", count=w.number(part.check_days), open=w.number(part.open_days))
    name = weekday(number, w, is_short=True)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}<td class="em-wide">{escape(days)}</td></tr>'


def _cell(count: int, highest: int, w: Words) -> str:
    if not count:
        return f'<td class="em-never">{escape(w.number(0))}</td>'
    step = max(1, round(STEPS * count / highest))
    return f'<td class="em-heat-{step}">{escape(w.number(count))}</td>'


def hours_note(found: Spots, w: Words) -> str:
    """What a cell says, and from where the hours are known."""
    return w("checks.spots.hours_note.known" if found.is_known_open else "checks.spots.hours_note.unknown")


def _shares(version: DataVersion, group: Group, found: Spots, w: Words) -> None:
    whole = found.whole
    if whole.share is None:
        style.small(w("checks.spots.no_visits"))
        return
    rows = [
        _row("on_days", whole.share, whole.checked, whole.visits_checked, w, is_strong=True),
        *(
            [_row("all_days", whole.share_of_all, whole.checked, whole.visits, w)]
            if whole.share_of_all is not None
            else []
        ),
    ]
    title = shares_title(found, w)
    sub = w(
        "checks.spots.shares.sub",
        checked=quiet.number(whole.checked, w),
        visits=quiet.number(whole.visits_checked, w),
        all=quiet.number(whole.visits, w),
    )
    figure = kept(
        ("shares", version, group, found.announced),
        lambda: shares_chart(
            rows, found.announced, show.look(), w, Frame(title, sub, source_foot(version, w))
        ),
        w,
    )
    show.chart(
        figure,
        alt(version, w, title, sub),
        "checks-shares",
        w,
        numbers=partial(tables.numbers, version, group, "spots", w),
        notes=test_lines(found, w),
    )


def _row(name: str, share: float, checked: int, visits: int, w: Words, *, is_strong: bool = False) -> Row:
    label = w(f"checks.spots.{name}")
    spoken = w(
        "checks.spots.spoken",
        label=label,
        share=w.percent(share, 1),
        checked=w.number(checked),
        visits=w.number(visits),
    )
    return Row(label, share, w.percent(share, 1), spoken, is_strong)


def shares_title(found: Spots, w: Words) -> str:
    """The real share on days with checks, beside the announced one where it is known."""
    share = found.whole.share or 0.0
    if found.announced is None:
        return w("checks.spots.shares.title", share=w.percent(share, 1))
    key = "as" if abs(share - found.announced) <= NEAR else ("less" if share < found.announced else "more")
    return w(f"checks.spots.shares.{key}", share=w.percent(share, 1), announced=w.percent(found.announced))


def test_lines(found: Spots, w: Words) -> list[str]:
    """The tests in words, with their limits."""
    said = [_weekday_line(found, w)]
    other = found.office_test
    if other is not None and other.p_value is not None:
        key = "no" if found.is_uneven_by_office else "yes"
        said.append(w(f"checks.spots.office_test.{key}", odds=odds(other.p_value, w)))
    said.append(w("checks.spots.no_hour_test"))
    return [*said, *([w("checks.spots.not_announced")] if found.announced is None else [])]


def _weekday_line(found: Spots, w: Words) -> str:
    if found.test.p_value is None:
        return w.plural("checks.spots.test.none", found.test.drawn)
    key = "no" if found.is_uneven else ("few" if found.test.drawn < FEW_DAYS else "yes")
    return w.plural(f"checks.spots.test.{key}", found.test.drawn, odds=odds(found.test.p_value, w))


def odds(p_value: float, w: Words) -> str:
    """How many of a hundred draws by lot would be at least as uneven; rarer ones of a thousand, never zero."""
    for draws in (HUNDRED, 10 * HUNDRED):
        if round(draws * p_value) >= 1:
            return w("checks.spots.odds", count=w.number(round(draws * p_value)), draws=w.number(draws))
    return w("checks.spots.odds.below", draws=w.number(10 * HUNDRED))
