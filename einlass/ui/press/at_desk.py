"""What all parts of the desk share: who sits there, the ledger as it is, and what became of a click."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from einlass import config
from einlass.errors import EinlassError, LedgerDamaged, ReleaseRefused
from einlass.release import answers, ledger
from einlass.release.desk import Desk, act, desk_of, taken_role
from einlass.release.desk.asking import Rebuild
from einlass.release.desk.commands import Answer, Command, Withdraw
from einlass.release.events import Entry, Role, Who
from einlass.release.ledger import Ledger
from einlass.release.rebuild import keep_up_with
from einlass.release.records import Figure, Subject
from einlass.release.safe import objections, released_figures
from einlass.release.store import to_json
from einlass.ui import account, log, style
from einlass.ui.data import parts
from einlass.ui.state import current_view
from einlass.ui.style import Tone
from einlass.warehouse import DataVersion
from einlass.words import Words

_WHO, _SAID = "press:who", "press:said"
# The role at the desk that a role of an account is.
ROLE_OF: dict[str, Role] = {"press_prepare": "prepare", "press_release": "release"}
# What the table of actions calls a command, where that is not the role.
_ACTIONS: dict[type[Command], str] = {Answer: "answer", Withdraw: "withdraw"}


@dataclass(frozen=True)
class _Said:
    """What became of a click, and beside which part of the page it is told."""

    place: str
    tone: Tone
    title: str
    sentences: tuple[str, ...] = ()


def book() -> Ledger:
    """The ledger of releases; empty where the system refuses to read it, which `say_damage` tells."""
    try:
        return ledger.read(config.data_dir())
    except EinlassError:
        return Ledger()


def entries() -> tuple[Entry, ...]:
    """What happened, as far as the ledger is whole."""
    return book().entries


def desk() -> Desk:
    """What holds."""
    return desk_of(entries())


def published() -> tuple[Figure, ...]:
    """All versions of all figures that were released, as they were."""
    return released_figures(desk())


def keep_up(version: DataVersion) -> None:
    """Compare what is published with data that are new to the desk; a damaged ledger is told elsewhere."""
    with suppress(LedgerDamaged):
        keep_up_with(version)


def status(topic: str, measure: str, w: Words) -> str:
    """How far a figure is on its way, with its id."""
    cases = [
        one
        for one in desk().cases.values()
        if (one.subject.topic, one.subject.measure) == (topic, measure) and not one.is_dropped
    ]
    if not cases:
        return w("press.status.new")
    case = cases[-1]
    told = [w(f"press.step.{case.state}")]
    if case.state == "released":
        told.append(w(f"release.status.{case.versions[-1].status}"))
    return " · ".join(filter(None, (case.id, ", ".join(told))))


def say_damage(w: Words) -> None:
    """A ledger that is not what was written is told of before anything else."""
    try:
        found = ledger.read(config.data_dir())
    except EinlassError as error:
        parts.announce("open", w("press.damaged"), [w.message(error.key, error.values)])
        return
    if found.faults:
        told = [w.message(one.key, {"line": one.line}) for one in found.faults[:3]]
        parts.announce("open", w("press.damaged"), told, hint=w("press.damaged.hint"))


def who() -> Who | None:
    """Who sits at the desk of this session: with sign-in its account, in the one role that it has or the chosen one."""
    found: Who | None = st.session_state.get(_WHO)
    if account.rules() is None:
        return found
    own = roles()
    role = found.role if found and found.role in own else own[0] if len(own) == 1 else None
    return Who(name=account.current().name, role=role) if role else None


def roles() -> tuple[Role, ...]:
    """The roles that somebody may take here."""
    held = account.current().roles
    return tuple(role for name, role in ROLE_OF.items() if name in held)


def sit_down(name: str, role: str, w: Words) -> None:
    """Take a role under a name; the change stands in the ledger."""
    asked = Who(name=name.strip(), role="release" if role == "release" else "prepare")
    try:
        taken_role(config.data_dir(), asked)
    except EinlassError as error:
        _say_refused("roles", w("press.role.refused"), error, w)
    else:
        st.session_state[_WHO] = asked
    st.rerun()


def stand_up() -> None:
    """Ask anew who sits there."""
    st.session_state.pop(_WHO, None)


def do(place: str, done: str, w: Words, *commands: Command, rebuild: Rebuild | None = None) -> None:
    """Carry out commands in the name of whoever sits there, and draw the page anew."""
    person = who() or Who(name="", role="prepare")
    try:
        for command in commands:
            account.require(_ACTIONS.get(type(command), person.role))
        act(
            config.data_dir(),
            person,
            *commands,
            rebuild=rebuild,
            objections=objections,
            remarks=answers.remarks,
        )
    except EinlassError as error:
        _say_refused(place, w("press.refused"), error, w)
    else:
        log.action("press", steps=[type(one).__name__ for one in commands], role=person.role)
        keep(place, "firm", done)
    st.rerun()


def _say_refused(place: str, title: str, error: EinlassError, w: Words) -> None:
    if isinstance(error, ReleaseRefused):
        keep(place, "open", title, [w.message(one.key, dict(one.values)) for one in error.reasons])
    else:
        keep(place, "open", title, [w.message(error.key, error.values)])


def keep(place: str, tone: Tone, title: str, sentences: Sequence[str] = ()) -> None:
    """Remember what became of a click, for the run that follows it."""
    st.session_state[_SAID] = _Said(place, tone, title, tuple(sentences))


def say(place: str) -> None:
    """Tell what became of the last click here, once."""
    found: _Said | None = st.session_state.get(_SAID)
    if found and found.place == place:
        del st.session_state[_SAID]
        parts.announce(found.tone, found.title, found.sentences)


def key(name: str, subject: Subject | None = None) -> str:
    """The key of a widget: another one for each figure and language, so that no text is taken along."""
    told = hashlib.sha256(to_json(subject)).hexdigest()[:8] if subject else ""
    return f"press:{name}:{told}:{current_view().lang}"


def names(text: str) -> tuple[str, ...]:
    """Names that were typed with semicolons between."""
    return tuple(text.split(";"))


def quiet(text: str) -> None:
    """A quiet line below buttons."""
    style.small(text)
