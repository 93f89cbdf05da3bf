"""Invented towns with a known truth, as export files: nothing about them is tidy.

Poisson counts, fixed seeds, identifiers T-…. The start is 04.03.2019 unless said. `write` puts a town into a folder.
"""

import datetime as dt

import numpy as np

HEAD = {
    "dienststellen": "dienststelle_id;name;kurz;standort;gruppe;oeffnung",
    "massnahmen": "massnahme_id;dienststelle_id;gueltig_von;geplant_bis;verlaengert_bis;gueltig_bis;regime;"
    "grund;beleg_url",
    "ereignisse": "datum_von;datum_bis;dienststelle_id;art;betriebslage;text",
    "besuche": "datum;dienststelle_id;besucher;zaehlart",
    "vorfaelle": "vorfall_id;datum;stunde;dienststelle_id;ort;art;aachen_stufe;mittel;betroffene_n;verletzte_n;"
    "dienstunfaehig_n;alarm;sidi_eingriff;polizei;hausverbot;strafanzeige;meldequelle;meldedatum;meldekreis_version;status",
    "befragung": "welle_id;zielgruppe;dienststelle_id;feld_von;feld_bis;modus;sprachen;auftraggeber;fragewortlaut;"
    "grundgesamtheit_n;angesprochen_n;teilgenommen_n;auswahl;repraesentativ",
    "antworten": "antwort_id;welle_id;frage_id;wert",
    "dienstplan": "schicht_id;datum;dienststelle_id;posten;beginn;ende;pause_min;kopf_soll;kopf_ist;std_soll;std_ist;"
    "anbieter;qual;zuschlag;satz_eur_netto;ausfallgrund",
}
LOW, HIGH = (20, 30, 30, 15, 5), (5, 10, 25, 35, 25)  # answers 1 to 5: few agree, many agree
START = "2019-03-04"


def day(text):
    return dt.date.fromisoformat(text)


def german(one):
    return f"{one:%d.%m.%Y}"


def working_days(first, last):
    while first <= last:
        if first.isoweekday() < 6:
            yield first
        first += dt.timedelta(1)


