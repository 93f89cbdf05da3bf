"""How a page of the folder is rendered: its templates, the words in them, the look; what it says is `pages`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from einlass.design import palette
from einlass.paper import draw
from einlass.release.bundle import charts, layout
from einlass.release.bundle.site import Site, local
from einlass.release.records import Announcement
from einlass.words import Words, unmarked, words_for

HERE = Path(__file__).with_name("templates")
Page = tuple[str, bytes]


@cache
def environment() -> Environment:
    """One for the whole process: a template is read and compiled once."""
    made = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["colours"] = charts.COLOURS
    return made


class Said:
    """The texts of the pages in one language, for the templates: `t("status")` is the text `bundle.status`."""

    def __init__(self, language: str) -> None:
        self.w = words_for(language)

    def __call__(self, name: str, **values: object) -> str:
        """A text of the pages."""
        return unmarked(self.w(f"bundle.{name}", **values))


def stylesheet() -> bytes:
    """The look of all pages; colours come from the one source of them."""
    themes = {"light": palette(is_dark=False), "dark": palette(is_dark=True)}
    return environment().get_template("style.css").render(themes=themes).encode()


def icon() -> bytes:
    """The sign of the pages in a window's title: two bars, before and since."""
    ink = palette(is_dark=False)
    return (
        f'<svg xmlns="{draw.SVG}" viewBox="0 0 16 16">'
        f'<rect width="16" height="16" rx="2" fill="{ink.ground}"/>'
        f'<path d="M3 14V4h4v10z" fill="{ink.before}"/><path d="M9 14V8h4v6z" fill="{ink.accent}"/></svg>\n'
    ).encode()


def rendered(template: str, site: Site, path: str, title: str, language: str, **values: object) -> Page:
    """A page at its path; it names its sisters in the other languages and the way to the root."""
    folder = path.rpartition("/")[0]
    t = Said(language)
    shared = {
        "t": t,
        "w": t.w,
        "lang": language,
        "languages": [(name, layout.index_of(name), Words.language_name(name)) for name in site.languages],
        "index": layout.index_of(language),
        "feed": layout.named("feed", language, "xml"),
        "root": layout.up(path),
        "title": title,
        "site": t("site", city=site.name(t.w)),
        "city": site.city,
        "licence": site.licence,
        "is_sample": site.is_sample,
        "address": site.address(f"{folder}/" if folder else "") if site.base else "",
        "next": announced(site.next_release(str(values.get("figure_id", ""))), t),
    }
    text = environment().get_template(template).render(shared | values)
    return path, text.encode()


def announced(one: Announcement | None, t: Said) -> dict[str, Any] | None:
    """An entry of the calendar as it is read."""
    if one is None:
        return None
    return {
        "key": one.key,
        "title": one.title.get(t.w.language)
        or one.title.get("de")
        or next(iter(one.title.values()), one.key),
        "state": one.state,
        "state_text": t(f"calendar.{one.state}"),
        "at": t.w.datetime(local(one.at)),
        "iso": local(one.at).isoformat(),
        "figure": one.figure,
        "address": f"{layout.FIGURES}/{layout.slug(one.figure)}/{layout.index_of(t.w.language)}",
        "reason": one.reason,
        "moves": [
            t(
                "moved",
                was=t.w.datetime(local(move.was)),
                day=t.w.short_date(move.at.date()),
                reason=move.reason,
            )
            for move in one.moves
        ],
    }
