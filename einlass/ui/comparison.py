"""The parts of the before/after page: what is asked, the answer, its charts, its table, what disturbs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from einlass.charts import difference_chart, distribution_chart, marks_of, phases_chart
from einlass.export import finding_csv, series_csv
from einlass.findings import Finding, Phase, Request, Series, data_window, finding, series
from einlass.indicators import Indicator, indicator, indicators
from einlass.measures import Office, Window, events, measure, measures, offices
from einlass.ui import choices, show, style
from einlass.ui.state import Days, current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, sentences

DEFAULT_INDICATOR = "reported_incidents"
STEP_OF_KIND = {"rate": "week", "share": "week", "score": "month", "amount": "week"}


def choose_request(version: DataVersion, w: Words) -> Request:
    """The reader's choice of measure, indicator, offices and windows."""
    left, right = st.columns(2)
    with left:
        measure_id = choose_measure(version, w)
    asked = current_view().indicator
    known = indicators()
    offered = [code for code, one in known.items() if one.is_comparable or code == asked]
    with right:
        code = choices.choose(
            w("choose.indicator"),
            offered,
            "indicator",
            lambda code: w(f"indicator.{code}"),
            default=DEFAULT_INDICATOR,
        )
    assert code is not None
    office_ids = _choose_offices(version, measure_id, w)
    return _choose_windows(version, Request(code, measure_id, office_ids), w)


def choose_measure(version: DataVersion, w: Words) -> str:
    """The measure; a new one takes the reader back to its own offices and windows."""
    names = offices(version)
    found = measures(version)
    chosen = choices.choose(
        w("choose.measure"),
        list(found),
        "measure",
        lambda one: sentences.measure_name(found[one], names, w),
        resets=("offices", "before", "after"),
    )
    assert chosen is not None
    return chosen


def _choose_offices(version: DataVersion, measure_id: str, w: Words) -> tuple[str, ...]:
    """Some of the measure's offices, where it has several; none chosen means all."""
    own = measure(version, measure_id).offices
    if len(own) < 2:
        return ()
    names = offices(version)
    chosen = choices.choose_many(
        w("choose.offices_of_measure"), own, "offices", lambda one: names[one].short_name, default=own
    )
    return () if set(chosen) == set(own) else chosen


def _choose_windows(version: DataVersion, request: Request, w: Words) -> Request:
    """The windows: as the measure makes them, or moved by the reader."""
    default = finding(version, request).windows
    if default is None:
        return request
    data = data_window(version, indicator(request.indicator))
    view = current_view()
    label = w("choose.windows.own" if view.before or view.after else "choose.windows.default")
    with st.expander(label):
        span = {"first": data.first, "last": data.until - timedelta(days=1)}
        before = choices.choose_days(_labels("before", w), "before", _days(default.before), **span)
        after = choices.choose_days(_labels("after", w), "after", _days(default.after), **span)
        style.notes([w("choose.windows.note")])
    moved = {
        name: _window(days)
        for name, days in (("before", before), ("after", after))
        if getattr(view, name) is not None
    }
    return Request(request.indicator, request.measure, request.offices, **moved)


def _labels(phase: str, w: Words) -> tuple[str, str]:
    name = w(f"choose.{phase}")
    return w("choose.first_day", period=name), w("choose.last_day", period=name)


def _days(window: Window) -> Days:
    return window.first, window.until - timedelta(days=1)


def _window(days: Days) -> Window:
    return Window(days[0], days[1] + timedelta(days=1))


def standing(found: Finding, version: DataVersion, w: Words) -> str:
    """The measure's dates and the Stand."""
    dates = sentences.measure_dates(found.measure, w)
    name = w(f"measure.{found.measure.regime}")
    until = w("data_until", day=w.date(found.provenance.data_until))
    return " · ".join([f"{name} {dates}", until, w("stand", moment=w.datetime(version.created_at))])


def answer(found: Finding, w: Words) -> None:
    """The verdict, what was counted, what fits the data."""
    tone: style.Tone = "firm" if found.verdict in sentences.FIRM else "open"
    style.answer_box(
        tone,
        sentences.sentence_case(sentences.verdict(found, w)),
        sentences.answer(found, w),
        sign=sentences.SIGNS.get(found.verdict, "?"),
        hint=sentences.hint(found, w),
    )


