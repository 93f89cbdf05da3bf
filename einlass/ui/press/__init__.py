"""The parts of the page about figures for the press: find one, check it on one screen, have it released."""

from einlass.ui.press import answers, calendar, corrections, published
from einlass.ui.press.at_desk import keep_up
from einlass.ui.press.check import check
from einlass.ui.press.find import Found, find, nowhere
from einlass.ui.press.links import link, link_of_all, link_of_offices
from einlass.ui.press.texts import foot, standing

__all__ = [
    "Found",
    "answers",
    "calendar",
    "check",
    "corrections",
    "find",
    "foot",
    "keep_up",
    "link",
    "link_of_all",
    "link_of_offices",
    "nowhere",
    "published",
    "standing",
]
