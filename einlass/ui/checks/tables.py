"""The numbers behind the charts: a table below each, where the reader wants tables, and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from einlass import config
from einlass.export import records_csv
from einlass.indicators import indicator
from einlass.measures import offices
from einlass.topics.checks import (
    COUNTED_BY,
    DISPOSALS,
    FINDS,
    SHARE,
    Group,
    Kind,
    Part,
    items,
    spots,
    step_of,
    waiting,
)
from einlass.ui import choices, quiet, show, style
from einlass.ui.checks.parts import rates_of, stem, weekday
from einlass.ui.checks.texts import definition_of, origin, period, place, source_foot
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, trends

# The indicator whose definition stands with a table; kinds of items have one each.
DEFINED = {"rates": FINDS, "items": FINDS, "waiting": "waiting_time", "spots": SHARE, "hours": SHARE}


def switch(w: Words) -> None:
    """Whether the tables stand below the charts."""
    choices.switch_on(w("checks.tables.switch"), "table")


def table(version: DataVersion, group: Group, name: str, w: Words, *, with_files: bool = False) -> None:
    """The table of a chart, where the reader wants tables; with_files: of one without a chart, its files too."""
    if "table" in current_view().opened and _has(version, group, name):
        told = BUILT[name][0](version, group, w)
        style.html_table(told.caption, told.head, told.rows(), numeric=told.numeric, stacks=True)
        if with_files:
            make = partial(numbers, version, group, name, w)
            show.save_menu(f"checks-{name}-{group.regime}", told.caption, make, w)


def numbers(version: DataVersion, group: Group, name: str, w: Words) -> show.Numbers:
    """The table of a chart with its files for people and for programs."""
    told, machine = BUILT[name]
    small = w("quiet.key", least=w.number(config.thresholds().hidden_below))
    notes = [definition_of(DEFINED[name], w), small, source_foot(version, w)]
    of = show.Files(
        stem(version, group, w(f"checks.file.{name}"), w), notes, partial(machine, version, group, w)
    )
    return show.Numbers(told(version, group, w), of)


def _has(version: DataVersion, group: Group, name: str) -> bool:
    if name == "items":
        return items(version, group).count > 0
    return name != "waiting" or bool(waiting(version, group).count)


def _file(name: str, rows: Sequence[Mapping[str, object]], version: DataVersion, w: Words) -> bytes:
    """Records of one table, with the indicator that defines it."""
    return records_csv([(indicator(DEFINED[name]), origin(version), row) for row in rows], w)


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
            quiet.number(one.checked, w),
            quiet.number(one.persons, w),
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
    return _file("rates", rows, version, w)


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
    return [
        name,
        *(quiet.number(count, w) for count in (one.count, *one.disposals, one.weapons_act, one.unclear)),
    ]


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
    asked = [indicator(COUNTED_BY[str(row["category_code"])]) for row in rows]
    return records_csv([(one, origin(version), row) for one, row in zip(asked, rows, strict=True)], w)


def _waiting(version: DataVersion, group: Group, w: Words) -> show.Table:
    """The line of the chart; where there are too few blocks for one, the blocks themselves."""
    found = waiting(version, group)
    points = found.line or [(one.per_hour, one.minutes) for one in found.blocks]
    name = "waiting" if found.line else "blocks"
    return show.Table(
        w(f"checks.table.{name}", place=place(group, version, w), period=period(group, w)),
        _head(("per_hour", "minutes"), w),
        lambda: [[w.number(persons), w.number(minutes, 1)] for persons, minutes in points],
        (1,),
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
    return _file("waiting", rows, version, w)


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
    return _file("spots", rows, version, w)


def _spots(version: DataVersion, group: Group, w: Words) -> show.Table:
    """A row a weekday, and a row an office where there are several."""
    found = spots(version, group)
    names = offices(version)
    parts = [(weekday(int(one.key), w), one) for one in found.weekdays]
    if len(found.offices) > 1:
        parts += [(names[one.key].short_name, one) for one in found.offices]
    parts.append((w("checks.table.total"), found.whole))
    columns = ("part", "open_days", "check_days", "checked", "visits", "share", "all_visits", "share_of_all")
    return show.Table(
        w("checks.table.spots", place=place(group, version, w), period=period(group, w)),
        [w(f"checks.table.{one}") for one in columns],
        lambda: [_spot_row(name, one, w) for name, one in parts],
        tuple(range(1, len(columns))),
    )


def _spot_row(name: str, one: Part, w: Words) -> list[str]:
    shares = [
        w("value.none") if value is None else w.percent(value, 1) for value in (one.share, one.share_of_all)
    ]
    numbers = [w.number(count) for count in (one.open_days, one.check_days)]
    numbers += [quiet.number(count, w) for count in (one.checked, one.visits_checked, one.visits)]
    return [name, *numbers[:4], shares[0], numbers[4], shares[1]]


def _hours(version: DataVersion, group: Group, w: Words) -> show.Table:
    """A row a weekday, a column an hour: on how many days somebody was checked in it."""
    found = spots(version, group)
    head = [w("checks.spots.weekday"), *map(str, found.hours), w("checks.spots.check_days")]
    return show.Table(
        w("checks.table.hours", place=place(group, version, w), period=period(group, w)),
        head,
        lambda: [
            [
                weekday(int(one.key), w),
                *(w.number(found.by_hour.get((int(one.key), hour), 0)) for hour in found.hours),
                w("checks.spots.of_days", count=w.number(one.check_days), open=w.number(one.open_days)),
            ]
            for one in found.weekdays
        ],
        range(1, len(head)),
    )


def _hour_file(version: DataVersion, group: Group, w: Words) -> bytes:
    found = spots(version, group)
    rows = [
        {
            "offices": "|".join(group.offices),
            "weekday": one.key,
            "hour": hour,
            "days_with_check": found.by_hour.get((int(one.key), hour), 0),
            "check_days": one.check_days,
            "open_days": one.open_days,
        }
        for one in found.weekdays
        for hour in found.hours
    ]
    return _file("hours", rows, version, w)


Build = Callable[[DataVersion, Group, Words], show.Table]
Machine = Callable[[DataVersion, Group, Words], bytes]
BUILT: dict[str, tuple[Build, Machine]] = {
    "rates": (_rates, _rate_file),
    "items": (_items, _item_file),
    "waiting": (_waiting, _waiting_file),
    "spots": (_spots, _spot_file),
    "hours": (_hours, _hour_file),
}
