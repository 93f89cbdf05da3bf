"""The parts of the page about the decision: matrix, three ways, what is not known."""

from einlass.ui.decision.asking import Asked, choose
from einlass.ui.decision.changed import changed
from einlass.ui.decision.files import files
from einlass.ui.decision.gaps import unknown
from einlass.ui.decision.matrix import matrix
from einlass.ui.decision.more import five_questions, next_survey
from einlass.ui.decision.options import ways, ways_head
from einlass.ui.decision.papers import first, papers
from einlass.ui.decision.texts import foot, standing

__all__ = [
    "Asked",
    "changed",
    "choose",
    "files",
    "first",
    "five_questions",
    "foot",
    "matrix",
    "next_survey",
    "papers",
    "standing",
    "unknown",
    "ways",
    "ways_head",
]
