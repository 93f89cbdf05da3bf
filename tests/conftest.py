"""Real parts for every test: export files as the departments write them, folders that were really imported.

Each row in GOOD is accepted as it stands; a test changes the cells it is about.
"""

import fcntl
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import forks
import pytest
import xlsxwriter
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from einlass import audit, config, ingest
from einlass.ingest.clean.rows import Cleaned, in_order, settle, typed
from einlass.ingest.commit import process
from einlass.ingest.read.file import read
from einlass.ingest.read.sheet import Sheet
from einlass.ingest.sources import SOURCES, Source
from einlass.warehouse import DataVersion, current_version, versions

# Every AppTest looks for components in what every installed package says of itself: a quarter of a second each time,
# for an answer that does not change while the tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

FULL_SEARCH_EVERY = 100  # searches of the middle generation; Python's own is 10


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is loaded to collect some six thousand tests stays to the end: no search for garbage looks through it.

    What tests leave behind is kept, most of it, for the tests of the same data: looked through in full more rarely than
    Python would, which took 20 seconds of each process.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], FULL_SEARCH_EVERY)
        gc.enable()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # else DuckDB takes it for leaked


Row = dict[str, str]
GOOD: dict[str, Row] = {
    "offices": {
        "dienststelle_id": "D1",
        "name": "Amt für Prüfung, Haus 1",
        "kurz": "Prüfamt",
        "standort": "",
        "gruppe": "SONST",
        "oeffnung": "Mo-Fr",
    },
    "measures": {
        "massnahme_id": "M1",
        "dienststelle_id": "D1",
        "gueltig_von": "04.03.2019",
        "geplant_bis": "30.06.2019",
        "verlaengert_bis": "",
        "gueltig_bis": "",
        "regime": "VOLL",
        "grund": "",
        "beleg_url": "",
    },
    "events": {
        "datum_von": "01.03.2019",
        "datum_bis": "",
        "dienststelle_id": "D1",
        "art": "MELDEWEG",
        "betriebslage": "",
        "text": "Neuer Meldeweg",
    },
    "visits": {"datum": "05.03.2019", "dienststelle_id": "D1", "besucher": "1.234", "zaehlart": "ZAEHL"},
    "checks": {
        "kontroll_id": "K1",
        "datum": "05.03.2019",
        "dienststelle_id": "D1",
        "eingang": "Süd",
        "zeit_von": "07:30",
        "zeit_bis": "09:00",
        "regime": "VOLL",
        "methode": "HS",
        "personen_kontrolliert": "80",
        "personen_mit_fund": "2",
        "gegenstaende": "3",
        "verweigert": "1",
        "wartezeit_med_min": "2,5",
        "geraeteausfall_min": "0",
        "quelle": "HAUS",
        "erfasst_am": "05.03.2019 18:30",
    },
    "finds": {
        "fund_id": "F1",
        "kontroll_id": "K1",
        "kategorie": "MES",
        "anzahl": "3",
        "waffg": "J",
        "verbleib": "VRW",
    },
    "incidents": {
        "vorfall_id": "V1",
        "datum": "05.03.2019",
        "stunde": "9",
        "dienststelle_id": "D1",
        "ort": "WART",
        "art": "BEL|BDW",
        "aachen_stufe": "2",
        "mittel": "KEIN",
        "betroffene_n": "1",
        "verletzte_n": "0",
        "dienstunfaehig_n": "0",
        "alarm": "N",
        "sidi_eingriff": "J",
        "polizei": "N",
        "hausverbot": "N",
        "strafanzeige": "N",
        "meldequelle": "BESCH",
        "meldedatum": "06.03.2019",
        "meldekreis_version": "1",
        "status": "GEPR",
    },
    "survey_waves": {
        "welle_id": "W1",
        "zielgruppe": "KUND",
        "dienststelle_id": "D1",
        "feld_von": "04.03.2019",
        "feld_bis": "08.03.2019",
        "modus": "PAP",
        "sprachen": "de",
        "auftraggeber": "Stadt",
        "fragewortlaut": "Ich fühle mich sicher.",
        "grundgesamtheit_n": "",
        "angesprochen_n": "80",
        "teilgenommen_n": "40",
        "auswahl": "SYST",
        "repraesentativ": "N",
    },
    "answers": {"antwort_id": "A1", "welle_id": "W1", "frage_id": "SIC", "wert": "4"},
    "shifts": {
        "schicht_id": "S1",
        "datum": "05.03.2019",
        "dienststelle_id": "D1",
        "posten": "Eingang",
        "beginn": "07:30",
        "ende": "13:00",
        "pause_min": "0",
        "kopf_soll": "1",
        "kopf_ist": "1",
        "std_soll": "5,50",
        "std_ist": "5,25",
        "anbieter": "Dienst A",
        "qual": "S34",
        "zuschlag": "KEIN",
        "satz_eur_netto": "17,90",
        "ausfallgrund": "",
    },
}

