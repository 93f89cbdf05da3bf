"""Any table written in any dialect reads back equal."""

import csv
import io
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from conftest import GOOD
from corpus.build import ods, xlsx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from einlass.ingest.clean.rows import settle, typed
from einlass.ingest.read.file import read
from einlass.ingest.read.headers import folded

DAYS = st.dates(date(2018, 1, 1), date(2020, 3, 17))
NAMES = st.text(st.characters(codec="cp1252", exclude_categories=("C",)), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
SAFE = NAMES.filter(lambda text: text and not set(text) & set("ÃÂâ@"))


@dataclass(frozen=True)
class Visit:
    day: date
    office: str
    count: int | None
    method: str


VISITS = st.lists(
    st.builds(
        Visit,
        DAYS,
        st.sampled_from(["D1", "D2", "Amt-3"]),
        st.none() | st.integers(0, 999_999),
        st.sampled_from(["ZAEHL", "TICKET", "SCHAETZ"]),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda visit: (visit.day, visit.office),
)


@dataclass(frozen=True)
class Dialect:
    """How somebody writes a table."""

    encoding: str
    separator: str
    newline: str
    quoting: int
    above: int
    below: int
    order: int
    days: str
    groups: str
    missing: str
    capitals: bool

    def day(self, day: date) -> str:
        return day.strftime(self.days)

    def count(self, count: int | None) -> str:
        return self.missing if count is None else f"{count:,}".replace(",", self.groups)


DIALECTS = st.builds(
    Dialect,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.integers(0, 3),
    st.integers(0, 2),
    st.integers(0, 1_000),
    st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%Y-%m-%d 00:00:00"]),
    st.sampled_from(["", ".", " ", "\u00a0"]),
    st.sampled_from(["", "-", "k. A.", "."]),
    st.booleans(),
)


def written(visits: list[Visit], dialect: Dialect) -> bytes:
    rows = [
        {
            "datum": dialect.day(v.day),
            "dienststelle_id": v.office,
            "besucher": dialect.count(v.count),
            "zaehlart": v.method,
        }
        for v in visits
    ]
    order = random.Random(dialect.order).sample(list(GOOD["visits"]), 4)
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=dialect.separator, lineterminator=dialect.newline, quoting=dialect.quoting
    )
    writer.writerows([f"Titel {n}"] for n in range(dialect.above))
    writer.writerow(name.upper().replace("_", " ") if dialect.capitals else name for name in order)
    writer.writerows([row[name] for name in order] for row in rows)
    writer.writerows([f"Hinweis {n}"] for n in range(dialect.below))
    return text.getvalue().encode(dialect.encoding)


def read_back(path: Path) -> list[Visit]:
    sheet = read(path)
    result = typed(path.name, sheet)
    assert result.rejects == []
    assert not sheet.questions
    rows = settle(sheet.source, result.rows, {"offices": {"D1", "D2", "Amt-3"}}).rows
    return [
        Visit(
            r.day,
            r.office_id,
            None if r.visit_count is None or r.visit_count != r.visit_count else int(r.visit_count),
            r.counting_method,
        )
        for r in rows.astype(object).where(rows.notna(), None).itertuples()
    ]


@settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(VISITS, DIALECTS)
def test_any_table_in_any_text_dialect_reads_back_equal(
    tmp_path: Path, visits: list[Visit], dialect: Dialect
) -> None:
    path = tmp_path / "besuche.csv"
    path.write_bytes(written(visits, dialect))
    assert read_back(path) == visits


@pytest.mark.parametrize("build", [xlsx, ods])
@settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(VISITS, st.integers(0, 3))
def test_any_table_in_a_workbook_reads_back_equal(
    tmp_path: Path, build, visits: list[Visit], above: int
) -> None:
    path = tmp_path / "besuche.xlsx"
    cells = [[v.day, v.office, "" if v.count is None else v.count, v.method] for v in visits]
    path.write_bytes(build([*[[f"Titel {n}"] for n in range(above)], list(GOOD["visits"]), *cells]))
    assert read_back(path) == visits


@settings(
    derandomize=True,
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(SAFE, min_size=1, max_size=8), st.sampled_from([";", ",", "\t", "|"]))
def test_any_text_comes_back_as_it_was(tmp_path: Path, names: list[str], separator: str) -> None:
    rows = [[f"D{at}", name, "kurz", "", "SONST", "Mo-Fr"] for at, name in enumerate(names)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([list(GOOD["offices"]), *rows])
    path = tmp_path / "dienststellen.csv"
    path.write_bytes(text.getvalue().encode())
    sheet = read(path)
    assert [str(cell) for cell in sheet.cells("name").to_pylist()] == names


@given(
    st.sampled_from(sorted({header for row in GOOD.values() for header in row})),
    st.randoms(use_true_random=False),
)
def test_a_header_is_known_in_any_spelling(header: str, chance: random.Random) -> None:
    spelled = (
        header.replace("ae", chance.choice(["ae", "ä"]))
        .replace("oe", chance.choice(["oe", "ö"]))
        .replace("_", chance.choice([" ", "-", "_", ""]))
    )
    spelled = chance.choice([spelled.upper(), spelled.title(), spelled]) + chance.choice(
        ["", " (Anzahl)", " [min]"]
    )
    assert folded(spelled) == folded(header)
