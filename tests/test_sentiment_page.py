"""The sentiment page: its figures computed once more from the export files, and what it says where little is known.

What is computed by hand shares no code with the product: csv, a reader of workbooks and arithmetic.
"""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest
from conftest import Row, csv_text, good, import_all, serve
from python_calamine import CalamineWorkbook
from test_new_indicator import opened, said
from towns import START, Place, build, german

from einlass.charts import Look
from einlass.charts.sentiment import answers_chart, room_of
from einlass.findings import Request, finding
from einlass.findings.questions import judged_together
from einlass.measures import offices
from einlass.stats import shares
from einlass.topics.sentiment import (
    CLIENTS,
    STAFF,
    Audience,
    OfficeAnswers,
    audience,
    by_office,
    of_group,
    questions,
    stretches,
)
from einlass.topics.small import is_small_agreement
from einlass.ui.sentiment.files import questions_csv
from einlass.ui.sentiment.offices import title as offices_title
from einlass.ui.sentiment.texts import Shown
from einlass.ui.sentiment.waves import waves_csv
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

EXPORTS = Path(__file__).resolve().parents[1] / "sample_data" / "exports"
DE = words_for("de")
W4, W8 = timedelta(weeks=4), timedelta(weeks=8)

# Inclusive days. Before ends four weeks before the week of the trigger (31 October 2019) at the checked office, else
# eight weeks before the start; since the start ends where the emergency operation began.
STARTS = {
    "BSP-AUSL": date(2019, 11, 11),
    "BSP-SOZ1": date(2019, 11, 18),
    "BSP-SOZ2": date(2019, 11, 18),
    "BSP-SOZ3": date(2019, 11, 18),
    "BSP-BUERG": date(2020, 1, 13),
}
ENDS = {office: start - W8 - timedelta(days=1) for office, start in STARTS.items()}
ENDS["BSP-AUSL"] = date(2019, 10, 28) - W4 - timedelta(days=1)
LAST = date(2020, 3, 15)
NAMES = {
    "BSP-AUSL": "Ausländerbehörde",
    "BSP-SOZ1": "Sozialagentur Eppinghofer Str.",
    "BSP-BUERG": "Bürgeramt",
}


# --- By hand --------------------------------------------------------------------------------------------


def rows_of(pattern: str, separator: str, header: str) -> Iterator[Row]:
    """Rows below the line that begins with `header`."""
    for path in sorted(EXPORTS.glob(pattern)):
        lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=separator))
        start = next(number for number, line in enumerate(lines) if line[0] == header)
        yield from (dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :])


def day_of(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()


def whole(text: str) -> int:
    return int(text.replace(".", ""))


def waves_by_hand(group: str, office: str) -> dict[str, Row]:
    rows = rows_of("befragung.csv", ";", "welle_id")
    return {
        row["welle_id"]: row for row in rows if (row["zielgruppe"], row["dienststelle_id"]) == (group, office)
    }


def side_by_hand(row: Row, office: str) -> str:
    first, last = day_of(row["feld_von"]), day_of(row["feld_bis"])
    if last <= ENDS[office]:
        return "before"
    return "after" if first >= STARTS[office] and last <= LAST else ""


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], Counter[int]]:
    """Answers by wave and item; the newest row of an answer counts."""
    newest = {row["antwort_id"]: row for row in rows_of("antworten_*.csv", ",", "antwort_id")}
    found: dict[tuple[str, str], Counter[int]] = {}
    for row in newest.values():
        found.setdefault((row["welle_id"], row["frage_id"]), Counter())[int(row["wert"])] += 1
    return found


Answers = dict[tuple[str, str], Counter[int]]


def by_hand(answers: Answers, group: str, item: str, office: str, side: str) -> tuple[int, ...]:
    """Answers 1 to 5 of one side."""
    waves = [key for key, row in waves_by_hand(group, office).items() if side_by_hand(row, office) == side]
    return tuple(sum(answers.get((wave, item), Counter())[value] for wave in waves) for value in range(1, 6))


def flat(text: str) -> str:
    """A page's text with its signs between numbers made plain."""
    return re.sub(r"[\s\u202f\u00a0|]+", " ", text)


def page(**params: str) -> str:
    """The page on the data that are served."""
    return _page(current_version(), **params)


