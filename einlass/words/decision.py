"""A decision in words: what is settled, the matrix, reasons for and against, what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from einlass.decision.records import Evidence, Gap, Option, Settled
from einlass.findings import Finding, Phase
from einlass.measures import Measure, Office
from einlass.words import outcomes, places, sentences, strength, summary
from einlass.words.catalogue import Words
from einlass.words.money import euro_range, euros
from einlass.words.outcomes import Said, counted
from einlass.words.reasons import weekdays

COLUMNS = ("incidents", "clients", "staff", "sides", "staffing", "strength")
YEAR = 365.25
MOST_YEARS = 20  # beyond, nobody plans


def lead(found: Settled, offices: Mapping[str, Office], w: Words) -> list[str]:
    """What is settled, then what will not be by the day of decision."""
    return [*_settled(found, offices, w), _unsettled(found, w)]


def _settled(found: Settled, offices: Mapping[str, Office], w: Words) -> list[str]:
    moved = [_moved(one, offices, w) for one in found.moved]
    sides = [w("decision.settled.sides", sides="; ".join(moved))] if moved else []
    if not found.asked:
        return [w("decision.settled.no_before" if found.has_since else "decision.settled.no_survey"), *sides]
    if not found.clients:
        return [w("decision.settled.nothing"), *sides]
    told = summary.sentiment_sentences([*found.clients, *_open(found)], offices, w)
    return [w("decision.settled", sentences=" ".join(told)), *sides]


def _moved(one: Finding, offices: Mapping[str, Office], w: Words) -> str:
    return w(
        "decision.settled.side",
        name=w(f"decision.side.{one.indicator.code}"),
        place=places.place(one.offices, offices, w),
        verdict=sentences.verdict(one, w),
    )


def _open(found: Settled) -> list[Finding]:
    """Those asked without a firm verdict, so that "at some of all" counts them."""
    firm = {id(one) for one in found.clients}
    return [one for one in found.asked if id(one) not in firm]


def _unsettled(found: Settled, w: Words) -> str:
    reports, need = found.reports, found.need
    if reports.after is None:
        return w("decision.unsettled.none")
    if reports.verdict in sentences.FIRM or reports.verdict == "no_large_change":
        return summary.incidents_sentence(reports, w)
    count = w.number(reports.after.numerator)
    if need is None or found.day is None or found.is_late is None:
        return w("decision.unsettled.open", count=count)
    day = w.date(found.day)
    if need.events_after is None:
        each = w.number(round(need.events_per_period))
        return w("decision.unsettled.late", day=day, need=each, count=count)
    key = "decision.unsettled.late_after" if found.is_late else "decision.unsettled.in_time"
    return w(key, day=day, need=w.number(round(need.events_after)), count=count)


@dataclass(frozen=True)
class Days:
    """Weekdays on which anybody comes, and those of them with guards."""

    acting: tuple[int, ...]
    guarded: tuple[int, ...]


def row(one: Evidence, days: Days, w: Words) -> dict[str, Said]:
    """The cells of a measure by column."""
    return {
        "incidents": outcomes.incidents(one.incidents, one.reports, w),
        "clients": outcomes.agreement(one.clients, w),
        "staff": outcomes.agreement(one.staff, w),
        "sides": _sides(one, w),
        "staffing": _staffing(one, days, w),
        "strength": strength.cell(one, w),
    }


def _sides(one: Evidence, w: Words) -> Said:
    """What it was not meant to do: what moved first, the rest by verdict, and how many refused to be checked."""
    told = [found for found in one.sides if found.before and found.after and found.after.answer_count]
    refused = [_refused(one.refused, w)] if one.refused is not None else []
    if not told:
        return Said(w("decision.sides.none"), refused, "no_data")
    moved = next((one for one in told if one.verdict.endswith(("increase", "decrease"))), None)
    if moved is None and len({one.verdict for one in told}) == 1:
        title = sentences.sentence_case(sentences.verdict(told[0], w))
        return Said(title, [_side_names(told, w), *refused], told[0].verdict, told[0].indicator.code)
    first = moved or told[0]
    by_verdict: dict[str, list[Finding]] = {}
    for found in told:
        if found is not first:
            by_verdict.setdefault(sentences.verdict(found, w), []).append(found)
    lines = [outcomes.shares(first, w)]
    lines += [
        w("decision.side", name=_side_names(some, w), verdict=verdict) for verdict, some in by_verdict.items()
    ]
    said = w("decision.side", name=_side_names([first], w), verdict=sentences.verdict(first, w))
    title = sentences.sentence_case(said)
    return Said(title, [*filter(None, lines), *refused], first.verdict, first.indicator.code)


def _side_names(some: Sequence[Finding], w: Words) -> str:
    return w.join([w(f"decision.side.{found.indicator.code}") for found in some])


def _refused(refused: Phase, w: Words) -> str:
    return w("decision.refused", count=counted(refused.numerator, w), checked=w.number(refused.denominator))


def _staffing(one: Evidence, days: Days, w: Words) -> Said:
    spent = one.spent
    if spent is None:
        return Said(w("card.staffing.none"), [], "no_data")
    hours = w.number(spent.hours.value or 0.0)
    lines = [w("matrix.hours", hours=hours)]
    if spent.planned_hours:
        share = w.percent(spent.hours.numerator / spent.planned_hours)
        lines = [w("matrix.hours.filled", hours=hours, share=share)]
    without = [day for day in days.acting if day not in days.guarded]
    if without and days.guarded:
        lines.append(w("decision.without_guards", days=weekdays(without, w)))
    return Said(w("decision.per_week", euros=euros(spent.per_week, w)), lines, indicator="guard_cost")


def option_title(one: Option, measure: Measure, w: Words) -> str:
    """Continue, adapt or end; of a measure that has ended, begin again or leave it."""
    is_over = measure.ended is not None
    return w(f"decision.option.{one.kind}.ended" if is_over else f"decision.option.{one.kind}")


def option_how(one: Option, measure: Measure, w: Words) -> str:
    """What the option means in days."""
    if one.kind == "end":
        if measure.ended:
            return w("decision.option.end.over", day=w.date(measure.ended))
        day = measure.decided_on
        if day is None:
            return w("decision.option.end.now")
        is_past = one.first > day + timedelta(days=1)
        return w("decision.option.end.past" if is_past else "decision.option.end.how", day=w.date(day))
    if one.kind == "continue":
        if one.days_a_week:
            return w("decision.option.continue.changing", days=w.number(one.days_a_week, 1))
        guarded = weekdays(one.guard_days, w)
        return w("decision.option.continue.how", days=guarded) if guarded else w("decision.option.as_before")
    if one.is_as_often:
        return w("decision.option.adapt.all")
    has_none = one.outcome is not None and not one.guard_days
    return w(
        "decision.option.adapt.unguarded" if has_none else "decision.option.adapt.how",
        days=weekdays(one.weekdays, w),
    )


def option_cost(one: Option, w: Words) -> str:
    """Euros from low to high, in hundreds."""
    if one.outcome is None:
        return w("decision.option.no_roster")
    return euro_range(one.outcome.low_cost, one.outcome.high_cost, w)


def option_period(one: Option, w: Words) -> str:
    """For which days the euros are; empty where there are none."""
    if one.outcome is None:
        return ""
    return w("decision.option.until", first=w.date(one.first), day=w.date(one.until))


@dataclass(frozen=True)
class SaidGap:
    """A gap in words: the question, whom it concerns, what there is, what it takes, until when."""

    question: str
    where: str
    have: str
    need: str
    until: str


def gap(
    one: Gap, every: Mapping[str, Measure], offices: Mapping[str, Office], today: date, w: Words
) -> SaidGap:
    """An open question with what there is against what it takes."""
    where = w("decision.gap.all")
    if one.measures:
        names = places.measure_names(every, offices, w)
        where = w.join([names[key] for key in one.measures])
    unit = "waves" if one.unit == "waves" else "incidents"
    have = w.plural(f"decision.gap.have.{unit}", int(one.have))
    if one.before is not None:
        have = w("decision.gap.have.both", have=have, before=w.number(one.before))
    need = w.number(round(one.need))
    return SaidGap(
        w(f"decision.gap.{one.code}"),
        where,
        have,
        w(f"decision.gap.need.{one.unit}", need=need),
        _until(one, today, w),
    )


def _until(one: Gap, today: date, w: Words) -> str:
    if one.is_over:
        return w("decision.gap.over")
    if one.is_out_of_reach and not one.before:
        return w("decision.gap.never_asked")
    if one.is_out_of_reach and one.before is not None:
        return w(f"decision.gap.never.{one.unit}", before=w.number(one.before))
    if one.reached is None:
        return w("decision.gap.unknown")
    years = (one.reached - today).days / YEAR
    if years > MOST_YEARS:
        return w("decision.gap.decades", years=w.number(MOST_YEARS))
    if years >= 1:
        return w.plural("decision.gap.years", round(years))
    return w("decision.gap.month", month=w.month(one.reached, with_year=True))
