"""The page about the decision: its figures counted from the exports alone, its rules on made-up towns, its remarks.

The half that counts the exports shares no code with the product.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import serve
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest
from test_checks_page import checks_of, day_of, number, rows_of, visits_of
from test_incidents_page import exported
from test_new_indicator import said
from test_staffing_page import cost_of, shifts_of

from einlass import config, decision
from einlass.decision.options import ends, is_favourable
from einlass.measures import measures, offices
from einlass.paper.content import Ways
from einlass.paper.decision import Chosen
from einlass.paper.write import write
from einlass.ui.decision.asking import Asked
from einlass.ui.decision.files import tables_of, text_of
from einlass.warehouse import DataVersion, current_version
from einlass.words import decision as worded
from einlass.words import words_for

N = "\u202f"  # groups digits, stands before a per cent sign
W = words_for("de")
START, LAST = date(2019, 11, 11), date(2020, 3, 17)
PANDEMIC = date(2020, 3, 16)
KEPT = {1, 4}  # Monday and Thursday


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield current_version()


def shown(**params: str) -> str:
    app = AppTest.from_file(str(config.PAGES / "decision.py"), default_timeout=60)
    for name, text in params.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return said(app)


@pytest.fixture(scope="module")
def page(sample: DataVersion) -> str:
    return shown()


# --- The figures, from the exports alone ----------------------------------------------------------------


def blocks() -> list[tuple[date, int, int, int]]:
    """Day, persons checked, with a find and refusing of each check at the office, from the start to the pandemic."""
    rows = {row["kontroll_id"]: row for row in rows_of("kontrollen_*.csv")}.values()
    own = [
        row
        for row in rows
        if row["dienststelle_id"] == "BSP-AUSL" and START <= day_of(row["datum"]) < PANDEMIC
    ]
    names = ("personen_kontrolliert", "personen_mit_fund", "verweigert")
    found = [(day_of(row["datum"]), *(number(row[name]) for name in names)) for row in own]
    return [one for one in found if one[2] <= one[1]]


def test_finds_and_refusals_since_the_start(page: str) -> None:
    checked, persons, refused = (sum(one[place] for one in blocks()) for place in (1, 2, 3))
    assert (checked, persons, refused) == (21028, 341, 34)
    assert f"341 Personen mit Fund unter 21{N}028 Kontrollierten" in page
    assert f"34 von 21{N}028 Kontrollen wurden verweigert" in page


def test_what_falls_on_the_days_that_are_kept(page: str) -> None:
    visits = {day: count for day, count in visits_of("BSP-AUSL").items() if START <= day <= LAST}
    kept = sum(count for day, count in visits.items() if day.isoweekday() in KEPT)
    total = sum(visits.values())
    assert kept / total > 2 / 3 and (kept, total) == (16928, 21559)
    assert f"16{N}928 von 21{N}559 Besuchen fallen auf Mo und Do" in page
    persons = sum(one[2] for one in blocks() if one[0].isoweekday() in KEPT)
    assert f"{persons} von 341 Personen mit Fund" in page
    rest = [one for one in blocks() if one[0].isoweekday() not in KEPT]
    counts = sum(one[2] for one in rest), sum(one[1] for one in rest)
    assert counts == (80, 4531)
    assert f"Di, Mi und Fr: 80 Personen mit Fund unter 4{N}531 Kontrollierten" in page


def test_incidents_on_the_days_that_are_kept(page: str) -> None:
    own = [
        row
        for row in exported()
        if row["dienststelle_id"] == "BSP-AUSL" and day_of_cell(row["datum"]) >= START
    ]
    on_site = [row for row in own if str(row["ort"]) not in ("TEL", "MAIL")]
    assert len(on_site) == 9 and all(day_of_cell(row["datum"]).isoweekday() in KEPT for row in on_site)
    assert "9 von 9 seit Beginn gemeldeten Vorfällen" in page


def day_of_cell(cell: object) -> date:
    return cell if isinstance(cell, date) else day_of(str(cell))


def test_the_fewest_days_with_two_thirds_of_the_visits_are_kept() -> None:
    visits: dict[int, int] = {}
    for day, count in visits_of("BSP-AUSL").items():
        if START <= day <= LAST:
            visits[day.isoweekday()] = visits.get(day.isoweekday(), 0) + count
    one, two = sorted(visits.values(), reverse=True)[:2]
    total = sum(visits.values())
    assert one < total * 2 / 3 <= one + two


@pytest.mark.parametrize("key", ["BSP-M1", "BSP-M2", "BSP-M3"])
def test_cost_a_week_is_that_of_the_roster(page: str, key: str) -> None:
    first = {"BSP-M1": START, "BSP-M2": date(2019, 11, 18), "BSP-M3": date(2020, 1, 13)}[key]
    week = float(cost_of(shifts_of(key))) / (((LAST - first).days + 1) / 7)
    assert f"{week:,.0f}".replace(",", N) + f"{N}€ je Woche" in page


@pytest.mark.parametrize(
    ("told", "before", "after"),
    [
        ("44 → 66", (606, 1363), (447, 675)),
        ("58 → 49", (790, 1372), (333, 679)),
        ("45 → 58", (1057, 2329), (633, 1086)),
    ],
)
def test_shares_are_those_of_the_answers(
    page: str, told: str, before: tuple[int, int], after: tuple[int, int]
) -> None:
    """The counts themselves are recounted from the exports by tests/test_sentiment_page.py."""
    assert [f"{100 * some / every:.0f}" for some, every in (before, after)] == told.split(" → ")
    assert f"{told}{N}%" in page and f"{after[0]} von {after[1]:,}".replace(",", N) in page


def test_going_on_costs_what_the_days_ahead_cost_at_the_rates_paid(sample: DataVersion) -> None:
    """26 Mondays and Thursdays until the end of June without holidays, by hours, posts and rates of the roster."""
    went_on = decision.options(sample, "BSP-M1", date(2020, 6, 30))[0]
    days = [date(2020, 4, 1) + timedelta(days=n) for n in range(91)]
    holidays = {date(2020, 4, 13), date(2020, 5, 21), date(2020, 6, 1), date(2020, 6, 11)}
    worked = [day for day in days if day.isoweekday() in KEPT and day not in holidays]
    assert went_on.outcome is not None
    assert went_on.outcome.days == len(worked)
    rates = {row["satz_eur_netto"].replace(",", ".") for row in shifts_of("BSP-M1") if row["std_ist"] != "0"}
    ratio = went_on.outcome.high_cost / went_on.outcome.high_hours
    assert f"{ratio:.2f}" == f"{max(map(float, rates)):.2f}"


# --- The rules -------------------------------------------------------------------------------------------


def test_what_speaks_for_going_on_speaks_against_ending(sample: DataVersion) -> None:
    for key in measures(sample):
        went_on, adapted, ended = decision.options(sample, key, date(2020, 6, 30))
        assert went_on.reasons_for == ended.reasons_against[:-1]
        assert went_on.reasons_against == ended.reasons_for[:-1]
        assert (ended.reasons_against[-1].code, ended.reasons_for[-1].code) == ("unmeasured_end", "cost_gone")
        assert [one.kind for one in (went_on, adapted, ended)] == list(decision.KINDS)
        assert ended.outcome is not None and ended.outcome.high_cost == 0


def test_no_reason_is_anything_but_a_finding_or_a_count(sample: DataVersion) -> None:
    """Each carries a finding or numbers, but for the two that say what was never measured."""
    for key in measures(sample):
        for one in decision.options(sample, key, date(2020, 6, 30)):
            for reason in (*one.reasons_for, *one.reasons_against):
                judged = reason.finding is not None and reason.finding.verdict not in (
                    "no_data",
                    "not_comparable",
                )
                known = judged or reason.numbers or reason.days
                assert known or reason.code.startswith("unmeasured"), reason.code


def test_a_longer_wait_is_bad_news_and_feeling_safer_good(sample: DataVersion) -> None:
    own = decision.evidence(sample)[0]
    assert is_favourable(own.clients) is True
    assert is_favourable(own.sides[0]) is False
    assert is_favourable(own.staff) is None


def test_days_chosen_by_the_reader_hold(sample: DataVersion) -> None:
    found = shown(weekdays="135", until="2020-09-30")
    assert "nur noch Mo, Mi und Fr" in found and "netto vom 01.04.2020 bis 30.09.2020" in found
    adapted = decision.options(sample, "BSP-M1", date(2020, 9, 30), (1, 3, 5))[1]
    assert adapted.guard_days == (1,)  # guards are there on Monday and Thursday only
    assert "an 1 Tag der Woche weniger da" in found


@pytest.mark.parametrize("text", ["189", "11", "x"])
def test_days_that_are_none_are_said(sample: DataVersion, text: str) -> None:
    assert "nur noch Mo und Do" in shown(weekdays=text)


def test_a_day_that_is_not_on_offer_is_said(sample: DataVersion) -> None:
    assert "Kosten bis „2020-05-03“ lassen sich hier nicht wählen. Gezeigt wird: 30.06.2020" in shown(
        until="2020-05-03"
    )


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2020, 4, 1), date(2020, 6, 30)),
        (date(2020, 5, 20), date(2020, 9, 30)),
        (date(2020, 11, 15), date(2021, 3, 31)),
        (date(2020, 12, 31), date(2021, 3, 31)),
    ],
)
def test_costs_are_reckoned_to_ends_of_quarters(first: date, expected: date) -> None:
    found = ends(first)
    assert found[0] == expected and len(found) == 8
    assert all((one + timedelta(days=1)).day == 1 and one.month % 3 == 0 for one in found)


def test_what_is_missing_is_what_the_design_asks_for(sample: DataVersion) -> None:
    found = {(one.code, one.measures): one for one in decision.gaps(sample, "BSP-M1")}
    staff = found["waves_staff", ("BSP-M1", "BSP-M2")]
    assert (staff.have, staff.need) == (2, 3)
    waves = sorted(
        {
            day_of(row["feld_von"])
            for row in rows_of("befragung.csv")
            if row["zielgruppe"] == "BESCH" and row["dienststelle_id"] == "BSP-AUSL"
        }
    )
    steps = sorted((later - earlier).days for earlier, later in pairwise(waves))
    assert staff.reached is not None
    assert abs((staff.reached - waves[-1]).days - steps[len(steps) // 2]) <= 1
    city = found["fewer_30", ()]
    assert (city.have, city.before, city.is_out_of_reach) == (13, 66, True)
    half = found["fewer_50", ()]
    assert (half.unit, half.is_out_of_reach) == ("incidents", False)
    assert half.reached is not None
    weeks = (half.reached - date(2020, 3, 16)).days / 7
    assert half.need == pytest.approx(13 + 13 / 18 * weeks, abs=1)  # 13 reports in 18 weeks so far


def test_the_page_speaks_english_and_says_that_data_are_made_up(sample: DataVersion) -> None:
    found = shown(lang="en")
    assert "Continue" in found and "Sample data – fictitious" in found
    assert "Ursache" not in shown()


def test_each_reason_leads_somewhere(sample: DataVersion) -> None:
    app = AppTest.from_file(str(config.PAGES / "decision.py"), default_timeout=60).run()
    markup = next(str(one.proto.body) for one in app.get("html") if "em-ways" in str(one.proto.body))
    assert markup.count("<a href=") >= 15
    assert 'href="./comparison?measure=BSP-M1&amp;indicator=waiting_acceptable_clients' in markup


# --- Files -----------------------------------------------------------------------------------------------


def test_text_and_workbook_hold_what_the_page_says(sample: DataVersion) -> None:
    asked = Asked(measures(sample)["BSP-M1"], date(2020, 6, 30), (1, 4))
    text = text_of(sample, asked, W)
    assert "341 Personen mit Fund" in text and "Beispieldaten – fiktiv" in text and "44 → 66" in text
    content = tables_of(sample, asked, W)
    assert content == tables_of(sample, asked, W)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Befunde", "Belege", "Wege", "Offene Fragen"]
    for name in book.sheet_names:
        cells = [str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row]
        assert any("Beispieldaten – fiktiv" in cell for cell in cells), name
    ways = book.get_sheet_by_name("Wege").to_python()
    assert any("341 Personen mit Fund" in str(row[2]) for row in ways)


def test_names_are_those_of_the_offices(sample: DataVersion) -> None:
    assert offices(sample)["BSP-AUSL"].short_name in shown()


def test_check_blocks_are_counted_once() -> None:
    """The two ways of counting in these tests agree on the days they share."""
    own = [one for one in blocks() if one[0] < date(2020, 3, 16)]
    assert sum(one[1] for one in own) == sum(
        number(row["personen_kontrolliert"]) for row in checks_of("BSP-AUSL").values()
    )


def test_the_paper_offers_the_ways_of_the_page(sample: DataVersion) -> None:
    written = write(sample, "beschluss", W)
    ways = [one for one in written.blocks if isinstance(one, Ways)]
    assert [one.about for one in ways] == [
        "Einlasskontrollen: Ausländerbehörde",
        "Sicherheitsdienst: Sozialagentur Eppinghofer Str., Sozialagentur Ruhrstr. und Sozialagentur Styrum",
        "Stichproben: Bürgeramt",
    ]
    went_on, adapted, ended = ways[0].ways
    assert any(f"341 Personen mit Fund unter 21{N}028 Kontrollierten" in one for one in went_on.reasons_for)
    assert any(f"16{N}928 von 21{N}559 Besuchen" in one for one in adapted.reasons_for)
    assert f"Weitere Kosten 0{N}€ netto vom 01.04.2020 bis 30.06.2020" in ended.lines
    found = decision.options(sample, "BSP-M1", date(2020, 6, 30))[0]
    assert found.outcome is not None
    assert (
        f"Weitere Kosten {worded.option_cost(found, W)} netto vom 01.04.2020 bis 30.06.2020" in went_on.lines
    )


def test_spot_checks_on_changing_days_go_on_as_often_as_before(sample: DataVersion) -> None:
    days = {day for row in shifts_of("BSP-M3") if (day := day_of(row["datum"]))}
    first = min(days)
    a_week = len(days) / (((LAST - date(2020, 1, 13)).days + 1) / 7)
    went_on, adapted, _ = decision.options(sample, "BSP-M3", date(2020, 6, 30))
    assert went_on.days_a_week == pytest.approx(len(days) / (((max(days) - first).days + 1) / 7))
    assert went_on.days_a_week == pytest.approx(a_week, abs=0.05)
    assert went_on.outcome == adapted.outcome
    assert went_on.outcome is not None
    week = float(cost_of(shifts_of("BSP-M3"))) / (((LAST - date(2020, 1, 13)).days + 1) / 7)
    assert went_on.outcome.low_cost < 13 * week < went_on.outcome.high_cost


def test_the_paper_takes_what_the_reader_chose(sample: DataVersion) -> None:
    chosen = Chosen("BSP-M1", date(2020, 12, 31), (1, 3, 5))
    ways = [one for one in write(sample, "beschluss", W, chosen).blocks if isinstance(one, Ways)]
    adapted = ways[0].ways[1]
    assert adapted.lines[0] == "nur noch Mo, Mi und Fr"
    assert adapted.lines[1].endswith("netto vom 01.04.2020 bis 31.12.2020")  # type: ignore[union-attr]
    assert ways[1].ways[1].lines[0] == "nur noch Mo, Di und Do"  # of another measure its own days