class Town:
    def __init__(self, first="2017-01-02", last="2019-12-31", seed=1):
        self.first, self.last, self.rng = day(first), day(last), np.random.default_rng(seed)
        self.rows, self.n = {kind: [] for kind in HEAD}, 0
        self.own_files = []  # (kind, name, rows, first day covered)

    def office(self, *names):
        self.rows["dienststellen"] += [[f"T-{one}", f"Amt {one}", one, "", "SONST", "Mo-Fr"] for one in names]

    def measure(self, name, office, start, end="", regime="VOLL"):
        until = german(day(end)) if end else ""
        self.rows["massnahmen"].append(
            [f"T-{name}", f"T-{office}", german(day(start)), "", "", until, regime, "", ""]
        )

    def event(self, start, kind, office="", until="", state="", text=""):
        where, last = f"T-{office}" if office else "", german(day(until)) if until else ""
        self.rows["ereignisse"].append([german(day(start)), last, where, kind, state, text or kind])

    def visits(self, office, count, first=None, last=None, method="ZAEHL", skip=lambda one: False):
        for one in working_days(day(first) if first else self.first, day(last) if last else self.last):
            if not skip(one):
                n = count(one) if callable(count) else count
                self.rows["besuche"].append([german(one), f"T-{office}", str(int(n)), method])

    def incidents(self, office, rate, first=None, skip=lambda one: False, version=lambda one: "1", into=None):
        rows = self.rows["vorfaelle"] if into is None else into
        for one in working_days(day(first) if first else self.first, self.last):
            for _ in range(0 if skip(one) else self.rng.poisson(rate(one) if callable(rate) else rate)):
                self.n += 1
                rows.append(
                    [
                        f"T-V{self.n}",
                        german(one),
                        "9",
                        f"T-{office}",
                        "WART",
                        "BEL",
                        "1",
                        "KEIN",
                        "1",
                        "0",
                        "0",
                    ]
                    + ["N"] * 5
                    + ["BESCH", german(one), version(one), "GEPR"]
                )

    def wave(
        self, name, office, first, last, counts, group="KUND", mode="PAP", text="Ich fühle mich sicher."
    ):
        self.rows["befragung"].append(
            [
                f"T-{name}",
                group,
                f"T-{office}",
                german(first),
                german(last),
                mode,
                "de",
                "Stadt",
                text,
                "",
                "900",
                str(sum(counts)),
                "SYST",
                "N",
            ]
        )
        for value, count in zip("123459", counts, strict=False):
            for _ in range(count):
                self.n += 1
                self.rows["antworten"].append([f"T-A{self.n}", f"T-{name}", "SIC", value])

    def waves(self, office, before, after, tag="", **more):
        """Five waves before and four after START, nine weeks apart."""
        for start, number, counts, name in (("2018-02-05", 5, before, "W"), ("2019-03-11", 4, after, "V")):
            for k in range(number):
                first = day(start) + dt.timedelta(weeks=9 * k)
                self.wave(
                    f"{name}{tag}{k}",
                    office,
                    first,
                    first + dt.timedelta(4),
                    tuple(c + k % 2 for c in counts),
                    **more,
                )

    def shifts(self, office, first):
        for one in working_days(day(first), self.last):
            self.n += 1
            hours = f"{8 + 0.5 * (one.toordinal() % 3):.2f}".replace(".", ",")
            self.rows["dienstplan"].append(
                [
                    f"T-S{self.n}",
                    german(one),
                    f"T-{office}",
                    "Eingang",
                    "07:30",
                    "16:30",
                    "0",
                    "1",
                    "1",
                    hours,
                    hours,
                    "A",
                    "S34",
                    "KEIN",
                    "20,00",
                    "",
                ]
            )

    def write(self, folder, roster_from=None):
        folder.mkdir(parents=True, exist_ok=True)
        for kind, rows in self.rows.items():
            if rows:
                first = day(roster_from) if kind == "dienstplan" and roster_from else self.first
                self._file(folder, kind, kind, rows, first if kind in ("vorfaelle", "dienstplan") else None)
        for kind, name, rows, first in self.own_files:
            self._file(folder, kind, name, rows, first)

    def _file(self, folder, kind, name, rows, first):
        title = [f"Berichtszeitraum: {german(first)} bis {german(self.last)}"] if first else []
        text = "\r\n".join([*title, HEAD[kind], *(";".join(row) for row in rows)]) + "\r\n"
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def step(before, after, start=START):
    return lambda one: after if one >= day(start) else before


def within(first, last):
    return lambda one: day(first) <= one <= day(last)


def plain(offices="A", **more):
    town = Town(**more)
    town.office(*offices)
    return town


def staggered():
    t = plain("AB")
    for office, start in (("A", "2018-03-05"), ("B", "2019-06-03")):
        t.measure("M1", office, start)
        t.visits(office, 100)
        t.incidents(office, step(0.6, 0.24, start))
    return t


def ended_at_one():
    t = plain("AB")
    t.measure("M1", "A", "2018-03-05", "2018-12-31")
    t.measure("M1", "B", "2018-03-05")
    for office in "AB":
        t.visits(office, 100)
    t.incidents("A", lambda one: 0.4 if within("2018-03-05", "2018-12-31")(one) else 1.0)
    t.incidents("B", step(1.0, 0.4, "2018-03-05"))
    return t


def mixed_regimes():
    t = plain("AB")
    t.measure("M1", "A", START, regime="VOLL")
    t.measure("M1", "B", START, regime="PRAES")
    for office in "AB":
        t.visits(office, 100)
        t.incidents(office, 0.6)
    return t


def none_listed():
    t = plain("ABCDEF")
    t.measure("M1", "A", START)
    for office in "ABCDEF":
        if office != "A":
            t.measure("M0", office, "2018-01-01", regime="KEIN")
        t.visits(office, 100)
        t.incidents(office, step(0.6, 0.24) if office == "A" else 0.6)
    return t


def none_as_end():
    t = plain()
    t.measure("M1", "A", "2018-03-05", "2019-06-02")
    t.measure("M1", "A", "2019-06-03", regime="KEIN")
    t.visits("A", 100)
    t.incidents("A", lambda one: 0.45 if within("2018-03-05", "2019-06-02")(one) else 1.2)
    return t


