"""One table in every spelling of a workbook, and what a cell shows against what it holds."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from conftest import GOOD, WriteCsv, good
from corpus.build import ods_cell, ods_of, ods_row, package, patched, xlsx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.ingest.workbooks.files import outcome, workbook
from einlass.errors import ImportRefused
from einlass.ingest.clean.rows import Cleaned, typed
from einlass.ingest.read.file import read
from einlass.ingest.read.ods import pages as ods_pages
from einlass.ingest.read.sheet import Sheet
from einlass.ingest.read.texts import number_text
from einlass.ingest.read.xlsx import pieces
from einlass.ingest.read.xlsx.book import Book
from einlass.ingest.read.xlsx.look import look_at
from einlass.ingest.read.xlsx.styles import CLOCK, DAY, ELAPSED, MAIN, PERCENT, WORDS, kind_of

HEADER = list(GOOD["visits"])
SHEET = "xl/worksheets/sheet1.xml"
LINES: list[list[object]] = [
    HEADER,
    [date(2019, 3, 4), "D1", 93, "ZAEHL"],
    [date(2019, 3, 5), "D1", 7, "ZAEHL"],
]


def cleaned(path: Path, content: bytes) -> tuple[Sheet, Cleaned]:
    path.write_bytes(content)
    sheet = read(path)
    return sheet, typed(path.name, sheet)


def counts(cleaned: Cleaned) -> dict[int, int]:
    return {int(number): int(count) for number, count in cleaned.rows["visit_count"].dropna().items()}


def reasons(cleaned: Cleaned) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.value, one.reason) for one in cleaned.rejects]


def refused(tmp_path: Path, content: bytes) -> ImportRefused:
    path = tmp_path / "mappe.xlsx"
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as caught:
        read(path)
    return caught.value


# --- Spellings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["whole", "in pieces"])
@settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 10**9))
def test_a_table_comes_out_of_every_spelling(tmp_path: Path, way: str, seed: int) -> None:
    ending, content, expected = workbook(seed)
    path = tmp_path / f"besuche.{ending}"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        if way == "in pieces":
            patch.setattr(pieces, "LONG", 0)
            patch.setattr(ods_pages, "FROM_BYTES", 0)
        assert outcome(path) == expected


def test_a_long_plain_opendocument_sheet_is_what_it_is_cell_by_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        [date(2010, 1, 1) + timedelta(days=at), f"D & {at % 7}", at * 0.5, "ZAEHL"] for at in range(3_000)
    ]
    body = [ods_row(*map(ods_cell, line)) for line in [["Titel"], HEADER, *lines]]
    head = "<office:automatic-styles/><office:body>"
    content = ods_of(*body)
    content = patched(content, "content.xml", "<office:body>", head)
    path = tmp_path / "besuche.ods"
    path.write_bytes(content)
    monkeypatch.setattr(ods_pages, "FROM_BYTES", 10**12)
    slow = read(path)
    monkeypatch.setattr(ods_pages, "FROM_BYTES", 256 * 1024)
    assert ods_pages.is_plain_content(zipfile.ZipFile(path).read("content.xml"), ods_pages.Styles())
    fast = read(path)
    for sheet in (slow, fast):
        sheet.columns = {name: column.to_pylist() for name, column in sheet.columns.items()}
        sheet.numbers = sheet.numbers.tolist()
    assert fast == slow


def test_a_look_that_cannot_be_made_is_asked_about(tmp_path: Path) -> None:
    """A prefix that nobody declares is no XML, but the library reads over it."""
    content = patched(xlsx(LINES, hidden_rows=(1,)), SHEET, '<row r="3"', '<row x14ac:dyDescent="0.25" r="3"')
    sheet, result = cleaned(tmp_path / "besuche.xlsx", content)
    assert counts(result) == {2: 93, 3: 7}
    assert [(one.key, one.values, one.is_required) for one in sheet.questions] == [
        ("question.no_look", {"sheet": "Daten"}, True)
    ]


def test_styles_that_cannot_be_looked_at_are_asked_about(tmp_path: Path) -> None:
    content = patched(xlsx(LINES), "xl/styles.xml", "<fonts ", "<fonts odd:mark='1' ")
    sheet, _ = cleaned(tmp_path / "besuche.xlsx", content)
    assert [one.key for one in sheet.questions] == ["question.no_look"]


def test_a_sheet_of_charts_is_no_sheet(tmp_path: Path) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd.mm.yyyy"}) as book:
        chart = book.add_chart({"type": "line"})
        page = book.add_worksheet("Daten")
        for number, line in enumerate(LINES):
            page.write_row(number, 0, line)
        chart.add_series({"values": "=Daten!$C$2:$C$3"})
        book.add_chartsheet("Bild").set_chart(chart)
    _, result = cleaned(tmp_path / "besuche.xlsx", content.getvalue())
    assert counts(result) == {2: 93, 3: 7}


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    content = io.BytesIO(xlsx(LINES))
    with zipfile.ZipFile(content, "a") as target:
        target.writestr(SHEET.upper(), b"<worksheet/>")
    assert refused(tmp_path, content.getvalue()).key == "refused.broken_workbook"


def test_a_declaration_in_a_sheet_is_refused_or_asked_about(tmp_path: Path) -> None:
    content = patched(xlsx(LINES), SHEET, "<worksheet ", '<!DOCTYPE w [<!ENTITY a "9">]><worksheet ')
    assert refused(tmp_path, content).key == "refused.broken_workbook"


# --- Locked, binary, linked -----------------------------------------------------------------------------

MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml">'
    "<m:encryption-data/></m:file-entry></m:manifest>"
)


@pytest.mark.parametrize(
    "content",
    [
        package(**{"content.xml": b"\x8f\x01", "META-INF/manifest.xml": MANIFEST.encode()}),
        package(**{"mimetype": b"x", "encrypted-package": b"\x8f\x01"}),
    ],
    ids=["parts", "whole package"],
)
def test_a_locked_workbook_says_so(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path, content).key == "refused.locked"


def test_a_binary_workbook_is_named_and_leaves_no_trace(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = package(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01" * 40})
    assert refused(tmp_path, content).key == "refused.binary_workbook"
    assert capfd.readouterr().err == ""


TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def test_copies_of_linked_workbooks_are_no_sheets(tmp_path: Path) -> None:
    good_rows = "".join(ods_row(*map(ods_cell, line)) for line in LINES)
    source = '<table:table-source table:table-name="Alt"/>'
    copies = (
        f'</table:table><table:table table:name="alt.ods#Alt">{source}{good_rows}</table:table>'
        f"<table:dde-links><table:dde-link><office:dde-source/><table:table>{good_rows}</table:table></table:dde-link>"
        '</table:dde-links><table:table table:name="leer">'
    )
    sheet, result = cleaned(tmp_path / "besuche.ods", ods_of(good_rows + copies))
    assert counts(result) == {2: 93, 3: 7}
    assert [(note.key, note.values) for note in sheet.notes] == [
        ("note.linked_sheets", {"count": 1, "used": "Daten"})
    ]
    error = refused(tmp_path, ods_of(source + good_rows))
    assert (error.key, error.values) == ("refused.no_source", {"file": "mappe.xlsx"})


# --- What a cell shows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (93.00000000000001, "93"),
        (30.000000000000053, "30"),
        (329.99999999999994, "330"),
        (15.000000000000027, "15"),
        (0.1 + 0.2, "0,3"),
        (17.9, "17,9"),
        (1 / 3, "0,333333333333333"),
        (5.000001, "5,000001"),
        (202003040001234.0, "202003040001234"),
        (12345678901234.5, "12345678901234,5"),
        (-0.0, "0"),
        (-2.5, "-2,5"),
        (1e-7, "0,0000001"),
        (1e16, "10000000000000000"),
    ],
)
def test_a_number_is_read_without_the_noise_of_doubles(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("hh:mm", CLOCK),
        ("[h]:mm", ELAPSED),
        ("[$-407]h:mm:ss;@", CLOCK),
        ("dd.mm.yyyy", DAY),
        ("[$-F800]dddd, mmmm dd, yyyy", DAY),
        ("dd.mm.yyyy hh:mm", ""),
        ("mmm yy", DAY),
        ('0.00" h"', ""),
        ('"Stand "0', ""),
        ("0.0%", PERCENT),
        ("General", ""),
        ("#,##0.00 [$€-407]", ""),
        ("[Red]0", ""),
        ("\\h0", ""),
        (";;;", WORDS),
        ('"WAHR";"WAHR";"FALSCH"', WORDS),
        ('[=0]"";dd.mm.yyyy', DAY),
        ('[=1]"ein; Gast";[=2]"zwei";0', ""),
        ('0;-0;"keine; gar keine"', ""),
        ("0;;", ""),
        ("@", ""),
    ],
)
def test_a_number_format_tells_what_it_shows(code: str, kind: str) -> None:
    assert kind_of(code) == kind


SHIFT = good("shifts")


def shifts(tmp_path: Path, formats: dict[str, str], *rows: dict[str, object]) -> tuple[Sheet, Cleaned]:
    """Shifts in a workbook; `formats` are those of the columns."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Plan")
        page.write_row(0, 0, list(SHIFT))
        for number, row in enumerate(rows, 1):
            cells = SHIFT | {"schicht_id": f"S{number}"} | row
            for at, (name, cell) in enumerate(cells.items()):
                form = book.add_format({"num_format": formats[name]}) if name in formats else None
                page.write(number, at, cell, form if isinstance(cell, float | int) else None)
    return cleaned(tmp_path / "dienstplan.xlsx", content.getvalue())


