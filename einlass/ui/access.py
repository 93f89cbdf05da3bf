"""Who may what: one table of pages, actions and routes by role. Everything that is refused is refused by this.

Pages are held to it by the shell and the menu, actions where they are done, routes before Streamlit sees them. What the
routes do not name needs an account with a role, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from einlass import config
from einlass.city import ROLES
from einlass.ui.state import CITIES, DEFAULT_PAGE
from einlass.warehouse import versions

Roles = frozenset[str]

EVERY_ROLE: Roles = frozenset(ROLES)
# Numbers that are not published, small counts among them: no business of who only loads files or runs the machine.
READERS: Roles = frozenset(("leadership", "press_prepare", "press_release"))

PAGES: Mapping[str, Roles] = {
    CITIES: READERS,
    DEFAULT_PAGE: READERS,
    "comparison": READERS,
    "trends": READERS,
    "incidents": READERS,
    "checks": READERS,
    "sentiment": READERS,
    "staffing": READERS,
    "decision": READERS,
    "press": READERS,
    "data": EVERY_ROLE,
    "method": EVERY_ROLE,
}

ACTIONS: Mapping[str, Roles] = {
    "import": frozenset(("load",)),
    "undo": frozenset(("load", "operate")),
    "remark": READERS,
    "prepare": frozenset(("press_prepare",)),
    "answer": frozenset(("press_prepare",)),
    "release": frozenset(("press_release",)),
    "withdraw": frozenset(("press_release",)),
    "settings": frozenset(("operate",)),
}

# Of several cities an installation reads. What changes the data of one, or speaks for it, is done in its own.
_OF_ONE_CITY = ACTIONS.keys() - {"settings"}
_PAGES_OF_ONE_CITY = frozenset(("press",))

# What pages give away beside the menus of charts and tables, by the kind that the audit log names.
FILES: Mapping[str, Roles] = {
    "model": PAGES["comparison"],
    "text": PAGES["decision"],
    "tables": PAGES["decision"],
    "paper_pdf": PAGES["decision"],
    "paper_docx": PAGES["decision"],
    "paper_zip": PAGES["decision"],
    "questionnaire": PAGES["decision"],
    "answer": PAGES["press"],
    "published": PAGES["press"],
    "refused_rows": ACTIONS["import"],
    "template": PAGES["data"],
}


@dataclass(frozen=True)
class Route:
    """Addresses of the server, and which roles are answered. is_open: everybody is, signed in or not."""

    pattern: re.Pattern[str]
    roles: Roles = frozenset()
    is_open: bool = False


def _route(pattern: str, roles: Roles = frozenset(), *, is_open: bool = False) -> Route:
    return Route(re.compile(pattern, re.DOTALL), roles, is_open)


_UPLOADS = _route(r"/_stcore/upload_file/.*", ACTIONS["import"])
# The first that fits holds. The assets are Streamlit's own program, the same in every installation.
ROUTES: tuple[Route, ...] = (
    _route(r"/(.*/)?_stcore/(metrics|agent(/.*)?)/?"),
    _route(r"/_stcore/health|/health/(live|ready)", is_open=True),
    _route(r"/metrics", is_open=True),  # which looks itself who asks
    _route(r"/static/.*|/assets/style-\w+\.css", is_open=True),
    _route(r"/auth/(start|login|logout|failed|ended)|/oauth2callback", is_open=True),
    _UPLOADS,
    _route(r".*", EVERY_ROLE),
)


def route_of(path: str) -> Route:
    """What holds for an address of the server, without the path that the app lies below."""
    found = next(route for route in ROUTES if route.pattern.fullmatch(path))
    return replace(found, roles=frozenset()) if found == _UPLOADS and only_reads() else found


def only_reads() -> bool:
    """Whether nothing is changed or said for a city here: it reads several, or one whose imports are elsewhere."""
    return config.cities_dir() is not None or versions.is_fetched(config.data_dir())


def is_offered(page: str) -> bool:
    """Whether this installation has a page at all: it is one of one city, or of several."""
    if page == CITIES:
        return config.cities_dir() is not None
    return page not in _PAGES_OF_ONE_CITY or not only_reads()


def may_act(roles: Roles, action: str) -> bool:
    """Whether these roles may do something here."""
    return bool(ACTIONS[action] & roles) and not (action in _OF_ONE_CITY and only_reads())


def pages_of(roles: Roles) -> tuple[str, ...]:
    """The pages that may be opened, in the order of the menu."""
    return tuple(page for page, allowed in PAGES.items() if allowed & roles and is_offered(page))
