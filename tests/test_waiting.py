"""Rows wait for the office, check or wave they refer to: whatever the order of imports and undos, the end is one."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import GOOD, Row, WriteCsv, csv_text, good, listing, run_einlass, serve
from sequences import cells, played, sequence, shuffled_between_exports, written_files
from test_import import rows_of

from einlass import ingest
from einlass.ingest import Effect
from einlass.warehouse import current_snapshot

COUNTS = dict.fromkeys(GOOD, 1)


def held(folder: Path) -> dict[str, int]:
    return {table: int(str(rows_of(folder, f"select count(*) from {table}")[0][0])) for table in GOOD}


def good_files(tmp_path: Path) -> dict[str, Path]:
    files = {table: tmp_path / f"{table}.csv" for table in GOOD}
    for table, path in files.items():
        path.write_text(csv_text([GOOD[table]]), encoding="utf-8")
    return files


ORDERS = [list(reversed(GOOD)), *(random.Random(seed).sample(list(GOOD), len(GOOD)) for seed in range(1))]


@pytest.mark.parametrize("order", ORDERS, ids=["backwards", "shuffled"])
def test_exports_may_come_one_by_one_in_any_order(
    folder: Path, stock: Path, tmp_path: Path, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = good_files(tmp_path)
    for table in order:
        (report,) = ingest.import_files([files[table]])
        assert (report.outcome, report.rejected, report.adds_up) == ("imported", 0, True), table
    assert held(folder) == COUNTS
    found = cells()
    serve(stock, monkeypatch)
    assert found == cells()


def test_taking_back_the_offices_empties_nothing_for_good(stocked: Path) -> None:
    before = cells()
    offices = next(batch for batch in ingest.history() if batch.table == "offices")
    ingest.undo(offices.batch_id)
    assert held(stocked) == dict.fromkeys(GOOD, 0)
    waiting = {batch.table: (batch.accepted, batch.waiting) for batch in ingest.history()}
    assert waiting == {table: (0, int(table != "offices")) for table in GOOD}
    ingest.rebuild()
    assert {batch.waiting for batch in ingest.history() if batch.table != "offices"} == {1}
    (again,) = (
        ingest.import_files([stocked.parent / "offices.csv"])
        if False
        else ingest.import_files([_office(stocked.parent)])
    )
    assert [note.values["count"] for note in again.notes if note.key == "note.others_come_in"] == [9]
    assert {table: len(rows) for table, rows in cells().items()} == {
        table: len(rows) for table, rows in before.items()
    }


def _office(folder: Path) -> Path:
    path = folder / "stellen.csv"
    path.write_text(csv_text([GOOD["offices"]], newline="\n"), encoding="utf-8")
    return path


def test_taking_back_either_version_of_a_check_log_keeps_its_finds(
    stocked: Path, write_csv: WriteCsv
) -> None:
    first = write_csv("eins.csv", [good("checks", kontroll_id="K2", personen_kontrolliert="60")])
    finds = write_csv("funde.csv", [good("finds", fund_id="F2", kontroll_id="K2")])
    second = write_csv("zwei.csv", [good("checks", kontroll_id="K2", personen_kontrolliert="61")])
    ids = [ingest.import_files([path])[0].batch_id for path in (first, finds, second)]
    count = "select checked_count from checks where check_id = 'K2'"
    found = "select count(*) from finds where check_id = 'K2'"
    ingest.undo(ids[0])
    assert (rows_of(stocked, count), rows_of(stocked, found)) == ([(61,)], [(1,)])
    ingest.undo(ids[2])
    assert (rows_of(stocked, count), rows_of(stocked, found)) == ([], [(0,)])
    assert ingest.import_files([finds])[0].outcome == "known"
    ingest.import_files([first])
    assert (rows_of(stocked, count), rows_of(stocked, found)) == ([(60,)], [(1,)])


@pytest.mark.parametrize("is_one_file", [True, False], ids=["one file", "two files"])
def test_a_find_waits_for_a_check_taken_back_although_another_row_stands_in_its_place(
    stocked: Path, write_csv: WriteCsv, *, is_one_file: bool
) -> None:
    first, second = (write_csv(f"{one}.csv", [good("checks", kontroll_id=one)]) for one in ("K2", "K3"))
    taken_back, _ = (ingest.import_files([path])[0].batch_id for path in (first, second))
    rows = [good("finds", fund_id="F2", kontroll_id=one) for one in ("K2", "K3")]
    files = [rows] if is_one_file else [[one] for one in rows]
    for number, part in enumerate(files):
        (report,) = ingest.import_files([write_csv(f"f{number}.csv", part)], accept=["all"])
        assert (report.outcome, report.waiting) == ("imported", 0)
    ingest.undo(taken_back)
    found = cells()
    assert {one.file: one.waiting for one in ingest.history()}["f0.csv"] == 1
    ingest.rebuild()
    assert cells() == found


def test_a_file_whose_rows_were_replaced_can_count_again_when_somebody_says_so(
    stocked: Path, write_csv: WriteCsv
) -> None:
    old = write_csv("alt.csv", [good("visits", datum="11.03.2019", besucher="10")])
    new = write_csv("neu.csv", [good("visits", datum="11.03.2019", besucher="12")])
    ingest.import_files([old])
    ingest.import_files([new])
    (asked,) = ingest.import_files([old])
    assert [(question.key, question.values["count"]) for question in asked.questions] == [
        ("question.comes_again", 1)
    ]
    (report,) = ingest.import_files([old], accept=["alt.csv:comes_again"])
    assert (report.outcome, report.changed) == ("imported", 1)
    assert rows_of(stocked, "select visit_count from visits where day = '2019-03-11'") == [(10,)]
    assert ingest.import_files([old])[0].outcome == "known"


def test_a_newer_row_that_waits_leaves_the_older_one_in_force(stocked: Path, write_csv: WriteCsv) -> None:
    moved = write_csv("neu.csv", [good("checks", dienststelle_id="D9", personen_kontrolliert="70")])
    (report,) = ingest.import_files([moved])
    (wait,) = report.waits
    assert (report.waiting, wait.table, wait.value, wait.column) == (1, "offices", "D9", "dienststelle_id")
    where = "select office_id, checked_count from checks"
    assert rows_of(stocked, where) == [("D1", 80)]
    ingest.import_files([write_csv("d9.csv", [good("offices", dienststelle_id="D9")])])
    assert rows_of(stocked, where) == [("D9", 70)]


def test_a_waiting_file_covers_nothing_and_says_so_everywhere(stocked: Path, write_csv: WriteCsv) -> None:
    before = rows_of(stocked, "select * from office_coverage order by all")
    of_day = good("incidents", dienststelle_id="D11", datum="12.03.2019", meldedatum="13.03.2019")
    rows = [of_day | {"vorfall_id": f"V{number}"} for number in range(5)]
    path = write_csv("vorfaelle.csv", rows, above=["Zeitraum: 01.01.2019 bis 31.12.2019"])
    done = run_einlass("import", path, data=stocked)
    assert done.returncode == 0
    assert (
        "5 Zeilen warten auf die Dienststelle D11. Gemeint sein könnte: Amt für Prüfung, Haus 1 (D1)."
        in done.stdout
    )
    assert rows_of(stocked, "select * from office_coverage order by all") == before
    history = run_einlass("history", data=stocked).stdout.splitlines()[0]
    assert "0 Zeilen, von " in history and history.endswith("; 5 Zeilen warten")
    status = json.loads(run_einlass("status", "--json", data=stocked).stdout)
    assert {one["source_table"]: one["waiting_count"] for one in status["exports"]}["incidents"] == 5
    (waiting,) = current_snapshot().rows("views/waiting")
    assert (waiting.source_table, waiting.referenced_table, waiting.found_value, waiting.row_count) == (
        "incidents",
        "offices",
        "D11",
        5,
    )


def test_an_import_that_nothing_waits_for_judges_nothing_anew(stocked: Path, write_csv: WriteCsv) -> None:
    ingest.import_files([write_csv("k.csv", [good("checks", kontroll_id="K7")])])
    batches = list(itertools.islice((stocked / "batches").glob("*.parquet"), 3))
    for path in batches:
        path.unlink()  # a replay would need them
    (report,) = ingest.import_files([write_csv("k8.csv", [good("checks", kontroll_id="K8")])])
    assert report.outcome == "imported"


def by_place(effects: Iterable[Effect]) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    return {
        (one.table, one.office_id): (one.leaving, one.coming, one.changed, one.waiting) for one in effects
    }


def test_an_undo_is_previewed_per_export_and_office(stocked: Path, write_csv: WriteCsv) -> None:
    both = [good("offices", dienststelle_id=office) for office in ("D1", "D2")]
    rows = [good("visits", dienststelle_id="D2", datum=f"{day}.03.2019") for day in ("05", "06")]
    offices = ingest.import_files([write_csv("stellen.csv", both)])[0]
    counts = ingest.import_files([write_csv("besuche.csv", [*rows, good("visits", besucher="1000")])])[0]
    listed = listing(stocked)
    assert by_place(ingest.preview_undo(counts.batch_id).effects) == {
        ("visits", "D1"): (0, 0, 1, 0),
        ("visits", "D2"): (2, 0, 0, 0),
    }
    assert by_place(ingest.preview_undo(offices.batch_id).effects) == {
        ("offices", "D2"): (1, 0, 0, 0),
        ("visits", "D2"): (2, 0, 0, 2),
    }
    said = run_einlass("undo", offices.batch_id, "--dry-run", data=stocked).stdout.splitlines()
    assert said[0].startswith("Die Rücknahme von stellen.csv")
    assert (
        "  Besuchszählung, Dienststelle D2: 2 Zeilen zählen nicht mehr und 2 Zeilen warten zusätzlich" in said
    )
    assert said[-1] == "Probelauf: nichts zurückgenommen."
    assert listing(stocked) == listed
    first = next(batch for batch in ingest.history() if batch.file == "offices.csv")
    assert by_place(ingest.preview_undo(first.batch_id).effects) == {}  # the newer file names it, too
    ingest.undo(offices.batch_id)
    (waiting,) = current_snapshot().rows("views/waiting")
    assert (waiting.found_value, waiting.row_count) == ("D2", 2)


@pytest.mark.parametrize("batch", ["", "  ", "0000"])
def test_an_undo_of_nothing_fails_with_words(stocked: Path, batch: str) -> None:
    before = listing(stocked)
    for arguments in ([], ["--dry-run"]):
        done = run_einlass("undo", batch, *arguments, data=stocked)
        assert (done.returncode, "gibt es nicht" in done.stderr) == (1, True)
    assert listing(stocked) == before


def test_a_month_sent_again_with_the_numbers_of_another_is_asked_about(
    stocked: Path, write_csv: WriteCsv
) -> None:
    def month(shift: int) -> list[Row]:
        return [
            good("visits", datum=f"{day:02}.09.2019", besucher=str(500 + 7 * ((day + shift) % 31)))
            for day in range(1, 31)
        ]

    ingest.import_files([write_csv("september.csv", month(0))])
    (asked,) = ingest.import_files([write_csv("noch einmal.csv", month(3))])
    (question,) = asked.questions
    assert (asked.outcome, question.key) == ("asked", "question.many_changed")
    assert question.values["examples"][0] == "01.09.2019, D1: 507 → 528"
    (report,) = ingest.import_files([write_csv("noch einmal.csv", month(3))], accept=[question.id])
    assert (report.outcome, report.changed) == ("imported", 30)
    first = report.changed_cells[0]
    assert (first.key, first.column, first.old, first.new) == ("01.09.2019, D1", "besucher", "507", "528")
    assert len(report.changed_cells) == 30
    corrected = [*month(3)[:25], *month(0)[25:]]
    (report,) = ingest.import_files([write_csv("korrektur.csv", corrected)])
    assert (report.outcome, report.changed) == ("imported", 5)


def test_rows_that_wait_are_gone_from_a_newer_full_export_like_others(
    stocked: Path, write_csv: WriteCsv
) -> None:
    """Whether their office came before or comes after the newer export."""
    title = ["Zeitraum: 11.03.2019 bis 15.03.2019"]

    def week(office: str, *days: int) -> list[Row]:
        return [good("visits", dienststelle_id=office, datum=f"{day}.03.2019") for day in days]

    old = write_csv("alt.csv", [*week("D1", 11, 12), *week("D7", 12, 13)], above=title)
    assert ingest.import_files([old])[0].waiting == 2
    new = write_csv("neu.csv", [*week("D1", 11), *week("D7", 12)], above=title)
    preview = ingest.preview([new])
    assert preview.reports[0].gone == (("12.03.2019", "D1"), ("13.03.2019", "D7"))
    ingest.confirm(preview.token, accept=["neu.csv:gone"])
    office = write_csv("d7.csv", [good("offices", dienststelle_id="D7", name="Amt Sieben", kurz="Amt 7")])
    ingest.import_files([office])
    days = "select day, office_id from visits where day >= '2019-03-11' order by all"
    assert [(day.day, office) for day, office in rows_of(stocked, days)] == [(11, "D1"), (12, "D7")]
    ingest.rebuild()
    assert len(rows_of(stocked, days)) == 2


def checks_of_a_day(*persons: str, day: str = "06") -> list[Row]:
    return [
        good("checks", kontroll_id=f"K{n}", datum=f"{day}.03.2019", personen_kontrolliert=count)
        for n, count in enumerate(persons, start=2)
    ]


def test_checks_beyond_the_visitors_of_their_day_come_in_with_the_corrected_count(
    stocked: Path, write_csv: WriteCsv
) -> None:
    (few,) = ingest.import_files([write_csv("v.csv", [good("visits", datum="06.03.2019", besucher="79")])])
    both = write_csv("k.csv", checks_of_a_day("40", "40"))
    (report,) = ingest.import_files([both])
    assert [(one.row, one.reason, one.value) for one in report.rejects] == [
        (number, "rule.checked_exceed_visits", "80 > 79") for number in (2, 3)
    ]
    assert (few.rejected, report.outcome, report.rejected, report.adds_up) == (0, "imported", 2, True)
    assert [row[:2] for row in report.refused_rows] == [("2", "K2"), ("3", "K3")]
    finds = write_csv("f.csv", [good("finds", fund_id="F2", kontroll_id="K2")])
    assert ingest.import_files([finds])[0].waiting == 1
    (more,) = ingest.import_files([write_csv("v2.csv", [good("visits", datum="06.03.2019", besucher="80")])])
    assert [note.values for note in more.notes if note.key == "note.others_come_in"] == [
        {"count": 3, "files": ["k.csv", "f.csv"]}
    ]
    assert rows_of(stocked, "select sum(checked_count) from checks where day = '2019-03-06'") == [(80,)]
    ingest.undo(more.batch_id)
    standing = {batch.file: (batch.accepted, batch.rejected, batch.waiting) for batch in ingest.history()}
    assert (standing["k.csv"], standing["f.csv"]) == ((0, 2, 0), (0, 0, 1))


def test_a_newer_check_that_exceeds_the_visitors_leaves_no_older_one_in_force(
    stocked: Path, write_csv: WriteCsv
) -> None:
    files = [
        write_csv("v.csv", [good("visits", datum="06.03.2019", besucher="79")]),
        write_csv("k1.csv", checks_of_a_day("40", day="05")),
        write_csv("k2.csv", checks_of_a_day("80")),
    ]
    reports = [ingest.import_files([path])[0] for path in files]
    assert [report.rejected for report in reports] == [0, 0, 1]
    assert rows_of(stocked, "select count(*) from checks where check_id = 'K2'") == [(0,)]
    (right,) = ingest.import_files([write_csv("k3.csv", checks_of_a_day("50"))])
    assert (right.rejected, right.adds_up) == (0, True)
    assert rows_of(stocked, "select checked_count from checks where day = '2019-03-06'") == [(50,)]


@pytest.mark.parametrize("seed", range(1))
def test_the_order_between_exports_never_matters(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(f"between {seed}")
    files = written_files(tmp_path / "files", chance, 12)
    ends = []
    for order in (files, shuffled_between_exports(files, chance)):
        serve(tmp_path / f"end {len(ends)}", monkeypatch)
        reports = [ingest.import_files([path], accept=["all", f"{path.name}:gone"])[0] for path in order]
        assert all(report.adds_up for report in reports)
        ends.append((cells(), {report.file: report.outcome for report in reports}))
    assert ends[0] == ends[1]


SEEDS = range(2)


@pytest.mark.parametrize("seed", SEEDS)
def test_only_what_counts_decides_the_end(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(f"order {seed}")
    files = written_files(tmp_path / "files", chance, 9)
    serve(tmp_path / "played", monkeypatch)
    counting = played(files, sequence(chance, len(files), 12))
    if not counting:
        return
    found = cells()
    ingest.rebuild()
    assert cells() == found
    serve(tmp_path / "straight", monkeypatch)
    for path in counting:
        ingest.import_files([path], accept=["all", f"{path.name}:gone"])
    assert cells() == found
