"""Offices, measures and events by name: where, what is done there, since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from einlass.findings import Finding
from einlass.measures import Episode, Event, Measure, Office
from einlass.words.catalogue import Words

NAMED_OFFICES = 3


def names_of(office_ids: Iterable[str], offices: Mapping[str, Office], w: Words) -> str:
    """The offices by name, however many."""
    return w.join([offices[one].short_name for one in office_ids])


def both_ways(office_ids: Iterable[str], offices: Mapping[str, Office], w: Words) -> list[str]:
    """That full and spot checks of these offices stand in one figure; nothing where there are none."""
    names = names_of(office_ids, offices, w)
    return [w("checks.both_ways", offices=names)] if names else []


def place(
    office_ids: Iterable[str], offices: Mapping[str, Office], w: Words, *, most: int = NAMED_OFFICES
) -> str:
    """The offices by name, or how many they are when more than `most`."""
    ids = list(office_ids)
    if len(ids) > most:
        return w("place.offices", count=w.few(len(ids)))
    return names_of(ids, offices, w)


def at(
    office_ids: Sequence[str], offices: Mapping[str, Office], w: Words, *, with_measures: bool = False
) -> str:
    """Where, inside a sentence, e.g. at the five offices."""
    if len(office_ids) == 1:
        return w("place.at_one", name=offices[office_ids[0]].short_name)
    if len(office_ids) <= NAMED_OFFICES:
        return w("place.at_some", names=names_of(office_ids, offices, w))
    key = "place.at_many_with_measures" if with_measures else "place.at_many"
    return w(key, count=w.few(len(office_ids)))


def measure_name(measure: Measure, offices: Mapping[str, Office], w: Words) -> str:
    """A measure by what is done and where."""
    return w(
        "measure.name_at", measure=w(f"measure.{measure.regime}"), place=place(measure.offices, offices, w)
    )


def measure_names(measures: Mapping[str, Measure], offices: Mapping[str, Office], w: Words) -> dict[str, str]:
    """Every measure by a name of its own: those that would share one by their start, else by their identifier."""
    plain = {key: measure_name(one, offices, w) for key, one in measures.items()}
    often = Counter(plain.values())
    dated = {
        key: name
        if often[name] == 1
        else w("measure.name_from", name=name, start=w.date(measures[key].starts))
        for key, name in plain.items()
    }
    often = Counter(dated.values())
    return {key: name if often[name] == 1 else f"{name} ({key})" for key, name in dated.items()}


def measure_dates(measure: Measure, offices: Mapping[str, Office], w: Words) -> str:
    """Since when, planned and extended until when; where offices differ, each with its own days. Trials behind it."""
    parts = [_dates(measure, offices, w)]
    if measure.trials:
        parts.append(w("measure.tried", periods=_trials(measure, offices, w)))
    return "; ".join(parts)


def since(measure: Measure, w: Words) -> str:
    """Since when, in a line; where offices began one after the other, the first and the last day."""
    last = max(one.starts for one in measure.episodes)
    if measure.ended:
        return w("measure.dates.ended", start=w.date(measure.starts), end=w.date(measure.ended))
    if last > measure.starts:
        return w("measure.since.many", start=w.date(measure.starts), last=w.date(last))
    return w("measure.dates.open", start=w.date(measure.starts))


def _dates(measure: Measure, offices: Mapping[str, Office], w: Words) -> str:
    if not measure.is_staggered:
        return episode_dates(measure.episodes[0], w)
    by_dates: dict[str, list[str]] = {}
    for one in measure.episodes:
        by_dates.setdefault(episode_dates(one, w), []).append(offices[one.office_id].short_name)
    between = "; " if any("," in dates for dates in by_dates) else ", "
    return between.join(
        w("measure.dates.at", place=w.join(names), dates=dates) for dates, names in by_dates.items()
    )


def _trials(measure: Measure, offices: Mapping[str, Office], w: Words) -> str:
    by_period: dict[str, list[str]] = {}
    for one in measure.trials:
        if one.until is not None:
            by_period.setdefault(w.period(one.starts, one.until), []).append(
                offices[one.office_id].short_name
            )
    if len(measure.offices) == 1:
        return w.join(list(by_period))
    return w.join(
        [w("measure.tried_at", place=w.join(names), period=period) for period, names in by_period.items()]
    )


def episode_dates(episode: Episode, w: Words) -> str:
    """Since when, planned and extended until when, at one office."""
    key = "extended" if episode.extended_until else ("planned" if episode.planned_until else "open")
    values = {"start": episode.starts, "planned": episode.planned_until, "extended": episode.extended_until}
    dates = {name: w.date(day) for name, day in values.items() if day}
    if episode.ended:
        return w("measure.dates.ended", start=w.date(episode.starts), end=w.date(episode.ended))
    if episode.extended_until and not episode.planned_until:
        return w("measure.dates.planned", start=dates["start"], planned=dates["extended"])
    return w(f"measure.dates.{key}", **dates)


def event_name(event: Event, w: Words) -> str:
    """An event by what it is; events of no special kind by the label of the export."""
    if event.kind == "SONST":
        return event.label
    if event.kind == "KNOWN":
        return known_time(event.label, w)
    return w(f"event.{event.operating_state or event.kind}")


def known_time(code: str, w: Words) -> str:
    """A time that was exceptional everywhere: by the text of its code, else as the settings call it."""
    key = f"known_time.{code}"
    return w(key) if w.has(key) else code


def label(text: str, w: Words) -> str:
    """The label of an event: a known time by its name, free text in quotation marks, as the export has it."""
    known = f"known_time.{text}"
    return w(known) if w.has(known) else w("event.label", label=text)


def windows_by_office(finding: Finding, offices: Mapping[str, Office], w: Words) -> list[list[str]]:
    """A row an office that takes part: name, the days of the measure, both windows, what its rate rests on."""
    rows = []
    for one in finding.uses:
        if one.reason is not None or one.windows is None:
            continue
        spans = [w.period(span.first, span.until) for span in (one.windows.before, one.windows.after)]
        dates = episode_dates(finding.measure.episode(one.office_id), w)
        rows.append([offices[one.office_id].short_name, dates, *spans, w(f"basis.{one.basis}")])
    return rows


def windows_lines(finding: Finding, offices: Mapping[str, Office], w: Words) -> list[str]:
    """The windows of each office in a line, where they differ."""
    if not finding.differs_by_office:
        return []
    rows = windows_by_office(finding, offices, w)
    return [w("windows.line", place=row[0], before=row[2], after=row[3]) for row in rows]
