"""A question in everyday words leads to figures: over names, other words for them, definitions, offices and measures.

Typing errors and inflections are forgiven. Both languages are always searched, whatever the language of the page.
Stems are those of Snowball; closeness is the share of signs that need no change (Damerau and Levenshtein).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer
from rapidfuzz.distance import DamerauLevenshtein

from einlass import config
from einlass.indicators import indicators
from einlass.measures import measures, offices
from einlass.release.figures.catalogue import ITEM, Entry, catalogue
from einlass.release.wording.labels import topic_name
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.words import Words, unmarked, words_for

WORD = re.compile(r"[^\W\d_]+")
STEMMED = {"de": "german", "en": "english"}
WRITTEN_OUT = (("ae", "\xe4"), ("oe", "\xf6"), ("ue", "\xfc"), ("ss", "\xdf"))  # umlauts of keyboards without
NAME, OTHER_WORDS, PLACE, MEASURE, DEFINITION = 3.0, 3.0, 2.0, 1.2, 0.4
LEAST_LETTERS = 4  # of a word that may be misspelt
CLOSE = 0.8  # share of signs that agree, from which on a word is taken for another
INSIDE = 0.6  # what a part of a compound counts
BEGINS, ENDS = 4, 5  # letters of a part at the beginning and at the end
LEAST = 0.55  # of the best score, from which on a figure is a hit
MOST = 8
ASKED = (
    "reported_incidents",
    "feels_safe_clients",
    "items.MES",
    "cost",
    "waiting_time",
)
"""What is asked most, in order: topics; each has a question as a text `press.asked.<topic>`."""


@dataclass(frozen=True)
class Term:
    """A word of the index: as written, and its stems."""

    word: str
    stems: frozenset[str]


@dataclass(frozen=True)
class Index:
    """The words of all figures, and for each figure what each word weighs.

    is_name: whether a word stands in a name somewhere; words of definitions alone are not guessed at.
    """

    terms: tuple[Term, ...]
    weights: tuple[dict[Entry, float], ...]
    is_name: tuple[bool, ...]


def hits(version: DataVersion, question: str) -> tuple[Entry, ...]:
    """The figures that answer a question, the best first; none where no word of it fits."""
    asked = [_term(word) for word in words_of(question) if word not in _stop_words()]
    if not asked:
        return ()
    scores = _scores(_index(version), asked)
    order = {entry: place for place, entry in enumerate(catalogue(version))}
    best = max(scores.values(), default=0.0)
    ranked = sorted(scores, key=lambda entry: (-round(scores[entry], 6), _rank(entry), order[entry]))
    return tuple(entry for entry in ranked if scores[entry] >= LEAST * best)[:MOST]


def lacks_city(version: DataVersion, question: str) -> bool:
    """Whether a question asks of a survey for all offices together: such a figure does not exist, and is not made.

    Each measure has surveys of its own, with their own offices, waves, modes and ways of choosing whom to ask. A sum
    would weigh an office by how many answered there, and has no interval that holds: those asked are no sample of all.
    """
    best = next(iter(hits(version, question)), None)
    if best is None or best.topic not in indicators() or indicators()[best.topic].kind != "score":
        return False
    same = [one for one in catalogue(version) if one.topic == best.topic]
    if len(same) < 2 or not all(one.measure for one in same):
        return False
    asked = [_term(word) for word in words_of(question)]
    return any(_likeness(one, every) == 1 for one in asked for every in _words_for_all()) and not any(
        _names_some(version, one, same) for one in asked
    )


def _names_some(version: DataVersion, asked: Term, same: Sequence[Entry]) -> bool:
    """Whether a word tells one of the same figures from another, as the name of an office or a measure does."""
    index = _index(version)
    return any(
        0 < sum(entry in weights for entry in same) < len(same)
        for term, weights in zip(index.terms, index.weights, strict=True)
        if _likeness(asked, term) > INSIDE
    )


@cache
def _words_for_all() -> tuple[Term, ...]:
    """Words that mean all offices."""
    return tuple(
        _term(word)
        for language in config.LANGUAGES
        for word in words_of(words_for(language)("press.find.all"))
    )


def most_asked(version: DataVersion) -> tuple[Entry, ...]:
    """The figures that are asked for most, as far as these data have them."""
    every = catalogue(version)
    found = (next((one for one in every if one.topic == topic), None) for topic in ASKED)
    return tuple(one for one in found if one is not None)


def _rank(entry: Entry) -> int:
    return ASKED.index(entry.topic) if entry.topic in ASKED else len(ASKED)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, umlauts written as such."""
    return [_folded(word) for word in WORD.findall(text.casefold())]


