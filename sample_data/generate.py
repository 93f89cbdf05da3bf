"""Write the synthetic exports: `python sample_data/generate.py [--out DIR] [--effects FILE]`.

parameters.py holds every figure, model/ simulates, faults.py spoils, writers.py knows the dialects.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import faults
import model
import parameters as p
from writers import EXCEL_GERMAN, OLD_WINDOWS, PERIOD_LINE, WEB_SERVICE, Sheet, write_csv, write_xlsx

HERE = Path(__file__).resolve().parent
COLUMNS = {
    "dienststellen": "dienststelle_id name kurz standort gruppe oeffnung",
    "massnahmen": "massnahme_id dienststelle_id gueltig_von geplant_bis verlaengert_bis gueltig_bis regime"
    " grund beleg_url",
    "ereignisse": "datum_von datum_bis dienststelle_id art betriebslage text",
    "besuche": "datum dienststelle_id besucher zaehlart",
    "kontrollen": "kontroll_id datum dienststelle_id eingang zeit_von zeit_bis regime methode"
    " personen_kontrolliert personen_mit_fund gegenstaende verweigert wartezeit_med_min geraeteausfall_min"
    " quelle erfasst_am",
    "funde": "fund_id kontroll_id kategorie anzahl waffg verbleib",
    "vorfaelle": "vorfall_id datum stunde dienststelle_id ort art aachen_stufe mittel betroffene_n"
    " verletzte_n dienstunfaehig_n alarm sidi_eingriff polizei hausverbot strafanzeige meldequelle meldedatum"
    " meldekreis_version status bearbeiter_kuerzel",
    "befragung": "welle_id zielgruppe dienststelle_id feld_von feld_bis modus sprachen auftraggeber"
    " fragewortlaut grundgesamtheit_n angesprochen_n teilgenommen_n auswahl repraesentativ",
    "antworten": "antwort_id welle_id frage_id wert",
    "dienstplan": "schicht_id datum dienststelle_id posten beginn ende pause_min kopf_soll kopf_ist std_soll"
    " std_ist anbieter qual zuschlag satz_eur_netto ausfallgrund",
}
PROVIDER_FILE = "kontrollen_2019-2"  # the provider's own system writes Windows-1252


def sheet(source: str, rows: list[model.Row], **layout: object) -> Sheet:
    return replace(Sheet(tuple(COLUMNS[source].split()), rows), **layout)


def split(rows: list[model.Row], part: Callable[[model.Row], str]) -> dict[str, list[model.Row]]:
    parts: dict[str, list[model.Row]] = defaultdict(list)
    for row in rows:
        parts[part(row)].append(row)
    return dict(parts)


def half_year(day: date) -> str:
    return f"{day.year}-{1 if day.month < 7 else 2}"


def write_visits_and_checks(out: Path, seen: model.Visits) -> None:
    rng = model.stream("faults")
    visits = faults.spoil_visits(rng, model.visit_rows(seen))
    for year, rows in split(visits, lambda row: str(row["datum"].year)).items():
        write_csv(out / f"besuche_{year}.csv", sheet("besuche", rows), OLD_WINDOWS)
    blocks, found = model.checks(seen)
    half_of = {row["kontroll_id"]: half_year(row["datum"]) for row in blocks}
    for half, rows in split(faults.spoil_checks(rng, blocks), lambda row: half_year(row["datum"])).items():
        dialect = OLD_WINDOWS if f"kontrollen_{half}" == PROVIDER_FILE else EXCEL_GERMAN
        write_csv(out / f"kontrollen_{half}.csv", sheet("kontrollen", rows), dialect)
    for half, rows in split(found, lambda row: half_of[row["kontroll_id"]]).items():
        write_csv(out / f"funde_{half}.csv", sheet("funde", rows), WEB_SERVICE)


def write_surveys(out: Path, seen: model.Visits) -> None:
    waves, answers = model.surveys(seen)
    year_of = {row["welle_id"]: str(row["feld_von"].year) for row in waves}
    write_csv(out / "befragung.csv", sheet("befragung", waves), EXCEL_GERMAN)
    for year, rows in split(answers, lambda row: year_of[row["welle_id"]]).items():
        write_csv(out / f"antworten_{year}.csv", sheet("antworten", rows), WEB_SERVICE)


def write_exports(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    seen = model.visits()
    write_csv(out / "dienststellen.csv", sheet("dienststellen", model.offices()), EXCEL_GERMAN)
    write_csv(out / "massnahmen.csv", sheet("massnahmen", model.measures()), EXCEL_GERMAN)
    write_csv(out / "ereignisse.csv", sheet("ereignisse", model.events()), WEB_SERVICE)
    write_visits_and_checks(out, seen)
    titles = ("Gemeldete Vorfälle – Beispieldaten, fiktiv", PERIOD_LINE, "Stand: 17.03.2020")
    write_xlsx(out / "vorfaelle.xlsx", sheet("vorfaelle", model.incidents(seen), titles=titles), "Vorfälle")
    write_surveys(out, seen)
    titles = ("Dienstplan Wachdienst – Beispieldaten, fiktiv", PERIOD_LINE, "")
    roster = sheet("dienstplan", model.shifts(), titles=titles, sums=("std_soll", "std_ist"), places=2)
    write_csv(out / "dienstplan.csv", roster, OLD_WINDOWS)


def true_effects() -> dict[str, object]:
    """What is built in, for tests only: the product never reads this."""
    extra = 1 + p.EXTRA_REPORTING
    incidents = {
        office.id: {
            "rate_per_10000_visits_before": office.rate,
            "effect_from": office.effect_from and office.effect_from.isoformat(),
            "true_ratio": office.ratio,
            "recorded_ratio": round(office.ratio * (extra if office.guards_from else 1), 4),
            "staff_reports_ratio": office.ratio,
            "serious_ratio": office.ratio,
        }
        for office in p.OFFICES
    }
    first, last, weeks = p.FIND_SHARE
    return {
        "note": "For tests only. Synthetic sample data; the true values behind it.",
        "seed": p.SEED,
        "incidents": incidents,
        "survey_means": {
            f"{audience}-{group}": {item: {"before": m[0], "after": m[1]} for item, m in items.items()}
            for (audience, group), items in p.MEANS.items()
        },
        "finds": {
            "full_check_week_1": first,
            "full_check_from_week": {str(weeks): last},
            "spot_check": p.FIND_SHARE_SPOT,
            "rho": p.FIND_RHO,
            "items_per_person": p.ITEMS_PER_FIND,
        },
        "checks": {"full_share_of_visitors": p.CHECKED_SHARE, "spot_share_of_visitors": p.SPOT_SHARE},
        "faults": {
            "duplicate_share": p.DUPLICATE_SHARE,
            "missing_share": p.MISSING_SHARE,
            "impossible_share": p.IMPOSSIBLE_SHARE,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the synthetic exports.")
    parser.add_argument("--out", type=Path, default=HERE / "exports", help="folder for the export files")
    parser.add_argument(
        "--effects", type=Path, default=HERE / "true_effects.json", help="file for the true effects"
    )
    options = parser.parse_args()
    write_exports(options.out)
    options.effects.write_text(json.dumps(true_effects(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
