"""The findings of each measure, gathered for a decision, and how far they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from einlass.decision.records import FIRM, Evidence, Settled, Strength
from einlass.decision.when import data_until
from einlass.findings import Finding, Phase, Request, city, finding, since_start
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, FINDS, PRIMARY, STAFF
from einlass.indicators import indicators
from einlass.measures import Measure, measures
from einlass.remembered import remembered
from einlass.stats.power import Need
from einlass.topics import sentiment, staffing
from einlass.warehouse import DataVersion

SIDES = ("waiting_acceptable_clients", "fair_treatment_clients", "checks_appropriate_clients")
REFUSED, CHECKED = "refused_checks", "checked_share"
LONGEST_WEEKS = 52 * 1000  # beyond, a day has no name
DECREASE = 0.7
"""The decrease that the page asks for first: −30 %."""


@remembered(8)
def evidence(version: DataVersion) -> tuple[Evidence, ...]:
    """One record a measure, in their order."""
    return tuple(evidence_on(version, one) for one in measures(version).values())


def evidence_on(version: DataVersion, measure: Measure, office: str = "") -> Evidence:
    """Everything known of a measure, or of it at one of its offices alone."""
    if office:
        measure = measure.at(office)

    def found(code: str) -> Finding:
        return finding(version, Request(code, measure.key, (office,) if office else ()))

    checked = measure.regime != "PRAES"
    own = Evidence(
        measure=measure,
        incidents=found(PRIMARY),
        reports=found(ALL_REPORTS),
        clients=found(CLIENTS),
        staff=found(STAFF),
        sides=_sides(version, measure, (office,) if office else ()),
        finds=since_start(version, FINDS, measure) if checked else None,
        refused=since_start(version, REFUSED, measure) if checked else None,
        checked=since_start(version, CHECKED, measure) if checked else None,
        spent=staffing.spent_on(version, measure),
        strength=Strength(0, 0, 0, ""),
        office=office,
    )
    return replace(own, strength=strength(own.outcomes))


def _sides(version: DataVersion, measure: Measure, offices: tuple[str, ...]) -> tuple[Finding, ...]:
    """What may be a side effect. Picked out of several questions to the same people, each is as firm as among them."""
    asked = sentiment.of_group(version, sentiment.CLIENTS, measure.key, offices)
    told = {one.found.indicator.code: replace(one.found, verdict=one.verdict) for one in asked}
    return tuple(
        told.get(code) or finding(version, Request(code, measure.key, offices))
        for code in SIDES
        if code in indicators()
    )


def strength(outcomes: Sequence[Finding]) -> Strength:
    """How many outcomes have a firm verdict, and the best design of those which have."""
    firm = [one for one in outcomes if one.verdict in FIRM]
    graded = [one.analysis.grade for one in firm if one.analysis is not None]
    best = max(graded, key=lambda one: one.level, default=None)
    struck = {
        guard.code.value: None
        for one in outcomes
        if one.analysis is not None
        for guard in one.analysis.judgement.held_back_by
    }
    return Strength(
        len(firm),
        len(outcomes),
        best.level if best else 0,
        best.raised_by if best else "",
        tuple(struck),
    )


@remembered(8)
def settled(version: DataVersion, day: date | None) -> Settled:
    """What is firm on clients, and whether the reports can be judged by the day of decision."""
    every = evidence(version)
    asked = tuple(one.clients for one in every if one.clients.before and one.clients.after)
    asked = tuple(one for one in asked if one.after is not None and one.after.answer_count)
    reports = city(version, ALL_REPORTS)
    need = need_of(reports.analysis.needs if reports.analysis else (), DECREASE)
    is_late = None
    if need is not None and day is not None and reports.after is not None and day >= data_until(version):
        reached = reached_on(need, reports.after)
        is_late = reached is None or reached > day
    moved = tuple(
        side for one in every for side in one.sides if side.verdict in ("clear_increase", "clear_decrease")
    )
    has_since = any(since_start(version, CLIENTS, one.measure) is not None for one in every)
    firm = tuple(one for one in asked if one.verdict in FIRM)
    return Settled(day, firm, asked, moved, has_since, reports, need, is_late)


def need_of(needs: Sequence[Need], ratio: float) -> Need | None:
    """What it takes to see one ratio."""
    return next((one for one in needs if one.ratio == ratio), None)


def reached_on(need: Need, since: Phase) -> date | None:
    """The day on which so many reports are there if they go on as since the start; None if no length of time does."""
    if need.events_after is None or not since.numerator or not since.week_count:
        return None
    weeks = (need.events_after - since.numerator) / (since.numerator / since.week_count)
    return since.window.until + timedelta(weeks=min(max(0.0, weeks), LONGEST_WEEKS))