WriteCsv = Callable[..., Path]


def good(table: str, **changes: str) -> Row:
    """A row that is accepted, with changed cells."""
    unknown = changes.keys() - GOOD[table].keys()
    assert not unknown, unknown
    return GOOD[table] | changes


def csv_text(
    rows: Sequence[Row],
    *,
    separator: str = ";",
    newline: str = "\r\n",
    above: Sequence[str] = (),
    below: Sequence[str] = (),
) -> str:
    """Rows as one table, with whole lines above and below it; cells are quoted where they must be."""
    cells = [list(rows[0]), *([*row.values()] for row in rows)]
    lines = [separator.join(_quoted(cell, separator) for cell in line) for line in cells]
    return newline.join([*above, *lines, *below]) + newline


def _quoted(cell: str, separator: str) -> str:
    needs_quotes = any(sign in cell for sign in (separator, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs_quotes else cell


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    """Write rows as an export file and return its path."""

    def write(name: str, rows: Sequence[Row], encoding: str = "utf-8", **layout: object) -> Path:
        path = tmp_path / "exports" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(csv_text(rows, **layout).encode(encoding))
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> WriteCsv:
    """Write sheets (name → lines of cells) as a workbook and return its path."""

    def write(name: str, sheets: dict[str, list[list[object]]]) -> Path:
        path = tmp_path / "exports" / name
        path.parent.mkdir(exist_ok=True)
        with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
            for title, lines in sheets.items():
                page = book.add_worksheet(title)
                for number, line in enumerate(lines):
                    page.write_row(number, 0, line)
        return path

    return write


def cleaned(
    path: Path, known: Mapping[str, Collection[str]], sources: Sequence[Source] = SOURCES
) -> tuple[Sheet, Cleaned]:
    """A file read, typed and settled as an import does it; `known` holds the identifiers of the other tables."""
    sheet = read(path, sources)
    result = typed(path.name, sheet)
    settled = settle(sheet.source, result.rows, known)
    settled.rejects = in_order([*result.rejects, *settled.rejects])
    settled.is_sample = result.is_sample
    settled.questions, settled.notes = result.questions, result.notes
    return sheet, settled


def environment(data: Path) -> dict[str, str]:
    """The variables of a process that serves a data folder and takes every warning for an error."""
    return {"EINLASS_DATA": str(data), "PYTHONWARNINGS": "error"}


def charts_in(page: AppTest) -> list[dict[str, Any]]:
    """What goes to the browser of each chart of a page."""
    parts = [json.loads(one.proto.json) for one in page.get("bidi_component")]
    return [chart for part in parts for chart in part.get("charts", ())]


def serve(data: Path, patch: pytest.MonkeyPatch) -> Path:
    """Let this process and its children use a data folder."""
    for name, value in environment(data).items():
        patch.setenv(name, value)
    config.look_anew()
    return data


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that does not exist yet, used by this test alone."""
    return serve(tmp_path / "data", monkeypatch)


REAL = process.in_child


@pytest.fixture(scope="session", autouse=True)
def forked_imports() -> Iterator[None]:
    """Imports are done in a fork that has every library loaded already: the same work, sooner."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "in_child", forks.in_fork)
        yield


@pytest.fixture
def real_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports are done in a process of their own, with its limits, as for the user."""
    monkeypatch.setattr(process, "in_child", REAL)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which one good row of each export was imported; never changed."""
    base = tmp_path_factory.mktemp("stock")
    files = [base / f"{table}.csv" for table in GOOD]
    for path in files:
        path.write_bytes(csv_text([GOOD[path.stem]]).encode())
    return import_all(base / "data", files)


@pytest.fixture
def stocked(stock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the stock, used by this test alone."""
    return serve(Path(shutil.copytree(stock, tmp_path / "data")), monkeypatch)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which the sample exports were imported as `make run` does it; never changed.

    The processes of one run of the tests share it: the first one imports, the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            done = run_einlass("sample", "--json", data=shared / "data")
            assert done.returncode == 0, done.stderr
            assert {file["outcome"] for file in json.loads(done.stdout)["files"]} == {"imported"}
            (shared / "done").touch()
    return shared / "data"


@pytest.fixture
def sample(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    """The sample data, served."""
    return current_version(serve(sample_folder, monkeypatch))


@pytest.fixture
def own_queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of queries/ that this test may change."""
    yield from _own_copy("QUERIES", tmp_path / "queries", monkeypatch)


@pytest.fixture
def own_locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of locales/ that this test may change."""
    yield from _own_copy("LOCALES", tmp_path / "locales", monkeypatch)


def _own_copy(name: str, path: Path, patch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(getattr(config, name), path)
    with patch.context() as inner:
        inner.setattr(config, name, path)
        forget_files()
        yield path
    forget_files()


def forget_files() -> None:
    """Forget all that was made of queries/ and locales/: what is kept by data version would outlive the files."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "einlass":
            for value in list(vars(module).values()):
                if not isinstance(value, type) and callable(forget := getattr(value, "cache_clear", None)):
                    forget()


_made: dict[tuple[object, ...], Path] = {}  # what came of the same files, the latest at the end
_MADE_AT_MOST = 20
_QUERIES, _LOCALES = config.QUERIES, config.LOCALES


def import_all(folder: Path, files: Sequence[Path], *, user: str = "") -> Path:
    """Import files of which every row must be accepted; what came of the same files a moment ago is copied."""
    with pytest.MonkeyPatch.context() as patch:
        serve(folder, patch)
        same = _what_is_imported(folder, files, user)
        if same in _made:
            _made[same] = _made.pop(same)
            return Path(shutil.copytree(_made[same], folder, dirs_exist_ok=True))
        patch.setattr(process, "in_child", forks.in_fork)
        reports = ingest.import_files(files, accept=["all"], user=user)
    faults = {report.file: report for report in reports if report.outcome != "imported" or report.rejects}
    assert not faults, faults
    if same:
        _made[same] = Path(shutil.copytree(folder, Path(mkdtemp(dir=_aside().name), "data")))
        while len(_made) > _MADE_AT_MOST:
            shutil.rmtree(_made.pop(next(iter(_made))))
    return folder


def _what_is_imported(folder: Path, files: Sequence[Path], user: str) -> tuple[object, ...]:
    """All that decides what an import into a folder without data comes to; nothing where it has some."""
    if (folder / "current").exists() or (config.QUERIES, config.LOCALES) != (_QUERIES, _LOCALES):
        return ()
    own = {name: value for name, value in os.environ.items() if name.startswith("EINLASS_")}
    settings = folder / config.CITY_FILE
    texts = [path.read_bytes() for path in [*files, *([settings] if settings.exists() else [])]]
    named = tuple(sorted((own | {"EINLASS_DATA": ""}).items()))
    return (
        user,
        versions.now,
        named,
        *(path.name for path in files),
        *(sha256(text).digest() for text in texts),
    )


@cache
def _aside() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


def run_einlass(*arguments: str | Path, data: Path) -> subprocess.CompletedProcess[str]:
    """`python -m einlass …` as cron and colleagues call it, in a fork of a process that has loaded it."""
    return forks.run([*map(str, arguments)], os.environ | environment(data))


def start_einlass(*arguments: str | Path, data: Path) -> subprocess.CompletedProcess[str]:
    """`python -m einlass …` from its very start."""
    command = [sys.executable, "-m", "einlass", *map(str, arguments)]
    variables = os.environ | environment(data)
    return subprocess.run(
        command, cwd=config.ROOT, env=variables, capture_output=True, text=True, check=False, timeout=300
    )


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let no file of this process and its children grow beyond `size`, as on a full disk."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limit[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)


def listing(folder: Path) -> dict[str, bytes]:
    """Every file of a data folder with its content, but for the lock, and the log of who did what."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock" and audit.FOLDER not in path.relative_to(folder).parts
    }
