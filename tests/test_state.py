"""The address is the truth: reading it, writing it, and widgets that follow it."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from einlass.ui.state import View, view_of

FULL = View(
    lang="en",
    measure="BSP-M1",
    offices=("BSP-SOZ1", "BSP-AUSL"),
    indicator="reported_incidents",
    before=(date(2018, 11, 12), date(2019, 3, 18)),
    after=(date(2019, 11, 11), date(2020, 3, 17)),
    step="week",
    preview="0123456789abcdef0123456789abcdef",
)


def test_a_view_survives_its_own_address() -> None:
    assert view_of(FULL.params()) == FULL


def test_defaults_are_left_out_of_the_address() -> None:
    assert View().params() == {}
    assert View().href("overview") == "./"
    assert View().href("trends") == "./trends"


def test_an_address_is_readable() -> None:
    assert FULL.href("comparison", lang="de", after=None) == (
        "./comparison?measure=BSP-M1&offices=BSP-SOZ1,BSP-AUSL&indicator=reported_incidents"
        "&before=2018-11-12..2019-03-18&step=week&preview=0123456789abcdef0123456789abcdef"
    )


@pytest.mark.parametrize(
    "identifier",
    [
        *(
            "a b",
            "Straßenverkehrsamt",
            "a/b",
            "a,b",
            "..",
            '"a"',
            "a&b=c",
            "100%",
            "100%2C",
            "a+b",
            "a#b",
            "x" * 500,
        ),
        *("a;b", "?", "<b>", "\\,", " a ", "a\nb", "日本", "🔥", "**a**", ",", "%"),
    ],
)
def test_any_identifier_survives_the_address(identifier: str) -> None:
    view = View(measure=identifier, offices=("b", identifier, "c"), indicator=identifier, export=identifier)
    link = urlsplit(view.href("comparison"))
    assert view_of(dict(parse_qsl(link.query))) == view
    assert link.fragment == ""


def test_old_links_with_plain_lists_still_open() -> None:
    assert view_of({"offices": "BSP-SOZ1,BSP-AUSL"}).offices == ("BSP-SOZ1", "BSP-AUSL")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lang", "fr"),
        ("offices", ",,"),
        ("before", "2019-01-01"),
        ("before", "2019-02-30..2019-03-01"),
        ("before", "2019-02-01..2019-01-01"),
        ("after", "..2019-01-01..2020-01-01"),
        ("step", "year"),
        ("opened", "secrets"),
    ],
)
def test_what_cannot_be_read_is_no_part_of_the_view_and_can_be_said(name: str, text: str) -> None:
    view = view_of({name: text, "indicator": "mood"})
    assert view == View(indicator="mood")
    assert view.unread == ((name, text),)
    assert name not in view.params()


def test_unknown_parameters_are_ignored() -> None:
    assert view_of({"page": "secret"}).unread == ()


def test_offices_are_read_once_each_and_in_their_order() -> None:
    assert view_of({"offices": "b,a,b,<,c"}).offices == ("b", "a", "<", "c")


def page_with_choices() -> None:
    from datetime import date

    import streamlit as st

    from einlass.ui import choices

    first, last = date(2018, 1, 1), date(2020, 3, 17)
    st.session_state["chosen"] = (
        choices.choose("indicator", ["one", "two"], "indicator", str.upper, resets=("offices",)),
        choices.switch("step", ["day", "week", "month"], "step"),
        choices.choose_many("offices", ["a", "b", "c"], "offices", default=("a",)),
        choices.choose_days(
            ("from", "to"), "before", (first, last), first=first, last=last, within="windows"
        ),
        choices.choose("nothing", [], "measure"),
    )
    st.session_state["open"] = choices.switch_on("table", "table")
    with choices.fold("checked", "checked"):
        st.text("passed")


def run(**params: str) -> AppTest:
    app = AppTest.from_function(page_with_choices, default_timeout=30)
    for name, text in params.items():
        app.query_params[name] = text
    return app.run()


def said(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def chosen(app: AppTest) -> tuple[object, ...]:
    assert not app.exception
    return tuple(app.session_state["chosen"])


def test_widgets_show_the_address() -> None:
    app = run(indicator="two", step="day", offices="c,b", before="2019-01-01..2019-02-01")
    assert chosen(app) == ("two", "day", ("b", "c"), (date(2019, 1, 1), date(2019, 2, 1)), None)
    assert app.selectbox[0].value == "two"
    assert not app.date_input  # they wait for their fold
    app.query_params["opened"] = "windows"
    app.run()
    assert [field.value for field in app.date_input] == [date(2019, 1, 1), date(2019, 2, 1)]


def test_what_is_not_on_offer_is_said_beside_what_is_shown() -> None:
    app = run(indicator="th<b>\0" + "r" * 500, offices="z", before="1999-01-01..2030-01-01")
    assert chosen(app) == ("one", View.step, ("a",), (date(2018, 1, 1), date(2020, 3, 17)), None)
    assert (
        "Die Kennzahl „th&lt;b&gt;\ufffd" + "r" * 54 + "…“ gibt es hier nicht (mehr). Gezeigt wird: ONE."
        in said(app)
    )
    assert "Die Dienststelle „z“ gibt es in diesem Datenstand nicht (mehr). Gezeigt wird: a." in said(app)


def test_nothing_is_said_where_everything_asked_for_is_shown() -> None:
    assert said(run(indicator="two", offices="c", step="week")) == ""
    assert said(run()) == ""


def test_switches_and_folds_stand_in_the_address() -> None:
    app = run(opened="checked")
    assert app.expander[0].proto.expanded and not app.toggle[0].value
    app.toggle[0].set_value(True).run()
    assert app.session_state["open"] is True
    assert app.query_params == {"opened": "checked,table"}
    app.query_params["opened"] = "table"
    app.run()
    assert app.toggle[0].value and not app.expander[0].proto.expanded
    app.toggle[0].set_value(False).run()
    assert app.query_params == {}


def test_a_choice_is_written_into_the_address() -> None:
    app = run(offices="b", lang="en", measure="BSP-M1")
    app.selectbox[0].select("two").run()
    assert chosen(app)[:3] == ("two", View.step, ("a",))
    assert app.query_params == {"lang": "en", "measure": "BSP-M1", "indicator": "two"}


def test_one_end_of_a_range_is_written_and_the_other_moves_along() -> None:
    app = run(opened="windows")
    app.date_input[0].set_value(date(2019, 3, 1)).run()
    assert app.query_params == {"before": "2019-03-01..2020-03-17", "opened": "windows"}
    app.date_input[1].set_value(date(2019, 2, 1)).run()
    assert app.query_params == {"before": "2019-02-01..2019-02-01", "opened": "windows"}
    assert [field.value for field in app.date_input] == [date(2019, 2, 1), date(2019, 2, 1)]


def test_widgets_follow_a_changed_address() -> None:
    app = run(indicator="two")
    app.query_params["indicator"] = "one"
    assert chosen(app.run())[0] == "one"
    assert app.selectbox[0].value == "one"
