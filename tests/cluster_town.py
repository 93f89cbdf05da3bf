"""A random town as a city among others: what changes in it, and what is found of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import GOOD, csv_text, serve
from random_town import OFFICES, written_town

from einlass import indicators, ingest
from einlass.findings import Request, finding
from einlass.measures import measures
from einlass.warehouse import DataVersion, current_version

TOWN = "05117000"  # codes of cities begin with a zero as well


def made(base: Path) -> Path:
    """Its data folder."""
    with pytest.MonkeyPatch.context() as patch:
        serve(base / "data", patch)
        ingest.import_files(written_town(base / "exports", 7, 80), accept=["all"])
    return base / "data"


def correct_incident(folder: Path, exports: Path) -> None:
    """A report on one day in February is corrected."""
    row = GOOD["incidents"] | {
        "dienststelle_id": OFFICES[0],
        "datum": "14.02.2019",
        "meldedatum": "14.02.2019",
    }
    take(folder, exports / "incidents-3.csv", csv_text([row]))


def close_office(folder: Path, exports: Path) -> None:
    """An office is closed for some days in March."""
    row = GOOD["events"] | {
        "datum_von": "05.03.2019",
        "datum_bis": "07.03.2019",
        "dienststelle_id": OFFICES[0],
        "art": "BETRIEB",
        "betriebslage": "ZU",
    }
    take(folder, exports / "events-3.csv", csv_text([row]))


def undo(folder: Path, name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        serve(folder, patch)
        (batch,) = [one["batch_id"] for one in current_version(folder).manifest() if one.get("file") == name]
        ingest.undo(batch)


def take(folder: Path, path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        serve(folder, patch)
        (report,) = ingest.import_files([path], accept=["all"])
    assert (report.outcome, report.new + report.changed) == ("imported", 1), report


def findings(version: DataVersion) -> list[str]:
    """Every finding with all its digits, but for the name of the data version."""
    requests = [Request(code, key) for key in measures(version) for code in indicators.indicators()]
    return [repr(replace(finding(version, one), provenance=None)) for one in requests]  # type: ignore[arg-type]
