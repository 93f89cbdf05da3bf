"""An entry of the catalogue as a figure."""

from __future__ import annotations

from dataclasses import replace

from einlass.indicators import indicators
from einlass.release.figures import catalogue as known
from einlass.release.figures.answers import answers
from einlass.release.figures.catalogue import Entry, catalogue
from einlass.release.figures.checks import checked, items, rate, waiting
from einlass.release.figures.extent import USUAL, Extent, extent_of
from einlass.release.figures.guards import guards, visits
from einlass.release.figures.incidents import incidents
from einlass.release.figures.periods import as_part, quarter_around
from einlass.release.records import Figure, Subject
from einlass.remembered import remembered
from einlass.warehouse import DataVersion


@remembered(512)
def figure(version: DataVersion, entry: Entry, extent: Extent = USUAL) -> Figure | None:
    """The figure of an entry, as far as its days lie within the extent; None where there is nothing to tell.

    What begins later than the measure is no figure since its start, and is called one of a period.
    """
    made = _figure(version, entry, extent)
    if made is None or extent.period is None:
        return made
    usual = figure(version, entry, Extent(extent.offices))
    return as_part(made) if usual and usual.subject.first < made.subject.first else made


def _figure(version: DataVersion, entry: Entry, extent: Extent) -> Figure | None:
    topic, measure = entry.topic, entry.measure
    if topic == known.CHECKED:
        return checked(version, measure, extent)
    if topic == known.WAITING:
        return waiting(version, measure, extent)
    if topic in known.CHECKS:
        return rate(version, topic, measure, extent)
    if topic == known.ITEMS or topic.startswith(known.ITEM):
        return items(version, topic, measure, extent)
    if topic in (known.COST, known.HOURS):
        return guards(version, topic, measure, extent)
    if topic == known.VISITS:
        return visits(version, measure, extent)
    if indicators()[topic].kind == "score":
        return answers(version, topic, measure, extent)
    return incidents(version, topic, measure, extent)


def figures(version: DataVersion) -> dict[Entry, Figure]:
    """Every figure of these data, in the order of the catalogue."""
    made = ((entry, figure(version, entry)) for entry in catalogue(version))
    return {entry: one for entry, one in made if one is not None}


def same_days(version: DataVersion, subject: Subject) -> Figure | None:
    """What these data tell of the offices and days of a figure that was made from others; None where nothing.

    Offices of the measure that took no part then are looked at as well: they may be what spoils a comparison.
    """
    entry, then = Entry(subject.topic, subject.measure), extent_of(subject)
    if entry not in catalogue(version):
        return None
    made = (figure(version, entry, one) for one in (replace(then, offices=()), then))
    return next((one for one in made if one is not None and one.subject.is_same(subject)), None)


def wider(version: DataVersion, made: Figure) -> tuple[Figure, ...]:
    """Coarser figures, the nearest first: the quarter around a period, the usual days, all measures together."""
    own, entry = made.subject, Entry(made.subject.topic, made.subject.measure)
    then = extent_of(own)
    quarter = quarter_around(then.period) if then.period else None
    asked = [(entry, replace(then, period=quarter))] if quarter else []
    asked += [(entry, Extent(own.offices)), (entry, USUAL)]
    if own.measure and Entry(own.topic) in catalogue(version):
        asked.append((Entry(own.topic), USUAL))
    found = (figure(version, *one) for one in asked)
    return tuple(dict.fromkeys(one for one in found if one is not None and one.subject != own))
