"""docs/operating.md word for word: from an empty Debian to a signed-in page behind nginx with a backup that was tried.

What the manual calls the reader's own stands for it here: where the code is cloned from, the client secret, the address
of the provider. Everything else is as it is written, under the real systemd with the units as they are.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from browser.conftest import PATIENCE_MS, chromium
from browser.signing_in import SECRET, City, provider, sign_in
from browser.test_hosts import WEBSOCKET
from browser.test_proxies import Proxy, asked
from playwright.sync_api import Page, expect, sync_playwright

from einlass import config
from einlass.words import words_for
from fresh_root.debian import make, scratch
from fresh_root.machine import Machine, booted, network_of, rights

MANUAL = (config.ROOT / "docs" / "operating.md").read_text("utf-8")
MOST_COMMANDS = 15
NAME = "einlass.stadt.example"
CODE = "https://git.stadt.example/"
BARE = "srv/git/einlassmonitor.git"
THEIR_PROVIDER = "https://id.stadt.example/realms/stadt"
PROVIDER_PORT = 9000
OUR_PROVIDER = f"http://127.0.0.1:{PROVIDER_PORT}"
SETTINGS = "etc/einlassmonitor/stadt.toml"
# What the manual asks every day, with the patience that a start needs.
READY = "curl -fsS --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:8501/health/ready"
SAVED = "/var/backups/einlassmonitor"
ELSEWHERE = "192.0.2.7"
DE = words_for("de")


def commands_of(section: str) -> list[str]:
    """The lines of the first block of a section."""
    (_, text) = MANUAL.split(f"\n## {section}\n")
    return text.partition("```sh\n")[2].partition("```")[0].splitlines()


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """An empty Debian, running."""
    with scratch() as folder:
        make(folder / "root", "init")
        with booted(folder / "root") as running:
            yield running


@pytest.fixture(scope="module")
def installed(machine: Machine) -> Machine:
    """The same after every command of the section on installing."""
    offer_the_code(machine)
    for command in commands_of("Install"):
        machine.run(command, SECRET + "\n" if "/dev/stdin" in command else "")
        if "setup.sh" in command:
            settings = machine.root / SETTINGS
            text = settings.read_text("utf-8")
            assert THEIR_PROVIDER in text
            settings.write_text(text.replace(THEIR_PROVIDER, OUR_PROVIDER), encoding="utf-8")
    return machine


def offer_the_code(machine: Machine) -> None:
    """The state of this checkout, changes of known files with it, under the address that the manual clones from."""
    bare = machine.root / BARE
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", bare], check=True)
    state = git("stash", "create") or git("rev-parse", "HEAD")
    git("push", "--quiet", str(bare), f"{state}:refs/heads/main")
    (machine.root / "etc/gitconfig").write_text(
        f'[url "/srv/git/"]\n\tinsteadOf = {CODE}\n', encoding="utf-8"
    )


def git(*arguments: str) -> str:
    somebody = ("-c", "user.name=tests", "-c", "user.email=tests@localhost")
    command = ["git", "-C", str(config.ROOT), *somebody, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def city(installed: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The app with its provider; from here on everything is in the machine's own network, which leads nowhere."""
    subprocess.run([config.ROOT / "tools/provider.sh", sys.executable], check=True, capture_output=True)
    named = City("http://127.0.0.1:8501", OUR_PROVIDER, f"https://{NAME}")
    log = tmp_path_factory.mktemp("provider") / "provider.log"
    with network_of(installed.pid), provider(named, PROVIDER_PORT, log):
        installed.run(READY)
        yield named


@pytest.fixture
def page(city: City) -> Iterator[Page]:
    """A browser that knows the name; the certificate is the one that openssl made for the first try."""
    with (
        sync_playwright() as started,
        chromium(started, f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as browser,
    ):
        context = browser.new_context(ignore_https_errors=True, locale="de-DE")
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE_MS)
        yield opened


def test_it_takes_few_commands() -> None:
    lines = commands_of("Install")
    assert 0 < len([one for line in lines for one in re.split("&&|;|[|]", line)]) <= MOST_COMMANDS


@pytest.mark.usefixtures("city")  # the doctor asks the provider
def test_the_doctor_finds_nothing_to_repair(installed: Machine) -> None:
    *states, verdict = installed.run("einlassmonitor doctor").splitlines()
    assert [state for state in states if not state.startswith(DE("doctor.level.well"))] == []
    assert verdict == DE("doctor.is_well")


def test_the_backup_was_tried(installed: Machine) -> None:
    """The copy is whole and answers as the data that are served; the next backup comes by itself."""
    installed.run("systemctl is-active einlassmonitor-backup.timer")
    assert len(installed.run(f"ls {SAVED}/*.tar").split()) == 1
    served, tried = (figures(installed, data) for data in ("/var/lib/einlassmonitor", f"{SAVED}/tried"))
    assert served
    assert tried == served


