"""The corpus: name → (bytes, expected).

Expected is either the text key of the refusal, or the visitor counts as they must arrive (day of March 2019 → count),
with the numbers of refused rows, questions and notes where there are any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.build import HEADER, ROWS, ods, ods_cell, ods_of, ods_row, package, patched, table, text, xlsx

ALL = {4: 93, 5: 1234, 6: None}


@dataclass(frozen=True)
class Expected:
    """What must come of a file that is not refused."""

    counts: dict[int, int | None]
    rejected: tuple[int, ...] = ()
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    aside: tuple[int, int, int, int] = (0, 0, 0, 0)  # title, blank, sum, note rows


File = tuple[bytes, Expected | str]
GOOD = Expected(ALL)
UMLAUT = "05.03.2019;D1;10;ZAEHL;Größe €"


def _visits(*cells: str, header: str = HEADER) -> bytes:
    return text(header, *cells)


def _spread(rows: Sequence[str], first: str, third: str) -> Iterator[str]:
    """Rows with one more cell before the first column and one before the third."""
    for row in rows:
        day, office, *others = row.split(";")
        yield ";".join([first, day, office, third, *others])


CSV: dict[str, File] = {
    "utf-8": (table(), GOOD),
    "utf-8 with mark": (table(encoding="utf-8-sig"), GOOD),
    "utf-16 little-endian with mark": (b"\xff\xfe" + table(encoding="utf-16-le"), GOOD),
    "utf-16 big-endian with mark": (b"\xfe\xff" + table(encoding="utf-16-be"), GOOD),
    "utf-16 little-endian without mark": (table(encoding="utf-16-le"), GOOD),
    "utf-16 big-endian without mark": (table(encoding="utf-16-be"), GOOD),
    "windows-1252": (text(HEADER + ";notiz", UMLAUT, encoding="cp1252"), Expected({5: 10})),
    "iso-8859-15": (text(HEADER + ";notiz", UMLAUT, encoding="iso-8859-15"), Expected({5: 10})),
    "comma": (table().replace(b";", b","), GOOD),
    "tab": (table().replace(b";", b"\t"), GOOD),
    "pipe": (table().replace(b";", b"|"), GOOD),
    "everything quoted": (text(*('"' + line.replace(";", '";"') + '"' for line in (HEADER, *ROWS))), GOOD),
    "lf": (table(newline="\n"), GOOD),
    "cr": (table(newline="\r"), GOOD),
    "mixed line ends": (f"{HEADER}\r\n{ROWS[0]}\n{ROWS[1]}\r{ROWS[2]}\r\n".encode(), GOOD),
    "separator line of Excel": (text("sep=;", HEADER, *ROWS), Expected(ALL, aside=(1, 0, 0, 0))),
    "empty columns behind": (text(HEADER, *(f"{row};;;" for row in ROWS)), GOOD),
    "title block": (
        text("Besuche;;;", "Zeitraum: 01.03.2019 bis 31.03.2019;;;", ";;;", HEADER, *ROWS),
        Expected(ALL, aside=(3, 0, 0, 0)),
    ),
    "footer": (
        text(HEADER, *ROWS, "__________;;;", "Stand: 07.03.2019;;;", "© Stadt"),
        Expected(ALL, aside=(0, 0, 0, 3)),
    ),
    "footer of one cell in many lines": (
        text(HEADER, *ROWS, '"Hinweis:', "Schätzungen sind", 'gerundet."'),
        Expected(ALL, aside=(0, 0, 0, 1)),
    ),
    "units below the header": (text(HEADER, "(TT.MM.JJJJ);(Code);(Anzahl);(Code)", *ROWS), GOOD),
    "total that agrees": (
        text(HEADER, *ROWS, "Summe;;1.327;"),
        Expected(ALL, notes=("note.control_total",), aside=(0, 0, 1, 0)),
    ),
    "subtotals and total": (
        text(HEADER, ROWS[0], "Zwischensumme;;93;", *ROWS[1:], "Zwischensumme;;1234;", "Gesamt;;1.327;"),
        Expected(ALL, notes=("note.control_total",) * 3, aside=(0, 0, 3, 0)),
    ),
    "total without a name": (
        text(HEADER, *ROWS, ";;1.327;"),
        Expected(ALL, notes=("note.control_total",), aside=(0, 0, 1, 0)),
    ),
    "total that disagrees": (
        text(HEADER, *ROWS, "Summe;;1.328;"),
        Expected(ALL, questions=("question.control_total",), aside=(0, 0, 1, 0)),
    ),
    "numbers alone that sum nothing": (text(HEADER, *ROWS, ";;7;", ROWS[2]), Expected(ALL, rejected=(5,))),
    "repeated header": (text(HEADER, *ROWS[:2], HEADER, ROWS[2]), GOOD),
    "glued files with titles": (
        text(
            "Zeitraum 01.03.2019 bis 05.03.2019",
            HEADER,
            *ROWS[:2],
            "Zeitraum 06.03.2019 bis 31.03.2019;;;",
            HEADER,
            ROWS[2],
        ),
        Expected(ALL, aside=(1, 0, 0, 1)),
    ),
    "glued files with another order": (
        text(HEADER, *ROWS[:2], "besucher;datum;zaehlart;dienststelle_id", ";06.03.2019;SCHAETZ;D1"),
        GOOD,
    ),
    "header with capitals, spaces and units": (
        text("Datum;Dienststelle ID;Besucher (Anzahl);Zählart", *ROWS),
        Expected(ALL, notes=("note.renamed_columns",)),
    ),
    "header with other names": (
        text("Tag;Dienststelle-Nr.;Anzahl Besucher;ZAEHLART", *ROWS),
        Expected(ALL, notes=("note.renamed_columns",)),
    ),
    "header over two lines": (
        text("datum;dienststelle_id;besucher;", ";;;zaehlart", *ROWS),
        GOOD,
    ),
    "words of the header split over two lines": (
        text("Tag;Dienst-;Besucher;Zähl-", ";stelle-ID;(Anzahl);art", *ROWS),
        Expected(ALL, notes=("note.renamed_columns",)),
    ),
    "groups above the header": (
        text(
            "Ort und Zeit;;Anzahl;",
            "datum;dienststelle_id;Besucher;zaehlart",
            "(Tag);(Code);(n);(Code)",
            *ROWS,
        ),
        Expected(ALL, notes=("note.renamed_columns",), aside=(1, 0, 0, 0)),
    ),
    "groups without which the header is none": (
        text(
            ";;Besuche;Besuche;Erfassung",
            "datum;dienststelle_id;Besucher;Notiz;",
            ";;(Anzahl);;Zählart",
            *(f"{';'.join(row.split(';')[:3])};x;{row.split(';')[3]}" for row in ROWS),
        ),
        Expected(ALL, notes=("note.renamed_columns",), aside=(1, 0, 0, 0)),
    ),
    "a column under a group that could be two": (
        text("Tag;;besucher;", "datum;dienststelle_id;zaehlart;zaehlart", *ROWS),
        "refused.columns_missing",
    ),
    "undeclared columns": (text("name;" + HEADER, *(f"Müller;{row}" for row in ROWS)), GOOD),
    "columns without a name": (
        text(
            ";datum;dienststelle_id;;besucher;zaehlart",
            *_spread(ROWS[:2], "Mo", "x"),
            *_spread(ROWS[2:], "", ""),
        ),
        Expected(ALL, notes=("note.unnamed_columns",)),
    ),
    "empty columns without a name": (
        text(";datum;dienststelle_id;;besucher;zaehlart", *_spread(ROWS, "", "")),
        GOOD,
    ),
    "thousands with spaces": (
        _visits(
            "04.03.2019;D1;1 234;ZAEHL", "05.03.2019;D1;12\u00a0345;ZAEHL", "06.03.2019;D1;1\u202f234;ZAEHL"
        ),
        Expected({4: 1234, 5: 12345, 6: 1234}),
    ),
    "signs for missing": (
        _visits(
            *(f"0{day}.03.2019;D1;{sign};ZAEHL" for day, sign in enumerate(("-", ".", "k. A.", "–", "/"), 1))
        ),
        Expected(dict.fromkeys(range(1, 6))),
    ),
    "short years": (_visits("4.3.19;D1;93;ZAEHL", "05.03.19;D1;1.234;ZAEHL"), Expected({4: 93, 5: 1234})),
    "serial days": (_visits("43528;D1;93;ZAEHL"), Expected({4: 93})),
    "iso days with midnight": (_visits("2019-03-04T00:00:00;D1;93;ZAEHL"), Expected({4: 93})),
    "days with their weekday": (
        _visits("Mo, 04.03.2019;D1;93;ZAEHL", "Mo, 05.03.2019;D1;1;ZAEHL"),
        Expected({4: 93}, rejected=(3,)),
    ),
    "slashed days, the day shows itself": (
        _visits("04/03/2019;D1;93;ZAEHL", "25/03/2019;D1;1;ZAEHL"),
        Expected({4: 93, 25: 1}),
    ),
    "slashed days, the month shows itself": (
        _visits("03/04/2019;D1;93;ZAEHL", "03/25/2019;D1;1;ZAEHL"),
        Expected({4: 93, 25: 1}),
    ),
    "slashed days of both orders": (
        _visits("25/03/2019;D1;93;ZAEHL", "03/25/2019;D1;1;ZAEHL"),
        "refused.ambiguous_days",
    ),
    "slashed days that fit both orders": (_visits("04/03/2019;D1;93;ZAEHL"), "refused.ambiguous_days"),
    "slashed days with weekdays beside them": (
        text(HEADER + ";Wochentag", "03/04/2019;D1;93;ZAEHL;Montag"),
        Expected({4: 93}),
    ),
    "slashed days in a declared period": (
        text("Zeitraum: 01.03.2019 bis 31.03.2019", HEADER, "03/04/2019;D1;93;ZAEHL"),
        Expected({4: 93}, aside=(1, 0, 0, 0)),
    ),
    "days outside the declared period": (
        text(
            "Zeitraum: 04.03.2019 bis 06.03.2019",
            HEADER,
            "03.03.2019;D1;1;ZAEHL",
            *ROWS,
            "07.03.2019;D1;1;ZAEHL",
            "04.03.2018;D1;1;ZAEHL",
        ),
        Expected(ALL, rejected=(3, 7, 8), questions=("question.left_out",), aside=(1, 0, 0, 0)),
    ),
    "glued files of two months": (
        text(
            "Zeitraum: 01.03.2019 bis 05.03.2019",
            HEADER,
            *ROWS[:2],
            "Zeitraum: 01.05.2019 bis 31.05.2019;;;",
            HEADER,
            "02.05.2019;D1;1;ZAEHL",
        ),
        Expected({4: 93, 5: 1234}, rejected=(7,), notes=("note.period_apart",), aside=(1, 0, 0, 1)),
    ),
    "dots around a month that comes first": (
        text("Zeitraum: 01.03.2019 bis 31.03.2019", HEADER, "03.04.2019;D1;93;ZAEHL"),
        "refused.ambiguous_days",
    ),
    "english thousands": (
        _visits("04.03.2019;D1;1,234;ZAEHL", "05.03.2019;D1;1;ZAEHL"),
        Expected({4: 1234, 5: 1}, questions=("question.notation_english",)),
    ),
    "decimal point": (
        _visits("04.03.2019;D1;12.5;ZAEHL", "05.03.2019;D1;1;ZAEHL"),
        Expected({5: 1}, rejected=(2,)),
    ),
    "point and comma mixed": (
        _visits("04.03.2019;D1;1.234;ZAEHL", "05.03.2019;D1;0.5;ZAEHL", "06.03.2019;D1;7;ZAEHL"),
        Expected({6: 7}, rejected=(2, 3), questions=("question.left_out",)),
    ),
    "a comma that slipped in": (
        _visits("04.03.2019;D1;93;ZAEHL", "05.03.2019;D1;4,0;ZAEHL", "06.03.2019;D1;40;ZAEHL"),
        Expected({4: 93, 6: 40}, rejected=(3,)),
    ),
    "decimals throughout": (
        _visits("04.03.2019;D1;93,00;ZAEHL", "05.03.2019;D1;1.234,00;ZAEHL", "06.03.2019;D1;;ZAEHL"),
        GOOD,
    ),
    "digits of other scripts": (
        _visits(
            "04.03.2019;D1;\uff11\uff12;ZAEHL",
            "05.03.2019;D1;\u0661\u0662;ZAEHL",
            "\u0660\u0666.03.2019;D1;1;ZAEHL",
            "\uff14\uff13\uff15\uff13\uff11;D1;1;ZAEHL",
            "08.03.2019;D1;1\u00b2;ZAEHL",
            "09.03.2019;D1;1;ZAEHL",
        ),
        Expected({9: 1}, rejected=(2, 3, 4, 5, 6)),
    ),
    "numbers as nobody may read them": (
        _visits(
            *(
                f"0{day}.03.2019;D1;{cell};ZAEHL"
                for day, cell in enumerate(
                    ("1E3", "12%", "'12", "+12", "12-", "1'234", "ca. 12", "1.234,"), 1
                )
            ),
            "09.03.2019;D1;1;ZAEHL",
        ),
        Expected({9: 1}, rejected=tuple(range(2, 10))),
    ),
    "days as nobody may read them": (
        _visits(
            *(
                f"{cell};D1;1;ZAEHL"
                for cell in (
                    "31.04.2019",
                    "04.03.99",
                    "04.03.2019 24:00",
                    "Sonstwas 10.03.2019",
                    "'04.03.2019",
                )
            ),
            "09.03.2019;D1;1;ZAEHL",
        ),
        Expected({9: 1}, rejected=tuple(range(2, 7))),
    ),
    "invisible signs in codes": (
        _visits(
            "04.03.2019;D1\u200b;1;ZAEHL",
            "05.03.2019;D1;1;ZAEHL\u200b",
            "06.03.2019;D\uff11;1;ZAEHL",
            "07.03.2019;D1;1;Z\u0410EHL",
            "08.03.2019;D1\u00a0;1;\u00a0ZAEHL",
        ),
        Expected({8: 1}, rejected=(2, 3, 4, 5)),
    ),
    "a mark in the middle of glued files": (text(HEADER, *ROWS[:2], "\ufeff" + HEADER, ROWS[2]), GOOD),
    "the header ten times": (text(*[HEADER] * 10, *ROWS, HEADER), GOOD),
    "lines that end twice": (table(newline="\r\r\n"), Expected(ALL, aside=(0, 4, 0, 0))),
    "negative": (_visits("04.03.2019;D1;-5;ZAEHL", "05.03.2019;D1;1;ZAEHL"), Expected({5: 1}, rejected=(2,))),
    "formula as text": (
        _visits("04.03.2019;D1;=1+1;ZAEHL", "05.03.2019;D1;1;ZAEHL"),
        Expected({5: 1}, rejected=(2,)),
    ),
    "too many cells": (
        _visits("04.03.2019;D1;1;ZAEHL;x", "05.03.2019;D1;1;ZAEHL"),
        Expected({5: 1}, rejected=(2,)),
    ),
    "a row with another separator": (
        text(HEADER, ROWS[0], ROWS[1].replace(";", ","), ROWS[2].replace(";", "\t"), "07.03.2019;D1;1;ZAEHL"),
        Expected({4: 93, 7: 1}, rejected=(3, 4)),
    ),
    "a row quoted as a whole": (
        text(HEADER, f'"{ROWS[0]}"', ROWS[1], f'"{ROWS[2]}";;;', "07.03.2019;D1;1;ZAEHL"),
        Expected({5: 1234, 7: 1}, rejected=(2, 4)),
    ),
    "another separator below the header": (
        text(HEADER, *(row.replace(";", ",") for row in ROWS)),
        "refused.cut_off",
    ),
    "a footer with many commas": (
        text(HEADER, *ROWS, "Quelle: Amt A, Amt B, Amt C, Amt D", "Stand: 07.03.2019, Haus 1, Tel, Fax;;;"),
        Expected(ALL, aside=(0, 0, 0, 2)),
    ),
    "a day twice": (_visits("04.03.2019;D1;1;ZAEHL", "04.03.2019;D1;2;ZAEHL"), Expected({4: 2})),
    "no line end": (table(end=False), Expected(ALL, questions=("question.line_end",))),
    "cut off": (table()[:-10], "refused.cut_off"),
    "empty": (b"", "refused.empty"),
    "one byte": (b"x", "refused.no_source"),
    "only a mark": (b"\xef\xbb\xbf", "refused.no_source"),
    "only a header": (text(HEADER), "refused.no_rows"),
    "zero bytes inside": (table().replace(b"93", b"9\x003"), "refused.not_text"),
    "zero bytes behind": (table() + b"\0" * 5000, "refused.not_text"),
    "a quote that never closes": (
        text(HEADER + ";notiz", '04.03.2019;D1;1;ZAEHL;"offen', *(f"{row};" for row in ROWS[1:])),
        "refused.broken_quotes",
    ),
    "text after a quote": (text(HEADER + ";notiz", '04.03.2019;D1;1;ZAEHL;"a"b'), "refused.broken_quotes"),
    "twice encoded": (text(HEADER + ";notiz", UMLAUT.encode().decode("cp1252")), "refused.twice_encoded"),
    "two encodings glued": (
        text(HEADER + ";notiz", UMLAUT) + text(UMLAUT, encoding="cp1252"),
        "refused.broken_utf8",
    ),
    "utf-8 with one broken byte": (
        text(HEADER + ";notiz", f"{ROWS[0]};caf\u00e9 \u2013", f"{ROWS[1]};").replace(b"1.234", b"1.2\xfc4"),
        "refused.broken_utf8",
    ),
    "utf-8 mark before another encoding": (
        b"\xef\xbb\xbf" + text(HEADER + ";notiz", UMLAUT, encoding="cp1252"),
        "refused.broken_utf8",
    ),
    "windows-1252 that could be utf-8": (
        text(HEADER + ";notiz", f"{ROWS[0]};\u201eGru\u00df\u201c".replace("\u201e", "")).replace(
            "\u00df\u201c".encode(), b"\xdf\x93"
        ),
        "refused.strange_letters",
    ),
    "twice encoded without an umlaut": (
        text(HEADER + ";notiz", f"{ROWS[0]};" + "04.03. \u2013 05.03.".encode().decode("cp1252")),
        "refused.twice_encoded",
    ),
    "dos": (text(HEADER + ";notiz", f"{ROWS[0]};Stra\u00dfe", encoding="cp850"), "refused.other_encoding"),
    "dos with a long vowel": (
        text(HEADER + ";notiz", f"{ROWS[0]};K\u00f6ln", encoding="cp850"),
        "refused.other_encoding",
    ),
    "old macintosh": (
        text(HEADER + ";notiz", f"{ROWS[0]};Gr\u00f6\u00dfe", encoding="mac-roman"),
        "refused.other_encoding",
    ),
    "end of file of DOS": (table() + b"\x1a", "refused.control_sign"),
    "a control sign in utf-8": (
        text(HEADER + ";notiz", f"{ROWS[0]};Gr\u00f6\u00dfe\u0085"),
        "refused.control_sign",
    ),
    "other signs for line ends": (table(newline="\u2028"), "refused.columns_missing"),
    "windows-1252 with signs": (
        text(
            HEADER + ";notiz",
            UMLAUT + " \u201e\u00c4\u201c \u2013 \u00dc\u2026 Du\u0161an \u00a7 5",
            encoding="cp1252",
        ),
        Expected({5: 10}),
    ),
    "lost letters": (text(HEADER + ";notiz", "05.03.2019;D1;10;ZAEHL;Gr\ufffde"), "refused.lost_characters"),
    "web page": (b"<!DOCTYPE html><html><body>503</body></html>\r\n", "refused.web_page"),
    "web page with a table": (b"\xef\xbb\xbf\n<table><tr><td>datum</td></tr></table>\n", "refused.web_page"),
    "entities": (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>\n',
        "refused.web_page",
    ),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "refused.pdf"),
    "json": (b'{"datum": "04.03.2019"}\n', "refused.other_document"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "refused.old_workbook"),
    "another table": (text("a;b;c", "1;2;3"), "refused.no_source"),
    "a column missing": (
        text("datum;dienststelle_id;besucher", "04.03.2019;D1;1"),
        "refused.columns_missing",
    ),
    "a column twice": (text(HEADER + ";Besucher", *(f"{row};1" for row in ROWS)), Expected(ALL)),
    "a declared column twice": (
        text(HEADER + ";besucher", *(f"{row};1" for row in ROWS)),
        "refused.doubled_columns",
    ),
    "two exports in one file": (
        text(HEADER, *ROWS, "antwort_id;welle_id;frage_id;wert", "A1;W1;SIC;4"),
        "refused.several_tables",
    ),
    "real and sample": (_visits("04.03.2019;D1;1;ZAEHL", "05.03.2019;BSP-X;1;ZAEHL"), "refused.mixed_sample"),
    "nothing usable": (_visits("gestern;D1;1;ZAEHL"), "refused.all_rejected"),
}

CELLS: list[list[object]] = [
    HEADER.split(";"),
    [date(2019, 3, 4), "D1", 93, "ZAEHL"],
    [date(2019, 3, 5), "D1", 1234, "ZAEHL"],
    [date(2019, 3, 6), "D1", "", "SCHAETZ"],
]
SHEET = "xl/worksheets/sheet1.xml"
_BOOK = xlsx(CELLS)
_EMPTY = b"<worksheet/>"

WORKBOOKS: dict[str, File] = {
    "plain": (_BOOK, GOOD),
    "title block": (xlsx([["Besuche"], [], *CELLS]), Expected(ALL, aside=(2, 0, 0, 0))),
    "merged title": (xlsx([[], *CELLS], merged={"A1:D1": "Besuche 2019"}), Expected(ALL, aside=(1, 0, 0, 0))),
    "right sheet by header": (xlsx(CELLS, before={"Deckblatt": [["Stand", "heute"]]}), GOOD),
    "hidden sheet with an old table": (
        xlsx(CELLS, before={"alt": CELLS[:2]}, hidden=("alt",)),
        Expected(ALL, notes=("note.hidden_sheets",)),
    ),
    "hidden row": (xlsx(CELLS, hidden_rows=(2,)), Expected(ALL, notes=("note.hidden_rows",))),
    "formula without value": (
        patched(_BOOK, SHEET, "<v>1234</v>", "<f>1+1</f>"),
        Expected({4: 93, 5: None, 6: None}, notes=("note.formula_without_value",)),
    ),
    "formula with value": (patched(_BOOK, SHEET, "<v>1234</v>", "<f>1+1</f><v>1234</v>"), GOOD),
    "formula with an error": (
        patched(_BOOK, SHEET, '<c r="C3"><v>1234</v>', '<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v>'),
        Expected({4: 93, 5: None, 6: None}, notes=("note.error_cells",)),
    ),
    "numbers as text": (xlsx([CELLS[0], ["04.03.2019", "D1", "1.234", "ZAEHL"]]), Expected({4: 1234})),
    "serial days": (xlsx([CELLS[0], [43528, "D1", 93, "ZAEHL"]]), Expected({4: 93})),
    "fraction of a person": (
        xlsx([*CELLS[:2], [date(2019, 3, 5), "D1", 1.5, "ZAEHL"]]),
        Expected({4: 93}, rejected=(3,)),
    ),
    "total": (
        xlsx([*CELLS, ["Summe", "", 1327, ""]]),
        Expected(ALL, notes=("note.control_total",), aside=(0, 0, 1, 0)),
    ),
    "merged groups above the header": (
        xlsx(
            [["", "", "", ""], ["", "dienststelle_id", "besucher", "zaehlart"], *CELLS[1:]],
            merged={"A1:A2": "Datum", "B1:D1": "Besuche"},
        ),
        Expected(ALL, notes=("note.renamed_columns",)),
    ),
    "merged days": (
        xlsx([*CELLS[:2], ["", "D1", 7, "ZAEHL"], ["", "D2", 8, "ZAEHL"]], merged={"A3:A4": "05.03.2019"}),
        Expected({4: 93, 5: 7}, rejected=(4,), notes=("note.merged_cells",)),
    ),
    "merged codes": (
        xlsx([*CELLS[:2], [*CELLS[2][:3], ""], [*CELLS[3][:3], ""]], merged={"D3:D4": "TICKET"}),
        Expected(ALL, notes=("note.merged_cells",)),
    ),
    "merged counts": (
        xlsx([*CELLS[:2], [*CELLS[2][:2], "", "ZAEHL"], CELLS[3]], merged={"C3:C4": 50}),
        Expected({4: 93}, rejected=(3, 4)),
    ),
    "cells merged across columns": (
        xlsx([*CELLS[:2], ["05.03.2019", "", "", "ZAEHL"], CELLS[3]], merged={"B3:C3": "D1"}),
        Expected({4: 93, 6: None}, rejected=(3,)),
    ),
    "merged with an empty column": (
        xlsx([[*CELLS[0], "notiz"], *([*row, ""] for row in CELLS[1:])], merged={"D3:E3": "ZAEHL"}),
        GOOD,
    ),
    "merged from the header down": (
        xlsx([CELLS[0], ["04.03.2019", "D1", "", "ZAEHL"], *CELLS[2:]], merged={"C1:C2": "besucher"}),
        Expected({5: 1234, 6: None}, rejected=(2,)),
    ),
    "merged label of a total": (
        xlsx([*CELLS, ["", "", 1327, ""]], merged={"A5:B5": "Summe"}),
        Expected(ALL, notes=("note.control_total",), aside=(0, 0, 1, 0)),
    ),
    "days counted from 1904": (
        xlsx([*CELLS, [43531, "D1", 1, "ZAEHL"]], date_1904=True),
        Expected(ALL, rejected=(5,)),
    ),
    "two tables": (xlsx(CELLS, before={"Januar": CELLS}), "refused.several_tables"),
    "cut off": (_BOOK[:-30], "refused.broken_workbook"),
    "archive": (package(**{"besuche.csv": table()}), "refused.archive"),
    "bomb": (package(**{"xl/workbook.xml": b"<x/>", SHEET: b" " * 60_000_000}), "refused.bomb"),
    "names that climb": (package(**{"../../besuche.csv": table()}), "refused.archive"),
    "ods plain": (ods(CELLS), GOOD),
    "ods with a title": (ods([["Besuche"], *CELLS]), Expected(ALL, aside=(1, 0, 0, 0))),
    "ods hidden row": (
        ods(CELLS, row='table:visibility="collapse"'),
        Expected(ALL, notes=("note.hidden_rows",)),
    ),
    "ods formula without value": (
        ods([*CELLS[:2], [date(2019, 3, 5), "D1", None, "ZAEHL"]]),
        Expected({4: 93, 5: None}, notes=("note.formula_without_value",)),
    ),
    "ods total": (
        ods([*CELLS, ["Summe", "", 1300, ""]]),
        Expected(ALL, questions=("question.control_total",), aside=(0, 0, 1, 0)),
    ),
    "ods of another table": (ods([["a", "b"], [1, 2]]), "refused.no_source"),
    "ods merged days": (
        ods_of(
            ods_row(*map(ods_cell, CELLS[0])),
            ods_row(
                ods_cell(CELLS[1][0], 'table:number-rows-spanned="2"'), *map(ods_cell, ("D1", 93, "ZAEHL"))
            ),
            ods_row("<table:covered-table-cell/>", *map(ods_cell, ("D2", 1234, "ZAEHL"))),
            ods_row(*map(ods_cell, CELLS[3])),
        ),
        Expected({4: 93, 6: None}, rejected=(3,), notes=("note.merged_cells",)),
    ),
    "ods cut off": (ods(CELLS)[:-25], "refused.broken_workbook"),
}
