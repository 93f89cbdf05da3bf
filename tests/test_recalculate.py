"""Compute it yourself: the downloaded series and the downloaded program give the numbers of the page."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from einlass.export import SERIES_FILE, program, weeks_csv
from einlass.findings import Finding, Request, finding
from einlass.indicators import indicators
from einlass.measures import measures
from einlass.warehouse import DataVersion
from einlass.words import words_for

RATES = [code for code, one in indicators().items() if one.kind == "rate"]
RSCRIPT = shutil.which("Rscript")
needs_r = pytest.mark.skipif(RSCRIPT is None, reason="R is not installed: no Rscript found")


def offered(sample: DataVersion) -> list[Finding]:
    """All findings with a fit on both sides: the page offers the programs for these."""
    found = [finding(sample, Request(code, name)) for code in RATES for name in measures(sample)]
    return [
        one
        for one in found
        if one.analysis and one.analysis.scale and one.estimate and one.estimate.value is not None
    ]


def printed(found: Finding, folder: Path, command: list[str], language: str) -> list[float]:
    """Ratio, 80 % limits, 95 % limits as the program prints them."""
    (folder / SERIES_FILE).write_bytes(weeks_csv(found, words_for("de")))
    (folder / f"fit.{language}").write_text(program(found, language), encoding="utf-8")
    done = subprocess.run(
        [*command, f"fit.{language}"], cwd=folder, capture_output=True, text=True, check=False, timeout=60
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
    ends = (one.value, one.interval_80.low, one.interval_80.high, one.low, one.high)
    return [end for end in ends if end is not None]


def test_the_series_holds_what_the_model_took(sample: DataVersion, tmp_path: Path) -> None:
    found = offered(sample)[0]
    rows = list(csv.DictReader(weeks_csv(found, words_for("de")).decode().splitlines()))
    used = [row for row in rows if row["is_used"] == "1"]
    assert found.before and found.after and found.analysis
    for side, phase in (("0", found.before), ("1", found.after)):
        assert sum(int(row["count"]) for row in used if row["is_after"] == side) == phase.numerator
        assert sum(int(row["exposure"]) for row in used if row["is_after"] == side) == phase.denominator
    assert len(used) == found.analysis.degrees + 5  # five coefficients
    assert {row["notice"] for row in rows} == {"Beispieldaten – fiktiv"}
    assert [int(row["time"]) for row in rows] == list(range(len(rows)))


def test_the_python_program_prints_the_numbers_of_the_page(sample: DataVersion, tmp_path: Path) -> None:
    found = offered(sample)
    assert len(found) >= 5
    for one in found:
        numbers = printed(one, tmp_path, [sys.executable, "-W", "error"], "py")
        assert numbers == pytest.approx(expected(one), rel=5e-4, abs=1e-3), one.request


@needs_r
def test_the_r_program_prints_the_numbers_of_the_page(sample: DataVersion, tmp_path: Path) -> None:
    assert RSCRIPT
    for one in offered(sample):
        numbers = printed(one, tmp_path, [RSCRIPT, "--vanilla"], "R")
        assert numbers == pytest.approx(expected(one), rel=5e-4, abs=1e-3), one.request


@pytest.mark.parametrize(
    ("code", "name"), [("feels_safe_clients", "BSP-M1"), ("persons_with_find", "BSP-M1")]
)
@pytest.mark.parametrize("language", ["py", "R"])
def test_a_program_is_made_only_for_a_fit_of_counts(
    sample: DataVersion, code: str, name: str, language: str
) -> None:
    found = finding(sample, Request(code, name))
    if found.analysis is None:
        with pytest.raises(ValueError, match="no fit"):
            program(found, language)
    assert len(weeks_csv(found, words_for("de")).splitlines()) == 1  # no weeks, only a head