def _folded(word: str) -> str:
    for written, sign in WRITTEN_OUT:
        word = word.replace(written, sign)
    return word


@lru_cache(20_000)
def _term(word: str) -> Term:
    return Term(word, frozenset(_stemmer(language).stemWord(word) for language in STEMMED))


@cache
def _stemmer(language: str) -> snowballstemmer.base.BaseStemmer:
    return snowballstemmer.stemmer(STEMMED[language])


def _scores(index: Index, asked: list[Term]) -> dict[Entry, float]:
    """The sum of what each word of the question adds; figures that leave out many of them count less."""
    total: dict[Entry, float] = {}
    matched: dict[Entry, int] = {}
    for one in asked:
        best: dict[Entry, float] = {}
        for term, weights, is_name in zip(index.terms, index.weights, index.is_name, strict=True):
            like = _likeness(one, term)
            if like <= 0 or (like < 1 and not is_name):
                continue
            for entry, weight in weights.items():
                best[entry] = max(best.get(entry, 0.0), like * weight)
        for entry, value in best.items():
            total[entry] = total.get(entry, 0.0) + value
            matched[entry] = matched.get(entry, 0) + 1
    return {entry: value * math.sqrt(matched[entry] / len(asked)) for entry, value in total.items()}


@lru_cache(200_000)
def _likeness(asked: Term, term: Term) -> float:
    """1 for the same word or stem, less for a part of a compound or a misspelt one, else 0."""
    if asked.word == term.word or asked.stems & term.stems:
        return 1.0
    if _is_inside(asked.word, term) or _is_inside(term.word, asked):
        return INSIDE
    if min(len(asked.word), len(term.word)) < LEAST_LETTERS:
        return 0.0
    close = max(
        DamerauLevenshtein.normalized_similarity(asked.word, term.word),
        *(
            DamerauLevenshtein.normalized_similarity(one, other)
            for one in asked.stems
            for other in term.stems
            if min(len(one), len(other)) >= LEAST_LETTERS
        ),
        0.0,
    )
    return close * close if close >= CLOSE else 0.0


def _is_inside(word: str, of: Term) -> bool:
    """Whether a word begins or ends with the stem of another, as compounds do."""
    return any(
        len(word) > len(stem) + 1
        and ((len(stem) >= BEGINS and word.startswith(stem)) or (len(stem) >= ENDS and word.endswith(stem)))
        for stem in of.stems
    )


@cache
def _stop_words() -> frozenset[str]:
    """Words that every question has."""
    return frozenset(
        word for language in config.LANGUAGES for word in words_of(words_for(language)("press.find.stop"))
    )


@remembered(8)
def _index(version: DataVersion) -> Index:
    """Words of all figures; one that many topics share weighs less."""
    weights: dict[str, dict[Entry, float]] = {}
    topics: dict[str, set[str]] = {}
    for entry in catalogue(version):
        for word, weight in _words(version, entry).items():
            weights.setdefault(word, {})[entry] = weight
            topics.setdefault(word, set()).add(entry.topic)
    count = len({entry.topic for entry in catalogue(version)})
    rare = {word: math.log1p(count / len(own)) for word, own in topics.items()}
    terms = tuple(_term(word) for word in weights)
    told = tuple(
        {entry: weight * rare[word] for entry, weight in own.items()} for word, own in weights.items()
    )
    is_name = tuple(max(own.values()) > DEFINITION for own in weights.values())
    return Index(terms, told, is_name)


def _words(version: DataVersion, entry: Entry) -> dict[str, float]:
    """Every word of a figure with the most that it weighs."""
    found: dict[str, float] = {}
    for language in config.LANGUAGES:
        w = words_for(language)
        for text, weight in _texts(version, entry, w):
            for word in words_of(text):
                if word not in _stop_words():
                    found[word] = max(found.get(word, 0.0), weight)
    return found


def _texts(version: DataVersion, entry: Entry, w: Words) -> Iterable[tuple[str, float]]:
    topic = entry.topic
    yield unmarked(topic_name(topic, w)), NAME
    yield w(f"press.find.{topic}"), OTHER_WORDS
    for key in (f"press.definition.{topic}", f"indicator.{topic}.definition"):
        if w.has(key):
            yield unmarked(w(key)), DEFINITION
    if topic.startswith(ITEM):
        yield w("press.find.items"), MEASURE
    if not entry.measure:
        yield w("press.find.all"), PLACE
        return
    of, names = measures(version)[entry.measure], offices(version)
    yield w(f"measure.{of.regime}"), MEASURE
    yield w(f"press.find.{of.regime}"), MEASURE
    for office in of.offices:
        yield f"{names[office].short_name} {names[office].name}", PLACE
