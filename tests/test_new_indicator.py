"""An indicator is a file with its texts: what queries/README.md says is enough, and what is missing is named."""

import csv
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from conftest import GOOD, csv_text, good, import_all, serve
from streamlit.testing.v1 import AppTest

from einlass import config
from einlass.errors import QueryContractError, UnknownCode, WarehouseError
from einlass.export import finding_csv, series_csv
from einlass.findings import Request, finding, provenance, series
from einlass.indicators import DAY_COLUMNS, indicator, indicators
from einlass.measures import measures, offices
from einlass.warehouse import DataVersion, current_version, query_file
from einlass.warehouse.snapshot import open_snapshot
from einlass.words import indicator_texts, sentences, words_for

NARROW_SPACE = "\u202f"

OFFICE, MEASURE = "BSP-AUSL", "BSP-M1"


def readme() -> tuple[str, dict[str, str]]:
    """The file and the texts of the example."""
    text = (config.ROOT / "queries/README.md").read_text("utf-8")
    (sql,) = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    de, en = re.findall(r"```po\n(.*?)```", text, re.DOTALL)
    return sql, {"de": de, "en": en}


@pytest.fixture
def house_bans(own_queries: Path, own_locales: Path, sample: DataVersion) -> Iterator[DataVersion]:
    """The sample data, and the example of the README added to copies of queries/ and locales/."""
    sql, texts = readme()
    (own_queries / "indicators/house_bans.sql").write_text(sql)
    for language, added in texts.items():
        add_texts(own_locales, language, added)
    return sample


def add_texts(locales: Path, language: str, added: str) -> None:
    path = locales / language / "LC_MESSAGES/einlass.po"
    path.write_text(path.read_text("utf-8") + "\n" + added, "utf-8")


def opened(page: str, **params: str) -> AppTest:
    """A page with every switch on."""
    app = AppTest.from_file(str(config.PAGES / f"{page}.py"), default_timeout=60)
    for name, text in params.items():
        app.query_params[name] = text
    app.run()
    for switch in app.toggle:
        switch.set_value(True)
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """Everything a page says in HTML, without its marks."""
    text = " ".join(element.proto.body for element in app.get("html"))
    return unescape(re.sub(r"<[^>]+>", "|", text))


# --- The example of the README --------------------------------------------------------------------------


def test_the_example_needs_nothing_else(house_bans: DataVersion) -> None:
    indicator_texts.check()
    assert list(indicators()).index("house_bans") == list(indicators()).index("remote_incidents") + 1
    assert query_file("indicators/house_bans").columns == DAY_COLUMNS


@pytest.mark.parametrize(
    ("lang", "numerator", "denominator", "unit"),
    [
        ("de", "Gemeldete Hausverbote", "Besuche", f"Je 10{NARROW_SPACE}000 Besuche"),
        ("en", "Reported house bans", "Visits", "Per 10,000 visits"),
    ],
)
def test_the_example_is_on_every_page(
    house_bans: DataVersion, lang: str, numerator: str, denominator: str, unit: str
) -> None:
    asked = {"indicator": "house_bans", "lang": lang}
    trends = said(opened("trends", **asked, offices=OFFICE, step="week"))
    for label in (numerator, denominator, unit):
        assert f"|{label}|" in trends
    comparison = said(opened("comparison", **asked, measure=MEASURE))
    for label in (numerator, denominator, unit):
        assert comparison.count(f"|{label}|") == 2  # the series and the numbers
    found = finding(house_bans, Request("house_bans", MEASURE))
    w = words_for(lang)
    assert found.after is not None and found.after.numerator
    assert sentences.phase_in_words(found.indicator, found.after, w) in comparison
    assert f"|{w('indicator.house_bans')}|" in said(opened("method", lang=lang))


def test_the_files_of_the_example_say_what_their_columns_are(house_bans: DataVersion) -> None:
    w, one = words_for("de"), indicator("house_bans")
    rows = {"x": series(house_bans, one.code, (OFFICE,), "week")}
    files = [
        series_csv(one, rows, provenance(house_bans, one), w, {}),
        finding_csv(finding(house_bans, Request(one.code, MEASURE)), offices(house_bans), w),
    ]
    for content in files:
        row = next(csv.DictReader(content.decode().splitlines()))
        assert row["indicator"] == "house_bans"
        assert row["numerator_text"] == "Gemeldete Hausverbote"
        assert (row["denominator_text"], row["unit_text"]) == (
            "Besuche",
            f"je 10{NARROW_SPACE}000 Besuche",
        )


# --- What is missing is named ---------------------------------------------------------------------------


