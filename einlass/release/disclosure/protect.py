"""A figure as it may be published: what is hidden in it and why, what may be published instead, if it is held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from einlass.release.disclosure.audit import small_regions
from einlass.release.disclosure.columns import columns_of
from einlass.release.disclosure.rules import Count, Ground, is_unreliable
from einlass.release.disclosure.signs import hidden as without
from einlass.release.disclosure.signs import unreliable
from einlass.release.disclosure.suppress import hide
from einlass.release.disclosure.system import Release, release
from einlass.release.records import Amount, Figure, Row, Side

Part = Literal["headline", "side", "answers", "row"]


@dataclass(frozen=True)
class Hidden:
    """A part of the figure that is hidden. row, column: keys of `Texts.labels`, of a side its phase."""

    part: Part
    ground: Ground
    row: str = ""
    column: str = ""


@dataclass(frozen=True, kw_only=True)
class Protection:
    """What may be published of a figure. checked: released figures it was checked against.

    held: why the whole figure is held back, empty where it is not. coarser: the nearest figure, already protected,
    that may be published instead of what is hidden. known_before: how much that should be hidden can be computed from
    earlier releases already, whatever becomes of this one.
    """

    figure: Figure
    hidden: tuple[Hidden, ...] = ()
    checked: int = 0
    held: Ground | Literal[""] = ""
    coarser: Figure | None = None
    known_before: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether nothing is hidden."""
        return not self.hidden and not self.held


def protect(figure: Figure, published: Sequence[Figure], wider: Sequence[Figure] = ()) -> Protection:
    """What may be published of a figure beside those that are (all versions of all of them, as they were released).

    wider: coarser figures that could be published instead, the nearest first.
    """
    found = release(figure, published)
    if not found.counts:
        return Protection(figure=figure, checked=len(published))
    regions = small_regions(found.system, [slot for slot in found.system.slots if slot in found.counts])
    pattern = hide(found.system, found.hidden, regions)
    own = {slot for slot in pattern.hidden if slot in found.counts}
    hits = tuple(_hidden(figure, slot.removeprefix(found.prefix), _why(found, slot)) for slot in sorted(own))
    held: Ground | Literal[""] = next((one.ground for one in hits if one.part == "headline"), "")
    protected = _with_hidden(figure, {slot.removeprefix(found.prefix) for slot in own})
    return Protection(
        figure=protected,
        hidden=hits,
        checked=len(published),
        held=held,
        coarser=_coarser(wider, published) if hits else None,
        known_before=len(pattern.exposed),
    )


def _coarser(wider: Sequence[Figure], published: Sequence[Figure]) -> Figure | None:
    """The first of the coarser figures that may be published without anything hidden."""
    return next((one.figure for each in wider if (one := protect(each, published)).is_clear), None)


def _why(found: Release, slot: str) -> Ground:
    return next((one.ground for one in found.counts[slot] if one.ground), "computable")


def _hidden(figure: Figure, slot: str, ground: Ground) -> Hidden:
    part, *place = slot.split(".", 2)
    if part == "row":
        return Hidden("row", ground, figure.table.rows[int(place[0])].label, place[1])
    if part == "side":
        return Hidden("answers" if len(place) > 1 else "side", ground, figure.sides[int(place[0])].phase)
    return Hidden(part="headline", ground=ground)


def _with_hidden(figure: Figure, slots: set[str]) -> Figure:
    """The figure without what stands in these slots, and with a stroke where a share rests on too few."""
    return replace(
        figure,
        headline=_amount(figure, figure.headline, is_hidden="headline" in slots),
        sides=tuple(_side(figure, number, side, slots) for number, side in enumerate(figure.sides)),
        table=replace(
            figure.table,
            rows=tuple(_row(figure, number, row, slots) for number, row in enumerate(figure.table.rows)),
        ),
    )


def _side(figure: Figure, number: int, side: Side, slots: set[str]) -> Side:
    slot = f"side.{number}"
    return replace(
        side,
        amount=_amount(figure, side.amount, is_hidden=slot in slots),
        distribution=() if f"{slot}.answers" in slots else side.distribution,
    )


def _row(figure: Figure, number: int, row: Row, slots: set[str]) -> Row:
    return replace(
        row,
        cells=tuple(
            _amount(
                figure, cell, is_hidden=column.slot is not None and f"row.{number}.{column.slot}" in slots
            )
            for column, cell in zip(columns_of(figure), row.cells, strict=True)
        ),
    )


def _amount(figure: Figure, amount: Amount, *, is_hidden: bool) -> Amount:
    if is_hidden:
        return without(amount)
    count = Count(part=amount.numerator, whole=amount.denominator, is_share=figure.kind in ("share", "score"))
    return unreliable(amount) if is_unreliable(count) and amount.value is not None else amount
