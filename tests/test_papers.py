"""The papers beside the program: they name the same packages, versions, licences and commands as the program itself."""

from __future__ import annotations

import ast
import json
import re
import shlex
import tomllib

import pytest
import yaml

from einlass import cli, config
from einlass.words import words_for

ROOT = config.ROOT
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)", re.MULTILINE)
PINNED = dict(LOCKED.findall((ROOT / "requirements.txt").read_text("utf-8")))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
MANUAL = (ROOT / "docs" / "operating.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", MANUAL, re.DOTALL)
COMMANDS_MOST = 15
# How many requirements of level 1 each section of OWASP ASVS 5.0.0 begins with; all others are of a higher one.
# fmt: off
LEVEL_1 = {
    "1.2": 5, "1.3": 2, "1.5": 1, "2.1": 1, "2.2": 2, "2.3": 1, "3.2": 2, "3.3": 1, "3.4": 2,
    "3.5": 3, "4.1": 1, "4.4": 1, "5.2": 2, "5.3": 2, "6.1": 1, "6.2": 8, "6.3": 2, "6.4": 2,
    "7.2": 4, "7.4": 2, "8.1": 1, "8.2": 2, "8.3": 1, "9.1": 3, "9.2": 1, "10.4": 5, "11.3": 2,
    "11.4": 1, "12.1": 1, "12.2": 2, "13.4": 1, "14.2": 1, "14.3": 1, "15.1": 1, "15.2": 1, "15.3": 1,
}
# fmt: on


def test_the_list_of_parts_is_that_of_the_locked_requirements() -> None:
    """`make sbom` writes it anew."""
    told = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text("utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert {part["name"]: part["version"] for part in told["components"]} == PINNED
    for part in told["components"]:
        assert part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}"
        assert part["hashes"]


def test_every_part_has_a_licence() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| (\d[^|]*) \| ([^|]+) \|$", (ROOT / "docs" / "licences.md").read_text(), re.M
    )
    assert {name: version for name, version, _ in rows} == PINNED
    assert not [name for name, _, licence in rows if "not installed" in licence or "see its" in licence]
    assert not [row for row in rows if re.search(r"(?<!L)GPL|proprietary|commercial", row[2], re.IGNORECASE)]


def test_every_licence_that_is_named_lies_there() -> None:
    told = tomllib.loads((ROOT / "REUSE.toml").read_text("utf-8"))["annotations"]
    named = {one["SPDX-License-Identifier"] for one in told}
    assert {path.stem for path in (ROOT / "LICENSES").iterdir()} == named
    for one in told:
        assert one["path"] == "**" or list(ROOT.glob(one["path"])), one["path"]
    assert (ROOT / "LICENSES" / f"{PROJECT['license']}.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_description_for_catalogues_of_public_code_says_the_same() -> None:
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert told["legal"]["license"] == PROJECT["license"]
    assert told["softwareVersion"] == PROJECT["version"]
    assert told["dependsOn"]["open"][0]["versionMin"] == PROJECT["requires-python"].removeprefix(">=")
    assert tuple(told["localisation"]["availableLanguages"]) == config.LANGUAGES
    assert set(told["description"]) == set(config.LANGUAGES)
    for text in told["description"].values():
        assert len(text["shortDescription"]) <= 150 and 150 <= len(text["longDescription"]) <= 10_000


def test_from_an_empty_machine_to_a_tried_backup_in_few_commands() -> None:
    said = BLOCKS[0].strip()
    assert len(re.split(r"\n|&&|;|[|]", said)) <= COMMANDS_MOST
    for step in (
        "nginx",
        "client-secret",
        "setup.sh",
        "einlassmonitor-backup.timer",
        "einlassmonitor restore",
        "einlassmonitor doctor",
    ):
        assert step in said


@pytest.mark.parametrize("block", BLOCKS, ids=[block.split("\n")[0][:30] for block in BLOCKS])
def test_the_manual_calls_what_exists(block: str) -> None:
    for path in re.findall(r"/opt/einlassmonitor/((?:deploy|tools|requirements)[^\s]*)", block):
        assert list(ROOT.glob(path)), path
    parser = cli._parser(words_for("de"))
    for line in re.split(r"\n|&& ", block):
        program, _, rest = line.strip().partition(" ")
        if program == "einlassmonitor":
            parser.parse_args(shlex.split(rest))


def test_its_links_lead_somewhere() -> None:
    for paper in ("asvs.md", "operating.md", "privacy.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / "docs" / paper).read_text("utf-8")):
            assert (ROOT / "docs" / target).exists(), target


# --- Against attacks ------------------------------------------------------------------------------------


def asvs() -> list[list[str]]:
    lines = (ROOT / "docs" / "asvs.md").read_text("utf-8").splitlines()
    return [re.split(r" \| ", line.strip("| ")) for line in lines if re.match(r"\| \d", line)]


def test_every_requirement_of_the_standard_is_answered_once() -> None:
    rows = asvs()
    wanted = [f"{section}.{number + 1}" for section, count in LEVEL_1.items() for number in range(count)]
    assert [row[0] for row in rows] == wanted and len(wanted) == 70
    assert all(len(row) == 4 and row[1] and row[2] for row in rows)


def test_every_test_that_shows_one_exists() -> None:
    """Where none is named, it does not apply, or is not ours to show."""
    without = {row[0] for row in asvs() if row[3] == "–"}
    assert not [row[0] for row in asvs() if row[0] in without and "Not met" in row[2]]
    for number, _, _, shown in asvs():
        if number not in without:
            path, _, name = shown.strip("`").partition("::")
            tree = ast.parse((ROOT / path).read_text("utf-8"))
            assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, (
                number,
                shown,
            )


def test_what_the_standard_wants_documented_is() -> None:
    assert re.search(
        r"^## Guessing passwords$", (ROOT / "docs" / "sign-in.md").read_text("utf-8"), re.MULTILINE
    )
    times = MANUAL.split("## Known holes in parts")[1].split("\n## ")[0]
    assert len(re.findall(r"^\| .+ \| \d+ days \|$", times, re.MULTILINE)) == 3


def test_the_proxies_speak_tls_of_today_alone() -> None:
    nginx, apache = ((ROOT / "deploy" / f"{name}.conf").read_text("utf-8") for name in ("nginx", "apache"))
    assert re.findall(r"^ *ssl_protocols (.*);$", nginx, re.MULTILINE) == ["TLSv1.2 TLSv1.3"]
    assert re.findall(r"^ *SSLProtocol (.*)$", apache, re.MULTILINE) == ["-all +TLSv1.2 +TLSv1.3"]
