"""Reported incidents."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import cos, log, pi
from statistics import NormalDist

import numpy as np
import parameters as p

from model.base import Row, Visits, days, flag, open_days, pick, stream


def incidents(seen: Visits) -> list[Row]:
    """Reports known on the last day, numbered in the order in which they came in."""
    rng = stream("incidents")
    rows = [row for office in p.OFFICES for row in office_incidents(rng, office, seen)] + [trigger()]
    known = [row for row in rows if row["meldedatum"] <= p.LAST_DAY]
    known.sort(key=lambda row: (row["meldedatum"], row["datum"], row["stunde"], row["dienststelle_id"]))
    codes = rng.integers(1, 13, len(known))
    return [
        {"vorfall_id": f"BSP-V{n:05}"} | row | {"bearbeiter_kuerzel": f"K{code}"}
        for n, (row, code) in enumerate(zip(known, codes, strict=True), 1)
    ]


def season(day: date) -> float:
    return 1 + p.SEASON_AMPLITUDE * cos(2 * pi * (day.timetuple().tm_yday - 15) / 365.25)


def office_incidents(rng: np.random.Generator, office: p.Office, seen: Visits) -> Iterator[Row]:
    """Poisson counts with a weekly gamma factor; guards add level-1 reports on the days they are there."""
    shape = 1 / p.WEEKLY_GAMMA_VARIANCE
    weeks = {day - timedelta(day.weekday()): rng.gamma(shape, 1 / shape) for day in days()}
    for day in open_days(office):
        treated = office.effect_from is not None and day >= office.effect_from
        mean = (
            office.rate / 10_000 * seen[day, office.id] * season(day) * weeks[day - timedelta(day.weekday())]
        )
        mean *= office.ratio if treated else 1
        guarded = treated and day.weekday() in office.guard_weekdays
        kinds = {None: mean, "LEVEL_0": mean * p.LEVEL_0_SHARE, "SIDI": guarded * mean * extra_share(office)}
        for kind, expected in kinds.items():
            for _ in range(rng.poisson(expected)):
                yield incident(rng, office, day, kind)


def extra_share(office: p.Office) -> float:
    """Guards are not there every day: spread the extra reports over the visits of their days."""
    means = [v.mean for v in office.volumes]
    guarded = sum(means[weekday] for weekday in office.guard_weekdays)
    return p.EXTRA_REPORTING * sum(means) / guarded if guarded else 0.0


def kind_and_level(rng: np.random.Generator, source: str | None) -> tuple[str, int]:
    if source == "LEVEL_0":
        return "SON", 0
    only = 0 if source == "SIDI" else None
    weight = {k: v * (1 if only is None else p.LEVEL_PERCENT[k][only]) for k, v in p.TYPE_PERCENT.items()}
    kind = pick(rng, weight)
    levels = dict(zip("123", p.LEVEL_PERCENT[kind], strict=True))
    return kind, 1 if source == "SIDI" else int(pick(rng, levels))


def incident(rng: np.random.Generator, office: p.Office, day: date, source: str | None) -> Row:
    kind, level = kind_and_level(rng, source)
    guarded = (
        office.guards_from is not None
        and day >= office.guards_from
        and day.weekday() in office.guard_weekdays
    )
    chance = {name: rng.random() < percent[level] / 100 for name, percent in p.FLAG_PERCENT.items()}
    chance["sidi_eingriff"] &= guarded
    injured = int(rng.random() < p.INJURED_PERCENT.get(kind, 0) / 100)
    second = level >= 2 and kind != "SEL" and rng.random() < p.SECOND_TYPE_PERCENT / 100
    remote = source is None and kind in ("BEL", "BDW") and level < 3
    places = {k: v for k, v in p.PLACE_PERCENT.items() if remote or k not in ("TEL", "MAIL")}
    affected = 1 + int(rng.random() < 0.2)
    reported = reported_on(rng, day)
    return {
        "datum": day,
        "stunde": int(rng.integers(8, 13 if office.group == "AUSL" or source == "SIDI" else 16)),
        "dienststelle_id": office.id,
        "ort": pick(rng, places),
        "art": f"{kind}|BEL" if second else kind,
        "aachen_stufe": level,
        "mittel": "GEG" if kind == "BDG" or (kind == "KOE" and level == 3) else "KEIN",
        "betroffene_n": affected,
        "verletzte_n": injured,
        "dienstunfaehig_n": int(rng.random() < p.UNFIT_PERCENT[level] / 100),
        **{name: flag(happens) for name, happens in chance.items()},
        "meldequelle": "SIDI" if source == "SIDI" else pick(rng, p.SOURCE_PERCENT),
        "meldedatum": reported,
        "meldekreis_version": 2 if office.guards_from and day >= office.guards_from else 1,
        "status": status(rng, reported),
    }


def reported_on(rng: np.random.Generator, day: date) -> date:
    """Lognormal delay in days with the given median and 95 % point."""
    sigma = log(p.DELAY_P95_DAYS / p.DELAY_MEDIAN_DAYS) / NormalDist().inv_cdf(0.95)
    return day + timedelta(min(int(rng.lognormal(log(p.DELAY_MEDIAN_DAYS), sigma)), p.DELAY_MAX_DAYS))


def status(rng: np.random.Generator, reported: date) -> str:
    draw = rng.random()
    if draw < p.CANCELLED_SHARE:
        return "STORNO"
    return "OFFEN" if reported >= p.RECENT_FROM and draw < p.CANCELLED_SHARE + p.OPEN_SHARE_RECENT else "GEPR"


def trigger() -> Row:
    """The event that started the measures: self-harm threatened with a knife, nobody hurt."""
    return {
        "datum": p.TRIGGER,
        "stunde": 10,
        "dienststelle_id": "BSP-AUSL",
        "ort": "WART",
        "art": "SEL",
        "aachen_stufe": 3,
        "mittel": "WAF",
        "betroffene_n": 1,
        "verletzte_n": 0,
        "dienstunfaehig_n": 0,
        "alarm": "J",
        "sidi_eingriff": "N",
        "polizei": "J",
        "hausverbot": "N",
        "strafanzeige": "N",
        "meldequelle": "BESCH",
        "meldedatum": p.TRIGGER,
        "meldekreis_version": 1,
        "status": "GEPR",
    }
