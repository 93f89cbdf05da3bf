"""A day at the press desk of a small town, on the real pages: 37 incidents before, 16 after, a late report makes 17."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from conftest import csv_text, good, serve
from streamlit.testing.v1 import AppTest
from towns import Place, build, incident

from einlass import config, ingest
from einlass.cli import main
from einlass.errors import ReleaseRefused
from einlass.release import ledger
from einlass.release.desk import act, publications, says_the_same
from einlass.release.desk.commands import Draft, Submit
from einlass.release.events import Compared
from einlass.release.figures import Entry, figure
from einlass.release.rebuild import keep_up_with, rebuild
from einlass.release.records import Publication
from einlass.release.safe import objections
from einlass.release.store import to_json
from einlass.release.wording import texts
from einlass.ui.data import verdicts
from einlass.warehouse import DataVersion, current_version
from einlass.warehouse.versions import now
from einlass.words import words_for
from release.desk_parts import ANNA
from release.test_steps import choose, press, shown, sit_down, write

W = words_for("de")
FIGURE = "reported_incidents:M-D1"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("town"), {"D1": Place(incidents=(37, 16))})


@pytest.fixture
def town(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(Path(shutil.copytree(built, tmp_path / "data")), monkeypatch))


def page(figure: str = FIGURE) -> AppTest:
    app = AppTest.from_file(str(config.PAGES / "press.py"), default_timeout=120)
    app.query_params["figure"] = figure
    return app.run()


def released() -> Publication:
    (one,) = publications(ledger.read(config.data_dir()).entries, now())
    return one


def release(app: AppTest) -> None:
    sit_down(app, "Anna", "prepare")
    press(app, "press.do.submit")
    sit_down(app, "Ben", "release")
    press(app, "press.do.release")
    assert W("press.done.released", id="EK-0001") in shown(app)


def late_report(folder: Path) -> Path:
    path = folder / "late.csv"
    path.write_text(csv_text([incident("V99", "D1", date(2019, 6, 12))]), encoding="utf-8")
    return path


def test_from_the_question_to_the_correction(town: DataVersion, tmp_path: Path) -> None:
    app = page()
    assert W("press.status.new") in shown(app)
    release(app)
    assert "EK-0001 · freigegeben, endgültig" in shown(app)
    (one,) = released().versions
    assert [side.amount.numerator for side in one.figure.sides].count(37) == 1
    assert one.figure.headline.numerator == 16
    assert not one.figure.is_sample
    assert set(one.texts) == {"de", "en"} and "16" in one.texts["en"].sentence

    # The preview names the published figure, and importing changes nothing that was released.
    preview = ingest.preview([late_report(tmp_path)])
    changes = verdicts.of_preview(town, preview.token)
    assert [each.case.id for each in changes.figures] == ["EK-0001"]
    assert changes.figures[0].would_be["de"].startswith("17")
    ingest.confirm(preview.token, accept=[])
    app = page()
    assert W("press.newer") in shown(app) and W("release.newer_data") in shown(app)
    assert released().has_newer_data
    assert released().latest.figure.headline.numerator == 16

    sit_down(app, "Anna", "prepare")
    write(app, "press.correct.text", "Eine Meldung kam später.")
    choose(app, "press.severity", "minor")
    choose(app, "press.reason", "late_reports")
    press(app, "press.do.correct")
    sit_down(app, "Ben", "release")
    press(app, "press.do.release")
    assert W("press.newer") not in shown(app)
    assert [one.figure.headline.numerator for one in released().versions] == [16, 17]
    assert released().latest.correction.number == 1


def test_the_page_of_the_data_names_the_figure_when_an_import_is_to_be_undone(town: DataVersion) -> None:
    release(page())
    batch = next(one for one in ingest.history() if one.table == "incidents")
    found = verdicts.of_undo(town, batch.batch_id).figures
    assert [(one.case.id, one.would_be["de"]) for one in found] == [("EK-0001", "")]
    app = AppTest.from_file(str(config.PAGES / "data.py"), default_timeout=120).run()
    next(one for one in app.selectbox if one.label == W("data.undo.label")).select(batch.batch_id).run()
    next(one for one in app.button if one.key == "data.undo").click().run()
    assert "EK-0001" in shown(app) and W("data.published.gone") in shown(app)


def test_a_figure_whose_batch_was_undone_says_that_data_differ(town: DataVersion) -> None:
    release(page())
    ingest.undo(next(one for one in ingest.history() if one.table == "incidents").batch_id)
    assert rebuild(current_version())(released().latest.figure.subject) is None
    assert keep_up_with(current_version())
    assert released().has_newer_data
    assert W("release.newer_data") in shown(page())


def test_what_is_built_again_says_the_same(town: DataVersion) -> None:
    release(page())
    frozen = released().latest.figure
    assert says_the_same(frozen, rebuild(current_version())(frozen.subject))
    assert not keep_up_with(current_version())  # the page has compared them already
    assert ledger.read(config.data_dir()).entries[-1].event == Compared(
        data_version=town.number, data_sha256=town.sha256
    )
    assert not released().has_newer_data


def test_without_published_figures_an_import_is_not_asked_about_them(
    town: DataVersion, tmp_path: Path
) -> None:
    preview = ingest.preview([late_report(tmp_path)])
    assert verdicts.of_preview(town, preview.token).figures == ()


def test_a_certain_date_stands_at_the_foot_of_every_page(town: DataVersion) -> None:
    app = page()
    sit_down(app, "Anna", "prepare")
    label = W("press.calendar.title", language="Deutsch")
    next(one for one in app.text_input if one.label == label).input("Bericht für das Frühjahr")
    press(app, "press.do.announce")
    sit_down(app, "Ben", "release")
    press(app, "press.do.confirm")
    shell = AppTest.from_file(str(config.ROOT / "einlass" / "ui" / "shell.py"), default_timeout=120).run()
    assert "Nächste Veröffentlichung am" in shown(shell) and "Bericht für das Frühjahr" in shown(shell)


def test_the_sample_cannot_be_submitted(sample: DataVersion) -> None:
    app = AppTest.from_file(str(config.PAGES / "press.py"), default_timeout=120).run()
    assert W("press.locked") in shown(app)
    assert [one.disabled for one in app.button if one.label == W("press.do.submit")] == [True]


def test_small_counts_are_released_hidden_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two offices of one measure: 16 since the start, of which 2 at the second office."""
    both = [good("measures", massnahme_id="M", dienststelle_id=one) for one in ("D1", "D2")]
    places = {"D1": Place(incidents=(37, 14), treated=False), "D2": Place(incidents=(9, 2), treated=False)}
    serve(build(tmp_path, places, measures=both), monkeypatch)
    app = page("reported_incidents:M")
    release(app)
    text = to_json(released()).decode()
    rows = {row.label: row.cells for row in released().latest.figure.table.rows}
    assert released().latest.figure.headline.numerator == 16
    assert next(cells[-1].numerator for label, cells in rows.items() if "D2" in label) is None
    assert '"numerator":2.0' not in text and '"numerator":14.0' not in text
    # What is hidden is compared all the same: the data still say the same.
    assert W("press.newer") not in shown(page("reported_incidents:M"))
    assert not released().has_newer_data


