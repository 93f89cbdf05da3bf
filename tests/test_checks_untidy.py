"""Checks and finds in small towns made for one fault each; every expected number is known from how the town is made."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Row, csv_text, good, import_all, serve
from test_new_indicator import opened, said
from test_saved_files import menus

from einlass.measures import Window
from einlass.paper.content import Paragraph
from einlass.paper.limits import limits
from einlass.topics import checks
from einlass.ui.checks.charts import items_title
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

MONDAY = date(2019, 3, 4)
LAST = date(2019, 3, 29)
PERIOD = Window(MONDAY, LAST + timedelta(days=1))
W = words_for("de")
Town = Callable[..., DataVersion]


def block(number: str, day: date, **changes: str) -> Row:
    told = {"kontroll_id": number, "datum": f"{day:%d.%m.%Y}", "erfasst_am": f"{day:%d.%m.%Y}"}
    return good("checks", **(told | {"gegenstaende": "0", "personen_mit_fund": "0"} | changes))


def find(number: str, check: str, **changes: str) -> Row:
    return good("finds", fund_id=number, kontroll_id=check, **({"anzahl": "1", "waffg": "N"} | changes))


def incident(number: str, hour: int) -> Row:
    return good("incidents", vorfall_id=number, datum="05.03.2019", stunde=str(hour), meldedatum="06.03.2019")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """One office with these check blocks, finds and incidents, a hundred visits on every weekday."""

    def built(blocks: Sequence[Row], finds: Sequence[Row] = (), incidents: Sequence[Row] = ()) -> DataVersion:
        days = [MONDAY + timedelta(days=n) for n in range(PERIOD.days)]
        visits = [
            good("visits", datum=f"{day:%d.%m.%Y}", besucher="100") for day in days if day.isoweekday() < 6
        ]
        exports = {
            "offices": [good("offices")],
            "visits": visits,
            "checks": list(blocks),
            "finds": list(finds),
            "incidents": list(incidents),
        }
        files = []
        for name, rows in exports.items():
            if rows:
                files.append(tmp_path / f"{name}.csv")
                files[-1].write_text(csv_text(rows), encoding="utf-8")
        return current_version(serve(import_all(tmp_path / "data", files), monkeypatch))

    return built


def spot_days(*weeks: int) -> list[Row]:
    """Spot checks from 8 to 10 on the Monday of some weeks."""
    return [
        block(f"S{n}", MONDAY + timedelta(weeks=n), regime="STICH", zeit_von="08:00", zeit_bis="10:00")
        for n in weeks
    ]


def group_of(version: DataVersion, regime: str) -> checks.Group:
    return next(one for one in checks.groups(version, ("D1",), PERIOD) if one.regime == regime)


# --- Hours ------------------------------------------------------------------------------------------------


def test_one_evening_incident_opens_no_hours_between(town: Town) -> None:
    found = checks.spots(
        version := town(spot_days(0, 1, 2), incidents=[incident("V1", 20)]), group_of(version, "STICH")
    )
    assert found.hours == (8, 9, 20)
    assert found.never == (20,)
    text = said(opened("checks"))
    assert "Von 20 bis 21 Uhr ist an diesen 3 Tagen keine Kontrolle erfasst." in text
    assert "nie" not in text[text.index("Stichproben zufällig") : text.index("Wochentage:")].lower().split()


def test_where_nothing_tells_of_further_hours_nothing_is_said_of_them(town: Town) -> None:
    found = checks.spots(version := town(spot_days(0, 1, 2)), group_of(version, "STICH"))
    assert (found.hours, found.never, found.is_known_open) == ((8, 9), (), False)
    assert "nach Stunden nicht zu sagen" in said(opened("checks"))


def test_every_known_hour_with_a_check_is_said(town: Town) -> None:
    found = checks.spots(
        version := town(spot_days(0, 1, 2), incidents=[incident("V1", 9)]), group_of(version, "STICH")
    )
    assert (found.never, found.is_known_open) == ((), True)
    assert "in jeder bekannten Stunde ist eine Kontrolle erfasst" in said(opened("checks"))


def test_checks_of_another_kind_show_that_an_hour_is_in_use(town: Town) -> None:
    full = block("F1", MONDAY + timedelta(days=1), zeit_von="14:00", zeit_bis="15:00")
    found = checks.spots(version := town([*spot_days(0, 1, 2), full]), group_of(version, "STICH"))
    assert found.hours == (8, 9, 14)
    assert found.never == (14,)


# --- Full and spot checks of one office and day -----------------------------------------------------------


def both_on_one_day() -> list[Row]:
    """On the first Monday 50 persons checked fully (3 finds, 1 refusal) and 20 in spot checks (1 find, 4 refusals)."""
    full = {"personen_kontrolliert": "50", "personen_mit_fund": "3", "gegenstaende": "3", "verweigert": "1"}
    spot = {"personen_kontrolliert": "20", "personen_mit_fund": "1", "gegenstaende": "2", "verweigert": "4"}
    later = {"personen_kontrolliert": "10", "verweigert": "0"}
    return [
        block("F1", MONDAY, **full),
        block("S1", MONDAY, regime="STICH", zeit_von="10:00", zeit_bis="11:00", **spot),
        block("F2", MONDAY + timedelta(days=1), **later),
        block("S2", MONDAY + timedelta(days=2), regime="STICH", **later),
    ]


def test_where_another_page_adds_both_ways_it_says_so(town: Town, tmp_path: Path) -> None:
    town(both_on_one_day())
    more = {
        "measures": good("measures", gueltig_von="01.03.2019"),
        "shifts": good("shifts", datum="04.03.2019"),
    }
    for name, row in more.items():
        (tmp_path / f"{name}.csv").write_text(csv_text([row]), "utf-8")
    import_all(tmp_path / "data", [tmp_path / f"{name}.csv" for name in more])
    long = W("checks.both_ways", offices="Prüfamt")
    own = {"measure": "M1", "indicator": "persons_with_find"}
    assert W("checks.both_ways.short") in said(opened("overview"))
    assert long in said(opened("comparison", **own))
    assert long in said(opened("trends", indicator="persons_with_find"))
    assert long in said(opened("staffing"))
    assert long in said(opened("decision"))
    assert long in [one.text for one in limits(current_version(), W) if isinstance(one, Paragraph)]
    assert long not in said(opened("trends", indicator="visits_per_open_day"))


@pytest.mark.parametrize(
    ("regime", "finds", "refused", "checked", "items"),
    [("VOLL", 3, 1, 60, 3), ("STICH", 1, 4, 30, 2)],
)
def test_full_and_spot_checks_of_one_day_are_told_apart(
    town: Town, regime: str, finds: int, refused: int, checked: int, items: int
) -> None:
    version = town(both_on_one_day())
    group = group_of(version, regime)
    for code, count in ((checks.FINDS, finds), (checks.REFUSED, refused)):
        told = checks.total(version, code, group)
        assert (told.rated, told.denominator) == (count, checked)
    share = checks.total(version, checks.SHARE, group)
    assert (share.rated, share.denominator) == (checked, 200)  # two days of a hundred visits each
    assert sum(one.persons for one in checks.by_period(version, group, frozenset())) == finds
    assert checks.items(version, group).unlisted == items


def test_the_sums_of_both_kinds_are_those_of_all_checks(town: Town) -> None:
    version = town(both_on_one_day())
    told = [checks.total(version, checks.FINDS, group_of(version, one)) for one in checks.REGIMES]
    assert (sum(one.rated for one in told), sum(one.denominator for one in told)) == (4, 90)


# --- Cards and titles -------------------------------------------------------------------------------------


def test_where_everything_is_unclear_no_zero_is_shown(town: Town) -> None:
    rows = [block("F1", MONDAY, personen_mit_fund="3", gegenstaende="3")]
    town(rows, [find("X1", "F1", anzahl="3", waffg="U")])
    text = said(opened("checks"))
    assert "|ungeklärt||Gegenstände unter dem Waffengesetz||3 Gegenstände ungeklärt|" in text


@pytest.mark.parametrize(
    ("count", "title"),
    [
        (1, "Der eine Gegenstand wurde verwahrt und beim Gehen zurückgegeben°"),
        (2, "1 von 2 Gegenständen wurde verwahrt und beim Gehen zurückgegeben°"),
        (7, "6 von 7 Gegenständen wurden verwahrt und beim Gehen zurückgegeben°"),
        (9, "6 von 9 Gegenständen wurden verwahrt und beim Gehen zurückgegeben"),
    ],
)
def test_the_title_of_the_items_fits_their_number(town: Town, count: int, title: str) -> None:
    kept = {1: 1, 2: 1, 7: 6, 9: 6}[count]
    rows = [block("F1", MONDAY, personen_mit_fund=str(count), gegenstaende=str(count))]
    finds = [find("X1", "F1", anzahl=str(kept))]
    finds += [find("X2", "F1", anzahl=str(count - kept), verbleib="POL")] if count > kept else []
    version = town(rows, finds)
    assert items_title(checks.items(version, group_of(version, "VOLL")), words_for("de")) == title


def test_no_jargon_of_statistics_stands_on_the_page(town: Town) -> None:
    town(spot_days(*range(6)))
    text = said(opened("checks"))
    # Of the 230,230 ways to draw 6 of 26 opening days only one takes all six Mondays.
    assert "in weniger als 1 von 1\u202f000 Auslosungen käme es ebenso ungleich oder ungleicher" in text
    assert "Permutation" not in text and "p =" not in text
    assert "Permutationstest" in said(opened("method"))


def test_each_chart_has_its_files_and_its_table(sample: DataVersion) -> None:
    page = opened("checks")
    offered = menus(page)
    for name in ("rates-VOLL", "rates-STICH", "items", "waiting", "shares"):
        assert {"table", "data", "xlsx", "pdf"} <= {kind for kind, _ in offered[f"checks-{name}"]["kinds"]}
    captions = " ".join(element.proto.body for element in page.get("html"))
    for caption in (
        "Personen mit Fund und Kontrollierte, Aus",
        "Gegenstände nach Art",
        "Wartezeit nach",
        "Stichproben nach",
    ):
        assert caption in captions
