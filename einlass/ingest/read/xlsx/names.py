"""Names of elements in the parts of an XLSX workbook, in both its standards."""

from __future__ import annotations

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAINS = frozenset((MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"))
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OF_RELATIONS = frozenset((RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
_LOCAL: dict[str, str] = {}


def local_name(full_name: str) -> str:
    """The name of an element of the workbook without its namespace; nothing for one of another namespace."""
    name = _LOCAL.get(full_name)
    if name is None:
        namespace, _, local = full_name.rpartition(" ")
        name = _LOCAL[full_name] = local if namespace in MAINS else ""
    return name
