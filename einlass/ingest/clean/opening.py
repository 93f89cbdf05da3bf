"""When an office is open: `Mo-Fr`, or with hours `Mo-Mi 8-12; Do 8-12,14-18`."""

from __future__ import annotations

import re
from itertools import pairwise

from einlass.ingest.clean.days import WEEKDAY_NUMBERS
from einlass.ingest.report import CellError

MOST_SPANS = 4  # stretches of hours of one weekday; the fact opening_hours takes so many apart
EXPECTED = "Mo-Fr / Mo-Mi 8-12; Do 8-12,14-18"
_PART = re.compile(r"(?P<days>[a-z]+(?:-[a-z]+)?)?(?P<hours>\d.*)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?-(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
_UNSAID = re.compile(r"\s+|uhr|(?<=[a-z])[:.]+")  # and what stands behind weekdays: "Mo. - Fr.: 8-12 Uhr"
_AND = re.compile(r"\s+(?:und|u\.)\s+")
_DASHES = str.maketrans("–—‐", "---")

Span = tuple[int, int]  # minutes since midnight, half-open


def opening_of(cell: str) -> str:
    """ISO weekdays, `1,2,3,4`; where hours are told, each with its hours, `1 08:00-12:00,4 08:00-12:00,4 14:00-18:00`.

    A weekday may be told several times; its hours are then put together.
    """
    groups = _groups(cell)
    days = {day for own, _ in groups for day in own}
    spans: dict[int, list[Span]] = {day: [] for day in days}
    for own, told in groups:
        for day in own:
            spans[day] += told
    if not any(spans.values()):
        return ",".join(map(str, sorted(days)))
    if not all(told for _, told in groups):
        raise CellError("reason.opening_some", EXPECTED)
    return ",".join(
        f"{day} {_clock(one[0])}-{_clock(one[1])}" for day in sorted(days) for one in _apart(spans[day])
    )


def _groups(cell: str) -> list[tuple[set[int], list[Span]]]:
    """Weekdays with the hours behind them. A comma between weekdays joins them; weekdays behind hours begin anew."""
    text = _UNSAID.sub("", _AND.sub(",", cell.lower())).translate(_DASHES)
    found: list[tuple[set[int], list[Span]]] = []
    for group in text.removesuffix(";").split(";"):
        found.append((set(), []))
        for part in group.split(","):
            match = _PART.fullmatch(part)
            if not match or not part:
                raise CellError("reason.weekdays", EXPECTED)
            if match["days"] and found[-1][1]:
                found.append((set(), []))
            days, spans = found[-1]
            days.update(_days(match["days"]) if match["days"] else ())
            if match["hours"]:
                spans.append(_span(match["hours"]))
            if not days:
                raise CellError("reason.weekdays", EXPECTED)
    return found


def _days(text: str) -> range:
    """`mo-do` or `mo` as ISO weekdays."""
    first, _, last = text.partition("-")
    ends = WEEKDAY_NUMBERS.get(first, 0), WEEKDAY_NUMBERS.get(last or first, 0)
    if not 0 < ends[0] <= ends[1]:
        raise CellError("reason.weekdays", EXPECTED)
    return range(ends[0], ends[1] + 1)


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if not match:
        raise CellError("reason.weekdays", EXPECTED)
    hours = [int(part or 0) for part in match.groups()]
    first, until = 60 * hours[0] + hours[1], 60 * hours[2] + hours[3]
    if not first < until <= 24 * 60 or max(hours[1], hours[3]) > 59:
        raise CellError("reason.opening_hours", EXPECTED)
    return first, until


def _apart(spans: list[Span]) -> list[Span]:
    """The hours of one weekday in order, none of which overlap."""
    told = sorted(spans)
    if len(told) > MOST_SPANS or any(one[1] > other[0] for one, other in pairwise(told)):
        raise CellError("reason.opening_hours", EXPECTED)
    return told


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
