"""Bytes of an export → rows: each dialect gives the same table, and what is no export is refused."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from conftest import Row, WriteCsv, csv_text, good
from corpus.build import ods_cell, ods_of, ods_row, xlsx

from einlass.errors import ImportRefused
from einlass.ingest.read import file, large_text
from einlass.ingest.read.file import read
from einlass.ingest.read.look import cell_name
from einlass.ingest.read.sheet import Sheet

VISITS = [
    good("visits", datum="04.03.2019", besucher="93"),
    good("visits"),
    good("visits", datum="06.03.2019", besucher=""),
]
OFFICES = [
    good("offices"),
    good("offices", dienststelle_id="D2", name="Ämter; „Süd“, Haus\n2", standort="€-Platz"),
]


def cells(sheet: Sheet) -> list[list[str]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize("rows", [VISITS, OFFICES], ids=["visits", "offices"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
@pytest.mark.parametrize("separator", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16-le", "utf-16-be", "utf-16"])
def test_every_dialect_gives_the_same_rows(
    write_csv: WriteCsv, encoding: str, separator: str, newline: str, rows: list[Row]
) -> None:
    text = csv_text(rows, separator=separator, newline=newline)
    marked = "\ufeff" + text if encoding in ("utf-16-le", "utf-16-be") else text
    path = write_csv("export.csv", rows)
    path.write_bytes(marked.encode(encoding))
    sheet = read(path)
    assert cells(sheet) == [list(row.values()) for row in rows]
    assert sheet.header == list(rows[0])
    assert sheet.header_row == 1


def test_latin_1_is_read_where_windows_1252_says_the_same(write_csv: WriteCsv) -> None:
    rows = [good("offices", name="Amt für Öffentlichkeit", kurz="Straße")]
    assert cells(read(write_csv("export.csv", rows, "latin-1"))) == [list(rows[0].values())]


def test_title_rows_sum_rows_and_blank_rows_are_put_aside(write_csv: WriteCsv) -> None:
    above = ["Besucher;;;", "Berichtszeitraum: 01.03.2019 bis 31.03.2019;;;", ";;;"]
    below = [";;;", "Zwischensumme;;1.327;", "Summe;;1.327;", "Gesamtsumme;;1.327;", "Insgesamt;;1.327;"]
    sheet = read(write_csv("besuche.csv", VISITS, above=above, below=below))
    assert sheet.title_rows == [1, 2, 3]
    assert sheet.header_row == 4
    assert [row.number for row in sheet.rows] == [5, 6, 7]
    assert sheet.blank_rows == [8]
    assert sheet.sum_rows == [9, 10, 11, 12]
    assert sheet.period == (date(2019, 3, 1), date(2019, 3, 31))


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Berichtszeitraum: 01.01.2018 bis 17.03.2020", (date(2018, 1, 1), date(2020, 3, 17))),
        ("Zeitraum 2018-01-01 – 2020-03-17", (date(2018, 1, 1), date(2020, 3, 17))),
        ("BERICHTSZEITRAUM 1.1.2018-17.3.2020", (date(2018, 1, 1), date(2020, 3, 17))),
        ("Zeitraum: 17.03.2020 bis 01.01.2018", None),  # ends before it starts
        ("Zeitraum: 31.02.2020 bis 01.03.2020", None),  # no such day
        ("Stand: 17.03.2020", None),
    ],
)
def test_the_title_declares_the_period(
    write_csv: WriteCsv, title: str, period: tuple[date, date] | None
) -> None:
    assert read(write_csv("besuche.csv", VISITS, above=[title])).period == period


def test_row_numbers_are_those_of_the_file_even_behind_a_cell_of_several_lines(write_csv: WriteCsv) -> None:
    rows = [good("offices", name="eins\nzwei\ndrei"), good("offices", dienststelle_id="D2")]
    assert [row.number for row in read(write_csv("export.csv", rows, newline="\n")).rows] == [2, 5]


def test_columns_stand_in_any_order_and_undeclared_ones_are_named(write_csv: WriteCsv) -> None:
    rows = [{"sachbearbeiter": "NN", **dict(reversed(row.items())), "notiz": ""} for row in VISITS]
    sheet = read(write_csv("besuche.csv", rows))
    assert sheet.source.table == "visits"
    assert sheet.dropped_headers == ["sachbearbeiter", "notiz"]


def test_columns_without_a_name_are_listed_by_their_number_where_they_hold_something(tmp_path: Path) -> None:
    path = tmp_path / "besuche.csv"
    lines = [
        "datum;;dienststelle_id;;besucher;notiz;zaehlart;",
        "04.03.2019;;D1;x;93;a;ZAEHL;",
        "05.03.2019;;D1;;7;b;ZAEHL;",
        "Summe;alles;;;100;;;",
        "zaehlart;besucher;dienststelle_id;datum;;wetter;",
        "ZAEHL;3;D1;06.03.2019;;Regen;x",
    ]
    path.write_text("\n".join(lines) + "\n")
    sheet = read(path)
    assert sheet.dropped_headers == ["notiz", "wetter", "(4)", "(7)"]
    assert [row.cells for row in sheet.rows][-1] == ["06.03.2019", "D1", "3", "ZAEHL"]


def test_a_line_with_another_number_of_cells_is_ragged(write_csv: WriteCsv) -> None:
    path = write_csv("besuche.csv", VISITS)
    path.write_bytes(path.read_bytes().replace(b"05.03.2019;D1", b"05.03.2019;D1;zu viel"))
    sheet = read(path)
    assert [(row.number, len(row.cells)) for row in sheet.ragged_rows] == [(3, 5)]
    assert len(sheet.rows) == 2


def test_a_workbook_gives_the_same_rows_as_text(write_xlsx: WriteCsv) -> None:
    checks = good("checks")
    typed: dict[str, object] = {
        "datum": date(2019, 3, 5),
        "zeit_von": time(7, 30),
        "zeit_bis": 0.375,  # a time of day without a time format is a number: refused later, not guessed
        "personen_kontrolliert": 1234,
        "wartezeit_med_min": 2.5,
        "erfasst_am": datetime(2019, 3, 5, 18, 30),
        "quelle": True,
    }
    lines: list[list[object]] = [
        ["Kontrollen"],
        ["Berichtszeitraum:", date(2019, 3, 1), "bis", date(2019, 3, 31)],
        [],
        list(checks),
        [typed.get(header, cell) for header, cell in checks.items()],
    ]
    sheet = read(write_xlsx("kontrollen.xlsx", {"Deckblatt": [["Stand", "heute"]], "Daten": lines}))
    assert (sheet.name, sheet.source.table, sheet.header_row) == ("Daten", "checks", 4)
    assert sheet.period == (date(2019, 3, 1), date(2019, 3, 31))
    found = dict(zip(sheet.header, cells(sheet)[0], strict=True))
    text = {
        "datum": "2019-03-05",
        "zeit_von": "07:30:00",
        "zeit_bis": "0,375",
        "personen_kontrolliert": "1234",
        "wartezeit_med_min": "2,5",
        "erfasst_am": "2019-03-05 18:30:00",
        "quelle": "J",
    }
    assert found == {**checks, **text}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
@pytest.mark.parametrize("broken", [b"\xfc", b"\xc3", b"\xbc", b"\xe2\x82", b"\xed\xa0\x80"])
@pytest.mark.parametrize("row", [1, 3, 40])
def test_utf_8_with_one_broken_place_is_refused_with_the_row(
    tmp_path: Path, row: int, broken: bytes, newline: str, mark: bytes
) -> None:
    rows = [good("offices", dienststelle_id=f"D{at}", name="\u00c4mter \u2013 S\u00fcd") for at in range(39)]
    lines = csv_text(rows, newline=newline).encode().split(newline.encode())
    lines[row - 1] = lines[row - 1] + broken  # behind the last cell
    path = tmp_path / "dienststellen.csv"
    path.write_bytes(mark + newline.encode().join(lines))
    with pytest.raises(ImportRefused) as caught:
        read(path)
    assert (caught.value.key, caught.value.values["row"]) == ("refused.broken_utf8", row)
    assert caught.value.values["found"] == f"{broken[0]:02X}"


@pytest.mark.parametrize("row", [2, 6_000, 12_001])
@pytest.mark.parametrize(
    ("broken", "key"),
    [
        (b"S\xfcd", "refused.broken_utf8"),
        (b"Gru\xdf\x93", "refused.strange_letters"),
        ("10\u00a0\u20ac".encode().decode("cp1252").encode(), "refused.twice_encoded"),
    ],
)
def test_a_broken_place_in_a_large_file_is_found_too(
    tmp_path: Path, row: int, broken: bytes, key: str
) -> None:
    rows = [good("offices", dienststelle_id=f"D{at}") for at in range(12_000)]
    lines = csv_text(rows).encode().split(b"\r\n")
    lines[row - 1] = lines[row - 1].replace(b";SONST;", broken + b";SONST;")
    path = tmp_path / "dienststellen.csv"
    path.write_bytes(b"\r\n".join(lines))
    with pytest.raises(ImportRefused) as caught:
        read(path)
    assert (caught.value.key, caught.value.values["row"]) == (key, row)


def test_utf_8_cut_inside_a_letter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dienststellen.csv"
    whole = csv_text([good("offices", oeffnung="S\u00fcd")]).encode()
    path.write_bytes(whole[: whole.rindex(b"\xc3") + 1])
    with pytest.raises(ImportRefused, match=r"refused\.broken_utf8"):
        read(path)


def _cut_workbook(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    return path.read_bytes()[:-30]


GOOD_TEXT = csv_text(VISITS)
REFUSED: dict[str, tuple[bytes, str, dict[str, object]]] = {
    "empty": (b"", "refused.empty", {}),
    "only blanks": (b"\r\n \t\r\n", "refused.empty", {}),
    "cut in a line": (GOOD_TEXT.encode()[:-9], "refused.cut_off", {"row": 4}),
    "cut in a quoted cell": (csv_text(OFFICES).encode()[:-20], "refused.cut_off", {}),
    "cut between cells": (GOOD_TEXT.encode() + b"07.03.2019;D1\r\n", "refused.cut_off", {"row": 5}),
    "cut in a wide character": (GOOD_TEXT.encode("utf-16")[:-3], "refused.not_text", {}),
    "only a header": (GOOD_TEXT.splitlines()[0].encode() + b"\r\n", "refused.no_rows", {"table": "visits"}),
    "no source": (b"spalte;wert\r\na;1\r\n", "refused.no_source", {}),
    "prose": (b"Sehr geehrte Damen und Herren,\r\nanbei die Zahlen.\r\n", "refused.no_source", {}),
    "a column missing": (
        GOOD_TEXT.replace(";zaehlart", ";art").encode(),
        "refused.columns_missing",
        {"table": "visits", "row": 1, "missing": ["zaehlart"]},
    ),
    "two columns missing under a title": (
        b"Besucher\r\n" + GOOD_TEXT.replace("besucher;zaehlart", "anzahl;art").encode(),
        "refused.columns_missing",
        {"table": "visits", "row": 2, "missing": ["besucher", "zaehlart"]},
    ),
    "a doubled column": (
        GOOD_TEXT.replace("zaehlart", "zaehlart;besucher").replace("ZAEHL", "ZAEHL;1").encode(),
        "refused.doubled_columns",
        {"row": 1, "columns": ["besucher"]},
    ),
    "a quote that never closes": (
        csv_text(OFFICES[:1]).encode() + b'D2;"Amt;Amt;;SONST;Mo-Fr\r\nD3;Amt;Amt;;SONST;Mo-Fr\r\n',
        "refused.broken_quotes",
        {"row": 3},
    ),
    "a quote inside a quoted cell": (
        csv_text(OFFICES[:1]).encode() + b'D2;"Amt "Mitte"";Amt;;SONST;Mo-Fr\r\n',
        "refused.broken_quotes",
        {"row": 3},
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) + b"\r\n", "refused.not_text", {}),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + b"\n",
        "refused.old_workbook",
        {},
    ),
    "a zip that is no workbook": (b"PK\x03\x04" + b"\x01" * 200, "refused.broken_workbook", {}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_export_is_refused_and_says_why(tmp_path: Path, name: str) -> None:
    content, key, values = REFUSED[name]
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as caught:
        read(path)
    assert caught.value.key == key
    assert caught.value.values.items() >= {"file": "export.csv", **values}.items()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "besuche.csv", tmp_path):
        with pytest.raises(ImportRefused, match=r"refused\.unreadable"):
            read(path)


def test_a_workbook_cut_off_anywhere_is_refused(write_xlsx: WriteCsv) -> None:
    path = write_xlsx("besuche.xlsx", {"Daten": [list(VISITS[0]), *([*row.values()] for row in VISITS)]})
    content = path.read_bytes()
    assert len(read(path).rows) == 3
    for end in range(2, len(content), len(content) // 60):
        path.write_bytes(content[:end])
        with pytest.raises(ImportRefused, match=r"refused\.broken_workbook"):
            read(path)


def test_a_workbook_with_two_tables_is_refused(write_xlsx: WriteCsv) -> None:
    page: list[list[object]] = [list(VISITS[0]), list(VISITS[1].values())]
    with pytest.raises(ImportRefused) as caught:
        read(write_xlsx("besuche.xlsx", {"Januar": page, "Februar": page}))
    assert caught.value.key == "refused.several_tables"
    assert caught.value.values["sheets"] == ["Januar", "Februar"]


@pytest.mark.parametrize(
    "cut", [GOOD_TEXT[:-3], GOOD_TEXT.rstrip()], ids=["in the last cell", "before the line end"]
)
def test_a_last_line_without_its_end_is_asked_about(tmp_path: Path, cut: str) -> None:
    path = tmp_path / "visits.csv"
    path.write_bytes(cut.encode())
    assert [(one.key, one.values["row"]) for one in read(path).questions] == [("question.line_end", 4)]


CHECK = ";".join(good("checks").values())
LOWER = (
    "kontroll_id;datum;dienststelle_id;eingang;von;bis;regime;methode;kontrolliert;mit Fund;Gegenstände;verweigert;"
    "Wartezeit Med. (min);Geräteausfall (min);quelle;erfasst_am"
)


@pytest.mark.parametrize(
    "upper",
    [
        "Kontrolle;;;;Zeit;;;;Personen;;;;;;;",  # merged: the cell reaches to the right
        ";;;;zeit;zeit;;;Personen;Personen;;;;;;",
        "Kontrolle;;;;ZEIT;;Wie;;Personen;;Funde;;;;Herkunft;",
    ],
)
def test_a_group_above_completes_the_names_below(tmp_path: Path, upper: str) -> None:
    path = tmp_path / "kontrollen.csv"
    path.write_text("\n".join(["Kontrollen", upper, LOWER, CHECK, ""]))
    sheet = read(path)
    assert (sheet.title_rows, sheet.header_rows) == ([1], [2, 3])
    assert sheet.header == list(good("checks"))
    assert cells(sheet) == [list(good("checks").values())]


def test_a_group_that_does_not_complete_the_names_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "kontrollen.csv"
    path.write_text("\n".join([";;;;zeit;zeit;;;Leute;;;;;;;", LOWER, CHECK, ""]))
    with pytest.raises(ImportRefused) as caught:
        read(path)
    assert caught.value.key == "refused.columns_missing"
    assert caught.value.values["missing"] == ["personen_kontrolliert", "personen_mit_fund"]
    assert caught.value.values["row"] == 1


def test_hidden_rows_and_lacking_values_of_an_opendocument_sheet_have_their_place(tmp_path: Path) -> None:
    line = [ods_cell("04.03.2019"), ods_cell("D1"), ods_cell(None), ods_cell("ZAEHL")]
    path = tmp_path / "besuche.ods"
    path.write_bytes(
        ods_of(
            ods_row(ods_cell("", 'table:number-columns-repeated="4"'), tag='table:number-rows-repeated="3"'),
            ods_row(*map(ods_cell, VISITS[0])),
            ods_row(*line, tag='table:visibility="collapse"'),
            ods_row(*line[:2], ods_cell(7), line[3], tag='table:number-rows-repeated="2"'),
            ods_row(*line, tag='table:visibility="filter" table:number-rows-repeated="2"'),
            ods_row(ods_cell("", 'table:number-columns-repeated="2"'), *line[2:]),
            ods_row(ods_cell(""), tag='table:visibility="collapse" table:number-rows-repeated="1048000"'),
        )
    )
    sheet = read(path)
    assert [row.number for row in sheet.rows] == [5, 6, 7, 8, 9]
    assert sheet.note_rows == [10]
    assert [(note.key, note.values) for note in sheet.notes] == [
        ("note.hidden_rows", {"count": 3, "rows": [5, 8, 9]}),
        ("note.formula_without_value", {"count": 4, "cells": ["C5", "C8", "C10"]}),
    ]


def test_doubtful_merges_say_column_and_range(tmp_path: Path) -> None:
    path = tmp_path / "besuche.xlsx"
    row = ["05.03.2019", "D1", "", "ZAEHL"]
    path.write_bytes(xlsx([list(VISITS[0]), row, row, row], merged={"C2:C3": 7, "A4:B4": "06.03.2019"}))
    assert read(path).merged_rows == {
        2: ("besucher", "C2:C3"),
        3: ("besucher", "C2:C3"),
        4: ("datum", "A4:B4"),
    }


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (16383, "XFD7")]
)
def test_cells_are_called_as_spreadsheets_call_them(column: int, name: str) -> None:
    assert cell_name(7, column) == name


# --- Long files are cut in another way and must say the same --------------------------------------------

LONG = 15_000


def long_lines() -> list[list[str]]:
    """Visits with a title, a blank line, a repeated header, an extra column, a bad number, a sum and a note."""
    header = ["datum", "dienststelle_id", "besucher", "zaehlart", "bemerkung"]
    day = date(2015, 1, 1)
    data = [
        [f"{day + timedelta(days=at // 3):%d.%m.%Y}", f"D{1 + at % 3}", str(at % 900), "ZAEHL", ""]
        for at in range(LONG)
    ]
    data[40][4], data[5_000][2], data[8_000][3] = "x", "12 34 5", "?"
    total = ["Summe", "", str(sum(at % 900 for at in range(LONG))), "", ""]
    return [["Besuche"], [""], header, *data[:6_000], header, *data[6_000:], total, [""], ["Quelle: eigene"]]


def held(sheet: Sheet) -> tuple[object, ...]:
    """Everything a sheet says, but for the way the file was written."""
    return (
        sheet.source.table,
        sheet.header_row,
        sheet.numbers.tolist(),
        {name: column.to_pylist() for name, column in sheet.columns.items()},
        (sheet.title_rows, sheet.header_rows, sheet.blank_rows, sheet.sum_rows, sheet.note_rows),
        (sheet.ragged_rows, sheet.dropped_headers, sheet.period),
        [(question.key, question.values) for question in sheet.questions],
        sheet.notes,
    )


def line_by_line(tmp_path: Path, lines: list[list[str]], content: bytes = b"") -> Sheet:
    """The same table (or these bytes), read by the reader that cuts nothing in bulk."""
    path = tmp_path / "langsam.csv"
    path.write_bytes(content or ("\r\n".join(";".join(line) for line in lines) + "\r\n").encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_text, "FROM_BYTES", 10**12)
        return read(path)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_long_text_is_cut_as_line_by_line(tmp_path: Path, newline: str, encoding: str) -> None:
    body = [line for line in long_lines()[2:] if len(line) > 1]
    lines = [*([["Zähler 4"]] * 3), *body, *long_lines()[-2:]]
    path = tmp_path / "schnell.csv"
    path.write_bytes((newline.join(";".join(line) for line in lines) + newline).encode(encoding))
    assert held(read(path)) == held(line_by_line(tmp_path, lines))


def test_a_long_sheet_is_cut_as_line_by_line(tmp_path: Path) -> None:
    lines = long_lines()
    path = tmp_path / "besuche.xlsx"
    path.write_bytes(xlsx([[int(cell) if cell.isdecimal() else cell for cell in line] for line in lines]))
    sheet = read(path)
    slow = line_by_line(tmp_path, [line + [""] * (5 - len(line)) for line in lines])
    assert held(sheet) == held(slow)
    assert len(sheet.numbers) == LONG


def test_a_wide_line_and_mixed_types_in_a_long_sheet_stay_what_they_are(tmp_path: Path) -> None:
    lines: list[list[object]] = [list(line[:4]) for line in long_lines()[2:6_003]]
    lines[10][2], lines[11][2], lines[12][2] = 1, True, "1"
    lines[20].append("zu viel")
    path = tmp_path / "besuche.xlsx"
    path.write_bytes(xlsx(lines))
    sheet = read(path)
    assert [row.number for row in sheet.ragged_rows] == [21]
    assert sheet.columns["besucher"].to_pylist()[9:12] == ["1", "J", "1"]


def test_a_row_as_wide_as_a_sheet_can_be_is_ragged_up_to_its_last_filled_cell(tmp_path: Path) -> None:
    lines = [
        ["datum", "dienststelle_id", "besucher", "zaehlart"],
        ["04.03.2019", "D1", 3, "ZAEHL", "zu viel"],
    ]
    lines.append(["05.03.2019", "D1", 4, "ZAEHL", *[""] * 5_000, "weit draußen"])
    lines.append(["06.03.2019", "D1", 5, "ZAEHL"])
    path = tmp_path / "besuche.xlsx"
    path.write_bytes(xlsx(lines))
    sheet = read(path)
    assert [(row.number, len(row.cells)) for row in sheet.ragged_rows] == [(2, 5), (3, 5_005)]
    assert sheet.columns["besucher"].to_pylist() == ["5"]


ODD_SIGNS = ["\x01", "\x1f", "\x7f", "\x85", "\ufffd", "Ã¼", "\u0581"]


@pytest.mark.parametrize("sign", ODD_SIGNS, ids=ascii)
@pytest.mark.parametrize("column", [1, 4])
def test_an_odd_sign_in_a_long_text_comes_to_the_same_as_line_by_line(
    tmp_path: Path, sign: str, column: int
) -> None:
    lines = [line for line in long_lines()[2:] if len(line) > 1]
    lines[9_000][column] = f"D{sign}1"
    content = "".join(";".join(line) + "\r\n" for line in lines).encode()
    path = tmp_path / "schnell.csv"
    path.write_bytes(content)
    assert outcome(read, path) == outcome(line_by_line, tmp_path, [], content)


def outcome(reader: Callable[..., Sheet], *arguments: object) -> object:
    """What a reader makes of a file: its sheet, or why it is refused."""
    try:
        return held(reader(*arguments))
    except ImportRefused as refusal:
        return refusal.key, refusal.values.get("row")


def quoted(cell: str) -> str:
    return f'"{cell}"'


QUOTED_LINES = {
    "every cell": lambda line, at: list(map(quoted, line)),
    "texts alone": lambda line, at: [line[0], *map(quoted, line[1:])],
    "one cell": lambda line, at: [quoted(line[0]), *line[1:]] if at == 9_000 else line,
    "separators in cells": lambda line, at: [*line[:4], quoted(f"a;b;{at % 7}")],
    "quotes in cells": lambda line, at: [*line[:4], quoted(f'""{at % 7}"" und x')],
    "empty cells": lambda line, at: [*line[:4], '""'],
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("kind", QUOTED_LINES)
def test_a_long_text_with_quotes_is_cut_as_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, newline: str
) -> None:
    head, *body = [line for line in long_lines()[2:] if len(line) > 1]
    lines = [head, *(QUOTED_LINES[kind](line, at) for at, line in enumerate(body))]
    content = (newline.join(";".join(line) for line in lines) + newline).encode()
    path = tmp_path / "schnell.csv"
    path.write_bytes(content)
    slow = line_by_line(tmp_path, [], content)
    with monkeypatch.context() as patch:
        patch.setattr(file, "_line_by_line", None)  # the slow reader is not asked
        assert held(read(path)) == held(slow)


BROKEN_QUOTES = {
    "never closed": b';"x',
    "text behind": b';"x"y',
    "two in one cell": b';"x""',
    "one alone": b';"',
    "over two lines": b';"x\r\ny"',
    "in the middle": b';x"y',
    "behind a space": b'; "x"',
    "closed after a separator": b';"x;"y"',
}


@pytest.mark.parametrize("row", [9_000, LONG])
@pytest.mark.parametrize("kind", BROKEN_QUOTES)
def test_odd_quotes_in_a_long_text_come_to_the_same_as_line_by_line(
    tmp_path: Path, kind: str, row: int
) -> None:
    lines = (";".join(map(quoted, line[:4])).encode() + b";" for line in long_lines()[2:] if len(line) > 1)
    parts = list(lines)
    parts[row - 1] = parts[row - 1][:-1] + BROKEN_QUOTES[kind]
    content = b"\r\n".join([parts[0][:-1] + b";bemerkung", *parts[1:]]) + b"\r\n"
    path = tmp_path / "schnell.csv"
    path.write_bytes(content)
    try:
        expected: object = held(line_by_line(tmp_path, [], content))
    except ImportRefused as refusal:
        with pytest.raises(ImportRefused) as caught:
            read(path)
        assert (caught.value.key, caught.value.values["row"]) == (refusal.key, refusal.values["row"])
    else:
        assert held(read(path)) == expected
