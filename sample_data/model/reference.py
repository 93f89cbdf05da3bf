"""Offices, measures and events: what the departments keep as lists."""

from datetime import timedelta

import parameters as p

from model.base import Row


def offices() -> list[Row]:
    keys = ("dienststelle_id", "name", "kurz", "standort", "gruppe", "oeffnung")
    weekdays = {4: "Mo-Do", 5: "Mo-Fr"}
    return [
        dict(
            zip(
                keys,
                (o.id, o.name, o.short, o.site, o.group, o.opening or weekdays[len(o.volumes)]),
                strict=True,
            )
        )
        for o in p.OFFICES
    ]


def measures() -> list[Row]:
    keys = ("massnahme_id", "dienststelle_id", "gueltig_von", "geplant_bis", "verlaengert_bis", "gueltig_bis")
    keys += ("regime", "grund", "beleg_url")
    terms = (p.PLANNED_UNTIL, p.EXTENDED_UNTIL, None)
    after_trigger = "Schutz von Publikum und Beschäftigten"
    rows = [
        ("BSP-M1", "BSP-AUSL", p.TRIAL[0], p.TRIAL[1], None, p.TRIAL[1], "VOLL", "Erprobung", None),
        ("BSP-M1", "BSP-AUSL", p.CHECKS_FROM, *terms, "VOLL", after_trigger, None),
        *(("BSP-M2", o, p.PRESENCE_FROM, *terms, "PRAES", after_trigger, None) for o in p.SOCIAL),
        ("BSP-M3", "BSP-BUERG", p.SPOT_FROM, p.EXTENDED_UNTIL, None, None, "STICH", "Stichproben", None),
    ]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def events() -> list[Row]:
    """One row per office, also for events of all offices, so that every row shows that it is sample data."""
    keys = ("datum_von", "datum_bis", "dienststelle_id", "art", "betriebslage", "text")
    every = [office.id for office in p.OFFICES]
    guards = "Wachdienst meldet mit"
    rows = [
        *((*span, o, "BETRIEB", "ZU", "Betriebsferien") for span in p.CLOSURES for o in every),
        (p.TRIGGER, p.TRIGGER, "BSP-AUSL", "AUSLOESER", None, "Auslösendes Ereignis"),
        (p.CHECKS_FROM, None, "BSP-AUSL", "MELDEWEG", None, guards),
        *((p.PRESENCE_FROM, None, o, "MELDEWEG", None, guards) for o in p.SOCIAL),
        (*p.SCANNER_FAILURE, "BSP-AUSL", "SONST", None, "Scannerausfall"),
        *((p.LAST_DAY + timedelta(1), None, o, "BETRIEB", "NOT", "Notbetrieb (Corona)") for o in every),
    ]
    return [dict(zip(keys, row, strict=True)) for row in sorted(rows, key=lambda row: (row[0], row[2]))]
