"""Whatever is done at the desk, in whatever order: what must never happen does not, and the file tells the state."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

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
from einlass.release.events import Drafted, Entry, Released, Submitted, Who
from release.desk_parts import TestDesk, about, figure, later, texts

MEMORY = Path("/dev/shm")
subjects = st.sampled_from([about(topic) for topic in "ab"])
dates = st.sampled_from(("T0001", "T0002"))
reasons = st.sampled_from(("weil", "weil", "weil", ""))
changes = st.sampled_from(("first", "correction", "revision", "notice"))


def often(usual: object, *others: object) -> st.SearchStrategy[object]:
    """Mostly what is usual, else one of the others: a walk without any sense never gets far."""
    return st.sampled_from((usual,) * 4 + others)


preparing = st.builds(Who, st.sampled_from(("Anna", "anna ", "Cem")), often("prepare", "release"))
releasing = st.builds(Who, often("Ben", "Anna", "CEM"), often("release", "prepare"))
drafts = st.builds(
    lambda subject, agree, is_sample, **more: Draft(
        figure=figure(agree, subject=subject, is_sample=is_sample), texts=texts(agree), **more
    ),
    subjects,
    st.integers(446, 449),
    often(False, True),
    change=changes,
    text=reasons,
    severity=often("serious", "formal", None),
    reason=often("data", None),
)


class AnyDay(RuleBasedStateMachine):
    """People who do one thing after another, sensible or not."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.desk = TestDesk(Path(self.folder.name))
        self.remembered, self.seen = Desk(), 0
        self.versions: dict[str, int] = defaultdict(int)

    def teardown(self) -> None:
        assert ledger.verify(self.desk.folder) == ()
        self.folder.cleanup()

    def do(self, who: Who, *commands: Command) -> None:
        with suppress(ReleaseRefused):
            self.desk(who, *commands)

    def is_waiting(self) -> bool:
        """Whether something is submitted."""
        proposals = (case.proposal for case in self.desk.state.cases.values())
        return any(one.state == "submitted" for one in proposals if one)

    @initialize(is_published=st.booleans())
    def begin(self, is_published: bool) -> None:
        if is_published:
            self.desk.publish(figure(subject=about("a")))

    @rule(who=preparing, other=releasing, draft=drafts)
    def take_the_whole_way(self, who: Who, other: Who, draft: Draft) -> None:
        self.do(who, draft, Submit(subject=draft.subject))
        self.do(other, Release(subject=draft.subject))

    @rule(who=preparing, draft=drafts)
    def draw_up(self, who: Who, draft: Draft) -> None:
        self.do(who, draft)

    @rule(who=preparing, draft=drafts)
    def draw_up_and_submit(self, who: Who, draft: Draft) -> None:
        self.do(who, draft, Submit(subject=draft.subject))

    @rule(who=preparing, command=st.builds(Submit, subject=subjects) | st.builds(Drop, subject=subjects))
    def prepare(self, who: Who, command: Command) -> None:
        self.do(who, command)

    @precondition(is_waiting)
    @rule(who=releasing, subject=subjects)
    def release(self, who: Who, subject: object) -> None:
        self.do(who, Release(subject=subject))

    @precondition(is_waiting)
    @rule(who=releasing, subject=subjects, date=dates)
    def release_for_a_date(self, who: Who, subject: object, date: str) -> None:
        self.do(who, Release(subject=subject, date=date))

    @rule(
        who=releasing,
        command=st.builds(Return, subject=subjects, reason=reasons)
        | st.builds(Withdraw, subject=subjects, reason=often("", "weil")),
    )
    def refuse(self, who: Who, command: Command) -> None:
        self.do(who, command)

    @precondition(lambda self: len(self.desk.state.dates) < 2)
    @rule(who=preparing, subject=st.none() | subjects)
    def announce(self, who: Who, subject: object) -> None:
        at = self.desk.now + timedelta(days=9)
        self.do(who, Announce(title={"de": "Termin"}, planned_at=at, subject=subject))

    @rule(
        who=releasing,
        command=st.builds(Confirm, date=dates)
        | st.builds(Move, date=dates, planned_at=st.sampled_from((later(12), later(40))), reason=reasons)
        | st.builds(Cancel, date=dates, reason=often("", "weil")),
    )
    def plan(self, who: Who, command: Command) -> None:
        self.do(who, command)

    @rule(hours=st.sampled_from((1, 30, 200, 600)), agree=st.integers(446, 449))
    def let_time_pass(self, hours: int, agree: int) -> None:
        self.desk.now += timedelta(hours=hours)
        keep_up(self.desk.folder, 1, str(agree), lambda subject: figure(agree), self.desk.now)

    @invariant()
    def the_file_tells_the_state(self) -> None:
        entries = self.desk.entries
        for entry in entries[self.seen :]:
            self.remembered = after(self.remembered, entry)
        self.seen = len(entries)
        assert self.remembered == desk_of(entries)

    @invariant()
    def versions_only_grow(self) -> None:
        for one in self.desk.published:
            assert [version.number for version in one.versions] == list(range(1, len(one.versions) + 1))
            assert len(one.versions) >= self.versions[one.id] or not one.versions
            self.versions[one.id] = len(one.versions)
        assert self.versions.keys() == {one.id for one in self.desk.published}

    @invariant()
    def nothing_is_released_that_must_not(self) -> None:
        check(self.desk.entries)
        assert not any(one.latest.figure.is_sample for one in self.desk.published)


def check(entries: tuple[Entry, ...]) -> None:
    """Two people, ids given once, corrections counted without a gap."""
    hands: dict[int, list[str]] = {}
    ids: dict[str, int] = {}
    for entry in entries:
        match entry.event:
            case Drafted(case=case) | Submitted(case=case):
                hands.setdefault(case, []).append(entry.who.name)
            case Released(case=case):
                # Whoever drew up what was released, and whoever submitted it.
                assert not any(is_same_person(entry.who.name, one) for one in hands.pop(case)[-2:])
                assert entry.who.role == "release"
        if isinstance(entry.event, Submitted):
            assert ids.setdefault(entry.event.id, entry.event.case) == entry.event.case
    numbers = [one.event.correction for one in entries if getattr(one.event, "correction", 0)]
    assert numbers == list(range(1, len(numbers) + 1))


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(
    max_examples=20,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
