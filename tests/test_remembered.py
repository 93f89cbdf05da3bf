"""Results are kept: one thread computes, the others wait for it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import plotly.graph_objects as go
import pytest
from conftest import csv_text, good

from einlass import config, ingest
from einlass.charts import Look
from einlass.charts.look import framed
from einlass.remembered import forget, remembered
from einlass.ui import show
from einlass.warehouse import DataVersion, current_snapshot
from einlass.warehouse.versions import version_of
from einlass.words import words_for


def test_who_asks_meanwhile_waits_instead_of_computing_again() -> None:
    asked: list[int] = []
    everybody_is_there = threading.Barrier(8)

    @remembered(4)
    def squared(number: int) -> int:
        asked.append(number)
        time.sleep(0.05)  # long enough for all to come meanwhile
        return number * number

    def ask(_: int) -> int:
        everybody_is_there.wait()
        return squared(7)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [49] * 8
    assert asked == [7]


def test_a_failure_is_not_kept() -> None:
    asked: list[int] = []

    @remembered(4)
    def half(number: int) -> int:
        asked.append(number)
        if len(asked) == 1:
            raise ValueError(number)
        return number // 2

    with pytest.raises(ValueError, match="8"):
        half(8)
    assert [half(8), half(8)] == [4, 4]
    assert asked == [8, 8]


def test_what_was_asked_of_something_that_is_gone_is_given_up() -> None:
    asked: list[tuple[str, int]] = []

    @remembered(8)
    def told(of: str, *, number: int) -> str:
        asked.append((of, number))
        return of * number

    for of in ("a", "b"):
        told(of, number=2)
    forget(lambda part: part == "a")
    assert (told("a", number=2), told("b", number=2)) == ("aa", "bb")
    assert asked == [("a", 2), ("b", 2), ("a", 2)]
    forget(lambda part: part == 2)
    told("b", number=2)
    assert asked[-1] == ("b", 2)


def test_what_was_computed_from_data_long_replaced_is_given_up(folder: Path, tmp_path: Path) -> None:
    asked: list[int] = []

    @remembered(8)
    def of(version: DataVersion) -> int:
        asked.append(version.number)
        return version.number

    for day in ("04", "05", "06"):
        path = tmp_path / f"{day}.csv"
        path.write_text(csv_text([good("visits", datum=f"{day}.03.2019")]), encoding="utf-8")
        ingest.import_files([path])
        of(current_snapshot().version)
    for number in (1, 2, 3):
        of(version_of(folder, number))
    assert asked == [1, 2, 3, 1]


def test_the_least_used_result_is_forgotten_first() -> None:
    asked: list[int] = []

    @remembered(2)
    def same(number: int) -> int:
        asked.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        same(number)
    assert asked == [1, 2, 3, 2]


def test_a_chart_is_built_once_for_all_who_see_the_same() -> None:
    built: list[str] = []

    def build(name: str) -> list[go.Figure | None]:
        built.append(name)
        figure = go.Figure(go.Bar(x=[1], y=[2]))
        w = words_for(config.DEFAULT_LANGUAGE)
        return [framed(figure, Look(is_dark=False), w, title=name, sub="", foot="", height=100), None]

    german, english = words_for("de"), words_for("en")
    for w, of in ((german, "a"), (german, "a"), (english, "a"), (german, "b"), (english, "a")):
        drawn, none = show.kept(("test", of), partial(build, of), w)
        assert drawn is not None
        assert (drawn.title, none) == (of, None)
    assert built == ["a", "a", "b"]
