"""The words of the page: heading, euros, hours, sources."""

from __future__ import annotations

from datetime import date

from einlass.findings import Provenance, provenance, since_any_start
from einlass.indicators import indicator
from einlass.measures import Measure, offices
from einlass.remembered import remembered
from einlass.topics import outlook, staffing
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences
from einlass.words.catalogue import last_day
from einlass.words.money import about, euros, hours

NONE = "–"


def title(version: DataVersion, w: Words) -> str:
    """The finding: what the guards cost so far, and how many of the planned hours were done."""
    cost = since_any_start(version, staffing.COST)
    filled = since_any_start(version, staffing.FULFILMENT)
    if cost is None or not (cost.numerator or staffing.spent(version)):
        return w("staffing.title.none")
    if filled is None or filled.value is None:
        return w("staffing.title.cost", euros=euros(cost.numerator, w))
    return w("staffing.title", euros=euros(cost.numerator, w), share=w.percent(filled.value / 100))


def standing(version: DataVersion, w: Words) -> str:
    """Which measures, which days, net; what it will be on the day of decision; Stand."""
    found = staffing.spent(version)
    data = provenance(version, indicator(staffing.COST))
    parts = []
    if found:
        first = min(one.cost.window.first for one in found)
        until = max(one.cost.window.until for one in found)
        parts += [w.plural("staffing.measures", len(found)), w.period(first, until), w("staffing.net")]
        parts += _decided(version, w)
    return " · ".join([*parts, w("stand", moment=w.datetime(data.stand))])


def _decided(version: DataVersion, w: Words) -> list[str]:
    """What all will have cost on the day of decision, where those that last have the same."""
    until = staffing.known_until(version)
    days = {one.measure.decided_on for one in staffing.spent(version) if not one.is_over(until)}
    later = outlook.all_until_decision(version)
    if later is None or len(days) != 1:
        return []
    (day,) = days
    return [w("staffing.decided", day=w.date(day), euros=about(later, w))] if day else []


@remembered(256, key=lambda version, measure, w: (version, measure.key, w.language))
def name_of(version: DataVersion, measure: Measure, w: Words) -> str:
    """A measure by the name that no other has."""
    every = {one.measure.key: one.measure for one in staffing.spent(version)} | {measure.key: measure}
    return places.measure_names(every, offices(version), w)[measure.key]


def short_name(version: DataVersion, measure: Measure, w: Words) -> str:
    """A measure by what is done, where no other does the same."""
    same = [one for one in staffing.spent(version) if one.measure.regime == measure.regime]
    return w(f"measure.{measure.regime}") if len(same) < 2 else name_of(version, measure, w)


def reason_name(code: str, w: Words) -> str:
    """Why hours fell out; a code that the roster alone knows stands as it is there, and says so."""
    key = f"staffing.reason.{code.upper() or 'none'}"
    return w(key) if w.has(key) else w("staffing.reason.own", code=code)


def origin(version: DataVersion) -> Provenance:
    """Where the figures come from."""
    return provenance(version, indicator(staffing.COST))


def source_foot(version: DataVersion, w: Words) -> str:
    """Exports, Stand, sample mark."""
    data = origin(version)
    line = sentences.source_line(indicator(staffing.COST), data.version_number, w.datetime(data.stand), w)
    return f"{w('sample.mark')}. {line}" if data.is_sample else line


def foot(version: DataVersion, w: Words) -> list[str]:
    """How cost is made, surcharges and VAT, source."""
    if not staffing.spent(version):
        return [w("staffing.foot"), source_foot(version, w), w("foot.method")]
    surcharges = staffing.surcharge_hours(version)
    told = (
        w("staffing.surcharges", hours=hours(surcharges, w)) if surcharges else w("staffing.surcharges.none")
    )
    return [w("staffing.foot"), told, source_foot(version, w), w("foot.method")]


def alt(version: DataVersion, w: Words, *parts: str) -> str:
    """An accessible name that says whether the data are made up."""
    marks = [w("sample.mark")] if version.is_sample else []
    return ". ".join(part.rstrip(".") for part in [*marks, *parts] if part)


def period_until(until: date, w: Words) -> str:
    """The last day of a half-open range."""
    return w.date(last_day(until))
