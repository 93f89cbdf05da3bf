"""A statement that clients or staff were to agree with: how many agree, before and since the start."""

from __future__ import annotations

from einlass.findings import Finding, Phase
from einlass.findings.phases import Spans
from einlass.measures import Window
from einlass.release.figures.extent import USUAL, Extent
from einlass.release.figures.incidents import codes_of, windows_of
from einlass.release.figures.parts import DAY, figure_of, number, share, side, spans_of
from einlass.release.records import Amount, Figure, Row, Survey, Table
from einlass.release.records import Phase as Part
from einlass.topics.sentiment import Asked, Audience, audience_of
from einlass.warehouse import DataVersion

UNIT = "percent"
AGREE, ALL = "agree", "all_answers"


def answers(version: DataVersion, code: str, measure: str, extent: Extent = USUAL) -> Figure | None:
    """A question to one group at the offices of a measure; None where nobody answered since the start."""
    one = audience_of(version, extent.request(code, measure))
    sides = [
        (name, phase, asked)
        for name, phase, asked in (
            ("before", one.found.before, one.before),
            ("since", one.found.after, one.after),
        )
        if phase is not None and phase.answer_count
    ]
    if not sides or sides[-1][0] != "since":
        return None
    last = sides[-1][1]
    return figure_of(
        version,
        one.found.indicator,
        code,
        measure,
        one.found.used_offices,
        _field(last, one.after),
        kind="score",
        unit=UNIT,
        headline=_agreeing(last),
        sides=tuple(
            side(_part(name), phase, _agreeing(phase), _field(phase, asked), _spans(one.found, name))
            for name, phase, asked in sides
        ),
        table=_table([(name, phase) for name, phase, _ in sides]),
        verdict=one.found.verdict,
        caveats=codes_of(one.found.analysis, (each.code for each in one.found.caveats)),
        survey=_survey(one),
    )


def _spans(found: Finding, name: str) -> Spans:
    return spans_of(windows_of(found), "before" if name == "before" else "after")


def _part(name: str) -> Part:
    return "before" if name == "before" else "since"


def _field(phase: Phase, asked: Asked) -> Window:
    """The days on which people were asked."""
    return Window(asked.first, asked.last + DAY) if asked.first and asked.last else phase.window


def _agreeing(phase: Phase) -> Amount:
    return share(phase.numerator, phase.denominator, phase.low, phase.high)


def _table(sides: list[tuple[str, Phase]]) -> Table:
    """A row an answer, then those who agree, then all."""
    rows = [
        Row(label=f"answer.{value}", cells=_cells([(one.distribution[value - 1], one) for _, one in sides]))
        for value in range(1, 6)
    ]
    rows.append(Row(label=AGREE, cells=_cells([(one.numerator, one) for _, one in sides])))
    rows.append(Row(label=ALL, cells=_cells([(one.denominator, one) for _, one in sides])))
    columns = tuple(f"{name}.{part}" for name, _ in sides for part in ("count", "percent"))
    return Table(dimension="answers", columns=columns, rows=tuple(rows), total=ALL)


def _cells(counts: list[tuple[float, Phase]]) -> tuple[Amount, ...]:
    return tuple(
        cell
        for count, phase in counts
        for cell in (number(float(count)), share(float(count), phase.denominator))
    )


def _survey(one: Audience) -> Survey | None:
    """How it was asked since the start; the wording is that of the waves, else of the statement."""
    asked = one.after
    if asked.first is None or asked.last is None:
        return None
    return Survey(
        respondents=asked.participants,
        asked=asked.approached or 0,
        first=asked.first,
        last=asked.last,
        client=", ".join(asked.clients),
        wording=one.found.wordings[0] if one.found.wordings else "",
        is_representative=asked.is_representative,
        selection="|".join(asked.selections),
        modes=asked.modes,
        languages=asked.languages,
        audience=one.found.indicator.audience or "",
    )
