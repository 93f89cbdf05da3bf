"""How long a release takes: one figure against the same files one after the other, and rebuilds of many figures.

    python -m bench.release [--rounds 3] [--most 200]

The rival writes each file of one figure as a program of its own would: record read from the ledger's JSON, fonts and
templates loaded, that one file made; both within one process, so that starting Python counts for neither. The figures
are those of tests/publications.py, numbered anew. Writes the tables of bench/release.md.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from einlass import config
from einlass.paper import compile as typeset
from einlass.release.bundle import folder, html, pages, paper
from einlass.release.bundle.charts import lettering
from einlass.release.bundle.folder import build, version_files
from einlass.release.bundle.site import Site
from einlass.release.records import Publication
from einlass.release.store import from_json, to_json

sys.path.insert(0, str(config.ROOT / "tests"))
import publications as made  # the town of the tests

CACHES = (
    *(typeset.fonts, html.environment, paper.template, folder._shared_assets),
    *(lettering._font, lettering.text_width),
)


def forget() -> None:
    """As after a start: fonts and templates are to be loaded anew."""
    for one in CACHES:
        one.cache_clear()


def site_of(publication: Publication) -> Site:
    """The site of one figure."""
    return folder._site([publication], [], made.city(), "")


def shared(ledger: bytes) -> int:
    """All files of a figure as the product makes them: everything is read once."""
    forget()
    site = site_of(from_json(ledger, Publication))
    [one] = site.publications
    return len(list(version_files(site, one, one.latest)))


def apart(ledger: bytes, count: int) -> int:
    """The same files, each made alone: as many runs as files, each stopped once its file is there."""
    for number in range(count):
        forget()
        site = site_of(from_json(ledger, Publication))
        [one] = site.publications
        alone(site, one, number)
    return count


def alone(site: Site, one: Publication, number: int) -> None:
    """One file of a figure and nothing else; pages and pictures need no other file."""
    from einlass.release.bundle import layout, package, sheets

    version = one.latest
    names = layout.Names(site.languages, layout.stem(one, version))
    makers: list[Callable[[], object]] = [
        lambda: sheets.data_csv(version, site.languages),
        lambda: package.csvw(site, one, version),
        lambda: sheets.data_xlsx(site, one, version),
        lambda: sheets.record_json(one, version),
    ]
    for language in site.languages:
        makers += [
            lambda language=language: folder._svg(version, one, language),  # type: ignore[misc]
            *[lambda language=language: paper.pictures(site, one, version, [language])] * 2,  # type: ignore[misc]
            lambda language=language: paper.pdf(site, one, version, language),  # type: ignore[misc]
        ]
    makers.append(
        lambda: folder.zipped(folder._data_files(site, one, version, names), site, one, version, names)
    )
    makers += [lambda: list(pages.figure_pages(site, one, version, ""))] * 4
    makers[number]()


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long something takes, and how much of a processor; the second hardly depends on what else runs."""
    begin, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begin, time.process_time() - used


def many(count: int) -> list[Publication]:
    """So many figures, each under an id of its own."""
    every = [one for one in made.publications() if one.withdrawal is None]
    return [replace(every[n % len(every)], id=f"DF-EK-{n:04}") for n in range(count)]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=int, default=200)
    chosen = parser.parse_args()
    ledger = to_json(replace(made.survey(), versions=made.survey().versions[-1:]))
    count = shared(ledger)
    together = [seconds(lambda: shared(ledger)) for _ in range(chosen.rounds)]
    single = [seconds(lambda: apart(ledger, count)) for _ in range(chosen.rounds)]
    print("| one figure, median | s | CPU s |\n|---|---|---|")
    medians = [
        [statistics.median(values) for values in zip(*each, strict=True)] for each in (single, together)
    ]
    print(f"| {count} files, one after the other | {medians[0][0]:.2f} | {medians[0][1]:.2f} |")
    print(f"| the same files together | {medians[1][0]:.2f} | {medians[1][1]:.2f} |")
    print(f"| share | {medians[1][0] / medians[0][0]:.2f} | {medians[1][1] / medians[0][1]:.2f} |\n")
    print("| figures | versions | s | CPU s | CPU ms a version |\n|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as place:
        for size in (chosen.most // 4, chosen.most // 2, chosen.most):
            every = many(size)
            took, used = seconds(lambda every=every: build(every, [], made.city(), Path(place) / "out"))  # type: ignore[misc]
            versions = sum(len(one.versions) for one in every)
            each = 1000 * used / versions
            print(f"| {size} | {versions} | {took:.1f} | {used:.1f} | {each:.0f} |", flush=True)


if __name__ == "__main__":
    main()
