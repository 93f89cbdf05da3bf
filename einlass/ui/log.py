"""What the pages write into the audit log. Where it cannot be written they go on, and the failure is told elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from einlass import audit, config
from einlass.audit import Detail
from einlass.errors import EinlassError, SettingsRefused
from einlass.ui import account, metrics
from einlass.ui.state import View

T = TypeVar("T")
_SEEN = "log:seen"
_settings: tuple[Path, Path] | None = None  # what `_held` was when it was last written down
# Of an address only these choices are told, by their names: what kind of selection it was, not which.
_NO_SELECTION = {"lang", "opened", "city"}


def started() -> None:
    """The app begins, with these settings."""
    _of_settings("started")


def settings() -> None:
    """Other settings hold than those last written down: a file was added, removed, or lost its faults."""
    with config.at(None):
        held = _held()
    if held != _settings:
        _of_settings("settings")


def _of_settings(event: str) -> None:
    global _settings
    if config.own_dir().is_dir():
        with config.at(None):
            write("", event, settings=config.settings_mark())
            _settings = _held()


def _held() -> tuple[Path, Path] | None:
    """Data folder and settings file; None while it holds faults."""
    try:
        config.city()
    except SettingsRefused:
        return None
    return config.data_dir(), config.city_file()


def page(name: str, view: View) -> None:
    """A page was opened, or its selection became one of another kind; not every run of it."""
    selection = sorted(view.params().keys() - _NO_SELECTION)
    if _is_new("page", name, view.city or "", *selection):
        action("page", page=name, selection=selection)


def refused(name: str) -> None:
    """A page was not shown to whoever asked for it; not every run of it, either."""
    if _is_new("refused", name):
        action("refused", page=name)


def _is_new(*seen: str) -> bool:
    """Whether this session has just seen something else."""
    before = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = seen
    return bool(before != seen)


def action(event: str, **details: Detail) -> None:
    """Whoever this run is for did something."""
    write(account.current().name, event, **details)


def fetched(kind: str, make: Callable[[], T]) -> Callable[[], T]:
    """What makes a file when its button is clicked, and writes down that it was: by whoever saw the button.

    Raises EinlassError for who may not have this kind of file.
    """
    who = account.current()
    if not who.may_fetch(kind):
        raise EinlassError("account.lacks")

    def made() -> T:
        write(who.name, "export", kind=kind)
        return make()

    return config.staying(made)


def write(who: str, event: str, **details: Detail) -> None:
    """Somebody did something; the same for what no page is run for. Of several cities the one looked at is told."""
    if config.data_dir() != config.own_dir():
        details |= {"city": config.data_dir().name}
    try:
        audit.append(config.own_dir(), who, event, details)
    except EinlassError as error:
        metrics.count("audit_errors")
        logging.getLogger(__name__).error(
            "the audit log cannot be written: %s", error.values.get("trouble", "")
        )
