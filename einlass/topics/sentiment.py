"""What was answered in surveys: clients and staff apart, by question, wave and office, and how it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from einlass.findings import Finding, Phase, Request, finding
from einlass.findings.questions import judged_together
from einlass.findings.surveys import METHODS, Placed, waves_of
from einlass.indicators import indicators
from einlass.measures import measures
from einlass.remembered import remembered
from einlass.stats import shares
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

CLIENTS, STAFF = "KUND", "BESCH"
AUDIENCES = (CLIENTS, STAFF)
ENDINGS = {CLIENTS: "_clients", STAFF: "_staff"}
REPORTING = "reports_incidents_staff"  # checks the number of reports, and is no question on how people feel
REPORTS = "reported_incidents"
SIDES = ("before", "after")
CUTTING = ("mode", "wording")  # what ends one line and begins another


@dataclass(frozen=True)
class WaveShare:
    """One wave at some offices together: its field time (both days included), and how many agree.

    low, high: 95 % interval of its share alone (0 to 1). cut: what was otherwise than in the wave before.
    """

    first: date
    last: date
    side: str
    distribution: tuple[int, ...]
    low: float | None
    high: float | None
    cut: tuple[str, ...] = ()

    @property
    def answers(self) -> int:
        """All answers of value 1 to 5."""
        return sum(self.distribution)

    @property
    def agreeing(self) -> int:
        """Answers 4 and 5."""
        return sum(self.distribution[3:])

    @property
    def share(self) -> float | None:
        """Answers 4 and 5 of all (0 to 1)."""
        return self.agreeing / self.answers if self.answers else None


@dataclass(frozen=True)
class Stretch:
    """Waves of one side that were asked in one way, with the answers of all of them."""

    side: str
    first: date
    last: date
    agreeing: int
    answers: int


@dataclass(frozen=True)
class Asked:
    """How it was asked in some waves: what the press code wants to be said, and the rate of response.

    approached: None where a wave does not tell it; participants: of the same waves.
    """

    waves: int
    first: date | None
    last: date | None
    participants: int
    approached: int | None
    modes: tuple[str, ...]
    languages: tuple[str, ...]
    clients: tuple[str, ...]
    selections: tuple[str, ...]
    wordings: tuple[str, ...]
    is_representative: bool

    @property
    def response(self) -> float | None:
        """Participants of those approached (0 to 1)."""
        return self.participants / self.approached if self.approached else None


@dataclass(frozen=True)
class Audience:
    """One group of people on one question: the finding, its waves, and how they were asked."""

    code: str
    found: Finding
    waves: tuple[WaveShare, ...]
    before: Asked
    after: Asked
    whole: Asked

    @property
    def phases(self) -> tuple[Phase | None, Phase | None]:
        """What was answered before and since the start."""
        return self.found.before, self.found.after


@dataclass(frozen=True)
class OfficeAnswers:
    """One office of a measure on one question, clients and staff; verdict of the clients corrected by Holm."""

    office_id: str
    measure: str
    clients: Finding | None
    staff: Finding | None
    verdict: str


@dataclass(frozen=True)
class Question:
    """One question to one group, before and since the start, with its verdict corrected by Holm within the group."""

    name: str
    found: Finding
    verdict: str


def questions() -> dict[str, dict[str, str]]:
    """Each question by name, with the indicator of each audience that is asked it, in the order of indicators."""
    found: dict[str, dict[str, str]] = {}
    for code, one in indicators().items():
        if one.kind == "score" and one.is_comparable and code != REPORTING and one.audience in ENDINGS:
            name = code.removesuffix(ENDINGS[one.audience])
            found.setdefault(name, {})[one.audience] = code
    return found


def name_of(code: str) -> str:
    """The question that an indicator asks one group."""
    return code.removesuffix(ENDINGS[CLIENTS]).removesuffix(ENDINGS[STAFF])


def audience(version: DataVersion, code: str, measure: str, offices: tuple[str, ...]) -> Audience:
    """A question to one group at some offices of a measure (none: all)."""
    return audience_of(version, Request(code, measure, offices))


@remembered(128)
def audience_of(version: DataVersion, request: Request) -> Audience:
    """A question to one group, as it is compared in a finding."""
    found = finding(version, request)
    placed = waves_of(version, found)
    told = {side: [one for one in placed if one.side == side] for side in SIDES}
    counted = [*told["before"], *told["after"]]
    about = _about(version)
    before, after, whole = (
        _asked([about[_key(found, one)] for one in some])
        for some in (told["before"], told["after"], counted or placed)
    )
    worded = [about[_key(found, one)] for one in placed if one.side in (*SIDES, "worded")]
    whole = replace(whole, wordings=_asked(worded).wordings or whole.wordings)
    return Audience(
        request.indicator, found, tuple(_together(placed, found.indicator.is_quoted)), before, after, whole
    )


def by_office(version: DataVersion, question: str) -> tuple[OfficeAnswers, ...]:
    """Each office of each measure on one question, in the order of measures; verdicts corrected together."""
    codes = questions()[question]

    def asked(group: str, measure: str, office: str) -> Finding | None:
        return finding(version, Request(codes[group], measure, (office,))) if group in codes else None

    rows = [
        OfficeAnswers(office, key, asked(CLIENTS, key, office), asked(STAFF, key, office), "no_data")
        for key, measure in measures(version).items()
        for office in measure.offices
    ]
    told = [one for one in rows if any(side and _has_answers(side) for side in (one.clients, one.staff))]
    verdicts = iter(judged_together([one.clients for one in told if one.clients is not None]))
    return tuple(one if one.clients is None else replace(one, verdict=next(verdicts)) for one in told)


def of_group(
    version: DataVersion, group: str, measure: str, offices: tuple[str, ...]
) -> tuple[Question, ...]:
    """Every question to one group, with verdicts corrected for looking at all of them; without answers left out."""
    named = [(name, codes[group]) for name, codes in questions().items() if group in codes]
    found = [(name, finding(version, Request(code, measure, offices))) for name, code in named]
    told = [(name, one) for name, one in found if _has_answers(one)]
    verdicts = judged_together([one for _, one in told])
    return tuple(Question(name, one, said) for (name, one), said in zip(told, verdicts, strict=True))


def stretches(waves: Iterable[WaveShare]) -> tuple[Stretch, ...]:
    """Waves of one side that follow each other without a change of mode or wording, each with its answers."""
    found: list[Stretch] = []
    for side in SIDES:
        own: list[WaveShare] = []
        for wave in (one for one in waves if one.side == side):
            if own and wave.cut:
                found.append(_stretch(side, own))
                own = []
            own.append(wave)
        if own:
            found.append(_stretch(side, own))
    return tuple(found)


def _stretch(side: str, own: Sequence[WaveShare]) -> Stretch:
    last = max(one.last for one in own)
    return Stretch(
        side, own[0].first, last, sum(one.agreeing for one in own), sum(one.answers for one in own)
    )


def _has_answers(found: Finding) -> bool:
    return any(one is not None and one.answer_count for one in (found.before, found.after))


def _key(found: Finding, one: Placed) -> tuple[str | None, str, str]:
    return found.indicator.audience, one.wave.office_id, one.wave.wave_id


@remembered(4)
def _about(version: DataVersion) -> Mapping[tuple[str | None, str, str], Any]:
    """How each wave was asked, by audience, office and identifier."""
    rows = open_snapshot(version).rows("views/survey_waves")
    return {(row.audience_code, row.office_id, row.wave_id): row for row in rows}


def _asked(rows: Sequence[Any]) -> Asked:
    told = [row.approached_count for row in rows]
    return Asked(
        waves=len({row.field_from for row in rows}),
        first=min((row.field_from for row in rows), default=None),
        last=max((row.field_until for row in rows), default=None),
        participants=sum(row.participant_count for row in rows),
        approached=sum(told) if told and None not in told else None,
        modes=_distinct(row.mode_code for row in rows),
        languages=_distinct(part for row in rows for part in (row.languages or "").split("|")),
        clients=_distinct(row.client for row in rows),
        selections=_distinct(row.selection_code for row in rows),
        wordings=_distinct(row.question_wording for row in sorted(rows, key=_newest_first)),
        is_representative=bool(rows) and all(row.is_representative for row in rows),
    )


def _newest_first(row: Any) -> int:
    return -int(row.field_from.toordinal())


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value and value.strip()))


def _together(placed: Iterable[Placed], is_quoted: bool) -> Iterator[WaveShare]:
    """Waves of several offices that began on one day are one; what changed is told office by office."""
    changed = _changes(placed, is_quoted)
    groups: dict[tuple[date, str], list[Placed]] = {}
    for one in sorted(placed, key=lambda one: (one.wave.first, one.wave.wave_id)):
        groups.setdefault((one.wave.first, one.side), []).append(one)
    for (first, side), group in groups.items():
        distribution = tuple(int(sum(one.wave.answers[place] for one in group)) for place in range(5))
        answers, agreeing = sum(distribution), sum(distribution[3:])
        interval = shares.of_one_sample(agreeing, answers)
        cut = {name for one in group for name in changed.get((one.office, one.wave.wave_id), ())}
        yield WaveShare(
            first,
            max(one.wave.last for one in group),
            side,
            distribution,
            interval.low,
            interval.high,
            tuple(name for name in CUTTING if name in cut),
        )


def _changes(placed: Iterable[Placed], is_quoted: bool) -> dict[tuple[int, str], tuple[str, ...]]:
    """By office and wave: mode or wording, where they differ from the wave before at that office.

    A wave tells the wording of one question; it says nothing of the others.
    """
    cutting = [name for name in CUTTING if is_quoted or name != "wording"]
    by_office: dict[int, list[Placed]] = {}
    for one in placed:
        by_office.setdefault(one.office, []).append(one)
    return {
        (later.office, later.wave.wave_id): names
        for own in by_office.values()
        for earlier, later in pairwise(sorted(own, key=lambda one: one.wave.first))
        if (names := tuple(name for name in cutting if _differs(earlier, later, name)))
    }


def _differs(earlier: Placed, later: Placed, name: str) -> bool:
    place = METHODS.index(name)
    return earlier.wave.methods[place] != later.wave.methods[place]