def test_times_are_read_as_they_are_shown(tmp_path: Path) -> None:
    formats = {"beginn": "hh:mm", "ende": "hh:mm", "datum": "dd.mm.yyyy"}
    _, result = shifts(
        tmp_path,
        formats,
        {"beginn": 0.3125, "ende": 1},
        {"beginn": 43529.3125, "ende": "24:00", "datum": 43529.3125},
        {"beginn": 0.298611111099537, "ende": 0.5416666666666666, "datum": 43529},
    )
    assert not result.rejects
    rows = result.rows[["day", "starts_at", "ends_at"]].values.tolist()
    assert rows == [
        [date(2019, 3, 5), time(7, 30), time()],
        [date(2019, 3, 5), time(7, 30), time()],
        [date(2019, 3, 5), time(7, 10), time(13)],
    ]


def test_times_below_zero_and_hours_are_refused_as_they_are_shown(tmp_path: Path) -> None:
    formats = {"beginn": "hh:mm", "ende": "[h]:mm", "std_ist": "[h]:mm", "pause_min": "hh:mm"}
    _, result = shifts(
        tmp_path,
        formats,
        {},
        {"beginn": -0.25},
        {"std_ist": 1.0208333333333333},
        {"ende": 1.5},
        {"pause_min": -0.010416666666666666},
        {"beginn": "24:00"},
    )
    assert reasons(result) == [
        (3, "beginn", "-6:00", "reason.below_zero"),
        (4, "std_ist", "24:30", "reason.decimal"),
        (5, "ende", "36:00", "reason.clock"),
        (6, "pause_min", "-0:15", "reason.below_zero"),
        (7, "beginn", "24:00", "reason.clock"),
    ]


