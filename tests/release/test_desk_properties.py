"""Whatever is done at the desk, in whatever order: what must never happen does not, and the file tells the state."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from einlass.errors import ReleaseRefused
from einlass.release import ledger
from einlass.release.desk import Desk, desk_of, is_same_person, keep_up
from einlass.release.desk.commands import (
    Announce,
    Cancel,
    Command,
    Confirm,
    Draft,
    Drop,
    Move,
    Release,
    Return,
    Submit,
    Withdraw,
)
from einlass.release.desk.state import after
from einlass.release.events import Drafted, Released, Submitted, Who
from release.desk_parts import TestDesk, about, figure, texts

NAMES = ("Anna", "anna ", "Ben", "Cem")
subjects = st.sampled_from([about(topic) for topic in "ab"])
people = st.builds(Who, st.sampled_from(NAMES), st.sampled_from(("prepare", "release")))
dates = st.sampled_from(("", "T0001", "T0002"))
reasons = st.sampled_from(("", "weil"))


@st.composite
def drafts(draw: Callable[..., object]) -> Command:
    agree = draw(st.integers(446, 449))
    return Draft(
        figure=figure(agree, subject=draw(subjects), is_sample=draw(st.sampled_from((False, False, True)))),
        texts=texts(agree),
        change=draw(st.sampled_from(("first", "first", "correction", "revision", "notice"))),
        text=draw(reasons),
        severity=draw(st.sampled_from((None, "formal", "minor", "serious"))),
        reason=draw(st.sampled_from((None, "data"))),
    )


commands = st.one_of(
    drafts(),
    drafts(),
    st.builds(Submit, subject=subjects),
    st.builds(Submit, subject=subjects),
    st.builds(Release, subject=subjects, date=dates),
    st.builds(Release, subject=subjects),
    st.builds(Return, subject=subjects, reason=reasons),
    st.builds(Drop, subject=subjects),
    st.builds(Withdraw, subject=subjects, reason=reasons),
    st.builds(Announce, title=st.just({"de": "Termin"}), planned_at=st.just(figure().stand + timedelta(9))),
    st.builds(Confirm, date=dates),
    st.builds(Move, date=dates, planned_at=st.just(figure().stand + timedelta(12)), reason=reasons),
    st.builds(Cancel, date=dates, reason=reasons),
)
# A step: somebody with a command, or hours that pass with newer data or without.
steps = st.lists(
    st.one_of(st.tuples(people, commands), st.tuples(st.integers(1, 300), st.integers(446, 449)))
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_what_must_never_happen_does_not(walk: list[tuple[object, object]]) -> None:
    with TemporaryDirectory() as name:
        desk = TestDesk(Path(name))
        remembered, released = Desk(), {}
        for first, second in walk:
            before = len(desk.entries)
            if isinstance(first, Who):
                with suppress(ReleaseRefused):
                    desk(first, second)
            else:
                desk.now += timedelta(hours=first)
                now = figure(second)
                keep_up(desk.folder, 1, str(second), lambda _, now=now: now, desk.now)
            for entry in desk.entries[before:]:
                remembered = after(remembered, entry)
            assert remembered == desk_of(desk.entries) == desk.state
            released = grown(released, desk)
        assert ledger.verify(desk.folder) == ()
        check(desk)


def grown(before: dict[str, tuple[int, ...]], desk: TestDesk) -> dict[str, tuple[int, ...]]:
    """Numbers of the versions by id: each list begins with what it was."""
    now = {one.id: tuple(version.number for version in one.versions) for one in desk.published}
    assert all(now[name][: len(numbers)] == numbers for name, numbers in before.items())
    assert all(numbers == tuple(range(1, len(numbers) + 1)) for numbers in now.values())
    return now


def check(desk: TestDesk) -> None:
    hands: dict[int, list[str]] = {}
    ids: dict[str, int] = {}
    corrections = [one.event.correction for one in desk.entries if getattr(one.event, "correction", 0)]
    assert corrections == list(range(1, len(corrections) + 1))
    for entry in desk.entries:
        if isinstance(entry.event, Drafted | Submitted):
            hands.setdefault(entry.event.case, []).append(entry.who.name)
        if isinstance(entry.event, Submitted):
            assert ids.setdefault(entry.event.id, entry.event.case) == entry.event.case
        if isinstance(entry.event, Released):
            others = hands.pop(entry.event.case)
            assert not any(is_same_person(entry.who.name, one) for one in others[-2:])
            assert entry.who.role == "release"
    assert not any(one.latest.figure.is_sample for one in desk.published)
