"""The desk: who may do what with a figure on its way to the public. What holds is a function of the events alone.

commands   what somebody wants          figures, calendar   command + desk → events, or every reason against it
state      events → desk                act                 the one door: decide and write under one lock
publish    desk → what outsiders see    compare             whether two figures say the same
people     who is who
"""

from einlass.release.desk.act import act, keep_up, taken_role
from einlass.release.desk.cases import Case, Desk, Proposal
from einlass.release.desk.compare import says_the_same
from einlass.release.desk.people import is_same_person
from einlass.release.desk.publish import (
    Corrected,
    announcements,
    corrections,
    next_release,
    publications,
)
from einlass.release.desk.state import desk_of

__all__ = [
    "Case",
    "Corrected",
    "Desk",
    "Proposal",
    "act",
    "announcements",
    "corrections",
    "desk_of",
    "is_same_person",
    "keep_up",
    "next_release",
    "publications",
    "says_the_same",
    "taken_role",
]
