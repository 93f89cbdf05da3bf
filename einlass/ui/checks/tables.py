"""The numbers behind the charts as tables and files, behind one switch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from einlass.export import records_csv
from einlass.indicators import indicator
from einlass.topics.checks import DISPOSALS, FINDS, SHARE, Group, Kind, items, spots, step_of, waiting
from einlass.ui import choices, show, style
from einlass.ui.checks import spots as spot_part
from einlass.ui.checks.asking import Choice
from einlass.ui.checks.charts import rates_of, stem
from einlass.ui.checks.texts import counted, definition_of, origin, period, place, source_foot
from einlass.warehouse import DataVersion
from einlass.words import Words, trends

# The indicator whose definition stands with a table; kinds of items have one each.
DEFINED = {"rates": FINDS, "items": FINDS, "waiting": "waiting_time", "spots": SHARE}
COUNTED_BY = {
    "MES": "knives_found",
    "CUT": "cutters_found",
    "SCH": "scissors_found",
    "WKZ": "tools_found",
    "RZS": "sprays_found",
    "SHW": "striking_weapons_found",
    "SSW": "firearms_found",
    "GLS": "glass_found",
    "PYR": "pyrotechnics_found",
    "BTM": "drugs_found",
    "SON": "other_items_found",
}


def tables(version: DataVersion, choice: Choice, w: Words) -> None:
    """A table and its files for each chart."""
    style.section(w("checks.tables.heading"), anchor="numbers")
    if not choices.switch_on(w("checks.tables.switch"), "table"):
        return
    for group in choice.groups:
        _shown(version, group, "rates", _rates(version, group, w), partial(_rate_file, version, group, w), w)
        if items(version, group).count:
            _shown(
                version, group, "items", _items(version, group, w), partial(_item_file, version, group, w), w
            )
    first = choice.groups[0]
    if waiting(version, first).line:
        _shown(
            version,
            first,
            "waiting",
            _waiting(version, first, w),
            partial(_waiting_file, version, first, w),
            w,
        )
    if choice.spots is not None:
        own = choice.spots
        _shown(
            version, own, "spots", spot_part.table(version, own, w), partial(_spot_file, version, own, w), w
        )


def _shown(
    version: DataVersion, group: Group, name: str, table: show.Table, machine: Callable[[], bytes], w: Words
) -> None:
    """A table with the buttons of its files below it."""
    mark = [w("sample.mark")] if version.is_sample else []
    notes = [*mark, definition_of(DEFINED[name], w), w("checks.small_counts"), source_foot(version, w)]
    files = show.Files(stem(version, group, w(f"checks.file.{name}"), w), notes, machine)
    style.html_table(table.caption, table.head, table.rows(), numeric=table.numeric, stacks=True)
    with st.container(horizontal=True, gap="medium"):
        show.file_buttons(f"checks-{name}-{group.regime}", table, files, w)


def _head(columns: Sequence[str], w: Words) -> list[str]:
    return [w(f"checks.table.{one}") for one in columns]


def _rates(version: DataVersion, group: Group, w: Words) -> show.Table:
    columns = ("period", "checked", "persons", "rate", "low", "high", "remark")
    return show.Table(
        w("checks.table.rates", place=place(group, version, w), period=period(group, w)),
        _head(columns, w),
        lambda: _rate_rows(version, group, w),
        (1, 2, 3, 4, 5),
    )


def _rate_rows(version: DataVersion, group: Group, w: Words) -> list[list[str]]:
    return [
        [
            trends.period_name(one.start, step_of(group), w),
            w.number(one.checked),
            counted(one.persons, w),
            *(
                w("value.none") if value is None else w.number(value, 1)
                for value in (one.value, one.low, one.high)
            ),
            "; ".join(
                [w("checks.rates.outage")] * one.has_outage + [w("chart.incomplete")] * (not one.is_whole)
            )
            or "–",
        ]
        for one in rates_of(version, group)
    ]


def _rate_file(version: DataVersion, group: Group, w: Words) -> bytes:
    rows = [
        {
            "regime": group.regime,
            "offices": "|".join(group.offices),
            "period_start": one.start.isoformat(),
            "step": step_of(group),
            "persons_with_find": one.persons,
            "persons_checked": one.checked,
            "value": one.value,
            "interval_95_low": one.low,
            "interval_95_high": one.high,
            "is_complete": int(one.is_whole),
            "has_outage": int(one.has_outage),
        }
        for one in rates_of(version, group)
    ]
    return records_csv(indicator(DEFINED["rates"]), rows, origin(version), w)


def _items(version: DataVersion, group: Group, w: Words) -> show.Table:
    listed = items(version, group)
    disposals = [w(f"checks.disposal.{one}") for one in DISPOSALS]
    head = [w("checks.table.kind"), w("checks.table.count"), *disposals, *_head(("act", "unclear"), w)]
    whole = Kind("", listed.disposals, listed.weapons_act, listed.unclear)
    return show.Table(
        w("checks.table.items", place=place(group, version, w), period=period(group, w)),
        head,
        lambda: [
            *(_item_row(w(f"checks.kind.{one.code}"), one, w) for one in listed.kinds),
            _item_row(w("checks.table.total"), whole, w),
        ],
        tuple(range(1, len(head))),
    )


def _item_row(name: str, one: Kind, w: Words) -> list[str]:
    return [name, *(counted(count, w) for count in (one.count, *one.disposals, one.weapons_act, one.unclear))]


def _item_file(version: DataVersion, group: Group, w: Words) -> bytes:
    """A row a kind, each with the indicator that counts it."""
    rows = [
        {
            "regime": group.regime,
            "offices": "|".join(group.offices),
            "first_day": group.period.first.isoformat(),
            "until": group.period.until.isoformat(),
            "category_code": one.code,
            "item_count": one.count,
            **{f"disposal_{code}": count for code, count in zip(DISPOSALS, one.disposals, strict=True)},
            "weapons_act_count": one.weapons_act,
            "weapons_act_unclear_count": one.unclear,
        }
        for one in items(version, group).kinds
    ]
    parts = [
        records_csv(indicator(COUNTED_BY[str(row["category_code"])]), [row], origin(version), w)
        for row in rows
    ]
    return parts[0] + b"".join(part.split(b"\r\n", 1)[1] for part in parts[1:])


def _waiting(version: DataVersion, group: Group, w: Words) -> show.Table:
    return show.Table(
        w("checks.table.waiting", place=place(group, version, w), period=period(group, w)),
        _head(("per_hour", "minutes"), w),
        lambda: [
            [w.number(persons), w.number(minutes, 1)] for persons, minutes in waiting(version, group).line
        ],
        (0, 1),
    )


def _waiting_file(version: DataVersion, group: Group, w: Words) -> bytes:
    rows = [
        {
            "offices": "|".join(group.offices),
            "checked_per_hour_and_entrance": one.per_hour,
            "waiting_median_minutes": one.minutes,
            "block_count": one.count,
            "has_outage": int(one.has_outage),
        }
        for one in waiting(version, group).blocks
    ]
    return records_csv(indicator(DEFINED["waiting"]), rows, origin(version), w)


def _spot_file(version: DataVersion, group: Group, w: Words) -> bytes:
    found = spots(version, group)
    parts = [("weekday", one) for one in found.weekdays] + [("office", one) for one in found.offices]
    rows = [
        {
            "part": part,
            "key": one.key,
            "open_days": one.open_days,
            "check_days": one.check_days,
            "checked": one.checked,
            "visits_on_check_days": one.visits_checked,
            "visits_on_open_days": one.visits,
            "share": one.share,
            "share_of_all": one.share_of_all,
            "announced_share": found.announced,
            "p_value_weekdays": found.test.p_value,
        }
        for part, one in parts
    ]
    return records_csv(indicator(DEFINED["spots"]), rows, origin(version), w)
