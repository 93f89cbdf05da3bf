"""Files from the browser → a preview. No path or name from the browser is trusted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path, PureWindowsPath
from typing import Protocol

import streamlit as st

from einlass import ingest
from einlass.errors import EinlassError
from einlass.ingest import Progress
from einlass.ui import account, style
from einlass.ui.data import parts, state, texts
from einlass.ui.state import current_view
from einlass.words import Words

LONGEST_NAME = 80
_UNSAFE = re.compile(r"[^\w .,()+-]")


class Upload(Protocol):
    """A file that came from the browser."""

    name: str

    def getbuffer(self) -> memoryview:
        """Its content."""


def ask(w: Words, *, is_sample: bool) -> None:
    """The field for files and the button that checks them."""
    ingest.get_ready()
    style.section(w("data.upload"), w("data.upload.sub"))
    if is_sample:
        style.notes([w("data.upload.sample")])
    parts.translate_upload(w)
    files = st.file_uploader(
        w("data.upload.label"),
        accept_multiple_files=True,
        key=f"upload:files:{state.upload_round()}:{current_view().lang}",
    )
    parts.small(w("data.upload.help"))
    if account.rules() is None:
        key = f"upload:user:{current_view().lang}"
        state.keep_user(st.text_input(w("data.user"), value=state.user(), max_chars=40, key=key))
    if files and st.button(w.plural("data.check", len(files)), type="primary", key="data.check"):
        _check(files, w)


def _check(files: Sequence[Upload], w: Words) -> None:
    try:
        account.require("import")
        with parts.progress(w.plural("data.checking", len(files)), w) as listen:
            state.keep_preview(preview(files, state.user_or_nobody(), listen))
    except EinlassError as error:
        state.keep_message("open", w("data.check_failed"), [texts.message(error.key, error.values, w)])
    st.rerun()


def preview(
    files: Sequence[Upload], user: str, listen: Callable[[Progress], None] | None = None
) -> ingest.Preview:
    """What importing these files would do; nothing is imported. The copies go with the preview."""
    with ingest.upload_folder() as folder:
        copies = folder / "copies"
        names = told_apart([safe_name(file.name) for file in files])
        paths = [_written(copies / str(at), *pair) for at, pair in enumerate(zip(names, files, strict=True))]
        owner = account.current().subject
        return ingest.preview(paths, user=user, owner=owner, uploads=copies, on_progress=listen)


def _written(folder: Path, name: str, file: Upload) -> Path:
    folder.mkdir(parents=True)
    path = folder / name
    path.touch(mode=0o600)
    path.write_bytes(file.getbuffer())
    return path


def told_apart(names: Sequence[str]) -> list[str]:
    """The names, with a number where one comes again: an answer is given to one file and not to its namesake."""
    taken = set(names)
    seen: set[str] = set()
    found = []
    for name in names:
        numbered = (f"{Path(name).stem} ({number}){Path(name).suffix}" for number in count(2))
        found.append(name if name not in seen else next(new for new in numbered if new not in taken))
        taken.add(found[-1])
        seen.add(name)
    return found


def safe_name(name: str) -> str:
    """A file name that is only a name: no folders, no control or reserved signs, not hidden, not too long."""
    last = PureWindowsPath(name.replace("\0", "")).name
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", last)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST_NAME] or "_"
    return f"{stem[:LONGEST_NAME].rstrip(' .') or '_'}.{ending[:8]}"
