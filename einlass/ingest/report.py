"""What became of a file: an import report that adds up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from einlass.ingest.clean import Reject


@dataclass(frozen=True)
class FileReport:
    """One file of an import. Every line of the file is counted in exactly one of the fields.

    `outcome` is imported, known (this very file was imported before) or refused (`error` says why).
    """

    file: str
    outcome: str
    error: str = ""
    error_values: dict[str, Any] = field(default_factory=dict)
    table: str = ""
    batch_id: str = ""
    sha256: str = ""
    is_sample: bool = False
    period_from: date | None = None
    period_until: date | None = None
    title_rows: int = 0
    header_rows: int = 0
    blank_rows: int = 0
    sum_rows: int = 0
    data_rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: int = 0
    dropped_columns: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def accepted(self) -> int:
        """Rows that stand in the warehouse in the version of this file."""
        return self.new + self.changed + self.unchanged

    @property
    def adds_up(self) -> bool:
        """Whether every data row was accepted, replaced by a later row of the file, or rejected."""
        return self.data_rows == self.accepted + self.duplicates + self.rejected

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        plain = asdict(self) | {"accepted": self.accepted, "adds_up": self.adds_up}
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> FileReport:
        """The report read back from JSON."""
        values = {name: plain[name] for name in cls.__dataclass_fields__}
        for name in ("period_from", "period_until"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        values["dropped_columns"] = tuple(values["dropped_columns"])
        values["rejects"] = tuple(Reject(**reject) for reject in values["rejects"])
        return cls(**values)
