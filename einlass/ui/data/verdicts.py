"""Which verdicts of the overview and which published figures an import or an undo would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from einlass import ingest
from einlass.errors import EinlassError
from einlass.findings import VerdictChange, verdict_changes
from einlass.findings.headlines import JUDGED
from einlass.measures import Office, offices
from einlass.ui import account, style
from einlass.ui.data import parts, published, texts
from einlass.ui.state import DEFAULT_PAGE, current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences

_KEPT = "data:verdicts:kept"


@dataclass(frozen=True)
class Changes:
    """The verdicts that would become others, the offices they speak of, and published figures that differ then."""

    verdicts: list[VerdictChange]
    offices: dict[str, Office]
    figures: tuple[published.Affected, ...] = ()


def of_preview(version: DataVersion | None, token: str) -> Changes:
    """What publishing a preview would change. Raises EinlassError when it is gone."""
    after = ingest.previewed_version(token)
    return _between(version, after) if after else Changes([], {})


def of_undo(version: DataVersion, batch_id: str) -> Changes:
    """What taking a batch back would change. Raises EinlassError when that cannot be done."""
    with ingest.version_without(batch_id) as after:
        return _between(version, after)


def _between(before: DataVersion | None, after: DataVersion) -> Changes:
    known = dict(offices(before)) if before else {}
    return Changes(
        verdict_changes(before, after, JUDGED),
        known | dict(offices(after)),
        published.between(before, after),
    )


def ask(subject: str, work_out: Callable[[], Changes], w: Words) -> None:
    """A switch that shows them; `subject` names what they would follow from, as long as it stays the same.

    Once figures are published nobody should have to ask which of them would change. Who may not read results sees none.
    """
    if not account.current().may_open(DEFAULT_PAGE):  # verdicts, and values before their release
        parts.small(w("data.verdicts.not_shown"))
        return
    is_on = bool(published.standing())
    if not st.toggle(w("data.verdicts"), value=is_on, key=f"data:verdicts:{subject}:{current_view().lang}"):
        return
    kept: tuple[str, Changes] | None = st.session_state.get(_KEPT)
    if kept is None or kept[0] != subject:
        try:
            with st.spinner(w("data.verdicts.computing")):
                kept = subject, work_out()
        except EinlassError as error:
            parts.announce("open", w("data.check_failed"), [texts.message(error.key, error.values, w)])
            return
        st.session_state[_KEPT] = kept
    _show(kept[1], w)


def _show(changes: Changes, w: Words) -> None:
    published.show(changes.figures, w)
    if not changes.verdicts:
        parts.small(w("data.verdicts.none"))
        return
    style.html_table(
        w("data.verdicts.caption"),
        [w(f"data.column.{name}") for name in ("figure", "measure", "verdict_before", "verdict_after")],
        [_row(one, changes.offices, w) for one in changes.verdicts],
        stacks=True,
    )


def _row(one: VerdictChange, known: dict[str, Office], w: Words) -> list[str]:
    name = w("city.all") if one.measure is None else places.measure_name(one.measure, known, w)
    shown = [
        texts.NONE if verdict is None else sentences.sentence_case(w(f"verdict.{verdict}"))
        for verdict in (one.before, one.after)
    ]
    return [w(f"indicator.{one.indicator.code}.short"), name, *shown]
