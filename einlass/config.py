"""Paths and settings, in one place."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Europe/Berlin")

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
LOCALES = ROOT / "locales"
PAGES = ROOT / "pages"
CALIBRATION = ROOT / "bench" / "calibration" / "summary.csv"
SAMPLE_EXPORTS = ROOT / "sample_data" / "exports"

DEFAULT_LANGUAGE = "de"
# A language is a folder with a catalogue; the default one comes first.
LANGUAGES = (
    DEFAULT_LANGUAGE,
    *sorted({path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/einlass.po")} - {DEFAULT_LANGUAGE}),
)

# Identifiers in the sample exports begin with this, so sample data is known by its content,
# however often a file is renamed, re-saved or sent by mail.
SAMPLE_ID_PREFIX = "BSP-"

# The calendar table covers these days; a row outside them is refused.
CALENDAR_FROM = date(2010, 1, 1)
CALENDAR_UNTIL = date(2040, 1, 1)

# Accepted files are kept for this many days (0: never kept): as they came where every column is declared and nothing
# stands beside the table, else the declared columns alone, unless somebody wants them whole.
ORIGINALS_KEPT_DAYS = int(os.environ.get("EINLASS_KEEP_ORIGINALS_DAYS", "30"))
ORIGINALS_KEPT_WHOLE = os.environ.get("EINLASS_KEEP_ORIGINALS_WHOLE", "") not in ("", "0")

# Limits of the process that reads one export: memory held, memory asked for (allocators ask for more than they use),
# and wall time per so many bytes.
PARSE_MEMORY_BYTES = 1024**3
PARSE_DATA_BYTES = 3 * 1024**3
PARSE_SECONDS = 30.0
PARSE_BYTES = 100 * 1024**2
# Limits of the process that builds the next version (address space in bytes, processor time in seconds).
IMPORT_MEMORY_BYTES = 8 * 1024**3
IMPORT_CPU_SECONDS = 600
# A preview that nobody confirmed is removed after so long, or when there are so many newer ones.
PREVIEW_KEPT_SECONDS = 86_400
PREVIEWS_KEPT = 10

# A snapshot stays so long after a newer one has come: a view that began before still reads it. With an import every
# few seconds many stand side by side, hence not longer than the slowest view takes.
SNAPSHOTS_KEPT_SECONDS = 180.0

# Limits of a query of the app.
QUERY_SECONDS = 20.0
READER_MEMORY = "1GB"

# Below this many cases on either side a change is never given in per cent (press wording rule).
PERCENT_MIN_COUNT = 20

SETTINGS = ROOT / "einlass" / "settings.toml"


@dataclass(frozen=True)
class Thresholds:
    """From which numbers on something is said or may be published; what each means stands in the settings file."""

    hidden_below: int
    hidden_below_sensitive: int
    hidden_answers_below: int
    small_staff_below: int
    share_least: int
    course_least: int
    chance: float


@dataclass(frozen=True)
class KnownTime:
    """A time that was exceptional everywhere: code of its name (text key `known_time.<code>`), first and last day."""

    code: str
    first: date
    last: date | None


@cache
def known_times() -> tuple[KnownTime, ...]:
    """Exceptional times that no export has to tell, from the settings file ($EINLASS_SETTINGS, else the one here).

    Raises KeyError or TypeError for a file that is not of its form.
    """
    told = _settings().get("known_time", [])
    return tuple(KnownTime(one["code"], one["first"], one.get("last")) for one in told)


def announced_shares() -> dict[str, float]:
    """The share of visitors (0–1) that was announced to be spot-checked, by measure, from the settings."""
    return {str(one["measure"]): float(one["share"]) for one in _settings().get("announced_share", [])}


@cache
def thresholds() -> Thresholds:
    """From which numbers on something is said or may be published: the city's own, the others as they stand here.

    Raises TypeError for a name that is none of them.
    """
    usual = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["thresholds"]
    return Thresholds(**(usual | _settings().get("thresholds", {})))


def contact() -> str | None:
    """The mail address to which errors and barriers are reported, from the settings; None where none is set."""
    return _settings().get("contact") or None


def _settings() -> dict[str, Any]:
    path = Path(os.environ.get("EINLASS_SETTINGS") or SETTINGS)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def data_dir() -> Path:
    """Folder of batches, manifest and snapshots: $EINLASS_DATA, else `warehouse/` in the checkout."""
    return Path(os.environ.get("EINLASS_DATA") or ROOT / "warehouse").resolve()


def hosts() -> frozenset[str]:
    """Names by which the app may be asked for: this machine's own, and those in $EINLASS_HOSTS (with commas)."""
    named = os.environ.get("EINLASS_HOSTS", "").split(",")
    return frozenset(
        ("localhost", "127.0.0.1", "::1", *(name.strip().lower() for name in named if name.strip()))
    )


def is_data_dir_named() -> bool:
    """Whether somebody chose the data folder: it is theirs, and no sample data are put into it unasked."""
    return bool(os.environ.get("EINLASS_DATA"))


def today() -> date:
    """The day in Berlin, whatever the zone of the system."""
    return datetime.now(LOCAL_TIME).date()
