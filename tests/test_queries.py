"""Every query file keeps its contract on a real database (queries/README.md)."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from einlass import config, indicators
from einlass.errors import QueryContractError, UnknownCode
from einlass.ingest.sources import BY_TABLE
from einlass.warehouse import DataVersion, QueryFile, query_file, query_files
from einlass.warehouse.build import Builder
from einlass.warehouse.snapshot import open_snapshot

FOLDERS = ("facts", "indicators", "load", "tables", "views")
READS = [file.name for folder in ("facts", "indicators", "views") for file in query_files(folder)]
ALL = [file.name for folder in FOLDERS for file in query_files(folder)]
# Values of named parameters with which every read finds something in the sample data.
PARAMETERS = {"day_from": date(2010, 1, 1), "day_until": date(2040, 1, 1), "audience": "KUND", "item": "SIC"}
INDICATORS = {
    "reported_incidents",
    "staff_reported_incidents",
    "serious_incidents",
    "stable_incidents",
    "remote_incidents",
    "persons_with_find",
    "refused_checks",
    "checked_share",
    "waiting_time",
    "feels_safe_clients",
    "feels_safe_staff",
    "mood_clients",
    "guard_hours",
    "roster_fulfilment",
    "guard_cost",
    "visits_per_open_day",
}


def without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql)


def final_select(sql: str) -> str:
    """The last select of a statement with everything inside parentheses left out."""
    plain, depth = "", 0
    for sign in re.sub(r"'[^']*'", "''", without_comments(sql)):
        depth += (sign == "(") - (sign == ")")
        plain += sign if depth == 0 else ""
    return plain[plain.rindex("select") :]


def final_order(sql: str) -> list[str]:
    """What the rows are ordered by, as it is written."""
    order = re.search(r"order\s+by\s+([\w.,\s]+)$", final_select(sql).strip())
    assert order, "no final order"
    return [" ".join(part.split()) for part in order[1].split(",")]


OF_THE_CALENDAR = {"views/holidays"}  # which is there before the first import


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with all tables and facts and not one row from an export."""
    path = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    with Builder(path) as builder:
        builder.finish("NW")
    with duckdb.connect(str(path), read_only=True) as db:
        yield db


def test_all_folders_and_files_are_known() -> None:
    files = {
        path.relative_to(config.QUERIES).with_suffix("").as_posix() for path in config.QUERIES.rglob("*.sql")
    }
    assert files == set(ALL)
    assert {file.name.removeprefix("indicators/") for file in query_files("indicators")} >= INDICATORS


@pytest.mark.parametrize("name", ALL)
def test_the_first_line_says_what_a_row_is(name: str) -> None:
    grain = query_file(name).grain
    assert grain.startswith(("One row is ", "Template: "))
    assert grain.endswith(".") or ":" in grain
    assert name.startswith("load/") == (grain.startswith("Template: "))


@pytest.mark.parametrize("name", READS)
def test_declared_parameters_are_those_of_the_statement(empty: duckdb.DuckDBPyConnection, name: str) -> None:
    file = query_file(name)
    (statement,) = empty.extract_statements(file.sql)
    assert sorted(statement.named_parameters) == sorted(file.parameters)
    assert name.startswith("facts/") or "parameters" in file.fields


@pytest.mark.parametrize("name", READS)
def test_declared_columns_are_returned_even_by_an_empty_warehouse(
    empty: duckdb.DuckDBPyConnection, name: str
) -> None:
    file = query_file(name)
    result = empty.execute(file.sql, dict.fromkeys(file.parameters) or None)
    assert [column[0] for column in result.description or []] == file.columns
    assert result.fetchall() == [] or name in OF_THE_CALENDAR


@pytest.mark.parametrize("name", READS)
def test_rows_come_in_the_order_of_a_unique_key(sample: DataVersion, name: str) -> None:
    file = query_file(name)
    key = [part.removesuffix(" nulls last").split(".")[-1] for part in final_order(file.sql)]
    assert set(key) <= set(file.columns)
    rows = open_snapshot(sample).run(name, **{one: PARAMETERS[one] for one in file.parameters})
    assert not rows.empty
    assert not rows.duplicated(key).any()
    expected = rows.sort_values(key, kind="stable", na_position="last")
    assert list(expected.index) == list(rows.index)


