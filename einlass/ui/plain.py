"""Text that is text: the one door for names in labels that Streamlit reads as Markdown, and for what an address says.

Labels of buttons, pills, folds, switches and captions are Markdown with Streamlit's own signs (colours, icons,
emoji, arrows). A backslash takes the meaning from every sign of Markdown. What is looked for behind the parser, in
the text itself (links that begin with www., arrows, icons, the logo), is broken by a sign without width.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from einlass.measures.names import look
from einlass.words import unmarked

JOINER = (
    "\u2060"  # has no width and no meaning, and is no letter, blank or punctuation for any of those patterns
)
LONGEST = 60
_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
_BLANKS = re.compile(r"\s+")
_BEHIND_THE_PARSER = re.compile(
    r"(?<=:)(?=(?:material|streamlit))"  # icons and the logo
    r"|(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)"  # links
    r"|(?<=[<>~-])(?=[=>-])"  # arrows, dashes and signs of comparison
    r"|(?<=-)(?=-)",
    re.IGNORECASE,
)


def label(text: str) -> str:
    """A text as the label of a widget: shown as it stands, whatever it holds."""
    line = _BLANKS.sub(" ", unmarked(text)).strip()
    return _SIGNS.sub(r"\\\1", _BEHIND_THE_PARSER.sub(JOINER, line))


def quoted(text: str) -> str:
    """What an address asks for, to be said in a sentence: no control signs, not too long."""
    shown = "".join(
        "\ufffd" if unicodedata.category(sign)[0] == "C" else sign for sign in text[: LONGEST + 1]
    )
    return shown if len(text) <= LONGEST else f"{shown[:LONGEST]}…"


def told_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels by what they stand for; that stands behind those that look alike: Streamlit knows options by label."""
    often = Counter(look(text) for text in labels.values())
    return {key: text if often[look(text)] == 1 else f"{text} ({key})" for key, text in labels.items()}
