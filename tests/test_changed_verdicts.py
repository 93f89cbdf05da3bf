"""Verdicts that changed since an earlier version of the data, which the reader chooses; it stands in the address."""

from datetime import date
from pathlib import Path

import pytest
from conftest import csv_text, serve
from streamlit.testing.v1 import AppTest
from test_new_indicator import said
from towns import AFTER as SINCE
from towns import Place, build, incident, spread

from einlass import config, ingest
from einlass.ui.decision.changed import changes_since
from einlass.warehouse import current_version
from einlass.warehouse.versions import version_numbers, version_of
from einlass.words import words_for

W = words_for("de")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Few reports at first; then many more, in four imports, so that the first snapshots are gone."""
    base = tmp_path_factory.mktemp("changed")
    folder = build(base, {"A": Place((60, 6))})
    with pytest.MonkeyPatch.context() as patch:
        serve(folder, patch)
        patch.setattr(config, "SNAPSHOTS_KEPT_SECONDS", 0)
        for number in range(4):
            rows = [
                incident(f"N{number}-{index}", "A", day)
                for index, day in enumerate(spread(30, SINCE, without=[date(2019, 12, 30)]))
            ]
            path = base / f"more-{number}.csv"
            path.write_text(csv_text(rows), encoding="utf-8")
            [report] = ingest.import_files([path], accept=["all"])
            assert report.outcome == "imported", report
    return folder


@pytest.fixture(autouse=True)
def served(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(town, monkeypatch)


def shown(**params: str) -> AppTest:
    app = AppTest.from_file(str(config.PAGES / "decision.py"), default_timeout=120)
    for name, text in params.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def chooser(app: AppTest):  # type: ignore[no-untyped-def]  # a widget of Streamlit's test
    return next(one for one in app.selectbox if one.label == "Seit dem Stand")


def test_the_newest_earlier_version_is_the_first_choice(town: Path) -> None:
    app = shown()
    newest = current_version().number
    kept = [number for number in version_numbers(town) if number < newest]
    assert chooser(app).value == str(kept[-1])
    assert [one.split(" vom ")[0] for one in chooser(app).options] == [
        f"Datenstand {number}" for number in reversed(kept)
    ]
    assert f"Datenstand {kept[-1]} (" in said(app)


def test_a_version_whose_snapshot_is_gone_is_built_anew_and_leaves_nothing(town: Path) -> None:
    first = version_of(town, 1)
    assert not first.snapshot_path.is_file()
    found = changes_since(first, current_version())
    told = {(one.indicator.code, one.measure is not None): (one.before, one.after) for one in found.verdicts}
    assert told["reported_incidents", True] == ("clear_decrease", "clear_increase")
    assert not first.snapshot_path.is_file()
    assert not list((town / "previews").iterdir())


def test_the_choice_stands_in_the_address_and_its_verdicts_on_the_page(town: Path) -> None:
    app = shown(since="1")
    assert chooser(app).value == "1"
    assert ("Datenstand 1 (" in said(app) and "klarer Rückgang" in said(app).lower()) or "Rückgang" in said(
        app
    )
    chooser(app).select("2").run()
    assert not app.exception
    assert app.query_params["since"] in ("2", ["2"])
    assert "Datenstand 2 (" in said(app)


def test_a_version_that_is_not_there_is_said(town: Path) -> None:
    text = said(shown(since="99"))
    assert "Mit dem Datenstand „99“ lässt sich nicht vergleichen." in text
