"""Every parameter of the synthetic sample data, in one place.

The figures follow the public description of the case (press item of January 2020, published screening
statistics); ASS marks an assumption made for the sample only. Nothing here describes a real person or day.
"""

from dataclasses import dataclass
from datetime import date

# The first seed tried. A seed would be a freak, and replaced, if a true effect on incidents lay outside
# the 95 % interval of the realised data; tests/test_sample_data.py holds it to that.
SEED = 2019
FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2020, 3, 17)  # emergency operation starts on 18.03.2020
CLOSURES = ((date(2018, 12, 24), date(2019, 1, 1)), (date(2019, 12, 24), date(2020, 1, 1)))

TRIAL = (date(2018, 2, 5), date(2018, 2, 8))  # first trial checks, "a few days in early 2018"
TRIGGER = date(2019, 10, 31)
CHECKS_FROM, PRESENCE_FROM, SPOT_FROM = date(2019, 11, 11), date(2019, 11, 18), date(2020, 1, 13)
PLANNED_UNTIL, EXTENDED_UNTIL = date(2019, 12, 31), date(2020, 3, 31)
SCANNER_FAILURE = (date(2020, 2, 24), date(2020, 2, 28))


@dataclass(frozen=True)
class Volume:
    """Visitors of one weekday: a normal draw cut to its range."""

    mean: float
    sd: float
    low: float
    high: float


def around(mean: float, spread: float = 0.12) -> Volume:
    return Volume(mean, spread * mean, 0.5 * mean, 1.6 * mean)


@dataclass(frozen=True)
class Office:
    """An office with what is true about it."""

    id: str
    short: str
    name: str
    site: str
    group: str
    volumes: tuple[Volume, ...]  # Monday first; as many weekdays as the office opens
    counting: str  # ZAEHL counted, TICKET, SCHAETZ estimated
    rate: float  # reported incidents (level >= 1) per 10,000 visits before any measure
    staff: int = 0  # headcount, for the staff survey
    ratio: float = 1.0  # true rate ratio of incidents from `effect_from` on
    effect_from: date | None = None
    guards_from: date | None = None  # guards log incidents themselves from here on
    guard_weekdays: tuple[int, ...] = ()
    opening: str = ""  # weekdays with hours, where the list of offices tells them (ASS)


QUIET = Volume(95, 14, 70, 120)  # Tue, Wed, Fri: 70-120
AUSL_WEEK = (Volume(450, 80, 200, 900), QUIET, QUIET, Volume(560, 110, 220, 950), QUIET)
AUSL_PEAK = Volume(1200, 30, 1120, 1290)  # the rare peak ...
PEAK_SHARE = 0.02  # ... on this share of Mondays and Thursdays (ASS)


def agency(number: int, street: str, visitors: float, staff: int) -> Office:
    title = f"Sozialagentur {street}"
    week = (around(visitors),) * 4
    guards = {"guards_from": PRESENCE_FROM, "guard_weekdays": (0, 1, 2, 3)}
    guards |= {"opening": "Mo-Mi 8-14; Do 8-16"}
    effect = {"ratio": 0.85, "effect_from": PRESENCE_FROM}
    return Office(
        f"BSP-SOZ{number}", title, title, street, "SOZ", week, "SCHAETZ", 2.0, staff, **effect, **guards
    )


def comparison(key: str, title: str, visitors: float, rate: float, counting: str) -> Office:
    """An office without any measure: 80-250 visits a day, 0.5-1.5 incidents per 10,000 visits (ASS)."""
    return Office(
        f"BSP-{key}", title, title, "Standort Mitte", "SONST", (around(visitors),) * 5, counting, rate
    )


OFFICES = (
    Office(
        *("BSP-AUSL", "Ausländerbehörde", "Ausländerbehörde, Leineweberstr.", "Leineweberstr.", "AUSL"),
        *(AUSL_WEEK, "ZAEHL", 3.5, 28, 0.75, CHECKS_FROM, CHECKS_FROM, (0, 3)),
        "Mo 7:30-15; Di,Mi,Fr 7:30-13; Do 7:30-16",
    ),
    agency(1, "Eppinghofer Str.", 160, 18),
    agency(2, "Ruhrstr.", 110, 14),
    agency(3, "Styrum", 60, 9),
    Office(
        *("BSP-BUERG", "Bürgeramt", "Bürgeramt Löhstr.", "Löhstr.", "BUERG", (around(430),) * 5),
        *("TICKET", 0.5, 34),
        opening="Mo,Di 8-15; Mi 8-14; Do 8-16; Fr 8-13",
    ),
    comparison("JUG", "Jugendamt", 130, 1.5, "SCHAETZ"),
    comparison("STA", "Standesamt", 80, 0.5, "TICKET"),
    comparison("KFZ", "Kfz-Zulassung", 250, 0.8, "TICKET"),
    comparison("WOHN", "Wohngeldstelle", 110, 1.2, "SCHAETZ"),
)
OFFICE = {office.id: office for office in OFFICES}
SOCIAL = tuple(office.id for office in OFFICES if office.group == "SOZ")

