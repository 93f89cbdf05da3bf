"""What the desk insists on: what may be published beside everything that is released, and the wording rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from einlass.errors import Reason
from einlass.release import rules
from einlass.release.desk.cases import Desk, Proposal
from einlass.release.desk.compare import says_the_same
from einlass.release.disclosure.protect import protect
from einlass.release.records import Figure
from einlass.words import words_for


def released_figures(desk: Desk) -> tuple[Figure, ...]:
    """All versions of all figures that were ever released, as outsiders could read them."""
    return tuple(version.figure for case in desk.cases.values() for version in case.versions)


def objections(desk: Desk, proposal: Proposal) -> Sequence[Reason]:
    """Why a figure may not be published as it was submitted: releases since then count as well."""
    return [*_disclosure(desk, proposal), *_wording(proposal)]


def _disclosure(desk: Desk, proposal: Proposal) -> Iterator[Reason]:
    found = protect(proposal.counted, released_figures(desk))
    if found.held:
        yield Reason("release.held")
    elif not says_the_same(found.figure, proposal.figure):
        yield Reason("release.hidden_changed")


def _wording(proposal: Proposal) -> Iterator[Reason]:
    """The wording rules that a text breaks, with its words."""
    for language, texts in sorted(proposal.texts.items()):
        for one in rules.check(proposal.figure, texts, words_for(language)):
            if not one.is_kept:
                yield Reason("release.wording", {"words": ", ".join(one.words)})
