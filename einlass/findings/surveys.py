"""Survey items: the wave is the unit, and each office is compared with itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from einlass.findings.days import indicator_rows
from einlass.findings.gather import OfficeWindows
from einlass.findings.phases import answers_phase
from einlass.findings.records import Analysis, Caveat, Estimate, Finding, Grade, OfficeUse, Variant
from einlass.findings.safeguards import overlap_guards
from einlass.indicators import Indicator
from einlass.measures import Window, Windows, hull
from einlass.remembered import remembered
from einlass.stats import guards, verdict
from einlass.stats.guards import Guard
from einlass.stats.means import MeanStep
from einlass.stats.scores import ScoreFit, compare_scores, difference_of_means
from einlass.stats.series import FloatArray, IntArray, Reason
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

WEEKLY = 10  # days; waves that follow each other as closely as this are continuous asking
METHODS = ("mode", "selection", "languages", "wording")
MIX_MOVED = 0.05  # of all answers, by which another mix of offices alone moves the agreement
SIDES = ("before", "after")


@dataclass(frozen=True, eq=False)
class Wave:
    """One wave at one office: its days of field work (both included), answers of value 1 to 5, and how it was asked."""

    office_id: str
    wave_id: str
    first: date
    last: date
    answers: FloatArray
    wording: str
    methods: tuple[str, ...]
    is_representative: bool

    @property
    def question(self) -> str:
        """The wording without differences of spacing and case."""
        return " ".join(self.wording.split()).casefold()


@dataclass(frozen=True, eq=False)
class Placed:
    """A wave and where it belongs: before, after, across (the start), worded (otherwise) or nowhere."""

    wave: Wave
    office: int
    side: str


def score_result(
    version: DataVersion, result: Finding, own: OfficeWindows, decided: tuple[date | None, int] = (None, 0)
) -> Finding:
    """L*: the mean rank per wave and office, before and after."""
    result = replace(result, windows=hull([one for _, one in own]), why="phase")
    placed = _same_wording(_placed(version, result.indicator, own), result.indicator)
    if not placed:
        return replace(result, uses=(*_unused(own, "no_answers"), *result.uses))
    fit, used = _fit(placed)
    wordings = _wordings(placed) if result.indicator.is_quoted else ()
    result = replace(_with_phases(result, used, own), wordings=wordings)
    worded = sum(one.side == "worded" for one in placed)
    if worded and not any(one.side == "before" for one in placed):
        return replace(result, verdict="not_comparable", why="wording")
    assert result.before is not None and result.after is not None
    if not result.before.answer_count or not result.after.answer_count:
        return result
    struck = tuple(_guards(used, own, decided))
    estimate, analysis = _analysed(version, result.indicator, own, fit, struck)
    return replace(
        result,
        verdict=analysis.judgement.verdict.value,
        estimate=estimate,
        analysis=analysis,
        caveats=tuple(_caveats(placed, used, fit)),
        why=None,
    )


def waves_of(version: DataVersion, found: Finding) -> tuple[Placed, ...]:
    """Every wave at the offices of a finding, in order, with its side; those of offices left out have none.

    Where nothing can be compared (no days before, or none since the start) no wave has a side.
    """
    own = tuple((one.office_id, one.windows) for one in found.uses if one.windows is not None)
    if not own:
        waves = [one for one in _waves(version, found.indicator) if one.office_id in found.offices]
        return tuple(Placed(one, found.offices.index(one.office_id), "") for one in waves)
    used = set(found.used_offices)
    placed = _same_wording(_placed(version, found.indicator, own), found.indicator)
    return tuple(
        replace(one, side="") if one.side in SIDES and one.wave.office_id not in used else one
        for one in placed
    )


def _analysed(
    version: DataVersion, asked: Indicator, own: OfficeWindows, fit: ScoreFit, struck: tuple[Guard, ...]
) -> tuple[Estimate, Analysis]:
    delta = _estimate(fit.delta)
    evidence = verdict.Evidence(
        fit.delta.interval_80,
        fit.delta.interval_95,
        holm_p=fit.delta.p_value,
        guards=struck,
        reason=_reason(fit),
    )
    variants = [
        Variant("delta", delta),
        Variant("top_box", _estimate(fit.top)),
        Variant("bottom_box", _estimate(fit.bottom)),
        Variant("all_waves", _estimate(_refit(version, asked, own, with_gaps=True))),
        Variant("last_year", _estimate(_refit(version, asked, _last_year(own)))),
    ]
    analysis = Analysis(
        judgement=verdict.judge(evidence, verdict.SCORES),
        guards=struck,
        variants=tuple(variants),
        delta=delta,
        scale=fit.mean.scale.value if fit.mean.scale else None,
        degrees=fit.mean.df,
        p_value=fit.delta.p_value,
        grade=Grade(1, "grade.scores"),
    )
    return _estimate(fit.mean), analysis


def _refit(
    version: DataVersion, asked: Indicator, own: OfficeWindows, *, with_gaps: bool = False
) -> MeanStep:
    groups = _grouped(_same_wording(_placed(version, asked, own, with_gaps=with_gaps), asked))
    return difference_of_means(*_rows(groups))


def _last_year(own: OfficeWindows) -> OfficeWindows:
    """The same days of the year before as the time before."""
    year = timedelta(weeks=52)
    return tuple((office, replace(one, before=one.after.shifted(-year))) for office, one in own)


@remembered(64)
def _waves(version: DataVersion, asked: Indicator) -> tuple[Wave, ...]:
    """Every wave with its answers, by office, first day and identifier."""
    about = {
        (row.office_id, row.wave_id): row
        for row in open_snapshot(version).rows("views/survey_waves")
        if row.audience_code == asked.audience
    }
    rows = indicator_rows(version, asked.code)
    answers: dict[tuple[str, str, date, date], FloatArray] = {}
    columns = (rows["office_id"], rows["wave_id"], rows["day"].dt.date, rows["day_until"].dt.date)
    for *key, value, count in zip(*columns, rows["value"], rows["answer_count"], strict=True):
        office, wave, first, last = key
        answers.setdefault((office, wave, first, last), np.zeros(5))[int(value) - 1] += count
    return tuple(
        Wave(
            office,
            wave,
            first,
            last,
            counts,
            about[office, wave].question_wording or "",
            (
                about[office, wave].mode_code,
                about[office, wave].selection_code,
                about[office, wave].languages or "",
                " ".join((about[office, wave].question_wording or "").split()).casefold(),
            ),
            bool(about[office, wave].is_representative),
        )
        for (office, wave, first, last), counts in sorted(
            answers.items(), key=lambda pair: (pair[0][0], pair[0][2], pair[0][1])
        )
    )


def _placed(
    version: DataVersion, asked: Indicator, own: OfficeWindows, *, with_gaps: bool = False
) -> list[Placed]:
    """The waves at the offices, in the order of these and of days, each with its side."""
    by_office: dict[str, list[Wave]] = {office: [] for office, _ in own}
    for wave in _waves(version, asked):
        if wave.office_id in by_office:
            by_office[wave.office_id].append(wave)
    return [
        Placed(wave, place, _side(windows, wave, with_gaps))
        for place, (office, windows) in enumerate(own)
        for wave in by_office[office]
    ]


def _side(windows: Windows, wave: Wave, with_gaps: bool) -> str:
    """Where a wave belongs; one in the field across the start belongs to neither side."""
    span = Window(wave.first, wave.last + timedelta(days=1))
    if span.first < windows.starts < span.until:
        return "across"
    if not with_gaps and any(span.overlaps(gap.window) for gap in windows.left_out):
        return ""
    if windows.before.holds(span):
        return "before"
    return "after" if windows.after.holds(span) else ""


def _same_wording(placed: list[Placed], asked: Indicator) -> list[Placed]:
    """Waves asked in other words than the last one after the start count for neither side.

    A wave tells the wording of one question; for the others a change of it is a change of method.
    """
    if not asked.is_quoted:
        return placed
    after = [one.wave for one in placed if one.side == "after"]
    if not after:
        return placed
    question = max(after, key=lambda wave: (wave.first, wave.wave_id)).question
    return [
        replace(one, side="worded") if one.side in SIDES and one.wave.question != question else one
        for one in placed
    ]


def _fit(placed: list[Placed]) -> tuple[ScoreFit, list[Placed]]:
    """L* over waves and offices, and the waves that it rests on."""
    groups = _grouped(placed)
    fit = compare_scores(*_rows(groups))
    used = [group for group, is_used in zip(groups, fit.used, strict=True) if is_used]
    return fit, [one for group in used for one in group]


def _grouped(placed: list[Placed]) -> list[list[Placed]]:
    """The waves of both sides; those of one office that began on one day are one."""
    together: dict[tuple[int, date], list[Placed]] = {}
    for one in placed:
        if one.side in SIDES:
            together.setdefault((one.office, one.wave.first), []).append(one)
    return list(together.values())


def _rows(groups: list[list[Placed]]) -> tuple[FloatArray, FloatArray, FloatArray, bool, IntArray]:
    """What the comparison of scores takes: answers, step, running number of the wave or week, is weekly, office."""
    firsts = [group[0].wave.first for group in groups]
    days = sorted(set(firsts))
    gaps = [(later - day).days for day, later in pairwise(days)]
    is_weekly = len(days) > 2 and float(np.median(gaps)) <= WEEKLY
    place = {day: round((day - days[0]).days / 7) if is_weekly else n for n, day in enumerate(days)}
    return (
        np.array([sum(one.wave.answers for one in group) for group in groups]).reshape(-1, 5),
        np.array([float(group[0].side == "after") for group in groups]),
        np.array([place[day] for day in firsts], dtype=np.float64),
        is_weekly,
        np.array([group[0].office for group in groups], dtype=np.intp),
    )


def _with_phases(result: Finding, used: list[Placed], own: OfficeWindows) -> Finding:
    """What was answered on both sides, and which offices take part."""
    windows = result.windows
    assert windows is not None
    before, after = (
        answers_phase(result.indicator, _by_wave(used, side), getattr(windows, side)) for side in SIDES
    )
    present = {one.wave.office_id for one in used}
    uses = tuple(
        OfficeUse(office, one, "answers", None if office in present or not present else "no_waves_both")
        for office, one in own
    )
    return replace(result, before=before, after=after, uses=(*uses, *result.uses))


def _by_wave(used: list[Placed], side: str) -> FloatArray:
    """The answers of one side by day of field work: shape (waves, 5)."""
    waves: dict[date, FloatArray] = {}
    for one in used:
        if one.side == side:
            waves[one.wave.first] = waves.get(one.wave.first, np.zeros(5)) + one.wave.answers
    return np.array(list(waves.values())).reshape(-1, 5)


def _unused(own: OfficeWindows, reason: str) -> tuple[OfficeUse, ...]:
    return tuple(OfficeUse(office, one, "answers", reason) for office, one in own)


def _wordings(placed: list[Placed]) -> tuple[str, ...]:
    """The question as it was asked, the last wording first."""
    asked = [one.wave for one in placed if one.side in (*SIDES, "worded") and one.wave.wording]
    latest = sorted(asked, key=lambda wave: wave.first, reverse=True)
    return tuple(dict.fromkeys(wave.wording for wave in latest))


def _guards(used: list[Placed], own: OfficeWindows, decided: tuple[date | None, int]) -> Iterator[Guard]:
    """What keeps two waves from being compared in full."""
    yield guards.survey_method(tuple(_method_changes(used)))
    yield guards.windows_moved(any(one.contradicts for _, one in own))
    yield from overlap_guards(own)
    if decided[0] is not None:
        yield guards.interim(decided[1], (("day", decided[0]),))


def _method_changes(used: list[Placed]) -> Iterator[str]:
    """How it was asked, where that differs between the sides at any office."""
    for place, name in enumerate(METHODS):
        asked: dict[tuple[int, str], set[str]] = {}
        for one in used:
            asked.setdefault((one.office, one.side), set()).add(one.wave.methods[place])
        offices = {office for office, _ in asked}
        if any(asked.get((office, "before")) != asked.get((office, "after")) for office in offices):
            yield name


def _caveats(placed: list[Placed], used: list[Placed], fit: ScoreFit) -> Iterator[Caveat]:
    across = {(one.wave.first, one.wave.last) for one in placed if one.side == "across"}
    for first, last in sorted(across):
        yield Caveat("caveat.wave_across", (("first", first), ("last", last)))
    worded = sum(one.side == "worded" for one in placed)
    if worded:
        yield Caveat("caveat.other_wording", (("count", worded),))
    tops = (fit.before.top, fit.balanced_before.top), (fit.after.top, fit.balanced_after.top)
    moved = [abs(raw - balanced) for raw, balanced in tops if raw is not None and balanced is not None]
    if max(moved, default=0.0) > MIX_MOVED:
        yield Caveat("caveat.mix", (("before", tops[0][1] or 0.0), ("after", tops[1][1] or 0.0)))
    if not all(one.wave.is_representative for one in used):
        yield Caveat("caveat.not_representative")
    yield Caveat("caveat.before_after_only")


def _reason(fit: ScoreFit) -> Reason | None:
    if fit.reason is None and not fit.delta.interval_95.excludes(-2.0):
        return fit.delta.reason or Reason.FIT_FAILED
    return fit.reason


def _estimate(step: MeanStep) -> Estimate:
    return Estimate("difference", step.difference, step.interval_80, step.interval_95, "l_star")
