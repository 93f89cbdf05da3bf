"""What is not known, what it would take, and when that would be there at today's pace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from einlass.decision.evidence import evidence, need_of, reached_on
from einlass.decision.records import FIRM, Evidence, Gap
from einlass.findings import CityFinding, Finding, city
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
        found += _incidents(city(version, ALL_REPORTS), ())
    if own is not None:
        found += _incidents(own.reports, (key,))
    for audience in ("clients", "staff"):
        found += _waves(version, every, audience)
    return tuple(found)


def _incidents(found: Finding | CityFinding, whose: tuple[str, ...]) -> Iterator[Gap]:
    analysis, before, after = found.analysis, found.before, found.after
    if found.verdict in FIRM or analysis is None or before is None or after is None:
        return
    for ratio, code in CODES.items():
        need = need_of(analysis.needs, ratio)
        if need is not None:
            yield Gap(
                code,
                "incidents",
                after.numerator,
                need.events_per_period,
                reached_on(need, after.week_count, after.window.until),
                whose,
                before.numerator,
                need.weeks_after is None,
            )


def _waves(version: DataVersion, every: Sequence[Evidence], audience: str) -> list[Gap]:
    """Measures with too few waves since the start or before it, those in the same case together.

    Waves before the start cannot be had any more.
    """
    short: dict[tuple[int, int, date | None], list[str]] = {}
    for one in every:
        found: Finding = getattr(one, audience)
        before, after = (side.wave_count if side else 0 for side in (found.before, found.after))
        if found.verdict in FIRM or (before >= WAVES_BEFORE and after >= WAVES_SINCE):
            continue
        expected = next_waves(version, found, max(0, WAVES_SINCE - after)) if before >= WAVES_BEFORE else None
        short.setdefault((before, after, expected), []).append(one.measure.key)
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
        )
        for (before, after, expected), keys in short.items()
    ]


def next_waves(version: DataVersion, found: Finding, number: int) -> date | None:
    """The day on which so many more waves would be there, at the usual distance between them; None if it is unknown."""
    starts = sorted({one.wave.first for one in waves_of(version, found)})
    if len(starts) < 3:
        return None
    distance = median((later - earlier).days for earlier, later in pairwise(starts))
    return starts[-1] + timedelta(days=round(distance * number))
