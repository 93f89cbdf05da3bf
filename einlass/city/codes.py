"""Codes of the exports that a city's settings refer to."""

from __future__ import annotations

INCIDENT_KINDS = ("BEL", "BDW", "BDG", "BDX", "KOE", "NOE", "SEX", "SAB", "HFB", "SEL", "SON")
SURVEY_ITEMS = ("SIC", "STI", "AKZ", "WAR", "DIS", "MEL")
AUDIENCES = {"clients": "KUND", "staff": "BESCH"}
HIGHEST_LEVEL = 3  # of the Aachen model, which begins with 0
