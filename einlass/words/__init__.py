"""Texts, numbers and dates in the reader's language; the only place that knows how they look."""

from einlass.words.catalogue import Words, words_for
from einlass.words.markup import bold, quoted, unmarked

__all__ = ["Words", "bold", "quoted", "unmarked", "words_for"]
