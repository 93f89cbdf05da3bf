"""The head of the overview: how old the data are, how long until the decision, and the answer in a few lines."""

from __future__ import annotations

from einlass.decision import data_until, decision_day
from einlass.findings import Request, city, finding, since_any_start
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, COST, PRIMARY
from einlass.measures import measures, offices
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot
from einlass.warehouse.versions import now
from einlass.words import Words, summary
from einlass.words.catalogue import last_day


def standing(version: DataVersion, w: Words) -> str:
    """Stand, version, how far the data reach, and how many open days have a visitor count."""
    counts = open_snapshot(version).rows("views/visit_coverage")
    open_days = sum(row.open_day_count for row in counts)
    parts = [w("stand", moment=w.datetime(version.created_at)), w("version", number=w.number(version.number))]
    if measures(version):
        parts.append(w("overview.data_until", day=w.date(last_day(data_until(version)))))
    if open_days:
        share = w.percent(sum(row.counted_day_count for row in counts) / open_days)
        parts.append(w("overview.counted_days", share=share))
    return " · ".join(parts)


def countdown(version: DataVersion, w: Words) -> tuple[str, str]:
    """How long it is until the decision, large and small; once it is past, how far the data fall short of it."""
    day = decision_day(measures(version).values())
    if day is None:
        return "", ""
    left = (day - now().date()).days
    if left >= 0:
        return w.plural("overview.days_left", left), w("overview.days_left.until", day=w.date(day))
    short = (day - last_day(data_until(version))).days
    if short > 0:
        return w.date(day), w.plural("overview.decision_past", short)
    return w.date(day), w("overview.decision_day")


def answer(version: DataVersion, w: Words) -> list[str]:
    """The answer: how people feel, what was reported (primary outcome first), what it cost."""
    return [
        *summary.sentiment_sentences(
            [finding(version, Request(CLIENTS, key)) for key in measures(version)], offices(version), w
        ),
        *(summary.incidents_sentence(city(version, code), w) for code in (PRIMARY, ALL_REPORTS)),
        _cost(version, w),
    ]


def _cost(version: DataVersion, w: Words) -> str:
    spent = since_any_start(version, COST)
    if spent is None:
        return w("summary.cost.none")
    return w("summary.cost", euros=w.number(spent.numerator), day=w.date(last_day(spent.window.until)))
