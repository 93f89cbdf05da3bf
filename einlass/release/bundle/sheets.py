"""The data of a version for machines and spreadsheets: CSV, XLSX, JSON; every number as it stands in the record."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import xlsxwriter

from einlass.formulas import defused
from einlass.release import store
from einlass.release.bundle import cells
from einlass.release.bundle.site import Site, citation, local
from einlass.release.records import Amount, Figure, Publication, Side, Table, Version
from einlass.words import words_for

WIDEST = 60
NOTICE = "notice"


def names(table: Table) -> list[str]:
    """The names of a table's columns in data files: plain letters, each once."""
    made: list[str] = []
    for key in table.columns:
        plain = re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_") or "column"
        taken = sum(one == plain or one.startswith(f"{plain}__") for one in made)
        made.append(f"{plain}__{taken + 1}" if taken else plain)
    return made


def header(version: Version, languages: Sequence[str]) -> list[str]:
    """The columns of the CSV file."""
    parts = [
        f"{name}_{part}" for name in names(version.figure.table) for part in (*used_parts(version), "status")
    ]
    labels = [f"label_{language}" for language in languages]
    return ["row", *labels, *parts, *([NOTICE] if version.figure.is_sample else [])]


def used_parts(version: Version) -> list[cells.Part]:
    """What at least one amount of the table has, and always the value."""
    every = [one for row in version.figure.table.rows for one in row.cells]
    return [
        part
        for part in cells.PARTS
        if part == "value" or any(cells.number_of(one, part) is not None for one in every)
    ]


def data_csv(version: Version, languages: Sequence[str]) -> bytes:
    """The table: a line a row; value and status apart, so that a sign never stands where a number is expected."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(header(version, languages))
    lines.writerows(_csv_rows(version, languages))
    return text.getvalue().encode("utf-8")


def _csv_rows(version: Version, languages: Sequence[str]) -> Iterator[list[str]]:
    parts, figure = used_parts(version), version.figure
    notice = [words_for("de")("sample.mark")] if figure.is_sample else []
    for row in figure.table.rows:
        labels = [cells.label(row.label, version.texts[language].labels) for language in languages]
        numbers = [text for one in row.cells for text in _amount(one, parts)]
        yield [*map(defused, (row.label, *labels)), *numbers, *notice]


def _amount(one: Amount, parts: Sequence[cells.Part]) -> list[str]:
    return [*(plain(cells.number_of(one, part)) for part in parts), cells.sign_of(one)]


def plain(number: float | None) -> str:
    """A number as a machine reads it, with all its digits; nothing where there is none."""
    if number is None:
        return ""
    return str(int(number)) if float(number).is_integer() else format(Decimal(repr(float(number))), "f")


def data_xlsx(site: Site, publication: Publication, version: Version) -> bytes:
    """Table, sides and notes in the languages of the site; numbers are numbers, every text is only a text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    title = version.texts["de"].title
    book.set_properties({"title": title[:250], "created": version.released_at.replace(tzinfo=None)})
    strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    usual = book.add_format({"text_wrap": True, "valign": "top"})
    for language in site.languages:
        for name, rows in _sheets(site, publication, version, language):
            _write(book.add_worksheet(name), rows, strong, usual)
    book.close()
    return buffer.getvalue()


Cell = str | float | None


def _sheets(
    site: Site, publication: Publication, version: Version, language: str
) -> Iterator[tuple[str, list[list[Cell]]]]:
    w, texts, figure = words_for(language), version.texts[language], version.figure
    mark: list[list[Cell]] = [[w("bundle.sample")]] if figure.is_sample else []
    parts = used_parts(version)
    head: list[Cell] = [w("bundle.sheet.row")]
    for key in figure.table.columns:
        name = cells.label(key, texts.labels)
        head += [f"{name}: {w(f'bundle.part.{part}')}" for part in parts]
        head.append(f"{name}: {w('bundle.part.status')}")
    rows = [
        [
            cells.label(row.label, texts.labels),
            *(cell for one in row.cells for cell in _xlsx_amount(one, parts)),
        ]
        for row in figure.table.rows
    ]
    yield w("bundle.sheet.table"), [*mark, [texts.chart_title], head, *rows]
    sides = [(w("bundle.headline"), "", "", figure.headline), *(_side(one, w) for one in figure.sides)]
    columns: list[Cell] = [w("bundle.sheet.phase"), w("bundle.sheet.first"), w("bundle.sheet.last")]
    columns += [w(f"bundle.part.{part}") for part in (*cells.PARTS, "status")]
    yield (
        w("bundle.sheet.figure"),
        [
            *mark,
            [texts.title],
            columns,
            *([*side[:3], *_xlsx_amount(side[3], cells.PARTS)] for side in sides),
        ],
    )
    notes = [*texts.facts, *texts.survey, *texts.not_to_conclude]
    notes += [
        (w("bundle.sign"), w(f"bundle.sign.{SIGN_NAMES[sign]}", sign=sign)) for sign in cells.signs(figure)
    ]
    notes += [(w("bundle.cite"), citation(site, publication, version, w))]
    told: list[list[Cell]] = [[term, text] for term, text in notes]
    yield w("bundle.sheet.notes"), [*mark, *told]


