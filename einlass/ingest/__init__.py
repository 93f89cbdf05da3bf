"""Exports in: read, clean, commit; every row accepted, rejected with a reason, or replaced.

sources     the exports, each declared once               vocabulary   the German that exports are written in
read/       bytes → sheet, one file a format              clean/       sheet → typed rows, or reasons
parse       one file through both, within limits          commit/      rows → a new version; preview, undo, process
report      what became of a file                         hand_out     templates and refused rows as files
"""

from einlass.ingest.commit.commands import history, import_files, rebuild, remember_spelling, undo
from einlass.ingest.commit.preview import (
    confirm,
    discard,
    forget_previews,
    open_preview,
    preview,
    preview_again,
)
from einlass.ingest.commit.process import get_ready
from einlass.ingest.hand_out import rejected_rows_csv, template, templates
from einlass.ingest.report import Batch, FileReport, Note, Preview, Progress, Question, Reject

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
