"""What all figures share: amounts, tables, where the numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from einlass import config
from einlass.findings import Phase, provenance
from einlass.findings.days import merged
from einlass.findings.make import LATE_REPORT_DAYS
from einlass.findings.phases import Spans
from einlass.indicators import Indicator
from einlass.measures import Window, Windows
from einlass.release.records import Amount, Figure, Row, Side, Subject, Table
from einlass.release.records import Phase as Part
from einlass.warehouse import DataVersion

DAY = timedelta(days=1)
TOTAL = "total"


def figure_of(
    version: DataVersion,
    asked: Indicator,
    topic: str,
    measure: str,
    offices: tuple[str, ...],
    window: Window,
    **about: Any,
) -> Figure:
    """A figure with the definition, sources and Stand of its indicator."""
    origin = provenance(version, asked)
    compared = next((one for one in about["sides"] if one.phase == "before"), None)
    return Figure(
        subject=Subject(
            topic=topic,
            measure=measure,
            offices=offices,
            first=window.first,
            last=last_of(window),
            before=(compared.first, compared.last) if compared else None,
        ),
        definition_version=origin.definition_version,
        sources=origin.sources,
        data_version=origin.version_number,
        data_sha256=origin.version_sha256,
        stand=origin.stand,
        late_until=last_of(window) + timedelta(days=LATE_REPORT_DAYS),
        is_sample=origin.is_sample,
        **about,
    )


def last_of(window: Window) -> date:
    """The last day of a half-open range."""
    return max(window.first, window.until - DAY)


def counted(phase: Phase) -> Amount:
    """All events of a phase, with the exposure of the days on which that is known."""
    return Amount(value=phase.numerator, numerator=phase.numerator, denominator=phase.denominator or None)


def rated(phase: Phase) -> Amount:
    """The value of a phase in its indicator's unit, with what it rests on."""
    return Amount(
        value=phase.value,
        numerator=phase.rated,
        denominator=phase.denominator,
        low=phase.low,
        high=phase.high,
    )


def share(part: float, whole: float, low: float | None = None, high: float | None = None) -> Amount:
    """A share in per cent; of few, none is told and the sign says so."""
    if whole < config.thresholds().share_least:
        return Amount(numerator=part, denominator=whole, sign="/")
    return Amount(value=100 * part / whole, numerator=part, denominator=whole, low=low, high=high)


def number(value: float | None) -> Amount:
    """A plain number."""
    return Amount(value=value, numerator=value)


def side(
    phase: Part, counts: Phase, amount: Amount, window: Window | None = None, spans: Spans | None = None
) -> Side:
    """A period of a figure. spans: the days that count at each office."""
    days = window or counts.window
    return Side(
        phase=phase,
        first=days.first,
        last=last_of(days),
        amount=amount,
        day_count=counts.day_count,
        wave_count=counts.wave_count,
        distribution=counts.distribution,
        stretches=tuple(
            stretch
            for office, (own, gaps) in sorted((spans or {}).items())
            for stretch in _stretches(office, own.within(days), gaps)
        ),
    )


def spans_of(own: Iterable[tuple[str, Windows]], phase: str) -> Spans:
    """The days that count at each office in one phase of a comparison."""
    return {office: (getattr(one, phase), [gap.window for gap in one.left_out]) for office, one in own}


def _stretches(office: str, window: Window, gaps: list[Window]) -> Iterator[tuple[str, date, date]]:
    """What is left of a window without its gaps."""
    first = window.first
    for gap in merged([one.within(window) for one in gaps if one.overlaps(window)]):
        if first < gap.first:
            yield office, first, gap.first - DAY
        first = gap.until
    if first < window.until:
        yield office, first, window.until - DAY


def office_rows(rows: Iterable[tuple[str, tuple[Amount, ...]]], whole: tuple[Amount, ...]) -> tuple[Row, ...]:
    """A row an office, and one for all where there are several."""
    found = tuple(Row(label=f"office.{office}", cells=cells) for office, cells in rows)
    return found if len(found) == 1 else (*found, Row(label=TOTAL, cells=whole))


def office_table(columns: tuple[str, ...], rows: tuple[Row, ...]) -> Table:
    """A table by offices; its last row sums up where there are several."""
    return Table(dimension="offices", columns=columns, rows=rows, total=TOTAL if len(rows) > 1 else "")
