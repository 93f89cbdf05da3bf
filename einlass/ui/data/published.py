"""Which published figures an import or an undo would change: what was released, and what the data would tell then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from einlass import config
from einlass.errors import LedgerDamaged
from einlass.release import ledger
from einlass.release.desk import publications, says_the_same
from einlass.release.rebuild import rebuild
from einlass.release.records import Publication
from einlass.release.wording import texts as wording
from einlass.ui import style
from einlass.ui.data import parts
from einlass.warehouse import DataVersion
from einlass.warehouse.versions import now
from einlass.words import Words, words_for


@dataclass(frozen=True)
class Affected:
    """A published figure that would no longer be what the data tell; `would_be`: its value then, by language."""

    publication: Publication
    would_be: dict[str, str]


def standing() -> tuple[Publication, ...]:
    """Published figures that were not withdrawn."""
    try:
        entries = ledger.read(config.data_dir()).entries
    except LedgerDamaged:
        return ()
    return tuple(one for one in publications(entries, now()) if one.withdrawal is None)


def between(before: DataVersion | None, after: DataVersion) -> tuple[Affected, ...]:
    """What another version of the data would change."""
    return tuple(_affected(standing(), before, after))


def _affected(
    published: Sequence[Publication], before: DataVersion | None, after: DataVersion
) -> Iterator[Affected]:
    """Those that differ then and did not differ in the same way before."""
    outside = tuple(version.figure for one in published for version in one.versions)
    for one in published:
        frozen = one.latest.figure
        then = rebuild(after, outside)(frozen.subject)
        today = rebuild(before, outside)(frozen.subject) if before else None
        if says_the_same(frozen, then) or then == today or (today and says_the_same(today, then)):
            continue
        inside = rebuild(after)(frozen.subject)  # whoever loads data may read what is hidden outside
        told = {
            language: wording(after, inside, words_for(language)).value if inside else ""
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
    told = one.publication.latest.texts[w.language]
    return [
        one.publication.id,
        told.title,
        told.value,
        one.would_be[w.language] or w("data.published.gone"),
    ]
