"""Several questions, or several offices, looked at together: each verdict corrected for looking at all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from einlass.findings.counts import CountResult
from einlass.findings.make import count_result, decided_on
from einlass.findings.records import Finding
from einlass.stats import pooling, verdict
from einlass.warehouse import DataVersion


def judged_together(found: Sequence[Finding]) -> tuple[str, ...]:
    """The verdict of each of several findings on answers, corrected by Holm for looking at all of them."""
    p_values = [np.nan if (p := _p_value(one)) is None else p for one in found]
    corrected = pooling.holm(p_values) if len(p_values) else ()
    return tuple(_judged(one, float(p)) for one, p in zip(found, corrected, strict=True))


def counted_together(version: DataVersion, found: Sequence[Finding]) -> tuple[str, ...]:
    """The verdict of each of several findings on counts, corrected by Holm for looking at all of them."""
    results = [_result(version, one) for one in found]
    p_values = [np.nan if one is None or one.p_value is None else one.p_value for one in results]
    corrected = pooling.holm(p_values) if results else ()
    return tuple(
        one.verdict if result is None else result.corrected(float(p)).verdict.value
        for one, result, p in zip(found, results, corrected, strict=True)
    )


def _result(version: DataVersion, found: Finding) -> CountResult | None:
    """What a finding was made from; None where nothing could be compared."""
    if found.analysis is None:
        return None
    own = tuple((one.office_id, one.windows) for one in found.uses if one.windows is not None)
    return count_result(version, found.indicator, own, decided_on(found.measure.episodes))


def _p_value(found: Finding) -> float | None:
    """That of the difference, where there is a verdict to correct."""
    if found.analysis is None or found.verdict == verdict.Verdict.TOO_LITTLE_DATA.value:
        return None
    return found.analysis.p_value


def _judged(found: Finding, holm_p: float) -> str:
    analysis = found.analysis
    if analysis is None or analysis.delta is None or np.isnan(holm_p):
        return found.verdict
    evidence = verdict.Evidence(
        analysis.delta.interval_80, analysis.delta.interval_95, holm_p=holm_p, guards=analysis.guards
    )
    return verdict.judge(evidence, verdict.SCORES).verdict.value
