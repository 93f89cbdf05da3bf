"""To which wave an answer belongs: one identifier may stand for a wave of each group and each office.

Answers carry the identifier alone. Where it stands for several waves, the file must say which: nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from einlass.ingest.commit.offices import Offices, Title
from einlass.ingest.read.titles import audiences_in, bare
from einlass.ingest.report import FileReport, Note, Reject

STAFF_ITEMS = ("MEL",)  # asked of staff alone
CLIENTS = "KUND"
_LISTED = 10

Wave = tuple[str, str]  # group and office
Waves = Mapping[str, Sequence[Wave]]  # by identifier


@dataclass(frozen=True)
class Said:
    """What a file says of its answers: their group, their offices, and where it says so."""

    audience: str
    offices: frozenset[str]
    office_of_name: str
    is_titled: bool


def said_by(report: FileReport, title: Title, offices: Offices) -> Said:
    """The title counts before the name of the file; an office in the name decides only between several waves."""
    stem = Path(report.file).stem
    of_name = audiences_in(stem)
    audience = report.declared_audience or (of_name.pop() if len(of_name) == 1 else "")
    named = title.ids if not title.unknown else frozenset()
    in_name = set(_offices_in(stem, offices))
    return Said(
        audience, named, in_name.pop() if len(in_name) == 1 else "", bool(report.declared_audience or named)
    )


def _offices_in(stem: str, offices: Offices) -> Iterator[str]:
    """The offices whose identifier, name or short name stands in a file name as whole words."""
    words = [bare(word) for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", stem))]
    spans = {
        "".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)
    }
    for office_id, names in offices.names.items():
        if spans & {bare(call) for call in (office_id, *names)}:
            yield office_id


@dataclass
class Attributed:
    """Answers with the group and office of their wave, those that belong to none, and what was noticed.

    `waiting` holds the wave of each answer whose wave is known for other groups or offices alone; `detail` is what the
    file says of its waves.
    """

    rows: pd.DataFrame
    rejects: list[Reject]
    notes: list[Note]
    waiting: dict[int, str]
    detail: str


def attributed(
    report: FileReport, rows: pd.DataFrame, waves: Waves, title: Title, offices: Offices
) -> Attributed:
    """Each answer with its wave; one whose wave is not there waits for it."""
    said = said_by(report, title, offices)
    ids = rows["wave_id"].astype(object)
    fitting = {
        wave_id: _fitting(waves[wave_id], said) for wave_id in ids.dropna().unique() if wave_id in waves
    }
    chosen = {wave_id: found[0] for wave_id, found in fitting.items() if len(found) == 1}
    rows = rows.assign(
        audience_code=ids.map({wave_id: wave[0] for wave_id, wave in chosen.items()}).astype("str"),
        office_id=ids.map({wave_id: wave[1] for wave_id, wave in chosen.items()}).astype("str"),
    )
    rejects = [*_of_doubtful_wave(ids, fitting, waves, offices), *_of_staff_alone(rows)]
    is_elsewhere = ids.isin([wave_id for wave_id, found in fitting.items() if not found])
    is_shared = any(len(waves[wave_id]) > 1 for wave_id in chosen)
    return Attributed(
        rows,
        rejects,
        [_said(said, offices)] if is_shared else [],
        {int(str(number)): str(wave_id) for number, wave_id in ids[is_elsewhere].items()},
        ", ".join([*({said.audience} - {""}), *sorted(said.offices or {said.office_of_name} - {""})]),
    )


def _fitting(waves: Sequence[Wave], said: Said) -> Sequence[Wave]:
    """The waves that an answer can belong to by what its file says."""
    fits = [
        (audience, office)
        for audience, office in waves
        if said.audience in ("", audience) and (not said.offices or office in said.offices)
    ]
    of_name = [wave for wave in fits if wave[1] == said.office_of_name]
    return of_name if len(fits) > 1 and len(of_name) == 1 else fits


def _of_doubtful_wave(
    ids: pd.Series, fitting: Mapping[str, Sequence[Wave]], waves: Waves, offices: Offices
) -> Iterator[Reject]:
    doubtful = [wave_id for wave_id, found in fitting.items() if len(found) > 1]
    for number, wave_id in ids[ids.isin(doubtful)].items():
        known = "; ".join(f"{audience} – {offices.label(office)}" for audience, office in waves[wave_id])
        yield Reject(int(str(number)), "welle_id", wave_id, "reason.unknown_which_wave", known)


def _of_staff_alone(rows: pd.DataFrame) -> Iterator[Reject]:
    is_wrong = rows["item_id"].isin(STAFF_ITEMS) & (rows["audience_code"] == CLIENTS)
    for number, item in rows.loc[is_wrong, "item_id"].items():
        yield Reject(int(str(number)), "frage_id", str(item), "rule.staff_item")


def _said(said: Said, offices: Offices) -> Note:
    places = said.offices or ({said.office_of_name} - {""})
    key = "note.waves_of_title" if said.is_titled else "note.waves_of_name"
    return Note(key, {"said": [*({said.audience} - {""}), *offices.labels(places)]})


def with_shared(report: FileReport, rows: pd.DataFrame, waves: Waves) -> FileReport:
    """The report of a file of waves, which says where an identifier now stands for several waves."""
    of_file: dict[str, set[Wave]] = {}
    for wave_id, audience, office in rows[["wave_id", "audience_code", "office_id"]].itertuples(index=False):
        of_file.setdefault(wave_id, set()).add((audience, office))
    shared = sorted(
        wave_id for wave_id, found in of_file.items() if len({*found, *waves.get(wave_id, ())}) > 1
    )
    if not shared:
        return report
    listed = [*shared[:_LISTED], "…"] if len(shared) > _LISTED else shared
    note = Note("note.waves_shared", {"count": len(shared), "waves": listed})
    return replace(report, notes=(*report.notes, note))
