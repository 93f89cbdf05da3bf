"""What charts say of themselves for the ear: caveats and values that the drawing shows otherwise."""

from datetime import date

from einlass.charts import DayCell, Look, edges_of, heat_chart
from einlass.charts.heard import heard
from einlass.words import words_for


def test_only_what_differs_goes_to_the_page() -> None:
    assert heard() == {"heard": {"voice": "value"}}
    assert heard(values={2: None}, flagged=[False, True]) == {
        "heard": {"voice": "value", "values": {2: None}, "flagged": [1]}
    }


def test_a_day_of_the_calendar_sounds_as_high_as_its_amount_and_an_unrecorded_one_not_at_all() -> None:
    days = [
        DayCell(date(2024, 1, 1 + number), amount, "") for number, amount in enumerate([0.0, 4.0, None, 2.0])
    ]
    chart = heat_chart(
        days, edges_of(4, is_count=True), Look(is_dark=False), words_for("de"), title="", sub="", foot=""
    )
    known, unknown = [trace.meta["heard"] for trace in chart.data]
    assert (known["values"], known["top"]) == ({0: 0.0, 1: 4.0, 2: 2.0}, 4.0)
    assert unknown["voice"] == "silent"
