"""The exports, each declared once: header, columns, types, codes, key, references and rules.

The German headers are the ones the departments' systems write; everything behind them is English.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

from einlass.city.codes import INCIDENT_KINDS
from einlass.ingest.clean.cells import (
    CLOCK,
    DAY,
    DECIMAL,
    END_OF_SHIFT,
    FLAG,
    ITEM,
    LEVEL,
    MOMENT,
    TEXT,
    WEEKDAYS,
    Kind,
    code,
    integer,
    several,
)

Broken = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Column:
    """One column: its German header, our name, its type, whether a cell must be filled, and other names for it;
    the unit of its numbers and how large they may be."""

    header: str
    name: str
    kind: Kind
    is_required: bool = True
    aliases: tuple[str, ...] = ()
    unit: str = ""  # one of UNITS
    most: float | None = None  # no number is larger, for each of `most_per`
    most_per: str = ""  # the name of a column of this export


@dataclass(frozen=True)
class Rule:
    """A rule between columns: `key` names its text, `is_broken` marks the rows that break it."""

    key: str
    columns: tuple[str, ...]
    is_broken: Broken


@dataclass(frozen=True, eq=False)
class Source:
    """One export: the table its rows go to, how it is recognised, and what a row must meet."""

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    day: str | None = None
    references: dict[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    day_until: str | None = None
    derived: tuple[str, ...] = ()  # columns of the table and of its key that follow from other exports
    computed: dict[str, pa.DataType] = field(
        default_factory=dict
    )  # of the table that follow from the settings

    @property
    def headers(self) -> dict[str, Column]:
        """Columns by their German header."""
        return {column.header: column for column in self.columns}

    @property
    def names(self) -> list[str]:
        """Our column names, in order."""
        return [column.name for column in self.columns]

    @property
    def table_key(self) -> tuple[str, ...]:
        """What tells the rows of the table apart; within one file the declared key does."""
        return (*self.key, *self.derived)

    @property
    def id_columns(self) -> list[str]:
        """Columns that hold identifiers, by which sample data is recognised."""
        return [name for name in self.names if name.endswith("_id") and name != "item_id"]


# A unit of a column → the units that are turned into it, with the factor.
UNITS = {
    "min": {"s": 1 / 60, "min": 1.0, "h": 60.0},
    "h": {"s": 1 / 3600, "min": 1 / 60, "h": 1.0},
    "eur": {"cent": 0.01, "eur": 1.0},
}
HOURS_OF_A_DAY = 24
REGIMES = ("VOLL", "STICH", "PRAES", "KEIN")
OFFICE = Column("dienststelle_id", "office_id", TEXT, aliases=("dienststelle_nr", "dienststellennummer"))
OF_OFFICE = {"office_id": "offices"}
DAY_COLUMN = Column("datum", "day", DAY, aliases=("tag",))
COUNT = integer()


def _greater(left: str, right: str) -> Broken:
    """Rows in which `left` exceeds `right`; an empty cell breaks nothing."""
    return lambda rows: rows[left] > rows[right]


def _more_hours_than_a_day(hours: str, heads: str) -> Broken:
    """Rows with more hours than the heads have in a day; hours without a head are told elsewhere."""
    return lambda rows: rows[hours] > HOURS_OF_A_DAY * rows[heads].clip(lower=1)


OFFICES = Source(
    table="offices",
    columns=(
        OFFICE,
        Column("name", "name", TEXT),
        Column("kurz", "short_name", TEXT),
        Column("standort", "site", TEXT, is_required=False),
        Column("gruppe", "group_code", code("AUSL", "SOZ", "BUERG", "SONST")),
        Column("oeffnung", "open_weekdays", WEEKDAYS),
    ),
    key=("office_id",),
)

MEASURES = Source(
    table="measures",
    columns=(
        Column("massnahme_id", "measure_id", TEXT),
        OFFICE,
        Column("gueltig_von", "valid_from", DAY),
        Column("geplant_bis", "planned_until", DAY, is_required=False),
        Column("verlaengert_bis", "extended_until", DAY, is_required=False),
        Column("gueltig_bis", "valid_until", DAY, is_required=False),
        Column("regime", "regime", code(*REGIMES)),
        Column("grund", "reason", TEXT, is_required=False),
        Column("beleg_url", "reference_url", TEXT, is_required=False),
    ),
    key=("measure_id", "office_id", "valid_from"),
    references=OF_OFFICE,
    rules=(
        Rule("rule.ends_before_start", ("valid_from", "valid_until"), _greater("valid_from", "valid_until")),
    ),
)

EVENTS = Source(
    table="events",
    columns=(
        Column("datum_von", "day_from", DAY),
        Column("datum_bis", "day_until", DAY, is_required=False),
        Column("dienststelle_id", "office_id", TEXT, is_required=False),
        Column("art", "event_kind", code("AUSLOESER", "MELDEWEG", "BETRIEB", "SONST")),
        Column("betriebslage", "operating_state", code("REGEL", "EINGESCHR", "NOT", "ZU"), is_required=False),
        Column("text", "label", TEXT),
    ),
    key=("day_from", "office_id", "event_kind", "label"),
    references=OF_OFFICE,
    rules=(
        Rule("rule.ends_before_start", ("day_from", "day_until"), _greater("day_from", "day_until")),
        Rule(
            "rule.operation_without_state",
            ("event_kind", "operating_state"),
            lambda rows: (rows["event_kind"] == "BETRIEB") & rows["operating_state"].isna(),
        ),
    ),
)

VISITS = Source(
    table="visits",
    columns=(
        DAY_COLUMN,
        OFFICE,
        Column(
            "besucher", "visit_count", COUNT, is_required=False, aliases=("besucherzahl", "anzahl_besucher")
        ),
        Column("zaehlart", "counting_method", code("ZAEHL", "TICKET", "SCHAETZ")),
    ),
    key=("day", "office_id"),
    day="day",
    references=OF_OFFICE,
)

CHECKS = Source(
    table="checks",
    columns=(
        Column("kontroll_id", "check_id", TEXT),
        DAY_COLUMN,
        OFFICE,
        Column("eingang", "entrance", TEXT, is_required=False),
        Column("zeit_von", "starts_at", CLOCK),
        Column("zeit_bis", "ends_at", CLOCK),
        Column("regime", "regime", code(*REGIMES)),
        Column("methode", "method_code", code("HS", "TOR", "TSK", "OHNE")),
        Column("personen_kontrolliert", "checked_count", COUNT, is_required=False),
        Column("personen_mit_fund", "persons_with_find_count", COUNT, is_required=False),
        Column("gegenstaende", "item_count", COUNT, is_required=False),
        Column("verweigert", "refused_count", COUNT, is_required=False),
        Column(
            "wartezeit_med_min",
            "waiting_median_minutes",
            DECIMAL,
            is_required=False,
            unit="min",
            most=HOURS_OF_A_DAY * 60,
        ),
        Column("geraeteausfall_min", "device_outage_minutes", COUNT, is_required=False, unit="min"),
        Column("quelle", "origin", TEXT, is_required=False),
        Column("erfasst_am", "recorded_at", MOMENT, is_required=False),
    ),
    key=("check_id",),
    day="day",
    references=OF_OFFICE,
    rules=(
        Rule("rule.ends_before_start", ("starts_at", "ends_at"), _greater("starts_at", "ends_at")),
        Rule(
            "rule.find_exceeds_checked",
            ("persons_with_find_count", "checked_count"),
            _greater("persons_with_find_count", "checked_count"),
        ),
        Rule(
            "rule.persons_exceed_items",
            ("persons_with_find_count", "item_count"),
            _greater("persons_with_find_count", "item_count"),
        ),
        Rule(
            "rule.checked_without_checks",
            ("regime", "checked_count"),
            lambda rows: rows["regime"].isin(["PRAES", "KEIN"]) & rows["checked_count"].notna(),
        ),
        Rule(
            "rule.checks_without_count",
            ("regime", "checked_count"),
            lambda rows: rows["regime"].isin(["VOLL", "STICH"]) & rows["checked_count"].isna(),
        ),
    ),
)

FINDS = Source(
    table="finds",
    columns=(
        Column("fund_id", "find_id", TEXT),
        Column("kontroll_id", "check_id", TEXT),
        Column(
            "kategorie",
            "category_code",
            code("MES", "CUT", "SCH", "WKZ", "RZS", "SHW", "SSW", "GLS", "PYR", "BTM", "SON"),
        ),
        Column("anzahl", "item_count", integer(1)),
        Column("waffg", "weapons_act_code", code("J", "N", "U")),
        Column("verbleib", "disposal_code", code("VRW", "WEG", "VZB", "POL", "ZUV")),
    ),
    key=("find_id",),
    references={"check_id": "checks"},
)

INCIDENTS = Source(
    table="incidents",
    columns=(
        Column("vorfall_id", "incident_id", TEXT),
        DAY_COLUMN,
        Column("stunde", "hour", integer(0, 23), is_required=False),
        OFFICE,
        Column("ort", "place_code", code("EING", "WART", "SCHA", "BUER", "AUSS", "TEL", "MAIL")),
        Column(
            "art",
            "incident_kinds",
            several(*INCIDENT_KINDS),
        ),
        Column("aachen_stufe", "severity_code", LEVEL),
        Column("mittel", "means_code", code("KEIN", "GEG", "WAF")),
        Column("betroffene_n", "affected_count", COUNT, is_required=False),
        Column("verletzte_n", "injured_count", COUNT, is_required=False),
        Column("dienstunfaehig_n", "unfit_count", COUNT, is_required=False),
        Column("alarm", "is_alarm", FLAG, is_required=False),
        Column("sidi_eingriff", "is_guard_intervention", FLAG, is_required=False),
        Column("polizei", "is_police", FLAG, is_required=False),
        Column("hausverbot", "is_house_ban", FLAG, is_required=False),
        Column("strafanzeige", "is_criminal_complaint", FLAG, is_required=False),
        Column("meldequelle", "reporter_code", code("BESCH", "SIDI", "ALARM", "POL")),
        Column("meldedatum", "reported_on", DAY),
        Column("meldekreis_version", "reporting_version", integer(0, 999), is_required=False),
        Column("status", "status_code", code("OFFEN", "GEPR", "STORNO")),
    ),
    key=("incident_id",),
    day="day",
    computed={"severity_level": pa.int32()},
    references=OF_OFFICE,
    rules=(Rule("rule.reported_before_day", ("day", "reported_on"), _greater("day", "reported_on")),),
)

SURVEY_WAVES = Source(
    table="survey_waves",
    columns=(
        Column("welle_id", "wave_id", TEXT),
        Column("zielgruppe", "audience_code", code("KUND", "BESCH")),
        OFFICE,
        Column("feld_von", "field_from", DAY),
        Column("feld_bis", "field_until", DAY),
        Column("modus", "mode_code", code("PAP", "TAB", "ONL", "INT")),
        Column("sprachen", "languages", TEXT, is_required=False),
        Column("auftraggeber", "client", TEXT, is_required=False),
        Column("fragewortlaut", "question_wording", TEXT),
        Column("grundgesamtheit_n", "population_count", COUNT, is_required=False),
        Column("angesprochen_n", "approached_count", COUNT, is_required=False),
        Column("teilgenommen_n", "participant_count", COUNT),
        Column("auswahl", "selection_code", code("VOLL", "SYST", "GELEG")),
        Column("repraesentativ", "is_representative", FLAG),
    ),
    key=("wave_id", "audience_code", "office_id"),
    day="field_from",
    day_until="field_until",
    references=OF_OFFICE,
    rules=(
        Rule("rule.ends_before_start", ("field_from", "field_until"), _greater("field_from", "field_until")),
        Rule(
            "rule.participants_exceed_approached",
            ("participant_count", "approached_count"),
            _greater("participant_count", "approached_count"),
        ),
    ),
)

ANSWERS = Source(
    table="answers",
    columns=(
        Column("antwort_id", "answer_id", TEXT),
        Column("welle_id", "wave_id", TEXT),
        Column("frage_id", "item_id", ITEM),
        Column("wert", "value", integer(1, 9)),
    ),
    key=("answer_id",),
    derived=("audience_code", "office_id"),  # of the wave: clients and staff may number theirs alike
    references={"wave_id": "survey_waves"},
    rules=(Rule("rule.answer_scale", ("value",), lambda rows: ~rows["value"].isin([1, 2, 3, 4, 5, 9])),),
)

SHIFTS = Source(
    table="shifts",
    columns=(
        Column("schicht_id", "shift_id", TEXT),
        DAY_COLUMN,
        OFFICE,
        Column("posten", "post", TEXT, is_required=False),
        Column("beginn", "starts_at", CLOCK),
        Column("ende", "ends_at", END_OF_SHIFT),
        Column("pause_min", "break_minutes", COUNT, is_required=False, unit="min"),
        Column("kopf_soll", "planned_heads", COUNT),
        Column("kopf_ist", "actual_heads", COUNT),
        Column("std_soll", "planned_hours", DECIMAL, unit="h", most=HOURS_OF_A_DAY, most_per="planned_heads"),
        Column("std_ist", "actual_hours", DECIMAL, unit="h", most=HOURS_OF_A_DAY, most_per="actual_heads"),
        Column("anbieter", "provider", TEXT, is_required=False),
        Column("qual", "qualification_code", code("U34", "S34", "GSSK", "FKSS"), is_required=False),
        Column("zuschlag", "surcharge_code", code("KEIN", "NACHT", "SO", "FT"), is_required=False),
        Column(
            "satz_eur_netto", "rate_eur_per_hour", DECIMAL, aliases=("satz_netto",), unit="eur", most=1_000
        ),
        Column("ausfallgrund", "absence_reason", TEXT, is_required=False),
    ),
    key=("shift_id",),
    day="day",
    references=OF_OFFICE,
    rules=(
        Rule(
            "rule.hours_exceed_day",
            ("planned_hours", "planned_heads"),
            _more_hours_than_a_day("planned_hours", "planned_heads"),
        ),
        Rule(
            "rule.hours_exceed_day",
            ("actual_hours", "actual_heads"),
            _more_hours_than_a_day("actual_hours", "actual_heads"),
        ),
    ),
)

# In the order in which they must be imported: a reference points upwards.
SOURCES = (OFFICES, MEASURES, EVENTS, VISITS, CHECKS, FINDS, INCIDENTS, SURVEY_WAVES, ANSWERS, SHIFTS)
BY_TABLE = {source.table: source for source in SOURCES}
