"""Bytes that are UTF-8 but for a broken place: never to be read in another encoding, for that garbles every umlaut."""

from __future__ import annotations

import re

from einlass.errors import ImportRefused

_MARK = b"\xef\xbb\xbf"
# Letters and signs of European texts in UTF-8, by kinds of bytes (a pattern would take ten times as long). In
# Windows-1252 they say capital A with an accent before a sign, or a with a circumflex before the euro sign: nobody
# writes that.
_UTF_8 = (b"\xc3\x80", b"\xe2\x80\x80", b"a\xc4\x80a")
_KINDS = bytes.maketrans(
    bytes([*range(0x80, 0xC0), 0xC2, 0xC5, *range(0x41, 0x5B), *range(0x61, 0x7B)]),
    b"\x80" * 64 + b"\xc3\xc4" + b"a" * 52,
)
# Umlauts and sharp s of Windows-1252 before a quote or a dash can be a letter of UTF-8, but of no European script.
_STRANGE_LEADS = (b"\xd6", b"\xdc", b"\xdf")
_STRANGE = re.compile("[\u0580-\u05bf\u0700-\u073f\u07c0-\u07ff]")
_CONTROL = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f]")
# Umlauts and sharp s of DOS (code page 850) and of old Macintoshes, read as Windows-1252: signs amid a word.
_SIGNS = "\u201e\u201d\u2122\u00a7\u2020\u2026\u20ac\u017d\u0178\u0161\u00e1"
_SIGN_IN_WORD = re.compile(
    "[A-Za-z\u0161\u00df-\u00ff][\u201e\u201d\u2122\u00a7\u2020\u2026\u20ac\u017d\u0178][a-z\u00df-\u00ff]"
    "|\u2122[a-z]|[aeiou]\u00e1e|[b-df-hj-np-tv-z]\u0161[b-df-hj-np-tv-z]"
)


def refuse_broken_utf_8(file: str, content: bytes, error: UnicodeDecodeError) -> None:
    """Refuse a file that cannot be decoded at one place but is UTF-8 at others. Raises ImportRefused."""
    kinds = content.translate(_KINDS)
    if content.startswith(_MARK) or any(letter in kinds for letter in _UTF_8):
        broken = error.object  # without the mark
        raise ImportRefused(
            "refused.broken_utf8",
            file=file,
            row=row_of(broken[: error.start].decode()),
            found=f"{broken[error.start]:02X}",
        )


def refuse_strange_letters(file: str, content: bytes, text: str) -> None:
    """Refuse a file that is UTF-8 only if it holds letters of scripts that no export is written in.

    Raises ImportRefused.
    """
    if any(lead in content for lead in _STRANGE_LEADS) and (found := _STRANGE.search(text)):
        raise ImportRefused(
            "refused.strange_letters", file=file, row=row_of(text[: found.start()]), found=found[0]
        )


def refuse_control_sign(file: str, text: str) -> None:
    """Refuse a text with a sign that no table holds; other encodings would read it wrongly. Raises ImportRefused."""
    if found := _CONTROL.search(text):
        raise ImportRefused(
            "refused.control_sign",
            file=file,
            row=row_of(text[: found.start()]),
            found=f"U+{ord(found[0]):04X}",
        )


def refuse_other_encoding(file: str, text: str) -> None:
    """Refuse a text read as Windows-1252 that was written in another encoding of eight bits. Raises ImportRefused."""
    if any(sign in text for sign in _SIGNS) and (found := _SIGN_IN_WORD.search(text)):
        row = row_of(text[: found.start()])
        raise ImportRefused("refused.other_encoding", file=file, row=row, found=found[0])


def row_of(before: str) -> int:
    """The line that follows a text, whichever way lines end."""
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
