"""Reported incidents of a measure or of all together, before and since its start, with visits."""

from __future__ import annotations

from collections.abc import Iterable

from einlass.findings import CityFinding, Finding, Phase, city, finding, since_starts
from einlass.findings.phases import phase_by_office, spans_since
from einlass.findings.records import Analysis
from einlass.measures import Windows
from einlass.release.figures.extent import USUAL, Extent
from einlass.release.figures.parts import TOTAL, counted, figure_of, office_table, rated, side, spans_of
from einlass.release.records import Amount, Figure, Row, Side, Table
from einlass.warehouse import DataVersion

UNIT = "reports"
PARTS = ("events", "visits", "per_10000")
Both = tuple[Phase, Phase]


def incidents(version: DataVersion, code: str, measure_key: str, extent: Extent = USUAL) -> Figure | None:
    """The finding of a measure, or the one of the city, as a figure; None where nothing was counted."""
    if not measure_key:
        return _of_city(version, city(version, code, extent.offices, (extent.before, extent.period)))
    found = finding(version, extent.request(code, measure_key))
    if found.before is None or found.after is None or not found.after.day_count:
        return _since(version, found, extent)
    return _of_measure(version, found, found.before, found.after)


def codes_of(analysis: Analysis | None, caveats: Iterable[str] = ()) -> tuple[str, ...]:
    """What breaks comparability: guards that struck, and caveats, as codes."""
    struck = [one.code.value for one in (analysis.guards if analysis else ()) if one.is_struck]
    return tuple(dict.fromkeys([*struck, *caveats]))


def _of_measure(version: DataVersion, found: Finding, before: Phase, after: Phase) -> Figure:
    own = windows_of(found)
    by_office = [(office, _own(version, found.indicator.code, office, one)) for office, one in own]
    return figure_of(
        version,
        found.indicator,
        found.indicator.code,
        found.measure.key,
        found.used_offices,
        after.window,
        kind="count",
        unit=UNIT,
        headline=counted(after),
        sides=_sides(before, after, own),
        table=_table(by_office, (before, after)),
        verdict=found.verdict,
        caveats=codes_of(found.analysis, (one.code for one in found.caveats)),
    )


def _own(version: DataVersion, code: str, office: str, windows: Windows) -> Both:
    """What one office adds to both sides, in its own windows."""
    gaps = [gap.window for gap in windows.left_out]
    before, after = (
        phase_by_office(version, code, {office: (window, gaps)}) for window in (windows.before, windows.after)
    )
    return before, after


def _of_city(version: DataVersion, found: CityFinding) -> Figure | None:
    before, after = found.before, found.after
    if before is None or after is None:
        return None
    by_office = [(one.office_id, (one.before, one.after)) for one in found.pooled]
    return figure_of(
        version,
        found.indicator,
        found.indicator.code,
        "",
        tuple(one.office_id for one in found.pooled),
        after.window,
        kind="count",
        unit=UNIT,
        headline=counted(after),
        sides=_sides(before, after, [(one.office_id, one.windows) for one in found.pooled]),
        table=_table(by_office, (before, after)),
        verdict=found.verdict,
        caveats=codes_of(found.analysis),
    )


def windows_of(found: Finding) -> list[tuple[str, Windows]]:
    """The offices that the numbers come from, each with its windows."""
    return [
        (one.office_id, one.windows) for one in found.uses if one.reason is None and one.windows is not None
    ]


def _sides(before: Phase, after: Phase, own: list[tuple[str, Windows]]) -> tuple[Side, Side]:
    return (
        side("before", before, counted(before), spans=spans_of(own, "before")),
        side("since", after, counted(after), spans=spans_of(own, "after")),
    )


def _since(version: DataVersion, found: Finding, extent: Extent) -> Figure | None:
    """Nothing to compare with: what was counted since the start."""
    code, of = found.indicator.code, found.measure
    spans = spans_since(version, code, extent.of(of.episodes), extent.period)
    after = since_starts(version, code, extent.of(of.episodes), extent.period)
    if after is None:
        return None
    rows = tuple(
        Row(
            label=f"office.{office}",
            cells=_cells(phase_by_office(version, code, {office: spans[office]})),
        )
        for office in of.offices
        if office in spans
    )
    several = (*rows, Row(label=TOTAL, cells=_cells(after))) if len(rows) > 1 else rows
    return figure_of(
        version,
        found.indicator,
        code,
        of.key,
        tuple(office for office in of.offices if office in spans),
        after.window,
        kind="count",
        unit=UNIT,
        headline=counted(after),
        sides=(side("since", after, counted(after), spans=spans),),
        table=office_table(tuple(f"since.{one}" for one in PARTS), several),
        verdict=found.verdict,
    )


def _table(by_office: list[tuple[str, Both]], whole: Both) -> Table:
    """Before and since the start below each other for one office, else a row an office with both."""
    if len(by_office) == 1:
        rows = tuple(
            Row(label=f"phase.{name}", cells=_cells(phase))
            for name, phase in zip(("before", "since"), whole, strict=True)
        )
        return Table(dimension="phases", columns=PARTS, rows=rows)
    columns = tuple(f"{name}.{part}" for name in ("before", "since") for part in PARTS)
    rows = tuple(Row(label=f"office.{office}", cells=_both(own)) for office, own in by_office)
    return office_table(columns, (*rows, Row(label=TOTAL, cells=_both(whole))))


def _both(phases: Both) -> tuple[Amount, ...]:
    return (*_cells(phases[0]), *_cells(phases[1]))


def _cells(phase: Phase) -> tuple[Amount, ...]:
    return (
        Amount(value=phase.numerator, numerator=phase.numerator),
        Amount(value=phase.denominator or None, numerator=phase.denominator or None),
        rated(phase),
    )
