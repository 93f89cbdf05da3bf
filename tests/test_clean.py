"""Rows as text → accepted, rejected with a reason, or replaced; and no row is lost between them."""

from collections.abc import Callable
from datetime import date, timedelta

import conftest
import pytest
from conftest import GOOD, Row, WriteCsv, good

from einlass import config
from einlass.errors import ImportRefused
from einlass.ingest.clean.rows import Cleaned, covered
from einlass.ingest.sources import BY_TABLE, SOURCES, Source

Clean = Callable[..., Cleaned]
Covered = Callable[..., tuple[date, date] | None]
KNOWN = {"offices": {"D1", "BSP-D1"}, "checks": {"K1"}, "survey_waves": {"W1"}}

# table, changed cells, the column or columns that are named, the reason
REJECTED: list[tuple[str, Row, str, str]] = [
    ("offices", {"oeffnung": "täglich"}, "oeffnung", "reason.weekdays"),
    ("offices", {"oeffnung": "Mo-Do 8-12, Fr"}, "oeffnung", "reason.opening_some"),
    ("offices", {"oeffnung": "Mo-Do 12-8"}, "oeffnung", "reason.opening_hours"),
    ("offices", {"name": ""}, "name", "reason.missing"),
    ("measures", {"gueltig_bis": "03.03.2019"}, "gueltig_von, gueltig_bis", "rule.ends_before_start"),
    ("measures", {"regime": "voll"}, "regime", "reason.code"),
    ("events", {"datum_bis": "28.02.2019"}, "datum_von, datum_bis", "rule.ends_before_start"),
    ("events", {"art": "BETRIEB"}, "art, betriebslage", "rule.operation_without_state"),
    ("visits", {"besucher": "viele"}, "besucher", "reason.integer"),
    ("visits", {"datum": "30.02.2019"}, "datum", "reason.no_such_day"),
    ("visits", {"datum": "01.01.1999"}, "datum", "reason.day_out_of_range"),
    ("checks", {"zeit_bis": "07:00"}, "zeit_von, zeit_bis", "rule.ends_before_start"),
    ("checks", {"zeit_bis": "25:00"}, "zeit_bis", "reason.clock"),
    ("checks", {"erfasst_am": "gestern"}, "erfasst_am", "reason.date"),
    ("checks", {"wartezeit_med_min": "2.5"}, "wartezeit_med_min", "reason.decimal"),
    (
        "checks",
        {"personen_mit_fund": "81", "gegenstaende": "90"},
        "personen_mit_fund, personen_kontrolliert",
        "rule.find_exceeds_checked",
    ),
    ("checks", {"gegenstaende": "1"}, "personen_mit_fund, gegenstaende", "rule.persons_exceed_items"),
    ("checks", {"regime": "PRAES"}, "regime, personen_kontrolliert", "rule.checked_without_checks"),
    ("checks", {"personen_kontrolliert": ""}, "regime, personen_kontrolliert", "rule.checks_without_count"),
    ("finds", {"anzahl": "0"}, "anzahl", "reason.out_of_range"),
    ("incidents", {"stunde": "24"}, "stunde", "reason.out_of_range"),
    ("incidents", {"aachen_stufe": "4"}, "aachen_stufe", "reason.level"),
    ("incidents", {"art": "BEL|XXX"}, "art", "reason.code"),
    ("incidents", {"meldedatum": "04.03.2019"}, "datum, meldedatum", "rule.reported_before_day"),
    ("survey_waves", {"feld_bis": "03.03.2019"}, "feld_von, feld_bis", "rule.ends_before_start"),
    (
        "survey_waves",
        {"teilgenommen_n": "81"},
        "teilgenommen_n, angesprochen_n",
        "rule.participants_exceed_approached",
    ),
    ("answers", {"wert": "6"}, "wert", "rule.answer_scale"),
    ("shifts", {"std_ist": "-1"}, "std_ist", "reason.decimal"),
    ("shifts", {"std_ist": "24,5", "kopf_ist": "1"}, "std_ist, kopf_ist", "rule.hours_exceed_day"),
]


@pytest.fixture
def cleaned(write_csv: WriteCsv) -> Clean:
    """Write rows, read and clean them."""

    def run(rows: list[Row], **layout: object) -> Cleaned:
        path = write_csv("export.csv", rows, **layout)
        return conftest.cleaned(path, KNOWN)[1]

    return run


@pytest.fixture
def days_of(write_csv: WriteCsv) -> Covered:
    """Write rows and tell which days the file speaks about."""

    def run(rows: list[Row], **layout: object) -> tuple[date, date] | None:
        sheet, result = conftest.cleaned(write_csv("export.csv", rows, **layout), KNOWN)
        return covered(sheet.source, sheet.period, result.rows)

    return run


@pytest.mark.parametrize("table", GOOD)
def test_the_good_row_of_each_export_is_accepted(cleaned: Clean, table: str) -> None:
    result = cleaned([GOOD[table]])
    assert result.rejects == []
    assert list(result.rows.index) == [2]
    assert list(result.rows.columns) == [column.name for column in BY_TABLE[table].columns]


@pytest.mark.parametrize(("table", "changes", "column", "reason"), REJECTED)
def test_a_bad_row_is_rejected_with_place_value_and_reason(
    cleaned: Clean, table: str, changes: Row, column: str, reason: str
) -> None:
    bad = good(table, **changes)
    beside = good("shifts", kopf_ist="2") if table == "shifts" else GOOD[table]
    result = cleaned([bad, beside])
    (reject,) = result.rejects
    assert (reject.row, reject.column, reject.reason) == (2, column, reason)
    if ", " not in column:
        assert reject.value == bad[column]
    assert list(result.rows.index) == [3]


