"""Parts of a text that a spreadsheet shows raised, lowered or struck out: alone they say something else."""

from __future__ import annotations

from dataclasses import dataclass

from einlass.ingest.read.texts import lowered, raised, struck

RAISED, LOWERED, STRUCK = "reason.raised", "reason.lowered", "reason.struck"
_SHOWN = {RAISED: raised, LOWERED: lowered, STRUCK: struck}


@dataclass(frozen=True)
class Refusal:
    """Why a cell cannot be taken as it is, and what the sheet shows there."""

    reason: str
    shown: str


def shown_as(text: str, mark: str) -> str:
    """A text with its mark, as far as letters can show it."""
    return _SHOWN[mark](text) if mark else text


def refusal_of(parts: list[tuple[str, str]]) -> Refusal | None:
    """What to say of a text of parts, each with its mark or none; nothing where no part with a letter has one."""
    marks = [mark for text, mark in parts if mark and text.strip()]
    if not marks:
        return None
    return Refusal(marks[0], "".join(shown_as(text, mark) for text, mark in parts).strip())
