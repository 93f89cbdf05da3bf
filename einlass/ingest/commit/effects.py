"""What an import or an undo does to the rows of other files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from einlass.ingest.report import FileReport, Note
from einlass.warehouse.build import Standing

LISTED = 10


def on_others(before: Mapping[str, Standing], after: Sequence[FileReport]) -> list[Note]:
    """How many rows of other files come in by an import, and how many no longer count."""
    changes = {
        report.batch_id: (report.file, report.accepted - before[report.batch_id].accepted)
        for report in after
        if report.batch_id in before
    }
    notes = []
    for key, sign in (("note.others_come_in", 1), ("note.others_fall_out", -1)):
        found = [(file, sign * count) for file, count in changes.values() if sign * count > 0]
        if found:
            files = [file for file, _ in found]
            listed = [*files[:LISTED], "…"] if len(files) > LISTED else files
            notes.append(Note(key, {"count": sum(count for _, count in found), "files": listed}))
    return notes
