"""Request → Finding: what is asked becomes windows, office by office; the modules beside this one compute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from einlass import config
from einlass.findings.amounts import amount_result
from einlass.findings.counts import CountResult, analyse, in_full
from einlass.findings.days import data_window, provenance
from einlass.findings.gather import Compared, Gathered, OfficeWindows, gathered
from einlass.findings.methods import Details, counting_change, recording_changes
from einlass.findings.phases import phase_by_office
from einlass.findings.records import Caveat, Finding, OfficeUse, Phase, Request
from einlass.findings.safeguards import Checks
from einlass.findings.surveys import score_result
from einlass.indicators import Indicator, indicator
from einlass.measures import (
    Episode,
    Measure,
    Window,
    Windows,
    bounded,
    events,
    history,
    hull,
    measure,
    moved,
    windows,
)
from einlass.remembered import remembered
from einlass.stats.series import BoolArray
from einlass.warehouse import DataVersion

LATE_REPORT_DAYS = 21  # 95 % of late reports have come in by then; a figure is final from then on


@remembered(4096)
def finding(version: DataVersion, request: Request) -> Finding:
    """The finding of a request on one version of the data. Raises UnknownCode."""
    asked, taken = indicator(request.indicator), measure(version, request.measure)
    offices = tuple(one for one in taken.offices if one in request.offices) or taken.offices
    result = Finding(request, asked, taken, offices, "no_data", provenance(version, asked))
    if not asked.is_comparable:
        return replace(result, verdict="not_comparable", why=taken.regime)
    made = [
        (office, _office_windows(version, request, asked, (taken.episode(office),), office))
        for office in offices
    ]
    own = tuple((office, one) for office, one in made if one is not None)
    none = tuple(OfficeUse(office, None, reason="no_windows") for office, one in made if one is None)
    if not own:
        return replace(result, uses=none, why=_why_none(version, asked, taken))
    if asked.kind == "score":
        return score_result(
            version, replace(result, uses=none), own, _interim(version, asked, taken.episodes)
        )
    gather = gathered(version, asked, own)
    result = with_phases(version, replace(result, uses=(*gather.uses, *none)), gather)
    if not result.before or not result.after or not result.before.day_count or not result.after.day_count:
        return replace(result, why="phase")
    if asked.kind == "rate":
        counted = full_result(version, asked, own, decided_on(taken.episodes))
        estimate, analysis = counted.estimate, counted.analysis
    else:
        estimate, analysis = amount_result(
            gather, checks_of(version, asked, gather, decided_on(taken.episodes))
        )
    return replace(
        result,
        verdict=analysis.judgement.verdict.value,
        estimate=estimate,
        analysis=analysis,
        caveats=tuple(_caveats(version, result)),
    )


@remembered(1024)
def count_result(
    version: DataVersion, asked: Indicator, own: OfficeWindows, decided: date | None
) -> CountResult:
    """The analysis of counts at some offices in their windows, remembered."""
    gather = gathered(version, asked, own)
    return analyse(gather, checks_of(version, asked, gather, decided))


@remembered(1024)
def full_result(
    version: DataVersion, asked: Indicator, own: OfficeWindows, decided: date | None
) -> CountResult:
    """The same with its sensitivity set and weeks, remembered."""
    return in_full(count_result(version, asked, own, decided))


def _office_windows(
    version: DataVersion, request: Request, asked: Indicator, own: tuple[Episode, ...], office: str
) -> Windows | None:
    """The windows an office's episode makes, or those the reader has moved."""
    made = default_windows(version, asked, own, office)
    move = bounded if request.is_bound else moved
    return made and move(made, request.before, request.after)


def default_windows(
    version: DataVersion, asked: Indicator, own: tuple[Episode, ...], office: str
) -> Windows | None:
    """The windows that an episode, or a stretch of them, makes in the days that are covered for its office."""
    data = data_window(version, asked, (office,))
    return windows(own, history(version)[office], data, in_weeks=asked.kind != "score")


def _why_none(version: DataVersion, asked: Indicator, taken: Measure) -> str:
    """Why there is nothing to compare: no data at all, none before, or none since the start."""
    spans = [data_window(version, asked, (office,)) for office in taken.offices]
    known = [one for one in spans if one.days > 0]
    if not known:
        return "nothing"
    return "no_before" if max(one.until for one in known) > taken.starts else "no_after"


def with_phases(version: DataVersion, result: Finding, gather: Gathered) -> Finding:
    """The finding with both phases and the hull of its windows."""
    own = tuple((one.use.office_id, one.windows) for one in gather.offices)
    before, after = phases(version, result.indicator, own)
    return replace(result, windows=hull([one for _, one in own]), before=before, after=after)