@pytest.mark.parametrize("name", ALL)
def test_sql_is_written_in_lower_case_and_four_spaces(name: str) -> None:
    code = re.sub(r"'[^']*'", "''", without_comments(query_file(name).sql))
    assert code == code.lower()
    assert "\t" not in code
    indents = [len(line) - len(line.lstrip()) for line in code.splitlines() if line.strip()]
    assert all(indent % 4 == 0 for indent in indents)


@pytest.mark.parametrize("file", query_files("tables"), ids=lambda file: file.name)
def test_a_table_holds_what_its_export_declares(empty: duckdb.DuckDBPyConnection, file: QueryFile) -> None:
    name = file.name.removeprefix("tables/")
    columns = [row[0] for row in empty.execute(f"describe {name}").fetchall()]
    (comment,) = empty.execute(
        "select comment from duckdb_tables() where table_name = ?", [name]
    ).fetchone() or ("",)
    assert comment == file.grain
    if name in BY_TABLE:
        declared = [column.name for column in BY_TABLE[name].columns]
        follow = {*BY_TABLE[name].derived, *BY_TABLE[name].computed}
        stored = [column for column in columns if column not in follow]
        assert stored == [*declared, "row_number", "batch_id"]
        assert follow <= set(columns)


def test_every_export_has_a_table() -> None:
    assert {f"tables/{table}" for table in BY_TABLE} <= set(ALL)


def test_the_calendar_knows_weeks_and_the_holidays_of_north_rhine_westphalia(
    empty: duckdb.DuckDBPyConnection,
) -> None:
    assert empty.execute("select count(*), min(day), max(day) from calendar").fetchone() == (
        (config.CALENDAR_UNTIL - config.CALENDAR_FROM).days,
        config.CALENDAR_FROM,
        date(2039, 12, 31),
    )
    holidays = empty.execute(
        "select day from calendar where is_holiday and year(day) = 2019 order by day"
    ).fetchall()
    assert [f"{day:%d.%m.}" for (day,) in holidays] == [
        *("01.01.", "19.04.", "22.04.", "01.05.", "30.05.", "10.06.", "20.06."),
        *("03.10.", "01.11.", "25.12.", "26.12."),
    ]
    wrong = """iso_weekday <> isodow(day) or week_start <> date_trunc('week', day)
        or month_start <> date_trunc('month', day)"""
    assert empty.execute(f"select count(*) from calendar where {wrong}").fetchone() == (0,)


# --- Indicators -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", indicators.indicators().values(), ids=lambda one: one.code)
def test_an_indicator_returns_what_its_kind_needs(sample: DataVersion, one: indicators.Indicator) -> None:
    columns = indicators.SCORE_COLUMNS if one.kind == "score" else indicators.DAY_COLUMNS
    assert query_file(one.query).columns == columns
    assert set(one.sources) <= set(BY_TABLE)
    assert re.fullmatch(r"\d+\.\d+", one.version)
    rows = one.days(open_snapshot(sample))
    if one.kind == "score":
        assert set(rows["value"]) == {1, 2, 3, 4, 5}
        assert (rows["answer_count"] > 0).all()
        assert (rows["day_until"] >= rows["day"]).all()
    else:
        assert (rows["numerator"].dropna() >= 0).all()
        assert (rows["denominator"].dropna() > 0).all()
    if one.kind == "share":
        known = rows.dropna()
        assert (known["numerator"] <= known["denominator"]).all()


def test_what_exists_only_where_checks_happen_is_not_compared_across_their_start() -> None:
    within = {one.code for one in indicators.indicators().values() if not one.is_comparable}
    assert within >= {"persons_with_find", "refused_checks", "checked_share", "waiting_time"}
    assert not within & {"reported_incidents", "feels_safe_clients", "guard_hours", "visits_per_open_day"}


