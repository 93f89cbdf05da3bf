"""Another city: its own state, levels, question, word for its offices and logo; measures that run today."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import holidays as calendar
import pytest
import second_city
from conftest import serve
from second_city import CHECKED, LEVELS, OFFICES, City
from streamlit.testing.v1 import AppTest
from test_new_indicator import said

from einlass import config, ingest
from einlass.findings import Request, finding
from einlass.indicators import indicator
from einlass.measures import measures
from einlass.paper.compile import pdf
from einlass.paper.docx import docx
from einlass.paper.questionnaire import questionnaire
from einlass.paper.write import write
from einlass.topics.incidents import reports
from einlass.ui import access
from einlass.warehouse import DataVersion, current_version
from einlass.warehouse.snapshot import open_snapshot
from einlass.words import words_for

ELSEWHERE = re.compile(r"Mülheim|Nordrhein|North Rhine|\bNRW\b|\bNW\b|\b20(?:19|20)\b|Ausländerbehörde")
USUAL_WORD = {"de": re.compile(r"[Dd]ienststelle"), "en": re.compile(r"\b[Oo]ffices?\b")}
# Names of exports and a source that keep their words in every city.
EVERYWHERE = re.compile(r"Unfallkasse NRW|dienststellen\.csv|Export der Dienststellen|[„“]Dienststellen?\b")
OWN = "own_lic_clients"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the city and its data folder, imported as anybody would."""
    return tmp_path_factory.mktemp("elbfurt")


@pytest.fixture(scope="module")
def city(base: Path) -> Iterator[City]:
    made = second_city.write(base)
    with pytest.MonkeyPatch.context() as patch:
        serve(base / "data", patch)
        reports = ingest.import_files(sorted((base / "exports").glob("*.csv")), accept=["all"])
        assert [(one.file, one.outcome) for one in reports if one.outcome != "imported" or one.rejected] == []
        yield made


@pytest.fixture
def version(city: City, base: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(base / "data", monkeypatch))


def rows(base: Path, name: str) -> list[dict[str, str]]:
    """An export as it was written, without product code."""
    lines = (base / "exports" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    head = next(number for number, line in enumerate(lines) if "_id" in line.split(";")[0] or "datum" in line)
    return list(csv.DictReader(lines[head:], delimiter=";"))


# --- Every page answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "page",
    [one for one in sorted(config.PAGES.glob("*.py")) if access.is_offered(one.stem)],
    ids=lambda path: path.stem,
)
def test_a_page_answers_and_says_nothing_of_another_city(
    version: DataVersion, page: Path, language: str
) -> None:
    app = AppTest.from_file(str(page), default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    text = " ".join([said(app), *(str(one.label) for one in app.selectbox)])
    assert len(text) > 500
    text = EVERYWHERE.sub("", text)
    assert [hit[0] for hit in ELSEWHERE.finditer(text)] == []
    assert [text[hit.start() - 30 : hit.end() + 10] for hit in USUAL_WORD[language].finditer(text)] == []


def test_the_frame_names_the_city_and_shows_its_logo(version: DataVersion) -> None:
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=60).run()
    assert not app.exception
    frame = "".join(str(part.proto.body) for part in app.get("html"))
    assert '<img class="em-logo" src="data:image/svg+xml;base64,' in frame
    assert "Elbfurt" in frame and "Beispieldaten" not in frame


# --- Figures recounted from the exports -----------------------------------------------------------------


def test_reports_count_by_the_level_of_the_model(version: DataVersion, base: Path) -> None:
    counted = Counter(LEVELS[row["aachen_stufe"]] for row in rows(base, "vorfaelle"))
    assert len(counted) == 4
    assert Counter(one.level for one in reports(version)) == {
        level: counted[level] for level in (1, 2, 3) if counted[level]
    }


def test_serious_reports_of_a_measure_are_those_of_its_windows(version: DataVersion, base: Path) -> None:
    found = finding(version, Request("serious_incidents", "T-K"))
    for side in ("before", "after"):
        counted = 0
        for use in found.uses:
            assert use.windows
            window = getattr(use.windows, side)
            counted += sum(
                LEVELS[row["aachen_stufe"]] >= 2
                and row["dienststelle_id"] == use.office_id
                and f"{window.first}" <= iso(row["datum"]) < f"{window.until}"
                for row in rows(base, "vorfaelle")
            )
        phase = getattr(found, side)
        assert phase is not None and phase.numerator == counted > 0


