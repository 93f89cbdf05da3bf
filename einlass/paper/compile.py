"""A paper as PDF/UA-1 on A4: its records as data for one Typst template. No text is ever read as markup."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from einlass import config
from einlass.paper.content import Paper, plain
from einlass.paper.design import colours

TEMPLATE = Path(__file__).with_name("template.typ")
FONTS = Path(__file__).with_name("fonts")
PICTURE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
PICTURE_PPI = 200


def pdf(paper: Paper) -> bytes:
    """The paper as PDF/UA-1; the same paper gives the same bytes."""
    return _compiled(paper, "pdf")[0]


def pages(paper: Paper, ppi: float = 100) -> list[bytes]:
    """Each page as PNG."""
    return _compiled(paper, "png", ppi)


def picture(svg: str) -> bytes:
    """A chart as PNG, for files that hold no SVG."""
    made = typst.compile(
        PICTURE,
        format="png",
        ppi=PICTURE_PPI,
        font_paths=fonts(),
        sys_inputs={"svg": svg},
    )
    assert isinstance(made, bytes)
    return made


def _compiled(paper: Paper, form: typst.OutputFormat, ppi: float | None = None) -> list[bytes]:
    data = plain(paper) | {"colours": colours()}
    return compiled(TEMPLATE.read_bytes(), data, form, ppi=ppi, made_at=paper.made_at)


def compiled(
    template: bytes, data: object, form: typst.OutputFormat, *, ppi: float | None = None, made_at: datetime
) -> list[bytes]:
    """A template of ours with its data as PDF/UA-1 (one file) or as PNG (one a page)."""
    made = typst.compile(
        template,
        format=form,
        ppi=ppi,
        font_paths=fonts(),
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"] if form == "pdf" else [],
        timestamp=moment(made_at),
    )
    assert made is not None
    return [made] if isinstance(made, bytes) else made


@cache
def fonts() -> typst.Fonts:
    """The font of this folder and those in Typst itself: no paper looks otherwise on another machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def moment(local: datetime) -> datetime:
    """A local time as the timestamp of a file."""
    return local.replace(tzinfo=local.tzinfo or config.LOCAL_TIME).astimezone(UTC)
