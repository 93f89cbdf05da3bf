"""Whether everything in the data folder is what it was when it was written: by hash, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from einlass import config
from einlass.errors import Damaged, EinlassError, QueryContractError, SettingsRefused, WarehouseError
from einlass.ingest.commit import spellings
from einlass.ingest.commit.job import report_at
from einlass.warehouse import older, versions
from einlass.warehouse.files import file_sha256
from einlass.warehouse.holidays import is_built_for
from einlass.warehouse.severity import is_levelled_by
from einlass.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Fault:
    """Something that is not as it should be. `key` is a text key with `values`; a `harmless` one needs no repair."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    is_harmless: bool = False


@dataclass(frozen=True)
class Checked:
    """What was looked at, and what was wrong with it."""

    version: int
    manifests: int
    batches: int
    snapshots: int
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing has to be repaired."""
        return all(fault.is_harmless for fault in self.faults)


def check(folder: Path) -> Checked:
    """Verify pointer, manifests, snapshots, batches and reports of a data folder. Raises NoWarehouse."""
    version = _served(folder)
    numbers = versions.version_numbers(folder)
    faults = [*_pointer(folder), *_manifests(folder, version, numbers)]
    entries = _entries(folder, version, numbers)
    undone = {entry["undoes"] for entry in entries if "undoes" in entry}
    entries = [entry for entry in entries if "batch_id" in entry]
    if versions.is_fetched(folder):
        faults.append(Fault("check.fetched", is_harmless=True))
        entries = []
    for entry in entries:
        found = list(_batch(folder / "batches", entry))
        faults += _of_undone(found) if entry["batch_id"] in undone else found
    snapshots = [path for number in numbers for path in _snapshots(folder, number)]
    faults += [
        *_served_snapshot(version),
        *_beside(version),
        *_spellings(folder),
        *_unnamed(folder, entries),
        *_settings(version),
    ]
    return Checked(
        version.number if version else 0, len(numbers), len(entries), len(snapshots), tuple(faults)
    )


def _served(folder: Path) -> versions.DataVersion | None:
    try:
        return versions.pointed_version(folder)
    except Damaged:
        return None


def _pointer(folder: Path) -> Iterator[Fault]:
    served = _served(folder)
    if served is None:
        yield Fault("check.nothing_whole", {"folder": str(folder)})
    elif not versions.is_pointed_at(folder, served):
        yield Fault("check.pointer", {"number": served.number})


def _manifests(folder: Path, served: versions.DataVersion | None, numbers: list[int]) -> Iterator[Fault]:
    whole = [number for number in numbers if _is_whole(folder, number)]
    for number in sorted({*numbers, *([served.number] if served else [])} - set(whole)):
        is_served = served is not None and served.number == number
        older = [one for one in whole if one < number]
        if not is_served:
            yield Fault("check.old_manifest", {"number": number}, is_harmless=True)
        elif older:
            yield Fault("check.manifest", {"number": number, "older": older[-1]})
        else:
            yield Fault("check.manifest_alone", {"number": number})


def _is_whole(folder: Path, number: int) -> bool:
    try:
        versions.version_of(folder, number)
    except Damaged:
        return False
    return True


def _entries(folder: Path, served: versions.DataVersion | None, numbers: list[int]) -> list[dict[str, Any]]:
    """Imports and undos of the served version, else of the newest one that is whole."""
    for version in (served, *(_version(folder, number) for number in reversed(numbers))):
        try:
            return version.manifest() if version else []
        except Damaged:
            continue
    return []


def _version(folder: Path, number: int) -> versions.DataVersion | None:
    try:
        return versions.version_of(folder, number)
    except Damaged:
        return None


def _batch(folder: Path, entry: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with the rows and the report of an import."""
    file, batch = entry["file"], entry["batch_id"]
    for ending, name in ((".parquet", "parquet_sha256"), (".seen.parquet", "seen_sha256")):
        if name in entry and not _is_same(folder / f"{batch}{ending}", entry[name]):
            yield Fault("check.batch", {"file": file, "batch": batch, "path": f"{batch}{ending}"})
    report = folder / f"{batch}.json"
    if report_at(report, entry.get("report_sha256", "")) is None:
        yield Fault("check.report", {"file": file, "batch": batch, "path": report.name})


def _of_undone(faults: list[Fault]) -> list[Fault]:
    """What is wrong with an import that was taken back: nobody needs it."""
    return [replace(fault, key="check.undone", is_harmless=True) for fault in faults[:1]]


def _is_same(path: Path, sha256: str) -> bool:
    """Whether a file is what it was; of one whose hash was never noted it is enough that it is there."""
    try:
        return path.is_file() and (not sha256 or file_sha256(path) == sha256)
    except OSError:
        return False


def _snapshots(folder: Path, number: int) -> list[Path]:
    return sorted((folder / "versions" / f"{number:06d}").glob("snapshot-*.duckdb"))


def _served_snapshot(version: versions.DataVersion | None) -> Iterator[Fault]:
    if version is None:
        return
    try:
        version.check()
    except WarehouseError:
        yield Fault("check.snapshot", {"file": version.snapshot})
        return
    for file in older.files_of(version.snapshot_path):
        if not file.is_whole(version.path):
            yield Fault("check.snapshot", {"file": file.name})


def _beside(version: versions.DataVersion | None) -> Iterator[Fault]:
    if version:
        for name in version.damaged_beside():
            yield Fault("check.beside", {"number": version.number, "file": name}, is_harmless=True)


def _spellings(folder: Path) -> Iterator[Fault]:
    try:
        spellings.remembered(folder)
    except EinlassError as error:
        yield Fault(error.key, dict(error.values))


def _settings(version: versions.DataVersion | None) -> Iterator[Fault]:
    """What is wrong in the settings of the city, and whether the data were built for another of them."""
    try:
        city = config.city()
        state = city.state
        if version and not is_built_for(Snapshot(version), state):
            yield Fault("settings.holidays.other" if state else "settings.holidays.none", {"state": state})
        if version and not is_levelled_by(Snapshot(version), city.severity.mapping):
            yield Fault("settings.severity.other")
    except SettingsRefused as error:
        yield from (Fault(one.key, one.told(error.path)) for one in error.faults)
    except (WarehouseError, QueryContractError):
        return  # said of the snapshot


def _unnamed(folder: Path, entries: list[dict[str, Any]]) -> Iterator[Fault]:
    """Batch files that no import names: left behind by an import that was killed, or those of a lost manifest."""
    named = {entry["batch_id"] for entry in entries}
    found = {path.name.split(".")[0] for path in (folder / "batches").glob("*.json")} - named
    if found:
        yield Fault("check.unnamed", {"count": len(found), "batches": sorted(found)[:20]}, is_harmless=True)