@cache
def _page(version: DataVersion, **params: str) -> str:
    """The same, read once a version."""
    return flat(said(opened("sentiment", **params)))


def test_waiting_is_acceptable_to_fewer_people(sample: DataVersion, answers: Answers) -> None:
    before, after = (by_hand(answers, "KUND", "WAR", "BSP-AUSL", side) for side in ("before", "after"))
    assert (sum(before[3:]), sum(before), sum(after[3:]), sum(after)) == (790, 1372, 333, 679)
    text = page(measure="BSP-M1", question="waiting_acceptable")
    assert "790 von 1 372 Antworten (58 %)" in text
    assert "333 von 679 Antworten (49 %)" in text
    assert "58 → 49 %" in text
    assert "Die Kundschaft stimmt klar seltener zu als vorher" in text
    assert "weniger bei Wartezeit" in text


@pytest.mark.parametrize(
    ("office", "measure"), [("BSP-AUSL", "BSP-M1"), ("BSP-BUERG", "BSP-M3"), ("BSP-SOZ1", "BSP-M2")]
)
@pytest.mark.parametrize(("group", "code"), [("KUND", "feels_safe_clients"), ("BESCH", "feels_safe_staff")])
def test_answers_of_an_office(
    sample: DataVersion, answers: Answers, office: str, measure: str, group: str, code: str
) -> None:
    hand = [by_hand(answers, group, "SIC", office, side) for side in ("before", "after")]
    own = audience(sample, code, measure, (office,))
    assert [phase.distribution for phase in own.phases if phase] == hand
    text = page(measure="BSP-M1")
    counts = " → ".join(f"{sum(side[3:]):,} von {sum(side):,}".replace(",", " ") for side in hand)
    assert counts in text
    if min(sum(side) for side in hand) >= 30:
        before, after = (100 * sum(side[3:]) / sum(side) for side in hand)
        assert f"{before:.0f} → {after:.0f} %" in text


def test_both_groups_in_view(sample: DataVersion, answers: Answers) -> None:
    text = page(measure="BSP-M1")
    for group, words in (("KUND", "auf Papier"), ("BESCH", "online")):
        waves = waves_by_hand(group, "BSP-AUSL").values()
        rates, told = [], []
        for side in ("before", "after"):
            own = [row for row in waves if side_by_hand(row, "BSP-AUSL") == side]
            took = sum(whole(row["teilgenommen_n"]) for row in own)
            rates.append(took / sum(whole(row["angesprochen_n"]) for row in own))
            told.append((sum(by_hand(answers, group, "SIC", "BSP-AUSL", side)), len(own)))
        (before, waves_before), (after, waves_after) = told
        assert flat(f"n = {before:,} vorher ({waves_before} Wellen)".replace(",", " ")) in text
        assert f"{after} seit Beginn ({waves_after} Wellen)" in text
        assert f"{words} · Rücklauf {rates[0]:.0%} und {rates[1]:.0%}".replace("%", " %") in text
    assert (
        text.count("nicht repräsentativ") >= 4
    )  # in view of both groups, and where it says how it was asked


@pytest.mark.parametrize(
    ("group", "took", "asked", "share"), [("KUND", 2103, 4037, 52), ("BESCH", 190, 252, 75)]
)
def test_how_it_was_asked(sample: DataVersion, group: str, took: int, asked: int, share: int) -> None:
    waves = [row for row in waves_by_hand(group, "BSP-AUSL").values() if side_by_hand(row, "BSP-AUSL")]
    assert sum(whole(row["teilgenommen_n"]) for row in waves) == took
    assert sum(whole(row["angesprochen_n"]) for row in waves) == asked
    assert round(100 * took / asked) == share
    first = min(row["feld_von"] for row in waves if day_of(row["feld_von"]).year == 2018)
    text = page(measure="BSP-M1")
    assert f"{took:,} von {asked:,} Angesprochenen ({share} %)".replace(",", " ") in text
    assert f"{len(waves)} Wellen" in text
    assert min(day_of(row["feld_von"]) for row in waves).strftime("%d.%m.%Y") in text
    assert first in [row["feld_von"] for row in waves]
    for part in ("feld_bis", "auftraggeber"):
        assert waves[-1][part] in text
    assert all(row["fragewortlaut"].split("„")[1].rstrip(".“") in text for row in waves)


