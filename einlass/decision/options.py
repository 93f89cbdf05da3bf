"""Three ways to go on with a measure, each with what it costs and what speaks for and against it.

Reasons are made from findings and counts by fixed rules; one finding may stand on both sides. What speaks for going on
speaks against ending, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from einlass.decision.days import WEEKDAYS, busiest, compared_on, counted_on, on_weekdays, open_days
from einlass.decision.evidence import evidence
from einlass.decision.records import FIRM, Argument, Evidence, Option
from einlass.findings import Finding, since_starts
from einlass.findings.headlines import ALL_REPORTS, COST, FINDS
from einlass.measures import Measure, Window
from einlass.topics import plans, staffing
from einlass.topics.checks import groups, items, whole_period
from einlass.warehouse import DataVersion

VISITS = "visits_per_open_day"
KEPT_SHARE = 2 / 3
"""Until a reader chooses days, "adapt" keeps the fewest weekdays with this share of the visits."""
KINDS = ("continue", "adapt", "end")
QUARTERS, YEARS = 8, 3
LEAST_AHEAD = timedelta(weeks=8)
WELL_FILLED = 0.95
"""From this share of planned hours on, gaps in the roster are no reason against going on."""


def ends(first: date) -> tuple[date, ...]:
    """Up to which day a decision may be reckoned: the ends of the next quarters, the first at least eight weeks off.

    As far as public holidays are known.
    """
    quarters = [(first.year + month // 12, month % 12 + 1) for month in range(2, 12 * YEARS, 3)]
    days = [_last_of(year, month) for year, month in quarters]
    found = [day for day in days if first + LEAST_AHEAD <= day <= plans.LAST_HOLIDAY]
    return tuple(found[:QUARTERS]) or (plans.LAST_HOLIDAY,)


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def kept_days(version: DataVersion, measure: Measure, asked: Sequence[int] = ()) -> tuple[int, ...]:
    """The weekdays that "adapt" keeps: those asked for, else the fewest with two thirds of the visits."""
    acting = acting_days(version, measure)
    chosen = tuple(day for day in acting if day in asked)
    usual = tuple(day for day in busiest(version, VISITS, measure, KEPT_SHARE) if day in acting)
    return chosen or usual or acting


def acting_days(version: DataVersion, measure: Measure) -> tuple[int, ...]:
    """The weekdays on which anybody came since the start; without counts those with guards, else those of opening."""
    visited = tuple(day for day in WEEKDAYS if counted_on(version, VISITS, measure, (day,)))
    return visited or guard_days(version, measure) or open_days(version, measure)


def guard_days(version: DataVersion, measure: Measure) -> tuple[int, ...]:
    """The weekdays on which guards are there, or one of which it is; none without a roster."""
    plan = _as_before(version, measure)
    return plan.weekdays if plan else ()


def _as_before(version: DataVersion, measure: Measure) -> plans.Plan | None:
    if not _has_roster(version, measure):
        return None
    today = version.created_at.date()
    return plans.usual(version, measure, today, today)


def options(
    version: DataVersion, key: str, until: date, weekdays: tuple[int, ...] = ()
) -> tuple[Option, ...]:
    """The three ways for one measure up to a day; weekdays: those that "adapt" keeps, unless the default."""
    own = next(one for one in evidence(version) if one.measure.key == key)
    measure, first = own.measure, plans.first_day(version, own.measure)
    every, kept = acting_days(version, measure), kept_days(version, measure, weekdays)
    guarded = guard_days(version, measure)
    left = tuple(day for day in guarded if day in kept)
    before = _as_before(version, measure)
    rate = before.days_a_week if before else 0.0
    whole = _outcome(version, measure, first, until, guarded)
    return (
        Option(
            "continue",
            *(first, until, every, guarded, whole, rate),
            _for_going_on(version, own),
            _against_going_on(own),
        ),
        Option(
            "adapt",
            *(first, until, kept, left, _outcome(version, measure, first, until, left), rate),
            tuple(_for_adapting(version, own, kept, _spared(guarded, left, rate))),
            tuple(_against_adapting(version, own, every, kept, guarded, _spared(guarded, left, rate), rate)),
            is_as_often=kept == every,
        ),
        Option(
            "end",
            *(first, until, (), (), _outcome(version, measure, first, until, ()), 0.0),
            tuple(_for_ending(version, own)),
            tuple(_against_ending(version, own)),
        ),
    )


def _has_roster(version: DataVersion, measure: Measure) -> bool:
    return any(one.measure.key == measure.key for one in staffing.spent(version))


def _outcome(
    version: DataVersion, measure: Measure, first: date, until: date, weekdays: tuple[int, ...]
) -> plans.Outcome | None:
    if not _has_roster(version, measure):
        return None
    plan = replace(plans.usual(version, measure, first, until), weekdays=weekdays)
    return plans.outcome(plan, staffing.holidays(version), staffing.filled(version, measure))


def is_favourable(found: Finding) -> bool | None:
    """Whether a change went the way that is wished for; None where there is none or no way is wished for."""
    better = {"lower": "decrease", "higher": "increase"}.get(found.indicator.better)
    changed = next((way for way in ("decrease", "increase") if found.verdict.endswith(way)), None)
    return None if better is None or changed is None else changed == better


def leans(found: Finding) -> bool | None:
    """Whether the shares alone, without a verdict, went the way that is wished for; None where they tell nothing."""
    before, after = found.before, found.after
    if found.verdict in FIRM or before is None or after is None or found.indicator.kind != "score":
        return None
    if not before.denominator or not after.denominator:
        return None
    moved = after.numerator / after.denominator - before.numerator / before.denominator
    return None if not moved else (moved > 0) == (found.indicator.better == "higher")


def _judged(own: Evidence, wanted: bool) -> Iterator[Argument]:
    """Findings with a change that is wished for, or that is not."""
    for one in (own.best_incidents, own.clients, own.staff, *own.sides):
        if is_favourable(one) is wanted:
            yield Argument("finding", one, indicator=one.indicator.code)


def _for_going_on(version: DataVersion, own: Evidence) -> tuple[Argument, ...]:
    """What speaks for the measure."""
    return (*_judged(own, wanted=True), *_found(version, own), *_leaning(own, wanted=True))


def _against_going_on(own: Evidence) -> tuple[Argument, ...]:
    """What speaks against the measure."""
    return (
        *_no_decrease(own),
        *_judged(own, wanted=False),
        *_leaning(own, wanted=False),
        *_unchanged(own),
        *_refused(own),
        *_unfilled(own),
    )


def _leaning(own: Evidence, wanted: bool) -> Iterator[Argument]:
    """Shares that moved without a verdict."""
    for one in (own.clients, own.staff):
        if is_favourable(one) is None and leans(one) is wanted:
            yield Argument("leaning", one, indicator=one.indicator.code)


def _unchanged(own: Evidence) -> Iterator[Argument]:
    for one in (own.clients, own.staff):
        if one.verdict == "no_large_change":
            yield Argument("finding", one, indicator=one.indicator.code)


def _refused(own: Evidence) -> Iterator[Argument]:
    if own.refused is not None and own.refused.numerator:
        numbers = (("count", own.refused.numerator), ("checked", own.refused.denominator))
        yield Argument("refused", numbers=numbers, indicator="refused_checks")


def _found(version: DataVersion, own: Evidence) -> Iterator[Argument]:
    if own.finds is None or not own.finds.denominator:
        return
    numbers = [("persons", own.finds.numerator), ("checked", own.finds.denominator)]
    act, unclear = _weapons_act(version, own.measure)
    numbers += [("act", act), ("unclear", unclear)]
    yield Argument("finds", numbers=tuple(numbers), indicator=FINDS)


def _weapons_act(version: DataVersion, measure: Measure) -> tuple[float, float]:
    """Items under the weapons act since the start, and those of which it is unclear."""
    whole = whole_period(version, measure.offices)
    period = Window(min(max(whole.first, measure.starts), whole.until), whole.until)
    listed = [
        items(version, one)
        for one in groups(version, measure.offices, period)
        if one.regime == measure.regime
    ]
    return sum(one.weapons_act for one in listed), sum(one.unclear for one in listed)


def _no_decrease(own: Evidence) -> Iterator[Argument]:
    """That incidents can be judged and no decrease is seen; where they cannot be judged there is no reason."""
    if own.best_incidents.verdict in ("cannot_tell", "no_large_change"):
        yield Argument("no_decrease", own.best_incidents, indicator=own.best_incidents.indicator.code)


def _unfilled(own: Evidence) -> Iterator[Argument]:
    spent = own.spent
    if spent is None or not spent.planned_hours:
        return
    if spent.hours.numerator < WELL_FILLED * spent.planned_hours:
        numbers = (("done", spent.hours.numerator), ("planned", spent.planned_hours))
        yield Argument("unfilled", numbers=numbers, indicator="roster_fulfilment")


def _spared(guarded: tuple[int, ...], left: tuple[int, ...], rate: float) -> float:
    """On how many days a week guards come less often: where their days change, only once there are too few of them."""
    if not rate:
        return len(guarded) - len(left)
    return min(rate, len(guarded)) - min(rate, len(left))


def _for_adapting(
    version: DataVersion, own: Evidence, kept: tuple[int, ...], spared: float
) -> Iterator[Argument]:
    for code, name in ((VISITS, "days_visits"), (FINDS, "days_finds")):
        if code == FINDS and own.measure.regime == "PRAES":
            continue
        some, every = (counted_on(version, code, own.measure, days) for days in (kept, tuple(WEEKDAYS)))
        if every:
            yield Argument(name, numbers=(("count", some), ("all", every)), days=kept, indicator=code)
    if own.reports.after is not None and own.reports.after.numerator:
        some = compared_on(version, own.reports, kept)
        numbers = (("count", some), ("all", own.reports.after.numerator))
        yield Argument("days_reports", numbers=numbers, days=kept, indicator=ALL_REPORTS)
    if spared and own.measure.ended is None:
        yield Argument("saves", numbers=(("days", spared),), indicator=COST)


def _against_adapting(
    version: DataVersion,
    own: Evidence,
    every: tuple[int, ...],
    kept: tuple[int, ...],
    guarded: tuple[int, ...],
    spared: float,
    rate: float,
) -> Iterator[Argument]:
    others = tuple(day for day in every if day not in kept)
    is_checked = own.measure.regime != "PRAES"
    rest = on_weekdays(version, FINDS, own.measure, others) if others and is_checked else None
    if rest is not None and rest.denominator:
        numbers = (("persons", rest.numerator), ("checked", rest.denominator))
        yield Argument("other_days_finds", numbers=numbers, days=others, indicator=FINDS)
    reported = compared_on(version, own.reports, others) if others and own.reports.after else 0
    if reported:
        yield Argument(
            "other_days_reports", numbers=(("count", reported),), days=others, indicator=ALL_REPORTS
        )
    if guarded and not spared and own.measure.ended is None:
        code = "saves_nothing_changing" if rate else "saves_nothing"
        yield Argument(code, days=guarded, indicator=COST)
    yield Argument("unmeasured_change")


def _for_ending(version: DataVersion, own: Evidence) -> Iterator[Argument]:
    """What speaks against the measure, and what it costs a week where it lasts."""
    yield from _against_going_on(own)
    lasting = tuple(one for one in own.measure.episodes if one.until is None)
    spent = since_starts(version, COST, lasting) if lasting else None
    if spent is not None and spent.value:
        yield Argument("cost_gone", numbers=(("euros", spent.value),), indicator=COST)


def _against_ending(version: DataVersion, own: Evidence) -> Iterator[Argument]:
    yield from _for_going_on(version, own)
    yield Argument("unmeasured_end")
