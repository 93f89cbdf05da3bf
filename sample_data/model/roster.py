"""Shifts of the guards."""

from datetime import date

import numpy as np
import parameters as p

from model.base import Row, open_days, pick, stream
from model.checks import spot_days


def shifts() -> list[Row]:
    rng = stream("shifts")
    duties = [
        (day, office)
        for office in p.OFFICES
        if office.guards_from
        for day in open_days(office, office.guards_from)
        if day.weekday() in office.guard_weekdays
    ] + [(day, p.OFFICE["BSP-BUERG"]) for day in spot_days()]
    duties.sort(key=lambda duty: (duty[0], duty[1].id))
    rows = [shift(rng, day, o, post) for day, o in duties for post in p.SHIFT[o.group][3]]
    return [{"schicht_id": f"BSP-D{n:05}"} | row for n, row in enumerate(rows, 1)]


def shift(rng: np.random.Generator, day: date, office: p.Office, post: str) -> Row:
    begin, end, hours, _, provider = p.SHIFT[office.group]
    absent = rng.random() < p.ABSENT_SHARE
    late = 0.0 if rng.random() >= p.LATE_SHARE else float(rng.choice(p.LATE_HOURS))
    qualification = pick(rng, p.QUALIFICATION_PERCENT)
    return {
        "datum": day,
        "dienststelle_id": office.id,
        "posten": post,
        "beginn": begin,
        "ende": end,
        "pause_min": 0,
        "kopf_soll": 1,
        "kopf_ist": int(not absent),
        "std_soll": hours,
        "std_ist": 0.0 if absent else hours - late,
        "anbieter": provider,
        "qual": qualification,
        "zuschlag": "KEIN",
        "satz_eur_netto": p.NET_RATE[provider][qualification],
        "ausfallgrund": pick(rng, {"KRANK": 70, "OHNE": 30}) if absent else None,
    }
