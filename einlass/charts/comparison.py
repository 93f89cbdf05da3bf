"""Charts of one finding: the series with both phases, and the answers."""

from __future__ import annotations

from datetime import timedelta

import plotly.graph_objects as go

from einlass import config
from einlass.charts.heard import REFERENCE, heard
from einlass.charts.look import Look, framed
from einlass.charts.marks import Mark, draw_marks, hatch, shade, told_at
from einlass.charts.phases import mixed_phase, phase_of, shared_phases
from einlass.findings import Finding, Phase, Point, Series, Week
from einlass.measures import Window
from einlass.words import Words, points, sentences

BAR_SHARE = 0.8  # of its period a bar covers
MILLISECONDS_A_DAY = 86_400_000
HALF_WEEK = timedelta(days=3)


def phases_chart(
    finding: Finding, series: Series, marks: list[Mark], look: Look, w: Words, *, title: str, foot: str
) -> go.Figure:
    """The series by week (counts as bars) or month of field work, both phases shaded, left-out days hatched."""
    assert finding.windows is not None
    is_count = finding.indicator.kind == "rate"
    values = _counts(series, finding) if is_count else [point.value for point in series]
    span = Window(series[0].start, series[-1].until)
    height = max([1.0, *(value for value in values if value is not None)]) * 1.12
    figure = go.Figure()
    phases = shared_phases(finding)
    for window in phases.values():
        if window is not None:
            shade(figure, window, look.shade)
    expected = _expected_weeks(finding, phases["after"])
    if expected:
        height = max(height, _draw_expected(figure, expected, look, w) * 1.12)
    for gap in finding.windows.left_out:
        period = w.period(gap.window.first, gap.window.until)
        hatch(figure, gap.window, height, look, f"{period}, {w('chart.left_out', reason=w(gap.reason))}")
    notes = _notes(series, finding, expected, marks, w)
    _draw_values(figure, series, values, notes, finding, look, w)
    draw_marks(figure, marks, span, look)
    _name_phases(figure, finding, look, w)
    counted = sentences.numerator_name(finding.indicator, w)
    sub = w("chart.per_week", counted=counted) if is_count else w(f"unit.{finding.indicator.unit}")
    if expected:
        sub = w("chart.with_expected", unit=sub)
    if is_count and mixed_phase(finding):
        sub = w("chart.mixed", unit=sub)
    figure.update_yaxes(range=[0, height], tickformat=",d" if height > 5 else "")
    if is_count:
        figure.update_yaxes(dtick=1 if height < 7 else None)
    figure.update_xaxes(
        range=[span.first.isoformat(), span.until.isoformat()], tickformat="%b<br>%Y", nticks=7
    )
    return framed(figure, look, w, title=title, sub=sub, foot=foot, height=330, label_rows=len(marks))


