"""Compute it yourself: the downloaded series and program give the numbers of the page, whatever decided."""

import csv
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from conftest import good, serve
from towns import START, Place, build, weekdays

from einlass.export import SERIES_FILE, is_recalculable, program, weeks_csv
from einlass.findings import Finding, Request, finding
from einlass.indicators import indicators
from einlass.measures import Window, measures
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

RATES = [code for code, one in indicators().items() if one.kind == "rate"]
RSCRIPT = shutil.which("Rscript")
needs_r = pytest.mark.skipif(RSCRIPT is None, reason="R is not installed: no Rscript found")
LANGUAGES = ["py", pytest.param("R", marks=needs_r)]

LATER = date(2019, 6, 3)
EARLY = tuple(weekdays(Window(date(2018, 1, 1), date(2018, 7, 2))))
# name → offices with incidents before and after, starts of each measure
TOWNS: dict[str, tuple[dict[str, Place], dict[str, dict[str, date]]]] = {
    "alone": (
        {"A": Place((80, 30), visits=(100, 160)), "B": Place((40, 25)), "QUIET": Place()},
        {"M": dict.fromkeys("AB", START) | {"B": LATER, "QUIET": START}},
    ),
    "among_others": (
        {
            "A": Place((60, 50)),
            "B": Place((80, 35), visits=(200, 220)),
            "C": Place((40, 40)),
            "X1": Place((40, 80)),
            "X2": Place((60, 120), visits=(100, 150)),
            "X3": Place((30, 60)),
            "PART": Place((20, 70), no_count=EARLY),
            "QUIET": Place(no_count=EARLY),
        },
        {"ONE": {"A": START}, "SEVERAL": {"B": START, "C": LATER}},
    ),
}
# case → town, measure, what decides, the offices in the table
CASES = {
    "several offices": ("alone", "M", "e_star_pt", {"A", "B", "QUIET"}),
    "compared, one office": ("among_others", "ONE", "d_star", {"A", "X1", "X2", "X3", "PART", "QUIET"}),
    "compared, several offices": (
        *("among_others", "SEVERAL", "d_star"),
        {"B", "C", "X1", "X2", "X3", "PART", "QUIET"},
    ),
}


Built = Callable[[str], Path]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A town by its name, built once."""

    @cache
    def built(name: str) -> Path:
        places, starts = TOWNS[name]
        rows = [
            good("measures", massnahme_id=measure, dienststelle_id=office, gueltig_von=f"{day:%d.%m.%Y}")
            for measure, offices in starts.items()
            for office, day in offices.items()
        ]
        bare = {office: replace(one, treated=False) for office, one in places.items()}
        return build(tmp_path_factory.mktemp(name), bare, measures=rows)

    return built


def found_in(town: Built, case: str, patch: pytest.MonkeyPatch) -> Finding:
    """The finding of a case."""
    name, measure_id, _, _ = CASES[case]
    version = current_version(serve(town(name), patch))
    (key,) = [key for key, one in measures(version).items() if one.measure_id == measure_id]
    return finding(version, Request("reported_incidents", key))


def offered(sample: DataVersion) -> list[Finding]:
    """All findings of the sample data for which the page offers the programs."""
    found = [finding(sample, Request(code, name)) for code in RATES for name in measures(sample)]
    return [one for one in found if is_recalculable(one)]


def printed(found: Finding, folder: Path, language: str) -> list[float]:
    """Ratio, 80 % limits, 95 % limits as the program prints them."""
    command = [sys.executable, "-W", "error"] if language == "py" else [str(RSCRIPT), "--vanilla"]
    (folder / SERIES_FILE).write_bytes(weeks_csv(found, words_for("de")))
    (folder / f"fit.{language}").write_text(program(found, language), encoding="utf-8")
    done = subprocess.run(
        [*command, f"fit.{language}"],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["ratio", "80%", "95%"]
    return [
        float(lines[0].split()[1]),
        *(float(line.split()[place]) for line in lines[1:] for place in (2, 4)),
    ]


def expected(found: Finding) -> list[float]:
    one = found.estimate
    assert one is not None
    return [one.value, one.interval_80.low, one.interval_80.high, one.low, one.high]


def table_of(found: Finding) -> list[dict[str, str]]:
    return list(csv.DictReader(weeks_csv(found, words_for("de")).decode().splitlines()))


def test_the_series_holds_what_the_model_took(sample: DataVersion) -> None:
    found = next(one for one in offered(sample) if len(one.offices) == 1)
    rows = table_of(found)
    assert found.before and found.after and found.analysis
    for side, phase in (("0", found.before), ("1", found.after)):
        own = [row for row in rows if row["is_under_measure"] == side and row["is_treated"] == "1"]
        assert sum(int(row["count"]) for row in own) == phase.numerator
        assert sum(int(row["exposure"]) for row in own) == phase.denominator
    assert {row["office"] for row in rows if row["is_treated"] == "1"} == set(found.offices)
    assert {row["notice"] for row in rows} == {"intern – nicht zur Veröffentlichung · Beispieldaten – fiktiv"}
    assert len({(row["office"], row["week_start"]) for row in rows}) == len(rows)
    assert all(date.fromisoformat(row["week_start"]).isoweekday() == 1 for row in rows)


@pytest.mark.parametrize("case", CASES)
def test_the_series_names_every_office_of_the_deciding_model(
    town: Built, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = found_in(town, case, monkeypatch)
    _, _, method, offices = CASES[case]
    assert found.estimate is not None and found.estimate.method == method
    rows = table_of(found)
    assert {row["office"] for row in rows} == offices
    assert {row["office"] for row in rows if row["is_treated"] == "1"} == set(found.offices)
    weeks = Counter(row["office"] for row in rows)
    if "PART" in offices:
        assert weeks["PART"] == weeks["X1"] - 26
    if {"B", "C"} <= offices:  # each from its own start
        begun = {
            name: min(
                row["week_start"] for row in rows if row["office"] == name and row["is_under_measure"] == "1"
            )
            for name in "BC"
        }
        assert begun == {"B": START.isoformat(), "C": LATER.isoformat()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_program_prints_the_numbers_of_the_page(
    town: Built, case: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = found_in(town, case, monkeypatch)
    assert printed(found, tmp_path, language) == pytest.approx(expected(found), abs=5e-4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_prints_the_numbers_of_every_page_of_the_sample_data(
    sample: DataVersion, language: str, tmp_path: Path
) -> None:
    found = offered(sample)
    assert len(found) >= 5
    for one in found:
        numbers = printed(one, tmp_path, language)
        assert numbers == pytest.approx(expected(one), rel=1e-4, abs=5e-4), one.request


@pytest.mark.parametrize(
    ("code", "name"), [("feels_safe_clients", "BSP-M1"), ("persons_with_find", "BSP-M1")]
)
@pytest.mark.parametrize("language", ["py", "R"])
def test_a_program_is_made_only_for_a_fit_of_counts(
    sample: DataVersion, code: str, name: str, language: str
) -> None:
    found = finding(sample, Request(code, name))
    assert not is_recalculable(found)
    with pytest.raises(ValueError, match="no fit"):
        program(found, language)
    assert len(weeks_csv(found, words_for("de")).splitlines()) == 1  # no weeks, only a head
