"""The quiet mark of numbers that stand on a page and are not for publication."""

from __future__ import annotations

from einlass import config
from einlass.topics.small import is_small, is_small_agreement
from einlass.words import Words


def signed(text: str, count: float | None, w: Words, code: str = "") -> str:
    """A text with a count in it, with the mark where that count is small; code: the kind or level that it counts."""
    return marked(text, is_small(count, code), w)


def marked(text: str, is_hidden: bool, w: Words) -> str:
    """A text, with the mark where it is not for publication; in a sentence before its full stop."""
    if not is_hidden:
        return text
    stop = "." if text.endswith(".") else ""
    return text.removesuffix(stop) + w("quiet.sign") + stop


def number(count: float, w: Words, code: str = "") -> str:
    """A count, with the mark where it is small."""
    return signed(w.number(count), count, w, code)


def of_all(part: int, whole: int, w: Words, code: str = "") -> str:
    """How many of how many; small as well where the others are few, as they can be told from both."""
    is_hidden = is_small(part, code) or is_small(whole) or is_small(whole - part)
    return marked(w("incidents.of", part=w.number(part), whole=w.number(whole)), is_hidden, w)


def agreement(text: str, agreeing: float, answers: float, audience: str, w: Words) -> str:
    """A text with answers in it, with the mark where a publication would hide them."""
    return marked(text, is_small_agreement(agreeing, answers, audience), w)


def answers(count: float, w: Words) -> str:
    """So many answers or people asked, with the mark where they are too few for a publication."""
    return marked(w.number(count), 0 < count < config.thresholds().hidden_answers_below, w)


def spoken(text: str, w: Words) -> str:
    """A text for people who hear it: in words what the mark says, which would be read as a degree."""
    return text.replace(w("quiet.sign"), f" ({w('quiet')})")


def note(*are_small: bool, w: Words) -> str:
    """What a row of a table says of counts in it that are not for publication."""
    return w("quiet") if any(are_small) else ""
