"""What limits a finding, in words: guard rails, caveats, who is left out, what it would take to know more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from einlass.findings import Caveat, Finding
from einlass.measures import LeftOut, Office
from einlass.stats.amounts import WEEKS_WANTED
from einlass.stats.guards import Effect, Guard
from einlass.stats.power import Need
from einlass.stats.scores import WAVES_WANTED
from einlass.stats.series import Reason
from einlass.words import places, ranges, sentences
from einlass.words.catalogue import Words

LONGEST_WAIT_WEEKS = 520  # a need of more than ten years is no plan
COUNTED = {"weeks": "count.weeks", "days": "count.days", "events": "count.reports"}  # numbers with their unit


def hint(finding: Finding, w: Words) -> str:
    """What limits the statement, and what it would take to know more."""
    if finding.analysis is None:
        return ""
    parts = [*_missing(finding, w), *_limits(finding, w), *_needs(finding, w)]
    return " ".join(part for part in parts if part)


def _missing(finding: Finding, w: Words) -> list[str]:
    """Which minimum is not met, with the number found."""
    assert finding.analysis is not None
    if finding.verdict != "too_little_data":
        return []
    if finding.indicator.kind == "score":
        before, after = WAVES_WANTED
        return [w("hint.waves", before=w.number(before), after=w.number(after))]
    if finding.analysis.reason is Reason.NO_VARIATION:
        return [w("hint.no_variation")]
    if finding.indicator.kind == "amount":
        return [w("hint.weeks", weeks=w.number(WEEKS_WANTED))]
    counted = sentences.numerator_name(finding.indicator, w)
    return [
        w(
            f"missing.{one.ground}",
            counted=counted,
            found=_found(one.ground, one.found, w),
            wanted=w.number(one.wanted),
        )
        for one in finding.analysis.judgement.grounds
        if one.found is not None and one.wanted is not None and w.has(f"missing.{one.ground}")
    ]


def _found(ground: str, found: float, w: Words) -> str:
    if ground.startswith("weeks"):
        return w.plural("count.weeks", found)
    return w.number(found, 1 if found % 1 else 0)


def _limits(finding: Finding, w: Words) -> list[str]:
    assert finding.analysis is not None
    parts = []
    if finding.analysis.is_by_comparison:
        parts.append(w("hint.by_comparison"))
    if finding.indicator.topic == "incidents" and finding.verdict.endswith("increase"):
        parts.append(w("hint.increase"))
    tips = finding.analysis.judgement.tipping_point
    if tips is not None:
        share = w.percent(tips) if finding.may_state_percent else ranges.part(tips, w)
        parts.append(w("hint.tipping", share=share))
    return parts


def _needs(finding: Finding, w: Words) -> list[str]:
    """The smallest decrease this design sees, and what it would take to see a given one."""
    analysis = finding.analysis
    assert analysis is not None
    if finding.indicator.kind != "rate" or finding.verdict in sentences.FIRM or not analysis.needs:
        return []
    needs = sorted(analysis.needs, key=lambda one: one.ratio)
    waits = [one for one in needs if one.weeks_after is not None and one.weeks_after <= LONGEST_WAIT_WEEKS]
    never = [one for one in needs if one not in waits]
    parts = [_detectable(finding, analysis.detectable, w)]
    if waits:
        weeks = [w.plural("count.weeks", one.weeks_after or 0) for one in waits]
        parts.append(w("hint.need.weeks", items=_items(waits, weeks, w)))
    if never:
        counts = [round(one.events_per_period) for one in never]
        amounts = [
            sentences.events_in(finding.indicator, counts[0], w),
            *(w.number(one) for one in counts[1:]),
        ]
        parts.append(w("hint.need.never", items=_items(never, amounts, w)))
    return parts


def _detectable(finding: Finding, ratio: float | None, w: Words) -> str:
    if ratio is None:
        return w("hint.undetectable")
    if finding.may_state_percent:
        return w("hint.detectable", change=w("hint.decrease_by", share=w.percent(1 - ratio)))
    return w("hint.detectable", change=w("hint.decrease_to", part=ranges.part(ratio, w)))


def _items(needs: list[Need], amounts: list[str], w: Words) -> str:
    items = []
    for need, amount in zip(needs, amounts, strict=True):
        goal = (
            w("hint.need.half") if need.ratio == 0.5 else w("hint.need.part", part=ranges.part(need.ratio, w))
        )
        items.append(w("hint.need.item", goal=goal, amount=amount))
    return w.join(items)


@dataclass(frozen=True)
class Limits:
    """What limits a finding, ranked by what it does to the verdict: caps it, is to be noted, was left out."""

    capping: list[str]
    noted: list[str]
    left_out: list[str]

    @property
    def every(self) -> list[str]:
        """Line by line: what caps the verdict first, what was left out last."""
        return [*self.capping, *self.noted, *self.left_out]


def limits(finding: Finding, offices: Mapping[str, Office], w: Words) -> list[str]:
    """Everything that limits a finding, line by line: what caps the verdict first, what was left out last."""
    return ranked(finding, offices, w).every


def ranked(finding: Finding, offices: Mapping[str, Office], w: Words) -> Limits:
    """Everything that limits a finding, by what it does to the verdict."""
    struck = [one for one in guards(finding) if one.is_struck]
    noted = _struck([one for one in struck if one.effect is Effect.MARKS], offices, w)
    noted += [caveat(one, w) for one in finding.caveats if one.code != "caveat.mix"]  # said with the counts
    noted += _basis(finding, offices, w)
    if finding.analysis is not None:
        grade = finding.analysis.grade
        noted.append(w("grade.line", level=w.number(grade.level), raised_by=w(grade.raised_by)))
    return Limits(
        _struck([one for one in struck if one.effect is not Effect.MARKS], offices, w),
        noted,
        [
            *_offices_left_out(finding, offices, w),
            *_compared(finding, offices, w),
            *left_out(finding, offices, w),
        ],
    )


def _struck(struck: Sequence[Guard], offices: Mapping[str, Office], w: Words) -> list[str]:
    """Guard rails that struck; what several have in common is said behind the last."""
    codes, effects = [one.code for one in struck], [one.effect for one in struck]
    return [
        _with_remarks(
            one,
            _guard_text(one, offices, w),
            w,
            has_note=one.code not in codes[place + 1 :],
            has_effect=one.effect not in effects[place + 1 :],
        )
        for place, one in enumerate(struck)
    ]


def passed(finding: Finding, offices: Mapping[str, Office], w: Words) -> list[str]:
    """The guard rails that were checked and did not strike."""
    return [guard(one, offices, w) for one in guards(finding) if not one.is_struck]


def guards(finding: Finding) -> tuple[Guard, ...]:
    """The guard rails that were checked."""
    return finding.analysis.guards if finding.analysis else ()


def _basis(finding: Finding, offices: Mapping[str, Office], w: Words) -> Iterator[str]:
    """The offices of which the rate rests on days instead of visits."""
    by_days = [one.office_id for one in finding.uses if one.basis == "days" and one.reason is None]
    if by_days and finding.analysis is not None:
        yield w("basis.line", place=places.names_of(by_days, offices, w))


def _offices_left_out(finding: Finding, offices: Mapping[str, Office], w: Words) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for one in finding.uses:
        if one.reason is not None:
            by_reason.setdefault(one.reason, []).append(one.office_id)
    for reason, ids in by_reason.items():
        place = places.names_of(ids, offices, w)
        yield w("office_left_out.line", place=place, reason=w(f"office_left_out.{reason}"))


def _compared(finding: Finding, offices: Mapping[str, Office], w: Words) -> Iterator[str]:
    """The offices without the measure: those compared with, those left out, those that lack some weeks."""
    analysis = finding.analysis
    if analysis is None or not analysis.comparison:
        return
    if analysis.compared is not None:
        used = places.names_of(analysis.comparison_offices, offices, w)
        yield w("compared_left_out.used", place=used)
    by_reason: dict[str, list[str]] = {}
    by_weeks: dict[int, list[str]] = {}
    for one in analysis.comparison:
        if one.reason is not None:
            by_reason.setdefault(one.reason, []).append(one.office_id)
        elif one.weeks_missing and analysis.compared is not None:
            by_weeks.setdefault(one.weeks_missing, []).append(one.office_id)
    for weeks, ids in sorted(by_weeks.items()):
        yield w.plural("compared_left_out.weeks", weeks, place=places.names_of(ids, offices, w))
    for reason, ids in by_reason.items():
        place = places.names_of(ids, offices, w)
        yield w("compared_left_out.line", place=place, reason=w(f"compared_left_out.{reason}"))


def left_out(finding: Finding, offices: Mapping[str, Office], w: Words) -> Iterator[str]:
    """The stretches of days that count on neither side; at which office, where they differ."""
    used = [one for one in finding.uses if one.reason is None and one.windows is not None]
    by_gap: dict[LeftOut, list[str]] = {}
    for one in used:
        assert one.windows is not None
        for gap in one.windows.left_out:
            by_gap.setdefault(gap, []).append(one.office_id)
    for gap, ids in sorted(by_gap.items(), key=lambda pair: (pair[0].window, pair[1])):
        values = {"period": w.period(gap.window.first, gap.window.until), "reason": _reason(gap, w)}
        if len(ids) == len(used):
            yield w("left_out.line", **values)
        else:
            yield w("left_out.line_at", place=places.names_of(ids, offices, w), **values)


def _reason(gap: LeftOut, w: Words) -> str:
    if gap.reason == "left_out.break" and gap.label:
        return places.label(gap.label, w)
    return w(gap.reason)


def guard(one: Guard, offices: Mapping[str, Office], w: Words) -> str:
    """A guard rail in plain words, with the numbers that struck it or did not, and what that does to the verdict."""
    text = _guard_text(one, offices, w)
    return _with_remarks(one, text, w, has_note=True, has_effect=True) if one.is_struck else text


def _with_remarks(one: Guard, text: str, w: Words, *, has_note: bool, has_effect: bool) -> str:
    keys = [f"guard.note.{one.code}"] * has_note + [f"guard.effect.{one.effect}"] * has_effect
    return " ".join([text, *(w(key) for key in keys if w.has(key))])


def _guard_text(one: Guard, offices: Mapping[str, Office], w: Words) -> str:
    numbers = dict(one.numbers)
    values = {name: _guard_number(name, value, w) for name, value in one.numbers}
    values |= {name: _detail(name, value, offices, w) for name, value in one.details}
    if {"share_before", "share_after"} <= numbers.keys():
        risen = (numbers["share_after"] or 0.0) > (numbers["share_before"] or 0.0)
        values["direction"] = w("direction.up" if risen else "direction.down")
    if not one.is_struck:
        return w(f"guard.{one.code}.passed", **values)
    key = f"guard.{one.code}.{dict(one.details).get('kind', '')}"
    return w(key if w.has(key) else f"guard.{one.code}", **values)


def _detail(name: str, value: object, offices: Mapping[str, Office], w: Words) -> str:
    """A day, an identifier or a code of a guard rail in words."""
    if name == "office":
        return offices[str(value)].short_name
    if name in ("regime", "reporter"):
        return w(f"measure.{value}" if name == "regime" else f"reporter.{value}")
    if name == "label":
        return places.label(str(value), w)
    if name == "last":
        return w("guard.until_now") if value is None else w.value(value)
    if name == "changes" and isinstance(value, tuple):
        return w.join([w(f"survey.{one}") for one in value])
    if name in ("before", "after") and w.has(f"counting.{value}"):
        return w(f"counting.{value}")
    return w.value(value)


def _guard_number(name: str, value: float | None, w: Words) -> str:
    if name.startswith("ratio"):
        return ranges.as_many(value, w)
    if value is None:
        return "–"
    unit = COUNTED.get(name.split("_")[0])
    if unit:
        return w.plural(unit, value)
    return w.number(value, 2 if name.startswith(("p_", "low", "high")) else (1 if value % 1 else 0))


def caveat(one: Caveat, w: Words) -> str:
    """What else limits the comparison, as a sentence."""
    values = dict(one.values)
    if one.code == "caveat.exposure_missing":
        days, events = _number(values["days"]), _number(values["events"])
        told = w.plural("count.days_dative", days)
        if not events:
            return w("caveat.exposure_missing.none", days=told)
        return w(one.code, days=told, events=w.plural("count.reports", events))
    if one.code == "caveat.mix":
        return w(one.code, **{name: w.percent(_number(value)) for name, value in values.items()})
    if "label" in values:
        values["label"] = places.label(str(values["label"]), w)
    return w.message(one.code, values)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
