"""Exports in: read, clean, load; every row accepted, rejected with a reason, or replaced."""

from einlass.ingest.load import (
    confirm,
    discard,
    history,
    import_files,
    preview,
    rebuild,
    remember_spelling,
    undo,
)
from einlass.ingest.papers import rejected_rows_csv, template, templates
from einlass.ingest.report import Batch, FileReport, Note, Preview, Question, Reject

__all__ = [
    "Batch",
    "FileReport",
    "Note",
    "Preview",
    "Question",
    "Reject",
    "confirm",
    "discard",
    "history",
    "import_files",
    "preview",
    "rebuild",
    "rejected_rows_csv",
    "remember_spelling",
    "template",
    "templates",
    "undo",
]
