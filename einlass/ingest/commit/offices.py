"""Of which offices a file speaks: as its title names them, else by its rows and what was said about its kind.

A day of which no file speaks for an office is missing there, never zero; so whatever is not known covers less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import pandas as pd

from einlass.ingest.read.titles import bare
from einlass.ingest.report import FileReport, Note, Question, Reject
from einlass.ingest.sources import Source
from einlass.ingest.vocabulary import ALL_OFFICES, FOLDED, MONTH, OFFICE_SEPARATOR

COVERED = ("visits", "checks", "incidents", "shifts")  # exports of days
ZEROED = ("incidents", "shifts")  # exports in which a covered day without a row means that nothing happened
ONE_OFFICE = "one_office"
REMEMBERED = "note.one_office_remembered"
_LISTED = 20
_NEARLY = 0.75  # likeness from which an office may be meant
_NEAREST = 5  # of many offices, the nearest are enough


@dataclass(frozen=True)
class Offices:
    """The offices that are known: identifier → name and short name."""

    names: Mapping[str, tuple[str, str]]

    def label(self, office_id: str) -> str:
        """An office as a report names it."""
        return f"{self.names[office_id][0]} ({office_id})" if office_id in self.names else office_id

    def labels(self, ids: Iterable[str]) -> list[str]:
        """Offices as a report names them; of many the first."""
        labels = [self.label(office_id) for office_id in sorted(ids)]
        return labels if len(labels) <= _LISTED else [*labels[:_LISTED], "…"]

    def spellings(self) -> dict[str, set[tuple[str, int]]]:
        """Whatever an office may be called: the offices it may mean, each with the separators in that name."""
        return _spellings(tuple(self.names.items()))


@lru_cache(maxsize=1)  # of one file after the other, while many are judged again
def _spellings(names: tuple[tuple[str, tuple[str, str]], ...]) -> dict[str, set[tuple[str, int]]]:
    found: dict[str, set[tuple[str, int]]] = {}
    for office_id, (name, short_name) in names:
        calls = (office_id, name, short_name)
        for call in (*calls, *(f"{one} ({other})" for one in calls for other in calls if one != other)):
            found.setdefault(bare(call), set()).add((office_id, len(OFFICE_SEPARATOR.findall(call))))
    return found


@dataclass(frozen=True)
class Title:
    """The offices that a title names, and the names in it that are none or more than one."""

    ids: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


def read_title(text: str, offices: Offices) -> Title:
    """The offices behind the names of a title; the longest name counts, as names hold commas and conjunctions."""
    if not text.strip():
        return Title()
    if bare(text) in ALL_OFFICES:
        return Title(frozenset(offices.names))
    spellings = offices.spellings()
    parts = OFFICE_SEPARATOR.split(text)
    ids: set[str] = set()
    unknown: list[str] = []
    at = 0
    while at < len(parts):
        ends = [end for end in range(len(parts), at, -2) if len(_meant(parts, at, end, spellings)) == 1]
        if ends:
            ids |= _meant(parts, at, ends[0], spellings)
        elif bare(parts[at]) or parts[at].strip():
            unknown.append(parts[at].strip())
        at = ends[0] + 1 if ends else at + 2
    return Title(frozenset(ids), tuple(unknown))


def _meant(parts: list[str], at: int, end: int, spellings: Mapping[str, set[tuple[str, int]]]) -> set[str]:
    """The offices with this name; one reaches over no more separators than stand in it."""
    calls = spellings.get(bare("".join(parts[at:end])), set())
    return {office_id for office_id, separators in calls if separators >= (end - at) // 2}


def _names_offices(source: Source) -> bool:
    """Whether the rows of an export belong to offices that another export lists."""
    return "office_id" in source.references


def unclear(report: FileReport, source: Source, title: Title, offices: Offices) -> list[Question]:
    """A title that names something else: whoever sent the file, or an office nobody knows."""
    if not title.unknown or not (_names_offices(source) or "office_id" in source.derived):
        return []
    values = {"names": list(title.unknown[:_LISTED]), "known": offices.labels(offices.names)}
    return [Question(f"{report.file}:offices_title", "question.offices_title", values)]


def outside(source: Source, rows: pd.DataFrame, title: Title, offices: Offices) -> list[Reject]:
    """Rows of offices that the title does not name: who knows whether they are all there."""
    if title.unknown or not title.ids or not _names_offices(source):
        return []
    header = next(column.header for column in source.columns if column.name == "office_id")
    found = rows["office_id"]
    expected = ", ".join(offices.labels(title.ids))
    return [
        Reject(int(number), header, str(office_id), "reason.outside_offices", expected)
        for number, office_id in found[found.notna() & ~found.isin(list(title.ids))].items()
    ]


def by_nearness(value: str, offices: Offices) -> list[str]:
    """The known offices as a report names them, those first whose identifier or name is most like a text."""
    ids = sorted(offices.names, key=lambda office_id: (-_likeness(value, office_id, offices), office_id))
    labels = [offices.label(office_id) for office_id in ids]
    return labels if len(labels) <= _NEAREST else [*labels[:_NEAREST], "…"]


def nearly(value: str, offices: Offices) -> str:
    """The office of nearly this identifier or name, as a report names it; nothing where none is."""
    best = max(offices.names, key=lambda office_id: _likeness(value, office_id, offices), default="")
    return offices.label(best) if best and _likeness(value, best, offices) >= _NEARLY else ""


def _likeness(value: str, office_id: str, offices: Offices) -> float:
    """How much a text is like the identifier or a name of an office, from 0 to 1."""
    calls = (office_id, *offices.names[office_id])
    return max(SequenceMatcher(None, bare(value), bare(call)).ratio() for call in calls)


def kind_of(file: str, offices: Offices) -> str:
    """The kind of a file: its name without digits and dates; an office in it stays as it is written."""
    spellings = offices.spellings()
    words = re.findall(r"[^\W_]+", Path(file).stem.casefold().translate(FOLDED))
    kept = [word if word in spellings else re.sub(r"\d", "", word) for word in words]
    return " ".join(word for word in kept if word and not MONTH.fullmatch(word))


def covering(
    report: FileReport,
    source: Source,
    rows: pd.DataFrame,
    title: Title,
    offices: Offices,
    says_all: Callable[[str, str], str],
) -> FileReport:
    """The report with the offices of which the file speaks, and the question whether it means the others, too.

    `says_all` tells of a file and its kind who said so: `accepted` now, `remembered` from an earlier file, or nobody.
    """
    if title.ids and not title.unknown and _names_offices(source):
        note = Note("note.offices_of_title", {"offices": offices.labels(title.ids)})
        return replace(report, offices=tuple(sorted(title.ids)), notes=(*report.notes, note))
    found = sorted(set(rows["office_id"].dropna().unique())) if source.table in COVERED else []
    if len(found) != 1:
        return report
    others = offices.names.keys() - found
    report = replace(report, offices=tuple(found))
    if not others:
        return report
    note = Note("note.offices_of_rows", {"offices": offices.labels(found)})
    report = replace(report, notes=(*report.notes, note))
    if source.table not in ZEROED:
        return report
    kind = kind_of(report.file, offices)
    question = Question(
        f"{report.file}:{ONE_OFFICE}",
        "question.one_office",
        {"office": offices.label(found[0]), "kind": kind, "offices": sorted(offices.names)},
        False,
    )
    said = says_all(report.file, kind)
    if said == "remembered":
        return _meaning_all(report, question, REMEMBERED)
    report = replace(report, questions=(*report.questions, question))
    return with_answers(report, [question.id]) if said else report


def covering_again(
    report: FileReport, source: Source, rows: pd.DataFrame, title: Title, offices: Offices
) -> FileReport:
    """The offices of a file when a warehouse is built anew: what was answered stays answered."""
    of_rows = covering(replace(report, offices=()), source, rows, title, offices, lambda file, kind: "")
    means_all = report.means_all_offices and len(of_rows.offices) == 1 and not title.ids
    return replace(report, offices=tuple(sorted(offices.names)) if means_all else of_rows.offices)


def with_answers(report: FileReport, accepted: Collection[str]) -> FileReport:
    """The report of a file after its question about the other offices was answered with yes."""
    for question in report.questions:
        if question.key == "question.one_office" and question.id in accepted:
            return _meaning_all(report, question, "note.one_office_accepted")
    return report


def kind_answered(report: FileReport, accepted: Collection[str]) -> str | None:
    """The kind of file for which the answer is to be remembered."""
    for question in report.questions:
        if question.key == "question.one_office" and question.id in accepted:
            return str(question.values["kind"])
    return None


def _meaning_all(report: FileReport, question: Question, key: str) -> FileReport:
    notes = [note for note in report.notes if note.key != "note.offices_of_rows"]
    return replace(
        report,
        offices=tuple(question.values["offices"]),
        means_all_offices=True,
        notes=(*notes, Note(key, {"kind": question.values["kind"]})),
    )
