"""Texts, numbers and dates in the reader's language; the only place that knows how they look."""

from einlass.words.catalogue import Words, words_for

__all__ = ["Words", "words_for"]
