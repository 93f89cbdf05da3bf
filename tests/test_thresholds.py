"""Thresholds stand in the settings of the city; the pages say what these say."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_new_indicator import opened, said

from einlass import config
from einlass.ui import show
from einlass.warehouse import DataVersion


@pytest.fixture
def own_thresholds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets thresholds in a settings file of one's own; what was drawn and read before is forgotten."""

    def write(lines: str) -> None:
        path = tmp_path / "stadt.toml"
        # everything else stays as it is, for what has been computed with it is kept
        path.write_text(f"{config.SAMPLE_CITY.read_text('utf-8')}\n[thresholds]\n{lines}\n", encoding="utf-8")
        monkeypatch.setenv("EINLASS_CITY", str(path))
        show._drawn.cache_clear()

    yield write
    monkeypatch.delenv("EINLASS_CITY", raising=False)
    show._drawn.cache_clear()


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
