"""The audit log beside a backup: what was saved of it must still be its beginning.

Who may write into the data folder can write the whole log anew, or take it away; a copy that lies elsewhere shows it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from einlass import audit
from einlass.audit import Fault
from einlass.errors import AuditRefused, trouble_of
from einlass.upkeep import archive
from einlass.upkeep.archive import Part


def faults(folder: Path, backup: Path) -> tuple[Fault, ...]:
    """The files of the log that no longer begin as they were saved; those whose time is over are none.

    Raises AuditRefused, BackupRefused.
    """
    first = audit.verify(folder).first
    try:
        return tuple(
            Fault(Path(part.path).name, 0, "audit.other_than_saved")
            for part in archive.index(backup).files
            if _is_of_log(part) and int(Path(part.path).stem) >= first and not _stands(folder, part)
        )
    except OSError as error:
        raise AuditRefused("audit.unreadable", trouble=trouble_of(error)) from error


def _is_of_log(part: Part) -> bool:
    path = PurePosixPath(part.path)
    return path.parts[0] == audit.FOLDER and path.suffix == ".jsonl"


def _stands(folder: Path, part: Part) -> bool:
    path = folder / part.path
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.sha256(file.read(part.size)).hexdigest() == part.sha256
