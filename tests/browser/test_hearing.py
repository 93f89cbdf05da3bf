"""Charts that can be heard: what sounds is noted where the browser starts and ends each tone."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import Any

from playwright.sync_api import Locator, expect

from .conftest import PATIENCE_MS, Open, Visit

NOTED = """() => {
  window.tones = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    const tone = { hertz: this.frequency.value, type: this.type, at, isOver: false };
    tones.push(tone);
    this.addEventListener("ended", () => { tone.isOver = true; });
    return start.call(this, at);
  };
}"""
WEEKS = "/trends?indicator=reported_incidents&offices=BSP-AUSL&step=week"
WITH_A_GAP = (
    "/trends?indicator=waiting_time&offices=BSP-AUSL&step=week"  # nothing was measured after the first week
)
TICK, LOWEST, HIGHEST = 2400, 220, 880


def listening(visit: Open, path: str) -> tuple[Visit, Locator]:
    """A page whose tones are noted, and its first chart, focused."""
    opened = visit(path)
    opened.page.evaluate(NOTED)
    plot = opened.page.locator(".em-chart-plot").first
    plot.focus()
    return opened, plot


def tones(opened: Visit) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = opened.page.evaluate("tones")
    return found


def press(opened: Visit, *keys: str) -> None:
    for key in keys:
        opened.page.keyboard.press(key)


def until(opened: Visit, condition: str) -> None:
    """Waits for what the page is asked; the page itself may not evaluate a text."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not opened.page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        opened.page.wait_for_timeout(20)


def spoken(opened: Visit) -> Locator:
    return opened.page.locator(".em-chart [aria-live]").first


def test_nothing_sounds_before_it_is_switched_on_and_the_switch_is_kept(visit: Open) -> None:
    opened, _ = listening(visit, WEEKS)
    switch = opened.page.get_by_role("button", name="Ton", exact=True).first
    play = opened.page.get_by_role("button", name="Reihe abspielen").first
    press(opened, "ArrowRight", "ArrowRight", "p")
    expect(spoken(opened)).to_have_text("Ton aus. S schaltet ihn ein.")
    assert tones(opened) == []
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(play).to_be_hidden()
    press(opened, "s")
    expect(spoken(opened)).to_have_text(re.compile("^Ton an"))
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert tones(opened) == []
    press(opened, "ArrowRight")
    assert len(tones(opened)) == 1
    opened.goto("/comparison")
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert opened.grave_violations() == []
    switch.click()
    expect(spoken(opened)).to_have_text(re.compile("^Ton aus"))
    expect(play).to_be_hidden()
    assert opened.errors == []


def test_a_higher_value_is_a_higher_tone(visit: Open) -> None:
    opened, plot = listening(visit, WEEKS)
    press(opened, "s", *["ArrowRight"] * 12)
    values: list[float] = plot.evaluate("plot => [...plot.data.find((one) => one.customdata).y].slice(0, 12)")
    heard = [tone["hertz"] for tone in tones(opened)]
    assert len(set(values)) > 3
    assert len(heard) == len(values)
    pairs = sorted(zip(values, heard, strict=True))
    assert all((higher > lower) == (more > less) for (less, lower), (more, higher) in pairwise(pairs))
    assert all(LOWEST <= one <= HIGHEST for one in heard)
    assert {tone["type"] for tone in tones(opened)} == {"triangle"}


def test_a_missing_value_is_silent_and_a_caveat_ticks(visit: Open) -> None:
    opened, _ = listening(visit, WITH_A_GAP)
    press(opened, "s", "ArrowRight")
    assert [round(tone["hertz"]) == TICK for tone in tones(opened)] == [False]
    press(opened, "ArrowRight")
    expect(spoken(opened)).to_have_text(re.compile("keine Daten"))
    assert len(tones(opened)) == 1
    press(opened, "End")
    expect(spoken(opened)).to_have_text(re.compile("unvollständig"))
    assert [round(tone["hertz"]) == TICK for tone in tones(opened)][1:] == [False, True]
    assert opened.errors == []