def test_the_order_stands_in_the_headers_topic_by_topic() -> None:
    found = list(indicators.indicators().values())
    topics = list(dict.fromkeys(one.topic for one in found))
    assert topics == ["incidents", "sentiment", "checks", "staffing", "visits"]
    assert [one.topic for one in found] == sorted((one.topic for one in found), key=topics.index)
    for topic in topics:
        orders = [one.order for one in found if one.topic == topic]
        assert orders == sorted(set(orders))
    assert found[0].code == "reported_incidents"


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("primary", "stable_incidents"),
        ("all_reports", "reported_incidents"),
        ("staff_reports", "staff_reported_incidents"),
        ("serious", "serious_incidents"),
        ("negative_control", "remote_incidents"),
        ("happiness", None),
    ],
)
def test_an_indicator_is_found_by_its_role(role: str, code: str | None) -> None:
    found = indicators.by_role(role)
    assert (found and found.code) == code


def test_visits_give_the_exposure_of_incidents_and_nothing_else() -> None:
    for one in indicators.indicators().values():
        if one.topic == "incidents":
            assert (one.exposure_source, one.count_sources) == ("visits", ("incidents",))
        else:
            assert (one.exposure_source, one.count_sources) == (None, one.sources)


def test_an_unknown_indicator_is_named() -> None:
    with pytest.raises(UnknownCode) as caught:
        indicators.indicator("happiness")
    assert caught.value.values == {"code": "happiness"}


def test_a_new_file_is_a_new_indicator(own_queries: Path) -> None:
    text = (own_queries / "indicators/guard_hours.sql").read_text()
    (own_queries / "indicators/armed_incidents.sql").write_text(text.replace("version: 1.0", "version: 2.3"))
    assert indicators.indicator("armed_incidents").version == "2.3"
    assert indicators.indicators().keys() - {"armed_incidents"} >= INDICATORS


@pytest.mark.parametrize(
    ("line", "instead", "key", "field"),
    [
        ("-- kind: rate", "-- kind: ratio", "query.bad_field", "kind"),
        ("-- better: lower", "-- better: smaller", "query.bad_field", "better"),
        ("-- comparable: across", "-- comparable: always", "query.bad_field", "comparable"),
        ("-- comparable: across\n", "", "query.bad_field", "comparable"),
        ("-- unit: per_10000_visits\n", "", "query.fields_missing", "unit"),
        ("-- version: 1.0\n", "", "query.fields_missing", "version"),
        ("-- order: 110\n", "", "query.fields_missing", "order"),
        ("-- order: 110", "-- order: first", "query.bad_field", "order"),
        ("-- per: 10000", "-- per: many", "query.bad_field", "per"),
        ("-- decimals: 1", "-- decimals: -1", "query.bad_field", "decimals"),
        ("-- exposure: visits", "-- exposure: checks", "query.bad_field", "exposure"),
        ("-- role: all_reports", "-- role: best", "query.bad_field", "role"),
        ("-- role: all_reports", "-- role: serious", "query.role_taken", "serious"),
        ("-- version:", "-- offices: add\n-- version:", "query.bad_field", "offices"),
        ("-- version:", "-- recording: never\n-- version:", "query.bad_field", "recording"),
    ],
)
def test_a_bad_header_names_the_file_and_the_field(
    own_queries: Path, line: str, instead: str, key: str, field: str
) -> None:
    path = own_queries / "indicators/reported_incidents.sql"
    assert line in path.read_text()
    path.write_text(path.read_text().replace(line, instead))
    with pytest.raises(QueryContractError) as caught:
        indicators.indicators()
    assert caught.value.key == key
    names = {caught.value.values["name"], caught.value.values.get("other")}
    assert "indicators/reported_incidents" in names
    assert field in str(caught.value.values)


@pytest.mark.parametrize(("text", "key"), [(None, "query.missing"), ("select 1\n", "query.no_header")])
def test_a_file_without_header_is_refused(own_queries: Path, text: str | None, key: str) -> None:
    if text:
        (own_queries / "views/new.sql").write_text(text)
    with pytest.raises(QueryContractError) as caught:
        query_file("views/new")
    assert (caught.value.key, caught.value.values) == (key, {"name": "views/new"})
