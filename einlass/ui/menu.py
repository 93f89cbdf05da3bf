"""The pages in the order of the menu, and the menu itself. The one list of pages.

The menu is plain links that carry the view: they open in a new tab, can be copied and say which page is
current. Streamlit's own menu drops the address parameters and names its parts in English only.
"""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from einlass import config
from einlass.city import logo
from einlass.ui import access, known_cities
from einlass.ui.account import Account
from einlass.ui.known_cities import Known
from einlass.ui.state import CITIES, DEFAULT_PAGE, View
from einlass.ui.style import CONTENT
from einlass.words import Words

# Groups of pages as the menu shows them; the first has no name. A page appears once it is built.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", (CITIES, DEFAULT_PAGE)),
    ("compare", ("comparison", "trends")),
    ("topics", ("incidents", "checks", "sentiment", "staffing")),
    ("use", ("decision", "press")),
    ("basis", ("data", "method")),
)
EVERY = tuple(page for _, pages in GROUPS for page in pages)
PAGES = tuple(page for page in EVERY if page != CITIES)  # of one city
OF_NO_CITY = (CITIES, "method")  # what there is to read before one of several cities is chosen
ACCESSIBILITY, REPORT = "accessibility", "report"  # anchors on the page about the method


def markup(view: View, current: str, here: Known | None, who: Account, w: Words) -> str:
    """The menu of an account as HTML: on a wide screen at the side, on a phone behind one bar that names the page.

    here: which of several cities is looked at.
    """
    name = escape(w("app.name"))
    own = config.city()
    picture = f'<img class="em-logo" src="{logo.data_uri(own.logo)}" alt="">' if own.logo else ""
    called = here.name if here else own.name
    city = f'<span class="em-city">{escape(called)}</span>' if called else ""
    skip = f'<a class="em-skip" href="#{CONTENT}">{escape(w("menu.skip"))}</a>'
    bar = (
        f"<summary><span><b>{escape(here.name) if here else name}</b> · {escape(w(f'menu.{current}'))}</span>"
        f'<span class="em-open-pages">{escape(w("menu.pages"))}</span></summary>'
    )
    parts = _parts(view, current, here, who, w)
    return (
        f'{skip}<div class="em-side"><p class="em-name">{picture}{name}{city}</p>{parts}</div>'
        f'<details class="em-bar-menu">{bar}{parts}</details>'
    )


def bare(view: View, current: str, here: Known | None, who: Account, w: Words) -> str:
    """The frame without a page in it; of several cities with the way to the others, for who may read them."""
    others = known_cities.chooser(view, current, here, w) if who.may_open(CITIES) else ""
    return f'<div class="em-side"><p class="em-name">{escape(w("app.name"))}</p>{others}</div>'


def _parts(view: View, current: str, here: Known | None, who: Account, w: Words) -> str:
    """Pages in groups, who is signed in, languages, and what must be reachable from everywhere."""
    offered = set(access.pages_of(who.roles)) & set(EVERY if here or not config.cities_dir() else OF_NO_CITY)
    groups = "".join(_group(name, pages, view, current, offered, w) for name, pages in GROUPS)
    others = known_cities.chooser(view, current, here, w) if offered else ""
    languages = "".join(f"<li>{_language_link(view, current, lang, w)}</li>" for lang in config.LANGUAGES)
    service = "".join(
        f'<li><a href="{escape(view.href("method", anchor=anchor))}">{escape(w(f"menu.{anchor}"))}</a></li>'
        for anchor in (ACCESSIBILITY, REPORT)
    )
    return (
        f'{others}<nav class="em-menu" aria-label="{escape(w("menu.label"))}">{groups}</nav>'
        f"{_account(who, w)}"
        f'<nav class="em-languages" aria-label="{escape(w("menu.languages"))}"><ul>{languages}</ul></nav>'
        f'<nav class="em-service" aria-label="{escape(w("menu.service"))}"><ul>{service}</ul></nav>'
    )


def _account(who: Account, w: Words) -> str:
    """Who is signed in, and the way out; nothing where nobody is."""
    if not who.name:
        return ""
    out = f'<a href="./auth/logout">{escape(w("account.sign_out"))}</a>'
    return f'<p class="em-account">{escape(w("account.signed_in", name=who.name))}<br>{out}</p>'


def _group(
    name: str, pages: tuple[str, ...], view: View, current: str, offered: Collection[str], w: Words
) -> str:
    links = "".join(
        f"<li>{_page_link(view, page, page == current, w)}</li>" for page in pages if page in offered
    )
    if not links:
        return ""
    if not name:
        return f"<ul>{links}</ul>"
    text = escape(w(f"menu.group.{name}"))
    return f'<p class="em-group" aria-hidden="true">{text}</p><ul aria-label="{text}">{links}</ul>'


def _page_link(view: View, page: str, is_current: bool, w: Words) -> str:
    mark = ' aria-current="page"' if is_current else ""
    href = View(lang=view.lang).href(page) if page == CITIES else view.href(page)
    return f'<a href="{escape(href)}"{mark}>{escape(w(f"menu.{page}"))}</a>'


def _language_link(view: View, current: str, lang: str, w: Words) -> str:
    """`hreflang` makes the browser load the document again, so that it is in the right language too."""
    mark = ' aria-current="true"' if lang == view.lang else ""
    href = escape(view.href(current, lang=lang))
    return f'<a href="{href}" hreflang="{lang}" lang="{lang}"{mark}>{escape(w.language_name(lang))}</a>'
