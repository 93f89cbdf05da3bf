"""What an import or an undo does to the rows of other files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from einlass.ingest.report import Effect, FileReport, Note
from einlass.ingest.sources import SOURCES
from einlass.warehouse.build import Builder, Standing

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


def keep(builder: Builder) -> None:
    """Remember every table as it stands."""
    builder.keep([*(source.table for source in SOURCES), "waiting"])


def since_kept(builder: Builder) -> list[Effect]:
    """What happened since, by export and office."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for source in SOURCES:
        names = [*source.names, *source.derived]
        values = [name for name in names if name not in source.table_key]
        office = "office_id" if "office_id" in names else None
        for office_id, leaving, coming, changed in builder.compared(
            source.table, source.table_key, values, office
        ):
            counts = {"leaving": leaving, "coming": coming, "changed": changed}
            found.setdefault((source.table, office_id or ""), {}).update(counts)
    for table, office_id, waiting in builder.run("load/compare_waiting"):
        found.setdefault((table, office_id or ""), {})["waiting"] = int(waiting)
    order = [source.table for source in SOURCES]
    keys = sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    return [Effect(table, office_id, **found[table, office_id]) for table, office_id in keys]