def test_what_rests_on_too_few_is_not_even_submitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page has no way to it, and the desk refuses whoever finds another one."""
    version = current_version(serve(build(tmp_path, {"D1": Place(incidents=(37, 2))}), monkeypatch))
    app = page()
    assert W("press.held.title") in shown(app)
    assert W("press.do.submit") not in [one.label for one in app.button]
    made = figure(version, Entry("reported_incidents", "M-D1"))
    draft = Draft(figure=made, texts={one: texts(version, made, words_for(one)) for one in config.LANGUAGES})
    with pytest.raises(ReleaseRefused, match=r"release\.held"):
        act(version.folder, ANNA, draft, Submit(subject=made.subject), objections=objections)
    assert ledger.read(version.folder).entries == ()


def test_the_released_figure_becomes_a_folder_and_a_damaged_ledger_does_not(
    town: DataVersion, tmp_path: Path
) -> None:
    release(page())
    assert main(["release", "build", "--to", str(tmp_path / "out")]) == 0
    assert main(["release", "verify", str(tmp_path / "out")]) == 0
    assert any("ek-0001" in path.name.lower() for path in (tmp_path / "out").rglob("*"))
    file = config.data_dir() / ledger.FOLDER / ledger.FILE
    file.write_bytes(file.read_bytes().replace(b"Anna", b"Anne"))
    assert main(["release", "build", "--to", str(tmp_path / "other")]) == 1
    assert not (tmp_path / "other").exists()
