"""licences.py requirements.txt: a table of the packages needed at run time, with the licence that each declares."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)", re.MULTILINE)
LONG = 60  # some packages put the whole text where its name belongs


def licence(name: str) -> str:
    """What a package declares: an SPDX expression, else its classifiers, else its own words."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "not installed here"
    if told["License-Expression"]:
        return str(told["License-Expression"])
    found = [
        one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License ::")
    ]
    if found:
        return ", ".join(found)
    return " ".join((told["License"] or "").split())[:LONG] or "see its package"


def main() -> None:
    """Print the table."""
    pinned = PINNED.findall(Path(sys.argv[1]).read_text("utf-8"))
    print("# Licences of what the product is built on\n")
    print(
        "Einlassmonitor itself: EUPL-1.2. Written by `make sbom`; the same packages with their hashes stand in"
    )
    print("[sbom.cdx.json](sbom.cdx.json). Fonts: see `einlass/paper/fonts/README.md` (OFL-1.1).\n")
    print("| package | version | licence it declares |\n|---|---|---|")
    for name, version in pinned:
        print(f"| {name} | {version} | {licence(name)} |")


if __name__ == "__main__":
    main()
