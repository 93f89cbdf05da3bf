"""Which topics count parts of the same: what one of them tells narrows what another one hides.

A family is one whole, cut into kinds that do not overlap; a topic is the kinds it counts. Only relations that hold for
every single report or person stand here. Persons with a find and items found are none: an item may stand on no list,
so neither bounds the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from einlass.release.records import Figure
from einlass.topics.checks import FINDS, REFUSED, SHARE

SERIOUS, CONSEQUENCES, SLIGHT = "serious", "consequences", "slight"
STAFF, OTHERS = "staff", "others"
REMOTE, THERE = "remote", "there"
Report = tuple[str, str, str]
EVERY: tuple[Report, ...] = tuple(product((SERIOUS, CONSEQUENCES, SLIGHT), (STAFF, OTHERS), (REMOTE, THERE)))
# Which of all reports a topic counts: by how grave it is, who reported it, and where it happened.
REPORTS: dict[str, Callable[[Report], bool]] = {
    "reported_incidents": lambda _: True,
    "serious_incidents": lambda one: one[0] == SERIOUS,
    "stable_incidents": lambda one: one[0] != SLIGHT,  # with consequences, and all serious ones
    "staff_reported_incidents": lambda one: one[1] == STAFF,
    "remote_incidents": lambda one: one[2] == REMOTE,
}
CHECKED = frozenset({"with_find", "without_find"})
# Persons: those checked are with or without a find, and part of all who came.
PERSONS = {
    "persons_checked": CHECKED,
    FINDS: frozenset({"with_find"}),
    REFUSED: frozenset({"refused"}),
    SHARE: CHECKED,
}
WHOLES = {
    FINDS: CHECKED,
    REFUSED: CHECKED,
}  # what the number beside a count tells of, always for anybody to read
NO_KINDS = ("offices", "phases", "months", "quarters")  # of tables that name no kinds of their own


@dataclass(frozen=True)
class Part:
    """What a topic counts of its family. kinds: empty for all of it. whole: kinds of what is shown beside it."""

    family: str
    kinds: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()


def part_of(figure: Figure) -> Part:
    """What a figure counts; a table that names kinds of its own is a family by itself."""
    topic = figure.subject.topic
    if figure.table.dimension not in NO_KINDS:
        return Part(topic.partition(".")[0])
    if topic in REPORTS:
        return Part("reports", frozenset(".".join(one) for one in EVERY if REPORTS[topic](one)))
    if topic in PERSONS:
        return Part("persons", PERSONS[topic], WHOLES.get(topic, frozenset()))
    return Part(topic.partition(".")[0])
