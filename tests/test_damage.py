"""Files that are still well-formed but no longer what was written: nothing wrong is shown of them, and they are named.

What breaks a file altogether is tested in test_rebuild.py; bench/damage.py damages by chance.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from einlass import ingest
from einlass.errors import Damaged
from einlass.warehouse import current_version

BESIDE = ["check.beside"]


def change(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def keys() -> list[str]:
    return [fault.key for fault in ingest.check().faults]


def test_a_pointer_with_another_moment_is_none(stocked: Path) -> None:
    before = current_version()
    year = b"%d-" % before.created_at.year
    change(stocked / "current", b'"created_at": "' + year, b'"created_at": "1999-')
    assert current_version() == before
    assert keys() == ["check.pointer"]


def test_a_version_that_no_longer_describes_itself_is_served_as_it_was(stocked: Path) -> None:
    before = current_version()
    year = b"%d-" % before.created_at.year
    change(before.path / "version.json", b'"created_at": "' + year, b'"created_at": "1999-')
    assert current_version() == before
    assert keys() == BESIDE and ingest.check().faults[0].values["file"] == "version.json"
    ingest.rebuild()
    assert keys() == []


@pytest.mark.parametrize("is_removed", [False, True])
def test_changed_standings_are_not_shown(stocked: Path, is_removed: bool) -> None:
    before = ingest.history()
    path = current_version().path / "standings.json"
    change(path, b'"accepted": 1', b'"accepted": 7')
    if is_removed:
        path.unlink()
    assert [one.accepted for one in ingest.history()] == [one.accepted for one in before] == [1] * 10
    assert keys() == BESIDE


def test_a_report_with_another_number_is_damaged(stocked: Path) -> None:
    batch = current_version().manifest()[3]["batch_id"]
    path = stocked / f"batches/{batch}.json"
    plain = json.loads(path.read_bytes())
    assert plain["accepted"] == 1
    path.write_text(json.dumps(plain | {"accepted": 7}), encoding="utf-8")
    (damaged,) = [one for one in ingest.history() if one.is_damaged]
    assert (damaged.batch_id, damaged.accepted) == (batch, 1)
    with pytest.raises(Damaged):
        ingest.full_report(batch)
    assert keys() == ["check.report"]
