"""Tables that are safe by themselves and reveal something together with another topic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from einlass.release.disclosure.protect import protect
from einlass.release.records import Amount, Figure, Row, Side, Table
from release.disclosed_figures import FIRST, LAST, VISITS, count, figure, only, reports, share


def since(topic: str, number: int, office: str = "A") -> Figure:
    """One office since the start."""
    made = only(office, number)
    side = Side(phase="since", first=FIRST, last=LAST, amount=count(number, VISITS))
    return figure(topic, [office], headline=side.amount, sides=(side,), table=made.table)


def persons(topic: str, number: int, checked: int, office: str = "A") -> Figure:
    """Persons at one office in the period: so many of so many checked."""
    is_count = topic == "persons_checked"
    rate = Amount(value=1000 * number / checked, numerator=float(number), denominator=float(checked))
    amount = count(checked) if is_count else count(number, checked)
    cells = (count(checked),) if is_count else (count(number), count(checked), rate)
    columns = ("checked",) if is_count else ("persons", "checked", "per_1000")
    side = Side(phase="period", first=FIRST, last=LAST, amount=amount)
    table = Table(dimension="offices", columns=columns, rows=(Row(label=f"office.{office}", cells=cells),))
    kind = "count" if is_count else "rate"
    return figure(topic, [office], kind=kind, headline=amount, sides=(side,), table=table)


def test_all_reports_and_the_serious_ones_tell_the_others() -> None:
    """20 reports, 18 of them serious: neither is small, the two others are."""
    every, serious = since("reported_incidents", 20), since("serious_incidents", 18)
    assert protect(every, []).is_clear and protect(serious, []).is_clear
    assert protect(serious, [every]).held == "computable"
    assert protect(every, [serious]).held == "computable"
    assert protect(since("serious_incidents", 12), [every]).is_clear


def test_a_hidden_office_is_not_told_by_another_topic() -> None:
    """B (2) is hidden with another office; how many there are serious says how many there are at least."""
    every = protect(reports({"A": (12, 8), "B": (7, 2), "C": (9, 9)}), []).figure
    hidden = {row.label for row in every.table.rows if row.cells[3].sign == "."}
    assert "office.B" in hidden
    other = next(iter(hidden - {"office.B"}))
    number = {"office.A": 8, "office.C": 9}[other]
    assert protect(since("serious_incidents", number - 3, other[-1]), [every]).is_clear
    assert protect(since("serious_incidents", number, other[-1]), [every]).held == "computable"
    assert protect(since("reported_incidents", number, other[-1]), [every]).held == "computable"


@pytest.mark.parametrize("topic", ["staff_reported_incidents", "remote_incidents", "stable_incidents"])
def test_every_part_of_the_reports_is_a_part(topic: str) -> None:
    every = since("reported_incidents", 20)
    assert protect(since(topic, 19), [every]).held == "computable"
    assert protect(since(topic, 20), [every]).is_clear  # nothing is left, and nothing may be told
    assert protect(since(topic, 10), [every]).is_clear


def test_serious_reports_are_among_those_with_consequences() -> None:
    stable = since("stable_incidents", 12)
    assert protect(since("serious_incidents", 11), [stable]).held == "computable"
    assert protect(
        since("serious_incidents", 7), [since("staff_reported_incidents", 8)]
    ).is_clear  # they may overlap


def test_persons_checked_are_the_whole_of_those_with_a_find() -> None:
    """30 checked and 28 with a find are two without one; 30 stand beside the 18 for anybody to read."""
    assert protect(persons("persons_with_find", 28, 30), []).held == "computable"
    finds = persons("persons_with_find", 18, 30)
    assert protect(finds, []).is_clear
    assert protect(persons("persons_checked", 0, 30), [finds]).is_clear


def test_the_share_of_those_checked_tells_of_persons_checked() -> None:
    """100 visits, 97 of them checked: 3 were not, and may be told; the persons checked are the same 97."""
    told = Side(phase="period", first=FIRST, last=LAST, amount=share(97, 100))
    row = Row(label="office.A", cells=(count(97), count(100), share(97, 100)))
    table = Table(dimension="offices", columns=("checked", "visits", "percent"), rows=(row,))
    shares = figure("checked_share", ["A"], kind="share", headline=told.amount, sides=(told,), table=table)
    assert protect(shares, []).is_clear
    assert protect(persons("persons_checked", 0, 97), [shares]).is_clear
    # A second office beside it, hidden in the one table and told by the other.
    two = persons("persons_checked", 0, 99)
    rows = (
        Row(label="office.A", cells=(count(97),)),
        Row(label="office.B", cells=(count(2),)),
        Row(label="total", cells=(count(99),)),
    )
    table = Table(dimension="offices", columns=("checked",), rows=rows, total="total")
    both = figure(
        "persons_checked",
        ["A", "B"],
        headline=count(99),
        sides=(Side(phase="period", first=FIRST, last=LAST, amount=count(99)),),
        table=table,
    )
    assert two.headline == both.headline
    assert not protect(both, []).held
    assert protect(both, [shares]).held == "computable"  # 99 less 97


def items(kinds: dict[str, int], act: int, total: int) -> tuple[Figure, Figure]:
    """Items by kind, all of them given back; and how many of them fall under the weapons act."""
    side = Side(phase="period", first=FIRST, last=LAST, amount=count(total))
    rows = [Row(label=f"kind.{name}", cells=(count(number), count(number))) for name, number in kinds.items()]
    rows.append(Row(label="total", cells=(count(total), count(total))))
    by_kind = Table(dimension="kinds", columns=("items", "disposal.VRW"), rows=tuple(rows), total="total")
    parts = {"J": act, "N": total - act, "U": 0}
    acts = [Row(label=f"act.{name}", cells=(count(number),)) for name, number in parts.items()]
    by_act = Table(
        dimension="acts",
        columns=("items",),
        rows=(*acts, Row(label="total", cells=(count(total),))),
        total="total",
    )
    told = replace(side, amount=count(act))
    return (
        figure("items", ["A"], headline=side.amount, sides=(side,), table=by_kind),
        figure("items.weapons_act", ["A"], headline=told.amount, sides=(told,), table=by_act),
    )


def test_items_under_the_weapons_act_are_items() -> None:
    every, under = items({"MES": 20, "RZS": 8}, act=6, total=28)
    assert protect(under, [every]).is_clear and protect(every, [under]).is_clear
    every, under = items({"MES": 20, "RZS": 8}, act=26, total=28)
    assert not protect(under, []).held  # the total is hidden with the two others
    assert protect(under, [every]).held == "computable"  # 28 less 26
