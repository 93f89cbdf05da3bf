"""Times that were exceptional everywhere stand in one settings file, which a city may replace by its own."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import serve

from einlass import config
from einlass.measures import events
from einlass.warehouse import current_version


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
