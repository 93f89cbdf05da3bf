"""Exports in: read, clean, load; every row accepted, rejected with a reason, or replaced."""

from einlass.ingest.load import history, import_files, rebuild, remember_spelling, undo
from einlass.ingest.papers import rejected_rows_csv, template, templates
from einlass.ingest.previews import (
    confirm,
    discard,
    forget_previews,
    open_preview,
    preview,
    preview_again,
)
from einlass.ingest.report import Batch, FileReport, Note, Preview, Progress, Question, Reject
from einlass.ingest.standby import get_ready

__all__ = [
    "Batch",
    "FileReport",
    "Note",
    "Preview",
    "Progress",
    "Question",
    "Reject",
    "confirm",
    "discard",
    "forget_previews",
    "get_ready",
    "history",
    "import_files",
    "open_preview",
    "preview",
    "preview_again",
    "rebuild",
    "rejected_rows_csv",
    "remember_spelling",
    "template",
    "templates",
    "undo",
]