def test_each_declared_rule_is_tried_above() -> None:
    tried = {(table, reason) for table, _, _, reason in REJECTED}
    assert {(source.table, rule.key) for source in SOURCES for rule in source.rules} <= tried


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if source.references], ids=lambda one: one.table
)
def test_a_row_that_refers_to_something_unknown_waits_for_it(cleaned: Clean, source: Source) -> None:
    (name, _), *_ = source.references.items()
    header = next(column.header for column in source.columns if column.name == name)
    result = cleaned([good(source.table, **{header: "X9"}), GOOD[source.table]])
    assert (result.waiting, result.rejects, list(result.rows.index)) == ({2: "X9"}, [], [3])


def test_all_reasons_of_a_row_are_told_at_once_and_the_row_counts_once(cleaned: Clean) -> None:
    result = cleaned([good("visits", datum="morgen", besucher="viele", zaehlart="XXX"), GOOD["visits"]])
    assert [reject.column for reject in result.rejects] == ["besucher", "datum", "zaehlart"]
    assert result.rejected_rows == {2}


def test_the_last_row_of_a_key_counts_and_a_rejected_one_replaces_nothing(cleaned: Clean) -> None:
    rows = [good("visits", besucher=count) for count in ("10", "20", "30", "viele")]
    result = cleaned(rows)
    assert result.duplicate_rows == [2, 3]
    assert list(result.rows["visit_count"]) == [30]
    assert result.rejected_rows == {5}


def test_events_for_all_offices_are_told_apart_by_day_and_kind(cleaned: Clean) -> None:
    everywhere = good("events", dienststelle_id="")
    result = cleaned([everywhere, good("events", dienststelle_id="", text="Anderes"), everywhere])
    assert result.duplicate_rows == [2]
    assert len(result.rows) == 2


@pytest.mark.parametrize(
    ("layout", "table", "expected"),
    [
        ({}, "visits", (date(2019, 3, 5), date(2019, 3, 6))),
        ({"above": ["Zeitraum: 01.01.2019 bis 31.03.2019"]}, "visits", (date(2019, 1, 1), date(2019, 4, 1))),
        ({}, "survey_waves", (date(2019, 3, 4), date(2019, 3, 9))),
        ({}, "offices", None),
        ({}, "events", None),
    ],
)
def test_the_days_a_file_speaks_about(days_of: Covered, layout: dict, table: str, expected: object) -> None:
    assert days_of([GOOD[table]], **layout) == expected


def test_a_row_outside_the_declared_period_is_rejected_and_says_which_period(cleaned: Clean) -> None:
    rows = [good("incidents", datum="28.02.2019"), GOOD["incidents"], good("incidents", datum="01.04.2019")]
    rows = [row | {"vorfall_id": f"V{at}", "meldedatum": "02.04.2019"} for at, row in enumerate(rows)]
    result = cleaned(rows, above=["Zeitraum: 01.03.2019 bis 31.03.2019"])
    assert [(one.row, one.column, one.value, one.reason, one.expected) for one in result.rejects] == [
        (3, "datum", "28.02.2019", "reason.outside_period", "01.03.2019 – 31.03.2019"),
        (5, "datum", "01.04.2019", "reason.outside_period", "01.03.2019 – 31.03.2019"),
    ]
    assert list(result.rows.index) == [4]


def test_a_day_in_the_future_is_rejected_and_a_period_ends_today(cleaned: Clean, days_of: Covered) -> None:
    today = config.today()
    days = [today, today + timedelta(days=1), date(config.CALENDAR_UNTIL.year - 1, 12, 31)]
    rows = [good("visits", datum=f"{day:%d.%m.%Y}") for day in days]
    title = f"Zeitraum: 01.01.2019 bis {days[-1]:%d.%m.%Y}"
    for layout in ({}, {"above": [title]}):
        result = cleaned(rows, **layout)
        first = 2 + len(layout)
        assert [(one.row, one.reason) for one in result.rejects] == [
            (first + 1, "reason.future_day"),
            (first + 2, "reason.future_day"),
        ]
        assert result.rejects[0].expected == f"… – {today:%d.%m.%Y}"
        assert days_of(rows, **layout) == (date(2019, 1, 1) if layout else today, today + timedelta(days=1))


def test_a_survey_wave_that_reaches_into_the_period_belongs_to_it(cleaned: Clean) -> None:
    fields = [("25.02.2019", "01.03.2019"), ("31.03.2019", "05.04.2019"), ("20.02.2019", "28.02.2019")]
    rows = [
        good("survey_waves", welle_id=f"W{at}", feld_von=start, feld_bis=end)
        for at, (start, end) in enumerate(fields)
    ]
    assert cleaned(rows, above=["Zeitraum: 01.03.2019 bis 31.03.2019"]).rejected_rows == {5}


@pytest.mark.parametrize("table", GOOD)
def test_sample_data_is_known_by_any_identifier(cleaned: Clean, table: str) -> None:
    own = next(header for header in GOOD[table] if header.endswith("_id"))
    assert cleaned([good(table, **{own: f"BSP-{GOOD[table][own]}"})]).is_sample
    assert not cleaned([GOOD[table]]).is_sample


def test_sample_data_among_real_data_refuses_the_file(cleaned: Clean) -> None:
    with pytest.raises(ImportRefused) as caught:
        cleaned([good("visits", dienststelle_id="BSP-D1"), GOOD["visits"]])
    assert caught.value.key == "refused.mixed_sample"
    assert caught.value.values["row"] == 3


def test_an_event_for_all_offices_takes_sides_with_the_other_events(cleaned: Clean) -> None:
    everywhere = good("events", dienststelle_id="")
    assert cleaned([everywhere, good("events", dienststelle_id="BSP-D1")]).is_sample
    assert not cleaned([everywhere, GOOD["events"]]).is_sample
