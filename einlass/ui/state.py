"""What the reader looks at: the address of the page is the truth, widgets only show and change it.

The parameters mean the same in every language, so a copied link opens the same view in the other one.
Identifiers stand in it as they are, whatever signs they hold; a comma tells several apart, so one inside an
identifier is written as %2C once more. What cannot be read is kept in `unread`, for the page to say. Whether
an identifier exists is for the page to say too: it offers the options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import unquote, urlencode

import streamlit as st

from einlass import config
from einlass.ui import plan as plans

Days = tuple[date, date]  # first and last day, both included, as the reader sees them

STEPS = ("day", "week", "month")
SIGHTS = ("line", "calendar")  # how trends are looked at
LEVELS = ("all", "serious", "consequences")  # which reported incidents are looked at
PAPERS = ("beschluss", "mitteilung", "anfrage")  # kinds of a council paper
SENTENCES = ("long", "short", "plain", "other")  # how a figure is told; other: in the other language
DEFAULT_PAGE = "overview"
CITIES = "cities"  # the page of several cities beside each other, where there are several
# What a reader may open on a page: tables below charts, folds, control limits.
OPENABLE = (
    "table",
    "control",
    "variants",
    "windows",
    "period",
    "checked",
    "method",
    "recalculate",
    "history",
    "last_year",
    "together",
    "remarks",
    "questions",
    "survey",
    "offices",
    "strength",
)


@dataclass(frozen=True)
class View:
    """One view of the product; what is None or empty is left to the page's default.

    opened: the folds and switches of `OPENABLE` that are open. unread: parameters of the address that could not
    be read, with their text; they are no part of the view.
    """

    lang: str = field(default_factory=config.default_language)
    city: str | None = None
    measure: str | None = None
    offices: tuple[str, ...] = ()
    indicator: str | None = None
    question: str | None = None
    before: Days | None = None
    after: Days | None = None
    step: str = "month"
    sight: str = "line"
    level: str = "all"
    period: Days | None = None
    export: str | None = None
    year: str | None = None
    preview: str | None = None
    plan: plans.Setting | None = None
    until: str | None = None
    paper: str = "beschluss"
    search: str | None = None
    figure: str | None = None
    sentence: str = "long"
    weekdays: tuple[str, ...] = ()
    since: str | None = None
    opened: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def params(self) -> dict[str, str]:
        """The address parameters of this view; defaults are left out."""
        usual = View()
        changed = [name for name in _WRITE if getattr(self, name) != getattr(usual, name)]
        texts = {name: _WRITE[name](getattr(self, name)) for name in changed}
        return {name: text for name, text in texts.items() if text != _WRITE[name](getattr(usual, name))}

    def href(self, page: str, *, anchor: str = "", **changes: Any) -> str:
        """The address of `page` with this view and `changes`, relative so that it survives a base path."""
        params = replace(self, **changes).params()
        path = "./" if page == first_page() else f"./{page}"
        asked = f"?{urlencode(params, safe=',')}" if params else ""
        return path + asked + (f"#{anchor}" if anchor else "")


def first_page() -> str:
    """The page without a name in the address."""
    return CITIES if config.cities_dir() else DEFAULT_PAGE


def view_of(params: Mapping[str, str]) -> View:
    """The view that address parameters ask for; unknown parameters are ignored."""
    known = [name for name in _READ if name != "city" or config.cities_dir()]
    asked = {name: text for name in known if (text := params.get(name, ""))}
    found = {name: _READ[name](text) for name, text in asked.items()}
    unread = tuple((name, text) for name, text in asked.items() if not found[name])
    return View(**{name: value for name, value in found.items() if value}, unread=unread)


def current_view() -> View:
    """The view in the address of this run."""
    return view_of(st.query_params.to_dict())


def set_view(**changes: Any) -> None:
    """Writes a changed view into the address, as one step of the browser's history."""
    before = current_view()
    after = replace(before, **changes)
    if after != before:
        st.query_params.from_dict(after.params())


def _identifier(text: str) -> str | None:
    return text or None


def _identifiers(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unquote(part) for part in text.split(",") if part))


def _write_identifiers(identifiers: Sequence[str]) -> str:
    return ",".join(one.replace("%", "%25").replace(",", "%2C") for one in identifiers)


def _opened(text: str) -> tuple[str, ...]:
    asked = text.split(",")
    return tuple(name for name in OPENABLE if name in asked)


def _one_of(known: Sequence[str]) -> Callable[[str], str | None]:
    return lambda text: text if text in known else None


def _days(text: str) -> Days | None:
    try:
        first, last = map(date.fromisoformat, text.split(".."))
    except ValueError:
        return None
    is_known = config.CALENDAR_FROM <= first <= last <= config.CALENDAR_UNTIL
    return (first, last) if is_known else None


def _weekdays(text: str) -> tuple[str, ...]:
    """Digits 1 (Monday) to 7, each once and in order."""
    days = set(text)
    return tuple(sorted(text)) if days <= set("1234567") and len(days) == len(text) else ()


def _write_days(days: Days | None) -> str:
    return f"{days[0]}..{days[1]}" if days else ""


def _write_text(text: str | None) -> str:
    return text or ""


_READ: dict[str, Callable[[str], Any]] = {
    "lang": _one_of(config.LANGUAGES),
    "city": _identifier,
    "measure": _identifier,
    "offices": _identifiers,
    "indicator": _identifier,
    "question": _identifier,
    "before": _days,
    "after": _days,
    "step": _one_of(STEPS),
    "sight": _one_of(SIGHTS),
    "level": _one_of(LEVELS),
    "period": _days,
    "export": _identifier,
    "year": _identifier,
    "preview": _identifier,
    "plan": plans.read,
    "until": _identifier,
    "paper": _one_of(PAPERS),
    "search": _identifier,
    "figure": _identifier,
    "sentence": _one_of(SENTENCES),
    "weekdays": _weekdays,
    "since": _identifier,
    "opened": _opened,
}
_WRITE: dict[str, Callable[[Any], str]] = {
    "lang": _write_text,
    "city": _write_text,
    "measure": _write_text,
    "offices": _write_identifiers,
    "indicator": _write_text,
    "question": _write_text,
    "before": _write_days,
    "after": _write_days,
    "step": _write_text,
    "sight": _write_text,
    "level": _write_text,
    "period": _write_days,
    "export": _write_text,
    "year": _write_text,
    "preview": _write_text,
    "plan": plans.write,
    "until": _write_text,
    "paper": _write_text,
    "search": _write_text,
    "figure": _write_text,
    "sentence": _write_text,
    "weekdays": "".join,
    "since": _write_text,
    "opened": ",".join,
}
