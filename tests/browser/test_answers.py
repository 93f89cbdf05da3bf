"""From Lage to the answer of a question, and how many clicks that takes: two at most."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.conftest import Open, menu_link

# What is asked, the page where it is answered, and the answer as it stands in view there. The numbers are those
# that tests/test_*_page.py count from the exports.
ASKED = {
    "How many knives?": ("checks", r"\b99 Messer\b"),
    "Does the clientele feel safer?": ("sentiment", r"447 von 675 Antworten \(66\u202f?%\)"),
    "What will it have cost by the end of March?": ("staffing", r"bis 31\.03\.2020 rund 31\u202f300\u202f€"),
    "What happened since?": ("incidents", r"13 gemeldete Vorfälle seit Beginn"),
}


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_is_one_click_from_the_overview(visit: Open, question: str) -> None:
    page, answer = ASKED[question]
    opened = visit("/")
    menu_link(opened, page).click()
    expect(menu_link(opened, page)).to_have_attribute("aria-current", "page")
    opened.ready()
    found = opened.page.get_by_text(re.compile(answer)).first
    expect(found).to_be_visible()
    box = found.bounding_box()
    assert box is not None and box["y"] < 900  # without scrolling
    assert opened.errors == []
