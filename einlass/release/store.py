"""Records as JSON and back, the same bytes for the same record."""

from __future__ import annotations

from typing import TypeVar

import msgspec

T = TypeVar("T")


def to_json(record: object) -> bytes:
    """The record in one line of UTF-8, keys in order."""
    return msgspec.json.encode(record, order="deterministic")


def from_json(text: bytes, kind: type[T]) -> T:
    """The record that was written. Raises `msgspec.ValidationError` with the place of what does not fit."""
    return msgspec.json.decode(text, type=kind, strict=True)
