"""The trends page in the browser: small charts, switches in the address, the calendar by keyboard, the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

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