def test_each_wave_in_the_table(sample: DataVersion, answers: Answers) -> None:
    text = page(measure="BSP-M1", opened="table")
    checked = 0
    for group, name in (("KUND", "Kundschaft"), ("BESCH", "Beschäftigte")):
        for key, row in waves_by_hand(group, "BSP-AUSL").items():
            counts = answers[key, "SIC"]
            agree, asked = counts[4] + counts[5], sum(counts[value] for value in range(1, 6))
            share = "–" if asked < 30 else f"{100 * agree / asked:.0f}"
            side = {"before": "vorher", "after": "seit Beginn"}[side_by_hand(row, "BSP-AUSL")]
            days = f"{row['feld_von']} – {row['feld_bis']}"
            assert f"{name} {days} {side} {agree} {asked} {share}" in text
            checked += 1
    assert checked == 25


def test_wilson_by_hand(sample: DataVersion, answers: Answers) -> None:
    z = 1.959964
    first = audience(sample, "feels_safe_clients", "BSP-M1", ()).waves[0]
    counts = answers["BSP-W001", "SIC"]
    n, agree = sum(counts[value] for value in range(1, 6)), counts[4] + counts[5]
    p = agree / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    assert (first.agreeing, first.answers) == (agree, n)
    assert (first.low, first.high) == (
        pytest.approx(middle - reach, abs=1e-5),
        pytest.approx(middle + reach, abs=1e-5),
    )


def test_reports_beside_the_readiness_to_report(sample: DataVersion, answers: Answers) -> None:
    hand = [by_hand(answers, "BESCH", "MEL", "BSP-AUSL", side) for side in ("before", "after")]
    text = page(measure="BSP-M1")
    workbook = CalamineWorkbook.from_path(EXPORTS / "vorfaelle.xlsx")
    lines = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    start = next(number for number, line in enumerate(lines) if line[0] == "vorfall_id")
    rows = [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]
    newest = {row["vorfall_id"]: row for row in rows if str(row["vorfall_id"]).startswith("BSP")}
    days = [
        row["datum"] if isinstance(row["datum"], date) else day_of(str(row["datum"]))
        for row in newest.values()
        if row["dienststelle_id"] == "BSP-AUSL"
        and row["status"] != "STORNO"
        and int(row["aachen_stufe"]) >= 1
    ]
    trial = (date(2018, 2, 5), date(2018, 2, 11))  # the week of a trial run counts for neither side
    before = [day for day in days if day <= ENDS["BSP-AUSL"] and not trial[0] <= day <= trial[1]]
    after = [day for day in days if STARTS["BSP-AUSL"] <= day <= LAST]
    for name, side, reports in (("vorher", hand[0], before), ("seit Beginn", hand[1], after)):
        assert f"{name} {sum(side[3:])} von {sum(side)} {len(reports)}" in text


# --- Verdicts -------------------------------------------------------------------------------------------


def test_several_questions_are_judged_together(sample: DataVersion) -> None:
    found = {one.name: one for one in of_group(sample, CLIENTS, "BSP-M1", ())}
    assert found["waiting_acceptable"].found.verdict == "clear_decrease"
    assert found["waiting_acceptable"].verdict == "signs_of_decrease"  # p = 0.019, the third smallest of five
    assert found["feels_safe"].verdict == "clear_increase"
    assert {one.verdict for one in of_group(sample, STAFF, "BSP-M1", ())} == {"too_little_data"}
    text = page(measure="BSP-M1")
    assert "Mehr Zustimmung bei Sicherheitsgefühl und Stimmung, weniger bei Wartezeit" in text
    assert "Anzeichen für weniger Zustimmung, nicht gesichert" in text


def test_one_question_alone_keeps_its_verdict(sample: DataVersion) -> None:
    codes = [codes[CLIENTS] for codes in questions().values()]
    alone = [finding(sample, Request(code, "BSP-M1")) for code in codes]
    assert [judged_together([one])[0] for one in alone] == [one.verdict for one in alone]
    assert judged_together([]) == ()


def test_every_office_of_every_measure_is_there(sample: DataVersion) -> None:
    rows = by_office(sample, "feels_safe")
    assert {one.office_id for one in rows} == STARTS.keys()
    assert Counter(one.verdict for one in rows) == {"clear_increase": 4, "too_little_data": 1}
    assert "Klar mehr Zustimmung der Kundschaft an vier von fünf Dienststellen" in page()