# --- Incidents ------------------------------------------------------------------------------------------
EXTRA_REPORTING = (
    0.20  # guards log this many more, all of level 1 (ASS): staff reports and level >= 2 keep the truth
)
WEEKLY_GAMMA_VARIANCE = 0.5  # overdispersion of the weekly rate
SEASON_AMPLITUDE = 0.2  # peak in mid-January
LEVEL_0_SHARE = 0.05  # heated talks on file that are no incident of level >= 1
TYPE_PERCENT = {
    "BEL": 55,
    "BDW": 24,
    "KOE": 9,
    "HFB": 5,
    "SAB": 3,
    "BDG": 2,
    "NOE": 1.2,
    "SEX": 0.5,
    "SEL": 0.3,
}
LEVEL_PERCENT = {  # by main type, so that levels come to 68 / 29 / 3 %
    **dict.fromkeys(("BEL", "HFB", "SAB"), (100, 0, 0)),
    **dict.fromkeys(("NOE", "SEX", "SEL"), (0, 100, 0)),
    "BDW": (21, 79, 0),
    "KOE": (0, 89, 11),
    "BDG": (0, 0, 100),
}
SECOND_TYPE_PERCENT = 25  # insult beside a type of level >= 2
PLACE_PERCENT = {"WART": 38, "BUER": 27, "SCHA": 19, "EING": 9, "AUSS": 3, "TEL": 3, "MAIL": 1}
FLAG_PERCENT = {  # by level 0-3; overall Hausverbot 13, Strafanzeige 20, unfit for duty 1
    "alarm": (0, 2, 15, 60),
    "sidi_eingriff": (10, 25, 50, 80),  # only while guards are on duty
    "polizei": (0, 3, 20, 85),
    "hausverbot": (0, 6, 26, 60),
    "strafanzeige": (0, 10, 38, 80),
}
UNFIT_PERCENT = (0, 0, 2, 15)
INJURED_PERCENT = {"KOE": 25}  # ASS
SOURCE_PERCENT = {"BESCH": 90, "ALARM": 6, "POL": 4}
DELAY_MEDIAN_DAYS, DELAY_P95_DAYS, DELAY_MAX_DAYS = 2.0, 21.0, 120
CANCELLED_SHARE, OPEN_SHARE_RECENT, RECENT_FROM = 0.02, 0.5, date(2020, 1, 20)

# --- Checks and finds -----------------------------------------------------------------------------------
CHECKED_SHARE = (0.97, 0.995)  # of visitors on full-check days (ASS)
SPOT_SHARE, SPOT_DAYS = 0.25, {(2020, 1): 4, (2020, 2): 6, (2020, 3): 3}  # ~6 days a month
FIND_SHARE = (0.024, 0.013, 12)  # full checks: week 1, from week 12 on
FIND_SHARE_SPOT = 0.008
FIND_RHO = 0.002  # beta-binomial: 1 / (alpha + beta + 1)
ITEMS_PER_FIND = {"VOLL": 1.15, "STICH": 1.1}
BAG_VIEW_FACTOR = 0.4  # a bag view finds less than a scanner (ASS)
REFUSED_SHARE = 0.002  # of visitors (ASS)
FULL_BLOCKS = (("07:30", "09:00"), ("09:00", "10:30"), ("10:30", "12:00"), ("12:00", "13:00"))
QUIET_BLOCKS = (("07:30", "09:30"), ("09:30", "11:30"), ("11:30", "13:00"))
SPOT_BLOCKS = (("08:00", "10:00"), ("10:00", "12:00"))
ENTRANCES = {
    "BUSY": ("Haupteingang Süd", "Nebeneingang"),
    "QUIET": ("Haupteingang Süd",),
    "SPOT": ("Löhstraße",),
}
ITEM_PERCENT = {
    "VOLL": {"MES": 30, "CUT": 8, "SCH": 17, "WKZ": 25, "RZS": 7, "GLS": 2, "PYR": 2}
    | {"SHW": 0.5, "SSW": 0.05, "SON": 8.45},
    "STICH": {"MES": 20, "CUT": 8, "SCH": 30, "WKZ": 33, "RZS": 3, "SON": 6},
}
OUTCOME_PERCENT = {"VRW": 78, "WEG": 15, "VZB": 3, "POL": 1, "ZUV": 3}
KNIFE_UNDER_WEAPONS_ACT = 0.015

