"""What a trace says of itself for the ear (`einlass/ui/chart/sound.js` makes it sound).

A point sounds as high as it stands between the ends of its axis. What the drawing does not tell the ear by itself goes
with the trace: whose voice it is, values that are drawn elsewhere, and points that a caveat belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

VALUE, REFERENCE, SILENT = "value", "reference", "silent"
WIDE = 0.3  # share of its axis from which on an interval is a caveat of its point


def heard(
    voice: str = VALUE,
    *,
    values: Mapping[int, float | None] | None = None,
    top: float | None = None,
    flagged: Iterable[bool] = (),
    line: str = "",
    is_across: bool = False,
) -> dict[str, Any]:
    """The `meta` of a trace. voice: measured, or only expected or earlier, or of no value (silent).

    values: by the number of the point, where it is not what the trace draws; top: the end of their scale where no axis
    shows it; flagged: for each point whether it carries a caveat; line: traces of one name are played as one series;
    is_across: the value stands on the horizontal axis.
    """
    numbers = [number for number, is_flagged in enumerate(flagged) if is_flagged]
    told = {"values": values, "top": top, "flagged": numbers, "line": line, "across": is_across}
    return {"heard": {"voice": voice} | {name: one for name, one in told.items() if one}}
