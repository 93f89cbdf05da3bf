"""OpenDocument workbooks: their tables, cells and styles."""

from einlass.ingest.read.ods.book import is_ods
from einlass.ingest.read.ods.pages import pages_of

__all__ = ["is_ods", "pages_of"]
