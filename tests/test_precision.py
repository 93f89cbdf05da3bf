"""How precise a finding is: the width of its interval, with the counts that make it so."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from conftest import serve
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest
from test_incidents_page import day_of, exported
from test_new_indicator import said

from einlass import config, decision
from einlass.findings import Finding, Request, finding
from einlass.measures import measures
from einlass.paper.content import Listing, readable
from einlass.paper.write import write
from einlass.stats.series import Interval
from einlass.ui.comparison.robustness import values_of
from einlass.ui.decision.asking import Asked
from einlass.ui.decision.files import tables_of
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

W = words_for("de")
LINE = "Grob bei den Beschäftigten ("
CELL = re.compile(r"\bGrob \(\d+ Antworten vorher, \d+ seit Beginn\)")


@pytest.fixture(scope="module")
def sample(sample_folder: object) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)  # type: ignore[arg-type]
        yield current_version()


def with_interval(found: Finding, low: float | None, high: float | None) -> Finding:
    """A finding with another 95 % interval, of its ratio or of Cliff's delta."""
    between = Interval(0.95, low, high)
    assert found.estimate and found.analysis
    if found.indicator.kind != "score":
        return replace(found, estimate=replace(found.estimate, interval_95=between))
    assert found.analysis.delta
    delta = replace(found.analysis.delta, interval_95=between)
    return replace(found, analysis=replace(found.analysis, delta=delta))


@pytest.mark.parametrize(
    ("code", "low", "high", "expected"),
    [
        ("reported_incidents", 0.5, 0.99, "precise"),
        ("reported_incidents", 0.5, 1.01, "rough"),
        ("reported_incidents", 0.5, 1.99, "rough"),
        ("reported_incidents", 0.5, 2.01, "very_rough"),
        ("reported_incidents", None, 2.0, "very_rough"),
        ("reported_incidents", 0.0, 0.3, "very_rough"),
        ("feels_safe_clients", 0.1, 0.42, "precise"),
        ("feels_safe_clients", 0.1, 0.44, "rough"),
        ("feels_safe_clients", -0.3, 0.35, "rough"),
        ("feels_safe_clients", -0.3, 0.37, "very_rough"),
    ],
)
def test_the_width_decides(
    sample: DataVersion, code: str, low: float | None, high: float | None, expected: str
) -> None:
    found = with_interval(finding(sample, Request(code, "BSP-M1")), low, high)
    told = decision.precision(found)
    assert told is not None and told.code == expected


def test_without_an_interval_nothing_is_said(sample: DataVersion) -> None:
    found = finding(sample, Request("reported_incidents", "BSP-M1"))
    assert decision.precision(replace(found, estimate=None)) is None


def test_what_cannot_be_computed_is_said_once(sample: DataVersion) -> None:
    found = with_interval(finding(sample, Request("reported_incidents", "BSP-M1")), None, None)
    assert found.estimate
    unknown = replace(found.estimate, value=None)
    assert values_of(unknown, found, W) == W("value.undefined")
    assert values_of(replace(unknown, interval_95=Interval(0.95, 0.4, None)), found, W) != W(
        "value.undefined"
    )


def test_the_counts_are_those_of_the_exports(sample: DataVersion) -> None:
    found = finding(sample, Request("reported_incidents", "BSP-M1"))
    told = decision.precision(found)
    assert told is not None and told.code == "very_rough" and found.windows
    counted = [
        sum(
            row["dienststelle_id"] == "BSP-AUSL"
            and day_of(row) >= window.first
            and day_of(row) < window.until
            for row in exported()
        )
        for window in (found.windows.before, found.windows.after)
    ]
    assert [told.before, told.after] == counted


def test_page_paper_and_workbook_say_the_same(sample: DataVersion) -> None:
    app = AppTest.from_file(str(config.PAGES / "decision.py"), default_timeout=60)
    app.query_params["opened"] = "strength"
    app.run()
    assert not app.exception
    page = said(app)
    first = next(iter(measures(sample).values()))
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(tables_of(sample, Asked(first, date(2020, 6, 30), ()), W))
    )
    cells = " ".join(str(cell) for row in book.get_sheet_by_index(1).to_python() for cell in row)
    paper = write(sample, "beschluss", W)
    listed = readable(
        " ".join(str(one) for block in paper.blocks if isinstance(block, Listing) for one in block.items)
    )
    for text in (page, cells):
        assert len(CELL.findall(text)) == 3
        assert len(re.findall(r"Sehr grob \(\d+ vorher, ", text)) == 3
    assert listed.count(LINE) == 3
    assert listed.count("Sehr grob bei den Meldungen (") == 3
    assert page.count("heißt bei Vorfallsmeldungen, dass die obere Grenze höchstens das Doppelte") == 1
