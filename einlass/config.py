"""Paths and settings, in one place."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from einlass.city import City, Comparison, KnownTime, SurveyItem, Thresholds, comparison, read
from einlass.city.this_machine import OWN_NAMES
from einlass.errors import EinlassError, SettingsRefused, trouble_of

Asked = ParamSpec("Asked")
Result = TypeVar("Result")

LOCAL_TIME = ZoneInfo("Europe/Berlin")

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
LOCALES = ROOT / "locales"
PAGES = ROOT / "pages"
CALIBRATION = ROOT / "bench" / "calibration" / "summary.csv"
SAMPLE_EXPORTS = ROOT / "sample_data" / "exports"

# The language of the exports, and of the pages where the settings name none.
DEFAULT_LANGUAGE = "de"
# A language is a folder with a catalogue; the one of the exports comes first.
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


def checks_in_snapshot() -> int:
    """A snapshot that holds more checks than this has them rest in a file of their own (see warehouse/older.py)."""
    return int(os.environ.get("EINLASS_CHECKS_IN_SNAPSHOT", "4000000"))


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

# Uploads that wait in memory for their preview, of all people together.
UPLOADS_BYTES = int(os.environ.get("EINLASS_UPLOADS_MB", "1024")) * 1024**2
# One that comes more slowly than this on the whole is given up: 200 MB have 53 minutes.
UPLOAD_BEGINS_SECONDS = 10.0
UPLOAD_BYTES_A_SECOND = 64 * 1024

# Limits of a query of the app.
QUERY_SECONDS = 20.0
READER_MEMORY = "1GB"

# Below this many cases on either side a change is never given in per cent (press wording rule).
PERCENT_MIN_COUNT = 20

# What holds where a city says nothing; the settings of a city in its data folder; those of the sample.
SETTINGS = ROOT / "einlass" / "settings.toml"
CITY_FILE = "stadt.toml"
# Of the environment, that an import depends on.
VARIABLES = ("EINLASS_DATA", "EINLASS_CITY", "EINLASS_CHECKS_IN_SNAPSHOT")
SAMPLE_CITY = ROOT / "sample_data" / CITY_FILE


def city() -> City:
    """The settings of the city. Raises SettingsRefused with every fault of the file.

    A file without faults is read once: what is changed in it holds from the next start on, as a whole. One that is
    added or removed holds from the next version of the data on, one that loses its faults from the next view on; only
    `[sign_in]` is read at the start alone. The cities that `[[comparison]]` names are looked for each time.
    """
    found = _city(city_file())
    if found.comparisons:
        _check(found.comparisons)
    return found


def _check(comparisons: Sequence[Comparison]) -> None:
    """Raises SettingsRefused where other cities are named that are not there, or in the settings of a city alone."""
    known: Collection[str] | None = None
    if cities_dir() and not _looked_at.get() and own_dir().parent != cities_dir():
        try:
            known = cities()
        except EinlassError:
            return  # which every page says
    if faults := list(comparison.faults(comparisons, known)):
        raise SettingsRefused(city_file(), sorted(faults, key=lambda one: one.line))


def comparisons(city: str) -> tuple[Comparison, ...]:
    """What the installation sets beside the findings of a city. Raises SettingsRefused."""
    return tuple(one for one in own_city().comparisons if city in one.beside) if cities_dir() else ()


def city_file() -> Path:
    """$EINLASS_CITY, else `stadt.toml` in the data folder, else the sample's for sample data, else what is usual.

    $EINLASS_CITY is the file of the installation: a city of several has its own in its folder.
    """
    looked_at = _looked_at.get()
    if not looked_at and (named := os.environ.get("EINLASS_CITY")):
        return Path(named)
    folder = str(looked_at or os.environ.get("EINLASS_DATA") or ROOT / "warehouse")
    return _kept.get(folder) or _looked_for(folder)


def look_anew() -> None:
    """Look for the settings file once more: at the start of a run, and after another version of the data."""
    _kept.clear()


# The settings file of each data folder: looked for once a run, as every number of a page asks for it.
_kept: dict[str, Path] = {}


def _looked_for(folder: str) -> Path:
    served = _changed_at(f"{folder}/current")
    if not served:
        return _found_in(Path(folder))
    return _kept.setdefault(folder, _file_of(folder, served))


@lru_cache(1024)
def _file_of(folder: str, served: int) -> Path:
    """The settings file of a data folder, looked for once a data version; `served`: when its pointer changed."""
    return _found_in(Path(folder))


def _found_in(folder: Path) -> Path:
    own = folder / CITY_FILE
    if own.exists():
        return own.resolve()
    return SAMPLE_CITY if _holds_sample(folder) else SETTINGS


def _changed_at(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0


def _holds_sample(folder: Path) -> bool:
    """Whether sample data are served, as the pointer says or, where it is lost, the newest version."""
    for said in (folder / "current", *sorted(folder.glob("versions/*/version.json"), reverse=True)):
        try:
            return bool(json.loads(said.read_text(encoding="utf-8"))["is_sample"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return False


@lru_cache(1024)
def _city(path: Path) -> City:
    return read(path, SETTINGS, LANGUAGES)


def city_of(*, is_sample: bool) -> City:
    """The settings for data that are still being built. Raises SettingsRefused."""
    path = city_file()
    return _city(SAMPLE_CITY if is_sample and path == SETTINGS else path)


def default_language() -> str:
    """The language of whoever asks for none: the same for every city of an installation."""
    try:
        return own_city().language
    except SettingsRefused:
        return DEFAULT_LANGUAGE


def survey_items() -> tuple[SurveyItem, ...]:
    """The questions of the city's own surveys; none while its settings hold faults."""
    try:
        return city().survey_items
    except SettingsRefused:
        return ()


