"""How wide a line of text is, and where it breaks."""

from __future__ import annotations

from functools import lru_cache

from PIL import ImageFont

from einlass.paper.compile import FONTS


def wrapped(text: str, width: float, size: float, *, is_strong: bool = False) -> list[str]:
    """A text in lines that fit a width, by the width of its letters; a word that is too long is cut into pieces."""
    lines = [""]
    for word in _pieces(text, width, size, is_strong):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, is_strong) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _pieces(text: str, width: float, size: float, is_strong: bool) -> list[str]:
    pieces = []
    for word in text.split(" "):
        while text_width(word, size, is_strong) > width and len(word) > 1:
            fits = max(1, int(len(word) * width / text_width(word, size, is_strong)))
            pieces.append(word[:fits])
            word = word[fits:]
        pieces.append(word)
    return pieces


@lru_cache(4)
def _font(is_strong: bool) -> ImageFont.FreeTypeFont:
    name = "SourceSansPro-Semibold.otf" if is_strong else "SourceSansPro-Regular.otf"
    return ImageFont.truetype(str(FONTS / name), 100)


@lru_cache(20_000)
def text_width(text: str, size: float, is_strong: bool = False) -> float:
    """How wide a line of text is."""
    return _font(is_strong).getlength(text) * size / 100