def _draw_expected(figure: go.Figure, shown: list[Week], look: Look, w: Words) -> float:
    """What was to be expected without the measure, from the start on, with its band; returns its height."""
    days = [week.start + HALF_WEEK for week in shown]
    band = {"line": {"width": 0}, "hoverinfo": "skip", "showlegend": False, "mode": "lines"}
    top = max(week.expected_high or 0.0 for week in shown)
    figure.add_scatter(x=days, y=[week.expected_low for week in shown], **band)
    figure.add_scatter(
        x=days, y=[week.expected_high for week in shown], fill="tonexty", fillcolor=look.band, **band
    )
    figure.add_scatter(
        x=days,
        y=[week.expected for week in shown],
        mode="lines",
        line={"color": look.series[3], "width": 2, "dash": "dash"},
        meta=heard(REFERENCE),
        customdata=[_expected_words(week, w) for week in shown],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return float(top)


def _expected_words(week: Week, w: Words) -> str:
    period = w.period(week.start, week.start + timedelta(days=7))
    return points.told(period, points.expected(week, w), [], w)


def _notes(
    series: Series, finding: Finding, expected: list[Week], marks: list[Mark], w: Words
) -> list[list[str]]:
    """What colour, hatching, band and marks tell of each period."""
    weeks = {week.start: points.expected(week, w) for week in expected}
    return [
        [
            *([weeks[point.start]] if point.start in weeks else []),
            _side(point, finding, w),
            *told_at(marks, Window(point.start, point.until)),
        ]
        for point in series
    ]


def _side(point: Point, finding: Finding, w: Words) -> str:
    """The phase a period counts in, or why it counts in none."""
    assert finding.windows is not None
    if phase := phase_of(finding, point):
        return w(f"phase.{phase}")
    period = Window(point.start, point.until)
    reasons = [w(gap.reason) for gap in finding.windows.left_out if gap.window.overlaps(period)]
    return w("chart.left_out", reason=w.join(reasons)) if reasons else w("chart.outside")


def _expected_weeks(finding: Finding, after: Window | None) -> list[Week]:
    """The weeks with an expected number, since the measure began at every office."""
    weeks = finding.analysis.weeks if finding.analysis else ()
    return [
        week
        for week in weeks
        if after and week.start in after and week.is_after and week.is_used and week.expected_high is not None
    ]


def _counts(series: Series, finding: Finding) -> list[float | None]:
    """All events of each period, also of days without a denominator; a true zero is one, a missing count is not."""
    weeks = finding.analysis.weeks if finding.analysis else ()
    told = {week.start: week.count for week in weeks}
    return [told.get(point.start) if point.count is None else point.count for point in series]


def _draw_values(
    figure: go.Figure,
    series: Series,
    values: list[float | None],
    notes: list[list[str]],
    finding: Finding,
    look: Look,
    w: Words,
) -> None:
    middle = [point.middle for point in series]
    colors = [_phase_color(point, finding, look) for point in series]
    hover = [
        points.told(
            w.period(row.start, row.until),
            sentences.point_in_words(finding.indicator, row, w)
            + ("" if row.is_complete or row.value is None else f" {w('chart.incomplete')}"),
            own,
            w,
        )
        for row, own in zip(series, notes, strict=True)
    ]
    flagged = [not point.is_complete or point.value is None for point in series]
    if finding.indicator.kind == "score":
        figure.add_scatter(
            x=middle,
            y=values,
            meta=heard(flagged=flagged),
            mode="markers",
            marker={"color": colors, "size": 10, "line": {"color": look.ground, "width": 1}},
            customdata=hover,
            hovertemplate="%{customdata}<extra></extra>",
        )
        return
    mixed = [phase_of(finding, point) == "mixed" for point in series]
    pattern = [
        "/" if is_mixed else ("" if point.is_complete else ".")
        for point, is_mixed in zip(series, mixed, strict=True)
    ]
    figure.add_bar(
        x=middle,
        y=values,
        meta=heard(flagged=flagged),
        width=[BAR_SHARE * (point.until - point.start).days * MILLISECONDS_A_DAY for point in series],
        marker={
            "color": colors,
            "line": {"width": 0},
            "pattern": {
                "shape": pattern,
                "fgcolor": [look.after if is_mixed else look.ground for is_mixed in mixed],
                "fillmode": "overlay",
            },
        },
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _phase_color(point: Point, finding: Finding, look: Look) -> str:
    colors = {"before": look.before, "after": look.after, "mixed": look.before}
    return colors.get(phase_of(finding, point), look.outside)


def _name_phases(figure: go.Figure, finding: Finding, look: Look, w: Words) -> None:
    """Each phase is named at its foot, inside the plot, instead of in a legend."""
    named = {**shared_phases(finding), "mixed": mixed_phase(finding)}
    for name, window in named.items():
        if window is None:
            continue
        middle = window.first.toordinal() + window.days // 2
        figure.add_annotation(
            x=window.first.fromordinal(middle).isoformat(),
            y=1,
            yref="paper",
            yanchor="top",
            yshift=-4,
            text=w(f"phase.{name}"),
            showarrow=False,
            font={"size": 12, "color": look.ink},
            bgcolor=look.ground,
            opacity=0.92,
        )


def distribution_chart(finding: Finding, look: Look, w: Words, *, title: str, foot: str) -> go.Figure | None:
    """The shares of the five answers in both phases, one bar a phase."""
    before, after = finding.before, finding.after
    if not before or not after or not before.answer_count or not after.answer_count:
        return None
    figure = go.Figure()
    for value, color, ink in zip(range(5), look.palette.answers, _answer_inks(look), strict=True):
        shares = [phase.distribution[value] / phase.answer_count for phase in (before, after)]
        figure.add_bar(
            y=[0, 1],
            width=0.5,
            x=shares,
            orientation="h",
            marker={"color": color, "line": {"color": look.ground, "width": 1}},
            text=[_answer_text(phase, value, w) for phase in (before, after)],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": ink},
            customdata=[
                _answer_told(side, phase, value, w) for side, phase in (("before", before), ("after", after))
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(visible=False, range=[1.3, -0.6])
    for place, phase, key in ((0, before, "phase.before"), (1, after, "phase.after")):
        figure.add_annotation(
            x=0,
            y=place - 0.26,
            xanchor="left",
            yanchor="bottom",
            text=w("chart.answers_n", phase=w(key), n=w.number(phase.answer_count)),
            showarrow=False,
            font={"color": look.ink, "size": 13},
        )
    return framed(figure, look, w, title=title, sub=w("chart.answers"), foot=foot, height=280)


def _answer_text(phase: Phase, value: int, w: Words) -> str:
    """The share of an answer inside its bar; a count where n is too small, nothing where the bar is too slim."""
    count = phase.distribution[value]
    if count / phase.answer_count < 0.08:
        return ""
    if phase.answer_count < config.thresholds().share_least:
        return w.number(count)
    return w.percent(count / phase.answer_count)


def _answer_told(side: str, phase: Phase, value: int, w: Words) -> str:
    """An answer in words: when, which, how many of how many, and the share where n carries it."""
    count, asked = phase.distribution[value], phase.answer_count
    told = w("incidents.of", part=w.number(count), whole=w.number(asked))
    is_few = asked < config.thresholds().share_least
    share = "" if is_few else f" ({w.percent(count / asked)})"
    return points.told(
        sentences.sentence_case(w(f"phase.{side}")), f"{w(f'answer.{value + 1}')}, {told}{share}", [], w
    )


def _answer_inks(look: Look) -> tuple[str, ...]:
    return ("#FFFFFF", "#1A1A1A", "#1A1A1A", "#1A1A1A", "#FFFFFF")
