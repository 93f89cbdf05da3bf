"""Charts of the topic of incidents: rates of an office on one axis, months by who reported, days until a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import plotly.graph_objects as go

from einlass.charts import tiny
from einlass.charts.heard import heard
from einlass.charts.look import ROW, Look, framed
from einlass.charts.marks import Mark, draw_lines, labels, number_of, rows_of
from einlass.measures import Window
from einlass.topics.incidents import Delays, Month, Rate
from einlass.topics.small import is_small
from einlass.words import Words, points

RATE_WIDTH, RATE_HEIGHT = 520, 30
NARROW, NARROW_PLOT, WIDE_PLOT = 600, 290, 760
MONTHS_HEIGHT, DELAY_HEIGHT = 260, 250
NARROW_DELAY = 440  # px; below it the words at the steps are short
FEW_STEPS = 7  # an axis that ends below shows every whole number
LOW = 0.15  # of an axis; words at points below it stand above them, clear of the axis
BAR_SHARE = 0.74  # of its month a bar covers
MILLISECONDS_A_DAY = 86_400_000
LEAST_DAYS, MOST_DAYS = 42, 63  # of the axis of days until a report
HATCHED = {"SIDI": "/", "POL": "x"}  # reporters that are told apart by more than their colour
COLOURS = {"BESCH": 0, "ALARM": 1, "SIDI": 3, "POL": 2}  # places in the order of series


def rate_graphic(before: Rate, after: Rate, top: float, look: Look, *, has_measure: bool) -> str:
    """An office on the shared axis: ring = before, disc = since the start, each on its 95 % interval."""
    color = look.after if has_measure else look.ink
    grid = [
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{RATE_HEIGHT}" stroke="{look.grid}"/>'
        for x in (tiny.place_of_share(step / 4, RATE_WIDTH) for step in range(5))
    ]
    return tiny.svg(
        RATE_WIDTH,
        RATE_HEIGHT,
        [*grid, *_rate(before, top, 9, look.before, look.ground), *_rate(after, top, 21, color, color)],
    )


def _rate(one: Rate, top: float, y: float, color: str, fill: str) -> list[str]:
    """The interval as a line, the value as a dot; an arrowhead where the interval goes on beyond the axis."""
    if one.phase.value is None or one.low is None or one.high is None or not top:
        return []
    low, high, value = (
        tiny.place_of_share(end / top, RATE_WIDTH) for end in (one.low, one.high, one.phase.value)
    )
    parts = [f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="{color}" stroke-width="2.4"/>']
    if one.high > top:
        parts.append(f'<path d="M{high + 5:.1f} {y}l-7 -5v10z" fill="{color}"/>')
    parts.append(
        f'<circle cx="{value:.1f}" cy="{y}" r="4.6" fill="{fill}" stroke="{color}" stroke-width="2.2"/>'
    )
    return parts


def months_chart(
    months: Sequence[Month],
    marks: Sequence[Mark],
    names: Mapping[str, str],
    change: tuple[Mark, str] | None,
    look: Look,
    w: Words,
    *,
    title: str,
    sub: str,
    foot: str,
) -> go.Figure:
    """Months as stacked bars by who reported; hatched ground: not complete yet.

    names: of the reporters that are drawn. change: the mark of the first change of who reports, and its words.
    """
    figure = go.Figure()
    top = max([1, *(one.count for one in months)]) * 1.12
    span = Window(months[0].window.first, months[-1].window.until)
    _draw_open(figure, [one for one in months if one.is_open], top, look, w)
    base = [0] * len(months)
    for code, name in names.items():
        counts = [one.by_reporter[code] for one in months]
        _draw_reporter(figure, months, counts, base, (code, name), look, w)
        base = [below + count for below, count in zip(base, counts, strict=True)]
    draw_lines(figure, list(marks), look)
    figure.update_xaxes(
        type="date",
        range=[span.first.isoformat(), span.until.isoformat()],
        tickformat="%b<br>%Y",
        nticks=9,
    )
    figure.update_yaxes(type="linear", range=[0, top], tickformat=",d", dtick=1 if top < FEW_STEPS else None)
    framed(figure, look, w, title=title, sub=sub, foot=foot, height=MONTHS_HEIGHT, label_rows=3)
    entries = len(names) + any(one.is_open for one in months)
    wide = _around(marks, change, span, WIDE_PLOT, look, entries=1)
    figure.update_layout(barmode="overlay", showlegend=True, **wide)
    narrow = _around(marks, None, span, NARROW_PLOT, look, entries=entries)
    return figure.update_layout(meta=figure.layout.meta | {"narrow": {"below": NARROW, "layout": narrow}})


def _draw_open(figure: go.Figure, months: Sequence[Month], top: float, look: Look, w: Words) -> None:
    """The ground of months that are not complete yet."""
    if not months:
        return
    figure.add_bar(
        x=[_middle(one.window) for one in months],
        y=[top] * len(months),
        width=[one.window.days * MILLISECONDS_A_DAY for one in months],
        name=w("incidents.months.open"),
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": look.outside, "size": 7, "solidity": 0.2},
        },
        hoverinfo="skip",
    )


def _draw_reporter(
    figure: go.Figure,
    months: Sequence[Month],
    counts: Sequence[int],
    base: Sequence[int],
    reporter: tuple[str, str],
    look: Look,
    w: Words,
) -> None:
    code, name = reporter
    color = look.series[COLOURS[code]]
    shown = [place for place, count in enumerate(counts) if count]
    figure.add_bar(
        x=[_middle(months[place].window) for place in shown],
        y=[counts[place] for place in shown],
        base=[base[place] for place in shown],
        width=[BAR_SHARE * months[place].window.days * MILLISECONDS_A_DAY for place in shown],
        name=f"{name}: {_number(sum(counts), w)}",
        marker={
            "color": look.ground if code in HATCHED else color,
            "line": {"width": 1, "color": color if code in HATCHED else look.ground},
            "pattern": {"shape": HATCHED.get(code, ""), "fgcolor": color, "size": 6, "solidity": 0.4},
        },
        meta=heard(flagged=[months[place].is_open for place in shown]),
        customdata=[
            points.told(
                w("incidents.months.of", month=w.month(months[place].window.first, with_year=True)),
                f"{name} {points.quiet(w.number(counts[place]), is_small(counts[place]), w)}"
                + (f" {w('chart.incomplete')}" if months[place].is_open else ""),
                [],
                w,
            )
            for place in shown
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _number(count: int, w: Words) -> str:
    """A count, with the mark where it is not for publication."""
    return w.number(count) + (w("quiet.sign") if is_small(count) else "")


def _middle(window: Window) -> str:
    return (window.first + (window.until - window.first) / 2).isoformat()


def _around(
    marks: Sequence[Mark],
    change: tuple[Mark, str] | None,
    span: Window,
    width: int,
    look: Look,
    *,
    entries: int,
) -> dict[str, object]:
    """Room and labels around the plot: numbers over the marks, above them the change in words; the legend below."""
    numbers = [number_of(place) for place in range(len(marks))]
    rows = rows_of(list(marks), numbers, span, width)
    shown = labels(list(marks), numbers, rows, span, look)
    above = max(rows, default=-1) + 1
    if change is not None:
        mark, words = change
        shown += labels([mark], [words], [above], span, look)
        above += 1
    top, bottom = ROW * above + 14, 74 + 22 * entries
    return {
        "annotations": shown,
        "margin": {"t": top, "b": bottom, "l": 44, "r": 18},
        "height": MONTHS_HEIGHT + top + bottom - 56,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -48 / (MONTHS_HEIGHT - 56),
            "yanchor": "top",
            "yref": "paper",
            "traceorder": "normal",
            "font": {"size": 13},
        },
    }


def delay_chart(
    found: Delays,
    named: Sequence[tuple[int, str]],
    look: Look,
    w: Words,
    value: Callable[[int], float],
    *,
    title: str,
    sub: str,
    foot: str,
) -> go.Figure:
    """How many reports had come in after so many days, as steps. named: days with their words.

    value: from a count to what the axis shows (a count, or a share).
    """
    figure = go.Figure()
    last = min(max([LEAST_DAYS, *(day for day, _ in found.by_day)]), MOST_DAYS)
    whole = value(found.count)
    steps = [(day, count) for day, count in found.by_day if day <= last]
    steps = steps if steps and steps[0][0] == 0 else [(0, 0), *steps]
    steps = [*steps, (last, steps[-1][1])] if steps[-1][0] < last else steps
    words = [w.plural("incidents.delay.hover", day, told=_told(count, found, w)) for day, count in steps]
    figure.add_scatter(
        x=[day for day, _ in steps],
        y=[value(count) for _, count in steps],
        mode="lines",
        line={"color": look.after, "width": 2.4, "shape": "hv"},
        customdata=words,
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=[day for day, _ in named],
        y=[value(found.within(day)) for day, _ in named],
        mode="markers",
        marker={"size": 9, "color": look.after},
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure.add_shape(
        type="rect",
        x0=0,
        x1=named[-1][0],
        y0=0,
        y1=whole * 1.06,
        fillcolor=look.shade,
        line={"width": 0},
        layer="below",
    )
    figure.update_xaxes(
        type="linear",
        range=[0, last + 0.5],
        tickmode="linear",
        tick0=0,
        dtick=7,
        title={"text": w("incidents.delay.axis"), "font": {"size": 13}, "standoff": 6},
    )
    figure.update_yaxes(
        type="linear", range=[0, whole * 1.06], tickformat="", dtick=1 if whole < FEW_STEPS else None
    )
    framed(figure, look, w, title=title, sub=sub, foot=foot, height=DELAY_HEIGHT)
    places = [(day, value(found.within(day))) for day, _ in named]
    wide = [w.plural("incidents.delay.named", day, of=of) for day, of in named]
    texts = {"wide": wide, "narrow": [of for _, of in named]}
    labels_ = {width: _beside(places, told, look) for width, told in texts.items()}
    narrow = {"below": NARROW_DELAY, "layout": {"annotations": labels_["narrow"]}}
    return figure.update_layout(annotations=labels_["wide"], meta=figure.layout.meta | {"narrow": narrow})


def _told(count: int, found: Delays, w: Words) -> str:
    """So many of all; small as well where the others are few, as the words beside the points have it."""
    told = w("incidents.of", part=w.number(count), whole=w.number(found.count))
    return points.quiet(told, any(map(is_small, (count, found.count, found.count - count))), w)


def _beside(places: Sequence[tuple[int, float]], texts: Sequence[str], look: Look) -> list[dict[str, object]]:
    """Words on the right of points, below them: the line only rises, so that place is free; above very low points."""
    low = LOW * max((height for _, height in places), default=0)
    return [
        {
            "x": day,
            "y": height,
            "text": f"<b>{text}</b>",
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "bottom" if height < low else "top",
            "xshift": 8,
            "yshift": 4 if height < low else -6,
            "font": {"size": 13, "color": look.ink},
        }
        for (day, height), text in zip(places, texts, strict=True)
    ]