def time_cell(value: str, shown: str) -> str:
    return (
        f'<table:table-cell office:value-type="time" office:time-value="{value}"><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


@pytest.mark.parametrize(
    ("cell", "ends"),
    [
        (time_cell("PT24H00M00S", "24:00"), time()),
        (time_cell("PT07H09M59.999999S", "07:10"), time(7, 10)),
        (time_cell("PT12H30M00S", "12:30"), time(12, 30)),
        (
            '<table:table-cell office:value-type="date" office:date-value="2019-03-05T12:30:00"><text:p>12:30</text:p>'
            "</table:table-cell>",
            time(12, 30),
        ),
        (time_cell("-PT00H15M00S", "-00:15"), "-0:15"),
        (time_cell("P1DT01H00M00S", "25:00"), "25:00"),
    ],
)
def test_times_of_an_opendocument_sheet_are_those_it_shows(
    tmp_path: Path, cell: str, ends: time | str
) -> None:
    cells = [cell if name == "ende" else ods_cell(text) for name, text in SHIFT.items()]
    more = [ods_cell("S2" if name == "schicht_id" else text) for name, text in SHIFT.items()]
    rows = [ods_row(*map(ods_cell, SHIFT)), ods_row(*cells), ods_row(*more)]
    _, result = cleaned(tmp_path / "dienstplan.ods", ods_of(*rows))
    if isinstance(ends, time):
        assert result.rows["ends_at"].iloc[0] == ends
    else:
        assert [(one.row, one.column, one.value) for one in result.rejects] == [(2, "ende", ends)]


def test_a_day_that_hides_a_time_is_that_day_and_a_moment_keeps_it(tmp_path: Path) -> None:
    checks = good("checks") | {
        "datum": datetime(2019, 3, 5, 7, 30),
        "erfasst_am": datetime(2019, 3, 5, 18, 30),
    }
    sheet, result = cleaned(tmp_path / "kontrollen.xlsx", xlsx([list(checks), list(checks.values())]))
    assert sheet.cells("datum").to_pylist() == ["2019-03-05"]
    assert result.rows["day"].iloc[0] == date(2019, 3, 5)
    assert result.rows["recorded_at"].iloc[0] == datetime(2019, 3, 5, 18, 30)


def styled(*rows: str, styles: str) -> bytes:
    """An OpenDocument sheet with styles of its own."""
    declared = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        f"{styles}</office:automatic-styles><office:body>"
    )
    return patched(ods_of(*rows), "content.xml", "<office:body>", declared)


