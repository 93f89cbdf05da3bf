"""Which published figures an import or an undo would change: what was released, and what the data would tell then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from einlass import config
from einlass.errors import LedgerDamaged
from einlass.release import ledger
from einlass.release.desk import Case, desk_of, says_the_same
from einlass.release.rebuild import rebuild
from einlass.release.wording import texts as wording
from einlass.ui import style
from einlass.ui.data import parts
from einlass.warehouse import DataVersion
from einlass.words import Words, words_for


@dataclass(frozen=True)
class Affected:
    """A published figure that would no longer be what the data tell; `would_be`: its value then, by language."""

    case: Case
    would_be: dict[str, str]


def standing() -> tuple[Case, ...]:
    """Published figures that were not withdrawn."""
    try:
        cases = desk_of(ledger.read(config.data_dir()).entries).cases.values()
    except LedgerDamaged:
        return ()
    return tuple(one for one in cases if one.versions and one.withdrawal is None)


def between(before: DataVersion | None, after: DataVersion) -> tuple[Affected, ...]:
    """What another version of the data would change."""
    return tuple(_affected(standing(), before, after))


def _affected(
    published: Sequence[Case], before: DataVersion | None, after: DataVersion
) -> Iterator[Affected]:
    """Those that differ then and did not differ in the same way before."""
    for one in published:
        then = rebuild(after)(one.subject)
        today = rebuild(before)(one.subject) if before else None
        if then == today or any(each and says_the_same(each, then) for each in (one.counted, today)):
            continue
        told = {
            language: wording(after, then, words_for(language)).value if then else ""
            for language in config.LANGUAGES
        }
        yield Affected(one, told)


def show(found: Sequence[Affected], w: Words) -> None:
    """The figures with what was released and what would be told then."""
    if not found:
        if standing():
            parts.small(w("data.published.none"))
        return
    style.html_table(
        w.plural("data.published", len(found)),
        [w(f"data.published.{name}") for name in ("id", "title", "released", "then")],
        [_row(one, w) for one in found],
        stacks=True,
    )
    parts.small(w("data.published.stays"))


def _row(one: Affected, w: Words) -> list[str]:
    told = one.case.versions[-1].texts[w.language]
    return [
        one.case.id,
        told.title,
        told.value,
        one.would_be[w.language] or w("data.published.gone"),
    ]
