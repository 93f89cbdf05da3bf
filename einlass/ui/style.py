"""The look: one stylesheet, and the parts of a page that Streamlit has no accessible element for.

All texts come in as arguments. They are escaped; the marks of `einlass.words.markup`, which only our own texts can
hold, become bold parts and links.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from html import escape
from itertools import chain, repeat
from pathlib import Path
from typing import Literal

import streamlit as st

from einlass import config, design
from einlass.ui.assets import Asset
from einlass.ui.state import current_view
from einlass.words import markup

# The common one first, then those of single pages.
STYLESHEETS = tuple(
    sorted(Path(__file__).parent.glob("*.css"), key=lambda file: (file.stem != "style", file.stem))
)
CONTENT = "em-content"  # where the skip link of the menu leads
_MARKS = str.maketrans(
    {
        markup.BOLD: "<strong>",
        markup.BOLD_END: "</strong>",
        markup.QUOTE: f'<span lang="{config.DEFAULT_LANGUAGE}">',
        markup.QUOTE_END: "</span>",
    }
)
_LINK = re.compile(
    f"{markup.LINK}([^#{markup.LINK_TEXT}]+)#?([^{markup.LINK_TEXT}]*){markup.LINK_TEXT}(.*?){markup.LINK_END}",
    re.DOTALL,
)

_parts: ContextVar[list[str] | None] = ContextVar("parts of one element", default=None)

# firm: the data carry a verdict. open: no answer yet, as calmly set as an answer. plain: a statement.
Tone = Literal["firm", "open", "plain"]


@cache
def stylesheet() -> str:
    """The whole stylesheet, which the document links to; its colours, type and spaces come from `einlass.design`."""
    return design.stylesheet_variables() + "".join(path.read_text("utf-8") for path in STYLESHEETS)


STYLESHEET = Asset("style.css", "text/css", lambda: stylesheet().encode())


def css_string(text: str) -> str:
    """A text as a string of CSS that cannot end the string or the style element."""
    signs = (sign if sign.isalnum() or sign in " ,.;" else f"\\{ord(sign):x} " for sign in text)
    return f'"{"".join(signs)}"'


def paper(source: str) -> None:
    """What stands at the foot of each sheet of paper: where it comes from, and the number of the sheet."""
    left = f"@bottom-left {{ content: {css_string(source)}; font-size: 8pt; }}"
    right = "@bottom-right { content: counter(page); font-size: 8pt; }"
    st.html(f"<style>@page {{ size: A4; margin: 14mm 12mm 16mm; {left} {right} }}</style>")


def rich(text: str) -> str:
    """A text as HTML: escaped, with the bold parts, links and quotations of our own texts."""
    return _LINK.sub(_link, escape(text).translate(_MARKS))


def _link(found: re.Match[str]) -> str:
    """A link to a page of ours, in the view of now."""
    href = current_view().href(found[1], anchor=found[2])
    return f'<a href="{escape(href)}">{found[3]}</a>'


def attribute(text: str) -> str:
    """A text as the value of an attribute: escaped, without markup."""
    return escape(markup.unmarked(text))


def put(html: str) -> None:
    """Puts HTML on the page: as an element of its own, or as a part of the one that `together` makes."""
    parts = _parts.get()
    if parts is None:
        st.html(html)
    else:
        parts.append(f"<div>{html}</div>")


@contextmanager
def together() -> Iterator[None]:
    """Makes one element of all HTML that is put within; there must be nothing else.

    Each element costs the browser some milliseconds at every change of the page, whether it changes or not.
    """
    parts: list[str] = []
    before = _parts.set(parts)
    try:
        yield
    finally:
        _parts.reset(before)
    if parts:
        put(f'<div class="em-together">{"".join(parts)}</div>')


def sample_band(text: str) -> None:
    """The band that says the data are made up."""
    put(f'<p class="em-band">{rich(text)}</p>')


def heading(title: str, sub: str = "", *, aside: tuple[str, str] = ("", ""), sign_svg: str = "") -> None:
    """The one first-level heading of a page: its finding; below it since when, Stand and coverage.

    aside: what counts beside it, large and small. sign_svg: the sign of its verdict.
    """
    sign = picture(sign_svg, "") if sign_svg else ""
    large, small = aside
    beside = f'<p class="em-aside"><b>{rich(large)}</b> <span>{rich(small)}</span></p>' if large else ""
    put(
        f'<div class="em-head"><div><h1 class="em-title" id="{CONTENT}" tabindex="-1">{sign}{rich(title)}</h1>'
        f"{_paragraph('em-sub', sub)}</div>{beside}</div>"
    )


def answer(sentences: Iterable[str], tone: Tone = "plain") -> None:
    """The answer of a page in one paragraph, before any picture."""
    put(f'<p class="em-lead em-{tone}">{rich(" ".join(sentences))}</p>')


def small(text: str) -> None:
    """A remark, smaller and muted."""
    if text:
        put(_paragraph("em-sub", text))


def part(title: str) -> None:
    """A third-level heading."""
    put(f'<h3 class="em-part">{rich(title)}</h3>')


def section(title: str, sub: str = "", *, anchor: str = "") -> None:
    """A second-level heading; a link may lead to its anchor."""
    put(f'<h2 class="em-section"{_anchor(anchor)}>{rich(title)}</h2>' + _paragraph("em-sub", sub))


def foot(*lines: str) -> None:
    """Sources, Stand and definition below everything else."""
    put('<div class="em-foot">' + "".join(_paragraph("", line) for line in lines) + "</div>")


def answer_box(tone: Tone, title: str, sentences: Sequence[str], *, sign: str = "", hint: str = "") -> None:
    """The answer in words: verdict, what was counted, and what it would take to know more."""
    body = "".join(_paragraph("", sentence) for sentence in sentences) + _paragraph("em-sub", hint)
    put(f'<div class="em-answer em-{tone}"><p class="em-verdict">{_verdict(title, sign)}</p>{body}</div>')


def notes(sentences: Iterable[str], *, anchors: Sequence[str] = ()) -> None:
    """A list of short sentences, e.g. what disturbs a comparison; a link may lead to the anchor of each."""
    places = chain(anchors, repeat(""))
    items = "".join(
        f"<li{_anchor(place)}>{rich(text)}</li>" for text, place in zip(sentences, places, strict=False)
    )
    put(f'<ul class="em-notes">{items}</ul>')


def lines(sentences: Iterable[str]) -> None:
    """Short sentences below each other with a line between them."""
    items = "".join(f"<li>{rich(sentence)}</li>" for sentence in sentences)
    put(f'<ul class="em-lines">{items}</ul>')


def html_table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numeric: Collection[int] = (),
    hide_caption: bool = False,
    stacks: bool = False,
    anchors: Sequence[str] = (),
) -> None:
    """A real table: the first cell of a row names it; columns in `numeric` (from 0) are set right.

    One that `stacks` has its cells below each other on a phone. A link may lead to the anchor of a row.
    """
    put(
        table_markup(
            *(caption, head, rows),
            numeric=numeric,
            hide_caption=hide_caption,
            stacks=stacks,
            anchors=anchors,
        )
    )


def table_markup(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numeric: Collection[int] = (),
    hide_caption: bool = False,
    stacks: bool = False,
    anchors: Sequence[str] = (),
) -> str:
    """The HTML of `html_table`. Wide tables scroll inside themselves, by keyboard too.

    Each cell carries the name of its column, for the stylesheet of a table that stacks.
    """

    def cell(tag: str, column: int, text: str) -> str:
        kinds = ["em-number"] * (column in numeric) + ["em-none"] * (text == "–")
        kind = f' class="{" ".join(kinds)}"' if kinds else ""
        name = f' data-name="{attribute(head[column])}"' if "col" not in tag else ""
        return f"<{tag}{kind}{name}>{rich(text)}</{tag.split()[0]}>"

    def row(cells: Sequence[str]) -> str:
        return cell('th scope="row"', 0, cells[0]) + "".join(
            cell("td", i + 1, t) for i, t in enumerate(cells[1:])
        )

    top = "".join(cell('th scope="col"', i, text) for i, text in enumerate(head))
    places = chain(anchors, repeat(""))
    body = "".join(
        f"<tr{_anchor(place)}>{row(cells)}</tr>" for cells, place in zip(rows, places, strict=False)
    )
    hidden = ' class="em-hidden"' if hide_caption else ""
    kind = "em-table em-stacks" if stacks else "em-table"
    return (
        f'<div class="{kind}" tabindex="0" role="region" aria-label="{attribute(caption)}"><table>'
        f"<caption{hidden}>{rich(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def picture(svg: str, alt: str) -> str:
    """A drawing as an image: `st.html` strips `<svg>` itself."""
    data = base64.b64encode(svg.encode()).decode()
    return f'<img alt="{attribute(alt)}" src="data:image/svg+xml;base64,{data}">'


def _verdict(text: str, sign: str) -> str:
    return (f'<span aria-hidden="true">{escape(sign)} </span>' if sign else "") + rich(text)


def _anchor(name: str) -> str:
    """What makes a place one that a link leads to."""
    return f' id="{escape(name)}" tabindex="-1"' if name else ""


def _paragraph(style: str, text: str) -> str:
    if not text:
        return ""
    return f'<p class="{style}">{rich(text)}</p>' if style else f"<p>{rich(text)}</p>"
