"""From nothing to a first answer: what is missing is named, what is here is counted, three exports are enough."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import csv_text, good, import_all, serve
from streamlit.testing.v1 import AppTest
from test_new_indicator import said

from einlass import config, ingest
from einlass.ui import guide
from einlass.warehouse import current_version
from einlass.words import words_for

W = words_for("de")


def shown(file: Path, **params: str) -> str:
    app = AppTest.from_file(str(file), default_timeout=60)
    for name, text in params.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return said(app)


def files(folder: Path, **rows: list[dict[str, str]]) -> list[Path]:
    made = []
    for name, content in rows.items():
        made.append(folder / f"{name}.csv")
        made[-1].write_text(csv_text(content), encoding="utf-8")
    return made


def test_without_data_every_page_leads_to_the_first_three_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(tmp_path / "nothing", monkeypatch)
    found = shown(config.ROOT / "einlass" / "ui" / "shell.py")
    assert "Noch keine Daten" in found
    assert "Laden Sie zuerst diese Exporte: Dienststellen, Maßnahmen und Vorfallsmeldungen." in found
    assert found.count("noch nicht geladen") == len(ingest.templates()) == 10
    assert "Exporte auf der Seite „Daten“ laden" in found


def test_what_is_here_is_counted_and_what_is_missing_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = [
        good("visits", datum=f"{day:%d.%m.%Y}")
        for day in (date(2019, 3, 5) + timedelta(days=n) for n in range(3))
    ]
    serve(
        import_all(tmp_path / "data", files(tmp_path, offices=[good("offices")], visits=visits)), monkeypatch
    )
    found = shown(config.PAGES / "overview.py")
    assert "Laden Sie zuerst diese Exporte: Maßnahmen und Vorfallsmeldungen." in found
    assert "1 Zeile geladen" in found and "3 Zeilen geladen" in found
    assert found.count("noch nicht geladen") == 8
    assert guide.loaded(current_version()) == {"offices": 1, "visits": 3}
    data = shown(config.PAGES / "data.py")
    assert "Was noch nie geladen wurde" in data and data.count("noch nicht geladen") == 8


def test_three_exports_give_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = (date(2018, 1, 8) + timedelta(weeks=2 * n) for n in range(45))
    incidents = [
        good("incidents", vorfall_id=f"V{n}", datum=f"{day:%d.%m.%Y}", meldedatum=f"{day:%d.%m.%Y}")
        for n, day in enumerate(days)
    ]
    made = files(tmp_path, offices=[good("offices")], measures=[good("measures")], incidents=incidents)
    serve(import_all(tmp_path / "data", made), monkeypatch)
    found = shown(config.PAGES / "overview.py")
    assert "Der Weg zur ersten Antwort" not in found
    assert "Gemeldete Vorfälle" in found and "seit Beginn" in found


def test_where_everything_is_here_nothing_is_asked_for(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(sample_folder, monkeypatch)
    assert "noch nicht geladen" not in shown(config.PAGES / "data.py")


def test_each_export_says_what_it_is_for_in_both_languages() -> None:
    for lang in config.LANGUAGES:
        w = words_for(lang)
        for table in ingest.templates():
            assert w(f"guide.for.{table}") and w(f"guide.holds.{table}")