def test_every_missing_text_is_named_with_its_file(own_queries: Path) -> None:
    sql, _ = readme()
    (own_queries / "indicators/house_bans.sql").write_text(sql)
    (own_queries / "indicators/new_hours.sql").write_text(
        query_file("indicators/guard_hours").sql.replace("unit: hours_per_week", "unit: days_per_week")
    )
    with pytest.raises(QueryContractError) as caught:
        indicator_texts.check()
    names = ("", ".short", ".definition", ".numerator")
    assert caught.value.key == "query.texts_missing"
    assert sorted(caught.value.values["missing"]) == sorted(
        [
            *(f"indicators/house_bans.sql: indicator.house_bans{part} (de, en)" for part in names),
            "indicators/house_bans.sql: count.house_bans (de, en)",
            *(f"indicators/new_hours.sql: indicator.new_hours{part} (de, en)" for part in names),
            *(
                f"indicators/new_hours.sql: unit.days_per_week{part} (de, en)"
                for part in ("", ".value", ".denominator")
            ),
        ]
    )


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("{count} gemeldete Hausverbote", "{counts} gemeldete Hausverbote", "count.house_bans"),
        ("{count} gemeldete Hausverbote", "viele Hausverbote", "count.house_bans"),
        ("{count} gemeldete Hausverbote", "{count gemeldete Hausverbote", "count.house_bans"),
        ("{count} gemeldete Hausverbote", "", "count.house_bans"),
        ('msgstr "Gemeldete Hausverbote"', 'msgstr "{count} Hausverbote"', "indicator.house_bans.short"),
        ('msgid_plural "count.house_bans"\n', "", "count.house_bans"),
    ],
)
def test_a_text_that_asks_for_other_values_is_named(
    house_bans: DataVersion, own_locales: Path, old: str, new: str, key: str
) -> None:
    path = own_locales / "de/LC_MESSAGES/einlass.po"
    text = path.read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    if "msgid_plural" in old:
        text = re.sub(r'("count\.house_bans"\n)msgstr\[0\] (.*)\nmsgstr\[1\] .*', r"\1msgstr \2", text)
    path.write_text(text, "utf-8")
    with pytest.raises(QueryContractError) as caught:
        indicator_texts.check()
    assert caught.value.values == {"missing": [f"indicators/house_bans.sql: {key} (de)"]}


@pytest.mark.parametrize(("lang", "begin"), [("de", "Nicht alle Texte"), ("en", "Not all texts")])
def test_the_app_says_so_before_any_page(
    own_queries: Path, sample: DataVersion, lang: str, begin: str
) -> None:
    sql, _ = readme()
    (own_queries / "indicators/house_bans.sql").write_text(sql)
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    assert begin in said(app)
    assert "indicators/house_bans.sql: count.house_bans (de, en)" in said(app)
    assert words_for(lang)("page.overview.title") not in said(app)


def test_a_fact_that_the_warehouse_does_not_have_yet_asks_for_a_rebuild(
    own_queries: Path, sample: DataVersion
) -> None:
    sql, _ = readme()
    (own_queries / "indicators/house_bans.sql").write_text(sql.replace("from incidents", "from ban_places"))
    with pytest.raises(WarehouseError) as caught:
        indicator("house_bans").days(open_snapshot(sample))
    assert caught.value.key == "warehouse.outdated"
    assert "rebuild" in words_for("de").message(caught.value.key, caught.value.values)


# --- Every indicator of ours ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(indicators()))
def test_every_indicator_has_a_trend(sample: DataVersion, code: str) -> None:
    one, w = indicator(code), words_for("de")
    app = opened("trends", indicator=code, offices=OFFICE, step="week")
    assert f"|{sentences.numerator_name(one, w)}|" in said(app)
    assert f"|{sentences.denominator_name(one, w)}|" in said(app)
    limits = [switch for switch in app.toggle if switch.label == w("switch.control")]
    assert len(limits) <= 1


@pytest.mark.parametrize("code", [code for code, one in indicators().items() if one.is_comparable])
def test_every_comparable_indicator_has_a_before_and_after(sample: DataVersion, code: str) -> None:
    one, w = indicator(code), words_for("en")
    text = said(opened("comparison", indicator=code, measure=MEASURE, lang="en"))
    assert text.count(f"|{sentences.numerator_name(one, w)}|") == 2
    assert text.count(f"|{sentences.unit_name(one, w)}|") == 2


@pytest.mark.parametrize("code", ["persons_with_find", "knives_found", "waiting_time"])
def test_what_exists_only_within_a_regime_is_not_offered(sample: DataVersion, code: str) -> None:
    app = opened("comparison", measure=MEASURE)
    (choice,) = [one for one in app.selectbox if one.label == words_for("de")("choose.indicator")]
    assert words_for("de")(f"indicator.{code}") not in choice.options
    asked = said(opened("comparison", indicator=code, measure=MEASURE))
    assert "|Die Zahlen des Vergleichs|" not in asked
    assert words_for("de")("not_comparable.VOLL") in asked


@pytest.mark.parametrize("code", ["persons_with_find", "knives_found"])
def test_a_measure_that_is_none_compares_nothing_within_a_regime(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    files = []
    for table in GOOD:
        files.append(tmp_path / f"{table}.csv")
        row = good(table, regime="KEIN") if table == "measures" else GOOD[table]
        files[-1].write_text(csv_text([row]), encoding="utf-8")
    version = current_version(serve(import_all(tmp_path / "data", files), monkeypatch))
    assert measures(version) == {}  # KEIN says that there was none
    with pytest.raises(UnknownCode):
        finding(version, Request(code, "M1"))
