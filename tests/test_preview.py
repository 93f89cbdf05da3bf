"""Preview, confirm, discard, undo, history: nothing is published unseen, and any import can be taken back."""

import csv
import io
import itertools
import json
import os
import shutil
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import GOOD, csv_text, good, listing
from known_towns import TOWNS
from test_import import rows_of

from einlass import config, ingest
from einlass.errors import EinlassError
from einlass.findings import Request, finding, verdict_changes
from einlass.ingest import FileReport, Note, Progress, Question, Reject
from einlass.ingest.read.file import read
from einlass.ingest.report import MANY_REJECTS
from einlass.warehouse import current_version

FACTS = ("find_days", "office_coverage", "office_days", "wave_answers")
TABLES = [*GOOD, "batches", "batch_offices", "rejects", "waiting", *FACTS]


def warehouse(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of every table, but for the moments of the imports."""
    found = {}
    for table in TABLES:
        columns = "* exclude (imported_at)" if table == "batches" else "*"
        found[table] = sorted(rows_of(folder, f"select {columns} from {table}"), key=str)
    return found


def visits(*days: int, besucher: str = "100", above: tuple[str, ...] = ()) -> str:
    return csv_text(
        [good("visits", datum=f"{day:02}.03.2019", besucher=besucher) for day in days], above=above
    )


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_a_preview_changes_nothing_and_a_confirmation_publishes_exactly_it(
    stocked: Path, tmp_path: Path
) -> None:
    before = listing(stocked)
    path = written(tmp_path, "besuche.csv", visits(5, 6, 7) + "08.03.2019;D1;viele;ZAEHL\r\n")
    preview = ingest.preview([path], user="anna")
    (report,) = preview.reports
    assert (preview.new, preview.changed, preview.unchanged, preview.gone, preview.rejected) == (
        2,
        1,
        0,
        0,
        1,
    )
    assert report.changed_columns == {"besucher": 1}
    assert report.first_rows[0]["visit_count"] == "100"
    assert report.first_columns == tuple(GOOD["visits"])
    kept = {name: content for name, content in listing(stocked).items() if not name.startswith("previews")}
    assert kept == before
    assert ingest.confirm(preview.token, user="anna") == [report]
    assert rows_of(stocked, "select count(*), sum(visit_count) from visits") == [(3, 300)]
    assert not list((stocked / "previews").iterdir())
    assert ingest.history()[0].imported_by == "anna"
    with pytest.raises(EinlassError, match=r"import\.no_preview"):
        ingest.confirm(preview.token)


def test_a_confirmation_gives_the_same_warehouse_as_an_import(
    stock: Path, stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        written(tmp_path, "besuche.csv", visits(5, 6, 7)),
        written(tmp_path, "kontrollen.csv", csv_text([good("checks", kontroll_id="K2", datum="06.03.2019")])),
        written(tmp_path, "funde.csv", csv_text([good("finds", fund_id="F2", kontroll_id="K2")])),
    ]
    ingest.confirm(ingest.preview(files).token)
    confirmed = warehouse(stocked)
    ingest.undo(ingest.history()[0].batch_id)
    assert warehouse(stocked) != confirmed
    ingest.import_files(files)
    assert {t: len(r) for t, r in warehouse(stocked).items()} == {t: len(r) for t, r in confirmed.items()}


def test_an_outdated_preview_is_refused(stocked: Path, tmp_path: Path) -> None:
    preview = ingest.preview([written(tmp_path, "eins.csv", visits(6))])
    ingest.import_files([written(tmp_path, "zwei.csv", visits(7))])
    before = listing(stocked)
    with pytest.raises(EinlassError, match=r"import\.outdated"):
        ingest.confirm(preview.token)
    assert listing(stocked) == before
    ingest.discard(preview.token)
    assert not list((stocked / "previews").iterdir())


def uploaded(tmp_path: Path, **texts: str) -> tuple[list[Path], Path]:
    """Files as the page hands them over: each in a numbered folder."""
    folder = tmp_path / "uploads"
    paths = [folder / str(number) / f"{name}.csv" for number, name in enumerate(texts)]
    for path, text in zip(paths, texts.values(), strict=True):
        path.parent.mkdir(parents=True)
        path.write_bytes(text.encode())
    return paths, folder


def test_a_file_can_be_left_out_of_a_preview_and_taken_in_again(stocked: Path, tmp_path: Path) -> None:
    paths, folder = uploaded(tmp_path, eins=visits(6), zwei=visits(7, 8), kaputt="a;b\r\n")
    both = ingest.preview(paths, uploads=folder)
    one = ingest.preview_again(both.token, leave_out=[1])
    assert [report.outcome for report in one.reports] == ["imported", "left_out", "refused"]
    assert (one.new, one.reports[1].file) == (1, "zwei.csv")
    again = ingest.preview_again(ingest.preview_again(one.token).token, leave_out=[0])
    assert [report.outcome for report in again.reports] == ["left_out", "imported", "refused"]
    assert ingest.confirm(again.token) == list(again.reports)
    assert rows_of(stocked, "select count(*) from visits") == [(3,)]  # one was there
    assert ingest.history()[0].file == "zwei.csv"
    assert not list((stocked / "previews").iterdir())


def test_an_outdated_preview_can_be_built_again_without_the_files(stocked: Path, tmp_path: Path) -> None:
    paths, folder = uploaded(tmp_path, eins=visits(6, 7))
    preview = ingest.preview(paths, uploads=folder)
    ingest.import_files([written(tmp_path, "zwei.csv", visits(7, besucher="90"))])
    again = ingest.preview_again(preview.token)
    assert (again.against, again.new, again.changed) == (preview.against + 1, 1, 1)
    for gone in (ingest.open_preview, ingest.preview_again, ingest.confirm):
        with pytest.raises(EinlassError, match=r"import\.no_preview"):
            gone(preview.token)
    assert ingest.open_preview(again.token) == again


def test_a_preview_without_its_files_cannot_be_built_again(stocked: Path, tmp_path: Path) -> None:
    preview = ingest.preview([written(tmp_path, "eins.csv", visits(6))])
    with pytest.raises(EinlassError, match=r"import\.no_preview"):
        ingest.preview_again(preview.token)
    assert ingest.open_preview(preview.token) == preview


def test_a_preview_belongs_to_who_made_it(stocked: Path, tmp_path: Path) -> None:
    paths, folder = uploaded(tmp_path, eins=visits(6))
    made = ingest.preview(paths, owner="anna", uploads=folder)
    again = ingest.preview_again(made.token)
    assert ingest.open_preview(again.token, owner="anna") == again
    for other in ("", "ben"):
        with pytest.raises(EinlassError, match=r"import\.no_preview"):
            ingest.open_preview(again.token, owner=other)


def test_a_preview_says_how_far_it_is(stocked: Path, tmp_path: Path) -> None:
    files = [written(tmp_path, name, visits(6)) for name in ("a.csv", "b.csv")]
    heard: list[Progress] = []
    ingest.preview([*files, tmp_path / "fehlt.csv"], on_progress=heard.append)
    assert heard == [
        Progress("read", "a.csv", 1, 3),
        Progress("read", "b.csv", 2, 3),
        Progress("read", "fehlt.csv", 3, 3),
        Progress("merge", "a.csv", 1, 2),
        Progress("merge", "b.csv", 2, 2),
        Progress("build"),
    ]


def test_a_preview_nobody_decides_is_forgotten_after_a_day(stocked: Path, tmp_path: Path) -> None:
    old = ingest.preview([written(tmp_path, "eins.csv", visits(6))])
    new = ingest.preview([written(tmp_path, "zwei.csv", visits(7))])
    day_ago = time.time() - config.PREVIEW_KEPT_SECONDS - 1
    os.utime(stocked / "previews" / old.token, (day_ago, day_ago))
    ingest.sweep()
    assert [path.name for path in (stocked / "previews").iterdir()] == [new.token]


@pytest.mark.parametrize("token", ["", "../versions", "0" * 32, "g" * 32])
def test_strange_tokens_name_no_preview_and_throw_nothing_away(stocked: Path, token: str) -> None:
    before = listing(stocked)
    for use in (ingest.confirm, ingest.open_preview, ingest.preview_again):
        with pytest.raises(EinlassError, match=r"import\.no_preview"):
            use(token)
    ingest.discard(token)
    assert listing(stocked) == before


def test_a_preview_of_refused_files_has_nothing_to_publish(stocked: Path, tmp_path: Path) -> None:
    preview = ingest.preview([written(tmp_path, "x.csv", "a;b\r\n1;2\r\n")])
    assert preview.is_empty
    with pytest.raises(EinlassError, match=r"import\.nothing_to_publish"):
        ingest.confirm(preview.token)


def test_rows_that_vanished_stay_until_somebody_confirms(stocked: Path, tmp_path: Path) -> None:
    title = ("Zeitraum: 05.03.2019 bis 08.03.2019",)
    ingest.import_files([written(tmp_path, "eins.csv", visits(5, 6, 7, 8, 11))])
    newer = written(
        tmp_path, "zwei.csv", visits(5, 8, besucher="101", above=title) + "06.03.2019;D1;viele;ZAEHL\r\n"
    )
    preview = ingest.preview([newer])
    (report,) = preview.reports
    assert report.gone == (("07.03.2019", "D1"),)  # the 6th is there, though unreadable; the 11th is outside
    (question,) = preview.questions
    assert (question.id, question.is_required) == ("zwei.csv:gone", False)
    ingest.confirm(preview.token)
    assert rows_of(stocked, "select count(*) from visits") == [(5,)]
    ingest.undo(report.batch_id)
    preview = ingest.preview([newer])
    ingest.confirm(preview.token, accept=["zwei.csv:gone"])
    assert rows_of(stocked, "select day_of from (select day(day) as day_of from visits) order by day_of") == [
        (5,),
        (6,),
        (8,),
        (11,),
    ]
    held = warehouse(stocked)
    ingest.rebuild()
    assert warehouse(stocked) == held
    ingest.undo(ingest.history()[0].batch_id)
    assert rows_of(stocked, "select count(*) from visits") == [(5,)]


def test_rows_that_were_to_stay_stay_when_a_later_file_of_that_name_takes_others_out(
    stocked: Path, tmp_path: Path
) -> None:
    ingest.import_files([written(tmp_path, "eins.csv", visits(5, 6, 7, 12, 13, 14))])
    for first, last, days, accept in ((5, 7, (5, 7), []), (12, 14, (12, 14), ["neu.csv:gone"])):
        title = (f"Zeitraum: {first:02}.03.2019 bis {last:02}.03.2019",)
        preview = ingest.preview([written(tmp_path, "neu.csv", visits(*days, besucher="101", above=title))])
        assert [question.id for question in preview.questions] == ["neu.csv:gone"]
        ingest.confirm(preview.token, accept=accept)
    days_held = rows_of(stocked, "select day(day) from visits order by day")
    assert days_held == [(5,), (6,), (7,), (12,), (14,)]


def test_a_required_question_must_be_accepted(stocked: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "besuche.csv", visits(6, 7) + "Summe;;999;\r\n")
    (report,) = ingest.import_files([path])
    assert report.outcome == "asked"
    assert rows_of(stocked, "select count(*) from visits") == [(1,)]
    preview = ingest.preview([path])
    with pytest.raises(EinlassError, match=r"import\.unanswered"):
        ingest.confirm(preview.token)
    ingest.confirm(preview.token, accept=[question.id for question in preview.questions])
    assert rows_of(stocked, "select count(*) from visits") == [(3,)]


def series() -> list[tuple[str, str]]:
    """Files that replace, add, refer to and contradict each other."""
    more = [good("offices"), good("offices", dienststelle_id="D2", name="Zweites Amt", kurz="Zweit")]
    return [
        ("stellen.csv", csv_text(more)),
        ("besuche-1.csv", visits(6, 7, 8)),
        (
            "besuche-2.csv",
            csv_text(
                [good("visits", dienststelle_id=d, datum="08.03.2019", besucher="70") for d in ("D1", "D2")]
            ),
        ),
        (
            "kontrollen.csv",
            csv_text([good("checks", kontroll_id=f"K{n}", datum=f"0{n}.03.2019") for n in (6, 7, 8)]),
        ),
        ("funde.csv", csv_text([good("finds", fund_id=f"F{n}", kontroll_id=f"K{n}") for n in (6, 8)])),
        ("besuche-3.csv", visits(7, besucher="79")),
    ]


@pytest.mark.parametrize("undone", range(6))
def test_a_warehouse_without_a_batch_is_one_that_never_saw_it(
    stock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undone: int
) -> None:
    found = {}
    for name, skipped in (("undone", None), ("never", undone)):
        folder = tmp_path / name
        shutil.copytree(stock, folder)
        monkeypatch.setenv("EINLASS_DATA", str(folder))
        files = [written(tmp_path, file, text) for at, (file, text) in enumerate(series()) if at != skipped]
        ids = [report.batch_id for report in ingest.import_files(files)]
        if skipped is None:
            ingest.undo(ids[undone], user="berta")
            (batch,) = [batch for batch in ingest.history() if batch.undone_at]
            assert (batch.batch_id, batch.undone_by) == (ids[undone], "berta")
        found[name] = warehouse(folder)
    for table in TABLES:
        assert found["undone"][table] == found["never"][table], table


def test_what_was_taken_back_can_come_again_but_not_be_taken_back_twice(
    stocked: Path, tmp_path: Path
) -> None:
    path = written(tmp_path, "besuche.csv", visits(6))
    (report,) = ingest.import_files([path])
    ingest.undo(report.batch_id)
    with pytest.raises(EinlassError, match=r"import\.no_batch"):
        ingest.undo(report.batch_id)
    (again,) = ingest.import_files([path])
    assert (again.outcome, again.batch_id) == ("imported", f"{report.batch_id}-2")
    ingest.undo(again.batch_id)
    assert rows_of(stocked, "select count(*) from visits") == [(1,)]


def test_rows_of_an_office_that_is_not_there_wait_and_come_in_with_it(stocked: Path, tmp_path: Path) -> None:
    rows = [good("visits", datum="06.03.2019", dienststelle_id=office) for office in ("D1", "D2")]
    path = written(tmp_path, "besuche.csv", csv_text(rows))
    (first,) = ingest.import_files([path])
    assert (first.new, first.rejected, first.waiting, first.adds_up) == (1, 0, 1, True)
    (known,) = ingest.import_files([path])
    assert (known.outcome, known.waiting) == ("known", 1)
    (office,) = ingest.import_files(
        [written(tmp_path, "d2.csv", csv_text([good("offices", dienststelle_id="D2")]))]
    )
    assert [(note.key, note.values) for note in office.notes] == [
        ("note.others_come_in", {"count": 1, "files": ["besuche.csv"]})
    ]
    assert rows_of(stocked, "select office_id from visits where day = '2019-03-06' order by 1") == [
        ("D1",),
        ("D2",),
    ]
    assert ingest.import_files([path])[0].outcome == "known"


def test_rows_that_lost_what_they_refer_to_wait_and_come_back_with_it(stocked: Path, tmp_path: Path) -> None:
    offices = written(tmp_path, "d2.csv", csv_text([good("offices", dienststelle_id="D2")]))
    rows = [good("visits", datum="06.03.2019", dienststelle_id=office) for office in ("D1", "D2")]
    both = written(tmp_path, "beide.csv", csv_text(rows))
    alone = written(tmp_path, "d2-besuche.csv", csv_text([rows[1] | {"datum": "07.03.2019"}]))
    first, *_ = ingest.import_files([offices, both, alone])
    held = warehouse(stocked)
    ingest.undo(first.batch_id)
    assert rows_of(stocked, "select count(*) from visits") == [(2,)]
    waiting = {batch.file: (batch.accepted, batch.waiting) for batch in ingest.history()}
    assert (waiting["beide.csv"], waiting["d2-besuche.csv"]) == ((1, 1), (0, 1))
    reports = ingest.import_files([offices, both, alone])
    assert [report.outcome for report in reports] == ["imported", "known", "known"]
    assert {table: len(rows) for table, rows in warehouse(stocked).items()} == {
        table: len(rows) for table, rows in held.items()
    }
    held = warehouse(stocked)
    ingest.rebuild()
    assert warehouse(stocked) == held


def test_taking_back_the_only_sample_makes_room_for_real_data(folder: Path, tmp_path: Path) -> None:
    (report,) = ingest.import_files(
        [written(tmp_path, "s.csv", csv_text([good("offices", dienststelle_id="BSP-D1")]))]
    )
    ingest.undo(report.batch_id)
    assert not current_version().is_sample
    (real,) = ingest.import_files([written(tmp_path, "r.csv", csv_text([good("offices")]))])
    assert real.outcome == "imported"


def test_ten_times_the_usual_is_asked_about(stocked: Path, tmp_path: Path) -> None:
    days = [f"{day:02}.{month:02}.2019" for month, day in itertools.product(range(1, 4), (1, 8, 15, 22))]
    rows = [good("visits", datum=day, besucher="60") for day in days] + [
        good("visits", datum="29.03.2019", besucher="600")
    ]
    (report,) = ingest.import_files([written(tmp_path, "v.csv", csv_text(rows))])
    (question,) = report.questions
    assert (report.outcome, question.key) == ("asked", "question.unusual")
    assert (question.values["row"], question.values["value"], question.values["usual"]) == (14, 600, 60.0)
    (report,) = ingest.import_files([tmp_path / "v.csv"], accept=[question.id])
    assert (report.outcome, report.new) == ("imported", 13)


@pytest.mark.parametrize(
    ("first_friday", "outcome"), [(date(2017, 9, 1), "imported"), (date(2018, 8, 31), "asked")]
)
def test_the_usual_is_that_of_a_year_around_the_file(
    stocked: Path, tmp_path: Path, first_friday: date, outcome: str
) -> None:
    days = [first_friday + timedelta(days=7 * week) for week in range(10)]
    rows = [good("visits", datum=f"{day:%d.%m.%Y}", besucher="60") for day in days]
    ingest.import_files([written(tmp_path, "earlier.csv", csv_text(rows))], accept=["all"])
    later = csv_text([good("visits", datum="29.03.2019", besucher="600")])
    (report,) = ingest.import_files([written(tmp_path, "later.csv", later)])
    assert report.outcome == outcome


def test_a_later_row_of_the_file_that_says_something_else_is_asked_about(
    stocked: Path, tmp_path: Path
) -> None:
    rows = [good("visits", datum="11.03.2019", besucher=count) for count in ("10", "20", "20")]
    rows += [
        good("visits", datum="12.03.2019", besucher="", zaehlart=method) for method in ("TICKET", "ZAEHL")
    ]
    (report,) = ingest.import_files([written(tmp_path, "v.csv", csv_text(rows))])
    (question,) = report.questions
    assert (report.outcome, question.key) == ("asked", "question.twice")
    assert question.values == {
        "count": 2,
        "row": 2,
        "later": 4,
        "rows": [2, 5],
        "columns": ["besucher", "zaehlart"],
    }
    (report,) = ingest.import_files([tmp_path / "v.csv"], accept=[question.id])
    assert (report.outcome, report.new, report.duplicates) == ("imported", 2, 3)


def test_a_row_that_comes_twice_as_it_is_is_not_asked_about(stocked: Path, tmp_path: Path) -> None:
    rows = [good("events", text="A", dienststelle_id=""), good("events", text="B")] * 2
    (report,) = ingest.import_files([written(tmp_path, "e.csv", csv_text(rows))])
    assert (report.outcome, report.new, report.duplicates, report.questions) == ("imported", 2, 2, ())


def test_cells_like_formulas_are_harmless_on_the_way_out_and_the_same_on_the_way_in(
    stocked: Path, tmp_path: Path
) -> None:
    posts = ["=1+1", "+cmd|' /C calc'!A0", "-S\u00fcd", "@SUM(A1)", "'=alt", "-", "-12,5"]
    rows = [good("shifts", schicht_id=f"F{at}", posten=post, std_ist="viel") for at, post in enumerate(posts)]
    rows.append(good("shifts", schicht_id="G1"))
    (report,) = ingest.import_files([written(tmp_path, "dienstplan.csv", csv_text(rows))])
    content = ingest.rejected_rows_csv(report)
    assert content is not None
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    cells = {cell for line in lines for cell in line}
    assert {cell for cell in cells if cell.startswith(("=", "+", "-", "@"))} == {"-", "-12,5"}
    corrected = content.replace(b"viel", b"5,25")
    (report,) = ingest.import_files([written(tmp_path, "noch einmal.csv", corrected.decode("utf-8-sig"))])
    assert (report.outcome, report.new) == ("imported", len(posts))
    stored = {row[0] for row in rows_of(stocked, "select post from shifts where shift_id like 'F%'")}
    assert stored == {"=1+1", "+cmd|' /C calc'!A0", "-S\u00fcd", "@SUM(A1)", "=alt", "-", "-12,5"}


def test_refused_rows_come_back_as_a_file_that_can_be_corrected_and_sent_again(
    stocked: Path, tmp_path: Path
) -> None:
    rows = [
        good("shifts", schicht_id="S2", std_ist="viel", anbieter="Herr Muster"),
        good("shifts", schicht_id="S3", dienststelle_id="D9"),
        good("shifts", schicht_id="S4"),
    ]
    text = csv_text([row | {"personal_nr": "4711"} for row in rows], above=("Dienststelle: D1",))
    path = written(tmp_path, "dienstplan.csv", text)
    (report,) = ingest.import_files([path])
    assert (report.new, report.rejected) == (1, 2)
    assert "Muster" not in json.dumps(report.to_json())
    content = ingest.rejected_rows_csv(report)
    assert content is not None
    assert b"Muster" not in content
    assert b"4711" not in content
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [line["zeile_der_datei"] for line in lines] == ["3", "4"]
    assert lines[0]["std_ist"] == "viel"
    assert lines[1]["rate_eur_per_hour" if "rate_eur_per_hour" in lines[1] else "satz_eur_netto"] == "17,9"
    corrected = content.decode("utf-8-sig").replace("viel", "5,25").replace("D9", "D1")
    (again,) = ingest.import_files([written(tmp_path, "korrigiert.csv", corrected)])
    assert (again.new, again.rejected) == (2, 0)


@pytest.mark.parametrize("table", GOOD)
def test_a_template_is_an_export(tmp_path: Path, table: str) -> None:
    name = ingest.templates()[table]
    path = tmp_path / name
    path.write_bytes(ingest.template(table))
    sheet = read(path)
    assert sheet.source.table == table
    assert not sheet.dropped_headers


def test_a_report_survives_json() -> None:
    report = FileReport(
        "a.csv",
        "imported",
        period_from=date(2019, 1, 1),
        gone=(("1", "2"),),
        gaps=((date(2019, 1, 1), date(2019, 2, 1)),),
        notes=(Note("note.x", {"day": date(2019, 1, 1), "rows": [1]}),),
        questions=(Question("a:b", "question.x", {"day": date(2019, 1, 2)}),),
        rejects=(Reject(1, "a", "b", "c"),),
        first_rows=({"a": "b"},),
        changed_columns={"a": 1},
    )
    assert FileReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_of_many_refused_rows_a_page_holds_the_first_and_the_file_all(folder: Path, tmp_path: Path) -> None:
    """Tens of thousands of refusals would be read and held anew at every click."""
    count = MANY_REJECTS + 100
    lines = [f"2019-13-{number % 90 + 10};D1;{number};ZAEHL" for number in range(count)]
    accepted = ["2019-03-04;D1;19;ZAEHL"] * 19 * count  # the refusals are less than a twentieth
    path = tmp_path / "besuche.csv"
    path.write_text("\n".join(["datum;dienststelle_id;besucher;zaehlart", *lines, *accepted, ""]), "utf-8")
    offices = tmp_path / "dienststellen.csv"
    offices.write_text(csv_text([good("offices")]), "utf-8")
    previewed = ingest.preview([offices, path])
    report = next(one for one in previewed.reports if one.table == "visits")
    assert (report.rejected, report.reject_count, len(report.rejects)) == (count, count, MANY_REJECTS)
    assert report.refused_rows == ()
    full = ingest.full_report_of_preview(previewed.token, previewed.reports.index(report))
    assert len(ingest.rejected_rows_csv(full).splitlines()) == count + 1
    ingest.confirm(previewed.token, accept=["all"])
    batch = next(one for one in ingest.history() if one.table == "visits")
    assert (batch.rejected, len(batch.report.rejects)) == (count, MANY_REJECTS)
    assert len(ingest.full_report(batch.batch_id).refused_rows) == count


def test_a_preview_says_which_verdicts_would_change(folder: Path, tmp_path: Path) -> None:
    """A town of which the incidents come last: until then nothing can be said of them."""
    town = TOWNS["none_listed"]()
    town.write(tmp_path / "files", getattr(town, "roster_from", None))
    files = sorted((tmp_path / "files").glob("*.csv"))
    last = [path for path in files if path.name.startswith("vorfaelle")]
    ingest.import_files([path for path in files if path not in last], accept=["all"])
    before = current_version()
    previewed = ingest.preview(last)
    after = ingest.previewed_version(previewed.token)
    assert after is not None
    changes = verdict_changes(before, after, ["reported_incidents"])
    verdicts = {(one.measure and one.measure.key): (one.before, one.after) for one in changes}
    assert verdicts["T-M1"] == ("no_data", "clear_decrease")
    assert None in verdicts  # the city
    assert verdict_changes(before, before, ["reported_incidents"]) == []
    ingest.confirm(previewed.token, accept=["all"])
    published = finding(current_version(), Request("reported_incidents", "T-M1"))
    assert published.verdict == "clear_decrease"


def test_the_first_preview_compares_with_nothing(folder: Path, tmp_path: Path) -> None:
    town = TOWNS["none_listed"]()
    town.write(tmp_path / "files", getattr(town, "roster_from", None))
    previewed = ingest.preview(sorted((tmp_path / "files").glob("*.csv")))
    after = ingest.previewed_version(previewed.token)
    assert after is not None
    changes = verdict_changes(None, after, ["reported_incidents"])
    assert {one.before for one in changes} == {None}
    assert "clear_decrease" in {one.after for one in changes}
