"""Exports in: read, clean, commit; every row accepted, rejected with a reason, or replaced.

sources     the exports, each declared once               vocabulary   the German that exports are written in
read/       bytes → sheet, one file a format              clean/       sheet → typed rows, or reasons
parse       one file through both, within limits          commit/      rows → a new version; preview, undo, process
report      what became of a file                         hand_out     templates and refused rows as files
"""

from einlass.ingest.commit.check import Checked, Fault
from einlass.ingest.commit.commands import (
    Batch,
    check,
    full_report,
    history,
    import_files,
    rebuild,
    remember_spelling,
    undo,
)
from einlass.ingest.commit.left_overs import sweep, upload_folder
from einlass.ingest.commit.preview import (
    Preview,
    confirm,
    discard,
    full_report_of_preview,
    open_preview,
    preview,
    preview_again,
    preview_undo,
    previewed_version,
    version_as_of,
    version_without,
)
from einlass.ingest.commit.process import get_ready
from einlass.ingest.hand_out import rejected_rows_csv, template, templates
from einlass.ingest.report import (
    Effect,
    FileReport,
    Note,
    Progress,
    Question,
    Reject,
    UndoPreview,
)

__all__ = [
    "Batch",
    "Checked",
    "Effect",
    "Fault",
    "FileReport",
    "Note",
    "Preview",
    "Progress",
    "Question",
    "Reject",
    "UndoPreview",
    "check",
    "confirm",
    "discard",
    "full_report",
    "full_report_of_preview",
    "get_ready",
    "history",
    "import_files",
    "open_preview",
    "preview",
    "preview_again",
    "preview_undo",
    "previewed_version",
    "rebuild",
    "rejected_rows_csv",
    "remember_spelling",
    "sweep",
    "template",
    "templates",
    "undo",
    "upload_folder",
    "version_as_of",
    "version_without",
]