@pytest.mark.parametrize(
    ("question", "measure"), [*zip(questions(), cycle(("BSP-M1", "BSP-M2", "BSP-M3")), strict=False)]
)
def test_every_question_has_a_page_in_english_too(sample: DataVersion, question: str, measure: str) -> None:
    text = page(measure=measure, question=question, lang="en")
    assert "not representative" in text
    assert "sentiment." not in text


def test_a_question_that_is_not_there_is_named(sample: DataVersion) -> None:
    assert "Die Aussage „price“ gibt es hier nicht" in page(question="price")


def test_files_say_that_data_are_made_up(sample: DataVersion) -> None:
    own = audience(sample, "feels_safe_clients", "BSP-M1", ())
    content = waves_csv({CLIENTS: own}, DE).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 16
    assert sum(int(row["answers"]) for row in rows) == 1363 + 675
    assert {row["notice"] for row in rows} == {"intern – nicht zur Veröffentlichung · Beispieldaten – fiktiv"}


def test_the_file_of_all_questions_holds_both_verdicts(sample: DataVersion) -> None:
    asked = {group: of_group(sample, group, "BSP-M1", ()) for group in (CLIENTS, STAFF)}
    content = questions_csv(asked, DE).decode()
    rows = {
        (row["question"], row["audience"], row["phase"]): row for row in csv.DictReader(io.StringIO(content))
    }
    waiting = rows["waiting_acceptable", CLIENTS, "after"]
    assert (waiting["agreeing"], waiting["answers"]) == ("333", "679")
    assert (waiting["verdict"], waiting["verdict_alone"]) == ("signs_of_decrease", "clear_decrease")
    assert len(rows) == 14
    assert waiting["indicator"] == "waiting_acceptable_clients"


# --- Small numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreeing", "answers", "group", "is_hidden"),
    [
        (4, 9, CLIENTS, True),
        (2, 40, CLIENTS, True),
        (39, 40, CLIENTS, True),
        (0, 19, STAFF, True),
        (19, 19, STAFF, True),
        (0, 19, CLIENTS, False),
        (7, 12, STAFF, False),
        (0, 0, STAFF, False),
    ],
)
def test_what_a_publication_would_hide(agreeing: int, answers: int, group: str, is_hidden: bool) -> None:
    assert is_small_agreement(agreeing, answers, group) == is_hidden


def test_an_interval_needs_answers() -> None:
    nothing = shares.of_one_sample(0, 0)
    assert (nothing.low, nothing.high) == (None, None)
    assert shares.of_one_sample(0, 20).low == 0


def test_few_answers_are_counts_and_no_bar(sample: DataVersion) -> None:
    few = audience(sample, "feels_safe_staff", "BSP-M3", ())
    chart = answers_chart(
        few.phases, room_of(few.phases), Look(is_dark=False), DE, title="t", sub="s", foot="f"
    )
    assert len(chart.data) == 5  # one bar of five parts, of the phase with 173 answers
    assert any("11 von 21 stimmen zu" in note.text for note in chart.layout.annotations)
    assert "100 von 173 → 11 von 21" in page(measure="BSP-M3")


# --- Towns made for the purpose -------------------------------------------------------------------------


@dataclass(frozen=True)
class Survey:
    """A wave at an office: first day, answers of value 1 to 5, and what differs from the usual row."""

    first: date
    counts: tuple[int, ...]
    changes: tuple[tuple[str, str], ...] = ()