def iso(day: str) -> str:
    return "-".join(reversed(day.split(".")))


def test_visits_hours_and_checks_add_up(version: DataVersion, base: Path) -> None:
    snapshot = open_snapshot(version)
    told = rows(base, "besuche")
    closed = calendar.country_holidays("DE", subdiv="SN", years=range(2000, 2060))
    open_days = [row for row in told if date.fromisoformat(iso(row["datum"])) not in closed]
    assert len(open_days) < len(told)
    visits = indicator("visits_per_open_day").days(snapshot)["numerator"].sum()
    assert visits == sum(int(row["besucher"]) for row in open_days)
    hours = indicator("guard_hours").days(snapshot)["numerator"].sum()
    assert hours == pytest.approx(
        sum(float(row["std_ist"].replace(",", ".")) for row in rows(base, "dienstplan"))
    )
    checked = indicator("persons_with_find").days(snapshot)
    told = rows(base, "kontrollen")
    assert checked["numerator"].sum() == sum(int(row["personen_mit_fund"]) for row in told)
    assert checked["denominator"].sum() == sum(int(row["personen_kontrolliert"]) for row in told)


def test_its_own_question_is_a_figure_like_the_others(version: DataVersion, base: Path) -> None:
    given = Counter(row["wert"] for row in rows(base, "antworten") if row["frage_id"] == "LIC")
    found = indicator(OWN).days(open_snapshot(version)).groupby("value")["answer_count"].sum()
    assert {str(value): count for value, count in found.items()} == given
    judged = finding(version, Request(OWN, "T-K"))
    assert judged.verdict == "clear_increase"
    assert words_for("de")(f"indicator.{OWN}") == "Kundschaft: „Helle Wartebereiche“"
    sheet = questionnaire(version, "clients", words_for("en"), is_plain=False)
    assert sheet.items[-1] == ("LIC", "The waiting areas are bright enough.")


# --- What is its own ------------------------------------------------------------------------------------


def test_the_holidays_of_its_state_count(version: DataVersion) -> None:
    days = [row.day for row in open_snapshot(version).rows("views/holidays")]
    of_autumn = {f"{day:%d.%m.}" for day in days if day.year == 2023 and day.month >= 10}
    assert of_autumn == {"03.10.", "31.10.", "22.11.", "25.12.", "26.12."}  # Reformation, Penance: Saxony


def test_what_a_wave_costs_is_planned_with(version: DataVersion) -> None:
    app = AppTest.from_file(str(config.PAGES / "decision.py"), default_timeout=60)
    app.query_params["opened"] = "survey"
    text = said(app.run())
    assert "Eine Welle kostet laut Einstellungen 2\u202f500\u202f€" in text
    assert "für 4 Wellen 10\u202f000\u202f€" in text


def test_levels_bear_the_names_of_the_city(version: DataVersion) -> None:
    app = AppTest.from_file(str(config.PAGES / "incidents.py"), default_timeout=60).run()
    text = said(app)
    assert "2 Beleidigung" in text and "3 Bedrohung · 4 Tätlichkeit" in text and "5 Waffe" in text


def test_its_measures_run_today_and_stand_at_its_offices(version: DataVersion) -> None:
    found = measures(version)
    assert {key: len(one.offices) for key, one in found.items()} == {"T-K": len(CHECKED), "T-P": 3}
    assert not any(one.ended for one in found.values()) and len(OFFICES) == 25


@pytest.mark.parametrize("language", ["de", "en"])
def test_its_paper_bears_its_name_and_logo_and_no_mark_of_the_sample(
    version: DataVersion, language: str
) -> None:
    paper = write(version, "beschluss", words_for(language))
    assert paper.mark == "" and "Elbfurt" in paper.foot
    assert paper.logo and paper.logo.kind == "svg" and "Elbfurt" in paper.logo.alt
    assert USUAL_WORD[language].search(EVERYWHERE.sub("", str(paper.blocks))) is None
    assert pdf(paper).startswith(b"%PDF") and pdf(paper) == pdf(paper)
    assert b"Elbfurt" in zipfile.ZipFile(io.BytesIO(docx(paper))).read("word/document.xml")
    assert ELSEWHERE.search(EVERYWHERE.sub("", str(paper.blocks))) is None
