"""All offices with a measure together, each counted once and compared with itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from einlass.findings.counts import CountResult, expected_from
from einlass.findings.days import provenance
from einlass.findings.gather import Gathered, OfficeWindows, gathered
from einlass.findings.make import count_result, decided_on, default_windows, phases
from einlass.findings.records import CityFinding, Estimate, OfficeResult
from einlass.indicators import Indicator, indicator
from einlass.measures import Window, bounded, measures, spells
from einlass.remembered import remembered
from einlass.stats import pooling
from einlass.stats.counts import Range
from einlass.stats.offices import decide_pooled
from einlass.stats.series import together
from einlass.stats.step import StepFit
from einlass.stats.verdict import SEVERAL, Evidence, Rules, judge
from einlass.warehouse import DataVersion


@dataclass(frozen=True, eq=False)
class Whole:
    """A finding with what pooling it with those of other cities needs.

    result: all offices in one model. effect, p_value, evidence and rules: of what decided.
    """

    finding: CityFinding
    result: CountResult | None = None
    effect: pooling.Pair | None = None
    p_value: float | None = None
    evidence: Evidence | None = None
    rules: Rules = SEVERAL

    def verdict(self, holm_p: float | None) -> str:
        """The verdict after Holm over several cities; None or nan: there is nothing to correct."""
        if self.evidence is None:
            return self.finding.verdict
        is_known = holm_p is not None and not np.isnan(holm_p)
        return judge(replace(self.evidence, holm_p=holm_p if is_known else None), self.rules).verdict.value


def city(
    version: DataVersion,
    code: str,
    offices: tuple[str, ...] = (),
    bounds: tuple[Window | None, Window | None] = (None, None),
) -> CityFinding:
    """All offices with a measure: from five on random effects over offices, else one model with their own steps.

    Where the offices without a measure have moved themselves, the comparison with them decides. Each office's own
    verdict is corrected by Holm for looking at several. Only for rates. With one measure at one or two offices it
    says what the measure says. offices: of some of them alone. bounds: days that bound every office's windows before
    and after.
    """
    return whole(version, code, offices, bounds).finding


@remembered(256)
def whole(
    version: DataVersion,
    code: str,
    offices: tuple[str, ...] = (),
    bounds: tuple[Window | None, Window | None] = (None, None),
) -> Whole:
    """What `city` says, with what it comes from."""
    asked = indicator(code)
    empty = CityFinding(asked, "no_data", provenance(version, asked))
    if asked.kind != "rate" or not asked.is_comparable:
        return Whole(replace(empty, verdict="not_comparable"))
    own = tuple(
        (office, made)
        for office, episodes in spells(version).items()
        if (not offices or office in offices)
        and (made := default_windows(version, asked, episodes, office)) is not None
        and (made := bounded(made, *bounds)) is not None
    )
    gather = gathered(version, asked, own) if own else None
    if gather is None:
        return Whole(empty)
    used = tuple((one.use.office_id, one.windows) for one in gather.offices)
    before, after = phases(version, asked, used)
    if not before.day_count or not after.day_count:
        return Whole(empty)
    together_result = count_result(version, asked, own, _decided(version, used))
    alone = {
        office: count_result(version, asked, ((office, windows),), decided_on(spells(version)[office]))
        for office, windows in own
    }
    judged = _pooled(
        Whole(empty, together_result), together_result, [alone[office].fit for office, _ in used]
    )
    found = replace(
        judged.finding,
        verdict=judged.verdict(None),
        offices=_office_results(version, asked, own, gather, alone),
        before=before,
        after=after,
    )
    return replace(judged, finding=found)


def _decided(version: DataVersion, used: OfficeWindows) -> date | None:
    return decided_on(tuple(one for office, _ in used for one in spells(version)[office]))


def _office_results(
    version: DataVersion,
    asked: Indicator,
    own: OfficeWindows,
    gather: Gathered,
    alone: dict[str, CountResult],
) -> tuple[OfficeResult, ...]:
    """Each office by itself, its verdict corrected for looking at several."""
    uses = {one.office_id: one for one in gather.uses}
    pooled = [office for office, _ in own if uses[office].reason is None]
    p_values = [np.nan if (p := alone[office].p_value) is None else p for office in pooled]
    holm = dict(zip(pooled, pooling.holm(p_values), strict=True))
    of_office = {
        office: tuple(key for key, one in measures(version).items() if office in one.offices)
        for office, _ in own
    }
    results = []
    for office, windows in own:
        before, after = phases(version, asked, ((office, windows),))
        result, corrected = alone[office], holm.get(office)
        results.append(
            OfficeResult(
                office,
                of_office[office],
                windows,
                before,
                after,
                result.estimate,
                result.corrected(corrected).verdict.value,
                result.analysis.expected,
                uses[office].reason,
            )
        )
    return tuple(results)


def _pooled(empty: Whole, counted: CountResult, fits: list[StepFit]) -> Whole:
    """From five offices on random effects over their own ratios, unless the comparison decides."""
    analysis = counted.analysis
    if len(fits) < pooling.LEAST_OFFICES or analysis.is_by_comparison:
        estimate = counted.estimate
        is_told = estimate.low is not None or estimate.high is not None
        deciding = counted.compared if analysis.is_by_comparison else counted.fit
        return replace(
            empty,
            finding=replace(empty.finding, estimate=estimate if is_told else None, analysis=analysis),
            effect=pooling.pair(deciding) if deciding else None,
            p_value=counted.p_value,
            evidence=counted.evidence,
            rules=counted.rules,
        )
    pooled, evidence, judgement = decide_pooled(counted.evidence, counted.fit, fits)
    analysis = replace(
        analysis,
        judgement=judgement,
        expected=expected_by(pooled, together([one.tally for one in fits]).events_after),
        scale=None,
        dispersion=None,
        degrees=pooled.offices - 1,
    )
    return replace(
        empty,
        finding=replace(empty.finding, estimate=estimate_of(pooled), analysis=analysis),
        effect=pooled.effect,
        p_value=pooled.p_value,
        evidence=evidence,
    )


def estimate_of(pooled: pooling.Pooled) -> Estimate:
    """What was pooled as an estimate."""
    return Estimate("ratio", pooled.ratio, pooled.interval_80, pooled.interval_95, "random_effects")


def expected_by(pooled: pooling.Pooled, events_after: float) -> Range | None:
    """Events to expect after, had nothing changed, by what was pooled."""
    if not pooled.ratio or pooled.standard_error is None:
        return None
    errors = pooled.standard_error, 0.0  # the pool's own error: it is not made of these events alone
    return expected_from(events_after, pooled.ratio, errors, pooling.quantile(pooled.offices))
