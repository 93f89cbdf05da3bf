"""What of a record may leave: of a hidden amount its sign alone, of a text no sign that a file must not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from einlass.release.records import Amount, Correction, Publication, Side, Texts

T = TypeVar("T")
SECRET = "."
# Controls, halves of a pair, non-characters; and the private plane in which our own markup lies.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\U000f0000-\U0010ffff]")


def clean(publication: Publication) -> Publication:
    """A publication as it may be read by anybody.

    Who must be told of a correction stays inside; its values stand in the versions themselves, hidden or not.
    """
    return _cleaned(publication)


def _cleaned(value: T) -> T:
    made: Any = value
    if isinstance(value, str):
        made = _UNWANTED.sub("", value)
    elif isinstance(value, Amount):
        made = Amount(sign=value.sign) if value.sign == SECRET else _in_floats(value)
    elif is_dataclass(value) and not isinstance(value, type):
        inner = {one.name: _cleaned(getattr(value, one.name)) for one in fields(value)}
        made = _without(replace(value, **inner))
    elif isinstance(value, tuple):
        made = tuple(_cleaned(one) for one in value)
    elif isinstance(value, Mapping):
        made = {_cleaned(name): _cleaned(one) for name, one in value.items()}
    return made  # type: ignore[no-any-return]


def _in_floats(amount: Amount) -> Amount:
    """Whole numbers as the ledger gives them back, so that a record just made and one read anew give the same bytes."""
    return replace(
        amount,
        value=_float(amount.value),
        numerator=_float(amount.numerator),
        denominator=_float(amount.denominator),
        low=_float(amount.low),
        high=_float(amount.high),
    )


def _float(number: float | None) -> float | None:
    return None if number is None else float(number)


def _without(record: object) -> object:
    """A record without what would tell a hidden amount or concerns only the city; a picture with a name."""
    if isinstance(record, Texts):  # a picture without a name is no use to those who cannot see it
        title = record.chart_title or record.title
        return replace(record, chart_title=title, chart_alt=record.chart_alt or record.sentence or title)
    if isinstance(record, Side) and record.amount.sign == SECRET:
        return replace(record, distribution=())
    return replace(record, tell=(), old=None, new=None) if isinstance(record, Correction) else record
