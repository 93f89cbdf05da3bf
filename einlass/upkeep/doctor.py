"""What a machine can say about its own state: each part looked at, what is wrong, what to do. Changes nothing."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal

import httpx2

from einlass import audit, config, ingest, remarks
from einlass.city import SignIn
from einlass.city.comparison import unknown_offices
from einlass.city.this_machine import is_this_machine
from einlass.errors import (
    EinlassError,
    NoWarehouse,
    SettingsFault,
    SettingsRefused,
    WarehouseError,
    trouble_of,
)
from einlass.paper.compile import FONTS
from einlass.release import ledger
from einlass.upkeep import saved_log
from einlass.upkeep.last import last_backup
from einlass.warehouse import current_version
from einlass.warehouse.snapshot import Snapshot
from einlass.warehouse.versions import now, pointed_version

Level = Literal["well", "note", "fault"]

BACKUP_DAYS = 2  # one night may fail
CLOCK_SECONDS = 60  # beside the provider; at two minutes nobody can sign in
PROVIDER_SECONDS = 5.0
IMPORT_DAYS = 62  # the exports come monthly; one month may be late
SPACE_LEAST = 500_000_000  # bytes, beside two more snapshots of the size of the one that is served
_SHOWN = 5
_EVENTS = 10_000  # of the audit log, in which the last start is looked for
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+", re.IGNORECASE)
_GIGABYTE = 1e9


@dataclass(frozen=True)
class State:
    """One thing that was looked at. `key` is a text key with `values`: how it stands and what to do."""

    area: str
    level: Level
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


Probe = Callable[[Path], Iterator[State]]


def examine() -> list[State]:
    """Look at everything, in the order in which it is repaired."""
    found = [state for probe in PROBES for state in probe(config.data_dir())]
    # What a check of the data says of the settings was said before.
    return [one for place, one in enumerate(found) if (one.key, one.values) not in _told(found[:place])]


def _told(states: list[State]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(one.key, one.values) for one in states]


def _folder(folder: Path) -> Iterator[State]:
    place = {"folder": str(folder)}
    if not folder.is_dir():
        yield State("folder", "fault", "doctor.folder.missing", place)
        return
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        names = {"owner": _account(owner), "user": _account(os.geteuid())}
        yield State("folder", "fault", "doctor.folder.owner", place | names)
        return
    if (open_to_others := _open_to_others(folder)) is not None:
        values = place | {"path": str(open_to_others)}
        yield State("folder", "fault", "doctor.folder.readable", values)
    if (others := _of_others(folder)) is not None:
        values = place | {"path": str(others), "owner": _account(owner)}
        yield State("folder", "fault", "doctor.folder.mixed", values)
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError as error:
        trouble = trouble_of(error)
        yield State("folder", "fault", "doctor.folder.read_only", place | {"trouble": trouble})
        return
    yield State("folder", "well", "doctor.folder.well", place)


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _open_to_others(folder: Path) -> Path | None:
    """The first folder that others may look into: within it their files are open."""
    tops = (folder, *(path for path in folder.iterdir() if path.is_dir()))
    return next((path for path in tops if path.stat().st_mode & 0o077), None)


def _of_others(folder: Path) -> Path | None:
    """The first file of another account, as it comes about when somebody imports as root."""
    owner = folder.stat().st_uid
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # an import goes on
            if path.lstat().st_uid != owner:
                return path
    return None


def _space(folder: Path) -> Iterator[State]:
    if not folder.is_dir():
        return
    needed = SPACE_LEAST
    with suppress(WarehouseError, OSError):
        needed += 2 * current_version().snapshot_path.stat().st_size
    free = shutil.disk_usage(folder).free
    level: Level = "well" if free >= needed else "fault"
    values = {"free": _gigabytes(free), "needed": _gigabytes(needed)}
    yield State("space", level, f"doctor.space.{level}", values)


def _gigabytes(count: float) -> float:
    return round(count / _GIGABYTE, 2)


def _clock(folder: Path) -> Iterator[State]:
    """The zone's rule of summer time, and whether the newest import lies ahead."""
    offsets = [
        datetime(config.CALENDAR_FROM.year, month, 1, 12, tzinfo=config.LOCAL_TIME).utcoffset() or timedelta()
        for month in (1, 7)
    ]
    if offsets != [timedelta(hours=1), timedelta(hours=2)]:
        yield State("clock", "fault", "doctor.clock.zone")
    newest = None
    with suppress(WarehouseError):
        newest = pointed_version(folder).created_at
    if newest and newest > now() + timedelta(minutes=5):
        yield State("clock", "fault", "doctor.clock.behind", {"moment": newest, "now": now()})
    else:
        yield State("clock", "well", "doctor.clock.well", {"now": now()})


