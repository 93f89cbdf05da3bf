"""Names of what stands in a figure's table and in its address: rows, columns, measures."""

from __future__ import annotations

from einlass.measures import measures, offices
from einlass.release.figures.catalogue import ACT, COST, HOURS, ITEM, Entry
from einlass.release.records import Table
from einlass.topics import checks
from einlass.warehouse import DataVersion
from einlass.words import Words, places, unmarked

SIDED = ("before", "since", "period")
ROWS = {
    "agree": "sentiment.agreeing",
    "all_answers": "sentiment.all",
    "total": "press.row.total",
}


def labels(version: DataVersion, table: Table, w: Words) -> dict[str, str]:
    """A name for every row and column of a table."""
    keys = [*table.columns, *(row.label for row in table.rows)]
    return {key: unmarked(_label(version, key, w)) for key in dict.fromkeys(keys)}


def _label(version: DataVersion, key: str, w: Words) -> str:
    if key in ROWS:
        return w(ROWS[key])
    kind, _, name = key.partition(".")
    if kind == "office":
        return offices(version)[name].short_name
    if kind == "measure":
        return measure_name(version, name, w)
    if kind == "phase":
        return w(f"press.side.{name}")
    if kind == "act":
        return w(f"press.act.{name}")
    if kind in ("disposal", "kind"):
        return w(f"checks.{kind}.{name}")
    if kind == "answer":
        return w(f"answer.{name}")
    if kind in SIDED:
        return w("press.column.of", side=w(f"press.side.{kind}"), column=w(f"press.column.{name}"))
    return w(f"press.column.{key}")


def measure_name(version: DataVersion, key: str, w: Words) -> str:
    """A measure by a name of its own."""
    return places.measure_names(measures(version), offices(version), w)[key]


def topic_name(topic: str, w: Words) -> str:
    """What a figure counts, as a name."""
    if topic.startswith(ITEM) and topic != ACT:
        return w(f"indicator.{checks.COUNTED_BY[topic.removeprefix(ITEM)]}.short")
    if topic in (COST, HOURS):
        return w(f"press.topic.{topic}")
    key = f"press.topic.{topic}"
    if w.has(key):
        return w(key)
    name = f"indicator.{topic}"
    return (
        w(f"{name}.short")
        if w.has(f"{name}.short") and "„" not in w(name) and "“" not in w(name)
        else w(name)
    )


def name(version: DataVersion, entry: Entry, w: Words) -> str:
    """A figure by what it counts and where."""
    return w("press.name", topic=topic_name(entry.topic, w), place=place_of(version, entry, w))


def place_of(version: DataVersion, entry: Entry, w: Words) -> str:
    """The offices of a figure's measure, or that it is all measures."""
    if not entry.measure:
        return w("press.place.all")
    return places.place(measures(version)[entry.measure].offices, offices(version), w)