def phases(version: DataVersion, asked: Indicator, own: OfficeWindows) -> tuple[Phase, Phase]:
    """What was counted before and after, each office in its own windows."""
    before, after = (
        phase_by_office(
            version,
            asked.code,
            {office: (getattr(one, side), [gap.window for gap in one.left_out]) for office, one in own},
        )
        for side in ("before", "after")
    )
    return before, after


def decided_on(episodes: tuple[Episode, ...]) -> date | None:
    """The day of decision: the last day as planned or extended, or sooner where all ended sooner."""
    planned = max((end for one in episodes if (end := one.expected_end)), default=None)
    ends = [one.ended for one in episodes]
    ended = max(end for end in ends if end) if ends and None not in ends else None
    return min(planned, ended) if planned and ended else planned


def _interim(
    version: DataVersion, asked: Indicator, episodes: tuple[Episode, ...]
) -> tuple[date | None, int]:
    """The day of decision, and how many days the data end before it."""
    decided = decided_on(episodes)
    return decided, _days_left(version, asked, decided)


def _days_left(version: DataVersion, asked: Indicator, decided: date | None) -> int:
    """How many days the data end before the day of decision; 0 where either is not there."""
    until = provenance(version, asked).data_until
    return max(0, (decided - until).days) if decided and until else 0


def checks_of(version: DataVersion, asked: Indicator, gather: Gathered, decided: date | None) -> Checks:
    """What the warehouse says about the way the numbers came about."""
    left = _days_left(version, asked, decided)
    if asked.kind != "rate":
        return Checks(decided_on=decided, days_left=left)
    recording: list[Details] = []
    counting: list[Details] = []
    compared: tuple[Details, ...] = ()
    for one in gather.offices:
        before, after = one.kept() & ~one.is_after, one.kept() & one.is_after
        span = Window(one.windows.before.first, one.windows.after.until)
        recording += recording_changes(version, one.use.office_id, span, before, after)
        if change := counting_change(version, one.use.office_id, before, after):
            counting.append(change)
    if gather.offices:
        whole = hull([one.windows for one in gather.offices])
        is_after = gather.times >= gather.grid.week(whole.after.first)
        span = Window(whole.before.first, whole.after.until)
        compared = compared_recording(version, gather.others, span, is_after)
    return Checks(
        tuple(dict.fromkeys(recording)),
        compared,
        tuple(counting),
        decided,
        left,
    )


def compared_recording(
    version: DataVersion, others: Compared, span: Window, is_after: BoolArray
) -> tuple[Details, ...]:
    """Changes of who records at offices compared with, in their weeks; is_after: of shape (weeks,)."""
    found: list[Details] = []
    for other, kept in zip(others.offices, others.weeks, strict=True):
        if other.reason is None:
            sides = kept & ~is_after, kept & is_after
            found += recording_changes(version, other.office_id, span, *sides)
    return tuple(dict.fromkeys(found))


def _caveats(version: DataVersion, about: Finding) -> Iterator[Caveat]:
    """What limits the comparison beside the guard rails."""
    before, after = about.before, about.after
    assert before is not None and after is not None and about.windows is not None
    if about.indicator.kind == "rate" and min(before.numerator, after.numerator) < config.PERCENT_MIN_COUNT:
        yield Caveat("caveat.few_cases", (("least", config.PERCENT_MIN_COUNT),))
    missing = before.missing_day_count + after.missing_day_count
    if missing and (before.denominator or after.denominator):
        unexposed = before.unexposed_count + after.unexposed_count
        yield Caveat("caveat.exposure_missing", (("days", missing), ("events", int(unexposed))))
    if about.indicator.topic == "incidents" and about.provenance.data_until:
        final_until = about.provenance.data_until - timedelta(days=LATE_REPORT_DAYS)
        if about.windows.after.until > final_until:
            yield Caveat("caveat.late_reports", (("days", LATE_REPORT_DAYS),))
    yield from other_events(version, about)
    yield Caveat("caveat.before_after_only")


def other_events(version: DataVersion, about: Finding) -> Iterator[Caveat]:
    """Other events, and restricted operation, within the compared time of an office they concern."""
    found = {
        (event.first, event.label)
        for event in events(version)
        if event.kind == "SONST" or event.operating_state == "EINGESCHR"
        for use in about.uses
        if use.windows is not None
        and event.concerns((use.office_id,))
        and (event.first in use.windows.before or event.first in use.windows.after)
    }
    for day, label in sorted(found):
        yield Caveat("caveat.other_event", (("day", day), ("label", label)))