def _fonts(folder: Path) -> Iterator[State]:
    whole = [path for path in FONTS.glob("*.otf") if path.read_bytes()[:4] == b"OTTO"]
    if len(whole) < 2:
        yield State("fonts", "fault", "doctor.fonts.missing", {"folder": str(FONTS)})
    else:
        yield State("fonts", "well", "doctor.fonts.well")


def _settings(folder: Path) -> Iterator[State]:
    try:
        config.city()
    except SettingsRefused as error:
        for one in error.faults:
            yield State("settings", "fault", one.key, one.told(error.path))
        return
    found = config.city_file()
    if faults := list(_compared_offices()):
        for one in faults:
            yield State("settings", "fault", one.key, one.told(found))
        return
    if found in (config.SETTINGS, config.SAMPLE_CITY):
        yield State("settings", "well", "doctor.settings.none", {"file": str(folder / config.CITY_FILE)})
    else:
        yield State("settings", "well", "doctor.settings.well", {"file": str(found)})
    yield from _settings_since(folder)


def _compared_offices() -> Iterator[SettingsFault]:
    """Offices that the settings compare with, and that the data of their city do not hold."""
    for one in config.city().comparisons:
        with suppress(WarehouseError):  # no data, or damaged ones: the page of all cities tells
            version = current_version(config.cities()[one.city])
            told = [row.office_id for row in Snapshot(version).rows("views/offices")]
            yield from unknown_offices(one, told)


def _settings_since(folder: Path) -> Iterator[State]:
    """Whether the app began with other settings: somebody wrote them since, or they were lost."""
    with suppress(EinlassError):  # which the look at the log tells
        starts = (one for one in reversed(audit.newest(folder, _EVENTS)) if one.event == "started")
        last = next(starts, None)
        if last and last.details.get("settings") != config.settings_mark():
            yield State("settings", "note", "doctor.settings.since", {"moment": last.at})


def _hosts(folder: Path) -> Iterator[State]:
    """Under which names it may be asked for, and whether it answers beside the proxy."""
    rules = _rules()
    named = config.hosts() | ({rules.host} if rules else set())
    names = sorted(name for name in named if not is_this_machine(name))
    if wrong := [name for name in names if not _HOST.fullmatch(name)]:
        yield State("hosts", "fault", "doctor.hosts.wrong", {"names": wrong})
    elif names and rules is None:
        yield State("hosts", "fault", "doctor.hosts.no_sign_in", {"names": names})
    address = os.environ.get("STREAMLIT_SERVER_ADDRESS", "127.0.0.1")
    if not is_this_machine(address):
        yield State("hosts", "note" if rules else "fault", "doctor.hosts.open", {"address": address})
    if names and rules and not wrong:
        yield State("hosts", "well", "doctor.hosts.well", {"names": names})
    elif not names:
        yield State("hosts", "note", "doctor.hosts.local")


def _rules() -> SignIn | None:
    try:
        return config.city().sign_in
    except SettingsRefused:
        return None


def _sign_in(folder: Path) -> Iterator[State]:
    """Whether people sign in, the app has what it proves itself with, and the provider answers at our time."""
    rules = _rules()
    if rules is None:
        yield State("sign_in", "note", "doctor.sign_in.none")
        return
    try:
        config.client_secret()
    except EinlassError as error:
        yield State("sign_in", "fault", error.key, dict(error.values))
        return
    yield from _provider({"provider": rules.metadata_url})


def _provider(values: Mapping[str, Any]) -> Iterator[State]:
    """Asked as the app asks it. That it is away is no fault here; a clock that is wrong may be one."""
    try:
        answer = httpx2.get(values["provider"], timeout=PROVIDER_SECONDS).raise_for_status()
        missing = sorted(
            {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"} - answer.json().keys()
        )
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx2.HTTPError, ValueError, AttributeError, KeyError) as error:
        yield State("sign_in", "note", "doctor.sign_in.away", {**values, "trouble": _trouble(error)})
        return
    if missing:
        yield State("sign_in", "fault", "doctor.sign_in.other", {**values, "missing": missing})
        return
    seconds = round((datetime.now(UTC) - theirs).total_seconds())
    if abs(seconds) > CLOCK_SECONDS:
        which = "ahead" if seconds > 0 else "back"
        yield State("clock", "fault", f"doctor.clock.{which}", {**values, "seconds": abs(seconds)})
    yield State("sign_in", "well", "doctor.sign_in.well", values)


def _trouble(error: Exception) -> str:
    """What a person can look for: the kind of error of the network, or the number of the answer."""
    if isinstance(error, httpx2.HTTPStatusError):
        return str(error.response.status_code)
    return str(error) or type(error).__name__


