"""Office Open XML workbooks: their parts, cells and styles."""

from einlass.ingest.read.xlsx.book import is_binary, is_xlsx
from einlass.ingest.read.xlsx.pages import pages_of

__all__ = ["is_binary", "is_xlsx", "pages_of"]
