"""Text catalogues (gettext through Babel) and the formats of numbers and dates."""

from __future__ import annotations

import datetime as dt
import gettext
import io
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from einlass import config
from einlass.city import City, OfficeWord
from einlass.errors import SettingsRefused
from einlass.words import own
from einlass.words.markup import marked
from einlass.words.nouns import with_word

MINUS = "\u2212"


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of one language as written in `locales/`."""
    path = config.LOCALES / language / "LC_MESSAGES" / "einlass.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@lru_cache(16)
def _translations(language: str, word: OfficeWord | None = None) -> gettext.GNUTranslations:
    """The texts of a language, with a city's own word for its offices."""
    texts = catalogue(language) if word is None else _reworded(language, word)
    compiled = io.BytesIO()
    write_mo(compiled, texts)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _reworded(language: str, word: OfficeWord) -> Catalog:
    found = Catalog(locale=language)
    for message in catalogue(language):
        said = [message.string] if isinstance(message.string, str) else list(message.string or ())
        said = [with_word(text, word) for text in said] if message.id else said
        found.add(message.id, tuple(said) if message.pluralizable else said[0])
    return found


@lru_cache(20_000)
def _decimal(value: float, digits: int, language: str) -> str:
    """A number as Babel writes it; kept, as a page asks for the same ones over and over and each takes 0.1 ms."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, pattern, locale=language, decimal_quantization=False))


class Words:
    """Texts by key, and numbers and dates, in one language."""

    def __init__(self, language: str, city: City | None = None) -> None:
        self.language = language
        self._texts = _translations(language, city.office_words.get(language) if city else None)
        self._own: dict[str, str] = {}
        self._babel_group = str(get_group_symbol(language))
        if city:
            self._own = own.texts(city, language, self)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key with its values filled in. Raises KeyError when the key has no text."""
        if key in self._own:
            return self._own[key]
        text = self._texts.gettext(key)
        if text == key:
            raise KeyError(f"no text for {key!r} in {self.language!r}")
        text = marked(text)
        return text.format(**values) if values else text

    def plural(self, key: str, count: float, /, **values: object) -> str:
        """Like a call, with the form that fits `count`; `{count}` is the formatted number."""
        text = self._texts.ngettext(key, key, 1 if count == 1 else 2)
        if text == key:
            raise KeyError(f"no plural text for {key!r} in {self.language!r}")
        return marked(text).format(count=self.number(count), **values)

    def counted(self, key: str, amount: str) -> str:
        """The form for many of a plural text, with an amount in words, e.g. half as many reported incidents."""
        return marked(self._texts.ngettext(key, key, 2)).format(count=amount)

    def few(self, count: int) -> str:
        """A small number in words, as in running text; larger ones in digits."""
        key = f"number.{count}"
        return self(key) if self.has(key) else self.number(count)

    def has(self, key: str) -> bool:
        """Whether a key has a text."""
        return key in self._own or self._texts.gettext(key) != key

    def number(self, value: float, digits: int = 0) -> str:
        """A number with `digits` decimals: 1 234,5 in German (narrow no-break space), 1,234.5 in English."""
        text = _decimal(round(value, digits) + 0.0, digits, self.language)  # no negative zero
        if self.group_mark != self._babel_group:
            text = text.replace(self._babel_group, self.group_mark)
        return text.replace("-", MINUS)

    @property
    def decimal_mark(self) -> str:
        """What stands before the decimals."""
        return str(get_decimal_symbol(self.language))

    @cached_property
    def group_mark(self) -> str:
        """What groups the digits of thousands."""
        return self("format.group")

    def percent(self, share: float, digits: int = 0) -> str:
        """A share (0–1) in per cent: 12,5 % in German, 12.5% in English."""
        return self("format.percent", number=self.number(share * 100, digits))

    def date(self, day: dt.date) -> str:
        """A day: 23.01.2020 in German, 23 January 2020 in English."""
        return self._date(day, "format.date")

    def short_date(self, day: dt.date) -> str:
        """A day where room is scarce: 23.01.2020 in German, 23 Jan 2020 in English."""
        return self._date(day, "format.short_date")

    def day_and_month(self, day: dt.date) -> str:
        """A day whose year is known: 23.01. in German, 23 Jan in English."""
        return self._date(day, "format.day_and_month")

    def month(self, day: dt.date, *, with_year: bool = False) -> str:
        """A month, short: Okt. or Okt. 2019 in German, Oct or Oct 2019 in English."""
        return self._date(day, "format.month_and_year" if with_year else "format.month")

    def _date(self, day: dt.date, pattern: str) -> str:
        return str(format_date(day, self(pattern), locale=self.language))

    def weekday(self, number: int) -> str:
        """A weekday in short, 1 for Monday: Mo in German, Mon in English."""
        day = dt.date(2024, 1, number)  # a January that begins on a Monday
        return self._date(day, "format.weekday")

    @staticmethod
    def language_name(language: str) -> str:
        """What a language calls itself, e.g. Deutsch."""
        name = str(Locale.parse(language).get_language_name(language))
        return name[:1].upper() + name[1:]

    def datetime(self, moment: dt.datetime) -> str:
        """A moment in local time: 23.01.2020, 18:00 Uhr."""
        return self("format.moment", date=self.date(moment.date()), time=f"{moment:%H:%M}")

    def period(self, first: dt.date, until: dt.date) -> str:
        """A half-open range of days, named by its first and last day."""
        return self("format.period", first=self.short_date(first), last=self.short_date(last_day(until)))

    def join(self, parts: list[str]) -> str:
        """A list in words: a, b und c."""
        if len(parts) < 2:
            return "".join(parts)
        return self("format.and", first=", ".join(parts[:-1]), last=parts[-1])

    def message(self, key: str, values: dict[str, Any]) -> str:
        """The text of an error or a report line, with numbers and dates formatted, in the form that fits `count`."""
        plain = {name: self.value(value) for name, value in values.items()}
        if "trouble" in plain:
            plain["trouble"] = self._trouble(str(values["trouble"]))
        found = catalogue(self.language).get(key)
        if found and found.pluralizable:
            return self.plural(
                key, values["count"], **{name: plain[name] for name in plain if name != "count"}
            )
        return self(key, **plain)

    def faults(self, error: SettingsRefused) -> list[str]:
        """What is wrong in a settings file, a line each."""
        return [self.message(one.key, one.told(error.path)) for one in error.faults]

    def _trouble(self, code: str) -> str:
        """What the operating system objects to, in words."""
        key = f"trouble.{code}"
        return self(key) if self.has(key) else self("trouble.other", code=code or "?")

    def value(self, value: object) -> str:
        """One value of unknown kind as a reader expects it."""
        if isinstance(value, dt.datetime):
            return self.datetime(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        return self.number(value, 0 if float(value).is_integer() else 2)


def last_day(until: dt.date) -> dt.date:
    """The last day of a half-open range that ends before `until`."""
    return dt.date.fromordinal(until.toordinal() - 1)


def words_for(language: str) -> Words:
    """The words of a language, with those of the city's own; an unknown language gets that of the exports."""
    try:
        own_file = config.city_file() if config.city().has_own_words else None
    except SettingsRefused:
        own_file = None
    return _words_of(language if language in config.LANGUAGES else config.DEFAULT_LANGUAGE, own_file)


@lru_cache(16)
def _words_of(language: str, own_file: Path | None) -> Words:
    return Words(language, config.city() if own_file else None)
