"""What lies in deploy/: units that are shut tight and call what exists, a container without rights or network."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from einlass import cli, config
from einlass.words import words_for

DEPLOY = config.ROOT / "deploy"
UNITS = ("einlassmonitor.service", "einlassmonitor-backup.service")
EXPOSURE_MOST = 2.0  # of systemd-analyze: 0 shut tight, 10 open
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")


def read(unit: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string((DEPLOY / unit).read_text("utf-8"))
    return parser


def analyze(*arguments: str | Path) -> str:
    done = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_systemd
@pytest.mark.parametrize("unit", UNITS)
def test_a_service_is_shut_tight(unit: str) -> None:
    said = analyze("security", "--offline=true", "--no-pager", DEPLOY / unit)
    exposure = re.search(r"Overall exposure level .*: (\d+\.\d)", said)
    assert exposure is not None
    assert float(exposure[1]) <= EXPOSURE_MOST


@pytest.mark.parametrize("unit", UNITS)
def test_no_service_reaches_the_history_of_the_code(unit: str) -> None:
    told = (DEPLOY / unit).read_text("utf-8")
    assert re.findall(r"^InaccessiblePaths=-(.*)$", told, re.MULTILINE) == ["/opt/einlassmonitor/.git"]
    assert (
        ".git" in (config.ROOT / ".containerignore").read_text("utf-8").splitlines()
        or "*" in (config.ROOT / ".containerignore").read_text("utf-8").splitlines()
    )


@needs_systemd
def test_a_unit_holds_no_key_that_systemd_does_not_know(tmp_path: Path) -> None:
    """With programs and folders of this machine in the place of those of the installation."""
    files = []
    for path in [*(DEPLOY / unit for unit in UNITS), DEPLOY / "einlassmonitor-backup.timer"]:
        text = path.read_text("utf-8").replace("/opt/einlassmonitor/.venv/bin/python", "/usr/bin/env")
        files.append(tmp_path / path.name)
        files[-1].write_text(re.sub(r"(?m)^Documentation=.*\n", "", text), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "einlassmonitor" in line]
    assert not ours


@needs_systemd
def test_the_backup_comes_every_night() -> None:
    calendar = read("einlassmonitor-backup.timer")["Timer"]["OnCalendar"]
    assert "Next elapse" in analyze("calendar", calendar)
    assert calendar.startswith("*-*-* ")


def test_the_services_call_what_exists() -> None:
    *_, saved = read(UNITS[1])["Service"]["ExecStart"].partition("-m einlass ")
    chosen = cli._parser(words_for("de")).parse_args(saved.split())
    assert str(chosen.to) in read(UNITS[1])["Service"]["ReadWritePaths"].split()
    assert chosen.keep > 7
    started = read(UNITS[0])["Service"]["ExecStart"]
    assert "-m einlass.ui.supervisor " in started and "--server.address 127.0.0.1" in started
    assert {read(unit)["Service"]["User"] for unit in UNITS} == {"einlassmonitor"}


def test_the_container_has_no_rights_and_writes_to_its_data_alone() -> None:
    """Its structure alone: tests/fresh_root builds and runs it."""
    last = CONTAINER.rpartition("\nFROM ")[2]
    user = re.search(r"^USER (\d+):(\d+)$", last, re.MULTILINE)
    assert user is not None and int(user[1]) > 999
    assert "RUN" not in last.partition("USER")[2], "nothing is done after the rights are given up"
    assert all(
        image.count(":") == 1 and not image.endswith("latest")
        for image in re.findall(r"^FROM (\S+)", CONTAINER, re.M)
    )
    assert "--require-hashes" in CONTAINER and "--read-only" in CONTAINER and "--cap-drop all" in CONTAINER
    assert "EINLASS_DATA=/data" in last and "VOLUME /data" in last


def test_the_container_holds_what_the_app_reads_and_nothing_else() -> None:
    lines = (config.ROOT / ".containerignore").read_text("utf-8").splitlines()
    taken = {line[1:] for line in lines if line.startswith("!")}
    assert lines[0] == "*"
    assert all((config.ROOT / name).exists() for name in taken)
    read_at_run_time = (
        config.QUERIES,
        config.LOCALES,
        config.PAGES,
        config.CALIBRATION,
        config.SAMPLE_EXPORTS,
    )
    for path in (*read_at_run_time, config.SETTINGS, config.ROOT / ".streamlit" / "config.toml"):
        name = path.relative_to(config.ROOT).as_posix()
        assert any(name == one or name.startswith(one + "/") for one in taken), name
    assert not taken & {"tests", "warehouse", ".git", ".venv"}


@pytest.mark.parametrize(
    ("file", "begins", "silent"),
    [
        ("nginx.conf", "server {", "access_log off;"),
        ("apache.conf", "<VirtualHost", "CustomLog /dev/null common"),
    ],
)
def test_no_proxy_writes_down_who_reads(file: str, begins: str, silent: str) -> None:
    """Nor for the way without encryption: where a block names no log, that of the whole server is written."""
    blocks = (DEPLOY / file).read_text("utf-8").split(f"\n{begins}")[1:]
    assert len(blocks) == 2 and all(silent in block for block in blocks)
