"""The papers beside the program: they name the same packages, versions, licences and commands as the program itself."""

from __future__ import annotations

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
    lines = BLOCKS[0].strip().splitlines()
    assert len(lines) <= COMMANDS_MOST
    said = "\n".join(lines)
    for step in (
        "nginx",
        "client-secret",
        "stadt.toml",
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
    for paper in ("operating.md", "privacy.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / "docs" / paper).read_text("utf-8")):
            assert (ROOT / "docs" / target).exists(), target