def series_chart(found: Finding, version: DataVersion, names: Mapping[str, Office], w: Words) -> None:
    """The series with its phases, its table and its file."""
    assert found.windows is not None
    rows = series(version, found.indicator.code, found.offices, STEP_OF_KIND[found.indicator.kind])
    span = Window(rows[0].start, rows[-1].until)
    marks = marks_of([found.measure], events(version), found.offices, span, w)
    figure = phases_chart(
        found,
        rows,
        marks,
        show.look(),
        w,
        title=sentences.headline(found, names, w),
        foot=chart_foot(found, w),
    )
    show.chart(figure, sentences.alternative_text(found, names, w), f"{found.indicator.code}-series", w)
    phases = {"before": found.windows.before, "after": found.windows.after}
    where = sentences.place(found.offices, names, w)
    show.table_and_file(
        f"{found.indicator.code}-series",
        w("table.series", indicator=w(f"indicator.{found.indicator.code}"), place=where),
        [w(f"table.{name}") for name in ("period", "numerator", "denominator", "value", "phase")],
        lambda: _series_rows(found, rows, w),
        lambda: series_csv(found.indicator, {where: rows}, found.provenance, w, phases),
        w,
        numeric=(1, 2, 3),
    )


def _series_rows(found: Finding, rows: Series, w: Words) -> list[list[str]]:
    assert found.windows is not None
    table = []
    for row in rows:
        is_empty = row.value is None
        phase = next(
            (w(f"phase.{name}") for name in ("before", "after") if row.start in getattr(found.windows, name)),
            "–",
        )
        note = "" if row.is_complete else " " + w("chart.incomplete")
        table.append(
            [
                w.period(row.start, row.until) + note,
                w("value.none") if is_empty else w.number(row.numerator, _digits(row.numerator)),
                w("value.none") if is_empty else w.number(row.denominator, _digits(row.denominator)),
                w("value.none") if is_empty else sentences.quantity(found.indicator, row.value, w),
                phase,
            ]
        )
    return table


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def difference(found: Finding, names: Mapping[str, Office], w: Words) -> None:
    """How large the difference is; for survey items the answers beside it."""
    title = w("chart.difference_title", indicator=w(f"indicator.{found.indicator.code}.short"))
    foot = chart_foot(found, w)
    charts = [("difference", difference_chart(found, show.look(), w, title=title, foot=foot), title)]
    if found.indicator.kind == "score":
        answers = w("chart.answers_title")
        charts.append(
            ("answers", distribution_chart(found, show.look(), w, title=answers, foot=foot), answers)
        )
    drawn = [(name, figure, about) for name, figure, about in charts if figure is not None]
    if not drawn:
        return
    for column, (name, figure, about) in zip(st.columns(len(drawn)), drawn, strict=True):
        with column:
            alt = f"{about}. {sentences.alternative_text(found, names, w)}"
            show.chart(figure, alt, f"{found.indicator.code}-{name}", w)


def numbers_table(found: Finding, names: Mapping[str, Office], w: Words) -> None:
    """Counts, exposures, values, estimate, interval, method: everything the sentences are made of."""
    assert found.before is not None and found.after is not None
    style.section(w("table.numbers"))
    style.html_table(
        w("table.numbers"),
        ["", w("phase.before"), w("phase.after")],
        _number_rows(found, found.before, found.after, w),
        numeric=(1, 2),
        hide_caption=True,
    )
    if found.estimate is not None:
        style.notes(_estimate_lines(found, w))
    show.csv_button(f"{found.indicator.code}-comparison", lambda: finding_csv(found, names, w), w)