def _side(one: Side, w: Any) -> tuple[str, str, str, Amount]:
    return w(f"bundle.phase.{one.phase}"), one.first.isoformat(), one.last.isoformat(), one.amount


def _xlsx_amount(one: Amount, parts: Sequence[cells.Part]) -> list[Cell]:
    return [*(cells.number_of(one, part) for part in parts), cells.sign_of(one)]


def _write(page: Any, rows: Sequence[Sequence[Cell]], strong: Any, usual: Any) -> None:
    """Rows from the top; the widths fit what stands in them."""
    widths: dict[int, int] = {}
    is_head = True
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            form = strong if (is_head and len(row) > 1) or len(row) == 1 else usual
            if isinstance(value, str):
                page.write_string(line, place, defused(value), form)
            elif value is not None:
                page.write_number(line, place, value, usual)
            if len(row) > 1:
                widths[place] = min(max(widths.get(place, 8), len(str(value or "")) + 2), WIDEST)
        is_head = is_head and len(row) == 1
    for place, width in widths.items():
        page.set_column(place, place, width)


def record_json(publication: Publication, version: Version) -> bytes:
    """The version as it stands in the ledger, as far as it may be read by anybody."""
    told: dict[str, Any] = {
        "id": publication.id,
        "version": version.number,
        "status": version.status,
        "released_at": local(version.released_at).isoformat(),
        "final_on": version.final_on,
        "correction": version.correction and asdict(version.correction),
        "revision": version.revision,
        "revision_en": version.revision_en,
        "notice": words_for("de")("sample.mark") if version.figure.is_sample else "",
        "figure": version.figure,
        "texts": version.texts,
    }
    if version.correction:
        told["correction"] = {
            name: told["correction"][name] for name in ("number", "severity", "reason", "text", "text_en")
        }
    return indented(told)


def indented(told: object) -> bytes:
    """JSON that a person can read, keys in order."""
    return (json.dumps(json.loads(store.to_json(told)), ensure_ascii=False, indent=1) + "\n").encode()


def figure_of(told: bytes) -> Figure:
    """The figure that a file of ours holds."""
    return store.from_json(json.dumps(json.loads(told)["figure"]).encode(), Figure)


SIGN_NAMES = {
    "–": "nothing",
    ".": "secret",
    "/": "unreliable",
    "x": "meaningless",
    "…": "later",
    "|": "break",
    "p": "provisional",
    "r": "revised",
    "s": "estimated",
    "( )": "limited",
}


def withdrawn_json(publication: Publication, version: Version) -> bytes:
    """What stands in the place of a withdrawn version: that it was withdrawn, and no number."""
    assert publication.withdrawal is not None
    told = {
        "id": publication.id,
        "version": version.number,
        "status": "withdrawn",
        "released_at": local(version.released_at).isoformat(),
        "withdrawn_at": local(publication.withdrawal.at).isoformat(),
        "reason": publication.withdrawal.reason,
        "reason_en": publication.withdrawal.reason_en,
        "notice": words_for("de")("sample.mark") if version.figure.is_sample else "",
    }
    return indented(told)


def version_of(told: bytes) -> Version:
    """The version that a file of ours holds. Raises ValueError (msgspec's is one) where it holds none."""
    held = json.loads(told)
    held["number"] = held["version"]
    return store.from_json(json.dumps(held).encode(), Version)
