"""Exceptional times and thresholds stand in one settings file, which a city may replace by its own."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import serve
from test_new_indicator import opened, said

from einlass import config
from einlass.measures import events
from einlass.ui import show
from einlass.warehouse import DataVersion, current_version


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "settings.toml"
    path.write_text('[[known_time]]\ncode = "covid"\nfirst = 2019-03-10\n', encoding="utf-8")
    monkeypatch.setenv("EINLASS_SETTINGS", str(path))
    config.known_times.cache_clear()
    yield path
    config.known_times.cache_clear()


def test_covid_is_known() -> None:
    config.known_times.cache_clear()
    [covid] = [one for one in config.known_times() if one.code == "covid"]
    assert (covid.first, covid.last) == (date(2020, 3, 16), date(2021, 8, 31))


def test_a_city_may_bring_its_own(own_settings: Path, stock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = current_version(serve(stock, monkeypatch))
    events.cache_clear()
    known = [one for one in events(version) if one.kind == "KNOWN"]
    events.cache_clear()
    assert [(one.first, one.until, one.is_break) for one in known] == [(date(2019, 3, 10), None, True)]


# --- Thresholds -------------------------------------------------------------------------------------------


@pytest.fixture
def own_thresholds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets thresholds in a settings file of one's own; what was drawn and read before is forgotten."""

    def forget() -> None:
        config.thresholds.cache_clear()
        show._drawn.cache_clear()

    def write(lines: str) -> None:
        path = tmp_path / "thresholds.toml"
        # everything else stays as it is, for what has been computed with it is kept
        others, _, _ = config.SETTINGS.read_text("utf-8").partition("[thresholds]")
        path.write_text(f"{others}[thresholds]\n{lines}\n", encoding="utf-8")
        monkeypatch.setenv("EINLASS_SETTINGS", str(path))
        forget()

    yield write
    monkeypatch.delenv("EINLASS_SETTINGS", raising=False)
    forget()


Write = Callable[[str], None]


def test_small_counts_begin_where_the_setting_says(sample: DataVersion, own_thresholds: Write) -> None:
    text = said(opened("incidents"))
    assert "|9 bei 20\u202f946|" in text and "Zahlen unter 3 und" in text
    own_thresholds("hidden_below = 10\nhidden_below_sensitive = 60")
    text = said(opened("incidents"))
    assert "|9° bei 20\u202f946|" in text
    assert "Zahlen unter 10 und" in text and "unter 60." in text
    assert "|8°|" in said(opened("checks"))  # persons with a find in the last week of 2019


def test_shares_begin_where_the_setting_says(sample: DataVersion, own_thresholds: Write) -> None:
    assert "100 von 173 → 11 von 21" in said(opened("sentiment", measure="BSP-M3"))
    own_thresholds("share_least = 20")
    text = said(opened("sentiment", measure="BSP-M3"))
    assert "58 → 52\u202f%" in text and "Unter 20 Antworten nur die Anzahl" in text


def test_answers_of_few_people_are_marked_as_the_setting_says(
    sample: DataVersion, own_thresholds: Write
) -> None:
    assert "11 von 21°" not in said(opened("sentiment", measure="BSP-M3"))
    own_thresholds("hidden_answers_below = 25")
    assert "100 von 173 → 11 von 21°" in said(opened("sentiment", measure="BSP-M3"))


def test_what_counts_as_uneven_is_a_setting(sample: DataVersion, own_thresholds: Write) -> None:
    assert "Nach Wochentagen spricht nichts dagegen" in said(opened("checks"))
    own_thresholds("chance = 0.9")
    assert "Nach Wochentagen nein" in said(opened("checks"))


def test_few_finds_are_counts_as_the_setting_says(sample: DataVersion, own_thresholds: Write) -> None:
    assert "Bei 16 von 1\u202f000 Kontrollierten" in said(opened("checks"))
    own_thresholds("course_least = 342")
    assert "Bei 341 von 21\u202f028 Kontrollierten" in said(opened("checks"))


def test_a_threshold_that_is_none_is_refused(own_thresholds: Write) -> None:
    own_thresholds("hiden_below = 3")
    with pytest.raises(TypeError, match="hiden_below"):
        config.thresholds()
