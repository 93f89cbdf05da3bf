"""What the data page remembers: the open preview in the address, the result of the last click in the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from einlass import ingest
from einlass.ingest import Preview, UndoPreview
from einlass.ui import account
from einlass.ui.state import current_view, set_view
from einlass.ui.style import Tone
from einlass.warehouse import current_version

_PREVIEW, _ROUND, _MESSAGE = "data:preview", "data:round", "data:message"
_UNDO, _UNDO_PREVIEW, _USER = "data:undo", "data:undo:preview", "data:user"
_UNDO_CONFIRMED = "data:undo:confirmed"
NOBODY = "web"  # in the history, when nobody gave a name; else it would name the account of the service


@dataclass(frozen=True)
class Message:
    """What became of the last click."""

    tone: Tone
    title: str
    sentences: tuple[str, ...]


def upload_round() -> int:
    """Counts the previews; a new number gives an empty field for files."""
    return int(st.session_state.get(_ROUND, 0))


def preview() -> Preview | None:
    """The preview that the address names; so a reload, a link or another language shows it again.

    Raises EinlassError when it is gone.
    """
    token = current_view().preview
    kept: Preview | None = st.session_state.get(_PREVIEW)
    if token and (kept is None or kept.token != token):
        kept = st.session_state[_PREVIEW] = ingest.open_preview(token, owner=account.current().subject)
    return kept if token else None


def keep_preview(one: Preview | None) -> None:
    """Opens or closes a preview; the field for files is empty afterwards."""
    st.session_state[_PREVIEW] = one
    set_view(preview=one.token if one else None)
    st.session_state[_ROUND] = upload_round() + 1
    st.session_state.pop(_MESSAGE, None)


def message() -> Message | None:
    """The result of the last click; shown until the next one."""
    kept: Message | None = st.session_state.get(_MESSAGE)
    return kept


def keep_message(tone: Tone, title: str, sentences: Sequence[str] = ()) -> None:
    """Remembers what became of a click, for the run that follows it."""
    st.session_state[_MESSAGE] = Message(tone, title, tuple(sentences))


def undo_choice() -> str:
    """The batch whose undo waits for a confirmation; empty: none."""
    return str(st.session_state.get(_UNDO, ""))


def keep_undo_choice(batch_id: str) -> None:
    """Asks for the confirmation of an undo, or takes the question back."""
    st.session_state[_UNDO] = batch_id
    st.session_state.pop(_UNDO_CONFIRMED, None)
    st.session_state.pop(_MESSAGE, None)


def confirm_undo(batch_id: str) -> None:
    """Remembers the yes, so that no redraw of the page loses it."""
    st.session_state[_UNDO_CONFIRMED] = batch_id


def is_undo_confirmed(batch_id: str) -> bool:
    """Whether somebody said yes to the undo of a batch."""
    return bool(st.session_state.get(_UNDO_CONFIRMED) == batch_id)


def undo_preview(batch_id: str) -> UndoPreview | None:
    """What the undo of a batch does, if it was worked out for the data of now."""
    number, preview = st.session_state.get(_UNDO_PREVIEW, (0, None))
    if preview is None or preview.batch_id != batch_id or number != current_version().number:
        return None
    found: UndoPreview = preview
    return found


def keep_undo_preview(preview: UndoPreview) -> UndoPreview:
    """Remembers what the undo of a batch does to the data of now."""
    st.session_state[_UNDO_PREVIEW] = (current_version().number, preview)
    return preview


def user() -> str:
    """Who loads data: the account, without sign-in as they named themselves."""
    return account.current().name or str(st.session_state.get(_USER, "")).strip()


def keep_user(name: str) -> None:
    """Remembers the name for the whole session."""
    st.session_state[_USER] = name


def user_or_nobody() -> str:
    """The name for the history."""
    return user() or NOBODY
