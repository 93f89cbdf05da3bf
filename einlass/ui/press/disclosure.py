"""What may not be published of a figure, why, and what may be published instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from einlass import config
from einlass.release.disclosure.protect import Hidden, Protection, protect
from einlass.release.disclosure.rules import Ground
from einlass.release.disclosure.signs import shown
from einlass.release.records import Figure
from einlass.remembered import remembered
from einlass.ui import style
from einlass.words import Words

DAY = timedelta(days=1)
MOST = 6  # hidden places that are named one by one


def disclosure(found: Protection, labels: Mapping[str, str], w: Words) -> None:
    """What is hidden, below a heading of its own on the page. labels: of rows and columns, as in `Texts.labels`."""
    style.lines(told(found, labels, w))


@remembered(128)
def protected(figure: Figure, published: tuple[Figure, ...], wider: tuple[Figure, ...]) -> Protection:
    """What may be published, worked out once."""
    return protect(figure, published, wider)


def told(found: Protection, labels: Mapping[str, str], w: Words) -> list[str]:
    """What is said about it, sentence by sentence."""
    return [*_lead(found, w), *_places(found, labels, w), *_instead(found, w), *_known(found, w)]


def _lead(found: Protection, w: Words) -> Iterator[str]:
    checked = w.plural("disclosure.checked", found.checked) if found.checked else w("disclosure.checked.none")
    if found.held:
        yield w("disclosure.held", ground=_ground(found.held, w))
        yield checked
    elif found.hidden:
        yield f"{w.plural('disclosure.hidden', len(found.hidden))} {checked}"
    else:
        yield f"{w('disclosure.clear')} {checked}"


def _places(found: Protection, labels: Mapping[str, str], w: Words) -> Iterator[str]:
    """Where something is hidden and why; of a figure that is held back its reason is enough."""
    if found.held:
        return
    for one in found.hidden[:MOST]:
        yield w("disclosure.place", place=_place(one, labels, w), ground=_ground(one.ground, w))
    if len(found.hidden) > MOST:
        yield w.plural("disclosure.more", len(found.hidden) - MOST)


def _place(one: Hidden, labels: Mapping[str, str], w: Words) -> str:
    if one.part == "headline":
        return w("disclosure.part.headline")
    if one.part in ("side", "answers"):
        return w(f"disclosure.part.{one.part}", phase=_name(one.row, labels, w))
    row = labels.get(one.row, one.row)
    return w("disclosure.part.row.in", row=row, column=_name(one.column, labels, w)) if one.column else row


def _name(key: str, labels: Mapping[str, str], w: Words) -> str:
    """The name of a phase or column."""
    phase = f"disclosure.phase.{key}"
    return w(phase) if w.has(phase) else labels.get(key, key)


def _ground(ground: Ground, w: Words) -> str:
    limits = config.thresholds()
    return w(
        f"disclosure.ground.{ground}",
        least=w.few(limits.hidden_below),
        sensitive=w.few(limits.hidden_below_sensitive),
        answers=w.number(limits.hidden_answers_below),
        staff=w.number(limits.small_staff_below),
    )


def _instead(found: Protection, w: Words) -> Iterator[str]:
    if found.coarser is not None:
        own = found.coarser.subject
        name = w.plural("disclosure.offices", len(own.offices))
        days = w.period(own.first, own.last + DAY)
        yield w("disclosure.instead", name=f"{name}, {days}", value=_value(found.coarser, w))
    elif found.held:
        yield w("disclosure.instead.none")


def _value(figure: Figure, w: Words) -> str:
    """The counts, which need no unit: so many, or of a share so many of so many."""
    amount = figure.headline
    if amount.numerator is None:
        return shown(amount, w, 1)
    if amount.denominator is None or figure.kind not in ("share", "score"):
        return w.number(amount.numerator)
    return w("incidents.of", part=w.number(amount.numerator), whole=w.number(amount.denominator))


def _known(found: Protection, w: Words) -> Iterator[str]:
    if found.known_before:
        yield w.plural("disclosure.known", found.known_before)
