"""What lies in the folder that Spark writes to, and the manifest that says which of it counts.

<out>/manifest.json                                    the cities, each with its number and the file of its parts
<out>/cities/city-000001/parts-000003.json             every part of the city: what it was made of, rows, files, hashes
<out>/cities/city-000001/manifest-000003.json          the batches of its data version; settings-….toml: its settings
<out>/tables/<table>/city-000001/202603-000003.parquet rows of a month, written by build 3; all-…: of all times
<out>/facts/<fact>/city-000001/202603-000003-0.parquet
<out>/.building/                                       what a build is at

No name of a folder is a code: codes such as 05117000 stand in the files and in the manifest. A file is never changed.
What no manifest names does not count; the next build removes it. The manifest is switched at last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from einlass.cluster.places import Place
from einlass.errors import ClusterRefused
from einlass.warehouse.files import file_sha256

FORMAT = 1
MANIFEST = "manifest.json"
KINDS = ("tables", "facts", "cities")


@dataclass(frozen=True)
class StoredFile:
    """A file of the folder, by its path in it."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Part:
    """Rows of a table or fact, of a month or of all times; `inputs`: a print of what they were made of."""

    inputs: str
    rows: int
    files: tuple[StoredFile, ...]


# Table or fact → month, or `all`.
Parts = dict[str, dict[str, Part]]


@dataclass(frozen=True)
class StoredCity:
    """A city in the manifest: which data version of it was made, by which statements, and where its parts are told."""

    name: str
    number: int
    version: int
    snapshot_sha256: str
    made_by: str
    row_count: int
    file_count: int
    month_count: int
    batches: StoredFile
    settings: StoredFile | None
    parts: StoredFile


@dataclass(frozen=True)
class Manifest:
    """Which cities lie in the folder; `rows_per_second`: as the last large build was, 0 where there was none."""

    build: int = 0
    rows_per_second: float = 0
    cities: Mapping[str, StoredCity] = field(default_factory=dict)

    def number_of(self, name: str) -> int:
        """The number of a city, for a new one the next."""
        if name in self.cities:
            return self.cities[name].number
        return max((city.number for city in self.cities.values()), default=0) + 1


class Store:
    """The folder."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def manifest(self) -> Manifest:
        """What counts; nothing where nothing was built yet. Raises ClusterRefused where it is damaged."""
        try:
            plain = json.loads(self.place.read(MANIFEST))
            if plain.pop("own_sha256") != _sha256(plain) or plain["format"] != FORMAT:
                raise ValueError(MANIFEST)
            cities = {one["name"]: _city(one) for one in plain["cities"]}
            return Manifest(plain["build"], plain["rows_per_second"], cities)
        except FileNotFoundError:
            return Manifest()
        except (OSError, ValueError, KeyError, TypeError):
            raise ClusterRefused("cluster.damaged_manifest", file=self.place.address(MANIFEST)) from None

    def parts(self, city: StoredCity | None) -> Parts:
        """The parts of a city."""
        if city is None:
            return {}
        plain = json.loads(self.checked(city.parts).read_bytes())
        return {name: {month: _part(one) for month, one in months.items()} for name, months in plain.items()}

    def checked(self, file: StoredFile) -> Path:
        """A file on this machine. Raises ClusterRefused where it is not the one that was written."""
        try:
            path = self.place.here(file.path)
            if file_sha256(path) == file.sha256:
                return path
        except OSError:
            pass
        raise ClusterRefused("cluster.damaged_file", file=self.place.address(file.path))

    def keep(self, draft: Path, path: str) -> StoredFile:
        """Give a file that was written on this machine its place."""
        stored = StoredFile(path, file_sha256(draft))
        self.place.put(draft, path)
        return stored

    def keep_made(self, draft: str, path: str) -> StoredFile:
        """Give a file that Spark has written its place."""
        stored = StoredFile(path, file_sha256(self.place.here(draft)))
        self.place.move(draft, path)
        return stored

    def keep_parts(self, parts: Parts, draft: Path, path: str) -> StoredFile:
        """Write down the parts of a city."""
        plain = {
            name: {month: asdict(one) for month, one in months.items()} for name, months in parts.items()
        }
        draft.write_text(json.dumps(plain, indent=1, sort_keys=True), encoding="utf-8")
        return self.keep(draft, path)

    def publish(self, manifest: Manifest) -> None:
        """Have this manifest count from now on."""
        plain: dict[str, Any] = {
            "format": FORMAT,
            "build": manifest.build,
            "rows_per_second": manifest.rows_per_second,
            "cities": [asdict(one) for _, one in sorted(manifest.cities.items())],
        }
        # As it is read again: without tuples.
        plain = json.loads(json.dumps(plain))
        content = json.dumps(plain | {"own_sha256": _sha256(plain)}, indent=1, ensure_ascii=False)
        self.place.write(MANIFEST, content.encode())

    @contextmanager
    def building(self) -> Iterator[Path]:
        """The right to build, and an empty folder of this machine for it. Raises ClusterRefused."""
        with self.place.building() as aside:
            self._remove_left_over()
            yield aside

    def _remove_left_over(self) -> None:
        """Remove what no manifest names: left by a build that was killed, or replaced by the one before."""
        manifest = self.manifest()
        named = {one.path for city in manifest.cities.values() for one in files_of(city, self.parts(city))}
        for kind in KINDS:
            for path in self.place.listed(kind):
                if path not in named:
                    self.place.remove(path)


def files_of(city: StoredCity, parts: Parts) -> list[StoredFile]:
    """Every file of a city."""
    own = [one for one in (city.batches, city.settings, city.parts) if one]
    return own + [file for months in parts.values() for part in months.values() for file in part.files]


def folder_name(number: int) -> str:
    """The folder of a city under each table and fact."""
    return f"city-{number:06d}"


def _city(plain: dict[str, Any]) -> StoredCity:
    files = {name: plain[name] and StoredFile(**plain[name]) for name in ("batches", "settings", "parts")}
    return StoredCity(**{**plain, **files})


def _part(plain: dict[str, Any]) -> Part:
    return Part(plain["inputs"], plain["rows"], tuple(StoredFile(**one) for one in plain["files"]))


def _sha256(plain: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
