"""The doctor names what is wrong and what to do, keeps still where all is well, and changes nothing."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import ClassVar

import pytest
from conftest import listing, serve
from release.desk_parts import ANNA, MORNING

from einlass import audit, config
from einlass.cli import main
from einlass.release import ledger
from einlass.release.events import Entered
from einlass.upkeep import doctor
from einlass.upkeep.backup import backup
from einlass.upkeep.last import LAST
from einlass.warehouse import current_version
from einlass.warehouse.versions import now

THEIR_PROVIDER = "https://id.stadt.example/realms/stadt"
Said = pytest.CaptureFixture[str]


class Provider(http.server.ThreadingHTTPServer):
    """What a provider that people sign in with says of itself, and when."""

    said: ClassVar[dict[str, str]] = dict.fromkeys(
        ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"), "x"
    )
    status, seconds = 200, 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class Answers(http.server.BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        self.send_response_only(self.server.status)
        moment = datetime.now(UTC) + timedelta(seconds=self.server.seconds)
        self.send_header("date", format_datetime(moment, usegmt=True))
        self.end_headers()
        self.wfile.write(json.dumps(self.server.said).encode())

    def log_message(self, *_said: object) -> None:
        """Says nothing."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running
        running.shutdown()


@pytest.fixture
def well(stocked: Path, tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder as it should be: saved last night, people sign in behind the proxy."""
    settings = (config.ROOT / "deploy" / "stadt.toml").read_text("utf-8")
    assert THEIR_PROVIDER in settings
    (stocked / config.CITY_FILE).write_text(settings.replace(THEIR_PROVIDER, provider.address), "utf-8")
    monkeypatch.setenv("EINLASS_CLIENT_SECRET", "a secret of the tests alone")
    start_anew()
    audit.append(stocked, "", "started", {"settings": config.settings_mark()})
    backup(tmp_path / "b.tar")
    return stocked


def told(level: str) -> list[str]:
    return [state.key for state in doctor.examine() if state.level == level]


def test_where_all_is_well_nothing_is_wrong_and_nothing_changes(well: Path, capsys: Said) -> None:
    before = listing(well)
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("gut ") for line in lines[:-1]), lines
    assert lines[-1] == "Nichts zu reparieren."
    assert listing(well) == before
    assert {state.area for state in doctor.examine()} == {
        *("folder", "space", "clock", "fonts", "settings", "hosts", "sign_in"),
        *("last_import", "last_backup", "data", "ledger", "remarks", "audit", "snapshot", "left_overs"),
    }


def test_everything_is_said_in_both_languages_and_as_json(
    well: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(well, 'language = "en"\n')
    assert main(["doctor"]) == 0
    assert "Last backup" in (said := capsys.readouterr().out) and said.endswith("Nothing to repair.\n")
    (well / "current").unlink()
    assert main(["doctor", "--json"]) == 1
    plain = json.loads(capsys.readouterr().out)
    assert plain["is_well"] is False
    (fault,) = [one for one in plain["states"] if one["level"] == "fault"]
    assert (fault["area"], fault["key"]) == ("data", "check.pointer")
    assert "einlass rebuild" in fault["message"]


def write_settings(folder: Path, text: str) -> None:
    """Settings that hold from now on, as after a start."""
    (folder / config.CITY_FILE).write_text(text, encoding="utf-8")
    start_anew()


def start_anew() -> None:
    config.look_anew()
    config._city.cache_clear()


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def torn(folder: Path) -> None:
    ledger.append(folder, lambda _: [Entered()], ANNA, MORNING)
    shorten(folder / ledger.FOLDER / ledger.FILE)


def old_backup(folder: Path) -> None:
    plain = json.loads((folder / LAST).read_text())
    (folder / LAST).write_text(json.dumps(plain | {"at": (now() - timedelta(days=3)).isoformat()}))


def from_tomorrow(folder: Path) -> None:
    plain = json.loads((folder / "current").read_text())
    for path in (folder / "current", current_version().path / "version.json"):
        path.write_text(
            json.dumps(plain | {"created_at": (now() + timedelta(days=1)).isoformat(), "own_sha256": ""})
        )


BREAK: dict[str, Callable[[Path], object]] = {
    "doctor.folder.missing": shutil.rmtree,
    "doctor.folder.owner": lambda folder: os.chown(folder, 65534, 65534),
    "doctor.folder.mixed": lambda folder: os.chown(folder / "current", 65534, 65534),
    "doctor.folder.readable": lambda folder: (folder / "batches").chmod(0o755),
    "doctor.clock.behind": from_tomorrow,
    "settings.near": lambda folder: write_settings(folder, 'contakt = "x"\n'),
    "doctor.last_backup.none": lambda folder: (folder / LAST).unlink(),
    "doctor.last_backup.gone": lambda folder: (folder.parent / "b.tar").unlink(),
    "doctor.last_backup.changed": lambda folder: shorten(folder.parent / "b.tar"),
    "doctor.last_backup.old": old_backup,
    "check.pointer": lambda folder: (folder / "current").unlink(),
    "check.snapshot": lambda folder: shorten(current_version().snapshot_path),
    "warehouse.damaged_snapshot": lambda folder: current_version().snapshot_path.unlink(),
    "check.batch": lambda folder: shorten(next((folder / "batches").glob("*.parquet"))),
    "release.ledger.torn": torn,
    "audit.other_than_saved": lambda folder: shutil.rmtree(folder / audit.FOLDER),
}


def test_settings_that_changed_since_the_app_began_are_told(well: Path, capsys: Said) -> None:
    write_settings(well, 'contact = "a@stadt.example"\n')
    audit.append(well, "", "started", {"settings": config.settings_mark()})
    assert main(["doctor"]) == 0
    assert "Seit dem letzten Start der App" not in capsys.readouterr().out
    (well / config.CITY_FILE).unlink()
    config.look_anew()
    assert main(["doctor"]) == 0
    assert "Seit dem letzten Start der App" in capsys.readouterr().out


@pytest.mark.parametrize("key", BREAK)
def test_what_is_broken_is_named(well: Path, key: str, capsys: Said) -> None:
    if key.startswith("doctor.folder.") and os.geteuid():
        pytest.skip("only root gives files away")
    BREAK[key](well)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "FEHLER" in said and "Es ist etwas zu reparieren" in said
    found = [state for state in doctor.examine() if state.key == key]
    assert [state.level for state in found] == ["fault"]


@pytest.mark.parametrize("names", ["https://einlass.example", "einlass.example:443", "a/b", "*.example"])
def test_what_is_no_name_of_a_server_is_named(
    well: Path, names: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EINLASS_HOSTS", f"einlass.example,{names}")
    (state,) = [one for one in doctor.examine() if one.area == "hosts"]
    assert (state.key, state.values) == ("doctor.hosts.wrong", {"names": [names]})


@pytest.mark.parametrize(
    ("seconds", "key"),
    [(0, ""), (-50, ""), (90, "doctor.clock.back"), (-90, "doctor.clock.ahead")],
)
def test_a_clock_that_keeps_people_out_is_seen_at_the_provider(
    well: Path, provider: Provider, seconds: float, key: str
) -> None:
    provider.seconds = seconds
    assert told("fault") == [key] * bool(key)


def test_a_provider_that_is_away_or_another_server_is_told(well: Path, provider: Provider) -> None:
    provider.said = {"issuer": "x", "jwks_uri": "x"}
    (fault,) = (state for state in doctor.examine() if state.level == "fault")
    assert (fault.key, fault.values["missing"]) == (
        "doctor.sign_in.other",
        ["authorization_endpoint", "token_endpoint"],
    )
    provider.status = 503
    (note,) = (state for state in doctor.examine() if state.level != "well")
    assert (note.level, note.key, note.values["trouble"]) == ("note", "doctor.sign_in.away", "503")
    provider.server_close()
    assert told("note") == ["doctor.sign_in.away"]


def test_notes_are_no_faults(well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    (well / "versions" / ".staging-999999999").mkdir()
    assert told("fault") == []
    assert told("note") == ["doctor.hosts.open", "doctor.left_overs.killed"]


def test_what_keeps_the_app_from_starting_is_a_fault(well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EINLASS_CLIENT_SECRET", "short")
    assert told("fault") == ["start.secret"]
    monkeypatch.setenv("EINLASS_CLIENT_SECRET_FILE", str(well / "nowhere"))
    assert told("fault") == ["start.secret_lost"]
    write_settings(well, 'language = "de"')  # nobody signs in
    assert told("fault") == []
    assert told("note") == ["doctor.settings.since", "doctor.hosts.local", "doctor.sign_in.none"]
    monkeypatch.setenv("EINLASS_HOSTS", "einlass.stadt.example")
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    assert told("fault") == ["doctor.hosts.no_sign_in", "doctor.hosts.open"]


def test_a_full_disk_is_told_before_an_import_meets_it(well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SPACE_LEAST", shutil.disk_usage(well).total * 2)
    assert told("fault") == ["doctor.space.fault"]


def test_sample_data_need_no_backup(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(Path(shutil.copytree(sample_folder, tmp_path / "data")), monkeypatch)
    assert told("fault") == []
    assert "doctor.last_backup.none" in told("note")