def regime_changes():
    t = plain()
    t.measure("M1", "A", "2018-03-05")
    t.measure("M1", "A", "2019-06-03", regime="STICH")
    t.visits("A", 100)
    t.incidents("A", step(1.2, 0.45, "2018-03-05"))
    return t


def two_measures():
    t = plain()
    t.measure("M1", "A", "2019-01-07", regime="PRAES")
    t.measure("M2", "A", START, regime="VOLL")
    t.visits("A", 100)
    t.incidents("A", step(1.0, 0.4, "2019-01-07"))
    return t


def file_per_office():
    t = Town(first="2018-01-01")
    t.office("A", "C1", "C2", "C3", "C4")
    t.measure("M1", "A", START)
    for office, first in (
        ("A", "2018-01-01"),
        ("C1", "2018-01-01"),
        ("C2", "2019-01-01"),
        ("C3", "2019-01-01"),
        ("C4", "2019-01-01"),
    ):
        rows = []
        t.visits(office, 100)
        t.incidents(office, 0.5, first=first, into=rows)
        t.own_files.append(("vorfaelle", f"vorfaelle_{office}", rows, day(first)))
    return t


def new_comparison_office():
    t = plain("ABCDE")
    t.measure("M1", "A", START)
    for office in "ABCDE":
        first = "2019-05-06" if office == "E" else None
        t.visits(office, 100, first=first)
        t.incidents(office, step(0.9, 0.36), first=first)
    return t


def counter_broken():
    t = plain("AB", seed=3)
    for office in "AB":
        t.measure("M1", office, START)
    t.visits("A", 100, skip=within("2019-07-01", "2019-12-31"))
    t.visits("B", 300)
    t.incidents("A", 1.0)
    t.incidents("B", 0.3)
    return t


def opens_later():
    t = plain("AB", seed=3)
    for office in "AB":
        t.measure("M1", office, START)
    t.visits("A", 100)
    t.visits("B", 300, first="2018-10-01")
    t.incidents("A", 1.0)
    t.incidents("B", 0.3, first="2018-10-01")
    return t


def comparison_rises():
    t = plain("ABCD")
    t.measure("M1", "A", START)
    for office in "ABCD":
        t.visits(office, 100)
        t.incidents(office, 0.6 if office == "A" else step(0.6, 1.2))
    return t


def break_at_one():
    t = plain("AB")
    for office in "AB":
        t.measure("M1", office, START)
    closed = within("2019-05-06", "2019-06-07")
    t.event("2019-05-06", "BETRIEB", "B", until="2019-06-07", state="ZU")
    t.visits("A", 100)
    t.visits("B", 100, skip=closed)
    t.incidents("A", 0.6)
    t.incidents("B", 0.6, skip=closed)
    return t


def new_office():
    t = plain("ABCDEFN")
    for number, office in enumerate("ABCDEFN"):
        start = "2019-11-18" if office == "N" else f"2019-0{2 + number % 3}-04"
        t.measure(f"M{number}", office, start)
        t.visits(office, 100)
        t.incidents(office, step(0.6, 0.24, start))
    return t


def two_triggers():
    t = plain()
    t.measure("M1", "A", START)
    t.event("2018-10-08", "AUSLOESER", "A")
    t.event("2019-02-25", "AUSLOESER", "A")
    t.visits("A", 100)
    t.incidents("A", lambda one: 2.4 if within("2018-10-01", "2019-01-20")(one) else 0.6)
    return t


def pandemic_before():
    t = plain(first="2018-01-01", last="2022-06-30")
    t.measure("M1", "A", "2021-09-06")
    few = within("2020-03-16", "2021-08-31")
    t.visits("A", lambda one: 25 if few(one) else 100)
    t.incidents("A", 0.6)
    return t


def counted_otherwise():
    t = plain()
    t.measure("M1", "A", START)
    t.visits("A", 100, last="2019-03-03", method="TICKET")
    t.visits("A", 160, first=START, method="ZAEHL")
    t.incidents("A", 1.0)
    return t


