"""The parts of the before/after page: what is asked, the answer, its charts, its table, what disturbs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from einlass.charts import difference_chart, distribution_chart, marks_of, phases_chart, variants_chart
from einlass.export import SERIES_FILE, finding_csv, program, series_csv, weeks_csv
from einlass.findings import Estimate, Finding, Phase, Request, Series, data_window, finding, series
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
    """How large the difference is; beside it the answers, or the same question asked otherwise."""
    foot = chart_foot(found, w)
    title = w("chart.difference_title", indicator=w(f"indicator.{found.indicator.code}.short"))
    charts = [("difference", difference_chart(found, show.look(), w, title=title, foot=foot), title)]
    if found.indicator.kind == "score":
        answers = w("chart.answers_title")
        charts.append(
            ("answers", distribution_chart(found, show.look(), w, title=answers, foot=foot), answers)
        )
    if found.indicator.kind == "rate":
        other = w("chart.variants_title", indicator=w(f"indicator.{found.indicator.code}.short"))
        drawn = variants_chart(variants(found, names, w), found, show.look(), w, title=other, foot=foot)
        charts.append(("variants", drawn, other))
    present = [(name, figure, about) for name, figure, about in charts if figure is not None]
    if not present:
        return
    for column, (name, figure, about) in zip(st.columns(len(present)), present, strict=True):
        with column:
            alt = f"{about}. {sentences.alternative_text(found, names, w)}"
            show.chart(figure, alt, f"{found.indicator.code}-{name}", w)


def variants(found: Finding, names: Mapping[str, Office], w: Words) -> list[tuple[str, Estimate]]:
    """The finding and its variants with their names."""
    assert found.estimate is not None and found.analysis is not None
    others = [
        (
            w(f"variant.{one.code}", subject=names[one.subject].short_name if one.subject else ""),
            one.estimate,
        )
        for one in found.analysis.variants
    ]
    return [(w("variant.main"), found.estimate), *others]


def variants_table(found: Finding, names: Mapping[str, Office], w: Words) -> None:
    """Every variant with its estimate and interval."""
    if found.estimate is None or found.analysis is None or not found.analysis.variants:
        return
    digits = 2 if found.indicator.kind in ("rate", "score") else 1

    def number(value: float | None) -> str:
        return w("value.open") if value is None else w.number(value, digits)

    style.section(w("variants.title"))
    if found.indicator.kind == "rate" and not st.toggle(
        w("switch.table"), key=f"variants:{current_view().lang}"
    ):
        return
    style.html_table(
        w("variants.title"),
        [w("table.computed"), w("table.estimate"), w("table.interval_95")],
        [
            [
                name,
                w("value.undefined") if one.value is None else number(one.value),
                f"{number(one.low)} – {number(one.high)}",
            ]
            for name, one in variants(found, names, w)
        ],
        numeric=(1, 2),
        hide_caption=True,
    )


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
        rows.append(row("table.weeks", _pair([w.number(one.week_count) for one in both])))
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
    estimate, analysis = found.estimate, found.analysis
    assert estimate is not None and analysis is not None
    digits = 2 if estimate.effect == "ratio" else sentences.difference_digits(found.indicator)
    limits = {
        "low": estimate.low,
        "high": estimate.high,
        "low_80": estimate.interval_80.low,
        "high_80": estimate.interval_80.high,
    }
    texts = {name: w("value.open") if end is None else w.number(end, digits) for name, end in limits.items()}
    value = w("value.undefined") if estimate.value is None else w.number(estimate.value, digits)
    lines = [
        w(f"estimate.{estimate.effect}", value=value, **texts),
        w("estimate.method", method=w(f"method.{estimate.method}")),
    ]
    if analysis.shift_p is not None:
        lines.append(w("estimate.shift", p=w.number(analysis.shift_p, 2)))
    if analysis.scale is not None and found.indicator.kind == "rate":
        lines.append(w("estimate.scale", scale=w.number(analysis.scale, 2)))
    return lines


def disturbances(found: Finding, w: Words) -> None:
    """The guard rails that struck, what else limits the comparison, what was left out; then what was checked."""
    checked = found.analysis.guards if found.analysis else ()
    lines = [sentences.guard(one, w) for one in checked if one.is_struck]
    lines += [sentences.caveat(one, w) for one in found.caveats]
    if found.windows is not None:
        lines += [
            w("left_out.line", reason=w(gap.reason), period=w.period(gap.window.first, gap.window.until))
            for gap in found.windows.left_out
        ]
    if lines:
        style.section(w("guards.title"))
        style.notes(lines)
    passed = [sentences.guard(one, w) for one in checked if not one.is_struck]
    if passed:
        with st.expander(w("guards.passed")):
            style.notes(passed)


def explanation(found: Finding, w: Words) -> None:
    """How it was computed, for laymen and for experts, and the means to compute it again."""
    if found.analysis is None:
        return
    kind = found.indicator.kind
    with st.expander(w("explain.title")):
        style.notes(
            [w(f"explain.lay.{kind}"), w(f"explain.expert.{kind}", degrees=w.number(found.analysis.degrees))]
        )
    if (
        kind != "rate"
        or found.analysis.scale is None
        or found.estimate is None
        or found.estimate.value is None
    ):
        return
    with st.expander(w("recalculate.title")):
        style.notes([w("recalculate.text")])
        with st.container(horizontal=True):
            _file(w("button.csv.model"), SERIES_FILE, weeks_csv(found, w), "text/csv")
            _file(w("button.script.python"), "fit.py", program(found, "py").encode(), "text/x-python")
            _file(w("button.script.r"), "fit.R", program(found, "R").encode(), "text/plain")
        st.code(program(found, "py"), language="python")
        st.code(program(found, "R"), language="r")


def _file(label: str, name: str, content: bytes, mime: str) -> None:
    st.download_button(
        label, data=content, file_name=name, mime=mime, on_click="ignore", key=f"{name}:{current_view().lang}"
    )


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