def figures(installed: Machine, data: str) -> list[dict[str, Any]]:
    """Those of the whole city, from a folder of data that is whole."""
    settings = f"EINLASS_DATA={data} EINLASS_CITY=/{SETTINGS}"
    command = f"runuser -u einlassmonitor -- env {settings} /opt/einlassmonitor/.venv/bin/einlass"
    installed.run(f"{command} check")
    found: list[dict[str, Any]] = json.loads(installed.run(f"{command} answer --city --json"))["city"]
    return [{name: one[name] for name in one.keys() - {"provenance"}} for one in found]


def test_the_service_is_shut_in(installed: Machine) -> None:
    """What the unit forbids is forbidden to the process that answers."""
    main = installed.run("systemctl show --property MainPID --value einlassmonitor").strip()
    status = rights(installed.run(f"cat /proc/{main}/status"))
    assert (status["NoNewPrivs"], status["Seccomp"], int(status["CapBnd"], 16)) == ("1", "2", 0)
    assert installed.run(f"stat -c %U /proc/{main}").strip() == "einlassmonitor"
    inside = f"nsenter --target {main} --mount --"
    assert installed.tried(f"{inside} ls /opt/einlassmonitor/.git/HEAD").returncode
    assert installed.tried(f"{inside} touch /opt/einlassmonitor/new").returncode
    installed.run(f"{inside} test -w /var/lib/einlassmonitor")


@pytest.mark.usefixtures("city")
def test_the_service_talks_to_this_machine_alone(installed: Machine) -> None:
    """Another machine, which is an address beside loopback here, is out of reach of who belongs to the service."""
    subprocess.run(["ip", "address", "add", f"{ELSEWHERE}/32", "dev", "lo"], check=True)
    join = "echo $$ > /sys/fs/cgroup/system.slice/einlassmonitor.service/cgroup.procs"
    send = "python3 -c 'import socket, sys; socket.socket(type=socket.SOCK_DGRAM).sendto(b\"x\", (sys.argv[1], 53))'"
    installed.run(f"{send} {ELSEWHERE}")
    installed.run(f"{join} && {send} 127.0.0.1")
    refused = installed.tried(f"{join} && {send} {ELSEWHERE}")
    assert refused.returncode and "PermissionError" in refused.stdout


def test_without_signing_in_nothing_is_shown(city: City) -> None:
    front = Proxy(80, 443, "", city)
    status, _, body = asked(front, "/", {"Accept": "text/html"})
    assert status == 401 and b"auth/start" in body
    assert asked(front, "/_stcore/stream", {"Origin": city.address, **WEBSOCKET})[0] == 403
    assert asked(front, "/metrics")[0] == 404
    assert asked(front, "/health/ready")[0] == 200


def test_who_signs_in_sees_the_overview(city: City, page: Page) -> None:
    mark = page.get_by_text(DE("sample.mark")).first
    page.goto(city.address)
    expect(page.get_by_role("link", name="Anmelden", exact=True)).to_be_visible()
    expect(mark).to_have_count(0)
    groups = tomllib.loads((config.ROOT / "deploy" / "stadt.toml").read_text("utf-8"))["sign_in"][
        "leadership"
    ]
    city.tell(groups={"anna": groups})
    sign_in(page, "anna")
    page.wait_for_url(f"{city.address}/")
    expect(page.get_by_role("heading", level=1, name=DE("page.overview.title"))).to_be_visible()
    expect(mark).to_be_visible()


@pytest.mark.usefixtures("city")
def test_a_killed_app_comes_back_below_its_supervisor(installed: Machine) -> None:
    """The unit is not started anew, nor ended by the policy for want of memory."""
    show = (
        "systemctl show --property MainPID --property NRestarts --property OOMPolicy --value einlassmonitor"
    )
    main, restarts, policy = before = installed.run(show).split()
    serving = f"cat /proc/{main}/task/{main}/children"
    killed = installed.run(serving).split()[0]
    installed.run(f"kill -9 {killed} && sleep 1 && {READY}")
    assert installed.run(show).split() == before
    assert (restarts, policy) == ("0", "continue")
    assert killed not in installed.run(serving).split()


@pytest.mark.usefixtures("city")
def test_the_commands_of_an_upgrade_hold(installed: Machine) -> None:
    """To a later state of the code, without a network."""
    at = "git -C /opt/einlassmonitor rev-parse HEAD"
    before = installed.run(at)
    later = git("commit-tree", f"{before.strip()}^{{tree}}", "-p", before.strip(), "-m", "later")
    git("push", "--quiet", str(installed.root / BARE), f"{later}:refs/heads/main")
    for command in commands_of("Upgrade"):
        installed.run(command)
    assert installed.run(at).strip() == later
    installed.run(READY)


@pytest.mark.usefixtures("city")
def test_a_backup_comes_back_into_service(installed: Machine) -> None:
    served = figures(installed, "/var/lib/einlassmonitor")
    newest = installed.run(f"ls {SAVED}/*.tar").split()[-1]
    for command in commands_of("Backup and restore"):
        installed.run(re.sub(rf"{SAVED}/einlass-[\d-]+\.tar", newest, command))
    assert figures(installed, "/var/lib/einlassmonitor") == served
    installed.run(READY)
