"""Bytes of a workbook → its sheets, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from einlass.errors import ImportRefused
from einlass.ingest.read import ods, xlsx
from einlass.ingest.read.package import Package, package_of
from einlass.ingest.read.page import Page

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Workbook:
    """The sheets of a workbook, its format, and how many copies of other workbooks it keeps."""

    format: str
    pages: list[Page]
    linked: int = 0


def workbook_of(file: str, content: bytes) -> Workbook:
    """The sheets of a workbook.

    Raises ImportRefused when it is broken, locked, of the old or the binary kind, or unpacks to far more than it holds.
    """
    if content.startswith(OLD_WORKBOOK):
        raise ImportRefused("refused.locked" if _ENCRYPTED in content else "refused.old_workbook", file=file)
    package = package_of(file, content)
    try:
        return _workbook(file, package)
    except (ValueError, OSError):  # of markup, package, cells
        raise ImportRefused("refused.broken_workbook", file=file) from None


def _workbook(file: str, package: Package) -> Workbook:
    if xlsx.is_binary(package):
        raise ImportRefused("refused.binary_workbook", file=file)
    if ods.is_ods(package):
        return Workbook("ods", *ods.pages_of(file, package))
    if not xlsx.is_xlsx(package):
        raise ImportRefused("refused.archive", file=file)
    if package.is_locked:
        raise ImportRefused("refused.locked", file=file)
    return Workbook("xlsx", xlsx.pages_of(package))
