"""A second invented city as export files: another state, five levels of severity, 25 offices, five years."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from known_towns import HEAD, Town, german, working_days

from einlass import config

CHECK_HEAD = {
    "kontrollen": "kontroll_id;datum;dienststelle_id;eingang;zeit_von;zeit_bis;regime;methode;personen_kontrolliert;"
    "personen_mit_fund;gegenstaende;verweigert;wartezeit_med_min;geraeteausfall_min;quelle;erfasst_am",
    "funde": "fund_id;kontroll_id;kategorie;anzahl;waffg;verbleib",
}
OFFICES = [f"O{number:02}" for number in range(1, 26)]
CHECKED, GUARDED = OFFICES[:4], OFFICES[4:7]
LEVELS = {"1": 0, "2": 1, "3": 2, "4": 2, "5": 3}  # of the city → of the Aachen model

SETTINGS = """
name = "Elbfurt"
contact_name = "Hauptamt"
contact = "einlass@elbfurt.example"
imprint = "Stadt Elbfurt, Am Markt 1"
state = "SN"
wave_euros = 2500
logo = "wappen.svg"
known_time = []

[[severity]]
code = "1"
level = 0
name_de = "Unmut"
name_en = "Displeasure"

[[severity]]
code = "2"
level = 1
name_de = "Beleidigung"
name_en = "Insult"

[[severity]]
code = "3"
level = 2
name_de = "Bedrohung"
name_en = "Threat"

[[severity]]
code = "4"
level = 2
name_de = "Tätlichkeit"
name_en = "Assault"

[[severity]]
code = "5"
level = 3
name_de = "Waffe"
name_en = "Weapon"

[[survey_item]]
code = "LIC"
audience = "clients"
name_de = "Helle Wartebereiche"
name_en = "Bright waiting areas"
wording_de = "Die Wartebereiche sind hell genug."
wording_en = "The waiting areas are bright enough."

[[office_word]]
language = "de"
singular = "Amt"
plural = "Ämter"
gender = "n"

[[office_word]]
language = "en"
singular = "agency"
plural = "agencies"
"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
    '<rect width="40" height="40" fill="#12436d"/><circle cx="20" cy="20" r="9" fill="#ffffff"/></svg>'
)


class City(Town):
    """25 offices; full checks at four of them and guards at three, both still running."""

    def __init__(self, today: dt.date) -> None:
        last = today - dt.timedelta(days=1)
        super().__init__(f"{today.replace(year=today.year - 5, day=1)}", f"{last}", seed=7)
        self.checked_from = last - dt.timedelta(weeks=110)
        self.guarded_from = last - dt.timedelta(weeks=60)
        self.rows |= {kind: [] for kind in CHECK_HEAD}
        self.office(*OFFICES)
        for number, name in enumerate(OFFICES):
            self._visits(name, 60 + 4 * number)
            self._incidents(name)
        self._measures()
        self._checks()
        self._surveys()

    def _visits(self, office: str, count: int) -> None:
        """Offices without a measure open on Mondays alone, so that five years of them are read quickly."""
        is_small = office not in CHECKED + GUARDED
        self.rows["dienststellen"][OFFICES.index(office)][5] = "Mo" if is_small else "Mo-Fr"
        self.visits(office, count, skip=lambda one: is_small and one.isoweekday() > 1)

    def _incidents(self, office: str) -> None:
        """Levels of the city from 1 to 5, one after the other as they usually come."""
        before = len(self.rows["vorfaelle"])
        rate = 0.05 if office in CHECKED + GUARDED else 0.02
        self.incidents(office, rate)
        for number, row in enumerate(self.rows["vorfaelle"][before:]):
            row[6] = "2223324252"[number % 10] if number % 7 else "1"

    def _measures(self) -> None:
        for name in CHECKED:
            self.measure("K", name, f"{self.checked_from}")
            self.shifts(name, f"{self.checked_from}")
        for number, name in enumerate(GUARDED):
            self.measure("P", name, f"{self.guarded_from + dt.timedelta(weeks=number)}", regime="PRAES")
            self.shifts(name, f"{self.guarded_from}")

    def _checks(self) -> None:
        for office in CHECKED:
            for one in working_days(self.checked_from, self.last):
                self.n += 1
                check, found = f"T-C{self.n}", int(self.rng.poisson(0.6))
                self.rows["kontrollen"].append(
                    [
                        *(check, german(one), f"T-{office}", "Nord", "08:00", "12:00", "VOLL", "HS", "50"),
                        *(str(found), str(found), "0", "2,5", "0", "HAUS", f"{german(one)} 18:00"),
                    ]
                )
                if found:
                    self.rows["funde"].append([f"T-F{self.n}", check, "MES", str(found), "N", "VRW"])

    def _surveys(self) -> None:
        for office in CHECKED:
            for number in range(18):
                first = self.first + dt.timedelta(days=40, weeks=13 * number)
                if first + dt.timedelta(days=4) > self.last:
                    break
                is_after = first >= self.checked_from
                safe = (4, 6, 20, 40, 30, 2) if is_after else (10, 20, 30, 25, 15, 2)
                wave = f"{office}W{number}"
                self.wave(wave, office, first, first + dt.timedelta(days=4), safe)
                self.rows["befragung"][-1][6] = "de|en"
                self._answers(wave, "LIC", (3, 6, 18, 40, 33) if is_after else (8, 20, 30, 30, 12))

    def _answers(self, wave: str, item: str, counts: tuple[int, ...]) -> None:
        for value, count in zip("12345", counts, strict=True):
            for _ in range(count):
                self.n += 1
                self.rows["antworten"].append([f"T-A{self.n}", f"T-{wave}", item, value])


def write(folder: Path) -> City:
    """Exports into `folder/exports`, settings and logo into the data folder `folder/data`."""
    HEAD.update(CHECK_HEAD)
    made = City(config.today())
    made.write(folder / "exports", roster_from=f"{made.first}")
    data = folder / "data"
    data.mkdir()
    (data / "stadt.toml").write_text(SETTINGS, encoding="utf-8")
    (data / "wappen.svg").write_text(LOGO, encoding="utf-8")
    return made
