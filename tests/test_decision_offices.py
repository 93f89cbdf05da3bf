"""The offices of a measure as rows of the matrix, and the strength of evidence question by question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import good, serve
from streamlit.testing.v1 import AppTest
from test_incidents_page import day_of, exported
from test_new_indicator import said
from test_staffing_page import cost_of, shifts_of
from towns import Place, build, waves

from einlass import config, decision
from einlass.findings import Request, city, finding
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, PRIMARY
from einlass.measures import measures
from einlass.paper.content import Heading, Listing
from einlass.paper.write import write
from einlass.topics import sentiment
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

AGENCIES = ("BSP-SOZ1", "BSP-SOZ2", "BSP-SOZ3")
GUARDED = "BSP-M2"


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield current_version()


def shown(**params: str) -> AppTest:
    app = AppTest.from_file(str(config.PAGES / "decision.py"), default_timeout=60)
    for name, text in params.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def matrix_of(app: AppTest) -> str:
    return next(
        str(one.proto.body) for one in app.get("html") if 'class="em-evidence"' in str(one.proto.body)
    )


# --- Rows -----------------------------------------------------------------------------------------------


def test_offices_are_rows_where_they_are_asked_for(sample: DataVersion) -> None:
    assert matrix_of(shown()).count('<th scope="row">') == len(measures(sample)) == 3
    opened = matrix_of(shown(opened="offices"))
    assert opened.count('<tr class="em-office">') == len(AGENCIES)
    assert opened.count('<th scope="row">') == 3 + len(AGENCIES)  # one office needs no second row


def test_each_finding_of_an_office_opens_with_this_office(sample: DataVersion) -> None:
    opened = matrix_of(shown(opened="offices"))
    for office in AGENCIES:
        for code in (PRIMARY, CLIENTS, "feels_safe_staff", "waiting_acceptable_clients"):
            assert f"comparison?measure={GUARDED}&amp;offices={office}&amp;indicator={code}" in opened


def test_the_switch_is_not_there_without_a_measure_at_several_offices(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        serve(build(tmp_path, {"A": Place((60, 40)), "B": Place((10, 10), treated=False)}), patch)
        app = shown(opened="offices")
        assert [one.label for one in app.toggle] == []
        assert "em-office" not in matrix_of(app)


@pytest.mark.parametrize("office", AGENCIES)
def test_reports_of_an_office_are_those_of_the_exports(sample: DataVersion, office: str) -> None:
    own = next(one for one in decision.by_office(sample)[GUARDED] if one.office == office)
    assert own.reports.after is not None and own.reports.windows is not None
    window = own.reports.windows.after
    counted = [
        row
        for row in exported()
        if row["dienststelle_id"] == office and window.first <= day_of(row) < window.until
    ]
    assert own.reports.after.numerator == len(counted)


def test_the_offices_cost_what_the_measure_costs(sample: DataVersion) -> None:
    parts = decision.by_office(sample)[GUARDED]
    assert all(one.spent is not None for one in parts)
    spent = sum(one.spent.cost.numerator for one in parts if one.spent is not None)
    assert spent == pytest.approx(float(cost_of(shifts_of(GUARDED))))


# --- Verdicts looked at together ------------------------------------------------------------------------


def test_verdicts_are_those_of_the_pages_that_look_at_all_offices(sample: DataVersion) -> None:
    parts = {one.office: one for one in decision.by_office(sample)[GUARDED]}
    for code, name in ((ALL_REPORTS, "reports"), (PRIMARY, "incidents")):
        of_city = {one.office_id: one.verdict for one in city(sample, code).offices}
        assert {office: getattr(one, name).verdict for office, one in parts.items()} == {
            office: of_city[office] for office in AGENCIES
        }
    asked = {one.office_id: one.verdict for one in sentiment.by_office(sample, "feels_safe")}
    assert {office: one.clients.verdict for office, one in parts.items()} == {
        office: asked[office] for office in AGENCIES
    }


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One measure at six offices; at one of them fewer reports and more agreement, at the others nothing."""
    places = {
        "A": Place((100, 45), treated=False, waves=waves((12, 12, 12, 12, 12, 0), (9, 10, 12, 14, 16, 0))),
        **{
            name: Place(
                (60, 60), treated=False, waves=waves((12, 12, 12, 12, 12, 0), (12, 12, 12, 12, 12, 0))
            )
            for name in "BCDEF"
        },
    }
    rows = [good("measures", massnahme_id="M", dienststelle_id=name) for name in places]
    return build(tmp_path_factory.mktemp("offices"), places, measures=rows)


def test_looking_at_six_offices_weakens_what_one_alone_would_say(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = current_version(serve(town, monkeypatch))
    own = decision.by_office(version)["M"][0]
    told = {}
    for code, together in ((ALL_REPORTS, own.reports), (CLIENTS, own.clients)):
        told[code] = finding(version, Request(code, "M", (own.office,))).verdict, together.verdict
    assert own.office == "A"
    assert told == {
        ALL_REPORTS: ("clear_decrease", "signs_of_decrease"),
        CLIENTS: ("clear_increase", "cannot_tell"),
    }
    text = said(shown(opened="offices,strength"))
    assert "Die Urteile der einzelnen Dienststellen berücksichtigen, dass mehrere zugleich" in text
    assert "Allein betrachtet hieße es „klar mehr Zustimmung“" in text


# --- Strength -------------------------------------------------------------------------------------------


def test_the_strength_is_short_in_its_cell_and_whole_in_the_fold_it_opens(sample: DataVersion) -> None:
    closed, opened = shown(), shown(opened="strength")
    cell = matrix_of(closed).split("</tr>")[1].rsplit("<td", 1)[1]
    assert "1 von 3 Fragen beantwortet" in cell and "Stufe 1 von 5 der Maryland-Skala" in cell
    assert "decision?opened=strength#strength" in cell
    assert "Genau" not in cell and "Sehr grob" not in said(closed)
    text = said(opened)
    for told in (
        "Sehr grob (32 vorher, 9 seit Beginn)",
        "Höher wäre sie mit einer Befragung derselben Art an Dienststellen ohne Maßnahme.",
        "Höher wäre sie mit mindestens drei Dienststellen ohne Maßnahme",
        "Die Stufe der Maryland-Skala schätzen wir selbst ein",
    ):
        assert told in text


def test_an_expectation_that_could_be_anything_is_not_told(sample: DataVersion) -> None:
    """Two reports with consequences before at Styrum: the model expects 0,0 of them, but up to 508 392 would fit."""
    own = next(one for one in decision.by_office(sample)[GUARDED] if one.office == "BSP-SOZ3")
    assert own.incidents.analysis is not None and own.incidents.analysis.expected is None
    whole = decision.evidence(sample)[1].incidents.analysis
    assert whole is not None and whole.expected is not None and whole.expected.high < 10


# --- Long names -----------------------------------------------------------------------------------------


def test_a_paper_says_a_very_long_name_whole_once_and_short_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "Amt für " + "Angelegenheiten " * 23 + "am Ende"
    folder = build(tmp_path, {"A": Place((60, 40))}, names={"A": long})
    paper = write(current_version(serve(folder, monkeypatch)), "beschluss", words_for("de"))
    background = [str(item) for block in paper.blocks if isinstance(block, Listing) for item in block.items]
    assert any(f"Einlasskontrollen: {long}" in one for one in background)
    headings = [one.text for one in paper.blocks if isinstance(one, Heading)]
    cut = [one for one in headings if one.startswith("Einlasskontrollen: Amt für Angelegenheiten")]
    assert cut and all(len(one) < 170 and one.endswith(" …") for one in cut)
