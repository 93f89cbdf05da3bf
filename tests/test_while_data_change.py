"""Data change while somebody reads: nobody is told that data are damaged because they are old."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import WriteCsv, good
from streamlit.testing.v1 import AppTest

from einlass import config, ingest
from einlass.errors import Damaged
from einlass.warehouse import DataVersion, current_version, has_moved_on, on_newest, versions
from einlass.warehouse.snapshot import Snapshot

IMPORTS = versions.KEEP_SNAPSHOTS + 2


def import_often(write_csv: WriteCsv, prefix: str = "visits") -> None:
    for number in range(IMPORTS):
        row = good("visits", datum=f"{11 + number}.03.2019", besucher=str(100 + number))
        ingest.import_files([write_csv(f"{prefix}{number}.csv", [row])])


def visits(version: DataVersion) -> int:
    return len(Snapshot(version).rows("views/visit_coverage"))


def test_a_reader_that_falls_many_versions_behind_still_reads_its_own(
    stocked: Path, write_csv: WriteCsv
) -> None:
    old = current_version()
    import_often(write_csv)
    assert current_version().number == old.number + IMPORTS
    assert visits(old) > 0
    assert old.manifest()


def test_what_finds_its_data_gone_is_done_again_on_the_newest(
    stocked: Path, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "SNAPSHOTS_KEPT_SECONDS", 0.0)
    old, read = current_version(), []

    def slow(version: DataVersion) -> int:
        if not read:
            import_often(write_csv)
        read.append(version)
        return visits(version)

    assert on_newest(slow) > 0
    assert read == [old, current_version()]
    assert has_moved_on(old) and not has_moved_on(current_version())


def test_data_that_are_damaged_and_not_old_are_said_to_be(stocked: Path) -> None:
    def lose(version: DataVersion) -> int:
        version.snapshot_path.unlink()
        return visits(version)

    with pytest.raises(Damaged):
        on_newest(lose)


def slow_page() -> None:
    """A page that draws its first line, then needs long, then reads."""
    import os
    import shutil
    from pathlib import Path

    import streamlit as st

    from einlass.ui import running
    from einlass.warehouse import current_version
    from einlass.warehouse.snapshot import Snapshot

    def page() -> None:
        version = current_version()
        st.text(f"version {version.number}")
        if not st.session_state.get("moved"):
            st.session_state["moved"] = True
            folder = version.folder
            shutil.rmtree(folder)
            Path(os.environ["LATER"]).rename(folder)
        st.text(f"{len(Snapshot(version).rows('views/visit_coverage'))} offices")

    running.on_newest(page)


def test_a_page_that_falls_behind_is_drawn_anew_as_a_whole(
    stocked: Path, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(config, "SNAPSHOTS_KEPT_SECONDS", 0.0)
    first = shutil.copytree(stocked, tmp_path / "first")
    old = current_version()
    import_often(write_csv)
    newest = current_version().number
    later = tmp_path / "later"
    stocked.rename(later)
    first.rename(stocked)
    assert current_version() == old
    monkeypatch.setenv("LATER", str(later))
    app = AppTest.from_function(slow_page, default_timeout=60).run()
    assert not app.exception
    assert [line.value for line in app.text] == [f"version {newest}", "1 offices"]
