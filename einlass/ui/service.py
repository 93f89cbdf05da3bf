"""What must be reachable from every page: the statement on accessibility, and how to report an error."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import streamlit as st

from einlass import config
from einlass.city import City
from einlass.ui import style
from einlass.ui.menu import ACCESSIBILITY, REPORT
from einlass.warehouse import DataVersion
from einlass.words import Words

STATEMENT = ("scope", "state", "gaps")


def accessibility(w: Words) -> None:
    """The statement on accessibility: what it holds for, how it was checked, what is lacking, whom to ask."""
    style.section(w("accessibility.title"), anchor=ACCESSIBILITY)
    style.notes([*(w(f"accessibility.{name}") for name in STATEMENT), *_help(config.city(), w)])


def _help(city: City, w: Words) -> list[str]:
    """Whom to ask, and who helps where no answer comes."""
    ask = w("accessibility.write", address=city.contact) if city.contact else w("accessibility.help")
    body = city.accessibility_body
    return [ask, w("accessibility.body", body=body) if body else w("accessibility.authority")]


def report(version: DataVersion | None, w: Words) -> None:
    """How to report an error, with what is needed to find it."""
    style.section(w("report.title"), anchor=REPORT)
    number = w.number(version.number) if version else "–"
    style.notes([w("report.what"), w("report.version", number=number), w("report.never")])
    city = config.city()
    if not city.contact:
        style.notes([w("report.nobody")])
        return
    subject = quote(w("report.subject", number=number))
    who = escape(city.contact_name + ", ") if city.contact_name else ""
    address = escape(city.contact)
    st.html(f'<p>{who}<a href="mailto:{address}?subject={subject}">{address}</a></p>')
