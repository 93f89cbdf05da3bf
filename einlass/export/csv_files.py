"""Findings and series as CSV: one header, one notice column, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from datetime import timedelta

from einlass import config
from einlass.export.extract import mark
from einlass.findings import Finding, Phase, Provenance, Series, Week
from einlass.formulas import defused
from einlass.indicators import Indicator
from einlass.measures import Office, Window
from einlass.words import Words, sentences

# A row that a page has made of an indicator, and where its figures come from.
Record = tuple[Indicator, Provenance, Mapping[str, object]]

_DIGITS = 15  # what a double holds for sure; the last ones are noise


def finding_csv(finding: Finding, offices: Mapping[str, Office], w: Words) -> bytes:
    """The comparison as one row a phase, with estimate, verdict and provenance."""
    return findings_csv([finding], offices, w)


def findings_csv(findings: Iterable[Finding], offices: Mapping[str, Office], w: Words) -> bytes:
    """Comparisons below each other; one without data has no row."""
    return _write([row for one in findings for row in _finding_rows(one, offices, w)])


def _finding_rows(finding: Finding, offices: Mapping[str, Office], w: Words) -> list[dict[str, object]]:
    estimate = finding.estimate
    expected = finding.analysis.expected if finding.analysis else None
    shared = _origin(finding.indicator, finding.provenance, w) | {
        "offices": "|".join(offices[one].name for one in finding.offices),
        "measure_id": finding.measure.measure_id,
        "verdict": finding.verdict,
        "effect": estimate.effect if estimate else None,
        "estimate": estimate.value if estimate else None,
        "interval_80_low": estimate.interval_80.low if estimate else None,
        "interval_80_high": estimate.interval_80.high if estimate else None,
        "interval_95_low": estimate.low if estimate else None,
        "interval_95_high": estimate.high if estimate else None,
        "method": estimate.method if estimate else None,
        "expected_after": expected.value if expected else None,
        "expected_after_low": expected.low if expected else None,
        "expected_after_high": expected.high if expected else None,
        "shift_p": finding.analysis.shift_p if finding.analysis else None,
        "scale": finding.analysis.scale if finding.analysis else None,
        "guards_struck": "|".join(guard.code for guard in finding.analysis.guards if guard.is_struck)
        if finding.analysis
        else None,
    }
    phases = (("before", finding.before), ("after", finding.after))
    return [_phase_row(name, phase) | shared for name, phase in phases if phase]


def _phase_row(name: str, phase: Phase) -> dict[str, object]:
    answers = {f"answers_{value}": count for value, count in enumerate(phase.distribution or (None,) * 5, 1)}
    return {
        "phase": name,
        "first_day": phase.window.first.isoformat(),
        "last_day": (phase.window.until - timedelta(days=1)).isoformat(),
        "numerator": phase.numerator,
        "numerator_with_denominator": phase.rated,
        "denominator": phase.denominator,
        "value": phase.value,
        "days_with_data": phase.day_count,
        "days_without_denominator": phase.missing_day_count,
        "waves": phase.wave_count or None,
        **answers,
    }


def weeks_csv(finding: Finding, w: Words) -> bytes:
    """What went into the model that decided, one row an office and week; the programs read it."""
    shared = _origin(finding.indicator, finding.provenance, w)
    analysis = finding.analysis
    starts = {week.time: week.start for week in analysis.weeks} if analysis else {}
    return _write(
        [
            {
                "office": row.office_id,
                "week_start": starts[row.time].isoformat(),
                "time": row.time,
                "count": row.count,
                "exposure": row.exposure,
                "is_under_measure": int(row.is_after),
                "is_treated": int(row.is_treated),
            }
            | shared
            for row in (analysis.table if analysis else ())
        ]
    )


def series_csv(
    indicator: Indicator,
    series: Mapping[str, Series],
    origin: Provenance,
    w: Words,
    phases: Mapping[str, Window],
    weeks: Iterable[Week] = (),
) -> bytes:
    """Series as one row an office and period; `phase` names the window a period starts in.

    weeks: those of a model; they add what was to be expected in them.
    """
    shared = _origin(indicator, origin, w)
    expected = {week.start: week for week in weeks}
    rows = [
        {
            "office": name,
            "period_start": row.start.isoformat(),
            "period_end": (row.until - timedelta(days=1)).isoformat(),
            "phase": next((key for key, window in phases.items() if row.start in window), None),
            "numerator": row.count,
            "denominator": row.denominator or None,
            "value": row.value,
            "is_complete": row.is_complete,
            "days_without_denominator": row.missing_day_count,
        }
        | (_expected(expected.get(row.start)) if expected else {})
        | shared
        for name, table in series.items()
        for row in table
    ]
    return _write(rows)


def records_csv(records: Iterable[Record], w: Words) -> bytes:
    """Records that a page has made of indicators, each with where it comes from."""
    return _write([dict(row) | _origin(asked, origin, w) for asked, origin, row in records])


def _expected(week: Week | None) -> dict[str, object]:
    return {
        "expected": week and week.expected,
        "expected_low": week and week.expected_low,
        "expected_high": week and week.expected_high,
    }


def _origin(indicator: Indicator, origin: Provenance, w: Words) -> dict[str, object]:
    city = config.city()
    return {
        "indicator": indicator.code,
        "unit": indicator.unit,
        "unit_text": w(f"unit.{indicator.unit}"),
        "numerator_text": sentences.numerator_name(indicator, w),
        "denominator_text": sentences.denominator_name(indicator, w),
        "definition_version": origin.definition_version,
        "sources": "|".join(origin.sources),
        "data_until": origin.data_until.isoformat() if origin.data_until else "",
        "stand": origin.stand.isoformat(),
        "data_version": origin.version_number,
        "data_sha256": origin.version_sha256,
        "notice": mark(w, is_sample=origin.is_sample),
        "city": city.name,
        "licence": city.licence,
    }


def _write(rows: list[dict[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(rows[0] if rows else ["notice"])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> object:
    """Empty for missing; a number without the noise of its last digits; no text that a spreadsheet would run."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float):
        return f"{value:.{_DIGITS}g}"
    return defused(value) if isinstance(value, str) else value
