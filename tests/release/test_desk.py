"""The rules of the press desk, as scenarios: Anna prepares, Ben releases, Cem is a colleague of Anna's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from einlass.errors import Reason, ReleaseRefused
from einlass.release.desk import announcements, corrections, keep_up, next_release, taken_role
from einlass.release.desk.commands import (
    Announce,
    Cancel,
    Confirm,
    Draft,
    Drop,
    Move,
    Release,
    Return,
    Submit,
    Withdraw,
)
from einlass.release.events import Entered, Who
from einlass.release.store import to_json
from einlass.words import words_for
from release.desk_parts import (
    ANNA,
    BEN,
    CEM,
    FINAL_ON,
    SAFER,
    TestDesk,
    about,
    figure,
    later,
    texts,
)


@pytest.fixture
def desk(folder: Path) -> TestDesk:
    return TestDesk(folder)


@pytest.fixture
def published(desk: TestDesk) -> TestDesk:
    """EK-0001 was published on the 17th of March 2020 and is provisional."""
    desk.publish()
    return desk


def refused(step: Callable[[], object]) -> list[str]:
    """The keys of all reasons; each of them can be said in both languages."""
    with pytest.raises(ReleaseRefused) as caught:
        step()
    for reason in caught.value.reasons:
        for language in ("de", "en"):
            assert words_for(language).message(reason.key, dict(reason.values))
    return [reason.key for reason in caught.value.reasons]


def draft(agree: int = 447, asked: int = 675, **more: object) -> Draft:
    return Draft(figure=figure(agree, asked), texts=texts(agree, asked), **more)


def correction(agree: int = 448, **more: object) -> Draft:
    told = {"text": "Ein Fragebogen fehlte.", "severity": "minor", "reason": "late_reports"} | more
    return draft(agree, change="correction", **told)


# --- Four eyes ------------------------------------------------------------------------------------------


def test_a_figure_goes_from_draft_to_submitted_to_released(desk: TestDesk) -> None:
    desk(ANNA, draft())
    assert (desk.case().state, desk.case().id) == ("draft", "")
    desk.now = later(hours=0.1)
    desk(ANNA, Submit(subject=SAFER))
    assert (desk.case().state, desk.case().id) == ("submitted", "EK-0001")
    assert desk.published == ()
    desk(BEN, Release(subject=SAFER))
    (one,) = desk.published
    assert (one.id, one.latest.number, one.latest.status) == ("EK-0001", 1, "provisional")
    assert (one.latest.figure, one.latest.texts) == (figure(), texts())
    assert (one.latest.released_at, one.latest.final_on) == (later(hours=0.1), FINAL_ON)


@pytest.mark.parametrize("name", ["Anna", " anna ", "ANNA", "Anna\u200b", "Ａnna"])
def test_who_prepares_never_releases(desk: TestDesk, name: str) -> None:
    desk(ANNA, draft(), Submit(subject=SAFER))
    assert refused(lambda: desk(Who(name, "release"), Release(subject=SAFER))) == ["release.same_person"]
    assert desk.published == ()


def test_whoever_had_a_hand_in_it_never_releases_it(desk: TestDesk) -> None:
    desk(ANNA, draft())
    desk(CEM, draft())
    desk(CEM, Submit(subject=SAFER))
    for name in ("Anna", "Cem"):
        assert refused(lambda name=name: desk(Who(name, "release"), Release(subject=SAFER))) == [
            "release.same_person"
        ]
    desk(BEN, Release(subject=SAFER))


def test_what_is_returned_says_why_and_can_be_submitted_again_under_its_id(desk: TestDesk) -> None:
    desk(ANNA, draft(), Submit(subject=SAFER))
    assert refused(lambda: desk(BEN, Return(subject=SAFER, reason=" "))) == ["release.no_reason_returned"]
    desk(BEN, Return(subject=SAFER, reason="Bitte die Wellen nennen."))
    assert desk.case().proposal.reason_returned == "Bitte die Wellen nennen."
    assert refused(lambda: desk(BEN, Release(subject=SAFER))) == ["release.not_submitted"]
    desk(ANNA, draft(), Submit(subject=SAFER))
    assert (desk.case().state, desk.case().id) == ("submitted", "EK-0001")


def test_each_step_belongs_to_a_role(desk: TestDesk) -> None:
    preparing, releasing = Who("Anna", "release"), Who("Ben", "prepare")
    assert refused(lambda: desk(preparing, draft())) == ["release.role_prepare"]
    desk(ANNA, draft(), Submit(subject=SAFER))
    assert refused(lambda: desk(releasing, Release(subject=SAFER))) == ["release.role_release"]
    assert refused(lambda: desk(releasing, Return(subject=SAFER, reason="nein"))) == ["release.role_release"]


def test_a_role_is_taken_under_a_name_and_that_is_written_down(desk: TestDesk) -> None:
    assert refused(lambda: taken_role(desk.folder, Who(" ", "release"))) == ["release.no_name"]
    taken_role(desk.folder, Who(" Ben\n", "release"), desk.now)
    (entry,) = desk.entries
    assert (entry.who, entry.event, entry.at) == (BEN, Entered(), desk.now)


def test_all_reasons_come_at_once(desk: TestDesk) -> None:
    nobody = Who("", "prepare")
    made = Draft(figure=figure(), texts={"de": texts()["de"]}, change="correction")
    assert refused(lambda: desk(nobody, made)) == [
        "release.no_name",
        "release.not_published",
        "release.no_texts",
    ]
    assert desk.entries == ()


def test_of_several_steps_all_are_taken_or_none(desk: TestDesk) -> None:
    sample = Draft(figure=figure(is_sample=True), texts=texts())
    assert refused(lambda: desk(ANNA, sample, Submit(subject=SAFER))) == ["release.sample"]
    assert desk.entries == ()


# --- What may be published ------------------------------------------------------------------------------


def test_sample_data_go_no_further_than_a_draft(desk: TestDesk) -> None:
    desk(ANNA, Draft(figure=figure(is_sample=True), texts=texts()))
    assert refused(lambda: desk(ANNA, Submit(subject=SAFER))) == ["release.sample"]
    assert desk.case().id == ""


def test_what_the_data_no_longer_say_is_neither_submitted_nor_released(desk: TestDesk) -> None:
    desk(ANNA, draft())
    newer = {"rebuild": lambda _: figure(448)}
    assert refused(lambda: desk(ANNA, Submit(subject=SAFER), **newer)) == ["release.data_changed"]
    desk(ANNA, Submit(subject=SAFER), rebuild=lambda _: figure(data_version=43, data_sha256="other"))
    assert refused(lambda: desk(BEN, Release(subject=SAFER), **newer)) == ["release.data_changed"]
    gone = {"rebuild": lambda _: None}
    assert refused(lambda: desk(BEN, Release(subject=SAFER), **gone)) == ["release.data_changed"]


def test_what_else_speaks_against_it_is_said_at_submission_and_at_release(desk: TestDesk) -> None:
    against = {"objections": lambda _, __: (Reason("release.date_past"), Reason("release.date_same"))}
    desk(ANNA, draft())
    assert refused(lambda: desk(ANNA, Submit(subject=SAFER), **against)) == [
        "release.date_past",
        "release.date_same",
    ]
    desk(ANNA, Submit(subject=SAFER))
    assert len(refused(lambda: desk(BEN, Release(subject=SAFER), **against))) == 2


def test_ids_count_on_and_are_never_given_again(desk: TestDesk) -> None:
    for topic in ("a", "b"):
        desk.publish(figure(subject=about(topic)))
    desk(ANNA, Draft(figure=figure(subject=about("c")), texts=texts()), Submit(subject=about("c")))
    desk(BEN, Return(subject=about("c"), reason="doch nicht"))
    desk(ANNA, Drop(subject=about("c")))
    desk(BEN, Withdraw(subject=about("b"), reason="falsche Dienststelle"))
    desk.publish(figure(subject=about("b")))
    desk.publish(figure(subject=about("c")))
    assert [one.id for one in desk.published] == ["EK-0001", "EK-0002", "EK-0004", "EK-0005"]


def test_the_prefix_is_the_citys(desk: TestDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "stadt.toml"
    settings.write_text('id_prefix = "MH-EK-"\n', encoding="utf-8")
    monkeypatch.setenv("EINLASS_CITY", str(settings))
    desk.publish()
    assert desk.published[0].id == "MH-EK-0001"


def test_the_same_is_not_published_twice(published: TestDesk) -> None:
    assert refused(lambda: published(ANNA, draft(450))) == ["release.is_published"]


# --- Provisional, final ---------------------------------------------------------------------------------


def test_what_is_released_after_its_day_is_final_at_once(desk: TestDesk) -> None:
    desk.now = datetime(2020, 4, 7, 8)
    desk.publish()
    assert (desk.published[0].latest.status, desk.published[0].latest.final_on) == ("final", None)


def test_provisional_becomes_final_on_its_day(published: TestDesk) -> None:
    look = lambda: keep_up(published.folder, 42, "a", lambda _: figure(), published.now)  # noqa: E731
    assert look() and not look()  # the data are new to the desk, the second time they are not
    published.now = later(days=20)
    assert not look()
    assert published.published[0].latest.status == "provisional"
    published.now = datetime(2020, 4, 7, 0, 1)
    assert look() and not look()
    assert (published.published[0].latest.status, published.published[0].has_newer_data) == ("final", False)


@pytest.mark.parametrize("now", [figure(448), None], ids=["another number", "a batch undone"])
def test_it_does_not_where_newer_data_differ_and_says_so(published: TestDesk, now: object) -> None:
    published.now = datetime(2020, 4, 7, 9)
    keep_up(published.folder, 43, "b", lambda _: now, published.now)
    (one,) = published.published
    assert (one.latest.status, one.has_newer_data) == ("provisional", True)
    keep_up(published.folder, 44, "c", lambda _: figure(), published.now)  # the import was taken back
    assert (published.published[0].latest.status, published.published[0].has_newer_data) == ("final", False)


def test_on_that_day_a_revision_takes_its_place_and_is_no_correction(published: TestDesk) -> None:
    revision = draft(451, 680, change="revision", text="Nachgemeldete Fragebögen sind enthalten.")
    assert refused(lambda: published(ANNA, revision)) == ["release.revision_too_early"]
    published.now = datetime(2020, 4, 7, 9)
    published(ANNA, revision, Submit(subject=SAFER))
    published(BEN, Release(subject=SAFER))
    (one,) = published.published
    assert [version.status for version in one.versions] == ["provisional", "final"]
    assert one.latest.revision == "Nachgemeldete Fragebögen sind enthalten."
    assert corrections(published.entries, published.now) == ()
    assert refused(lambda: published(ANNA, revision))[0] == "release.not_provisional"


# --- Corrections, notices, withdrawal -------------------------------------------------------------------


def test_a_correction_is_a_new_version_with_number_reason_and_size(published: TestDesk) -> None:
    published.now = later(days=3)
    published(ANNA, correction(tell=("Ratsbüro", " ")), Submit(subject=SAFER))
    assert published.case().state == "released"  # the old version stands until the new one is released
    published(BEN, Release(subject=SAFER))
    (one,) = published.published
    assert [version.figure.headline.numerator for version in one.versions] == [447, 448]
    assert [version.status for version in one.versions] == ["provisional", "corrected"]
    found = one.latest.correction
    assert (found.number, found.severity, found.reason, found.tell) == (
        1,
        "minor",
        "late_reports",
        ("Ratsbüro",),
    )
    assert (found.old, found.new) == (447 / 675, 448 / 675)


def test_corrections_are_numbered_over_the_whole_city_and_the_serious_ones_are_a_list(desk: TestDesk) -> None:
    for topic, severity in (("a", "serious"), ("b", "formal"), ("c", "serious")):
        subject = about(topic)
        desk.publish(figure(subject=subject))
        new = figure(447 if severity == "formal" else 450, subject=subject)
        told = {"text": "Tippfehler.", "severity": severity, "reason": "calculation"}
        desk(ANNA, Draft(figure=new, texts=texts(1), change="correction", **told), Submit(subject=subject))
        desk(BEN, Release(subject=subject))
    assert [(one.correction.number, one.id) for one in corrections(desk.entries, desk.now)] == [
        (3, "EK-0003"),
        (2, "EK-0002"),
        (1, "EK-0001"),
    ]
    assert [one.id for one in corrections(desk.entries, desk.now, "serious")] == ["EK-0003", "EK-0001"]


def test_a_correction_that_changes_nothing_is_refused(published: TestDesk) -> None:
    newer = figure(data_version=50, data_sha256="x", stand=later(1))
    same = Draft(figure=newer, texts=texts(), change="correction", text="x", severity="minor", reason="data")
    assert refused(lambda: published(ANNA, same)) == ["release.changes_nothing"]


def test_a_correction_needs_class_reason_and_text(published: TestDesk) -> None:
    bare = draft(448, change="correction")
    assert refused(lambda: published(ANNA, bare)) == [
        "release.no_text_correction",
        "release.no_severity",
        "release.no_reason",
    ]


def test_a_formal_correction_changes_words_only(published: TestDesk) -> None:
    assert refused(lambda: published(ANNA, correction(severity="formal"))) == [
        "release.formal_changes_figure"
    ]
    words_only = Draft(
        figure=figure(),
        texts=texts(446),
        change="correction",
        text="Tippfehler.",
        severity="formal",
        reason="data",
    )
    published(ANNA, words_only)


def test_a_notice_changes_no_version(published: TestDesk) -> None:
    told = draft(change="notice", text="Die Dienststelle zog am 2. April um.")
    published(ANNA, told, Submit(subject=SAFER))
    published(BEN, Release(subject=SAFER))
    (one,) = published.published
    assert len(one.versions) == 1 and one.latest.status == "provisional"
    assert [notice.text for notice in one.notices] == ["Die Dienststelle zog am 2. April um."]


def test_a_published_figure_is_withdrawn_with_a_reason_and_stays_visible(published: TestDesk) -> None:
    assert refused(lambda: published(BEN, Withdraw(subject=SAFER, reason=""))) == [
        "release.no_reason_withdrawn"
    ]
    published(BEN, Withdraw(subject=SAFER, reason="Falsche Dienststelle ausgewertet."))
    (one,) = published.published
    assert one.withdrawal.reason == "Falsche Dienststelle ausgewertet."
    assert (one.latest.status, one.latest.figure) == ("withdrawn", figure())
    assert refused(lambda: published(BEN, Withdraw(subject=SAFER, reason="noch einmal"))) == [
        "release.is_withdrawn"
    ]
    assert refused(lambda: published(ANNA, correction())) == ["release.not_published"]


def test_a_draft_can_be_given_up_but_nothing_published_can(published: TestDesk) -> None:
    published(ANNA, correction())
    published(ANNA, Drop(subject=SAFER))
    assert refused(lambda: published(ANNA, Drop(subject=SAFER))) == ["release.nothing_drafted"]
    assert [one.id for one in published.published] == ["EK-0001"]


# --- Calendar, Sperrfrist -------------------------------------------------------------------------------

TITLE = {"de": "Stimmung im ersten Quartal", "en": "Mood in the first quarter"}
AT = datetime(2020, 3, 20, 9)


def test_a_date_is_provisional_then_certain_and_next(desk: TestDesk) -> None:
    assert refused(lambda: desk(ANNA, Announce(title={}, planned_at=later(hours=-1)))) == [
        "release.no_title",
        "release.date_past",
    ]
    desk(ANNA, Announce(title=TITLE, planned_at=AT))
    assert next_release(desk.entries, desk.now) is None
    desk(BEN, Confirm(date="T0001"))
    found = next_release(desk.entries, desk.now)
    assert (found.at, found.state, found.title) == (AT, "confirmed", TITLE)
    assert next_release(desk.entries, AT) is None


def test_a_certain_date_moves_only_with_a_reason_and_it_stays(desk: TestDesk) -> None:
    desk(ANNA, Announce(title=TITLE, planned_at=AT))
    other = AT.replace(day=23)
    desk(BEN, Move(date="T0001", planned_at=AT.replace(hour=10)))
    desk(BEN, Confirm(date="T0001"))
    assert refused(lambda: desk(BEN, Move(date="T0001", planned_at=other))) == ["release.no_reason_moved"]
    desk(BEN, Move(date="T0001", planned_at=other, reason="Die letzte Welle liegt noch nicht vor."))
    desk(BEN, Move(date="T0001", planned_at=AT.replace(day=24), reason="Feiertag."))
    (one,) = announcements(desk.entries, desk.now)
    assert one.at.day == 24
    assert [(move.was.day, move.reason) for move in one.moves] == [
        (20, "Die letzte Welle liegt noch nicht vor."),
        (23, "Feiertag."),
    ]


def test_a_date_is_cancelled_with_a_reason(desk: TestDesk) -> None:
    desk(ANNA, Announce(title=TITLE, planned_at=AT))
    assert refused(lambda: desk(BEN, Cancel(date="T0001", reason=""))) == ["release.no_reason_cancelled"]
    desk(BEN, Cancel(date="T0001", reason="Die Befragung fällt aus."))
    (one,) = announcements(desk.entries, desk.now)
    assert (one.state, one.reason) == ("cancelled", "Die Befragung fällt aus.")
    assert refused(lambda: desk(BEN, Confirm(date="T0001"))) == ["release.date_gone"]


def test_what_is_released_for_a_date_appears_then_and_not_before(desk: TestDesk) -> None:
    desk(ANNA, draft(), Announce(title=TITLE, planned_at=AT, subject=SAFER), Submit(subject=SAFER))
    desk(BEN, Confirm(date="T0001"), Release(subject=SAFER))
    assert desk.published == ()
    assert announcements(desk.entries, desk.now)[0].state == "confirmed"
    assert refused(lambda: desk(BEN, Cancel(date="T0001", reason="x"))) == ["release.date_is_released"]
    desk.now = AT
    (one,) = desk.published
    assert one.latest.released_at == AT
    (planned,) = announcements(desk.entries, desk.now)
    assert (planned.state, planned.figure) == ("published", "EK-0001")
    desk.now = AT.replace(hour=12)
    assert refused(lambda: desk(BEN, Move(date="T0001", planned_at=later(9), reason="x"))) == [
        "release.date_over"
    ]


def test_a_figure_is_released_for_a_certain_date_of_its_own(desk: TestDesk) -> None:
    desk(ANNA, draft(), Announce(title=TITLE, planned_at=AT), Submit(subject=SAFER))
    assert refused(lambda: desk(BEN, Release(subject=SAFER, date="T0001"))) == ["release.date_not_confirmed"]
    desk(BEN, Confirm(date="T0001"), Release(subject=SAFER, date="T0001"))
    other = about("b")
    desk(ANNA, Draft(figure=figure(subject=other), texts=texts()), Submit(subject=other))
    assert refused(lambda: desk(BEN, Release(subject=other, date="T0001"))) == ["release.date_not_confirmed"]


def test_who_saw_a_figure_before_is_published_with_it(desk: TestDesk) -> None:
    desk(ANNA, draft(), Submit(subject=SAFER, seen_before_by=("Dezernat III", "")))
    desk(BEN, Release(subject=SAFER, seen_before_by=("Büro des Oberbürgermeisters", "Dezernat III")))
    assert desk.published[0].seen_before_by == ("Dezernat III", "Büro des Oberbürgermeisters")


def test_no_name_of_a_person_is_published(published: TestDesk) -> None:
    plain = to_json([published.published, announcements(published.entries, published.now)]).decode()
    assert "Anna" not in plain and "Ben" not in plain
