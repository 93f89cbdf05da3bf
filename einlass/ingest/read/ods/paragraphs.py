"""The text of an OpenDocument cell: paragraphs, and the parts of them that are marked."""

from __future__ import annotations

from einlass.ingest.read.marked import Refusal, refusal_of


class Paragraphs:
    """Gathers the text of one cell after the other."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, str]] = []  # text and mark
        self._marks: list[str] = []
        self._depth = 0
        self._is_marked = False

    def start(self) -> None:
        """A paragraph begins."""
        if self._parts:
            self._parts.append(("\n", ""))
        self._depth += 1

    def end(self) -> None:
        """A paragraph ends."""
        self._depth -= 1

    def start_span(self, mark: str) -> None:
        """A part in another style begins; one without a mark of its own takes that around it."""
        self._marks.append(mark or (self._marks[-1] if self._marks else ""))
        self._is_marked = self._is_marked or bool(mark)

    def end_span(self) -> None:
        """That part ends."""
        self._marks.pop()

    def add(self, text: str) -> None:
        """Text; outside paragraphs it only sets the markup apart."""
        if self._depth:
            self._parts.append((text, self._marks[-1] if self._marks else ""))

    def take(self) -> tuple[str, Refusal | None]:
        """The text of the cell that ends, and why it cannot be taken."""
        if not self._parts:
            return "", None
        parts, self._parts = self._parts, []
        text = "".join(part for part, _ in parts).strip()
        if not self._is_marked:
            return text, None
        self._is_marked = False
        return text, refusal_of(parts)
