"""Findings in words: every sentence is made from the codes and numbers of the record, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from einlass.findings import CityFinding, Estimate, Finding, Phase
from einlass.indicators import Indicator
from einlass.measures import Episode, Event, Measure, Office
from einlass.stats.counts import Range
from einlass.words.catalogue import Words

FIRM = ("clear_decrease", "clear_increase")
NAMED_OFFICES = 3
RELIABLE_SHARE_N = 30  # below this a survey share is not given in per cent (disclosure rule "/")
SIGNS = {
    "clear_decrease": "↘",
    "signs_of_decrease": "↘?",
    "no_large_change": "≈",
    "signs_of_increase": "↗?",
    "clear_increase": "↗",
    "not_comparable": "–",
}


def sentence_case(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def place(office_ids: Iterable[str], offices: Mapping[str, Office], w: Words) -> str:
    """The offices by name, or how many they are."""
    names = [offices[one].short_name for one in office_ids]
    return w.join(names) if len(names) <= NAMED_OFFICES else w("place.offices", count=w.number(len(names)))


def measure_name(measure: Measure, offices: Mapping[str, Office], w: Words) -> str:
    """A measure by what is done and where."""
    return f"{w(f'measure.{measure.regime}')}: {place(measure.offices, offices, w)}"


def measure_dates(measure: Measure, offices: Mapping[str, Office], w: Words) -> str:
    """Since when, planned and extended until when; where offices differ, each with its own days."""
    if not measure.is_staggered:
        return episode_dates(measure.episodes[0], w)
    by_dates: dict[str, list[str]] = {}
    for one in measure.episodes:
        by_dates.setdefault(episode_dates(one, w), []).append(offices[one.office_id].short_name)
    return ", ".join(
        w("measure.dates.at", place=w.join(names), dates=dates) for dates, names in by_dates.items()
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
        return w(f"known_time.{event.label}")
    return w(f"event.{event.operating_state or event.kind}")


def verdict(finding: Finding, w: Words) -> str:
    """The verdict in a few words."""
    special = f"verdict.{finding.verdict}.{finding.indicator.kind}"
    return w(special if w.has(special) else f"verdict.{finding.verdict}")


def headline(finding: Finding, offices: Mapping[str, Office], w: Words) -> str:
    """The finding as a heading."""
    name = w(f"indicator.{finding.indicator.code}.short")
    return w(
        "headline", indicator=name, place=place(finding.offices, offices, w), verdict=verdict(finding, w)
    )


def quantity(indicator: Indicator, value: float | None, w: Words) -> str:
    """A value with its unit."""
    if value is None:
        return w("value.none")
    return w(f"unit.{indicator.unit}.value", value=number(indicator, value, w))


def number(indicator: Indicator, value: float | None, w: Words) -> str:
    """A value without its unit, where the row or column says it."""
    return w("value.none") if value is None else w.number(value, indicator.decimals if value else 0)


def unit_name(indicator: Indicator, w: Words) -> str:
    """The unit as a label."""
    return sentence_case(w(f"unit.{indicator.unit}"))


def numerator_name(indicator: Indicator, w: Words) -> str:
    """What is counted or added up, as a label."""
    return w(f"indicator.{indicator.code}.numerator")


def denominator_name(indicator: Indicator, w: Words) -> str:
    """What it is related to, as a label."""
    return w(f"unit.{indicator.unit}.denominator")


def events_in(finding_indicator: Indicator, count: float, w: Words) -> str:
    """The numerator of a rate in words, e.g. 9 reported incidents."""
    return w.plural(f"count.{finding_indicator.code}", count)


def rate_in_words(indicator: Indicator, numerator: float, denominator: float, w: Words) -> str:
    """Events and their exposure, e.g. 9 reported incidents in 1,204 visits."""
    exposure = w.plural(f"unit.{indicator.unit}.exposure", denominator)
    return w("phase.rate", events=events_in(indicator, numerator, w), exposure=exposure)


def agreement(phase: Phase, w: Words) -> str:
    """How many of how many agree, in per cent where n carries it."""
    counts = {"agreeing": w.number(phase.numerator), "asked": w.number(phase.denominator)}
    if phase.denominator < RELIABLE_SHARE_N:
        return w("agreement.counts", **counts)
    return w("agreement.share", share=w.percent(phase.numerator / phase.denominator), **counts)


def phase_in_words(indicator: Indicator, phase: Phase, w: Words) -> str:
    """What was counted in one phase."""
    if phase.value is None and not (indicator.kind == "rate" and phase.day_count):
        return w("value.none")
    if indicator.kind == "rate":
        if not phase.denominator:
            return events_in(indicator, phase.numerator, w)
        return rate_in_words(indicator, phase.numerator, phase.denominator, w)
    return agreement(phase, w) if indicator.kind == "score" else quantity(indicator, phase.value, w)


def counts_sentence(finding: Finding, w: Words) -> str:
    """What was counted since the start and in the period of comparison."""
    before, after = finding.before, finding.after
    if before is None or after is None:
        return ""
    return w(
        f"counts.{finding.indicator.kind}",
        after=phase_in_words(finding.indicator, after, w),
        before=phase_in_words(finding.indicator, before, w),
        after_period=w.period(after.window.first, after.window.until),
        before_period=w.period(before.window.first, before.window.until),
    )


def means_sentence(finding: Finding, w: Words) -> str:
    """The means of a survey item."""
    if not finding.before or not finding.after or finding.indicator.kind != "score":
        return ""
    means = finding.before.mean_answer, finding.after.mean_answer
    if None in means:
        return ""
    return w("counts.means", before=w.number(means[0] or 0, 1), after=w.number(means[1] or 0, 1))


def expected_sentence(finding: Finding, w: Words) -> str:
    """How many events would have been expected had nothing changed, never without its range."""
    if finding.analysis is None or finding.analysis.expected is None:
        return ""
    key = "counts.expected_compared" if finding.analysis.is_by_comparison else "counts.expected"
    return w(key, expected=expected_range(finding.analysis.expected, w))


def expected_range(expected: Range, w: Words) -> str:
    """A number of expected events with its range."""
    digits = 1 if expected.value < 10 else 0
    low, value, high = (w.number(one, digits) for one in (expected.low, expected.value, expected.high))
    return w("value.expected", value=value, low=low, high=high)


def compatible_sentence(finding: Finding, w: Words) -> str:
    """Everything that fits the data: the range before any single number."""
    estimate = finding.estimate
    if estimate is None:
        return ""
    low, high = estimate.low, estimate.high
    if estimate.effect == "ratio":
        return compatible_ratio(low, high, finding.may_state_percent, w)
    if low is None or high is None:
        return ""
    digits = difference_digits(finding.indicator)
    unit = w(f"unit.{finding.indicator.unit}")
    key = "score" if finding.indicator.kind == "score" else "amount"
    return w(f"compatible.{key}", low=signed(low, digits, w), high=signed(high, digits, w), unit=unit)


def difference_digits(indicator: Indicator) -> int:
    """Decimals of a difference: means of answers need two."""
    return 2 if indicator.kind == "score" else indicator.decimals


def compatible_range(estimate: Estimate | None, may_state_percent: bool, w: Words) -> str:
    """The 95 % range of a ratio, short."""
    if estimate is None or (estimate.low is None and estimate.high is None):
        return "–"
    if may_state_percent and estimate.low is not None and estimate.high is not None:
        return w("format.range", low=change(estimate.low, w), high=change(estimate.high, w))
    low = factor(estimate.low, w) if estimate.low is not None else "0"
    high = factor(estimate.high, w) if estimate.high is not None else w("value.open")
    return w("format.range_ratio", low=low, high=high)


def compatible_ratio(low: float | None, high: float | None, may_state_percent: bool, w: Words) -> str:
    """Everything that fits the data, as a ratio or in per cent; an end may be open."""
    if low is None and high is None:
        return w("compatible.nothing")
    if high is None:
        return w("compatible.from", low=factor(low or 0.0, w))
    if not low:
        return w("compatible.up_to", high=factor(high, w))
    if may_state_percent:
        return w("compatible.percent", low=change(low, w), high=change(high, w))
    return w("compatible.ratio", low=factor(low, w), high=factor(high, w))


def factor(ratio: float, w: Words) -> str:
    """A ratio with as many decimals as it takes to tell it from nothing."""
    return w.number(ratio, 1 if ratio >= 0.1 else 2)


def change(ratio: float, w: Words) -> str:
    """A ratio as a change: 12 % weniger, 5 % mehr, gleich viele."""
    share = round(abs(ratio - 1), 2)
    if not share:
        return w("change.none")
    return w("change.less" if ratio < 1 else "change.more", share=w.percent(share))


def signed(value: float, digits: int, w: Words) -> str:
    """A difference with its sign."""
    number = w.number(value, digits)
    return f"+{number}" if round(value, digits) > 0 else number


def answer(finding: Finding, w: Words) -> list[str]:
    """The sentences below the verdict."""
    if finding.verdict == "not_comparable":
        return [w(f"not_comparable.{finding.why}")]
    if finding.verdict == "no_data":
        return [one for one in (w(f"no_data.{finding.why}"), counts_sentence(finding, w)) if one]
    sentences = [
        counts_sentence(finding, w),
        expected_sentence(finding, w),
        means_sentence(finding, w),
        compatible_sentence(finding, w),
    ]
    return [one for one in sentences if one]


def city_sentences(city: CityFinding, offices: Mapping[str, Office], w: Words) -> list[str]:
    """The result at all offices with measures: verdict, counts, what would have been expected, what fits the data."""
    where = places_with_measures(city, offices, w)
    headline_text = w(f"summary.incidents.{city.verdict}", place=where)
    if city.before is None or city.after is None or not city.offices:
        return [headline_text]
    after, before = (events_in(city.indicator, one.numerator, w) for one in (city.after, city.before))
    if city.expected is None:
        counts = w("city.sentence.no_expected", after=after, before=before)
    else:
        counts = w("city.sentence", after=after, expected=expected_range(city.expected, w))
    parts = [f"{headline_text} {counts}"]
    if city.estimate is not None:
        parts.append(compatible_ratio(city.estimate.low, city.estimate.high, city.may_state_percent, w))
    left_out = [one for one in city.offices if one.reason is not None]
    if left_out:
        names = w.join([offices[one.office_id].short_name for one in left_out])
        parts.append(w.plural("city.left_out", len(left_out), place=names))
    return parts


def places_with_measures(city: CityFinding, offices: Mapping[str, Office], w: Words) -> str:
    """The offices of the result, by name where they are few."""
    names = [offices[one.office_id].short_name for one in city.pooled]
    return w.join(names) if 0 < len(names) <= NAMED_OFFICES else w.plural("place.with_measures", len(names))


def source_names(indicator: Indicator, w: Words) -> str:
    """The exports an indicator comes from."""
    return w.join([w(f"source.{name}") for name in indicator.sources])


def source_line(finding_indicator: Indicator, version_number: int, stand_text: str, w: Words) -> str:
    """Source, Stand and version of the definition, for the foot of a chart."""
    return w(
        "foot.source",
        sources=source_names(finding_indicator, w),
        stand=stand_text,
        version=w.number(version_number),
        definition=finding_indicator.version,
    )


def alternative_text(finding: Finding, offices: Mapping[str, Office], w: Words) -> str:
    """The accessible name of a finding's chart: the finding itself."""
    parts = [headline(finding, offices, w) + ".", *answer(finding, w)]
    text = " ".join(parts)
    return (f"{w('sample.mark')}. " if finding.provenance.is_sample else "") + text
