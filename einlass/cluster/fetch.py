"""A city comes back: its tables and facts as the next version of a data folder, which the same app serves."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from einlass import config
from einlass.cluster.layout import Parts, Store, StoredCity
from einlass.cluster.places import place_at
from einlass.errors import ClusterRefused
from einlass.warehouse import DataVersion, versions
from einlass.warehouse.leaving import build_snapshot, content_prints, names_of


@dataclass(frozen=True)
class Fetched:
    """The version that was made, and of which version of the city it is; its tables and facts with their prints."""

    version: DataVersion
    of_version: int
    prints: dict[str, str]


def fetch(out: Path | str, name: str, into: Path, settings: Mapping[str, str] = {}) -> Fetched:
    """Make the next version of a data folder from the parts of a city. Raises ClusterRefused, Busy.

    The folder is one that only this fills: where somebody imports, nothing is fetched.
    """
    with place_at(out, settings=settings) as place:
        return _fetched(Store(place), name, into)


def _fetched(store: Store, name: str, into: Path) -> Fetched:
    manifest = store.manifest()
    if name not in manifest.cities:
        known = ", ".join(sorted(manifest.cities))
        raise ClusterRefused("cluster.unknown_city", city=name, folder=str(store.place), known=known or "–")
    city = manifest.cities[name]
    if any((into / "batches").glob("*")):
        raise ClusterRefused("cluster.has_imports", folder=str(into))
    parts = store.parts(city)
    into = into.resolve()
    with versions.importing(into, fetches=True), versions.staging(into) as staged:
        sha256 = _staged(store, city, parts, staged / "version")
        (into / versions.FETCHED).write_text(f"{name}\n", encoding="utf-8")
        version = versions.publish(
            into, staged / "version", versions.next_number(into), sha256, versions.now()
        )
        if city.settings:
            shutil.copyfile(store.checked(city.settings), into / config.CITY_FILE)
            config.look_anew()
    return Fetched(version, city.version, content_prints(version.snapshot_path))


def _staged(store: Store, city: StoredCity, parts: Parts, folder: Path) -> str:
    """A version that is whole; returns the hash of its snapshot."""
    folder.mkdir()
    files = {
        name: [store.checked(file) for _, part in sorted(parts[name].items()) for file in part.files]
        for name in (*names_of("tables"), *names_of("facts"))
    }
    sha256 = build_snapshot(folder / "snapshot.duckdb", files)
    versions.name_snapshot(folder / "snapshot.duckdb", sha256)
    shutil.copyfile(store.checked(city.batches), folder / "manifest.json")
    return sha256
