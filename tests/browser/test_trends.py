"""The trends page in the browser: small charts, switches in the address, the calendar by keyboard, the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from .conftest import Open, Visit

OFFICES = "BSP-SOZ1,BSP-SOZ2,BSP-SOZ3"


def drawn(opened: Visit, count: int) -> None:
    """Waits until so many charts are painted."""
    expect(opened.page.locator(".em-chart-plot[data-drawn]")).to_have_count(count)


def has_sideways_scrolling(opened: Visit) -> bool:
    main = '[data-testid="stMain"]'
    return bool(opened.page.locator(main).evaluate("main => main.scrollWidth > main.clientWidth"))


@pytest.mark.parametrize(("width", "columns"), [(1440, 3), (320, 1)])
def test_small_charts_stand_side_by_side_and_on_a_phone_below_each_other(
    visit: Open, width: int, columns: int
) -> None:
    opened = visit(f"/trends?indicator=visits_per_open_day&offices={OFFICES}", width=width)
    drawn(opened, 3)
    boxes = [one.bounding_box() for one in opened.page.locator(".em-chart-plot").all()]
    assert len({round(box["x"]) for box in boxes if box}) == columns
    assert len({round(box["width"]) for box in boxes if box}) == 1
    assert not has_sideways_scrolling(opened)
    opened.page.get_by_text("Vorjahr zeigen").click()
    expect(opened.page).to_have_url(re.compile(r"[?&]opened=last_year(&|$)"))
    opened.ready()
    opened.page.get_by_text("In einem Bild").click()
    expect(opened.page).to_have_url(re.compile("together"))
    opened.ready()
    drawn(opened, 1)
    assert opened.grave_violations() == []
    assert opened.errors == []


def test_the_calendar_is_walked_by_keyboard_and_fits_a_phone(visit: Open) -> None:
    opened = visit("/trends?sight=calendar&offices=BSP-AUSL", width=390, theme="dark", lang="en")
    drawn(opened, 1)
    assert not has_sideways_scrolling(opened)
    opened.page.locator(".em-chart-plot").focus()
    opened.page.keyboard.press("ArrowRight")
    expect(opened.page.locator(".em-chart [aria-live]")).to_contain_text("2018")
    first = opened.page.locator(".em-chart [aria-live]").inner_text()
    opened.page.keyboard.press("ArrowRight")
    expect(opened.page.locator(".em-chart [aria-live]")).not_to_have_text(first)
    assert opened.grave_violations() == []
    assert opened.errors == []


LISTEN = """() => {
  window.drawn = [];
  const charts = [...document.querySelectorAll(".em-chart-plot")];
  new MutationObserver((all) => drawn.push(...all.map((one) => charts.indexOf(one.target)))).observe(document.body, {
    subtree: true, attributeFilter: ["data-drawn"],
  });
}"""
# Observers hear of a frame in the order in which they were made: when this one does, those of the charts have.
OUT_OF_SIGHT = """plot => new Promise((done) => new IntersectionObserver((seen, observer) => {
  if (seen.at(-1).isIntersecting) return;
  observer.disconnect();
  done();
}).observe(plot))"""


def test_the_chart_in_sight_is_drawn_before_those_out_of_sight(visit: Open) -> None:
    address = f"/trends?indicator=visits_per_open_day&offices={OFFICES}"
    opened = visit(address, width=320)
    held, is_held = list[bytes | str](), False

    def through(route: WebSocketRoute) -> None:
        def answer(message: bytes | str) -> None:
            assert isinstance(message, bytes)
            is_end = ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"
            held.append(message)
            if (
                not is_held or is_end
            ):  # what a run sends comes at once: else a chart may be drawn before others are there
                for one in held:
                    route.send(one)
                held.clear()

        route.connect_to_server().on_message(answer)

    opened.page.route_web_socket(re.compile("stream"), through)
    opened.goto(address)
    drawn(opened, 3)
    plots = opened.page.locator(".em-chart-plot")
    opened.page.set_viewport_size({"width": 320, "height": 300})
    plots.last.scroll_into_view_if_needed()
    for out in plots.all()[:-1]:
        out.evaluate(OUT_OF_SIGHT)
    opened.page.evaluate(LISTEN)
    times = [int(one.get_attribute("data-drawn") or 0) for one in plots.all()]
    is_held = True
    opened.page.get_by_text("Woche", exact=True).first.evaluate("step => step.click()")  # without going there
    for place, before in enumerate(times):
        expect(plots.nth(place)).to_have_attribute("data-drawn", str(before + 1))
    # The first may be drawn while the browser still unpacks the others; without their turns the last one comes last.
    order = opened.page.evaluate("() => drawn")
    assert sorted(order) == [0, 1, 2]
    assert order.index(2) < order.index(1), order
    assert opened.errors == []


def test_what_a_run_has_not_reached_fades_once_the_run_takes_long(visit: Open) -> None:
    opened = visit("/trends?step=week")
    is_slow, held = False, list[bytes | str]()

    def through(route: WebSocketRoute) -> None:
        def answer(message: bytes | str) -> None:
            assert isinstance(message, bytes)
            is_part = ForwardMsg.FromString(message).WhichOneof("type") == "delta"
            is_late = is_slow and (is_part or bool(held))  # all from the first part on
            held.append(message) if is_late else route.send(message)

        route.connect_to_server().on_message(answer)

    opened.page.route_web_socket(re.compile("stream"), through)
    opened.goto("/trends?step=week")
    old = opened.page.locator('[data-testid="stElementContainer"][data-stale="true"]').first
    is_slow = True
    opened.page.get_by_text("Monat", exact=True).first.click()
    expect(old).to_have_css("opacity", "1")
    expect(opened.page.locator("html")).to_have_class("em-late")
    expect(old).to_have_css("opacity", "0.33")
