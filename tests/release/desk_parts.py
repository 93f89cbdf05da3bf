"""A made-up figure of a small town that is no sample, and people at its desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from einlass.release import ledger, rules
from einlass.release.desk import Case, Desk, act, desk_of, publications
from einlass.release.desk.commands import Command, Draft, Release, Submit
from einlass.release.events import Entry, Who
from einlass.release.records import Amount, Figure, Publication, Row, Side, Subject, Table, Texts
from einlass.words import Words, words_for

ANNA, BEN, CEM = Who("Anna", "prepare"), Who("Ben", "release"), Who("Cem", "prepare")
MORNING = datetime(2020, 3, 17, 16, 1)
FINAL_ON = date(2020, 4, 7)
SAFER = Subject(topic="feels_safe", measure="M1", first=date(2019, 11, 18), last=date(2020, 3, 6))


def figure(agree: int = 447, asked: int = 675, **changes: object) -> Figure:
    """Agreement since the start of the checks; the share follows from the counts."""
    amount = Amount(value=agree / asked, numerator=agree, denominator=asked, low=0.62, high=0.70)
    side = Side(phase="since", first=SAFER.first, last=SAFER.last, amount=amount, wave_count=5)
    made = Figure(
        subject=SAFER,
        kind="share",
        unit="share",
        headline=amount,
        sides=(side,),
        table=Table(dimension="answers", columns=("since",), rows=(Row(label="agree", cells=(amount,)),)),
        definition_version="1.0",
        sources=("survey_waves", "answers"),
        data_version=42,
        data_sha256="7e54834cd08c",
        stand=MORNING,
        late_until=FINAL_ON,
        is_sample=False,
    )
    return replace(made, **changes)


def texts(agree: int = 447, asked: int = 675) -> dict[str, Texts]:
    """What is read of it, in both languages."""
    return {
        "de": _texts(f"{agree} von {asked} stimmten zu.", words_for("de")),
        "en": _texts(f"{agree} of {asked} agreed.", words_for("en")),
    }


def _texts(sentence: str, w: Words) -> Texts:
    return Texts(
        title="Zwei von drei",
        sentence=sentence,
        short=sentence,
        plain=sentence,
        value=f"{sentence.split()[0]} von allen",
        chart_title="",
        chart_subtitle="",
        chart_alt="",
        facts=tuple((w(f"press.term.{name}"), sentence) for name in rules.WANTED),
        source=w.datetime(MORNING),
    )


def about(topic: str) -> Subject:
    """Another thing to count."""
    return replace(SAFER, topic=topic)


def later(days: float = 0, hours: float = 0) -> datetime:
    return MORNING + timedelta(days=days, hours=hours)


class TestDesk:
    """The real desk over a real ledger; time is what a test says."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, MORNING

    def __call__(self, who: Who, *commands: Command, **more: object) -> Sequence[Entry]:
        return act(self.folder, who, *commands, now=self.now, **more)

    def publish(self, one: Figure | None = None, **more: object) -> None:
        """Anna prepares, Ben releases."""
        found = one or figure()
        self(ANNA, Draft(figure=found, texts=texts(), **more), Submit(subject=found.subject))
        self(BEN, Release(subject=found.subject))

    @property
    def entries(self) -> tuple[Entry, ...]:
        return ledger.read(self.folder).entries

    @property
    def state(self) -> Desk:
        return desk_of(self.entries)

    def case(self, subject: Subject = SAFER) -> Case:
        found = self.state.case_of(subject)
        assert found
        return found

    @property
    def published(self) -> tuple[Publication, ...]:
        return publications(self.entries, self.now)
