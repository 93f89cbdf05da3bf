"""What is not known, what it would take, and when that would be there at today's pace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from einlass.decision.evidence import evidence, need_of, reached_on
from einlass.decision.records import FIRM, Evidence, Gap
from einlass.decision.when import data_until
from einlass.findings import CityFinding, Finding, city, since_start
from einlass.findings.headlines import ALL_REPORTS
from einlass.findings.surveys import waves_of
from einlass.stats.power import RATIOS
from einlass.stats.scores import WAVES_WANTED
from einlass.warehouse import DataVersion

WAVES_BEFORE, WAVES_SINCE = WAVES_WANTED
CODES = dict(zip(RATIOS, ("fewer_30", "fewer_50"), strict=True))


def gaps(version: DataVersion, key: str) -> tuple[Gap, ...]:
    """The open questions of all offices together and of one measure, then those of surveys of every measure."""
    every = evidence(version)
    own = next((one for one in every if one.measure.key == key), None)
    found: list[Gap] = []
    if len(every) > 1:
        found += _incidents(city(version, ALL_REPORTS), (), all(map(_is_over, every)))
    if own is not None:
        found += _incidents(own.reports, (key,), _is_over(own))
    for audience in ("clients", "staff"):
        found += _waves(version, every, audience)
    return tuple(found)


def _incidents(found: Finding | CityFinding, whose: tuple[str, ...], is_over: bool) -> Iterator[Gap]:
    """What would show a decrease: reports to expect since the start, the time before being as it is, else in both."""
    analysis, before, after = found.analysis, found.before, found.after
    if found.verdict in FIRM or analysis is None or before is None or after is None:
        return
    for ratio, code in CODES.items():
        need = need_of(analysis.needs, ratio)
        if need is None:
            continue
        is_out_of_reach = need.events_after is None
        yield Gap(
            code,
            "both" if is_out_of_reach else "incidents",
            after.numerator,
            need.events_per_period if need.events_after is None else need.events_after,
            None if is_over else reached_on(need, after),
            whose,
            before.numerator,
            is_out_of_reach,
            is_over,
        )


def _is_over(one: Evidence) -> bool:
    return one.measure.ended is not None


def _waves(version: DataVersion, every: Sequence[Evidence], audience: str) -> list[Gap]:
    """Measures with too few waves since the start or before it, those in the same case together.

    Waves before the start cannot be had any more, and none since it once a measure has ended.
    """
    short: dict[tuple[int, int, date | None, bool], list[str]] = {}
    for one in every:
        found: Finding = getattr(one, audience)
        before = found.before.wave_count if found.before else 0
        after = _waves_since(version, found)
        if found.verdict in FIRM or (before >= WAVES_BEFORE and after >= WAVES_SINCE):
            continue
        is_open = before >= WAVES_BEFORE and not _is_over(one)
        expected = next_waves(version, found, max(0, WAVES_SINCE - after)) if is_open else None
        short.setdefault((before, after, expected, _is_over(one)), []).append(one.measure.key)
    return [
        Gap(
            f"waves_{audience}",
            "waves",
            after,
            WAVES_SINCE,
            expected,
            tuple(keys),
            before if before < WAVES_BEFORE else None,
            before < WAVES_BEFORE,
            is_over,
        )
        for (before, after, expected, is_over), keys in short.items()
    ]


def _waves_since(version: DataVersion, found: Finding) -> int:
    """Waves since the start, also where there is nothing before to compare with."""
    if found.after is not None and found.after.wave_count:
        return found.after.wave_count
    since = since_start(version, found.indicator.code, found.measure)
    return since.wave_count if since else 0


def next_waves(version: DataVersion, found: Finding, number: int) -> date | None:
    """The day on which so many more waves would be there, at the usual distance between them; None if it is unknown."""
    starts = sorted({one.wave.first for one in waves_of(version, found)})
    if len(starts) < 3:
        return None
    distance = median((later - earlier).days for earlier, later in pairwise(starts))
    expected = starts[-1] + timedelta(days=round(distance * number))
    return expected if expected >= data_until(version) else None
