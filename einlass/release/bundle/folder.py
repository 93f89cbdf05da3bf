"""Publications → a folder that any web server can serve; written beside the old one and put in its place at once."""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from einlass.city import City
from einlass.errors import CannotWrite, trouble_of
from einlass.paper.compile import FONTS
from einlass.release.bundle import catalogue, charts, feed, graph, html, layout, package, pages, paper, sheets
from einlass.release.bundle.catalogue import Stored
from einlass.release.bundle.clean import clean
from einlass.release.bundle.site import Site, local, order
from einlass.release.records import Announcement, Publication, Version
from einlass.words import words_for

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD
_FIRST_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP knows
FONT_FILES = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf", "OFL.txt")
Files = dict[str, bytes]


def build(
    publications: Sequence[Publication],
    announcements: Sequence[Announcement],
    city: City,
    to: Path,
    base: str = "",
) -> Path:
    """Write all pages and files, and say where: sample data stand in a folder whose name says so.

    base: the absolute address of the folder, if it is known; without one every address is relative and there is no
    sitemap, which must not hold such. Raises CannotWrite; then the old folder is as it was.
    """
    site = _site(publications, announcements, city, base)
    to = sample_folder(to) if site.is_sample else to
    _refuse_foreign(to)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _sweep(to)
        stage = Path(tempfile.mkdtemp(prefix=f".{to.name}.new-", dir=to.parent))
        try:
            _write_all(site, stage)
            stage.chmod(0o755)
            _put_in_place(stage, to)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise CannotWrite("bundle.cannot_write", folder=str(to), trouble=trouble_of(error)) from error
    return to


