"""Buttons that put a sentence into the clipboard, with or without its source; nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from einlass.words import Words

_component = st.components.v2.component(
    "einlass_copying",
    js=Path(__file__).with_name("copying.js").read_text("utf-8"),
    isolate_styles=False,
)


def copying(text: str, source: str, mark: str, w: Words) -> None:
    """Both buttons; what was copied is said below them. mark: of sample data, which leaves with every copy."""
    alone = f"{mark}. {text}" if mark else text
    buttons({w("press.copy"): alone, w("press.copy.source"): f"{text}\n{source}"}, "press-copying", w)


def buttons(texts: Mapping[str, str], key: str, w: Words) -> None:
    """A button for each text, by its label."""
    data = {
        "texts": [{"label": label, "text": text} for label, text in texts.items()],
        "done": w("press.copied"),
        "failed": w("press.copy.failed"),
    }
    _component(key=key, data=data)
