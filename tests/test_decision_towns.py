"""The page about the decision in towns that know little, or have rosters, ends and several decisions."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import csv_text, good, import_all, serve
from test_decision_page import shown

from einlass import decision
from einlass.decision.options import ends
from einlass.measures import measures
from einlass.warehouse import DataVersion, current_version

# --- Towns that know little ------------------------------------------------------------------------------


def knows_little(folder: Path) -> Path:
    """A town with offices, one measure and incidents, and nothing else."""
    long = "Amt für " + "Angelegenheiten " * 23 + "am Ende"
    incidents = [
        good("incidents", vorfall_id=f"V{n}", datum=f"{day:%d.%m.%Y}", meldedatum=f"{day:%d.%m.%Y}")
        for n, day in enumerate(date(2018, 1, 8) + timedelta(weeks=3 * n) for n in range(30))
    ]
    parts = {
        "offices": [good("offices", name=long, kurz=long[:380])],
        "measures": [good("measures")],
        "incidents": incidents,
    }
    files = []
    for name, rows in parts.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(csv_text(rows), encoding="utf-8")
    return import_all(folder / "data", files)


@pytest.fixture(scope="module")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return knows_little(tmp_path_factory.mktemp("decision-town"))


def test_three_exports_are_enough_for_a_page(town_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(town_folder, monkeypatch)
    found = shown()
    assert "Zum Sicherheitsgefühl der Kundschaft ist nichts bekannt" in found
    assert "Kosten unbekannt, kein Dienstplan geladen" in found and "Kein Dienstplan" in found
    assert "Nicht gemessen ist, was nach dem Ende geschieht" in found
    assert "an denselben Tagen wie bisher, solange keine gewählt sind" in found
    own = decision.evidence(current_version())[0].reports.after
    assert own is not None and own.numerator
    every = f"{own.numerator:.0f} von {own.numerator:.0f} seit Beginn gemeldeten Vorfällen geschahen"
    assert every in found  # on the days of opening; nothing else tells of days


def test_without_a_measure_there_is_nothing_to_decide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "offices.csv"
    file.write_text(csv_text([good("offices")]), encoding="utf-8")
    serve(import_all(tmp_path / "data", [file]), monkeypatch)
    assert "Noch nichts zu entscheiden" in shown()


# --- Towns with rosters, ends and several decisions --------------------------------------------------------


def town(folder: Path, monkeypatch: pytest.MonkeyPatch, **rows: list[dict[str, str]]) -> DataVersion:
    files = []
    for name, content in rows.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(csv_text(content), encoding="utf-8")
    serve(import_all(folder / "data", files), monkeypatch)
    return current_version()


def roster(office: str, first: date, last: date, *weekdays: int) -> list[dict[str, str]]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        good("shifts", schicht_id=f"{office}{day}", dienststelle_id=office, datum=f"{day:%d.%m.%Y}")
        for day in days
        if day.isoweekday() in weekdays
    ]


def test_without_visit_counts_all_days_with_guards_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = town(
        tmp_path,
        monkeypatch,
        offices=[good("offices")],
        measures=[good("measures")],
        shifts=roster("D1", date(2019, 3, 4), date(2019, 6, 28), 1, 4),
    )
    went_on, adapted, _ = decision.options(version, "M1", ends(decision.first_day(version))[0])
    assert adapted.weekdays == (1, 4) and adapted.outcome == went_on.outcome
    assert went_on.outcome is not None and went_on.outcome.low_cost > 0
    codes = [one.code for one in (*went_on.reasons_for, *went_on.reasons_against)]
    assert codes == []  # nothing was reported or asked: no reason is made of that


def test_each_measure_has_its_own_day_of_decision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = good("measures", massnahme_id="M2", dienststelle_id="D2", geplant_bis="30.06.2020")
    first, last = date(2019, 3, 4), date(2019, 6, 28)
    version = town(
        tmp_path,
        monkeypatch,
        offices=[good("offices"), good("offices", dienststelle_id="D2", name="Amt 2", kurz="Amt 2")],
        measures=[good("measures", geplant_bis="31.12.2019"), later],
        shifts=[*roster("D1", first, last, 1, 4), *roster("D2", first, last, 2)],
    )
    every = measures(version)
    assert decision.first_day(version, every["M1"]) == date(2020, 1, 1)
    assert decision.first_day(version, every["M2"]) == date(2020, 7, 1)
    found = shown(measure="M1")
    assert "Entscheidung am 31.12.2019 und 30.06.2020" in found
    assert "netto vom 01.01.2020 bis 31.03.2020" in found and "zum 31.12.2019, wie zuletzt geplant" in found


def test_what_has_ended_somewhere_is_neither_spent_nor_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = good("measures", dienststelle_id="D2", geplant_bis="31.03.2020", gueltig_bis="26.04.2019")
    version = town(
        tmp_path,
        monkeypatch,
        offices=[good("offices"), good("offices", dienststelle_id="D2", name="Amt 2", kurz="Amt 2")],
        measures=[good("measures", geplant_bis="31.12.2019"), over],
        shifts=[
            *roster("D1", date(2019, 3, 4), date(2019, 6, 28), 1),
            *roster("D2", date(2019, 3, 4), date(2019, 4, 26), 1, 2, 3, 4, 5),
        ],
    )
    (measure,) = measures(version).values()
    assert measure.decided_on == date(2019, 12, 31)
    ended = decision.options(version, measure.key, date(2020, 3, 31))[2]
    gone = next(dict(one.numbers)["euros"] for one in ended.reasons_for if one.code == "cost_gone")
    shift = roster("D1", date(2019, 3, 4), date(2019, 3, 4), 1)[0]
    a_day = float(shift["std_ist"].replace(",", ".")) * float(shift["satz_eur_netto"].replace(",", "."))
    assert gone == pytest.approx(a_day, rel=0.1)  # one shift a week, where it lasts


def test_a_measure_that_has_ended_has_no_future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = (date(2018, 1, 8) + timedelta(weeks=n) for n in range(95))
    version = town(
        tmp_path,
        monkeypatch,
        offices=[good("offices")],
        measures=[good("measures", gueltig_bis="30.08.2019")],
        incidents=[
            good("incidents", vorfall_id=f"V{n}", datum=f"{day:%d.%m.%Y}", meldedatum=f"{day:%d.%m.%Y}")
            for n, day in enumerate(days)
        ],
        shifts=roster("D1", date(2019, 3, 4), date(2019, 8, 30), 1, 4),
    )
    found = shown()
    assert "Wieder einführen" in found and "Anders wieder einführen" in found and "Nicht fortsetzen" in found
    assert "entfallen" not in found and "weniger da" not in found
    assert all(one.reached is None for one in decision.gaps(version, "M1"))
    assert "nicht mehr, die Maßnahme ist beendet" in found
