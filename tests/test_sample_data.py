"""The sample exports are what their README claims; read here without any code of the product."""

import csv
import io
import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import mean, median

import holidays
import pytest
from python_calamine import CalamineWorkbook
from scipy.stats import beta

SAMPLE = Path(__file__).resolve().parents[1] / "sample_data"
EXPORTS = SAMPLE / "exports"
FILES = sorted(path.name for path in EXPORTS.iterdir())
BOM, OLD_WINDOWS, WEB = ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-8", ",")
DIALECT = {
    **dict.fromkeys(("dienststellen", "massnahmen", "befragung", "kontrollen"), BOM),
    **dict.fromkeys(("besuche", "dienstplan"), OLD_WINDOWS),
    **dict.fromkeys(("ereignisse", "funde", "antworten"), WEB),
}
FIRST, LAST = date(2018, 1, 1), date(2020, 3, 17)
BEFORE, AFTER = (date(2018, 11, 12), date(2019, 3, 18)), (date(2019, 11, 11), LAST)
Table = list[dict[str, str]]


def dialect(name: str) -> tuple[str, str]:
    return OLD_WINDOWS if name == "kontrollen_2019-2.csv" else DIALECT[name.split(".")[0].split("_")[0]]


@cache
def lines(name: str) -> list[list[str]]:
    if name.endswith(".xlsx"):
        book = CalamineWorkbook.from_path(EXPORTS / name)
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        return [[plain(cell) for cell in row] for row in cells]
    encoding, separator = dialect(name)
    text = (EXPORTS / name).read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def plain(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


@cache
def table(source: str) -> Table:
    """All rows of an export, over its files, without title lines and sum row."""
    rows: Table = []
    for name in (name for name in FILES if name.split(".")[0].split("_")[0] == source):
        head = next(n for n, line in enumerate(lines(name)) if all(line))
        body = [line for line in lines(name)[head + 1 :] if line[0] != "Summe"]
        rows += [dict(zip(lines(name)[head], line, strict=True)) for line in body]
    return rows


def day(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date() if "." in text else date.fromisoformat(text[:10])


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def distinct(rows: Table) -> Table:
    return [dict(row) for row in dict.fromkeys(tuple(row.items()) for row in rows)]


@cache
def visitors() -> dict[tuple[date, str], float]:
    rows = [row for row in table("besuche") if row["besucher"]]
    return {(day(row["datum"]), row["dienststelle_id"]): number(row["besucher"]) for row in rows}


@cache
def sound_checks() -> Table:
    return [row for row in distinct(table("kontrollen")) if not is_impossible(row)]


def is_impossible(row: dict[str, str]) -> bool:
    return int(row["personen_mit_fund"]) > int(row["personen_kontrolliert"])


# --- Form -----------------------------------------------------------------------------------------------


def test_generating_again_gives_the_committed_files(tmp_path: Path) -> None:
    effects = tmp_path / "true_effects.json"
    command = [sys.executable, SAMPLE / "generate.py", "--out", tmp_path / "exports", "--effects", effects]
    subprocess.run(command, check=True)
    assert sorted(path.name for path in (tmp_path / "exports").iterdir()) == FILES
    changed = [n for n in FILES if (tmp_path / "exports" / n).read_bytes() != (EXPORTS / n).read_bytes()]
    assert changed == []
    assert effects.read_bytes() == (SAMPLE / "true_effects.json").read_bytes()


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".csv")])
def test_each_file_is_in_its_dialect(name: str) -> None:
    raw = (EXPORTS / name).read_bytes()
    encoding, separator = dialect(name)
    assert raw.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert (b"\r\n" in raw) == (separator == ";")
    assert len({len(line) for line in lines(name)}) == 1


