"""The signs of German official statistics: what stands in a table, and the code of it in a data file.

A hidden value is never an empty cell and never a nought: every format takes text and status from here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from einlass.release.records import Amount, Sign
from einlass.words import Words

# What the `*_status` column of data files holds; text key `sign.<status>`.
Status = Literal[
    "",
    "nothing",
    "below_half",
    "secret",
    "unreliable",
    "not_meaningful",
    "later",
    "break",
    "provisional",
    "corrected",
    "estimated",
    "limited",
]
STATUS: dict[Sign, Status] = {
    "": "",
    "–": "nothing",
    ".": "secret",
    "/": "unreliable",
    "x": "not_meaningful",
    "…": "later",
    "|": "break",
    "p": "provisional",
    "r": "corrected",
    "s": "estimated",
    "( )": "limited",
}
# Less than half of the last digit shown, but not nothing; no sign of an `Amount`, as it depends on the digits shown.
BELOW_HALF = "0"
# Signs that stand in place of a value; the others stand beside it.
INSTEAD: frozenset[Sign] = frozenset({"–", ".", "/", "x", "…"})
EVERY: dict[str, Status] = {**{sign: code for sign, code in STATUS.items() if sign}, BELOW_HALF: "below_half"}


def shown(amount: Amount, w: Words, digits: int = 0, unit: str = "") -> str:
    """What stands in a cell: the value with its unit, the value with a sign beside it, or a sign in its place."""
    code = status(amount, digits)
    if amount.sign in INSTEAD:
        return amount.sign
    if amount.value is None:
        return "."
    if code == "nothing":
        return "–"
    if code == "below_half":
        return BELOW_HALF
    return _beside(w.number(amount.value, digits) + unit, amount.sign)


def _beside(text: str, sign: Sign) -> str:
    if sign == "( )":
        return f"({text})"
    if sign == "|":
        return f"| {text}"
    return f"{text} {sign}" if sign else text


def status(amount: Amount, digits: int = 0) -> Status:
    """The code of the `*_status` column; empty where the value is to be read as it stands."""
    if amount.sign:
        return STATUS[amount.sign]
    if amount.value is None:
        return "secret"
    if amount.value == 0:
        return "nothing"
    return "below_half" if round(amount.value, digits) == 0 else ""  # as it would be shown


def meaning(sign: str, w: Words) -> str:
    """What a sign says, for the key below a table."""
    return w(f"sign.{EVERY[sign]}")


def hidden(amount: Amount) -> Amount:
    """An amount of which nothing can be read any more."""
    return replace(amount, value=None, numerator=None, denominator=None, low=None, high=None, sign=".")


def unreliable(amount: Amount) -> Amount:
    """An amount whose counts stay and whose value is not given."""
    return replace(amount, value=None, low=None, high=None, sign="/")
