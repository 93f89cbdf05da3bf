"""The parts of the page about figures for the press: find one, check it on one screen, have it released."""

from einlass.ui.press.check import check
from einlass.ui.press.find import Found, find
from einlass.ui.press.links import link, link_of_all, link_of_offices
from einlass.ui.press.texts import foot, standing

__all__ = ["Found", "check", "find", "foot", "link", "link_of_all", "link_of_offices", "standing"]
