"""What a decision rests on: findings of each measure, ways to go on, and what is not known."""

from einlass.decision.by_office import by_office
from einlass.decision.evidence import evidence, settled
from einlass.decision.gaps import gaps
from einlass.decision.options import KINDS, acting_days, ends, guard_days, kept_days, options
from einlass.decision.precision import Precision, precision
from einlass.decision.records import FIRM, Argument, Evidence, Gap, Option, Settled, Strength
from einlass.decision.when import data_until, decision_day
from einlass.topics.plans import first_day

__all__ = [
    "FIRM",
    "KINDS",
    "Argument",
    "Evidence",
    "Gap",
    "Option",
    "Precision",
    "Settled",
    "Strength",
    "acting_days",
    "by_office",
    "data_until",
    "decision_day",
    "ends",
    "evidence",
    "first_day",
    "gaps",
    "guard_days",
    "kept_days",
    "options",
    "precision",
    "settled",
]