def _last_import(folder: Path) -> Iterator[State]:
    try:
        moments = [batch.imported_at for batch in ingest.history()]
    except WarehouseError:
        return  # said of the data
    if not moments:
        yield State("last_import", "note", "doctor.last_import.none")
        return
    level: Level = "note" if now() - max(moments) > timedelta(days=IMPORT_DAYS) else "well"
    yield State("last_import", level, f"doctor.last_import.{level}", {"moment": max(moments)})


def _last_backup(folder: Path) -> Iterator[State]:
    try:
        is_sample = pointed_version(folder).is_sample
    except WarehouseError:
        is_sample = False
    bad: Level = "note" if is_sample else "fault"  # sample data come again by themselves
    found = last_backup(folder)
    if found is None:
        yield State("last_backup", bad, "doctor.last_backup.none")
        return
    values = {"moment": found.at, "file": str(found.path)}
    if not found.path.is_file():
        yield State("last_backup", bad, "doctor.last_backup.gone", values)
    elif found.path.stat().st_size != found.size:
        yield State("last_backup", bad, "doctor.last_backup.changed", values)
    elif now() - found.at > timedelta(days=BACKUP_DAYS):
        yield State("last_backup", bad, "doctor.last_backup.old", values)
    else:
        yield State("last_backup", "well", "doctor.last_backup.well", values)


def _data(folder: Path) -> Iterator[State]:
    """Everything by its hash, as `check` does it; the ledger as well."""
    try:
        checked = ingest.check()
    except NoWarehouse:
        yield State("data", "note", "doctor.data.none")
        return
    for fault in checked.faults:
        yield State("data", "note" if fault.is_harmless else "fault", fault.key, fault.values)
    if checked.is_whole:
        counts = {"batches": checked.batches, "manifests": checked.manifests}
        yield State("data", "well", "doctor.data.well", counts)


def _ledger(folder: Path) -> Iterator[State]:
    try:
        faults = ledger.verify(folder)
        count = len(ledger.read(folder).entries)
    except EinlassError as error:
        yield State("ledger", "fault", error.key, dict(error.values))
        return
    for one in faults:
        yield State("ledger", "fault", one.key, {"line": one.line})
    if not faults:
        yield State("ledger", "well", "doctor.ledger.well", {"entries": count})


def _remarks(folder: Path) -> Iterator[State]:
    try:
        yield State("remarks", "well", "doctor.remarks.well", {"count": len(remarks.remarks(folder))})
    except EinlassError as error:
        yield State("remarks", "fault", error.key, dict(error.values))


def _audit(folder: Path) -> Iterator[State]:
    """Whether it stands as it was written, and as the last backup holds it."""
    backup = last_backup(folder)
    try:
        found = audit.verify(folder)
        saved = saved_log.faults(folder, backup.path) if backup and backup.path.is_file() else ()
    except EinlassError as error:
        yield State("audit", "fault", error.key, dict(error.values))
        return
    for one in (*found.faults, *saved)[:_SHOWN]:
        yield State("audit", "fault", one.key, {"file": one.file, "line": one.line})
    if not found.count and not saved:
        yield State("audit", "note", "audit.none")
    elif not found.faults and not saved:
        yield State("audit", "well", "doctor.audit.well", {"count": found.count})


def _snapshot(folder: Path) -> Iterator[State]:
    """Whether the newest data open as the app opens them."""
    begun = time.perf_counter()
    try:
        version = current_version()
        Snapshot(version).rows("views/coverage")
    except NoWarehouse:
        return
    except WarehouseError as error:
        yield State("snapshot", "fault", error.key, dict(error.values))
        return
    values = {"number": version.number, "seconds": round(time.perf_counter() - begun, 2)}
    yield State("snapshot", "well", "doctor.snapshot.well", values)


def _left_overs(folder: Path) -> Iterator[State]:
    """What waits for a decision, and what a killed process left: the next command removes that."""
    waiting = [path for path in (folder / "previews").glob("*") if path.is_dir()]
    left = [
        path for path in (folder / "versions").glob(".staging-*") if not _lives(path.name.rpartition("-")[2])
    ]
    left += [path for path in (folder / "uploads").glob("*") if not _lives(path.name.partition("-")[0])]
    if left:
        names = [path.name for path in left[:_SHOWN]]
        yield State("left_overs", "note", "doctor.left_overs.killed", {"count": len(left), "names": names})
    if waiting:
        yield State("left_overs", "well", "doctor.left_overs.waiting", {"count": len(waiting)})
    if not left and not waiting:
        yield State("left_overs", "well", "doctor.left_overs.well")


def _lives(pid: str) -> bool:
    return pid.isdecimal() and Path(f"/proc/{pid}").exists()


PROBES: tuple[Probe, ...] = (
    *(_folder, _space, _clock, _fonts),
    *(_settings, _hosts, _sign_in),
    *(_last_import, _last_backup, _data, _ledger, _remarks, _audit, _snapshot, _left_overs),
)