def test_what_was_to_be_expected_sounds_otherwise(visit: Open) -> None:
    opened = visit("/comparison")
    opened.page.evaluate(NOTED)
    opened.page.locator(".em-chart-plot").last.focus()
    press(opened, "s", "ArrowRight", "ArrowDown")
    expect(opened.page.locator(".em-chart [aria-live]").last).to_have_text(
        re.compile("ohne Maßnahme zu erwarten: .*Band")
    )
    assert [tone["type"] for tone in tones(opened)] == ["triangle", "square"]


def test_a_whole_series_plays_until_it_is_ended(visit: Open) -> None:
    opened, plot = listening(visit, WEEKS)
    press(opened, "s")
    for end in ("Escape", "p", "Tab"):
        plot.focus()
        opened.page.evaluate("() => { tones.length = 0; }")
        press(opened, "p")
        places = [tone["at"] for tone in tones(opened)]
        assert places == sorted(places), end
        assert len(places) > 100
        assert max(places) - min(places) > 5
        until(opened, "tones.some((one) => one.isOver)")
        press(opened, end)
        began = time.monotonic()
        until(opened, "tones.every((one) => one.isOver)")
        assert time.monotonic() - began < 4, end  # by itself it would last for 8 s
    assert opened.errors == []


def test_keys_lead_to_the_table_and_those_of_the_browser_are_left_to_it(visit: Open) -> None:
    opened, _ = listening(visit, WEEKS)
    press(opened, "ArrowRight")
    said = spoken(opened).inner_text()
    press(opened, "Alt+ArrowRight", "Control+ArrowRight")
    expect(spoken(opened)).to_have_text(said)
    press(opened, "t")
    expect(opened.page.get_by_role("switch", name="Als Tabelle zeigen")).to_be_focused()
    press(opened, "Space")
    opened.ready()
    opened.page.locator(".em-chart-plot").first.focus()
    press(opened, "t")
    expect(opened.page.get_by_role("switch", name="Als Tabelle zeigen")).to_be_focused()


def test_the_interval_is_walked_from_end_to_end_and_then_no_change(visit: Open) -> None:
    """What sighted readers see on one line: both ends of both intervals, the estimate, and where no change stands."""
    opened, _ = listening(visit, "/comparison?indicator=feels_safe_clients")
    heard = []
    for _ in range(6):
        press(opened, "ArrowRight")
        heard.append(spoken(opened).inner_text())
    ends, estimate, none = [*heard[:2], *heard[3:5]], heard[2], heard[5]
    levels = [re.match(r"(Unteres|Oberes) Ende des (\d+)-%-Bereichs: ", one) for one in ends]
    assert [found and found.groups() for found in levels] == [
        ("Unteres", "95"), ("Unteres", "80"), ("Oberes", "80"), ("Oberes", "95")
    ]  # fmt: skip
    assert estimate.startswith("Schätzung: ") and "Seit Beginn 447 von 675 Antworten" in estimate
    assert none == "„Kein Unterschied“ liegt außerhalb des 95-%-Bereichs"
    press(opened, "ArrowRight")
    expect(spoken(opened)).to_have_text("Keine weiteren Punkte.")


def test_what_was_measured_is_walked_before_the_year_before(visit: Open) -> None:
    opened, plot = listening(visit, f"{WEEKS}&opened=last_year")
    assert plot.evaluate("plot => plot.data[0].meta.heard.voice") == "reference", "it is drawn first"
    press(opened, "ArrowRight")
    first = spoken(opened).inner_text()
    press(opened, "ArrowDown")
    other = spoken(opened).inner_text()
    assert other.startswith("Vorjahr") and not first.startswith("Vorjahr")
    press(opened, "ArrowUp")
    expect(spoken(opened)).to_have_text(first)
