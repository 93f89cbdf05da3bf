"""An entry of the catalogue as a figure."""

from __future__ import annotations

from einlass.indicators import indicators
from einlass.release.figures import catalogue as known
from einlass.release.figures.answers import answers
from einlass.release.figures.catalogue import Entry, catalogue
from einlass.release.figures.checks import checked, items, rate, waiting
from einlass.release.figures.guards import guards, visits
from einlass.release.figures.incidents import incidents
from einlass.release.records import Figure
from einlass.remembered import remembered
from einlass.warehouse import DataVersion


@remembered(512)
def figure(version: DataVersion, entry: Entry) -> Figure | None:
    """The figure of an entry; None where the data hold nothing to tell after all."""
    topic, measure = entry.topic, entry.measure
    if topic == known.CHECKED:
        return checked(version, measure)
    if topic == known.WAITING:
        return waiting(version, measure)
    if topic in known.CHECKS:
        return rate(version, topic, measure)
    if topic == known.ITEMS or topic.startswith(known.ITEM):
        return items(version, topic, measure)
    if topic in (known.COST, known.HOURS):
        return guards(version, topic, measure)
    if topic == known.VISITS:
        return visits(version, measure)
    if indicators()[topic].kind == "score":
        return answers(version, topic, measure)
    return incidents(version, topic, measure)


def figures(version: DataVersion) -> dict[Entry, Figure]:
    """Every figure of these data, in the order of the catalogue."""
    made = ((entry, figure(version, entry)) for entry in catalogue(version))
    return {entry: one for entry, one in made if one is not None}
