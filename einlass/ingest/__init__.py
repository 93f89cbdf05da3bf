"""Exports in: read, clean, load; every row accepted, rejected with a reason, or replaced."""

from einlass.ingest.load import import_files, rebuild
from einlass.ingest.report import FileReport

__all__ = ["FileReport", "import_files", "rebuild"]
