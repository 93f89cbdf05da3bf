"""What an OpenDocument sheet hides or lacks, with its place; repeated rows and cells count as often as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from einlass.ingest.read.look import Merge, cell_name
from einlass.ingest.report import Note

_TABLE = re.compile(rb"<table:table [^>]*>")
_IS_ODD = re.compile(rb"table:(?:visibility|formula|number-(?:rows|columns)-spanned)=")
_TAG = re.compile(
    rb"<table:(table-row|table-cell|covered-table-cell)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(?=(\s*</table:table-cell>)?)"
)
_VALUE = re.compile(rb"office:(?:value|date-value|string-value|time-value|boolean-value)=")
_NUMBER = re.compile(rb"table:number-(rows|columns)-(repeated|spanned)=[\"'](\d+)")
_HIDDEN = re.compile(rb"table:visibility=[\"'](?:collapse|filter)")
_LISTED = 20


def odd_things(xml: bytes, heights: list[int]) -> Iterator[tuple[list[Note], list[Merge]]]:
    """Notes and merges of each sheet; `heights` are the rows that each was read with."""
    tables = _TABLE.split(xml)[1:]
    for index, height in enumerate(heights):
        table = tables[index] if index < len(tables) else b""
        yield _of_table(table, height) if _IS_ODD.search(table) else ([], [])


def _of_table(table: bytes, height: int) -> tuple[list[Note], list[Merge]]:
    hidden: list[int] = []
    empty: list[str] = []  # the first of equal neighbours
    empty_count = 0
    merges: list[Merge] = []
    row, following, column = 0, 1, 0
    for kind, attributes, is_empty in _TAG.findall(table):
        numbers = {(axis, what): int(number) for axis, what, number in _NUMBER.findall(attributes)}
        if kind == b"table-row":
            row, column = following, 0
            following += numbers.get((b"rows", b"repeated"), 1)
            if _HIDDEN.search(attributes):
                hidden += range(row, min(following, height + 1))
            continue
        if row > height:
            break
        is_formula = b"table:formula=" in attributes and not _VALUE.search(attributes)
        if is_formula and (is_empty or attributes.endswith(b"/")):
            empty.append(cell_name(row, column))
            rows = min(following, height + 1) - row
            empty_count += rows * numbers.get((b"columns", b"repeated"), 1)
        down, right = (numbers.get((axis, b"spanned"), 1) for axis in (b"rows", b"columns"))
        if down > 1 or right > 1:
            merges.append(Merge(row, column, row + down - 1, column + right - 1))
        column += numbers.get((b"columns", b"repeated"), 1)
    notes = []
    if hidden:
        notes.append(Note("note.hidden_rows", {"count": len(hidden), "rows": hidden[:_LISTED]}))
    if empty:
        notes.append(Note("note.formula_without_value", {"count": empty_count, "cells": empty[:_LISTED]}))
    return notes, merges
