"""What the reader looks at: the address of the page is the truth, widgets only show and change it.

The parameters mean the same in every language, so a copied link opens the same view in the other one.
What cannot be read is ignored. Whether a code exists is for the page to say: it offers the options.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from einlass import config

Days = tuple[date, date]  # first and last day, both included, as the reader sees them

STEPS = ("day", "week", "month")
DEFAULT_PAGE = "overview"
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class View:
    """One view of the product; what is None or empty is left to the page's default."""

    lang: str = config.DEFAULT_LANGUAGE
    measure: str | None = None
    offices: tuple[str, ...] = ()
    indicator: str | None = None
    before: Days | None = None
    after: Days | None = None
    step: str = "month"
    export: str | None = None
    year: str | None = None
    preview: str | None = None

    def params(self) -> dict[str, str]:
        """The address parameters of this view; defaults are left out."""
        texts = {name: write(getattr(self, name)) for name, write in _WRITE.items()}
        plain = {name: write(getattr(View, name)) for name, write in _WRITE.items()}
        return {name: text for name, text in texts.items() if text != plain[name]}

    def href(self, page: str, **changes: Any) -> str:
        """The address of `page` with this view and `changes`, relative so that it survives a base path."""
        params = replace(self, **changes).params()
        path = "./" if page == DEFAULT_PAGE else f"./{page}"
        return f"{path}?{urlencode(params, safe=',')}" if params else path


def view_of(params: Mapping[str, str]) -> View:
    """The view that address parameters ask for; what is unknown or unreadable is ignored."""
    found = {name: read(params.get(name, "")) for name, read in _READ.items()}
    return View(**{name: value for name, value in found.items() if value})


def current_view() -> View:
    """The view in the address of this run."""
    return view_of(st.query_params.to_dict())


def set_view(**changes: Any) -> None:
    """Writes a changed view into the address, as one step of the browser's history."""
    before = current_view()
    after = replace(before, **changes)
    if after != before:
        st.query_params.from_dict(after.params())


def _code(text: str) -> str | None:
    return text if _CODE.fullmatch(text) else None


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in text.split(",") if _code(part)))


def _one_of(known: Sequence[str]) -> Callable[[str], str | None]:
    return lambda text: text if text in known else None


def _days(text: str) -> Days | None:
    try:
        first, last = map(date.fromisoformat, text.split(".."))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _write_days(days: Days | None) -> str:
    return f"{days[0]}..{days[1]}" if days else ""


def _write_text(text: str | None) -> str:
    return text or ""


_READ: dict[str, Callable[[str], Any]] = {
    "lang": _one_of(config.LANGUAGES),
    "measure": _code,
    "offices": _codes,
    "indicator": _code,
    "before": _days,
    "after": _days,
    "step": _one_of(STEPS),
    "export": _code,
    "year": _code,
    "preview": _code,
}
_WRITE: dict[str, Callable[[Any], str]] = {
    "lang": _write_text,
    "measure": _write_text,
    "offices": ",".join,
    "indicator": _write_text,
    "before": _write_days,
    "after": _write_days,
    "step": _write_text,
    "export": _write_text,
    "year": _write_text,
    "preview": _write_text,
}