def reporting_version():
    t = plain()
    t.measure("M1", "A", START)
    t.visits("A", 100)
    t.incidents("A", step(0.5, 1.0), version=lambda one: "1" if one < day(START) else "2")
    return t


def visits_begin_late():
    t = plain()
    t.measure("M1", "A", START)
    t.visits("A", 100, first="2019-01-14")
    t.incidents("A", 0.6)
    return t


def asked_elsewhere():
    t = plain("AB")
    for office in "AB":
        t.measure("M1", office, START)
        t.visits(office, 100)

    def few(counts):
        return tuple((one + 2) // 3 for one in counts)

    def many(counts):
        return tuple(2 * one for one in counts)

    t.incidents("A", 0.5)
    t.waves("A", many(LOW), few(LOW), "A")
    t.waves("B", few(HIGH), many(HIGH), "B")
    return t


def asked_otherwise():
    t = plain()
    t.measure("M1", "A", START)
    t.visits("A", 100)
    t.incidents("A", 0.5)
    old, new = Town(), Town()
    old.waves("A", LOW, (), mode="ONL", text="Fühlen Sie sich hier unsicher? (1 gar nicht, 5 sehr)")
    new.waves("A", (), HIGH, mode="INT", text="Ich fühle mich sicher.")
    for kind in ("befragung", "antworten"):
        t.rows[kind] = [row for row in old.rows[kind] if "V" not in row[0 if kind == "befragung" else 1]]
        t.rows[kind] += [
            [row[0] + "n", *row[1:]] if kind == "antworten" else row
            for row in new.rows[kind]
            if "V" in row[0 if kind == "befragung" else 1]
        ]
    return t


def wave_over_the_start():
    t = plain()
    t.measure("M1", "A", START)
    t.waves("A", LOW, LOW)
    t.visits("A", 100)
    t.incidents("A", 0.5)
    t.wave("WX", "A", day("2019-01-02"), day("2019-06-28"), (0, 0, 0, 100, 300))
    return t


def one_wave_id_for_two_groups():
    t = plain()
    t.measure("M1", "A", START)
    t.visits("A", 100)
    t.incidents("A", 0.5)
    for group, counts in (("KUND", LOW), ("BESCH", HIGH)):
        part = Town()
        part.n = 0 if group == "KUND" else 100_000
        part.waves("A", counts, counts, group=group)
        for kind in ("befragung", "antworten"):
            t.own_files.append((kind, f"{kind}_{group.lower()}", part.rows[kind], None))
    return t


def roster_begins_with_the_measure():
    t = plain("AB", first="2018-01-01")
    t.measure("M1", "A", START, regime="PRAES")
    for office in "AB":
        t.visits(office, 100)
        t.incidents(office, 0.5)
    t.shifts("A", START)
    t.roster_from = START
    return t


def cost_of_two_measures():
    t = plain("AB", first="2018-01-01")
    t.measure("M1", "A", "2018-06-04", regime="PRAES")
    t.measure("M2", "A", START, regime="VOLL")
    for office in "AB":
        t.visits(office, 100)
        t.incidents(office, 0.5)
    t.shifts("A", "2018-06-04")
    return t


def cost_of_staggered():
    t = plain("AB", first="2018-01-01")
    for office, start in (("A", "2018-06-04"), ("B", "2019-09-02")):
        t.measure("M1", office, start, regime="PRAES")
        t.visits(office, 100)
        t.incidents(office, 0.5)
        t.shifts(office, start)
    return t


TOWNS = {
    one.__name__: one
    for one in (
        staggered,
        ended_at_one,
        mixed_regimes,
        none_listed,
        none_as_end,
        regime_changes,
        two_measures,
        file_per_office,
        new_comparison_office,
        counter_broken,
        opens_later,
        comparison_rises,
        break_at_one,
        new_office,
        two_triggers,
        pandemic_before,
        counted_otherwise,
        reporting_version,
        visits_begin_late,
        asked_elsewhere,
        asked_otherwise,
        wave_over_the_start,
        one_wave_id_for_two_groups,
        roster_begins_with_the_measure,
        cost_of_two_measures,
        cost_of_staggered,
    )
}