def known_times() -> tuple[KnownTime, ...]:
    """Exceptional times that no export has to tell, from the settings. Raises SettingsRefused."""
    return city().known_times


def announced_shares() -> Mapping[str, float]:
    """The share of visitors (0–1) that was announced to be spot-checked, by measure. Raises SettingsRefused."""
    return city().announced_shares


def thresholds() -> Thresholds:
    """From which numbers on something is said or may be published. Raises SettingsRefused."""
    return city().thresholds


def settings_mark() -> str:
    """The settings that hold, as the beginning of the hash of their file: whoever reads the log sees them change."""
    try:
        return hashlib.sha256(city_file().read_bytes()).hexdigest()[:12]
    except OSError:
        return ""


def data_dir() -> Path:
    """Folder of batches, manifest and snapshots: of the city that is looked at, else the installation's own."""
    return _looked_at.get() or own_dir()


def own_dir() -> Path:
    """$EINLASS_DATA, else `warehouse/` in the checkout. Of several cities: log of who did what, sessions, settings."""
    return Path(os.environ.get("EINLASS_DATA") or ROOT / "warehouse").resolve()


def own_city() -> City:
    """The settings of the installation itself: how people sign in, its language. Raises SettingsRefused."""
    with at(None):
        return city()


# Which of several cities is looked at. A run of a page has a thread of its own, and a thread a context of its own: what
# is set in one is never seen in another, and where nothing is set no city's data are found.
_looked_at: ContextVar[Path | None] = ContextVar("looked_at", default=None)


def look_at(folder: Path | None) -> None:
    """Whatever this run reads is of this city from here on; None: of none."""
    _looked_at.set(folder)


@contextmanager
def at(folder: Path | None) -> Iterator[None]:
    """The same for a while."""
    before = _looked_at.set(folder)
    try:
        yield
    finally:
        _looked_at.reset(before)


def staying(make: Callable[Asked, Result]) -> Callable[Asked, Result]:
    """A function that is called later, elsewhere, and reads of the city that is looked at now."""
    folder = _looked_at.get()

    def made(*args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        with at(folder):
            return make(*args, **kwargs)

    return made


def cities_dir() -> Path | None:
    """The folder with a data folder for each of several cities: $EINLASS_CITIES. None: there is one city."""
    named = os.environ.get("EINLASS_CITIES")
    return Path(named).resolve() if named else None


def cities() -> dict[str, Path]:
    """The data folder of each of several cities, by the name of the folder. Raises EinlassError where none is read."""
    place = cities_dir()
    if place is None:
        return {}
    try:
        return {one.name: one for one in sorted(place.iterdir()) if one.is_dir() and one.name[0] != "."}
    except OSError as error:
        raise EinlassError("cities.lost", folder=str(place), trouble=trouble_of(error)) from error


def hosts() -> frozenset[str]:
    """Names by which the app may be asked for: this machine's own, and those in $EINLASS_HOSTS (with commas)."""
    named = os.environ.get("EINLASS_HOSTS", "").split(",")
    return frozenset((*OWN_NAMES, *(name.strip().lower() for name in named if name.strip())))


def metrics_hosts() -> frozenset[str]:
    """Addresses from which figures on the service may be asked for: those in $EINLASS_METRICS (with commas); none."""
    named = os.environ.get("EINLASS_METRICS", "").split(",")
    return frozenset(name.strip() for name in named if name.strip())


SHORTEST_SECRET = 16  # characters of a client secret
# How long an event stays in the audit log (0: for ever); the file it stands in goes as a whole.
AUDIT_DAYS = int(os.environ.get("EINLASS_AUDIT_DAYS", "365")) or 36_500


def client_secret() -> str:
    """What the app proves itself with to the provider that people sign in with. Raises EinlassError without one.

    It stands in the file that $EINLASS_CLIENT_SECRET_FILE names, else in $EINLASS_CLIENT_SECRET; in no settings file.
    """
    text = os.environ.get("EINLASS_CLIENT_SECRET", "")
    if named := os.environ.get("EINLASS_CLIENT_SECRET_FILE"):
        try:
            text = Path(named).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise EinlassError("start.secret_lost", file=named) from None
    if len(text.strip()) < SHORTEST_SECRET:
        raise EinlassError("start.secret", least=SHORTEST_SECRET)
    return text.strip()


def is_data_dir_named() -> bool:
    """Whether somebody chose the data folder: it is theirs, and no sample data are put into it unasked."""
    return bool(os.environ.get("EINLASS_DATA"))


def today() -> date:
    """The day in Berlin, whatever the zone of the system."""
    return datetime.now(LOCAL_TIME).date()
