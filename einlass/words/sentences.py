"""Findings in words: every sentence is made from the codes and numbers of the record, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from einlass import config
from einlass.findings import Analysis, CityFinding, Finding, Phase, Point
from einlass.indicators import Indicator
from einlass.measures import Office
from einlass.words import places, ranges
from einlass.words.catalogue import Words
from einlass.words.markup import quoted, unmarked

FIRM = ("clear_decrease", "clear_increase")
QUOTES = '„“”»«"'
QUOTED = re.compile(f"[{QUOTES}](.+?)[{QUOTES}]")


def sentence_case(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def verdict(finding: Finding, w: Words) -> str:
    """The verdict in a few words."""
    keys = (f"verdict.{finding.verdict}.{finding.indicator.kind}", f"verdict.{finding.verdict}.{finding.why}")
    return w(next((key for key in keys if w.has(key)), f"verdict.{finding.verdict}"))


def question(wording: str) -> str:
    """The statement that was to be agreed with: what stands in quotation marks, else the whole wording."""
    inside = QUOTED.search(wording)
    return (inside[1] if inside else wording).strip(QUOTES + " .")


def headline(finding: Finding, offices: Mapping[str, Office], w: Words) -> str:
    """The finding as a heading."""
    name = w(f"indicator.{finding.indicator.code}.short")
    return w(
        "headline",
        indicator=name,
        place=places.place(finding.offices, offices, w),
        verdict=verdict(finding, w),
    )


def series_title(finding: Finding, offices: Mapping[str, Office], w: Words) -> str:
    """The finding over its series: what was counted since the start, and what was to be expected or was before."""
    before, after = finding.before, finding.after
    if before is None or after is None:
        return headline(finding, offices, w)
    counted = phase_in_words(finding.indicator, after, w)
    expected = finding.analysis.expected if finding.analysis else None
    if finding.indicator.kind == "rate" and expected is not None:
        events = events_in(finding.indicator, after.numerator, w)
        return w("chart.series.expected", events=events, expected=ranges.expected_range(expected, w))
    return w("chart.series.before", after=counted, before=phase_in_words(finding.indicator, before, w))


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
    if phase.denominator < config.thresholds().share_least:
        return w("agreement.counts", **counts)
    return w("agreement.share", share=w.percent(phase.numerator / phase.denominator), **counts)


def phase_in_words(indicator: Indicator, phase: Phase, w: Words) -> str:
    """What was counted in one phase."""
    if indicator.kind == "rate" and not indicator.is_comparable and phase.value is not None:
        return _parts_in_words(indicator, phase, w)
    if indicator.kind == "rate" and indicator.is_comparable and phase.day_count:
        return _rate_in_words(indicator, phase, w)
    if phase.value is None:
        return w("value.none")
    return agreement(phase, w) if indicator.kind == "score" else quantity(indicator, phase.value, w)


def _parts_in_words(indicator: Indicator, phase: Phase, w: Words) -> str:
    """A rate that has no sentence of its own, as only comparable ones do: its value with both parts by their labels."""
    return w(
        "phase.parts",
        value=quantity(indicator, phase.value, w),
        numerator=numerator_name(indicator, w),
        count=w.number(phase.numerator),
        denominator=denominator_name(indicator, w),
        exposure=w.number(phase.denominator),
    )


def _rate_in_words(indicator: Indicator, phase: Phase, w: Words) -> str:
    """All events and, where they are fewer, those on days with an exposure."""
    if not phase.denominator:
        return events_in(indicator, phase.numerator, w)
    if not phase.unexposed_count:
        return rate_in_words(indicator, phase.numerator, phase.denominator, w)
    key = "phase.rate_part_visits" if indicator.exposure_source == "visits" else "phase.rate_part"
    return w(
        key,
        events=events_in(indicator, phase.numerator, w),
        rated=w.number(phase.rated),
        exposure=w.plural(f"unit.{indicator.unit}.exposure", phase.denominator),
    )


def rated_label(indicator: Indicator, w: Words) -> str:
    """The label of the events on days with an exposure."""
    return w("table.rated_visits" if indicator.exposure_source == "visits" else "table.rated")


def value_in_cell(indicator: Indicator, phase: Phase, w: Words) -> str:
    """The value of a phase without its unit, or why there is none."""
    if phase.value is None and phase.numerator:
        return w("value.no_exposure", denominator=denominator_name(indicator, w))
    return number(indicator, phase.value, w)


def point_in_words(indicator: Indicator, point: Point, w: Words) -> str:
    """What was counted in one period of a series."""
    if point.count is None:
        return w("value.none")
    if indicator.kind == "score":
        counts = {"agreeing": w.number(point.numerator), "asked": w.number(point.denominator)}
        if point.denominator < config.thresholds().share_least:
            return w("agreement.counts", **counts)
        return w("agreement.share", share=w.percent(point.numerator / point.denominator), **counts)
    if indicator.kind != "rate":
        return quantity(indicator, point.value, w)
    if not point.denominator:
        return f"{events_in(indicator, point.numerator, w)} {w('chart.without_exposure')}"
    return rate_in_words(indicator, point.numerator, point.denominator, w)


def point_with_counts(indicator: Indicator, point: Point, w: Words) -> str:
    """The value of one period of a series with the counts it rests on."""
    if point.value is None or indicator.kind not in ("rate", "share", "score"):
        return quantity(indicator, point.value, w)
    if indicator.kind == "score" and point.denominator < config.thresholds().share_least:
        return point_in_words(indicator, point, w)
    counts = w("chart.counts", count=w.number(point.numerator), all=w.number(point.denominator))
    return f"{quantity(indicator, point.value, w)} {counts}"


def counts_sentence(finding: Finding, w: Words) -> str:
    """What was counted since the start and in the period of comparison."""
    before, after = finding.before, finding.after
    if before is None or after is None:
        return ""
    kind = finding.indicator.kind
    counts = {
        "after": phase_in_words(finding.indicator, after, w),
        "before": phase_in_words(finding.indicator, before, w),
    }
    if finding.differs_by_office:
        return w(f"counts.each.{kind}", **counts)
    return w(
        f"counts.{kind}",
        after_period=w.period(after.window.first, after.window.until),
        before_period=w.period(before.window.first, before.window.until),
        **counts,
    )


def question_sentence(finding: Finding, w: Words) -> str:
    """The question as it was asked."""
    asked = list(dict.fromkeys(quoted(question(one)) for one in finding.wordings))
    if len(asked) > 1:
        return w("counts.questions", question=asked[0], earlier=asked[1])
    return w("counts.question", question=asked[0]) if asked else ""


def mix_sentence(finding: Finding, w: Words) -> str:
    """Where the offices were asked in other proportions than before: the agreement in one and the same mix."""
    mix = next((dict(one.values) for one in finding.caveats if one.code == "caveat.mix"), None)
    if mix is None:
        return ""
    sides = (finding.before, finding.after)
    if any(side is None or side.denominator < config.thresholds().share_least for side in sides):
        return w("caveat.mix.few")
    before, after = (w.percent(float(str(mix[name]))) for name in ("before", "after"))
    return w("caveat.mix", before=before, after=after)


def means_sentence(finding: Finding, w: Words) -> str:
    """The means of a survey item."""
    if not finding.before or not finding.after or finding.indicator.kind != "score":
        return ""
    means = finding.before.mean_answer, finding.after.mean_answer
    if None in means:
        return ""
    return w("counts.means", before=w.number(means[0] or 0, 1), after=w.number(means[1] or 0, 1))


def expected_sentence(analysis: Analysis | None, w: Words) -> str:
    """How many events would have been expected had nothing changed, never without its range."""
    if analysis is None or analysis.expected is None:
        return ""
    key = "counts.expected_compared" if analysis.is_by_comparison else "counts.expected"
    return w(key, expected=ranges.expected_range(analysis.expected, w))


def compatible_sentence(finding: Finding, w: Words) -> str:
    """Everything that fits the data: the range before any single number."""
    if finding.estimate is None:
        return ""
    return ranges.compatible(finding.indicator, finding.estimate, finding.may_state_percent, w)


def since_sentence(indicator: Indicator, since: Phase | None, w: Words) -> str:
    """What has been counted since the start, where there is nothing before to compare with."""
    return w("counts.since", counts=phase_in_words(indicator, since, w)) if since else ""


def answer(finding: Finding, w: Words) -> list[str]:
    """The sentences below the verdict."""
    if finding.verdict == "not_comparable":
        found = [w(f"not_comparable.{finding.why}"), question_sentence(finding, w)]
    elif finding.verdict == "no_data":
        found = [w(f"no_data.{finding.why}"), counts_sentence(finding, w)]
    else:
        found = [
            question_sentence(finding, w),
            counts_sentence(finding, w),
            mix_sentence(finding, w),
            expected_sentence(finding.analysis, w),
            means_sentence(finding, w),
            compatible_sentence(finding, w),
        ]
    return [one for one in found if one]


def city_sentences(
    city: CityFinding, offices: Mapping[str, Office], w: Words, others: Sequence[str] = ()
) -> list[str]:
    """The result at all offices with measures: verdict, counts, what would have been expected, what fits the data.

    others: offices with a measure of which there is nothing to compare.
    """
    headline_text = _city_headline(city, offices, w)
    if city.before is None or city.after is None or not city.offices:
        return [headline_text]
    after, before = (phase_in_words(city.indicator, one, w) for one in (city.after, city.before))
    parts = [headline_text, w("city.sentence", after=after)]
    parts.append(
        expected_sentence(city.analysis, w)
        if city.expected is not None
        else w("city.sentence.no_expected", before=before)
    )
    if city.estimate is not None:
        parts.append(ranges.compatible(city.indicator, city.estimate, city.may_state_percent, w))
    left_out = {one.office_id: one.reason for one in city.offices if one.reason is not None}
    left_out |= dict.fromkeys(others, "no_windows")
    if left_out:
        named = [
            w("city.office_left_out", place=offices[one].short_name, reason=w(f"office_left_out.{reason}"))
            for one, reason in left_out.items()
        ]
        parts.append(w("city.left_out", places=w.join(named)))
    return [" ".join(parts[:3]), *parts[3:]]


def _city_headline(city: CityFinding, offices: Mapping[str, Office], w: Words) -> str:
    """The verdict as a sentence; that on all reports in words of its own."""
    pooled = [one.office_id for one in city.pooled]
    where = places.at(pooled, offices, w, with_measures=True) if pooled else ""
    if city.indicator.role == "all_reports":
        return w(f"summary.incidents.{city.verdict}", place=where)
    name, said = w(f"indicator.{city.indicator.code}.short"), w(f"verdict.{city.verdict}")
    if not pooled:
        return w("city.nowhere", indicator=name, verdict=said)
    return w("city.other", indicator=name, place=where, verdict=said)


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
    text = unmarked(" ".join(parts))
    return (f"{w('sample.mark')}. " if finding.provenance.is_sample else "") + text
