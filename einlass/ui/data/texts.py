"""What an import has to say, in words; shared by preview, history and coverage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from einlass.ingest import FileReport, Reject
from einlass.words import Words, imports, sentences
from einlass.words.catalogue import last_day

NONE = "–"
COUNTS = ("new", "changed", "unchanged", "duplicates", "rejected", "waiting")


def message(key: str, values: Mapping[str, Any], w: Words) -> str:
    """The text of a key; the name of a table becomes the name of its export, a reason its text."""
    plain = dict(values)
    if "table" in plain:
        plain["table"] = export(str(plain["table"]), w)
    if "reason" in plain and w.has(str(plain["reason"])):
        plain["reason"] = w(str(plain["reason"]))
    return w.message(key, plain)


def expected(reject: Reject, w: Words) -> str:
    """What a cell may hold, large numbers with their groups."""
    text = re.sub(r"\d{5,}", lambda number: w.number(int(number[0])), reject.expected) or NONE
    return w("data.example", text=text) if reject.is_example else text


def export(table: str, w: Words) -> str:
    """The name of an export."""
    return w(f"source.{table}")


def export_title(table: str, w: Words) -> str:
    """The name of an export that stands alone: in a table, on a button."""
    return sentences.sentence_case(export(table, w))


def period(report: FileReport, w: Words) -> str:
    """The days a file speaks of."""
    if report.period_from is None or report.period_until is None:
        return w("value.not_dated")
    return days(report.period_from, last_day(report.period_until), w)


def sum_line(report: FileReport, w: Words) -> str:
    """The data rows of a file and what becomes of them, as a sum that adds up, without zeros."""
    counts = {name: getattr(report, name) for name in COUNTS}
    return w.plural("data.sum", report.data_rows, terms=imports.sum_of_rows(counts, w))


def days(first: date, last: date, w: Words) -> str:
    """One day, or a range of days, both included."""
    if first == last:
        return w.date(first)
    return w("format.period", first=w.date(first), last=w.date(last))
