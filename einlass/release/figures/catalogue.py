"""Which figures there are: what is counted, and of which measure (none: of all of them). Cheap: nothing is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from einlass.findings import data_window
from einlass.findings.days import covered
from einlass.indicators import Indicator, indicator, indicators
from einlass.measures import Measure, measures
from einlass.release.figures.extent import USUAL, Extent
from einlass.remembered import remembered
from einlass.topics import checks, staffing
from einlass.warehouse import DataVersion

INCIDENTS, SURVEYS, VISITS = "incidents", "sentiment", "visits_per_open_day"
CHECKED, WAITING = "persons_checked", "waiting_time"
CHECKS = (checks.FINDS, CHECKED, checks.SHARE, checks.REFUSED)
ITEMS, ITEM = "items", "items."
ACT = ITEM + "weapons_act"  # items that fall under the weapons act, whatever their kind
COST, HOURS = "cost", "guard_hours"


@dataclass(frozen=True)
class Entry:
    """A figure by what it counts (`Subject.topic`) and the key of its measure, empty for all measures together."""

    topic: str
    measure: str = ""

    @property
    def key(self) -> str:
        """One text for an address; a topic never holds a colon."""
        return f"{self.topic}:{self.measure}" if self.measure else self.topic


def entry_of(version: DataVersion, key: str) -> Entry | None:
    """The entry of a key; None where these data have no such figure."""
    return next((one for one in catalogue(version) if one.key == key), None)


def indicator_of(topic: str) -> Indicator:
    """The indicator whose exports tell of a topic."""
    if topic == ITEMS or topic.startswith(ITEM):
        return indicator(checks.COUNTED_BY.get(topic.removeprefix(ITEM), checks.COUNTED_BY["MES"]))
    return indicator({CHECKED: checks.FINDS, COST: staffing.COST, HOURS: staffing.HOURS}.get(topic, topic))


def topic_of(indicator_code: str) -> str:
    """What a figure counts that tells of an indicator: kinds of items, cost, else the indicator itself."""
    kinds = {code: ITEM + kind for kind, code in checks.COUNTED_BY.items()}
    return {**kinds, staffing.COST: COST}.get(indicator_code, indicator_code)


@remembered(8)
def catalogue(version: DataVersion) -> tuple[Entry, ...]:
    """Every figure of these data, topic by topic; all measures together before each of them."""
    return tuple(_entries(version))


def _entries(version: DataVersion) -> Iterator[Entry]:
    every = measures(version)
    for code in (one.code for one in indicators().values() if one.topic == INCIDENTS):
        yield from _of_measures(version, code, every, with_city=len(every) > 1)
    for code in (one.code for one in indicators().values() if one.kind == "score"):
        yield from _of_measures(version, code, every, with_city=False)
    yield from _checks(version, every)
    spent = {one.measure.key for one in staffing.spent(version)}
    for topic in (COST, HOURS):
        if len(spent) > 1:
            yield Entry(topic)
        yield from (Entry(topic, key) for key in every if key in spent)
    yield from _of_measures(version, VISITS, every, with_city=False)


def _of_measures(
    version: DataVersion, code: str, every: dict[str, Measure], *, with_city: bool
) -> Iterator[Entry]:
    """An indicator at each measure whose offices have data of it."""
    asked = indicator(code)
    known = [key for key, one in every.items() if _has_data(version, asked, one)]
    if with_city and len(known) > 1:
        yield Entry(code)
    yield from (Entry(code, key) for key in known)


def _has_data(version: DataVersion, asked: Indicator, one: Measure) -> bool:
    return data_window(version, asked, one.offices).days > 0


def _checks(version: DataVersion, every: dict[str, Measure]) -> Iterator[Entry]:
    """What exists only where persons are checked."""
    checked = [key for key, one in every.items() if group_of(version, one) is not None]
    for topic in (*CHECKS, WAITING):
        yield from (Entry(topic, key) for key in checked)
    listed = [key for key in checked if _has_lists(version, every[key])]
    for topic in (ITEMS, ACT, *(ITEM + kind for kind in checks.COUNTED_BY)):
        yield from (Entry(topic, key) for key in listed)


def _has_lists(version: DataVersion, one: Measure) -> bool:
    lists = indicator(checks.COUNTED_BY["MES"])
    return any(covered(version, lists, office) for office in one.offices)


def group_of(version: DataVersion, one: Measure, extent: Extent = USUAL) -> checks.Group | None:
    """The offices of a measure that were checked its way, over the days that the page on checks begins with."""
    known = checks.checked_offices(version)
    of_measure = tuple(office for office in one.offices if one.regime in known.get(office, ()))
    own = tuple(office for office in of_measure if not extent.offices or office in extent.offices)
    if not own:
        return None
    period = extent.period or checks.default_period(version, of_measure)
    found = checks.groups(version, own, period.within(checks.whole_period(version, own)))
    return next((group for group in found if group.regime == one.regime), None)