def _number_rows(found: Finding, before: Phase, after: Phase, w: Words) -> list[list[str]]:
    def row(label: str, values: tuple[str, str]) -> list[str]:
        return [w(label), *values]

    kind, both = found.indicator.kind, (before, after)
    periods = tuple(w.period(one.window.first, one.window.until) for one in both)
    rows = [row("table.period", (periods[0], periods[1]))]
    digits = [(_digits(one.numerator), _digits(round(one.denominator, 1))) for one in both]
    pairs = list(zip(both, digits, strict=True))
    rows.append(
        row(
            f"table.numerator.{found.indicator.topic}",
            _pair([w.number(one.numerator, d[0]) for one, d in pairs]),
        )
    )
    if kind != "amount" or found.indicator.unit != "visits_per_open_day":
        key = f"table.denominator.{found.indicator.topic}"
        rows.append(row(key, _pair([w.number(one.denominator, d[1]) for one, d in pairs])))
    rows.append(
        [
            w(f"unit.{found.indicator.unit}"),
            *_pair([sentences.quantity(found.indicator, one.value, w) for one in both]),
        ]
    )
    if kind == "score":
        rows.append(row("table.waves", _pair([w.number(one.wave_count) for one in both])))
        rows.append(
            row(
                "table.mean",
                _pair([w.number(one.mean_answer or 0, 2) if one.answer_count else "–" for one in both]),
            )
        )
        rows += [
            [w(f"answer.{value}"), *_pair([_answer_share(one, value, w) for one in both])]
            for value in range(1, 6)
        ]
    else:
        rows.append(row("table.days", _pair([w.number(one.day_count) for one in both])))
    if kind == "amount":
        rows.append(row("table.weeks", _pair([w.number(len(one.week_values)) for one in both])))
    if any(one.missing_day_count for one in both):
        rows.append(row("table.missing_days", _pair([w.number(one.missing_day_count) for one in both])))
    return rows


def _pair(values: list[str]) -> tuple[str, str]:
    return values[0], values[1]


def _answer_share(phase: Phase, value: int, w: Words) -> str:
    count = phase.distribution[value - 1]
    if phase.answer_count < sentences.RELIABLE_SHARE_N:
        return w.number(count)
    return f"{w.number(count)} ({w.percent(count / phase.answer_count)})"


def _estimate_lines(found: Finding, w: Words) -> list[str]:
    estimate = found.estimate
    assert estimate is not None
    digits = 2 if estimate.effect == "ratio" or found.indicator.kind == "score" else 1
    texts = {
        name: w("value.open") if value is None else w.number(value, digits)
        for name, value in (("value", estimate.value), ("low", estimate.low), ("high", estimate.high))
    }
    if estimate.value is None:
        texts["value"] = w("value.undefined")
    return [
        w(f"estimate.{estimate.effect}", **texts),
        w("estimate.method", method=w(f"method.{estimate.method}")),
    ]


def caveats(found: Finding, w: Words) -> None:
    """What disturbs the comparison, and what was left out."""
    lines = [sentences.caveat(one, w) for one in found.caveats]
    if found.windows is not None:
        lines += [
            w("left_out.line", reason=w(gap.reason), period=w.period(gap.window.first, gap.window.until))
            for gap in found.windows.left_out
        ]
    if lines:
        style.section(w("caveats.title"))
        style.notes(lines)


def not_offered(found: Finding, w: Words) -> None:
    """Which indicators have no before/after, and why."""
    within = [one for one in indicators().values() if not one.is_comparable]
    names = w.join([w(f"indicator.{one.code}.short") for one in within])
    style.section(w("not_offered.title"))
    style.notes([w("not_offered.text", indicators=names)])


def chart_foot(found: Finding, w: Words) -> str:
    """Source, Stand and sample mark, inside every picture."""
    line = sentences.source_line(
        found.indicator, found.provenance.version_number, w.datetime(found.provenance.stand), w
    )
    return f"{w('sample.mark')}. {line}" if found.provenance.is_sample else line


def foot(found: Finding, version: DataVersion, w: Words) -> list[str]:
    """Definition, source, Stand."""
    return [definition(found.indicator, w), chart_foot(found, w), w("foot.method")]


def definition(one: Indicator, w: Words) -> str:
    """What an indicator counts, with the version of its definition."""
    return w("foot.definition", version=one.version, text=w(f"indicator.{one.code}.definition"))
