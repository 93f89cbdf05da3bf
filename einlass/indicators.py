"""The registry of indicators, read from the headers of queries/indicators/*.sql."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from einlass import config
from einlass.errors import QueryContractError, UnknownCode
from einlass.warehouse import QueryFile, Snapshot, query_file, query_files

KINDS = ("rate", "share", "score", "amount")
BETTER = ("lower", "higher", "neither")
COMPARABLE = ("across", "within_regime")
ROLES = ("primary", "all_reports", "staff_reports", "serious", "negative_control")
AUDIENCES = ("KUND", "BESCH")
REQUIRED = ("topic", "order", "unit", "per", "sources", "version")
DAY_COLUMNS = ["office_id", "day", "numerator", "denominator"]
OWN_QUESTION = "views/own_answers"  # one file for every question that a city asks beside the usual ones
SCORE_COLUMNS = ["office_id", "day", "day_until", "wave_id", "value", "answer_count"]


@dataclass(frozen=True)
class Indicator:
    """What is followed over time. `per` scales numerator / denominator to the unit.

    kind: rate (events by exposure), share (part of a whole), score (answers 1 to 5), amount (a mean).
    is_total: several offices add up (hours, euros) instead of being averaged.
    is_recording_stable: a change of who reports does not touch it.
    comparable: `across` the start of a measure, or only `within_regime` (it exists only where checks happen).
    exposure_source: the export that gives the denominators of a rate and nothing else (visits).
    role: what it is for where several indicators answer one question; one of ROLES.
    decimals: of a value in its unit.
    audience: who is asked, for scores. is_quoted: the wording told of a wave is that of this very question.
    """

    code: str
    topic: str
    order: int
    unit: str
    kind: str
    per: float
    better: str
    comparable: str
    sources: tuple[str, ...]
    version: str
    grain: str
    decimals: int = 0
    is_total: bool = False
    is_recording_stable: bool = False
    exposure_source: str | None = None
    role: str | None = None
    audience: str | None = None
    is_quoted: bool = False
    parameters: tuple[tuple[str, str], ...] = ()  # of a question that the settings of the city name

    @property
    def query(self) -> str:
        """Name of its query file."""
        return OWN_QUESTION if self.parameters else f"indicators/{self.code}"

    @property
    def is_comparable(self) -> bool:
        """Whether a before/after across the start of a measure makes sense."""
        return self.comparable == "across"

    @property
    def count_sources(self) -> tuple[str, ...]:
        """The exports of what is counted: its sources without the one of the exposure."""
        return tuple(name for name in self.sources if name != self.exposure_source)

    def days(self, snapshot: Snapshot) -> pd.DataFrame:
        """Its rows in a snapshot; `day` as timestamps."""
        return snapshot.run(self.query, **dict(self.parameters))


def _bad(file: QueryFile, field: str, allowed: tuple[str, ...]) -> QueryContractError:
    value = file.fields.get(field, "")
    return QueryContractError("query.bad_field", name=file.name, field=field, value=value, allowed=allowed)


def _one_of(file: QueryFile, field: str, allowed: tuple[str, ...]) -> str:
    value = file.fields.get(field, "")
    if value not in allowed:
        raise _bad(file, field, allowed)
    return value


def _optional(file: QueryFile, field: str, allowed: tuple[str, ...]) -> str | None:
    return _one_of(file, field, allowed) if field in file.fields else None


def _whole(file: QueryFile, field: str, default: int = 0) -> int:
    value = file.fields.get(field, str(default))
    if not value.isdecimal():
        raise _bad(file, field, ("0, 1, 2, …",))
    return int(value)


def _indicator(file: QueryFile) -> Indicator:
    missing = [name for name in REQUIRED if not file.fields.get(name)]
    if missing:
        raise QueryContractError("query.fields_missing", name=file.name, fields=missing)
    sources = tuple(name.strip() for name in file.fields["sources"].split(","))
    return Indicator(
        code=file.name.split("/")[1],
        topic=file.fields["topic"],
        order=_whole(file, "order"),
        unit=file.fields["unit"],
        kind=_one_of(file, "kind", KINDS),
        per=float(_whole(file, "per")),
        better=_one_of(file, "better", BETTER),
        comparable=_one_of(file, "comparable", COMPARABLE),
        sources=sources,
        version=file.fields["version"],
        grain=file.grain,
        decimals=_whole(file, "decimals"),
        is_total=_optional(file, "offices", ("add_up",)) is not None,
        is_recording_stable=_optional(file, "recording", ("stable",)) is not None,
        exposure_source=_optional(file, "exposure", sources),
        role=_optional(file, "role", ROLES),
        audience=_optional(file, "audience", AUDIENCES),
        is_quoted=_optional(file, "wording", ("of_wave",)) is not None,
    )


def indicators() -> dict[str, Indicator]:
    """All indicators by code, in the order of their headers: topic by topic, each where its first indicator stands.

    The questions of the city's own surveys come last among those of theirs. Raises QueryContractError when a header
    lacks something, or when two indicators claim one role.
    """
    return _indicators(tuple((one.code, one.audience_code, one.indicator) for one in config.survey_items()))


@cache
def _indicators(own: tuple[tuple[str, str, str], ...]) -> dict[str, Indicator]:
    found = sorted((_indicator(file) for file in query_files("indicators")), key=lambda one: one.order)
    _check_roles(found)
    found += [_own(*one) for one in own]
    topics = list(dict.fromkeys(one.topic for one in found))
    return {one.code: one for one in sorted(found, key=lambda one: topics.index(one.topic))}


def _own(item: str, audience: str, code: str) -> Indicator:
    """A question of the city's own, followed like the usual ones."""
    return Indicator(
        code=code,
        topic="sentiment",
        order=0,
        unit="percent_agree",
        kind="score",
        per=100.0,
        better="higher",
        comparable="across",
        sources=("survey_waves", "answers"),
        version="1.0",
        grain=query_file(OWN_QUESTION).grain,
        audience=audience,
        parameters=(("audience", audience), ("item", item)),
    )


def _check_roles(found: list[Indicator]) -> None:
    taken: dict[str, Indicator] = {}
    for one in found:
        if one.role and (other := taken.setdefault(one.role, one)) is not one:
            raise QueryContractError("query.role_taken", name=one.query, role=one.role, other=other.query)


def indicator(code: str) -> Indicator:
    """The indicator of a code. Raises UnknownCode."""
    try:
        return indicators()[code]
    except KeyError:
        raise UnknownCode("unknown.indicator", code=code) from None


def by_role(role: str) -> Indicator | None:
    """The indicator that has a role; None where no file claims it."""
    return next((one for one in indicators().values() if one.role == role), None)