STRUCK = (
    '<style:style style:name="s" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="child" style:family="table-cell" style:parent-style-name="s"/>'
    '<style:style style:name="plain" style:family="table-cell" style:parent-style-name="s">'
    '<style:text-properties style:text-line-through-style="none"/></style:style>'
)


def test_styles_of_columns_rows_and_parents_strike_out(tmp_path: Path) -> None:
    plain_columns = '<table:table-column table:number-columns-repeated="2"/>'
    columns = f'{plain_columns}<table:table-column table:default-cell-style-name="s"/>'
    line = [ods_cell("04.03.2019"), ods_cell("D1")]
    code = ods_cell("ZAEHL")
    rows = [
        ods_row(*map(ods_cell, HEADER)),
        ods_row(*line, ods_cell(1, 'table:style-name="plain"'), code),
        ods_row(*line, ods_cell(2), code),
        ods_row(*line, ods_cell(3, 'table:style-name="child"'), code),
        ods_row(
            *line, ods_cell(4, 'table:style-name="plain"'), code, tag='table:default-cell-style-name="s"'
        ),
    ]
    _, result = cleaned(tmp_path / "besuche.ods", styled(columns, *rows, styles=STRUCK))
    assert counts(result) == {2: 1}
    struck = {(one.row, one.column) for one in result.rejects if one.reason == "reason.struck"}
    assert struck == {(3, "besucher"), (4, "besucher"), (5, "datum")}


def test_notes_drawings_and_changes_are_no_part_of_a_cell(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>geschätzt</text:p></office:annotation>"
    cell = ods_cell(93).replace("<text:p>", f"{note}<text:p>")
    office = ods_cell("D1").replace("</text:p>", f"</text:p>{note}")
    changes = f"<table:tracked-changes><table:table>{ods_row(ods_cell('alt'))}</table:table></table:tracked-changes>"
    rows = [ods_row(*map(ods_cell, HEADER)), ods_row(ods_cell("04.03.2019"), office, cell, ods_cell("ZAEHL"))]
    content = patched(ods_of(*rows), "content.xml", "<office:spreadsheet>", f"<office:spreadsheet>{changes}")
    sheet, result = cleaned(tmp_path / "besuche.ods", content)
    assert [row.cells for row in sheet.rows] == [["04.03.2019", "D1", "93", "ZAEHL"]]
    assert not result.rejects


@pytest.mark.parametrize("shown", ["Err:502", "#DIV/0!", "#NV"])
def test_an_error_with_a_value_is_no_value(tmp_path: Path, shown: str) -> None:
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )
    rows = [
        ods_row(*map(ods_cell, HEADER)),
        ods_row(ods_cell("04.03.2019"), ods_cell("D1"), error, ods_cell("ZAEHL")),
    ]
    sheet, result = cleaned(tmp_path / "besuche.ods", ods_of(*rows))
    assert counts(result) == {}
    assert [(note.key, note.values["cells"]) for note in sheet.notes] == [("note.error_cells", ["C2"])]


FORMATS = (
    '<number:number-style style:name="N1"><number:text>keine</number:text></number:number-style>'
    '<number:number-style style:name="N2"><number:number number:min-integer-digits="1"/></number:number-style>'
)


