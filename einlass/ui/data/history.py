"""Who imported what and when, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from einlass import ingest
from einlass.errors import EinlassError, WarehouseError
from einlass.ingest import Batch, Effect, UndoPreview
from einlass.ui import account, choices, log, plain, style
from einlass.ui.data import parts, state, texts, verdicts
from einlass.ui.state import DEFAULT_PAGE, current_view
from einlass.warehouse import current_snapshot, current_version
from einlass.words import Words, unmarked

HASH_SHOWN = 10
NEWEST = 10
WAITING_SHOWN = 20
COLUMNS = ("file", "export", "rows", "rejected", "waiting", "imported_at", "imported_by", "hash", "standing")


def show(w: Words) -> None:
    """The imports, newest first, and the undo; nothing before the first import."""
    batches = ingest.history()
    if not batches:
        return
    style.section(w("data.history"), w("data.history.sub"))
    style.html_table(
        w("data.history"),
        [w(f"data.column.{name}") for name in COLUMNS],
        [_row(batch, w) for batch in _shown(batches, w)],
        numeric=(2, 3, 4),
        hide_caption=True,
        stacks=True,
    )
    _waiting(w)
    who = account.current()
    if who.may("undo"):
        _undo([batch for batch in batches if batch.undone_at is None], w)
    if who.may("import"):  # refused rows hold what stood in the files, declared or not
        _kept_rejects([b for b in batches if b.undone_at is None and b.report and b.report.rejected], w)


def _shown(batches: Sequence[Batch], w: Words) -> Sequence[Batch]:
    """The newest; all of them on demand."""
    if len(batches) <= NEWEST:
        return batches
    is_all = choices.switch_on(w("data.history.all", count=w.number(len(batches))), "history")
    return batches if is_all else batches[:NEWEST]


def _row(batch: Batch, w: Words) -> list[str]:
    accepted, rejected = batch.counted
    return [
        batch.file,
        texts.export_title(batch.table, w),
        texts.NONE if accepted is None else w.number(accepted),
        texts.NONE if rejected is None else w.number(rejected),
        w.number(batch.waiting),
        w.datetime(batch.imported_at),
        _who(batch.imported_by, w),
        batch.sha256[:HASH_SHOWN],
        _standing(batch, w),
    ]


def _standing(batch: Batch, w: Words) -> str:
    if batch.is_damaged:
        return w("data.damaged")
    return _since_when(batch, w)


def _since_when(batch: Batch, w: Words) -> str:
    if batch.undone_at is None:
        return w("data.standing")
    moment = w.datetime(batch.undone_at)
    if batch.undone_by in ("", state.NOBODY):
        return w("data.undone.nobody", moment=moment)
    return w("data.undone", moment=moment, user=batch.undone_by)


def _who(name: str, w: Words) -> str:
    return w("data.nobody") if name in ("", state.NOBODY) else name


def _undo(batches: Sequence[Batch], w: Words) -> None:
    """Choose an import, then say yes: two steps, so that no slip takes data back."""
    if not batches:
        return
    by_id = {batch.batch_id: batch for batch in batches}
    labels = _labels(batches, w)
    parts.part(w("data.undo"), w("data.undo.sub"))
    chosen = st.selectbox(
        w("data.undo.label"),
        list(by_id),
        index=None,
        placeholder=w("data.undo.placeholder"),
        format_func=labels.__getitem__,
        key=f"data:undo:{state.upload_round()}:{current_view().lang}",
    )
    if chosen and state.undo_choice() != chosen:
        st.button(w("data.undo.ask"), on_click=state.keep_undo_choice, args=(chosen,), key="data.undo")
    elif chosen:
        _confirmation(by_id[chosen], w)


def _labels(batches: Sequence[Batch], w: Words) -> dict[str, str]:
    """A label a batch, by its identifier; no two look alike, for the choice decides what is taken back."""
    return plain.told_apart({batch.batch_id: _label(batch, w) for batch in batches})


def _label(batch: Batch, w: Words) -> str:
    return w(
        "data.undo.item",
        file=batch.file,
        export=texts.export(batch.table, w),
        moment=w.datetime(batch.imported_at),
    )


def _confirmation(batch: Batch, w: Words) -> None:
    """What the undo would do, worked out anew for the data of now, and the two ways on."""
    place = st.container(key="undo:work")  # always there, so that nothing below moves when the work is done
    try:
        if state.is_undo_confirmed(batch.batch_id):
            _take_back(batch, place, w)
        preview = state.undo_preview(batch.batch_id)
        if preview is None:
            with place, st.spinner(w("data.undo.previewing")):
                preview = state.keep_undo_preview(ingest.preview_undo(batch.batch_id))
    except EinlassError as error:
        state.keep_undo_choice("")
        state.keep_message("open", w("data.undo.failed"), [texts.message(error.key, error.values, w)])
        st.rerun()
    sentences = [w("data.undo.effect"), *([] if preview.effects else [w("undo.nothing")])]
    parts.announce("open", w("data.undo.sure", file=batch.file), sentences)
    _effects(preview, w)
    version = current_version()
    verdicts.ask(
        f"undo:{batch.batch_id}:{version.number}", lambda: verdicts.of_undo(version, batch.batch_id), w
    )
    with st.container(horizontal=True, gap="small", key="undo:decision"):
        st.button(
            w("data.undo.yes"),
            on_click=state.confirm_undo,
            args=(batch.batch_id,),
            type="primary",
            key="undo:yes",
        )
        st.button(w("data.undo.no"), on_click=state.keep_undo_choice, args=("",), key="undo:no")


def _effects(preview: UndoPreview, w: Words) -> None:
    """What leaves, comes back, changes and waits, per export and office.

    Counts of an office are results, often small ones: who neither reads results nor loads the files sees exports as a
    whole, as in the list of imports.
    """
    if not preview.effects:
        return
    who = account.current()
    may_see_offices = who.may("import") or who.may_open(DEFAULT_PAGE)
    effects = preview.effects if may_see_offices else _by_export(preview.effects)
    names = ("export", "office", "leaving", "coming", "changed", "waits_more")
    style.html_table(
        w("data.undo.preview"),
        [w(f"data.column.{name}") for name in names],
        [
            [
                texts.export_title(effect.table, w),
                effect.office_id or texts.NONE,
                *(
                    w.number(count)
                    for count in (effect.leaving, effect.coming, effect.changed, effect.waiting)
                ),
            ]
            for effect in effects
        ],
        numeric=range(2, len(names)),
        stacks=True,
    )


def _by_export(effects: Sequence[Effect]) -> list[Effect]:
    """The sums over all offices."""
    return [
        Effect(
            table,
            "",
            *(
                sum(getattr(one, name) for one in effects if one.table == table)
                for name in ("leaving", "coming", "changed", "waiting")
            ),
        )
        for table in dict.fromkeys(one.table for one in effects)
    ]


def _waiting(w: Words) -> None:
    """The rows that wait, and for what."""
    try:
        rows = sorted(current_snapshot().rows("views/waiting"), key=lambda row: -row.row_count)
    except WarehouseError:  # older than the question, or lost: the page says so elsewhere
        return
    if not rows:
        return
    parts.part(w("data.waiting"), w("data.waiting.sub"))
    names = ("export", "rows", "awaits", "files")
    style.html_table(
        w("data.waiting"),
        [w(f"data.column.{name}") for name in names],
        [
            [
                texts.export_title(row.source_table, w),
                w.number(row.row_count),
                _awaited(row, w),
                w.number(row.file_count),
            ]
            for row in rows[:WAITING_SHOWN]
        ],
        numeric=(1, 3),
        hide_caption=True,
        stacks=True,
    )
    if len(rows) > WAITING_SHOWN:
        others = sum(row.row_count for row in rows[WAITING_SHOWN:])
        parts.small(unmarked(w.plural("waits.more", others)))


def _awaited(row: Any, w: Words) -> str:
    value = f"{row.found_value} ({row.detail})" if row.detail else row.found_value
    return f"{texts.export_title(row.referenced_table, w)}: {value}"


def _take_back(batch: Batch, place: DeltaGenerator, w: Words) -> None:
    """Does it, and says so in the next run. Raises EinlassError."""
    state.keep_undo_choice("")
    with place, st.spinner(w("data.undoing")):
        account.require("undo")
        version = ingest.undo(batch.batch_id, user=state.user_or_nobody())
    log.action("undo", batch=batch.batch_id, data_version=version.number)
    state.keep_preview(None)
    done = w("data.undo.done.text", file=batch.file, number=w.number(version.number))
    state.keep_message("firm", w("data.undo.done"), [done])
    st.rerun()


def _kept_rejects(batches: Sequence[Batch], w: Words) -> None:
    """The refused rows of earlier imports, to be corrected later."""
    if not batches:
        return
    by_id = {batch.batch_id: batch for batch in batches}
    labels = _labels(batches, w)
    parts.part(w("data.rejects.part"), w("data.rejects.part.sub"))
    chosen = st.selectbox(
        w("data.rejects.earlier"),
        list(by_id),
        index=None,
        placeholder=w("data.undo.placeholder"),
        format_func=labels.__getitem__,
        key=f"data:earlier:{current_view().lang}",
    )
    if chosen and (report := by_id[chosen].report):
        parts.rejects_button(report, partial(ingest.full_report, chosen), "earlier", w)
