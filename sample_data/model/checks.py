"""Check blocks and the items found in them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import parameters as p

from model.base import Row, Visits, open_days, pick, stream


def spot_days() -> list[date]:
    rng, office = stream("spot_days"), p.OFFICE["BSP-BUERG"]
    months = {m: [d for d in open_days(office, p.SPOT_FROM) if (d.year, d.month) == m] for m in p.SPOT_DAYS}
    return sorted(
        day for m, count in p.SPOT_DAYS.items() for day in rng.choice(months[m], count, replace=False)
    )


def check_days() -> list[tuple[date, str]]:
    full = p.OFFICE["BSP-AUSL"]
    spans = [open_days(full, *p.TRIAL), open_days(full, p.CHECKS_FROM)]
    return sorted([(d, full.id) for span in spans for d in span] + [(d, "BSP-BUERG") for d in spot_days()])


def checks(seen: Visits) -> tuple[list[Row], list[Row]]:
    """Check blocks and the finds in them."""
    rng = stream("checks")
    blocks = [
        row for day, office in check_days() for row in day_of_checks(rng, day, office, seen[day, office])
    ]
    found: list[Row] = []
    for number, row in enumerate(blocks, 1):
        row["kontroll_id"] = f"BSP-K{number:05}"
        found += finds(rng, row)
    return blocks, [{"fund_id": f"BSP-F{number:05}"} | row for number, row in enumerate(found, 1)]


def find_share(day: date, regime: str) -> float:
    """Mean share of persons with a find: falls over the first weeks of full checks, then stays."""
    if regime == "STICH":
        return p.FIND_SHARE_SPOT
    first, last, weeks = p.FIND_SHARE
    week = max(0, (day - p.CHECKS_FROM).days // 7)
    return first + (last - first) * min(1.0, week / (weeks - 1))


def day_of_checks(rng: np.random.Generator, day: date, office: str, visitors: int) -> Iterator[Row]:
    regime = "STICH" if office == "BSP-BUERG" else "VOLL"
    busy = day.weekday() in p.OFFICE[office].guard_weekdays
    blocks = p.SPOT_BLOCKS if regime == "STICH" else p.FULL_BLOCKS if busy else p.QUIET_BLOCKS
    entrances = p.ENTRANCES["SPOT" if regime == "STICH" else "BUSY" if busy else "QUIET"]
    cells = [(entrance, *block) for entrance in entrances for block in blocks]
    share = p.SPOT_SHARE if regime == "STICH" else rng.uniform(*p.CHECKED_SHARE)
    checked = rng.multinomial(round(share * visitors), rng.dirichlet([30.0] * len(cells)))
    refusals = min(rng.poisson(p.REFUSED_SHARE * visitors * share), visitors - int(checked.sum()))
    refused = rng.multinomial(refusals, [1 / len(cells)] * len(cells))
    mean, scale = find_share(day, regime), 1 / p.FIND_RHO - 1
    p_find = rng.beta(mean * scale, (1 - mean) * scale)
    by_guards = regime == "STICH" or (busy and day >= p.CHECKS_FROM)
    for (entrance, begin, end), count, no in zip(cells, checked, refused, strict=True):
        row = {"kontroll_id": "", "datum": day, "dienststelle_id": office, "eingang": entrance}
        row |= {"zeit_von": begin, "zeit_bis": end, "regime": regime}
        row |= block_result(rng, day, minutes(begin, end), int(count), p_find, regime)
        recorded = day + timedelta(int(rng.integers(0, 2)))
        yield row | {"verweigert": int(no), "quelle": "SIDI" if by_guards else "HAUS", "erfasst_am": recorded}


def minutes(begin: str, end: str) -> int:
    (h1, m1), (h2, m2) = (map(int, clock.split(":")) for clock in (begin, end))
    return 60 * (h2 - h1) + m2 - m1


def block_result(
    rng: np.random.Generator, day: date, length: int, count: int, p_find: float, regime: str
) -> Row:
    """Method, counts, waiting time; in the failure week bags are viewed or nobody is checked."""
    failed = regime == "VOLL" and p.SCANNER_FAILURE[0] <= day <= p.SCANNER_FAILURE[1]
    nobody = failed and day == p.SCANNER_FAILURE[0] and length == 90 and rng.random() < 0.5
    method = "OHNE" if nobody else "TSK" if failed else "HS"
    count = 0 if nobody else count
    with_find = rng.binomial(count, p_find * (p.BAG_VIEW_FACTOR if failed else 1))
    items = with_find + rng.poisson((p.ITEMS_PER_FIND[regime] - 1) * with_find)
    wait = (1.5 + 3.6 * count / length + 2 * failed) * rng.uniform(0.7, 1.3)
    outage = length if failed else int(rng.integers(5, 21)) if rng.random() < 0.01 else 0
    return {
        "methode": method,
        "personen_kontrolliert": count,
        "personen_mit_fund": int(with_find),
        "gegenstaende": int(items),
        "wartezeit_med_min": None if nobody else round(float(wait), 1),
        "geraeteausfall_min": outage,
    }


def finds(rng: np.random.Generator, block: Row) -> list[Row]:
    """Items of one block, counted by kind, legal status and what became of them."""
    kinds = Counter(item(rng, block["regime"]) for _ in range(block["gegenstaende"]))
    keys = ("kategorie", "waffg", "verbleib")
    named = [dict(zip(keys, kind, strict=True)) | {"anzahl": n} for kind, n in sorted(kinds.items())]
    return [{"kontroll_id": block["kontroll_id"]} | row for row in named]


def item(rng: np.random.Generator, regime: str) -> tuple[str, str, str]:
    kind = pick(rng, p.ITEM_PERCENT[regime])
    if kind in ("SSW", "SHW") or (kind == "MES" and rng.random() < p.KNIFE_UNDER_WEAPONS_ACT):
        return kind, "J", "POL"
    return kind, "U" if kind == "RZS" and rng.random() < 0.3 else "N", pick(rng, p.OUTCOME_PERCENT)
