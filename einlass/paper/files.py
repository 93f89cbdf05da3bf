"""The files of a paper: its name on disk, its bytes, what kind it is. One function for every ending."""

from __future__ import annotations

from dataclasses import dataclass

from einlass.export import table_csv
from einlass.paper.compile import pdf
from einlass.paper.content import Open, Paper, Table, Text
from einlass.words import Words

PDF = "application/pdf"
CSV = "text/csv"


@dataclass(frozen=True)
class File:
    """A file of a paper, with what it is called by people and by programs."""

    name: str
    file_name: str
    media_type: str
    content: bytes


def main_file(paper: Paper, stem: str) -> File:
    """The paper itself as PDF."""
    return File(paper.head.subject, f"{stem}.pdf", PDF, pdf(paper))


def table_files(paper: Paper, stem: str, w: Words) -> list[File]:
    """Each table with figures as CSV; those that the city fills in are no data."""
    tables = [one for one in paper.tables if not _is_form(one)]
    return [
        File(one.caption, f"{stem}_{number}.csv", CSV, _csv(one, paper, w))
        for number, one in enumerate(tables, 1)
    ]


def _is_form(table: Table) -> bool:
    return any(isinstance(cell, Open) for row in table.rows for cell in row)


def _csv(table: Table, paper: Paper, w: Words) -> bytes:
    rows = [[said(cell) for cell in row] for row in table.rows]
    return table_csv(table.caption, table.header, rows, [table.foot, paper.foot, paper.mark], w)


def said(text: Text) -> str:
    """A text, open or not, as it is read."""
    return text.text if isinstance(text, Open) else text
