"""OpenDocument workbooks: their tables, cells and styles."""

from einlass.ingest.read.ods.pages import is_ods, pages_of

__all__ = ["is_ods", "pages_of"]
