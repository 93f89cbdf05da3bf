"""Visitors per office and open day."""

from datetime import date

import numpy as np
import parameters as p

from model.base import Row, Visits, open_days, stream


def visits() -> Visits:
    rng = stream("visits")
    return {(day, office.id): volume(rng, office, day) for office in p.OFFICES for day in open_days(office)}


def volume(rng: np.random.Generator, office: p.Office, day: date) -> int:
    usual = office.volumes[day.weekday()]
    peak = office.group == "AUSL" and usual is not p.QUIET and rng.random() < p.PEAK_SHARE
    v = p.AUSL_PEAK if peak else usual
    return round(float(np.clip(rng.normal(v.mean, v.sd), v.low, v.high)))


def visit_rows(seen: Visits) -> list[Row]:
    keys = ("datum", "dienststelle_id", "besucher", "zaehlart")
    return [
        dict(zip(keys, (day, office, count, p.OFFICE[office].counting), strict=True))
        for (day, office), count in sorted(seen.items())
    ]
