"""The first part of the page: what became of the last click, then an open preview or the field for files."""

from __future__ import annotations

from einlass.errors import NoWarehouse
from einlass.ui import style
from einlass.ui.data import coverage, parts, preview, state, upload
from einlass.warehouse import DataVersion, current_version
from einlass.warehouse.versions import now
from einlass.words import Words


def served_version() -> DataVersion | None:
    """The version that is served; None before the first import."""
    try:
        return current_version()
    except NoWarehouse:
        return None


def standing(version: DataVersion | None, w: Words) -> str:
    """Stand and version, or that there is nothing yet."""
    if version is None:
        return w("data.empty")
    moment = w("stand", moment=w.datetime(version.created_at))
    return f"{moment} · {w('version', number=w.number(version.number))}"


def is_deciding() -> bool:
    """Whether a preview waits for a decision; nothing else is shown until then."""
    return state.preview() is not None


def show(version: DataVersion | None, w: Words) -> None:
    """The result of the last click, or what is overdue; then what to do next."""
    if message := state.message():
        parts.announce(message.tone, message.title, message.sentences)
    elif version and (sentences := coverage.overdue(version, now().date(), w)):
        style.answer_box("open", w("data.fresh.overdue.title"), sentences)
    if one := state.preview():
        preview.show(one, w)
    else:
        upload.ask(w, is_sample=bool(version and version.is_sample))
