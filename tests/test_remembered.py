"""Results are kept: one thread computes, the others wait for it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import plotly.graph_objects as go
import pytest

from einlass import config
from einlass.charts import Look
from einlass.charts.look import framed
from einlass.remembered import remembered
from einlass.ui import show
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