BEFORE = tuple(date(2018, 2, 5) + n * timedelta(weeks=8) for n in range(5))
AFTER = tuple(date(2019, 3, 11) + n * timedelta(weeks=8) for n in range(4))
Town = Callable[[Sequence[Survey]], DataVersion]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town with one treated office and these waves."""

    def made(surveys: Sequence[Survey]) -> DataVersion:
        folder = build(tmp_path, {"A": Place((20, 20))})
        waves, answers = [], []
        for number, one in enumerate(surveys):
            days = {"feld_von": german(one.first), "feld_bis": german(one.first + timedelta(days=4))}
            asked = {"angesprochen_n": "900", "teilgenommen_n": "400", "welle_id": f"W{number}"}
            waves.append(good("survey_waves", dienststelle_id="A", **(asked | days | dict(one.changes))))
            answers += [
                good("answers", antwort_id=f"{number}-{value}-{n}", welle_id=f"W{number}", wert=str(value))
                for value, count in enumerate(one.counts, 1)
                for n in range(count)
            ]
        if surveys:
            for name, rows in (("waves", waves), ("given", answers)):
                (tmp_path / f"{name}.csv").write_text(csv_text(rows), "utf-8")
            import_all(folder, [tmp_path / "waves.csv", tmp_path / "given.csv"])
        return current_version(serve(folder, monkeypatch))

    return made


LOW, HIGH = (20, 30, 20, 20, 10), (10, 15, 20, 35, 20)


def safe(version: DataVersion) -> Audience:
    return audience(version, "feels_safe_clients", "M-A", ())


def test_another_mode_cuts_the_line(town: Town) -> None:
    online = (("modus", "ONL"),)
    version = town(
        [
            *(Survey(day, LOW) for day in BEFORE[:3]),
            *(Survey(day, HIGH, online) for day in (*BEFORE[3:], *AFTER)),
        ]
    )
    own = safe(version)
    assert [wave.cut for wave in own.waves] == [(), (), (), ("mode",), *[()] * 5]
    parts = stretches(own.waves)
    assert [(one.side, one.agreeing, one.answers) for one in parts] == [
        ("before", 90, 300),
        ("before", 110, 200),
        ("after", 220, 400),
    ]
    text = page()
    assert "ab hier auf anderem Weg gefragt" in text
    assert "auf Papier und online" in text


def test_another_wording_cuts_the_line_and_does_not_count(town: Town) -> None:
    worded = (("fragewortlaut", "Wie sicher ist es hier?"),)
    version = town([*(Survey(day, LOW, worded) for day in BEFORE), *(Survey(day, HIGH) for day in AFTER)])
    own = safe(version)
    assert own.found.verdict == "not_comparable"
    assert {wave.side for wave in own.waves} == {"worded", "after"}
    assert [wave.cut for wave in own.waves].count(("wording",)) == 1
    text = page(opened="table")
    assert "Die Kundschaft wurde anders gefragt als vorher, daher kein Vergleich" in text
    assert "andere Frage, zählt nicht" in text
    assert "ab hier mit anderen Worten gefragt" in text


def test_a_wave_across_the_start_counts_on_neither_side(town: Town) -> None:
    across = Survey(START - timedelta(days=2), LOW)
    version = town([*(Survey(day, LOW) for day in BEFORE), across, *(Survey(day, HIGH) for day in AFTER)])
    assert [wave.side for wave in safe(version).waves if wave.first == across.first] == ["across"]
    assert "über den Beginn hinweg, zählt nicht" in page(opened="table")


@pytest.mark.parametrize(
    ("surveys", "words"),
    [
        ([], "A: Noch keine Befragung"),
        ([Survey(AFTER[0], HIGH)], "A, „Ich fühle mich hier sicher“: Für einen Vergleich fehlen Antworten"),
        ([Survey(BEFORE[0], HIGH)], "A, „Ich fühle mich hier sicher“: Für einen Vergleich fehlen"),
        ([Survey(BEFORE[0], LOW), Survey(AFTER[0], (1, 0, 0, 1, 0))], "A: Zu wenige Befragungen"),
    ],
)
def test_little_is_said_calmly(town: Town, surveys: list[Survey], words: str) -> None:
    town(surveys)
    assert words in page(opened="table")


def test_a_response_that_is_not_told_is_not_made_up(town: Town) -> None:
    silent = (("angesprochen_n", ""),)
    town([*(Survey(day, LOW, silent) for day in BEFORE), *(Survey(day, HIGH, silent) for day in AFTER)])
    text = page()
    assert "Rücklauf nicht angegeben" in text
    assert "wie viele angesprochen wurden, ist nicht angegeben" in text


def test_without_a_measure_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "offices.csv").write_text(csv_text([good("offices")]), "utf-8")
    (tmp_path / "visits.csv").write_text(csv_text([good("visits")]), "utf-8")
    folder = import_all(tmp_path / "data", [tmp_path / "offices.csv", tmp_path / "visits.csv"])
    version = current_version(serve(folder, monkeypatch))
    assert len(offices(version)) == 1
    assert "Stimmung" in page()


def test_what_is_shown_names_clients_first(sample: DataVersion) -> None:
    own = audience(sample, "feels_safe_clients", "BSP-M1", ())
    staff = audience(sample, "feels_safe_staff", "BSP-M1", ())
    assert Shown({CLIENTS: own, STAFF: staff}, offices(sample)).first is own


def rows_with(*verdicts: tuple[str, str, str]) -> list[OfficeAnswers]:
    """Offices, measures and verdicts of their clients, on the findings of a real office."""
    found = finding(current_version(), Request("feels_safe_clients", "BSP-M1"))
    return [OfficeAnswers(office, measure, found, None, verdict) for office, measure, verdict in verdicts]


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (
            [("A", "M1", "clear_increase"), ("A", "M2", "clear_increase"), ("B", "M1", "cannot_tell")],
            "Klar mehr Zustimmung der Kundschaft an einer von zwei Dienststellen",
        ),
        (
            [("A", "M1", "too_little_data"), ("B", "M1", "no_data")],
            "Für keine von zwei Dienststellen reicht es bisher zu einem Urteil der Kundschaft",
        ),
        (
            [("A", "M1", "cannot_tell"), ("B", "M1", "cannot_tell"), ("C", "M1", "too_little_data")],
            "An keiner von zwei Dienststellen stimmt die Kundschaft klar häufiger oder seltener zu; "
            "bei einer weiteren reicht es nicht zu einem Urteil",
        ),
        (
            [("A", "M1", "no_large_change"), ("B", "M1", "no_data")],
            "An der einen Dienststelle mit Urteil stimmt die Kundschaft nicht klar häufiger oder seltener zu; "
            "bei einer weiteren reicht es nicht zu einem Urteil",
        ),
    ],
)
def test_offices_are_counted_once_and_where_they_can_be_judged(
    sample: DataVersion, verdicts: list[tuple[str, str, str]], title: str
) -> None:
    assert offices_title(rows_with(*verdicts), DE) == title


def test_few_staff_are_marked_and_as_many_clients_are_not(town: Town) -> None:
    """Twelve of twelve agree: of clients that may be published, of staff it may not."""
    everybody = (0, 0, 0, 12, 0)
    staff = (("zielgruppe", "BESCH"),)
    town(
        [
            *(Survey(day, everybody) for day in (BEFORE[0], AFTER[0])),
            *(Survey(day + W4, everybody, staff) for day in (BEFORE[0], AFTER[0])),
        ]
    )
    text = page()
    assert text.count("12 von 12 → 12 von 12") == 4  # in the table of offices and in that of questions
    assert text.count("12 von 12 → 12 von 12°") == 2


def test_words_of_an_export_are_marked_as_german_on_an_english_page(sample: DataVersion) -> None:
    app = opened("sentiment", measure="BSP-M1", lang="en")
    html = " ".join(element.proto.body for element in app.get("html"))
    for wording in (
        "Ich fühle mich in diesem Dienstgebäude sicher",
        "Ich fühle mich an meinem Arbeitsplatz sicher",
    ):
        assert html.count(wording) == len(re.findall(f'<span lang="de">[^<]*{wording}', html)) + html.count(
            f'aria-label="Survey waves, Ausländerbehörde, “{wording}”"'
        )


@pytest.mark.parametrize("indicator", ["feels_safe_clients", "feels_safe_staff"])
def test_the_question_is_marked_as_german_on_the_english_comparison(
    sample: DataVersion, indicator: str
) -> None:
    app = opened("comparison", measure="BSP-M1", indicator=indicator, lang="en")
    html = " ".join(element.proto.body for element in app.get("html"))
    assert "The question was" in html
    assert html.count("fühle mich") == len(re.findall(r'<span lang="de">[^<]*fühle mich', html)) > 0


def test_whether_staff_report_more_leads_to_the_reports(sample: DataVersion) -> None:
    html = " ".join(element.proto.body for element in opened("sentiment", measure="BSP-M1").get("html"))
    assert re.search(
        r'<a href="\./incidents\?[^"]*offices=BSP-AUSL[^"]*">Zu den gemeldeten Vorfällen</a>', html
    )
