"""Values that look like a person: never stored, never shown; the report gives their place alone."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from einlass.ingest.read.columns import matching
from einlass.ingest.vocabulary import FILE_NUMBER, MAIL, NAME, PHONE, PHONE_WORD, PLATE

PERSONAL = "reason.personal"
_IN_IDENTIFIERS = "|".join(f"(?:{part})" for part in (NAME, MAIL, PHONE_WORD, FILE_NUMBER))
_IN_TEXTS = "|".join(f"(?:{part})" for part in (_IN_IDENTIFIERS, PHONE, PLATE))
_IN_LINKS = MAIL
_NUMBER = r"^[\p{Nd}.,/: -]*$"


def looks_personal(cells: pa.Array, *, is_identifier: bool = False, is_link: bool = False) -> pa.Array:
    """Marks the cells that look like a name with a title, a phone, an e-mail, a licence plate or a file number.

    Identifiers of the exports look like licence plates, links like phone numbers: there less is searched for.
    """
    if is_identifier:
        return matching(cells, _IN_IDENTIFIERS)
    return pc.match_substring_regex(cells, _IN_LINKS if is_link else _IN_TEXTS)


def hidden(cells: Iterable[str], known: Iterable[bool]) -> list[str]:
    """The cells of refused rows, without those that are `known` to be personal or look like it; a number does not."""
    texts = pa.array(cells, pa.string())
    is_number = pc.match_substring_regex(texts, _NUMBER)
    is_hidden = pc.or_(pa.array(known, pa.bool_()), pc.and_not(looks_personal(texts), is_number))
    return list(pc.if_else(is_hidden, "", texts).to_pylist())
