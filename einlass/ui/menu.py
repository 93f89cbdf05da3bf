"""The pages in the order of the menu, and the menu itself. The one list of pages.

The menu is plain links that carry the view: they open in a new tab, can be copied and say which page is
current. Streamlit's own menu drops the address parameters and names its parts in English only.
"""

from __future__ import annotations

from html import escape

from einlass import config
from einlass.ui.state import DEFAULT_PAGE, View
from einlass.ui.style import CONTENT
from einlass.words import Words

PAGES = (DEFAULT_PAGE, "comparison", "trends", "data", "method")


def markup(view: View, current: str, w: Words) -> str:
    """The menu as HTML: name of the product, pages, languages."""
    pages = "".join(f"<li>{_page_link(view, page, page == current, w)}</li>" for page in PAGES)
    languages = "".join(f"<li>{_language_link(view, current, lang, w)}</li>" for lang in config.LANGUAGES)
    return (
        f'<a class="em-skip" href="#{CONTENT}">{escape(w("menu.skip"))}</a>'
        f'<p class="em-name">{escape(w("app.name"))}</p>'
        f'<nav class="em-menu" aria-label="{escape(w("menu.label"))}"><ul>{pages}</ul></nav>'
        f'<nav class="em-languages" aria-label="{escape(w("menu.languages"))}"><ul>{languages}</ul></nav>'
    )


def _page_link(view: View, page: str, is_current: bool, w: Words) -> str:
    mark = ' aria-current="page"' if is_current else ""
    return f'<a href="{escape(view.href(page))}"{mark}>{escape(w(f"menu.{page}"))}</a>'


def _language_link(view: View, current: str, lang: str, w: Words) -> str:
    """`hreflang` makes the browser load the document again, so that it is in the right language too."""
    mark = ' aria-current="true"' if lang == view.lang else ""
    href = escape(view.href(current, lang=lang))
    return f'<a href="{href}" hreflang="{lang}" lang="{lang}"{mark}>{escape(w(f"language.{lang}"))}</a>'