# --- Surveys --------------------------------------------------------------------------------------------
FIELD_FROM_DAY = 15  # field work: the week of the first Monday from this day on ...
FIELD_EARLY = {(2020, 3): 2}  # ... except the last wave, before the emergency operation
CLIENT_MONTHS = {  # every second month before, monthly from 11.2019; BUERG every third month (ASS)
    "AUSL": [(y, m) for y in (2018, 2019) for m in (1, 3, 5, 7, 9)]
    + [(2018, 11), (2019, 11), (2019, 12), (2020, 1), (2020, 2), (2020, 3)],
    "BUERG": [(y, m) for y in (2018, 2019) for m in (2, 5, 8, 11)] + [(2020, 2)],
}
CLIENT_MONTHS["SOZ"] = CLIENT_MONTHS["AUSL"]
STAFF_MONTHS = [(y, m) for y in (2018, 2019) for m in (3, 6, 9, 12)] + [(2020, 3)]
RESPONDENTS = {
    ("KUND", "AUSL"): (110, 150),
    ("KUND", "SOZ"): (60, 90),
    ("KUND", "BUERG"): (400, 600),
    ("BESCH", "AUSL"): (18, 25),
    ("BESCH", "SOZ"): (6, 15),  # cut to the site's headcount; forces suppression
    ("BESCH", "BUERG"): (20, 30),
}
MEANS = {  # item: (before, after); SIC from the case, all others ASS
    ("KUND", "AUSL"): {
        "SIC": (3.3, 3.8),
        "STI": (3.1, 3.6),
        "AKZ": (3.9, 4.0),
        "WAR": (3.6, 3.4),
        "DIS": (3.8, 3.8),
    },
    ("KUND", "SOZ"): {
        "SIC": (3.4, 3.7),
        "STI": (3.3, 3.6),
        "AKZ": (3.7, 3.7),
        "WAR": (3.5, 3.5),
        "DIS": (3.7, 3.7),
    },
    ("KUND", "BUERG"): {
        "SIC": (4.0, 4.0),
        "STI": (3.9, 3.9),
        "AKZ": (3.8, 3.8),
        "WAR": (3.6, 3.6),
        "DIS": (4.1, 4.1),
    },
    ("BESCH", "AUSL"): {"SIC": (2.6, 3.5), "STI": (2.9, 3.4), "MEL": (3.0, 3.3)},
    ("BESCH", "SOZ"): {"SIC": (3.0, 3.4), "STI": (3.1, 3.4), "MEL": (3.1, 3.3)},
    ("BESCH", "BUERG"): {"SIC": (3.7, 3.7), "STI": (3.7, 3.7), "MEL": (3.2, 3.2)},
}
SURVEY_CHANGE = {"AUSL": CHECKS_FROM, "SOZ": PRESENCE_FROM, "BUERG": SPOT_FROM}
LATENT_SD, WAVE_SD, NO_ANSWER_SHARE = 1.1, 0.06, 0.03
CLIENT_RESPONSE = (0.45, 0.60)
AGREE = "Wie sehr stimmen Sie zu (1 gar nicht, 5 völlig)?"
QUESTION = {
    "KUND": f"{AGREE} „Ich fühle mich in diesem Dienstgebäude sicher.“",
    "BESCH": f"{AGREE} „Ich fühle mich an meinem Arbeitsplatz sicher.“",
}

# --- Roster ---------------------------------------------------------------------------------------------
SHIFT = {  # group: begin, end, hours, posts, provider
    "AUSL": ("07:30", "13:00", 5.5, ("Haupteingang Süd", "Nebeneingang"), "Sicherheitsdienst A"),
    "SOZ": ("08:00", "14:00", 6.0, ("Eingang",), "Sicherheitsdienst B"),
    "BUERG": ("08:00", "12:00", 4.0, ("Eingang", "Wartebereich"), "Sicherheitsdienst A"),
}
QUALIFICATION_PERCENT = {"U34": 35, "S34": 45, "GSSK": 15, "FKSS": 5}
NET_RATE = {  # euro an hour, 15.50-19.50, mean 17.50
    "Sicherheitsdienst A": {"U34": 16.50, "S34": 17.90, "GSSK": 19.20, "FKSS": 19.50},
    "Sicherheitsdienst B": {"U34": 15.90, "S34": 17.90, "GSSK": 19.00, "FKSS": 19.50},
}
ABSENT_SHARE, LATE_SHARE, LATE_HOURS = 0.015, 0.04, (0.25, 0.5, 1.0, 1.5)  # fulfilment 96-99 %

# --- Faults ---------------------------------------------------------------------------------------------
DUPLICATE_SHARE, MISSING_SHARE, IMPOSSIBLE_SHARE = 0.01, 0.02, 0.005
