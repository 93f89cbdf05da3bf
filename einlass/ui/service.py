"""What must be reachable from every page: the statement on accessibility, and how to report an error."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import streamlit as st

from einlass import config
from einlass.ui import style
from einlass.ui.menu import ACCESSIBILITY, REPORT
from einlass.warehouse import DataVersion
from einlass.words import Words

STATEMENT = ("scope", "state", "gaps", "help", "authority")


def accessibility(w: Words) -> None:
    """The statement on accessibility: what it holds for, how it was checked, what is lacking, whom to ask."""
    style.section(w("accessibility.title"), anchor=ACCESSIBILITY)
    style.notes([w(f"accessibility.{name}") for name in STATEMENT])


def report(version: DataVersion | None, w: Words) -> None:
    """How to report an error, with what is needed to find it."""
    style.section(w("report.title"), anchor=REPORT)
    number = w.number(version.number) if version else "–"
    style.notes([w("report.what"), w("report.version", number=number), w("report.never")])
    address = config.contact()
    if address is None:
        style.notes([w("report.nobody")])
        return
    subject = quote(w("report.subject", number=number))
    st.html(f'<p><a href="mailto:{escape(address)}?subject={subject}">{escape(address)}</a></p>')
