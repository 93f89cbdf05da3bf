"""A folder of several cities, as an installation of a state serves it: small towns, and what can be wrong with one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import serve
from towns import Place, build, waves

from einlass import config

# Reports before and since the start at two offices: in some towns fewer, in one not.
TOWNS = {
    "zell": (60, 50),
    "aurach": (60, 22),
    "oestrich": (55, 30),
    "bad-muster": (70, 28),
    "elbfurt": (45, 20),
}
NAMES = {
    "aurach": "Aurach",
    "bad-muster": "Bad Muster",
    "elbfurt": "elbfurt",
    "oestrich": "Östrich",
    "zell": "Zell am Berg",
}
BROKEN = {"empty": "empty", "damaged": "Damaged", "faulty": "faulty"}


@dataclass(frozen=True)
class State:
    """A folder of cities, and the folder of the installation beside it."""

    cities: Path
    own: Path


def write(base: Path, towns: dict[str, tuple[int, int]] | None = None, free: str = "") -> State:
    """Import these towns, each into a folder of its own. free: the one with three offices without a measure, too."""
    state = State(base / "cities", base / "own")
    state.own.mkdir(parents=True)
    (state.own / config.CITY_FILE).write_text('name = "Musterland"\n', encoding="utf-8")
    for key, (before, after) in (towns or TOWNS).items():
        work = base / "exports" / key
        work.mkdir(parents=True)
        asked = waves((10, 20, 30, 30, 20, 2), (5, 12, 25, 40, 30, 2))
        places = {
            f"{key}-1": Place((before, after), (before // 2, after // 2), waves=asked),
            f"{key}-2": Place((before // 2, after // 2), (before // 4, after // 4)),
        }
        if key == free:
            places |= {one: Place((50, 40), treated=False) for one in free_offices(free)}
        shutil.move(build(work, places), state.cities / key)
        name(state.cities / key, NAMES.get(key, ""))
    return state


def free_offices(key: str) -> list[str]:
    """The offices of a city that have no measure."""
    return [f"{key}-{number}" for number in (3, 4, 5)]


def name(folder: Path, called: str) -> None:
    """Let the settings of a city name it; without a name they leave that to the folder."""
    text = f'name = "{called}"\n' if called not in ("", folder.name) else 'state = "NW"\n'
    (folder / config.CITY_FILE).write_text(text, encoding="utf-8")


def break_three(state: State) -> None:
    """One city without data, one whose data are damaged, one whose settings hold a fault."""
    (state.cities / "empty").mkdir()
    for key in ("damaged", "faulty"):
        shutil.copytree(state.cities / "zell", state.cities / key)
    name(state.cities / "damaged", BROKEN["damaged"])
    [snapshot] = (state.cities / "damaged").glob("versions/*/snapshot-*.duckdb")
    snapshot.chmod(0o600)
    snapshot.write_bytes(snapshot.read_bytes()[:5000])
    (state.cities / "faulty" / config.CITY_FILE).write_text('nam = "x"\n', encoding="utf-8")


def read(state: State, patch: pytest.MonkeyPatch) -> State:
    """Let this process serve it."""
    serve(state.own, patch)
    patch.setenv("EINLASS_CITIES", str(state.cities))
    return state
