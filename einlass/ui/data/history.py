"""Who imported what and when, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from einlass import ingest
from einlass.errors import EinlassError
from einlass.ingest import Batch
from einlass.ui import style
from einlass.ui.data import parts, state, texts
from einlass.ui.state import current_view
from einlass.words import Words

HASH_SHOWN = 10
NEWEST = 10
COLUMNS = ("file", "export", "rows", "rejected", "imported_at", "imported_by", "hash", "standing")


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
        numeric=(2, 3),
        hide_caption=True,
        stacks=True,
    )
    _undo([batch for batch in batches if batch.undone_at is None], w)
    _kept_rejects([batch for batch in batches if batch.undone_at is None and batch.report.rejected], w)


def _shown(batches: Sequence[Batch], w: Words) -> Sequence[Batch]:
    """The newest; all of them on demand."""
    if len(batches) <= NEWEST:
        return batches
    is_all = st.toggle(
        w("data.history.all", count=w.number(len(batches))), key=f"data:all:{current_view().lang}"
    )
    return batches if is_all else batches[:NEWEST]


def _row(batch: Batch, w: Words) -> list[str]:
    return [
        texts.plain(batch.file),
        texts.export_title(batch.table, w),
        w.number(batch.report.accepted),
        w.number(batch.report.rejected),
        w.datetime(batch.imported_at),
        _who(batch.imported_by, w),
        batch.sha256[:HASH_SHOWN],
        _standing(batch, w),
    ]


def _standing(batch: Batch, w: Words) -> str:
    if batch.undone_at is None:
        return w("data.standing")
    moment = w.datetime(batch.undone_at)
    if batch.undone_by in ("", state.NOBODY):
        return w("data.undone.nobody", moment=moment)
    return w("data.undone", moment=moment, user=texts.plain(batch.undone_by))


def _who(name: str, w: Words) -> str:
    return w("data.nobody") if name in ("", state.NOBODY) else texts.plain(name)


def _undo(batches: Sequence[Batch], w: Words) -> None:
    """Choose an import, then say yes: two steps, so that no slip takes data back."""
    if not batches:
        return
    by_id = {batch.batch_id: batch for batch in batches}
    parts.part(w("data.undo"), w("data.undo.sub"))
    chosen = st.selectbox(
        w("data.undo.label"),
        list(by_id),
        index=None,
        placeholder=w("data.undo.placeholder"),
        format_func=lambda batch_id: _label(by_id[batch_id], w),
        key=f"data:undo:{state.upload_round()}:{current_view().lang}",
    )
    if chosen and state.undo_choice() != chosen:
        st.button(w("data.undo.ask"), on_click=state.keep_undo_choice, args=(chosen,), key="data.undo")
    elif chosen:
        _confirmation(by_id[chosen], batches, w)


def _label(batch: Batch, w: Words) -> str:
    return w(
        "data.undo.item",
        file=batch.file,
        export=texts.export(batch.table, w),
        moment=w.datetime(batch.imported_at),
    )


def _confirmation(batch: Batch, batches: Sequence[Batch], w: Words) -> None:
    sentences = [w("data.undo.effect", what=_brought(batch.report.new, batch.report.changed, w))]
    sentences += [w("data.undo.new_rows")] * bool(batch.report.new)
    sentences += [w("data.undo.changed_rows")] * bool(batch.report.changed)
    later = sum(one.table == batch.table for one in batches[: batches.index(batch)])
    if later:
        sentences.append(w.plural("data.undo.later", later))
    parts.announce("open", w("data.undo.sure", file=texts.plain(batch.file)), sentences)
    with st.container(horizontal=True, gap="small"):
        is_sure = st.button(w("data.undo.yes"), type="primary", key="undo:yes")
        st.button(w("data.undo.no"), on_click=state.keep_undo_choice, args=("",), key="undo:no")
    if is_sure:
        _take_back(batch, w)


def _brought(new: int, changed: int, w: Words) -> str:
    """What a file did when it was imported, without zeros."""
    counts = {"new": w.plural("count.new_rows", new), "changed": w.plural("count.rows", changed)}
    if new and changed:
        return w("data.undo.brought", **counts)
    if changed:
        return w("data.undo.only_changed", changed=counts["changed"])
    return w("data.undo.only_new", new=counts["new"]) if new else w("data.undo.nothing")


def _take_back(batch: Batch, w: Words) -> None:
    state.keep_undo_choice("")
    try:
        with st.spinner(w("data.undoing")):
            version = ingest.undo(batch.batch_id, user=state.user_or_nobody())
    except EinlassError as error:
        state.keep_message("open", w("data.undo.failed"), [texts.message(error.key, error.values, w)])
    else:
        state.keep_preview(None)
        done = w("data.undo.done.text", file=texts.plain(batch.file), number=w.number(version.number))
        state.keep_message("firm", w("data.undo.done"), [done])
    st.rerun()


def _kept_rejects(batches: Sequence[Batch], w: Words) -> None:
    """The refused rows of earlier imports, to be corrected later."""
    if not batches:
        return
    by_id = {batch.batch_id: batch for batch in batches}
    parts.part(w("data.rejects.part"), w("data.rejects.part.sub"))
    chosen = st.selectbox(
        w("data.rejects.earlier"),
        list(by_id),
        index=None,
        placeholder=w("data.undo.placeholder"),
        format_func=lambda batch_id: _label(by_id[batch_id], w),
        key=f"data:earlier:{current_view().lang}",
    )
    if chosen:
        parts.rejects_button(by_id[chosen].report, "earlier", w)
