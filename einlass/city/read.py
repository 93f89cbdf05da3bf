"""The settings file → `City`, or every fault of it at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from einlass.city import logo
from einlass.city.comparison import Comparison, comparisons_of
from einlass.city.keys import Section, Value, known_keys
from einlass.city.lines import Document, Place, document
from einlass.city.office_word import OfficeWord
from einlass.city.severity import Severity, SeverityLevel
from einlass.city.sign_in import SignIn, sign_in_of
from einlass.city.survey import SurveyItem
from einlass.errors import SettingsFault, SettingsRefused, trouble_of

MOST_BYTES = 256 * 1024
SHOWN = 80  # letters of a line that is quoted


@dataclass(frozen=True)
class Thresholds:
    """From which numbers on something is said or may be published; what each means stands in the settings file."""

    hidden_below: int
    hidden_below_sensitive: int
    hidden_answers_below: int
    small_staff_below: int
    share_least: int
    course_least: int
    chance: float


@dataclass(frozen=True)
class KnownTime:
    """A time that was exceptional everywhere: its code (text key `known_time.<code>`) or name, first and last day."""

    code: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class City:
    """The settings of a city; what it does not say is empty.

    municipality: its official key of eight digits. state: whose public holidays count, by its code; empty: the
    nationwide ones. announced_shares: the share of visitors (0–1) that was announced to be spot-checked, by measure.
    office_words: what an office is called, by language. wave_euros: what a wave of a survey costs; 0 where nobody says.
    sign_in: how people sign in; None: nobody does, and the app answers this machine alone.
    comparisons: offices of other cities, in the settings of an installation of several.
    """

    thresholds: Thresholds
    language: str
    name: str = ""
    contact: str = ""
    contact_name: str = ""
    accessibility_body: str = ""
    imprint: str = ""
    licence: str = ""
    id_prefix: str = ""
    municipality: str = ""
    state: str = ""
    known_times: tuple[KnownTime, ...] = ()
    announced_shares: Mapping[str, float] = field(default_factory=dict)
    severity: Severity = field(default_factory=lambda: Severity(()))
    survey_items: tuple[SurveyItem, ...] = ()
    office_words: Mapping[str, OfficeWord] = field(default_factory=dict)
    logo: Path | None = None
    wave_euros: int = 0
    sign_in: SignIn | None = None
    comparisons: tuple[Comparison, ...] = ()

    @property
    def has_own_words(self) -> bool:
        """Whether a text of any page is another one in this city."""
        return bool(self.office_words or self.survey_items or self.severity.is_own)


def read(path: Path, usual: Path, languages: Sequence[str]) -> City:
    """The settings of a file; what it does not name stands as in the `usual` one. Raises SettingsRefused."""
    accepted = _accepted(path, languages)
    own, common = accepted.values, _accepted(usual, languages).values
    told = common | own
    thresholds = common["thresholds"] | own.get("thresholds", {})
    texts = {
        name: told[name].strip()
        for name in City.__dataclass_fields__
        if isinstance(told.get(name), str) and name != "logo"
    }
    return City(
        thresholds=Thresholds(**thresholds),
        known_times=tuple(KnownTime(**one) for one in told.get("known_time", ())),
        announced_shares={one["measure"]: float(one["share"]) for one in told.get("announced_share", ())},
        severity=Severity([_severity_level(one, languages) for one in told.get("severity", ())]),
        survey_items=tuple(_survey_item(one, languages) for one in told.get("survey_item", ())),
        office_words={one["language"]: OfficeWord(**_stripped(one)) for one in told.get("office_word", ())},
        wave_euros=told.get("wave_euros", 0),
        sign_in=sign_in_of(own["sign_in"]) if "sign_in" in own else None,
        logo=logo.beside(path, own["logo"]) if "logo" in own else None,
        comparisons=comparisons_of(accepted),
        **texts,
    )


def _severity_level(told: Mapping[str, Any], languages: Sequence[str]) -> SeverityLevel:
    names = _in_languages("name", told, languages)
    return SeverityLevel(told["code"], told["level"], tuple(told.get("kinds", ())), names)


def _survey_item(told: Mapping[str, Any], languages: Sequence[str]) -> SurveyItem:
    names, wordings = (_in_languages(part, told, languages) for part in ("name", "wording"))
    return SurveyItem(told["code"], told["audience"], names, wordings)


def _in_languages(part: str, told: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    return {one: told[f"{part}_{one}"].strip() for one in languages if f"{part}_{one}" in told}


def _stripped(told: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in told.items()}


def _accepted(path: Path, languages: Sequence[str]) -> Document:
    """What a file says. Raises SettingsRefused with every fault, by line."""
    text = _text(path)
    found = document(text)
    faults = [*_unread(found), *_checked(found, known_keys(languages)), *_of_logo(found, path)]
    if faults:
        lines = ["", *text.split("\n")]
        by_line = sorted(faults, key=lambda fault: fault.line)
        raise SettingsRefused(path, [replace(one, found=_quoted(lines[one.line])) for one in by_line])
    return found


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        fault = SettingsFault(0, "settings.lost", {"trouble": trouble_of(error)})
        raise SettingsRefused(path, [fault]) from None
    if (
        not content.strip()
    ):  # a disk that was full; without its settings a city would quietly compute otherwise
        raise SettingsRefused(path, [SettingsFault(0, "settings.empty", {})])
    if len(content) > MOST_BYTES:
        raise SettingsRefused(path, [SettingsFault(0, "settings.large", {"most": MOST_BYTES // 1024})])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SettingsRefused(path, [SettingsFault(line, "settings.encoding", {})]) from None


def _quoted(line: str) -> str:
    """What stands on a line, cut where it is long."""
    said = line.strip()
    return said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"


def _unread(found: Document) -> Iterator[SettingsFault]:
    for line in found.unread:
        yield SettingsFault(line, "settings.syntax", {})
    for line, name in found.doubled:
        yield SettingsFault(line, "settings.twice", {"name": name})


def _of_logo(found: Document, path: Path) -> Iterator[SettingsFault]:
    """What is wrong with the picture that the settings name."""
    named = found.values.get("logo")
    if isinstance(named, str) and named.strip() and (key := logo.fault(logo.beside(path, named))):
        told = {"name": "logo", "most": logo.MOST_BYTES // 1024}
        yield SettingsFault(found.line(("logo",)), key, told)


def _checked(found: Document, known: Mapping[str, Value | Section]) -> Iterator[SettingsFault]:
    for name, value in found.values.items():
        one = known.get(name)
        if one is None:
            yield _unknown(found, (name,), known)
        elif isinstance(one, Section):
            yield from _section(found, name, value, one)
        else:
            yield from _value(found, (name,), value, one)


def _section(found: Document, name: str, value: object, section: Section) -> Iterator[SettingsFault]:
    """The faults of a section, or of each in a list of them."""
    entries = value if isinstance(value, list) and section.repeats else [value]
    if section.repeats != isinstance(value, list) or not all(isinstance(one, dict) for one in entries):
        yield SettingsFault(found.line((name, 0)), f"settings.value.{section.accepts}", {"name": name})
        return
    for number, entry in enumerate(entries):
        yield from _entry(found, (name, number) if section.repeats else (name,), entry, section)
    yield from _again(found, name, entries, section)


def _again(found: Document, name: str, entries: Sequence[Any], section: Section) -> Iterator[SettingsFault]:
    """Sections of a list that say of one thing what another one says of it already."""
    seen: set[tuple[str, ...]] = set()
    for number, entry in enumerate(entries):
        told = tuple(str(entry.get(key, "")) for key in section.once)
        if section.once and told in seen and entry.get(section.once[0]) is not None:
            values = {"name": section.once[0], "value": entry[section.once[0]]}
            yield SettingsFault(found.line((name, number, section.once[0])), "settings.again", values)
        seen.add(told)


def _entry(found: Document, place: Place, entry: dict[str, Any], section: Section) -> Iterator[SettingsFault]:
    for key, value in entry.items():
        if key in section.keys:
            yield from _value(found, (*place, key), value, section.keys[key])
        else:
            yield _unknown(found, (*place, key), section.keys)
    also = (keys for (key, value), keys in section.also.items() if entry.get(key) == value)
    required = (*section.required, *(key for keys in also for key in keys))
    for key in required if place not in found.incomplete else ():
        if key not in entry:
            told = {"name": key, "example": section.keys[key].example}
            yield SettingsFault(found.line(place), "settings.missing", told)
    first, last = entry.get("first"), entry.get("last")
    if type(first) is date and type(last) is date and last < first:
        yield SettingsFault(found.line((*place, "last")), "settings.value.last", {"name": "last"})


def _value(found: Document, path: Place, value: object, one: Value) -> Iterator[SettingsFault]:
    try:
        one.read(value)
    except ValueError:
        yield SettingsFault(found.line(path), f"settings.value.{one.accepts}", {"name": path[-1], **one.told})


def _unknown(found: Document, path: Place, known: Mapping[str, object]) -> SettingsFault:
    name = str(path[-1])
    near = difflib.get_close_matches(name.casefold(), known, n=1)
    if near:
        return SettingsFault(found.line(path), "settings.near", {"name": name, "near": near[0]})
    return SettingsFault(found.line(path), "settings.unknown", {"name": name, "known": tuple(known)})
