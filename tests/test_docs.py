"""The documents say what the code does."""

import re

import pytest

from einlass import config
from einlass.ingest.sources import SOURCES, Source

EXPORTS = (config.ROOT / "docs" / "exports.md").read_text("utf-8")
README = (config.ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.table)
def test_every_column_of_an_export_is_documented_with_its_codes(source: Source) -> None:
    section = next(part for part in EXPORTS.split("\n## ") if all(f"| {h}" in part for h in source.headers))
    documented = re.findall(r"^\| (\w+)(\*?) \| (.+?) \| (\w+) \|$", section, re.MULTILINE)
    declared = [
        (
            column.header,
            "*" if column.is_required else "",
            column.kind.name + (f": {', '.join(column.kind.codes)}" if column.kind.codes else ""),
            column.name,
        )
        for column in source.columns
    ]
    assert documented == declared


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    assert len(README.splitlines()) < 150
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (config.ROOT / target).exists(), target
