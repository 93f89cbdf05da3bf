"""The answer to an enquiry: Anna writes it around released figures, Ben approves it; it says what is wrong since."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from conftest import run_einlass, serve
from pdfminer.high_level import extract_pages, extract_text
from streamlit.testing.v1 import AppTest
from test_new_indicator import said

from einlass import config
from einlass.errors import ReleaseRefused
from einlass.release import answers, ledger, rules
from einlass.release.desk import desk_of
from einlass.release.desk.commands import Answer, Approve, Draft, Release, Submit, Withdraw
from einlass.release.events import Entry, Who
from einlass.release.records import Sheet, Texts
from einlass.words import words_for
from release.desk_parts import ANNA, BEN, CEM, SAFER, TestDesk, about, figure, later, texts

SHEET = Sheet(
    subject="Fühlen sich die Menschen sicherer?",
    kind="council",
    due=date(2020, 3, 20),
    before="Dazu liegt seit dem 16. März 2020 eine Zahl vor.\nGefragt wurde nach § 12 Absatz 3.",
    figures=(("EK-0001", 1),),
    after="Von 675 Befragten stimmten 447 zu.",
)
FIRST = "EK-A-0001"


@pytest.fixture
def desk(folder: Path) -> TestDesk:
    """EK-0001 was published on the 17th of March 2020."""
    made = TestDesk(folder)
    made.publish()
    return made


def answer(desk: TestDesk, **changes: object) -> Sheet:
    """Anna keeps a sheet; the one that stands then."""
    desk(ANNA, Answer(sheet=replace(SHEET, **changes)))
    return [*desk.state.sheets.values()][-1].sheet


def approve(desk: TestDesk, number: str = FIRST) -> None:
    desk(BEN, Approve(number=number, seen=seen(desk, number)), remarks=answers.remarks)


def seen(desk: TestDesk, number: str = FIRST) -> int:
    """The edition that stands."""
    return desk.state.sheets[number].edition if number in desk.state.sheets else 0


def refused(step: Callable[[], object]) -> list[str]:
    with pytest.raises(ReleaseRefused) as caught:
        step()
    for reason in caught.value.reasons:
        for language in config.LANGUAGES:
            assert words_for(language).message(reason.key, dict(reason.values))
    return [reason.key for reason in caught.value.reasons]


def problems(desk: TestDesk, sheet: Sheet) -> list[str]:
    return [one.key for one in answers.problems(sheet, desk.state, desk.now)]


def correct(desk: TestDesk) -> None:
    told = {"text": "Ein Fragebogen fehlte.", "severity": "minor", "reason": "late_reports"}
    draft = Draft(figure=figure(448), texts=texts(448), change="correction", **told)
    desk(ANNA, draft, Submit(subject=SAFER))
    desk(BEN, Release(subject=SAFER))


def pdf_text(desk: TestDesk, sheet: Sheet) -> str:
    return " ".join(extract_text(io.BytesIO(answers.pdf(sheet, desk.state, desk.now))).split())


# --- Keeping and approving ------------------------------------------------------------------------------


def test_a_sheet_has_a_number_and_is_approved_by_a_second_person(desk: TestDesk) -> None:
    sheet = answer(desk)
    assert sheet == replace(SHEET, number=FIRST)
    assert problems(desk, sheet) == []
    approve(desk)
    assert desk.state.sheets[FIRST].approved_at == desk.now
    assert refused(lambda: approve(desk)) == ["release.sheet.is_approved"]


def test_keeping_it_again_replaces_it_and_takes_the_approval_back(desk: TestDesk) -> None:
    answer(desk)
    approve(desk)
    desk(CEM, Answer(sheet=replace(SHEET, number=FIRST, subject="Und heute?"), seen=1))
    kept = desk.state.sheets
    assert [(one.sheet.number, one.sheet.subject, one.approved_at) for one in kept.values()] == [
        (FIRST, "Und heute?", None)
    ]
    assert answer(desk).number == "EK-A-0002"


@pytest.mark.parametrize("name", ["Anna", " ANNA ", "Cem"])
def test_whoever_wrote_on_it_does_not_approve_it(desk: TestDesk, name: str) -> None:
    number = answer(desk).number
    desk(CEM, Answer(sheet=replace(SHEET, number=number), seen=1))
    second = Who(name, "release")
    assert refused(lambda: desk(second, Approve(number=number, seen=2))) == ["release.same_person"]
    approve(desk)


def test_what_another_one_wrote_meanwhile_is_neither_replaced_nor_approved_unread(desk: TestDesk) -> None:
    number = answer(desk).number
    desk(CEM, Answer(sheet=replace(SHEET, number=number, before="Es gibt Neues."), seen=1))
    assert refused(lambda: desk(BEN, Approve(number=number, seen=1))) == ["release.sheet.changed"]
    old = Answer(sheet=replace(SHEET, number=number), seen=1)
    assert refused(lambda: desk(ANNA, old)) == ["release.sheet.changed"]
    assert desk.state.sheets[number].sheet.before == "Es gibt Neues."


def test_whoever_wrote_before_an_approval_is_no_second_person_after_it(desk: TestDesk) -> None:
    number = answer(desk).number
    approve(desk)
    desk(CEM, Answer(sheet=replace(SHEET, number=number, after="Und 675 wurden gefragt."), seen=1))
    assert refused(lambda: desk(Who("Anna", "release"), Approve(number=number, seen=2))) == [
        "release.same_person"
    ]


def test_thanks_to_the_enquirer_and_a_telephone_number_are_no_claim(desk: TestDesk) -> None:
    polite = "Vielen Dank für Ihre Anfrage. Rückfragen: 0208 455-0.\nMit bestem Dank"
    assert problems(desk, answer(desk, before=polite)) == []
    assert problems(desk, answer(desk, before="Dank der Kontrollen fühlen sich 447 sicherer.")) == [
        "release.wording"
    ]


def test_a_claim_in_the_subject_is_one(desk: TestDesk) -> None:
    found = problems(desk, answer(desk, subject="Erfolg: 57 % sicherer durch die Kontrollen"))
    assert "release.wording" in found and "release.sheet.number" in found


def test_the_text_says_that_it_is_internal_until_it_may_go_out(desk: TestDesk) -> None:
    sheet = answer(desk)
    mark = words_for("de")("files.internal")
    for with_sources in (False, True):
        told = answers.text(sheet, desk.state, desk.now, with_sources=with_sources)
        assert told.splitlines()[0] == mark
    approve(desk)
    assert mark not in answers.text(sheet, desk.state, desk.now, with_sources=False)
    correct(desk)
    assert mark in answers.text(sheet, desk.state, desk.now, with_sources=False)


def test_only_whoever_prepares_keeps_and_only_whoever_releases_approves(desk: TestDesk) -> None:
    assert refused(lambda: desk(BEN, Answer(sheet=SHEET))) == ["release.role_prepare"]
    answer(desk)
    assert refused(lambda: desk(CEM, Approve(number=FIRST, seen=seen(desk)))) == ["release.role_release"]
    assert refused(lambda: approve(desk, "EK-A-0009")) == ["release.sheet.gone"]


def test_a_sheet_without_a_subject_or_with_too_long_a_text_is_not_kept(desk: TestDesk) -> None:
    assert refused(lambda: answer(desk, subject=" ")) == ["release.sheet.no_subject"]
    assert refused(lambda: answer(desk, before="x" * 3001)) == ["release.long_text"]
    assert refused(lambda: answer(desk, number="EK-A-0007")) == ["release.sheet.gone"]


def test_a_ledger_from_before_is_read_and_the_new_lines_too(desk: TestDesk) -> None:
    before = (desk.folder / "releases" / ledger.FILE).read_bytes()
    assert b"answered" not in before
    assert desk_of(ledger.read(desk.folder).entries).sheets == {}
    answer(desk)
    approve(desk)
    found = ledger.read(desk.folder)
    assert found.faults == ()
    assert desk_of(found.entries).sheets[FIRST].sheet.due == date(2020, 3, 20)


# --- What keeps it from going out -----------------------------------------------------------------------


def test_without_a_figure_nothing_goes_out(desk: TestDesk) -> None:
    sheet = answer(desk, figures=(), after="")
    assert problems(desk, sheet) == ["release.sheet.no_figure"]
    assert refused(lambda: desk(BEN, Approve(number=FIRST, seen=seen(desk)))) == ["release.sheet.no_figure"]


def test_a_withdrawn_figure_keeps_it_and_is_said_of_an_approved_one(desk: TestDesk) -> None:
    sheet = answer(desk)
    approve(desk)
    desk(BEN, Withdraw(subject=SAFER, reason="Falsch gezählt."))
    assert problems(desk, sheet) == ["release.is_withdrawn"]
    again = answer(desk)
    assert refused(lambda: approve(desk, again.number)) == ["release.is_withdrawn"]


def test_a_version_that_was_replaced_is_said(desk: TestDesk) -> None:
    sheet = answer(desk)
    approve(desk)
    correct(desk)
    (problem,) = answers.problems(sheet, desk.state, desk.now)
    assert words_for("de").message(problem.key, dict(problem.values)) == (
        "EK-0001 steht hier in Version 1. Version 2 gilt inzwischen."
    )
    assert "447 von 675" in answers.text(sheet, desk.state, desk.now, with_sources=False)
    assert "intern" in pdf_text(desk, sheet)


def test_a_figure_that_has_not_appeared_cannot_go_out(desk: TestDesk) -> None:
    other = about("fears")
    desk(ANNA, Draft(figure=figure(subject=other), texts=texts()), Submit(subject=other))
    sheet = answer(desk, figures=(("EK-0001", 1), ("EK-0002", 1)))
    assert problems(desk, sheet) == ["release.sheet.not_released"]


def test_sample_data_never_go_out(desk: TestDesk) -> None:
    """The desk releases no sample; even a ledger that holds one is refused here, and its paper says so."""
    sheet = answer(desk, after="")
    case = desk.case()
    (version,) = case.versions
    sample = replace(case, versions=(replace(version, figure=replace(version.figure, is_sample=True)),))
    forged = replace(desk.state, cases={1: sample})
    assert [one.key for one in answers.problems(sheet, forged, desk.now)] == ["release.sample"]
    printed = extract_text(io.BytesIO(answers.pdf(sheet, forged, desk.now)))
    assert "Beispieldaten – fiktiv · intern – nicht zur Veröffentlichung" in printed
    assert "Beispieldaten – fiktiv" in answers.text(sheet, forged, desk.now, with_sources=False)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Der Rückgang ist den Kontrollen zu verdanken, dank der Maßnahme.", "release.wording"),
        ("Es gab Vorfälle.", "release.wording"),
        ("Es waren 448 Menschen.", "release.sheet.number"),
        ("Es waren 1.447 Menschen.", "release.sheet.number"),
        ("Es waren 66 %.", "release.sheet.number"),
        ("Es waren 2019 Personen.", "release.sheet.number"),
    ],
)
def test_own_text_keeps_the_wording_rules_and_names_no_other_number(
    desk: TestDesk, place: str, said: str, rule: str
) -> None:
    assert problems(desk, answer(desk, **{"before": "", "after": "", place: said})) == [rule]


@pytest.mark.parametrize(
    "said",
    [
        "Seit dem 16.3.2020 und vom 1. bis 4. Mai, im Jahr 2019, 2018/2019, um 9:30 Uhr.",
        "Nach § 12 Abs. 3, Art. 5 und Drucksache 17/2034; siehe EK-0001.",
        "Telefon: 0511 168-0.",
        "447 von 675 Befragten.",
    ],
)
def test_days_years_paragraphs_and_released_numbers_may_be_written(desk: TestDesk, said: str) -> None:
    assert problems(desk, answer(desk, before=said, after="")) == []


def test_numbers_are_compared_without_their_group_marks() -> None:
    german, english = words_for("de"), words_for("en")
    for written in ("1234", "1.234", "1 234", "1\u202f234"):
        assert [*answers.numbers(f"Es waren {written}.", german)] == ["1234"]
    assert [*answers.numbers("There were 1,234, or 2.5.", english)] == ["1234", "2.5"]
    assert [*answers.numbers("Es waren 2,5.", german)] == ["2,5"]


def test_ten_figures_are_too_long_for_a_page_and_nothing_is_cut(desk: TestDesk) -> None:
    names = [("EK-0001", 1)]
    for number in range(2, 11):
        subject = about(f"topic{number}")
        long = {
            one: replace(said, sentence=f"{said.sentence} {'Wort ' * 60}") for one, said in texts().items()
        }
        desk(ANNA, Draft(figure=figure(subject=subject), texts=long), Submit(subject=subject))
        desk(BEN, Release(subject=subject))
        names.append((f"EK-{number:04d}", 1))
    sheet = answer(desk, figures=tuple(names))
    assert problems(desk, sheet) == ["release.sheet.pages"]
    made = answers.pdf(sheet, desk.state, desk.now)
    assert len([*extract_pages(io.BytesIO(made))]) > 1
    assert "EK-0010" in pdf_text(desk, sheet)


# --- What goes out --------------------------------------------------------------------------------------


def test_the_text_holds_the_released_sentence_with_or_without_its_source(desk: TestDesk) -> None:
    sheet = answer(desk)
    alone = answers.text(sheet, desk.state, desk.now, with_sources=False)
    sourced = answers.text(sheet, desk.state, desk.now, with_sources=True)
    for part in (SHEET.subject, *SHEET.before.splitlines(), "447 von 675 stimmten zu.", SHEET.after):
        assert part in alone and part in sourced
    assert "EK-0001" not in alone
    assert "EK-0001 · Version 1 · vorläufig · Stand: 17.03.2020" in sourced


def test_the_pdf_is_internal_until_it_is_approved(desk: TestDesk) -> None:
    sheet = answer(desk)
    assert "intern – nicht zur Veröffentlichung" in pdf_text(desk, sheet)
    approve(desk)
    said = pdf_text(desk, sheet)
    assert "intern" not in said
    for part in (SHEET.subject, "447 von 675 stimmten zu.", "EK-0001", "vorläufig", "EK-A-0001"):
        assert part in said
    assert "intern" in pdf_text(desk, replace(sheet, after="Anders."))


def test_an_english_sheet_is_english(desk: TestDesk) -> None:
    sheet = answer(desk, language="en", before="", after="", subject="Do people feel safer?")
    assert "447 of 675 agreed." in answers.text(sheet, desk.state, desk.now, with_sources=True)
    assert "provisional" in pdf_text(desk, sheet)


def test_a_correction_in_german_only_is_called_one_on_an_english_sheet(desk: TestDesk) -> None:
    correct(desk)
    asked = {"before": "", "after": "", "figures": (("EK-0001", 2),), "subject": "Do people feel safer?"}
    said = pdf_text(desk, answer(desk, language="en", **asked))
    assert "Ein Fragebogen fehlte." in said and words_for("en")("bundle.german_only") in said
    assert words_for("de")("bundle.german_only") not in pdf_text(desk, answer(desk, **asked))


def test_a_figure_withdrawn_as_secret_tells_nothing_on_a_sheet_that_named_it(desk: TestDesk) -> None:
    sheet = answer(desk, before="", after="")
    assert "447" in answers.text(sheet, desk.state, desk.now, with_sources=True)
    desk(BEN, Withdraw(subject=SAFER, reason="Geheimhaltung.", is_secret=True))
    assert problems(desk, sheet) == ["release.is_withdrawn"]
    for shown in (answers.text(sheet, desk.state, desk.now, with_sources=True), pdf_text(desk, sheet)):
        assert "447" not in shown and "675" not in shown and "66" not in shown


def test_a_long_subject_and_markup_stay_text(desk: TestDesk) -> None:
    subject = ("#strong[fett] *Stern* _x_ $y$ <b>z</b> `k` **zwei** ${} " + "Wort " * 100)[:400].strip()
    sheet = answer(desk, subject=subject, before="= Kein Titel\n#pagebreak()\n- *kein* Punkt")
    assert sheet.subject == " ".join(subject.split())
    said = pdf_text(desk, sheet)
    for part in ("#strong[fett] *Stern* _x_ $y$ <b>z</b> `k` **zwei** ${}", "= Kein Titel", "#pagebreak()"):
        assert part in said
    assert problems(desk, sheet) == []


def test_later_days_change_nothing_in_an_approved_sheet(desk: TestDesk) -> None:
    sheet = answer(desk)
    approve(desk)
    desk.now = later(days=40)
    assert problems(desk, sheet) == []


def unbroken(text: str) -> str:
    """A text without what a line break on paper adds."""
    return re.sub(r"[\s\xad\u200b-]", "", text)


def surveyed() -> dict[str, Texts]:
    """Texts that say how it was asked."""
    made = {}
    for language, one in texts().items():
        w = words_for(language)
        items = tuple((w(f"press.term.{name}"), f"{name} {language}") for name in rules.ASKED)
        facts = tuple((term, f"fact {term}") for term, _ in one.facts)
        made[language] = replace(one, facts=facts, survey=items)
    return made


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_beneath_the_sentence_stands_what_it_rests_on_and_how_it_was_asked(
    folder: Path, language: str
) -> None:
    desk, w = TestDesk(folder), words_for(language)
    desk(ANNA, Draft(figure=figure(), texts=surveyed()), Submit(subject=SAFER))
    desk(BEN, Release(subject=SAFER))
    sheet = answer(desk, before="", after="", language=language)
    wanted = [f"{w(f'press.term.{name}')}: {name} {language}" for name in rules.ASKED]
    wanted += [
        f"{w(f'press.term.{name}')}: fact {w(f'press.term.{name}')}" for name in ("counts", "interval")
    ]
    for with_sources in (False, True):
        told = answers.text(sheet, desk.state, desk.now, with_sources=with_sources).splitlines()
        place = told.index(surveyed()[language].sentence)
        assert set(wanted) <= set(told[place : place + 1 + len(wanted)])
    paper = unbroken(pdf_text(desk, sheet))
    assert [one for one in wanted if unbroken(one) not in paper] == []
    approve(desk)  # still one page


def test_own_text_stands_between_figures(desk: TestDesk) -> None:
    other = about("fears")
    desk(ANNA, Draft(figure=figure(448, subject=other), texts=texts(448)), Submit(subject=other))
    desk(BEN, Release(subject=other))
    two = (("EK-0001", 1), ("EK-0002", 1))
    said = (("EK-0002", "Außerdem wurde nach Angst gefragt.\nDas ergab:"), ("EK-0009", "Fort damit."))
    sheet = answer(desk, figures=two, between=said)
    assert sheet.between == (said[0],)
    assert problems(desk, sheet) == []
    parts = [SHEET.before.splitlines()[-1], "447 von 675 stimmten zu.", *said[0][1].splitlines()]
    parts += ["448 von 675 stimmten zu.", SHEET.after]
    for shown in (pdf_text(desk, sheet), answers.text(sheet, desk.state, desk.now, with_sources=False)):
        places = [shown.index(part) for part in parts]
        assert places == sorted(places)
    assert problems(desk, answer(desk, figures=two, between=(("EK-0002", "Es waren 449."),))) == [
        "release.sheet.number"
    ]
    assert refused(lambda: answer(desk, between=(("EK-0001", "x" * 3001),))) == ["release.long_text"]


def test_a_sheet_kept_before_there_was_text_between_is_read(desk: TestDesk) -> None:
    answer(desk)
    lines = (desk.folder / "releases" / ledger.FILE).read_bytes().splitlines()
    told = json.loads(lines[-1])
    del told["event"]["sheet"]["between"]
    entry = msgspec.json.decode(json.dumps(told), type=Entry)
    assert desk_of([*desk.entries[:-1], entry]).sheets[FIRST].sheet == desk.state.sheets[FIRST].sheet


# --- On the page ----------------------------------------------------------------------------------------

W = words_for("de")


def answers_page() -> None:
    """A page that holds nothing but the answers and the role of whoever sits there."""
    import streamlit as st

    from einlass.ui.press import answers, roles
    from einlass.words import words_for

    w = words_for(st.query_params.get("lang", "de"))
    roles.bar(w)
    answers.panel(w)


def opened(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.syspath_prepend(str(config.ROOT / "tests"))
    return AppTest.from_function(answers_page, default_timeout=60).run()


def shown(page: AppTest) -> str:
    assert not page.exception
    return said(page)


def press(page: AppTest, key: str) -> None:
    next(one for one in page.button if one.label == W(key)).click().run()


def sit_down(page: AppTest, name: str, role: str) -> None:
    if not any(one.label == W("press.role.name") for one in page.text_input):
        press(page, "press.role.change")
    write(page, "press.role.name", name)
    next(one for one in page.radio if one.label == W("press.role")).set_value(role)
    press(page, "press.role.take")


def write(page: AppTest, key: str, text: str) -> None:
    fields = [*page.text_input, *page.text_area, *page.multiselect]
    next(one for one in fields if one.label == W(key)).set_value(text)


def test_without_a_released_figure_the_page_says_so_calmly(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(monkeypatch)
    assert W("press.answer.no_figures") in shown(page)
    sit_down(page, "Anna", "prepare")
    assert not page.multiselect and not page.expander


def test_two_people_make_an_answer_on_the_page_and_it_says_what_changed_since(
    desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(monkeypatch)
    assert W("press.answer.no_role") in shown(page)
    sit_down(page, "Anna", "prepare")
    assert W("press.answer.no_names") in shown(page)
    write(page, "press.answer.subject", "Sind **alle** sicher?")
    write(page, "press.answer.after", "Es waren 448.")
    write(page, "press.answer.figures", ["EK-0001"])
    press(page, "press.answer.save")
    assert W("press.answer.saved") in shown(page) and "EK-A-0001" in shown(page)
    assert W("release.sheet.number", found="448") in shown(page)
    sit_down(page, "Ben", "release")
    assert not any(one.label == W("press.answer.approve") for one in page.button)

    sit_down(page, "Anna", "prepare")
    next(one for one in page.selectbox if one.label == W("press.answer.which")).set_value("EK-A-0001").run()
    write(page, "press.answer.after", "Es waren 447.")
    press(page, "press.answer.save")
    assert W("press.answer.ready") in shown(page) and "447 von 675 stimmten zu." in shown(page)
    sit_down(page, "anna", "release")
    press(page, "press.answer.approve")
    assert W("release.same_person") in shown(page)
    sit_down(page, "Ben", "release")
    press(page, "press.answer.approve")
    assert W("press.answer.approved", id="EK-A-0001") in shown(page)
    assert W("press.answer.ready.approved") in shown(page)

    other = about("fears")
    desk(ANNA, Draft(figure=figure(448, subject=other), texts=texts(448)), Submit(subject=other))
    desk(BEN, Release(subject=other))
    sit_down(page, "Anna", "prepare")
    next(one for one in page.selectbox if one.label == W("press.answer.which")).set_value("EK-A-0001").run()
    assert W("press.answer.between", id="EK-0002") not in [one.label for one in page.text_area]
    next(one for one in page.multiselect).set_value(["EK-0001", "EK-0002"]).run()
    next(one for one in page.text_area if one.label == W("press.answer.between", id="EK-0002")).set_value(
        "Zur Angst:"
    )
    press(page, "press.answer.save")
    assert desk.state.sheets[FIRST].sheet.between == (("EK-0002", "Zur Angst:"),)
    assert re.search("447 von 675.*Zur Angst:.*448 von 675", shown(page), re.DOTALL)

    correct(desk)
    page.run()
    since = W("press.answer.since.replaced", id="EK-0001", number=1, latest=2)
    assert since in shown(page) and W("press.answer.open") in shown(page)


def test_the_page_of_press_figures_holds_the_answers(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(sample_folder, monkeypatch)
    page = AppTest.from_file(str(config.PAGES / "press.py"), default_timeout=60).run()
    assert W("press.answer") in shown(page) and W("press.answer.sample") in shown(page)


# --- As a command ---------------------------------------------------------------------------------------


def test_commands_list_answers_and_write_an_approved_one(desk: TestDesk, tmp_path: Path) -> None:
    def run(*arguments: object) -> tuple[int, str]:
        done = run_einlass("release", *arguments, data=desk.folder)
        return done.returncode, done.stdout + done.stderr

    paper, plain = tmp_path / "answer.pdf", tmp_path / "answer.txt"
    assert run("answers") == (0, W("cli.release.no_answers") + "\n")
    answer(desk)
    code, told = run("answer", FIRST, "--to", paper)
    assert code == 1 and W("cli.release.answer.open", id=FIRST) in told and not paper.exists()
    approve(desk)
    (listed,) = json.loads(run("answers", "--json")[1])["answers"]
    assert listed["number"] == FIRST and listed["approved_at"] and listed["problems"] == []
    assert run("answer", FIRST, "--to", paper)[0] == run("answer", FIRST, "--to", plain)[0] == 0
    assert "447 von 675 stimmten zu." in extract_text(paper)
    assert "EK-0001 · Version 1" in plain.read_text("utf-8") and "intern" not in plain.read_text("utf-8")
    assert run("answer", FIRST, "--to", plain, "--without-sources")[0] == 0
    assert "EK-0001" not in plain.read_text("utf-8")
    assert (
        run("answer", "EK-A-0009", "--to", plain)[0]
        == run("answer", FIRST, "--to", tmp_path / "a.doc")[0]
        == 1
    )

    correct(desk)
    replaced = W("release.sheet.replaced", id="EK-0001", number=1, latest=2)
    assert replaced in run("answers")[1]
    code, told = run("answer", FIRST, "--to", tmp_path / "late.pdf")
    assert code == 1 and replaced in told and not (tmp_path / "late.pdf").exists()
    desk(ANNA, Answer(sheet=replace(SHEET, number=FIRST, after="Es waren 449."), seen=1))
    code, told = run("answer", FIRST, "--to", plain)
    assert code == 1 and replaced in told and W("release.sheet.number", found="449") in told
