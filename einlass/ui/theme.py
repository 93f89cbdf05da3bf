"""What the browser is told of colours is put together once.

Streamlit 1.67 looks through all of its settings six times at the beginning of each run to find the theme, which does
not change while a server runs: two to three of the sixteen milliseconds that a warm *Lage* cost the server.
"""

from __future__ import annotations

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_read = app_session._populate_theme_msg


def remember() -> None:
    """Have the theme of each section of Streamlit's settings read once."""
    app_session._populate_theme_msg = _told


def _told(msg: CustomThemeConfig, section: str = "theme") -> None:
    known = _known(section)
    if known.ListFields():  # a part that is written to is there, even if nothing is in it
        msg.MergeFrom(known)


@cache
def _known(section: str) -> CustomThemeConfig:
    theme = CustomThemeConfig()
    _read(theme, section)
    return theme
