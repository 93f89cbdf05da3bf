"""What limits a finding, in words: guard rails, caveats, what is missing, what it would take to know more."""

from __future__ import annotations

from collections.abc import Mapping

from einlass.findings import Caveat, Finding
from einlass.measures import Office
from einlass.stats.amounts import WEEKS_WANTED
from einlass.stats.guards import Guard
from einlass.stats.scores import WAVES_WANTED
from einlass.stats.series import Reason
from einlass.words.catalogue import Words
from einlass.words.sentences import FIRM

LONGEST_WAIT_WEEKS = 520  # a need of more than ten years is no plan


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
    return [
        w(
            f"missing.{one.ground}",
            found=w.number(one.found, 1 if one.found % 1 else 0),
            wanted=w.number(one.wanted),
        )
        for one in finding.analysis.judgement.grounds
        if one.found is not None and one.wanted is not None and w.has(f"missing.{one.ground}")
    ]


def _limits(finding: Finding, w: Words) -> list[str]:
    assert finding.analysis is not None
    parts = []
    if finding.analysis.is_by_comparison:
        parts.append(w("hint.by_comparison"))
    if finding.indicator.topic == "incidents" and finding.verdict.endswith("increase"):
        parts.append(w("hint.increase"))
    tips = finding.analysis.judgement.tipping_point
    if tips is not None:
        parts.append(w("hint.tipping", share=w.percent(tips)))
    return parts


def _needs(finding: Finding, w: Words) -> list[str]:
    """The smallest decrease this design sees, and what it would take to see a given one."""
    analysis = finding.analysis
    assert analysis is not None
    if finding.indicator.kind != "rate" or finding.verdict in FIRM or not analysis.needs:
        return []
    detectable = analysis.detectable
    parts = [
        w("hint.undetectable") if detectable is None else w("hint.detectable", ratio=w.number(detectable, 2))
    ]
    for need in analysis.needs:
        change_text = w.percent(1 - need.ratio)
        if need.weeks_after is None or need.weeks_after > LONGEST_WAIT_WEEKS:
            parts.append(w("hint.need.never", change=change_text, events=w.number(need.events_per_period)))
        else:
            parts.append(w("hint.need.weeks", change=change_text, weeks=w.number(need.weeks_after)))
    return parts


def guard(one: Guard, offices: Mapping[str, Office], w: Words) -> str:
    """A guard rail in plain words, with the numbers that struck it or did not."""
    values = {name: _guard_number(name, value, w) for name, value in one.numbers}
    values |= {name: _detail(name, value, offices, w) for name, value in one.details}
    if not one.is_struck:
        return w(f"guard.{one.code}.passed", **values)
    key = f"guard.{one.code}.{dict(one.details).get('kind', '')}"
    text = w(key if w.has(key) else f"guard.{one.code}", **values)
    effect = f"guard.effect.{one.effect}"
    return f"{text} {w(effect)}" if w.has(effect) else text


def _detail(name: str, value: object, offices: Mapping[str, Office], w: Words) -> str:
    """A day, an identifier or a code of a guard rail in words."""
    if name == "office":
        return offices[str(value)].short_name
    if name in ("regime", "reporter"):
        return w(f"measure.{value}" if name == "regime" else f"reporter.{value}")
    if name == "last":
        return w("guard.until_now") if value is None else w.value(value)
    if name == "changes" and isinstance(value, tuple):
        return w.join([w(f"survey.{one}") for one in value])
    if name in ("before", "after") and w.has(f"counting.{value}"):
        return w(f"counting.{value}")
    return w.value(value)


def _guard_number(name: str, value: float | None, w: Words) -> str:
    if value is None:
        return "–"
    if name.startswith("share"):
        return w.percent(value)
    return w.number(value, 2 if name.startswith(("p_", "ratio", "low", "high")) else (1 if value % 1 else 0))


def caveat(one: Caveat, w: Words) -> str:
    """What else limits the comparison, as a sentence."""
    values = dict(one.values)
    if one.code == "caveat.exposure_missing":
        return w(
            one.code,
            days=w.plural("count.days_dative", _int(values["days"])),
            events=w.number(_int(values["events"])),
        )
    return w.message(one.code, values)


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
