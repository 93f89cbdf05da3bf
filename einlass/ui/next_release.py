"""The next figure that will be published, in a line at the foot of every page."""

from __future__ import annotations

import streamlit as st

from einlass import config
from einlass.errors import LedgerDamaged
from einlass.release import ledger
from einlass.release.desk.publish import next_release
from einlass.ui import style
from einlass.warehouse.versions import now
from einlass.words import Words


def line(w: Words) -> None:
    """What comes when, once its date is certain; nothing where none is, or where the ledger cannot be read."""
    try:
        found = next_release(ledger.read(config.data_dir()).entries, now())
    except LedgerDamaged:
        return
    if found:
        text = w("press.next", title=found.title[w.language], moment=w.datetime(found.at))
        st.html(f'<p class="em-next">{style.rich(text)}</p>')
