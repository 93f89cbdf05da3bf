"""Values of a spreadsheet as the texts it shows: numbers at 15 digits, times, durations, and parts that are raised,
lowered or struck out, which alone say something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_DIGITS = 15  # that a spreadsheet keeps of a number
_FEW_DIGITS = 12  # where the number is that of so few digits but for the noise of doubles, it is meant
_WHOLE_BELOW = 10**_FEW_DIGITS
_NOISE = 1e-13  # of a number that a formula gave; 30.000000000000053 is off by less than a fiftieth of that
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_STROKE = "\u0336"  # drawn through the letter before it
_MILLI = timedelta(milliseconds=1)
DAY = timedelta(days=1)
RAISED, LOWERED, STRUCK = "reason.raised", "reason.lowered", "reason.struck"


def number_text(number: float) -> str:
    """A number as a German table writes it, without grouping."""
    if -_WHOLE_BELOW < number < _WHOLE_BELOW and number == int(number):
        return str(int(number))
    shown = f"{number:.{_FEW_DIGITS}g}"
    if abs(float(shown) - number) > _NOISE * abs(number):
        shown = f"{number:.{_DIGITS}g}"
    if "n" in shown:  # inf, nan
        return shown
    plain = format(Decimal(shown), "f")
    return plain.replace(".", ",") if plain != "-0" else "0"


def percent_text(share: float) -> str:
    """A share as a spreadsheet shows it."""
    return f"{number_text(share * 100)} %"


def rounded(moment: datetime) -> datetime:
    """A moment without the noise of doubles: to the millisecond, then whole seconds."""
    return (moment + _MILLI / 2).replace(microsecond=0)


def moment_text(moment: datetime) -> str:
    """A day with a time; a midnight is left out."""
    return rounded(moment).isoformat(" ")


def clock_text(clock: time) -> str:
    """A time of day; one that is a hair before midnight is the end of the day."""
    return duration_text(
        datetime.combine(date.min, clock) - datetime.combine(date.min, time()), is_clock=True
    )


def duration_text(duration: timedelta, *, is_clock: bool = False) -> str:
    """Hours and minutes, as many as there are; seconds where there are some or a clock has them."""
    seconds = int(
        abs(duration + _MILLI / 2 if duration >= timedelta() else duration - _MILLI / 2).total_seconds()
    )
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    sign = "-" if duration < timedelta() else ""
    if is_clock and hours < 24:
        return f"{sign}{hours:02}:{minutes:02}:{seconds:02}"
    return f"{sign}{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def struck(text: str) -> str:
    """A text with a line through it."""
    return "".join(letter + _STROKE for letter in text)


def raised(text: str) -> str:
    """A text set higher, where there are such letters."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """A text set lower, where there are such letters."""
    return text.translate(_LOWERED)


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
