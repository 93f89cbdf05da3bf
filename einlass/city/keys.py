"""The keys of the settings file, and what each accepts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from einlass.city import sign_in
from einlass.city.codes import AUDIENCES, HIGHEST_LEVEL, INCIDENT_KINDS, SURVEY_ITEMS

STATES = Path(__file__).with_name("states.txt")
LONGEST_TEXT = 200
MOST = 10_000  # a least count beyond it would hide everything
MOST_EUROS = 1_000_000
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_PREFIX = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-")
_MUNICIPALITY = re.compile(r"[01]\d{7}", re.ASCII)
_IDENTIFIER = re.compile(r"\S{1,64}")
_LEVEL = re.compile(r"[\w+-]{1,12}( [\w+-]{1,12})?")
_ITEM = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_FOLDER = re.compile(r"[^\s./\\][^/\\]{0,199}")
GENDERS = ("m", "f", "n")


@dataclass(frozen=True)
class Value:
    """One value: `accepts` names the text of what is accepted, with its values `told`; `read` raises ValueError."""

    accepts: str
    read: Callable[[object], Any]
    told: Mapping[str, object] = field(default_factory=dict)
    example: str = ""


@dataclass(frozen=True)
class Section:
    """Keys that stand together under a header; one that `repeats` is a list of such, `once` each with other values."""

    keys: Mapping[str, Value]
    required: Sequence[str] = ()
    repeats: bool = False
    once: Sequence[str] = ()
    also: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)  # required with this value

    @property
    def accepts(self) -> str:
        """The name of the text of how it is written."""
        return "sections" if self.repeats else "section"


def known_keys(languages: Sequence[str]) -> dict[str, Value | Section]:
    """Every key of the file."""
    return {
        "name": TEXT,
        "contact": Value("mail", _matching(_MAIL)),
        "contact_name": TEXT,
        "accessibility_body": TEXT,
        "imprint": TEXT,
        "licence": TEXT,
        "id_prefix": Value("prefix", _matching(_PREFIX)),
        "municipality": Value("municipality", _matching(_MUNICIPALITY)),
        "state": Value("state", _state, {"states": states()}),
        "language": Value("language", _one_of(languages), {"languages": tuple(languages)}),
        "wave_euros": Value("euros", _euros, {"most": MOST_EUROS}),
        "logo": Value("logo", _text),
        "severity": Section(
            {"code": LEVEL_CODE, "level": LEVEL, "kinds": KINDS} | _by_language("name", languages),
            ("code", "level"),
            repeats=True,
            once=("code", "kinds"),
        ),
        "survey_item": Section(
            {"code": ITEM, "audience": AUDIENCE}
            | _by_language("name", languages)
            | _by_language("wording", languages),
            ("code", "audience", *_by_language("name", languages), *_by_language("wording", languages)),
            repeats=True,
            once=("code", "audience"),
        ),
        "office_word": Section(
            {
                "language": Value("language", _one_of(languages), {"languages": tuple(languages)}, '"de"'),
                "singular": Value("text", _text, {"most": LONGEST_TEXT}, '"…"'),
                "plural": Value("text", _text, {"most": LONGEST_TEXT}, '"…"'),
                "gender": Value("one_of", _one_of(GENDERS), {"known": GENDERS}, '"m"'),
                "plural_dative": TEXT,
                "genitive": TEXT,
            },
            ("language", "singular", "plural"),
            repeats=True,
            once=("language",),
            also={("language", languages[0]): ("gender",)},
        ),
        "comparison": Section(
            {"city": CITY_KEY, "offices": OFFICES, "for": CITY_KEYS},
            ("city", "offices", "for"),
            repeats=True,
            once=("city", "for"),
        ),
        "known_time": Section({"code": CODE, "first": DAY, "last": DAY}, ("code", "first"), repeats=True),
        "announced_share": Section(
            {"measure": MEASURE, "share": SHARE},
            ("measure", "share"),
            repeats=True,
        ),
        "sign_in": Section(
            {
                "address": ADDRESS,
                "metadata_url": ADDRESS,
                "client_id": Value("text", _text, {"most": LONGEST_TEXT}, '"einlassmonitor"'),
                "roles_claim": CLAIM,
                "name_claim": CLAIM,
                "scope": TEXT,
                "hours": Value("hours", sign_in.hours, {"most": sign_in.LONGEST_HOURS}),
            }
            | dict.fromkeys(sign_in.ROLES, Value("groups", sign_in.groups)),
            ("address", "metadata_url", "client_id"),
        ),
        "thresholds": Section(
            dict.fromkeys(COUNTS, Value("count", _count, {"most": MOST}))
            | {"chance": Value("chance", _chance)}
        ),
    }


@cache
def states() -> tuple[str, ...]:
    """States whose public holidays are known, by the codes of ISO 3166-2 without the country.

    They stand in a file because the library of holidays loads every country of the world first, in each process.
    """
    return tuple(STATES.read_text("ascii").split())


def _by_language(name: str, languages: Sequence[str]) -> dict[str, Value]:
    """A text in each language."""
    return {
        f"{name}_{language}": Value("text", _text, {"most": LONGEST_TEXT}, '"…"') for language in languages
    }


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_TEXT or not value.isprintable():
        raise ValueError(value)
    return value.strip()


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(value)
    return value


def _matching(pattern: re.Pattern[str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(value)
        return value

    return read


def _each(pattern: re.Pattern[str]) -> Callable[[object], tuple[str, ...]]:
    """A list of different texts, at least one."""

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise ValueError(value)
        found = tuple(map(_matching(pattern), value))
        if len(set(found)) < len(found):
            raise ValueError(value)
        return found

    return read


def _one_of(known: Sequence[str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise ValueError(value)
        return value

    return read


def _state(value: object) -> str:
    return _one_of(states())(value)


def _item(value: object) -> str:
    if (code := _matching(_ITEM)(value)) in SURVEY_ITEMS:
        raise ValueError(value)
    return code


def _kinds(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(one in INCIDENT_KINDS for one in value):
        raise ValueError(value)
    return tuple(value)


def _level(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST_LEVEL:
        raise ValueError(value)
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    return value


def _share(value: object) -> float:
    if not 0 <= (share := _number(value)) <= 1:
        raise ValueError(value)
    return float(share)


def _chance(value: object) -> float:
    if not 0 < (chance := _number(value)) < 1:
        raise ValueError(value)
    return float(chance)


def _euros(value: object) -> int:
    if not isinstance(value, int) or not 1 <= _number(value) <= MOST_EUROS:
        raise ValueError(value)
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or not 1 <= _number(value) <= MOST:
        raise ValueError(value)
    return value


TEXT = Value("text", _text, {"most": LONGEST_TEXT})
CODE = Value("text", _text, {"most": LONGEST_TEXT}, example='"flood"')
DAY = Value("day", _day, example="2020-03-16")
MEASURE = Value("identifier", _matching(_IDENTIFIER), example='"M3"')
CITY_KEY = Value("city", _matching(_FOLDER), example='"zell"')
CITY_KEYS = Value("cities", _each(_FOLDER), example='["aurach"]')
OFFICES = Value("offices", _each(_IDENTIFIER), example='["D3", "D4", "D5"]')
LEVEL_CODE = Value("level_code", _matching(_LEVEL), example='"2"')
LEVEL = Value("level", _level, {"most": HIGHEST_LEVEL}, "2")
KINDS = Value("kinds", _kinds, {"known": INCIDENT_KINDS})
ITEM = Value("item", _item, {"known": SURVEY_ITEMS}, '"LIC"')
AUDIENCE = Value("one_of", _one_of(tuple(AUDIENCES)), {"known": tuple(AUDIENCES)}, '"clients"')
SHARE = Value("share", _share, example="0.25")
ADDRESS = Value("address", sign_in.address, example='"https://…"')
CLAIM = Value("claim", sign_in.claim)
COUNTS = (
    "hidden_below",
    "hidden_below_sensitive",
    "hidden_answers_below",
    "small_staff_below",
    "share_least",
    "course_least",
)
