"""Running a page while data change: one that finds its data gone begins once more, on the newest."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from einlass.errors import NoWarehouse, WarehouseError
from einlass.warehouse import DataVersion, current_version, has_moved_on

_AGAIN = "data moved on"


def served() -> DataVersion | None:
    """The version that is served; None before the first import. Raises WarehouseError."""
    try:
        return current_version()
    except NoWarehouse:
        return None


def on_newest(run: Callable[[], None]) -> None:
    """Runs a page; where an import took its data away meanwhile the whole run is repeated, but only once."""
    before = served()
    try:
        run()
    except WarehouseError:
        if st.session_state.pop(_AGAIN, False) or not has_moved_on(before):
            raise
        st.session_state[_AGAIN] = True
        st.rerun()
    st.session_state.pop(_AGAIN, None)
