"""Survey waves and answers."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from statistics import NormalDist

import numpy as np
import parameters as p

from model.base import Row, Visits, days, stream


def surveys(seen: Visits) -> tuple[list[Row], list[Row]]:
    """Survey waves and their answers; respondents have no key, answers of one item are drawn on their own."""
    rng = stream("surveys")
    plan = [
        (field_from(*month), group, office)
        for office in p.OFFICES
        if office.group in p.CLIENT_MONTHS
        for group, months in (("KUND", p.CLIENT_MONTHS[office.group]), ("BESCH", p.STAFF_MONTHS))
        for month in months
    ]
    plan.sort(key=lambda wave: (wave[0], wave[1], wave[2].id))
    waves = [wave(rng, f"BSP-W{n:03}", *entry, seen) for n, entry in enumerate(plan, 1)]
    drawn = [answer for row in waves for answer in answers(rng, row)]
    return waves, [{"antwort_id": f"BSP-A{n:06}"} | row for n, row in enumerate(drawn, 1)]


def field_from(year: int, month: int) -> date:
    start = date(year, month, p.FIELD_EARLY.get((year, month), p.FIELD_FROM_DAY))
    return start + timedelta(-start.weekday() % 7)


def wave(rng: np.random.Generator, key: str, first: date, group: str, office: p.Office, seen: Visits) -> Row:
    last = first + timedelta(len(office.volumes) - 1)
    low, high = p.RESPONDENTS[group, office.group]
    n = int(rng.integers(low, high + 1))
    visitors = sum(seen.get((day, office.id), 0) for day in days(first, last))
    clients = group == "KUND"
    population = visitors if clients else office.staff
    asked = min(population, round(n / rng.uniform(*p.CLIENT_RESPONSE))) if clients else population
    return {
        "welle_id": key,
        "zielgruppe": group,
        "dienststelle_id": office.id,
        "feld_von": first,
        "feld_bis": last,
        "modus": ("TAB" if office.group == "BUERG" else "PAP") if clients else "ONL",
        "sprachen": "de|en|tr|ar" if clients and office.group != "BUERG" else "de|en" if clients else "de",
        "auftraggeber": "Stadtverwaltung (Beispiel)",
        "fragewortlaut": p.QUESTION[group],
        "grundgesamtheit_n": population,
        "angesprochen_n": asked,
        "teilgenommen_n": min(n, asked),
        "auswahl": "SYST" if clients else "VOLL",
        "repraesentativ": "N",
    }


def answers(rng: np.random.Generator, row: Row) -> Iterator[Row]:
    office = p.OFFICE[row["dienststelle_id"]]
    after = row["feld_von"] >= p.SURVEY_CHANGE[office.group]
    for item_id, means in p.MEANS[row["zielgruppe"], office.group].items():
        centre = latent_mean(means[after]) + rng.normal(0, p.WAVE_SD)
        drawn = np.clip(np.rint(rng.normal(centre, p.LATENT_SD, row["teilgenommen_n"])), 1, 5).astype(int)
        drawn[rng.random(len(drawn)) < p.NO_ANSWER_SHARE] = 9
        yield from ({"welle_id": row["welle_id"], "frage_id": item_id, "wert": int(v)} for v in drawn)


@cache
def latent_mean(target: float) -> float:
    """Mean of the latent normal whose answers, cut at 1.5 … 4.5, have the target mean (bisection)."""
    low, high = -5.0, 11.0
    for _ in range(60):
        middle = (low + high) / 2
        latent = NormalDist(middle, p.LATENT_SD)
        too_low = 1 + sum(1 - latent.cdf(cut) for cut in (1.5, 2.5, 3.5, 4.5)) < target
        low, high = (middle, high) if too_low else (low, middle)
    return (low + high) / 2
