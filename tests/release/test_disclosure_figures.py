"""What a figure looks like once it is protected, alone and beside what was released before."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from einlass.release.desk import Desk
from einlass.release.desk.cases import Proposal
from einlass.release.disclosure.protect import Hidden, protect
from einlass.release.records import Amount, Figure, Row, Table
from einlass.release.safe import objections
from einlass.release.store import from_json, to_json
from release.disclosed_figures import LAST, answers, count, figure, months, only, reports, share

GONE = Amount(sign=".")


def cells(one: Figure, label: str) -> tuple[Amount, ...]:
    return next(row.cells for row in one.table.rows if row.label == label)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    one = reports({"A": (12, 8), "B": (7, 5), "C": (0, 4)})
    found = protect(one, [])
    assert found.is_clear and found.figure == one and found.checked == 0


def test_small_counts_go_with_their_rates_and_one_more_cell_protects_them() -> None:
    one = reports({"A": (12, 8), "B": (7, 2), "C": (9, 4)})
    found = protect(one, [])
    assert Hidden("row", "small", "office.B", "since") in found.hidden
    assert [hit.ground for hit in found.hidden] in (["small", "computable"], ["computable", "small"])
    assert not found.held and found.figure.headline == one.headline and found.figure.sides == one.sides
    before, since = cells(found.figure, "office.B")[:3], cells(found.figure, "office.B")[3:]
    assert before == cells(one, "office.B")[:3]
    assert since == (GONE, count(20_000.0), GONE)  # visits are no secret
    other = next(hit for hit in found.hidden if hit.ground == "computable")
    assert other.row in ("office.A", "office.C") and other.column == "since"
    assert cells(found.figure, "total") == cells(one, "total")


def test_a_figure_whose_number_is_small_is_held_back_and_a_wider_one_offered() -> None:
    wide = reports({"A": (12, 8), "B": (7, 6)})
    found = protect(only("B", 2), [], [only("C", 1), wide])
    assert found.held == "small" and found.figure.headline == GONE and not found.is_clear
    assert found.coarser == wide


def test_a_released_figure_is_protected_the_same_way_again() -> None:
    one = reports({"A": (12, 8), "B": (7, 2), "C": (9, 4), "D": (6, 5)})
    released = protect(one, []).figure
    again = protect(one, [released])
    assert again.figure == released and not again.held and not again.known_before


def test_hidden_figures_go_through_the_ledger() -> None:
    found = protect(reports({"A": (12, 8), "B": (7, 2), "C": (9, 4)}), []).figure
    assert from_json(to_json(found), Figure) == found


def test_a_figure_of_one_office_is_held_back_where_it_reveals_a_hidden_one() -> None:
    """The table hid B (2) and another; to show that other alone would give B away."""
    released = protect(reports({"A": (12, 8), "B": (7, 2), "C": (9, 4)}), [])
    other = next(hit.row[-1] for hit in released.hidden if hit.ground == "computable")
    shown = ({"A", "C"} - {other}).pop()
    counts = {"A": 8, "C": 4}
    assert protect(only(other, counts[other]), [released.figure]).held == "computable"
    assert protect(only(shown, counts[shown]), [released.figure]).is_clear


def test_a_correction_is_checked_against_the_original() -> None:
    """Original: B 2 hidden with C 4. Corrected: one more at B, so 3; the rest as it was and all of it shown."""
    original = protect(reports({"A": (12, 8), "B": (7, 2), "C": (9, 4)}), [])
    corrected = reports({"A": (12, 8), "B": (7, 3), "C": (9, 4)}, data_version=2)
    found = protect(corrected, [original.figure])
    assert found.checked == 1
    hidden = {(hit.row, hit.column) for hit in found.hidden}
    # To show B now (3) and the others would give away that it was 2.
    assert ("office.B", "since") in hidden and len(hidden) >= 2
    assert not found.held


def test_a_correction_that_changes_nothing_small_is_clear() -> None:
    original = protect(reports({"A": (12, 8), "B": (7, 6), "C": (9, 4)}), [])
    corrected = reports({"A": (12, 9), "B": (7, 6), "C": (9, 4)}, data_version=2)
    assert original.is_clear and protect(corrected, [original.figure]).is_clear


def test_quarters_are_checked_against_months() -> None:
    first = protect(
        months({"2019-01": 7, "2019-02": 9, "2019-03": 2, "2019-04": 5, "2019-05": 6, "2019-06": 4}), []
    )
    assert {hit.row for hit in first.hidden if hit.ground == "small"} == {"2019-03"}
    found = protect(months({"2019-Q1": 18, "2019-Q2": 15}), [first.figure])
    shown = {row.label for row in first.figure.table.rows if row.cells[0].value is not None}
    spoiled = len({"2019-01", "2019-02"} & shown) == 2  # then the first quarter tells March
    assert ("2019-Q1" in {hit.row for hit in found.hidden}) == spoiled


def test_two_months_and_a_quarter_tell_the_third() -> None:
    first = protect(months({"2019-01": 7, "2019-02": 9}, last=date(2019, 2, 28)), [])
    assert first.is_clear
    found = protect(months({"2019-Q1": 18}, last=date(2019, 3, 31)), [first.figure])
    assert found.held == "computable"
    assert protect(months({"2019-Q1": 20}, last=date(2019, 3, 31)), [first.figure]).is_clear


def test_a_longer_period_with_one_report_more_is_held_back() -> None:
    first = reports({"A": (12, 8), "B": (7, 5)})
    longer = reports({"A": (12, 9), "B": (7, 5)}, last=date(2020, 3, 24), data_version=2)
    assert protect(longer, [first]).held == "computable"
    same = reports({"A": (12, 8), "B": (7, 5)}, last=date(2020, 3, 24), data_version=2)
    assert protect(same, [first]).is_clear


def test_other_topics_and_amounts_are_no_part_of_it() -> None:
    cost = figure(
        "cost",
        ["A"],
        kind="amount",
        unit="euros",
        headline=count(2.0, 1.0),
        sides=(),
        table=Table(
            dimension="measures", columns=("euros",), rows=(Row(label="measure.M1", cells=(count(2),)),)
        ),
    )
    found = protect(cost, [reports({"A": (12, 8), "B": (7, 5)})])
    assert found.is_clear and found.figure == cost and found.checked == 1


# --- Surveys ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "audience", "ground"),
    [
        ((2, 1, 1, 2, 3), "KUND", "few_answers"),
        ((5, 6, 7, 2, 0), "KUND", "small"),
        ((1, 0, 0, 20, 30), "KUND", "complement"),
        ((0, 0, 0, 6, 8), "BESCH", "everyone"),
        ((3, 4, 7, 0, 0), "BESCH", "everyone"),
    ],
)
def test_surveys_are_held_back(given: tuple[int, ...], audience: str, ground: str) -> None:
    found = protect(answers(given, audience), [])
    assert found.held == ground
    assert found.figure.headline == GONE and found.figure.sides[0].distribution == ()


def test_a_large_survey_loses_only_its_single_answers() -> None:
    one = answers((2, 45, 170, 240, 220))
    found = protect(one, [])
    assert not found.held and found.figure.headline == one.headline
    assert found.figure.sides[0].distribution == ()
    assert cells(found.figure, "answer.1") == (GONE, GONE)
    assert [hit.part for hit in found.hidden].count("row") >= 2


def test_a_survey_without_small_counts_stays_as_it_is() -> None:
    one = answers((23, 45, 170, 240, 197))
    assert protect(one, []).figure == one


def test_of_few_the_share_is_replaced_by_a_stroke_and_the_counts_stay() -> None:
    one = answers((4, 3, 5, 6, 7))
    found = protect(one, [])
    assert found.is_clear
    assert found.figure.headline == Amount(numerator=13.0, denominator=25.0, sign="/")


# --- Faces of their own -----------------------------------------------------------------------------------


def test_a_table_without_anybody_is_clear() -> None:
    one = reports({"A": (0, 0), "B": (0, 0)})
    assert protect(one, []).is_clear


def test_an_empty_table_and_a_share_of_nobody_are_clear() -> None:
    nobody = figure(
        "checked_share",
        ["A"],
        kind="share",
        unit="percent",
        headline=Amount(numerator=0.0, denominator=0.0, sign="x"),
        sides=(),
        table=Table(dimension="offices", columns=(), rows=()),
    )
    assert protect(nobody, []).is_clear


def test_one_office_in_a_group_hides_with_the_total() -> None:
    """A table of one office beside one that has nothing: the total is that office, both are small."""
    found = protect(reports({"A": (12, 2), "B": (7, 0)}), [])
    assert found.held == "small"
    assert {(hit.part, hit.row) for hit in found.hidden} >= {
        ("headline", ""),
        ("side", "since"),
        ("row", "total"),
    }


def test_nearly_everybody_checked_hides_the_few_others() -> None:
    row = (count(98), count(100), share(98, 100))
    total = (count(598), count(700), share(598, 700))
    one = figure(
        "checked_share",
        ["A", "B", "C"],
        kind="share",
        unit="percent",
        headline=total[2],
        sides=(),
        table=Table(
            dimension="offices",
            columns=("checked", "visits", "percent"),
            rows=(
                Row(label="office.A", cells=row),
                Row(label="office.B", cells=(count(300), count(350), share(300, 350))),
                Row(label="office.C", cells=(count(200), count(250), share(200, 250))),
                Row(label="total", cells=total),
            ),
            total="total",
        ),
    )
    found = protect(one, [])
    assert Hidden("row", "complement", "office.A", "") in found.hidden and not found.held
    assert cells(found.figure, "office.A") == (GONE, GONE, GONE)
    assert len(found.hidden) == 2


def test_last_days_are_those_of_the_figures() -> None:
    assert reports({"A": (1, 1)}).sides[1].last == LAST


def test_a_protected_figure_stays_as_it_is_and_an_unprotected_one_is_objected_to() -> None:
    one = reports({"A": (12, 8), "B": (7, 2), "C": (9, 4), "D": (6, 5)})
    outside = protect(one, []).figure
    assert protect(outside, []).figure == outside
    assert refused(one, outside) == []
    assert refused(one, one) == ["release.hidden_changed"]
    assert refused(only("B", 2), only("B", 2)) == ["release.held"]


def refused(counted: Figure, shown: Figure) -> list[str]:
    proposal = Proposal(
        change="first", figure=shown, raw=counted, texts={}, drafted_at=datetime(2020, 4, 1, 16)
    )
    return [each.key for each in objections(Desk(), proposal)]