@pytest.mark.parametrize("name", ["kontrollen_2019-2.csv", "dienstplan.csv"])
def test_windows_1252_files_are_no_utf_8(name: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        (EXPORTS / name).read_bytes().decode("utf-8")
    assert "Haupteingang Süd" in (EXPORTS / name).read_bytes().decode("cp1252")


@pytest.mark.parametrize("source", [*DIALECT, "vorfaelle"])
def test_every_row_shows_that_it_is_sample_data(source: str) -> None:
    assert table(source)
    assert all(any(cell.startswith("BSP-") for cell in row.values()) for row in table(source))


@pytest.mark.parametrize("name", ["vorfaelle.xlsx", "dienstplan.csv"])
def test_title_block_names_the_period(name: str) -> None:
    assert lines(name)[1][0] == "Berichtszeitraum: 01.01.2018 bis 17.03.2020"


def test_sum_row_of_the_roster_is_right() -> None:
    head, last = lines("dienstplan.csv")[3], lines("dienstplan.csv")[-1]
    assert last[0] == "Summe"
    for column in ("std_soll", "std_ist"):
        assert number(last[head.index(column)]) == sum(number(row[column]) for row in table("dienstplan"))


# --- Faults ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["besuche", "kontrollen"])
def test_one_percent_of_rows_is_repeated(source: str) -> None:
    rows = table(source)
    assert (len(rows) - len(distinct(rows))) / len(rows) == pytest.approx(0.01, abs=0.002)


def test_two_percent_of_visitor_counts_are_missing() -> None:
    rows = distinct(table("besuche"))
    empty = sum(not row["besucher"] for row in rows)
    offices = {office: {d for d, o in visitors() if o == office} for _, office in visitors()}
    open_days = {d for d, _ in visitors()}
    expected = sum(sum(d.weekday() < (4 if "SOZ" in office else 5) for d in open_days) for office in offices)
    assert empty / expected == pytest.approx(0.01, abs=0.002)
    assert (expected - len(rows)) / expected == pytest.approx(0.01, abs=0.002)


def test_some_checks_find_more_than_they_checked_and_keep_their_finds() -> None:
    impossible = [row for row in distinct(table("kontrollen")) if is_impossible(row)]
    assert len(impossible) / len(table("kontrollen")) == pytest.approx(0.005, abs=0.002)
    assert {row["kontroll_id"] for row in impossible} <= {row["kontroll_id"] for row in table("funde")}


def test_scanner_fails_for_one_week() -> None:
    failed = [row for row in table("kontrollen") if row["methode"] in ("OHNE", "TSK")]
    assert {day(row["datum"]) for row in failed} == {date(2020, 2, 24) + timedelta(n) for n in range(5)}
    assert all(int(row["geraeteausfall_min"]) > 0 for row in failed)


def test_reports_come_late_but_not_after_the_last_day() -> None:
    rows = [(day(row["datum"]), day(row["meldedatum"])) for row in table("vorfaelle")]
    delays = [(reported - happened).days for happened, reported in rows]
    assert min(delays) >= 0 and median(delays) == 2
    assert 0.92 <= mean(delay <= 21 for delay in delays) <= 0.99
    assert max(reported for _, reported in rows) <= LAST


# --- Rules between rows ---------------------------------------------------------------------------------


def test_nothing_happens_on_closed_days() -> None:
    closed = set(holidays.country_holidays("DE", subdiv="NW", years=range(2018, 2021)))
    closed |= {date(year, 12, 24) + timedelta(n) for year in (2018, 2019) for n in range(9)}
    sources = ("besuche", "kontrollen", "vorfaelle", "dienstplan")
    active = {(source, day(row["datum"])) for source in sources for row in table(source)}
    assert not {(source, d) for source, d in active if d in closed or d.weekday() > 4}
    assert all(FIRST <= d <= LAST for _, d in active)


def test_checks_never_exceed_the_visitors_of_the_day() -> None:
    checked: Counter[tuple[date, str]] = Counter()
    for row in sound_checks():
        handled = int(row["personen_kontrolliert"]) + int(row["verweigert"])
        checked[day(row["datum"]), row["dienststelle_id"]] += handled
        assert int(row["gegenstaende"]) >= int(row["personen_mit_fund"])
    assert all(count <= visitors().get(key, count) for key, count in checked.items())
    assert {office for _, office in checked} == {"BSP-AUSL", "BSP-BUERG"}


def test_finds_add_up_to_the_items_of_their_check() -> None:
    items: Counter[str] = Counter()
    for row in table("funde"):
        items[row["kontroll_id"]] += int(row["anzahl"])
    assert items == Counter({row["kontroll_id"]: int(row["gegenstaende"]) for row in table("kontrollen")})


def test_guards_log_incidents_only_where_and_since_they_are_there() -> None:
    duty = {(day(row["datum"]), row["dienststelle_id"]) for row in table("dienstplan")}
    logged = [
        row for row in table("vorfaelle") if row["meldequelle"] == "SIDI" or row["sidi_eingriff"] == "J"
    ]
    assert logged
    assert {(day(row["datum"]), row["dienststelle_id"]) for row in logged} <= duty


def test_the_trigger_is_in() -> None:
    row = next(row for row in table("vorfaelle") if day(row["datum"]) == date(2019, 10, 31))
    expected = {"art": "SEL", "aachen_stufe": "3", "mittel": "WAF", "polizei": "J", "ort": "WART"}
    assert {key: row[key] for key in expected} == expected


def test_each_respondent_answers_each_item_once() -> None:
    asked = {row["welle_id"]: int(row["teilgenommen_n"]) for row in table("befragung")}
    counts = Counter((row["welle_id"], row["frage_id"]) for row in table("antworten"))
    assert all(count == asked[wave] for (wave, _), count in counts.items())
    assert {wave for wave, _ in counts} == set(asked)
    assert mean(row["wert"] == "9" for row in table("antworten")) == pytest.approx(0.03, abs=0.005)


# --- True effects ---------------------------------------------------------------------------------------


@cache
def true_effects() -> dict:
    return json.loads((SAMPLE / "true_effects.json").read_text(encoding="utf-8"))


def incident_count(offices: set[str], window: tuple[date, date], is_staff_only: bool) -> int:
    return sum(
        row["dienststelle_id"] in offices
        and window[0] <= day(row["datum"]) <= window[1]
        and row["aachen_stufe"] != "0"
        and row["status"] != "STORNO"
        and not (is_staff_only and row["meldequelle"] == "SIDI")
        for row in table("vorfaelle")
    )


def exposure(offices: set[str], window: tuple[date, date]) -> float:
    return sum(n for (d, o), n in visitors().items() if o in offices and window[0] <= d <= window[1])


def ratio_interval(before: int, after: int, odds: float) -> tuple[float, float]:
    """Exact conditional 95 % interval of a rate ratio; `odds` is exposure before / after."""
    low = beta.ppf(0.025, after, before + 1) if after else 0.0
    high = beta.ppf(0.975, after + 1, before) if before else 1.0
    return odds * low / (1 - low), odds * high / (1 - high) if high < 1 else float("inf")


@pytest.mark.parametrize("group", ["AUSL", "SOZ", "BUERG", "SONST"])
@pytest.mark.parametrize("ratio", ["recorded_ratio", "staff_reports_ratio"])
def test_true_effects_lie_inside_the_realised_intervals(group: str, ratio: str) -> None:
    offices = {row["dienststelle_id"] for row in table("dienststellen") if row["gruppe"] == group}
    before, after = (
        incident_count(offices, window, ratio == "staff_reports_ratio") for window in (BEFORE, AFTER)
    )
    low, high = ratio_interval(before, after, exposure(offices, BEFORE) / exposure(offices, AFTER))
    (true,) = {true_effects()["incidents"][office][ratio] for office in offices}
    assert low < true < high
    assert low < 1 < high
    if group == "AUSL":
        assert 6 <= before <= 14 and 6 <= after <= 14


def test_means_of_answers_are_near_the_truth() -> None:
    wave = {row["welle_id"]: row for row in table("befragung")}
    change = {"AUSL": date(2019, 11, 11), "SOZ": date(2019, 11, 18), "BUERG": date(2020, 1, 13)}
    group_of = {row["dienststelle_id"]: row["gruppe"] for row in table("dienststellen")}
    values = defaultdict(list)
    for row in table("antworten"):
        asked = wave[row["welle_id"]]
        group = group_of[asked["dienststelle_id"]]
        phase = "after" if day(asked["feld_von"]) >= change[group] else "before"
        if row["wert"] != "9":
            values[f"{asked['zielgruppe']}-{group}", row["frage_id"], phase].append(int(row["wert"]))
    for (audience, item, phase), answers in values.items():
        true = true_effects()["survey_means"][audience][item][phase]
        assert mean(answers) == pytest.approx(true, abs=0.1 + 2.6 / len(answers) ** 0.5)
    assert len(values) == 2 * 3 * (5 + 3)


def test_roster_is_fulfilled_and_paid_as_stated() -> None:
    planned, actual = (
        sum(number(row[key]) for row in table("dienstplan")) for key in ("std_soll", "std_ist")
    )
    rates = [number(row["satz_eur_netto"]) for row in table("dienstplan")]
    assert 0.96 <= actual / planned <= 0.99
    assert mean(rates) == pytest.approx(17.5, abs=0.2)
    assert min(rates) >= 15.5 and max(rates) <= 19.5
