"""Buttons that put a sentence into the clipboard, with or without its source; nothing leaves the machine."""

from __future__ import annotations

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
    data = {
        "texts": [
            {"label": w("press.copy"), "text": alone},
            {"label": w("press.copy.source"), "text": f"{text}\n{source}"},
        ],
        "done": w("press.copied"),
        "failed": w("press.copy.failed"),
    }
    _component(key="press-copying", data=data)
