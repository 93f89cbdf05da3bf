"""Figures of a made-up town, written by hand as the press desk makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from einlass.release.records import Amount, Figure, Row, Side, Subject, Survey, Table

FIRST, LAST = date(2019, 11, 11), date(2020, 3, 17)
BEFORE = (date(2019, 1, 1), date(2019, 10, 30))
VISITS = 20_000.0


def count(value: float, whole: float | None = None) -> Amount:
    return Amount(value=float(value), numerator=float(value), denominator=whole)


def share(part: float, whole: float) -> Amount:
    return Amount(
        value=100 * part / whole, numerator=float(part), denominator=float(whole), low=0.0, high=99.0
    )


def figure(topic: str, offices: Sequence[str], **about: Any) -> Figure:
    first, last = about.pop("first", FIRST), about.pop("last", LAST)
    told: dict[str, Any] = {
        "subject": Subject(topic=topic, measure="M1", offices=tuple(offices), first=first, last=last),
        "kind": "count",
        "unit": "reports",
        "definition_version": "1.0",
        "sources": ("incidents",),
        "data_version": 1,
        "data_sha256": "0" * 64,
        "stand": datetime(2020, 3, 17, 18, 0),
        "late_until": date(2020, 4, 7),
        "is_sample": False,
    }
    return Figure(**(told | about))


def reports(counts: Mapping[str, tuple[int, int]], topic: str = "reported_incidents", **about: Any) -> Figure:
    """Reported incidents by office, before and since, with visits and rates."""

    def cells(both: tuple[int, int]) -> tuple[Amount, ...]:
        return tuple(
            amount
            for one in both
            for amount in (
                count(one),
                count(VISITS),
                Amount(value=one / 2, numerator=one, denominator=VISITS),
            )
        )

    both = (sum(one for one, _ in counts.values()), sum(one for _, one in counts.values()))
    rows = [Row(label=f"office.{office}", cells=cells(own)) for office, own in counts.items()]
    rows.append(Row(label="total", cells=cells(both)))
    columns = tuple(
        f"{phase}.{name}" for phase in ("before", "since") for name in ("count", "visits", "rate")
    )
    last = about.get("last", LAST)
    sides = (
        Side(phase="before", first=BEFORE[0], last=BEFORE[1], amount=count(both[0], VISITS)),
        Side(phase="since", first=FIRST, last=last, amount=count(both[1], VISITS)),
    )
    return figure(
        topic,
        list(counts),
        headline=sides[1].amount,
        sides=sides,
        table=Table(dimension="offices", columns=columns, rows=tuple(rows), total="total"),
        **about,
    )


def only(office: str, since: int, **about: Any) -> Figure:
    """Reported incidents of one office since the start."""
    side = Side(phase="since", first=FIRST, last=about.get("last", LAST), amount=count(since, VISITS))
    row = Row(label="phase.since", cells=(count(since), count(VISITS)))
    table = Table(dimension="phases", columns=("count", "visits"), rows=(row,))
    return figure("reported_incidents", [office], headline=side.amount, sides=(side,), table=table, **about)


def answers(given: tuple[int, ...], audience: str = "KUND", **about: Any) -> Figure:
    """Answers 1 to 5 to a statement."""
    asked, agree = sum(given), given[3] + given[4]
    side = Side(phase="since", first=FIRST, last=LAST, amount=share(agree, asked), distribution=given)
    named = [(f"answer.{value}", number) for value, number in enumerate(given, 1)]
    named += [("answer.agree", agree), ("answer.all", asked)]
    rows = tuple(Row(label=label, cells=(count(number), share(number, asked))) for label, number in named)
    survey = Survey(
        respondents=asked,
        asked=2 * asked,
        first=FIRST,
        last=LAST,
        client="",
        wording="",
        is_representative=False,
        selection="",
        audience=audience,
    )
    told: dict[str, Any] = {
        "kind": "score",
        "headline": side.amount,
        "sides": (side,),
        "table": Table(
            dimension="answers", columns=("since.count", "since.percent"), rows=rows, total="answer.all"
        ),
        "survey": survey,
    }
    topic = f"feels_safe_{'staff' if audience == 'BESCH' else 'clients'}"
    return figure(topic, about.pop("offices", ["A"]), **(told | about))


def months(counts: Mapping[str, int], **about: Any) -> Figure:
    """Reported incidents of office A by month or quarter."""
    rows = [Row(label=label, cells=(count(number),)) for label, number in counts.items()]
    whole = sum(counts.values())
    rows.append(Row(label="total", cells=(count(whole),)))
    dimension = "quarters" if any("Q" in label for label in counts) else "months"
    return figure(
        "reported_incidents",
        ["A"],
        headline=count(whole),
        sides=(),
        table=Table(dimension=dimension, columns=("count",), rows=tuple(rows), total="total"),
        first=date(2019, 1, 1),
        last=about.pop("last", date(2019, 6, 30)),
        **about,
    )
