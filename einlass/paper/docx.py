"""The same paper as DOCX, for the city's own template: built-in styles, marked table heads, pictures with a text."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as DocTable
from docx.text.paragraph import Paragraph as DocParagraph

from einlass.paper.compile import picture
from einlass.paper.content import (
    Block,
    Chart,
    Heading,
    Listing,
    Logo,
    Open,
    Paper,
    Paragraph,
    Table,
    Text,
    Ways,
    readable,
)

COUNTRIES = {"de": "de-DE", "en": "en-GB"}
PAGE, MARGINS = (Mm(210), Mm(297)), {"left": Mm(25), "right": Mm(20), "top": Mm(25), "bottom": Mm(22)}
TEXT_WIDTH = 165.0
PICTURE_WIDTH = Mm(TEXT_WIDTH)
LOGO_HEIGHT = Mm(16)
NO_TIME = (1980, 1, 1, 0, 0, 0)
TABLE_STYLE = "Table Grid"
FONT, BLACK = "Arial", RGBColor(0, 0, 0)  # in every Word and, under another name, in LibreOffice
SIZES = {
    "Normal": 10,
    "Title": 16,
    "Subtitle": 10,
    "Heading 1": 13,
    "Heading 2": 11,
    "Heading 3": 10,
    "Caption": 9,
}
TABLE_SIZE = Pt(9)


def docx(paper: Paper) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes."""
    document = Document()
    _set_up(document, paper)
    if paper.logo:
        _logo(document, paper.logo)
    document.add_paragraph(readable(paper.head.kind[1]), style="Subtitle")
    document.add_paragraph(readable(paper.head.subject), style="Title")
    for label, value in paper.head.lines:
        _say(document.add_paragraph(), value, before=f"{label}: ")
    _table(document, paper.head.consultations)
    for one in paper.blocks:
        _block(document, one)
    made = io.BytesIO()
    document.save(made)
    return _timeless(made.getvalue())


def _set_up(document: Doc, paper: Paper) -> None:
    """Language, page, what stands above and below each page, and what a reader of the file itself finds."""
    language = COUNTRIES.get(paper.language, paper.language)
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = run.find(qn("w:lang"))
    if spoken is None:
        spoken = _below(run, "w:lang")
    spoken.set(qn("w:val"), language)
    _look(document)
    about = document.core_properties
    about.title, about.language, about.author = readable(paper.head.subject), language, ""
    about.comments, about.created, about.modified = readable(paper.mark), paper.made_at, paper.made_at
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", width)
    if paper.mark:
        section.header.paragraphs[0].add_run(readable(paper.mark)).bold = True
    _footer(section.footer.paragraphs[0], paper)


def _look(document: Doc) -> None:
    """Black and plain: a template of the city changes the built-in styles."""
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb, style.font.italic = BLACK, False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]  # a font of the theme would win
        fonts.set(qn("w:hAnsi"), FONT)
        fonts.set(qn("w:cs"), FONT)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)


def _footer(paragraph: DocParagraph, paper: Paper) -> None:
    """Where the figures come from, and the page of how many, as fields that count by themselves."""
    paragraph.add_run(f"{readable(paper.foot)} · ")
    before, _, rest = paper.page.partition("{page}")
    between, _, after = rest.partition("{count}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES")):
        paragraph.add_run(text)
        _below(paragraph._p, "w:fldSimple", {"w:instr": field}).append(OxmlElement("w:r"))
    paragraph.add_run(after)


def _below(parent: Any, name: str, values: dict[str, str] | None = None) -> Any:
    """A new element at the end of another."""
    made = OxmlElement(name)
    for key, value in (values or {}).items():
        made.set(qn(key), value)
    parent.append(made)
    return made


def _say(paragraph: DocParagraph, text: Text, *, before: str = "", is_strong: bool = False) -> DocParagraph:
    """A text; a place that the city fills in is highlighted."""
    if before:
        paragraph.add_run(readable(before)).bold = True
    if isinstance(text, Open):
        paragraph.add_run(readable(text.text)).font.highlight_color = WD_COLOR_INDEX.YELLOW
    else:
        paragraph.add_run(readable(text)).bold = is_strong
    return paragraph


def _block(document: Doc, one: Block) -> None:
    if isinstance(one, Heading):
        document.add_heading(readable(one.text), one.level)
    elif isinstance(one, Paragraph):
        paragraph = _say(document.add_paragraph(), one.text, is_strong=one.is_strong)
        paragraph.paragraph_format.keep_with_next = one.is_strong
    elif isinstance(one, Listing):
        style = "List Number" if one.is_numbered else "List Bullet"
        for item in one.items:
            _say(document.add_paragraph(style=style), item)
    elif isinstance(one, Table):
        _table(document, one)
    elif isinstance(one, Chart):
        _chart(document, one)
    else:
        _ways(document, one)


def _ways(document: Doc, one: Ways) -> None:
    document.add_heading(readable(one.about), 2)
    for way in one.ways:
        document.add_heading(readable(way.title), 3)
        for line in way.lines:
            _say(document.add_paragraph(), line)
        for label, reasons in ((one.label_for, way.reasons_for), (one.label_against, way.reasons_against)):
            if reasons:
                _say(document.add_paragraph(), label, is_strong=True).paragraph_format.keep_with_next = True
                for reason in reasons:
                    _say(document.add_paragraph(style="List Bullet"), reason)


def _table(document: Doc, one: Table) -> None:
    """A table with its name above and a first row that is marked and repeated as its head."""
    caption = document.add_paragraph(readable(one.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(one.header), style=TABLE_STYLE)
    _below(table._tbl.tblPr, "w:tblCaption", {"w:val": readable(one.caption)})
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, one.header, strict=True):
        _say(cell.paragraphs[0], text, is_strong=True)
    _below(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for row in one.rows:
        _row(table, row, one.numeric)
    _measure(table, one)
    document.add_paragraph(readable(one.foot))


def _measure(table: DocTable, one: Table) -> None:
    """The widths of the columns, and the size of what stands in the cells."""
    shares = one.shares or (1.0,) * len(one.header)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(round(TEXT_WIDTH * share / sum(shares), 1))
        for cell in column.cells:
            cell.width = column.width
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            for run in cell.paragraphs[0].runs:
                run.font.size = TABLE_SIZE


def _row(table: DocTable, row: tuple[Text, ...], numeric: tuple[int, ...]) -> None:
    made = table.add_row()  # type: ignore[no-untyped-call]  # the library lacks the type
    _below(made._tr.get_or_add_trPr(), "w:cantSplit")
    for place, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
        paragraph = _say(cell.paragraphs[0], text)
        if place in numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _logo(document: Doc, one: Logo) -> None:
    drawn = one.content if one.kind == "png" else picture(one.content.decode())
    shape = document.add_picture(io.BytesIO(drawn), height=LOGO_HEIGHT)
    shape._inline.docPr.set("descr", readable(one.alt))


def _chart(document: Doc, one: Chart) -> None:
    caption = document.add_paragraph(readable(one.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    shape = document.add_picture(io.BytesIO(picture(one.svg)), width=PICTURE_WIDTH)
    about = shape._inline.docPr
    about.set("descr", readable(one.alt))
    about.set("title", readable(one.caption))
    if one.foot:
        document.add_paragraph(readable(one.foot))


def _timeless(content: bytes) -> bytes:
    """The same archive without the time at which it was packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, NO_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
