"""A data folder that the build of 28 November 2026 wrote: this build opens it, imports into it, builds it anew.

It holds one good row of each export, two more imports, one of them taken back, remembered names, a remark and a
released figure. It is never written again: a later build gets a folder of its own beside it.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from conftest import WriteCsv, good, serve

from einlass import ingest, remarks
from einlass.release import ledger
from einlass.release.desk.publish import publications
from einlass.upkeep.backup import backup
from einlass.upkeep.restore import restore
from einlass.warehouse import current_version
from einlass.warehouse.versions import now

OLDER = sorted((Path(__file__).parent / "data").glob("warehouse-*.tar.xz"))


@pytest.fixture(params=OLDER, ids=lambda path: path.name)
def older(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an older build, as it would lie on the machine at the upgrade."""
    with tarfile.open(request.param) as tar:
        tar.extractall(tmp_path, filter="data")
    return serve(tmp_path / "data", monkeypatch)


def accepted() -> dict[str, int | None]:
    return {batch.file: batch.accepted for batch in ingest.history()}


def test_it_opens(older: Path) -> None:
    assert current_version().number == 4
    assert ingest.check().faults == ()
    assert len(accepted()) == 12 and accepted()["b.csv"] == 1 and accepted()["a.csv"] == 0
    (figure,) = publications(ledger.read(older).entries, now())
    assert figure.latest.status == "provisional"
    (remark,) = remarks.remarks(older)
    assert remark.text == "Bitte prüfen"


def test_an_import_goes_into_it_and_out_again(older: Path, write_csv: WriteCsv) -> None:
    """The names that a provider uses are still known."""
    before = accepted()
    row = good("visits", datum="08.03.2019")
    renamed = {"Leute" if name == "besucher" else name: cell for name, cell in row.items()}
    (report,) = ingest.import_files([write_csv("c.csv", [renamed])])
    assert (report.outcome, report.new) == ("imported", 1)
    ingest.undo(report.batch_id)
    assert accepted() == before | {"c.csv": 0}


def test_it_is_built_anew(older: Path) -> None:
    before = accepted()
    assert ingest.rebuild().number == 5
    assert accepted() == before
    assert ingest.check().faults == ()


def test_it_is_saved_and_comes_back(older: Path, tmp_path: Path) -> None:
    ingest.rebuild()
    restored = restore(backup(tmp_path / "b.tar").path, tmp_path / "new")
    assert restored.other_figures == ()
    assert ledger.verify(tmp_path / "new") == ()