def archive(publications: Sequence[Publication], announcements: Sequence[Announcement], city: City) -> bytes:
    """The same folder packed, for whoever puts it on a web server by hand."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as aside:
        folder = build(publications, announcements, city, Path(aside, layout.ARCHIVE))
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = path.relative_to(folder.parent).as_posix()
                book.writestr(zipfile.ZipInfo(name, _FIRST_OF_ZIP), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def sample_folder(to: Path) -> Path:
    """Where sample data go."""
    marked = f"-{layout.SAMPLE_FOLDER}"
    return to if to.name.endswith(marked) else to.with_name(f"{to.name}{marked}")


def _site(
    publications: Sequence[Publication], announcements: Sequence[Announcement], city: City, base: str
) -> Site:
    """What is to be written. Raises CannotWrite where sample and real data would stand side by side."""
    cleaned = order([clean(one) for one in publications])
    kinds = {version.figure.is_sample for one in cleaned for version in one.versions}
    if len(kinds) > 1:
        raise CannotWrite("bundle.sample_among_real", folder="", trouble="")
    return Site(
        cleaned, tuple(announcements), city, f"{base.rstrip('/')}/" if base else "", is_sample=kinds == {True}
    )


def _refuse_foreign(to: Path) -> None:
    """A folder that holds something else is never replaced."""
    is_ours = not to.exists() or (to.is_dir() and ((to / layout.MANIFEST).is_file() or not any(to.iterdir())))
    if not is_ours or to.is_symlink():
        raise CannotWrite("bundle.not_ours", folder=str(to), trouble="")


def _sweep(to: Path) -> None:
    """Remove what a build that was killed left behind."""
    for left in to.parent.glob(f".{to.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


def _put_in_place(stage: Path, to: Path) -> None:
    """The new folder takes the place of the old one in one step; the old one is then at `stage`."""
    if not to.exists():
        stage.rename(to)
    elif not _exchanged(stage, to):  # a file system that cannot: for a moment there is neither
        aside = stage.with_name(f"{stage.name}-old")
        to.rename(aside)
        stage.rename(to)
        shutil.rmtree(aside, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    return rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0  # type: ignore[no-any-return]


def _write_all(site: Site, stage: Path) -> None:
    stored: dict[str, Stored] = {}
    for path, content in files(site, stored):
        target = stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        stored[path] = Stored(len(content), hashlib.sha256(content).hexdigest())
    (stage / layout.MANIFEST).write_bytes(manifest(site, stored))


def files(site: Site, stored: Mapping[str, Stored]) -> Iterator[tuple[str, bytes]]:
    """Every file with its path; the caller notes in `stored` what was written so far."""
    yield from _assets()
    for publication in site.publications:
        for version in publication.versions:
            yield from version_files(site, publication, version)
    yield from pages.overview_pages(site)
    for language in site.languages:
        yield layout.named("feed", language, "xml"), feed.feed(site, language)
    told = catalogue.catalogue(site, stored)
    yield "catalogue.rdf", graph.rdf_xml(told)
    yield "catalogue.jsonld", graph.json_ld(told)
    yield "datapackage.json", package.datapackage(site, stored)
    if site.base:
        yield "sitemap.xml", feed.sitemap(site)


@cache
def _shared_assets() -> tuple[tuple[str, bytes], ...]:
    fonts = [(f"{layout.ASSETS}/{name}", (FONTS / name).read_bytes()) for name in FONT_FILES]
    script = (html.HERE / "page.js").read_bytes()
    return (*fonts, (f"{layout.ASSETS}/page.js", script))


def _assets() -> Iterator[tuple[str, bytes]]:
    yield from _shared_assets()
    yield f"{layout.ASSETS}/style.css", html.stylesheet()
    yield f"{layout.ASSETS}/icon.svg", html.icon()


def version_files(site: Site, publication: Publication, version: Version) -> Iterator[tuple[str, bytes]]:
    """The folder of one version; of a withdrawn figure only what says that it is."""
    folder = layout.folder(publication, version)
    if publication.withdrawal:
        told = sheets.withdrawn_json(publication, version)
        yield f"{folder}/figure.json", told
        yield from pages.figure_pages(site, publication, version, hashlib.sha256(told).hexdigest())
        return
    names = layout.Names(site.languages, layout.stem(publication, version))
    made = _data_files(site, publication, version, names)
    archive = zipped(made, site, publication, version, names)
    checksum = hashlib.sha256(made[names.json]).hexdigest()
    yield from ((f"{folder}/{name}", content) for name, content in made.items())
    yield f"{folder}/{names.zip}", archive
    yield from pages.figure_pages(site, publication, version, checksum)


def _data_files(site: Site, publication: Publication, version: Version, names: layout.Names) -> Files:
    made: Files = {
        names.csv: sheets.data_csv(version, site.languages),
        names.csvw: package.csvw(site, publication, version),
        names.xlsx: sheets.data_xlsx(site, publication, version),
        names.json: sheets.record_json(publication, version),
    }
    drawn = iter(paper.pictures(site, publication, version, site.languages))
    for language in site.languages:
        made[names.svg(language)] = _svg(version, publication, language)
        made[names.png(language)], made[names.square(language)] = next(drawn), next(drawn)
        made[names.pdf(language)] = paper.pdf(site, publication, version, language)
    return made


def _svg(version: Version, publication: Publication, language: str) -> bytes:
    texts = version.texts[language]
    notes = (paper.line(publication, version, language), texts.source)
    return charts.standalone(version.figure, texts, words_for(language), notes).encode()


def zipped(made: Files, site: Site, publication: Publication, version: Version, names: layout.Names) -> bytes:
    """All files of a version with a README in one; the day in it is that of the release."""
    readme = pages.readme(site, publication, version, list(made))
    day = max(local(version.released_at).timetuple()[:6], _FIRST_OF_ZIP)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"README.txt": readme, **made}.items():
            info = zipfile.ZipInfo(f"{names.zip_stem}/{name}", day)
            info.compress_type = (
                zipfile.ZIP_STORED if name.endswith((".png", ".pdf")) else zipfile.ZIP_DEFLATED
            )
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def manifest(site: Site, stored: Mapping[str, Stored]) -> bytes:
    """Every file with its length and hash."""
    told = {
        "base": site.base,
        "is_sample": site.is_sample,
        "files": {path: {"bytes": one.size, "sha256": one.sha256} for path, one in sorted(stored.items())},
    }
    return sheets.indented(told)
