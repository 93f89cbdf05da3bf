"""The city's own word for an office in every text of a language, with the words before it.

Each text says the usual word; `locales/<language>/office.toml` holds what the grammar needs. Where a city
chooses another noun, articles and adjectives before it take the noun's gender, and its form follows the case.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from einlass import config
from einlass.city import OfficeWord

_BEFORE = re.compile(r"(?:[\w{}]+[  \u202f]){0,6}\Z")
_PART = re.compile(r"\w+\Z")
_NEXT = re.compile(r"[  \u202f](\w+)")
_KEPT = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class _Place:
    """Where the noun stands: the words before it, the one behind it, whether it means many."""

    before: list[str]
    behind: str
    is_plural: bool


@cache
def _grammar(language: str) -> dict[str, Any]:
    return tomllib.loads((config.LOCALES / language / "office.toml").read_text(encoding="utf-8"))


def with_word(text: str, word: OfficeWord) -> str:
    """A text with the city's word in place of the usual one."""
    grammar = _grammar(word.language)
    kept = {f"{_KEPT}{number}{_KEPT}": said for number, said in enumerate(grammar["kept"])}
    for sign, said in kept.items():
        text = text.replace(said, sign)
    done = ""
    while found := _noun(grammar).search(text):
        done += _phrase(text[: found.start()], found, text[found.end() :], word, grammar)
        text = text[found.end() :]
    done += text
    for sign, said in kept.items():
        done = done.replace(sign, said)
    return done


@cache
def _pattern(singular: str, plural: str) -> re.Pattern[str]:
    first, rest = singular[0], singular[1:]
    letter = f"[{first.upper()}{first.lower()}]"
    ending = plural.removeprefix(singular)
    return re.compile(rf"(?<![{{_-])(?P<start>\b|(?<=[^\W\d_])){letter}{rest}(?P<many>{ending})?(?![\w}}])")


def _noun(grammar: dict[str, Any]) -> re.Pattern[str]:
    return _pattern(grammar["singular"], grammar["plural"])


def _phrase(before: str, found: re.Match[str], behind: str, word: OfficeWord, grammar: dict[str, Any]) -> str:
    """What stands before the noun, and the noun."""
    part = _PART.search(before)  # of a compound noun
    compound = part[0] if part else ""
    before = before.removesuffix(compound)
    tail = _BEFORE.search(before)
    said = tail[0] if tail else ""
    head = before[: len(before) - len(said)]
    following = match[1] if (match := _NEXT.match(behind)) else ""
    place = _Place(said.split(), following, bool(found["many"]))
    if "articles" in grammar:
        noun = _as_in(found[0], _form(place, "", word), is_part=False)
        return head + _with_article(said, word, grammar) + compound + noun
    case = _plural_case(place, grammar) if place.is_plural else _case(place, grammar)
    inflected = said if place.is_plural or word.gender == "f" else _inflected(said, case, word, grammar)
    return head + inflected + compound + _as_in(found[0], _form(place, case, word), is_part=bool(compound))


def _as_in(usual: str, noun: str, *, is_part: bool) -> str:
    """The noun with the first letter that its place asks for."""
    if is_part or (usual[0].islower() and noun[1:].islower() and not noun[0].isdigit()):
        return noun[0].lower() + noun[1:]
    return noun[0].upper() + noun[1:]


def _form(place: _Place, case: str, word: OfficeWord) -> str:
    if place.is_plural:
        return _dative_plural(word) if case == "dative" else word.plural
    return _genitive(word) if case == "genitive" else word.singular


def _dative_plural(word: OfficeWord) -> str:
    if word.plural_dative:
        return word.plural_dative
    return word.plural if word.plural[-1] in "ns" else f"{word.plural}n"


def _genitive(word: OfficeWord) -> str:
    if word.genitive or word.gender == "f":
        return word.genitive or word.singular
    return f"{word.singular}es" if word.singular.casefold().endswith(("s", "x", "z")) else f"{word.singular}s"


def _plural_case(place: _Place, grammar: dict[str, Any]) -> str:
    """Dative behind a word that says so; other cases have one form."""
    for one in reversed(place.before):
        if one.lower() in grammar["genitive_plural"]:
            return ""
        if one.lower() in (*grammar["dative_plural"], *grammar["dative_before"]):
            return "dative"
        is_skipped = one.lower() in grammar["skipped"] or one.endswith("en") or "{" in one or one.islower()
        if not is_skipped or one.lower() in grammar["determiners"]:
            return ""
    return ""


def _determiner(words: list[str], grammar: dict[str, Any]) -> int | None:
    """The place of the article before the noun; None where there is none, or another noun stands between."""
    for place in range(len(words) - 1, max(-1, len(words) - 4), -1):
        if words[place].lower() in grammar["determiners"]:
            return place
        if not (words[place].islower() and words[place].endswith(("e", "en"))):
            return None
    return None


def _case(place: _Place, grammar: dict[str, Any]) -> str:
    at = _determiner(place.before, grammar)
    if at is None:
        return ""
    rest = [one.lower() for one in place.before[:at] if one.lower() not in grammar["skipped"]]
    leading = rest[-1] if rest else ""
    if "dative" in grammar["determiners"][place.before[at].lower()]:
        is_dative = leading in grammar["dative_before"] or place.behind in grammar["dative_behind"]
        return "dative" if is_dative else "genitive"
    return "accusative" if leading in grammar["accusative_before"] else "nominative"


def _inflected(said: str, case: str, word: OfficeWord, grammar: dict[str, Any]) -> str:
    """Article and adjectives before the noun, in its gender."""
    words = said.split()
    at = _determiner(words, grammar)
    if at is None or not case:
        return said
    forms = grammar["determiners"][words[at].lower()]
    article = forms[case][word.gender]
    words[at] = article.capitalize() if words[at][0].isupper() else article
    for place in range(at + 1, len(words)):
        if "adjective" in forms:
            words[place] = words[place].removesuffix("e") + forms["adjective"][case][word.gender]
    text = " ".join(words) + said[-1]
    for written, short in grammar["contracted"].items():
        text = re.sub(rf"\b{written}(?= )", short, text)
        text = re.sub(rf"\b{written.capitalize()}(?= )", short.capitalize(), text)
    return text


def _with_article(said: str, word: OfficeWord, grammar: dict[str, Any]) -> str:
    """The article that the first letter of the noun asks for, where one stands directly before it."""
    *others, last = said.split() or [""]
    articles = grammar["articles"]
    if last.lower() not in articles.values():
        return said
    fitting = articles["vowel" if word.singular[0].lower() in "aeiou" else "other"]
    return " ".join([*others, fitting.capitalize() if last[0].isupper() else fitting]) + said[-1]