@pytest.mark.parametrize("prefix", ["number", "zahl"])
@pytest.mark.parametrize("from_bytes", [0, 10**12], ids=["by the library", "by us"])
def test_a_number_behind_words_is_refused_in_opendocument_as_well(
    tmp_path: Path, from_bytes: int, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ods_pages, "FROM_BYTES", from_bytes)
    line = [ods_cell("04.03.2019"), ods_cell("D1")]
    shown = [("93", "keine"), ("94", "94 Personen"), ("95", "###"), ("0", "–"), ("96", "")]
    rows = [ods_row(*map(ods_cell, HEADER))] + [
        ods_row(*line, ods_cell(int(value)).replace(f">{value}<", f">{text}<"), ods_cell("ZAEHL"))
        for value, text in shown
    ]
    content = patched(
        styled(*rows, styles=FORMATS.replace("number:", f"{prefix}:")),
        "content.xml",
        "<office:automatic-styles ",
        f'<office:automatic-styles xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" ',
    )
    _, result = cleaned(tmp_path / "besuche.ods", content)
    assert counts(result) == {3: 94, 4: 95, 5: 0, 6: 96}
    assert reasons(result) == [(2, "besucher", "keine (93)", "reason.hidden_number")]


def test_a_refused_cell_is_given_back_as_it_was_shown(tmp_path: Path) -> None:
    """Whoever corrects the file of refused rows must find the mark there: 931 would be taken for a number."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Daten")
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, ["04.03.2019", "D1", "", "ZAEHL"])
        page.write_rich_string(1, 2, "9", "3", book.add_format({"font_script": 1}), "1")
        page.write_row(2, 0, ["05.03.2019", "D1", 95, "ZAEHL"])
        page.write(2, 2, 95, book.add_format({"font_strikeout": True}))
        page.write_row(3, 0, ["06.03.2019", "D1", 96, "ZAEHL"])
    sheet, result = cleaned(tmp_path / "besuche.xlsx", content.getvalue())
    assert sheet.cells("besucher").to_pylist() == ["93¹", "9̶5̶", "96"]
    assert reasons(result) == [
        (2, "besucher", "93¹", "reason.raised"),
        (3, "besucher", "9̶5̶", "reason.struck"),
    ]


def test_a_format_that_hides_its_number_rejects_the_row(tmp_path: Path) -> None:
    """A spreadsheet that knows truth values writes 2 as a number in the words for true and false."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Daten")
        page.write_row(0, 0, HEADER)
        for row, code in enumerate(('"WAHR";"WAHR";"FALSCH"', ";;;", "0"), 1):
            page.write_row(row, 0, [f"0{row}.03.2019", "D1", "", "ZAEHL"])
            page.write(row, 2, 2, book.add_format({"num_format": code}))
    _, result = cleaned(tmp_path / "besuche.xlsx", content.getvalue())
    assert counts(result) == {4: 2}
    assert reasons(result) == [
        (2, "besucher", "WAHR (2)", "reason.hidden_number"),
        (3, "besucher", "(2)", "reason.hidden_number"),
    ]


def test_what_looks_like_a_person_is_left_out_of_a_refused_cell(tmp_path: Path) -> None:
    content = io.BytesIO()
    offices = good("offices")
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Daten")
        page.write_row(0, 0, list(offices))
        page.write_row(1, 0, list(offices.values()))
        page.write_row(2, 0, list((offices | {"dienststelle_id": "D2"}).values()))
        page.write(2, 3, "Frau Muster-Beispiel", book.add_format({"font_strikeout": True}))
    _, result = cleaned(tmp_path / "dienststellen.xlsx", content.getvalue())
    assert [(one.row, one.column) for one in result.rejects] == [(3, "standort")]
    assert "Muster" not in str(result.rejects)


def test_formulas_that_nobody_computed_reject_their_rows(write_xlsx: WriteCsv) -> None:
    lines = [HEADER, ["04.03.2019", "D1", "=1+1", "ZAEHL"], ["05.03.2019", "D1", 5, "ZAEHL"]]
    path = write_xlsx("besuche.xlsx", {"Daten": lines})
    result = typed(path.name, read(path))
    assert counts(result) == {3: 5}
    assert reasons(result) == [(2, "besucher", "0", "reason.never_computed")]


@pytest.mark.parametrize(
    "spelled", ['hidden="1"', 'hidden=" true"', "hidden='1'", 'hidden = "1"', 'ht=" 0.0"']
)
def test_a_hidden_row_is_seen_however_its_attribute_is_spelled(spelled: str) -> None:
    cells = '<c r="A2"><v>5</v></c>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData><row r="2" {spelled}>{cells}</row></sheetData></worksheet>'
    found = look_at(xml.encode(), Book("", "", [], {}))
    assert (found.hidden_rows, found.is_whole) == ([range(2, 3)], True)
