"""What the overview shows: the summary, one card a measure, the state of the data."""

from __future__ import annotations

from einlass.charts import shared_phases, sparkline
from einlass.findings import Finding, Phase, Request, city, finding, series, since_any_start, since_start
from einlass.indicators import indicator
from einlass.measures import Measure, measures, offices
from einlass.stats.counts import Range
from einlass.ui import show, style
from einlass.ui.data.coverage import freshness, news
from einlass.ui.state import View
from einlass.ui.style import Card, CardRow, Tone
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot
from einlass.warehouse.versions import now
from einlass.words import Words, bold, places, ranges, sentences
from einlass.words import summary as of_measures
from einlass.words.catalogue import last_day

HEADLINES = {"incidents": "reported_incidents", "clients": "feels_safe_clients", "staff": "feels_safe_staff"}


def has_measures(version: DataVersion) -> bool:
    """Whether there is anything to show."""
    return bool(measures(version))


def standing(version: DataVersion, w: Words) -> str:
    """Stand, version, and how many open days have a visitor count."""
    counts = open_snapshot(version).rows("views/visit_coverage")
    open_days = sum(row.open_day_count for row in counts)
    parts = [w("stand", moment=w.datetime(version.created_at)), w("version", number=w.number(version.number))]
    if open_days:
        share = w.percent(sum(row.counted_day_count for row in counts) / open_days)
        parts.append(w("overview.counted_days", share=share))
    return " · ".join(parts)


def findings(version: DataVersion, code: str) -> list[Finding]:
    """The finding of an indicator for every measure."""
    return [finding(version, Request(code, one)) for one in measures(version)]


def summary(version: DataVersion, w: Words) -> list[str]:
    """The headline findings over all measures."""
    return [
        *_sentiment_summary(version, w),
        *_city_summary(version, w),
        _cost_summary(version, w),
    ]


def _city_summary(version: DataVersion, w: Words) -> list[str]:
    found = city(version, HEADLINES["incidents"])
    lacking = of_measures.lacking(measures(version), found)
    return sentences.city_sentences(found, offices(version), w, lacking)


def _sentiment_summary(version: DataVersion, w: Words) -> list[str]:
    return of_measures.sentiment_sentences(findings(version, HEADLINES["clients"]), offices(version), w)


def city_table(version: DataVersion, w: Words) -> None:
    """The city-level result in numbers, then each office."""
    found = city(version, HEADLINES["incidents"])
    if not found.offices:
        return
    names, every = offices(version), measures(version)
    style.section(w("city.heading"), w("city.sub"))
    whole = [
        bold(w("city.all")),
        "–",
        w.number(found.before.numerator if found.before else 0),
        w.number(found.after.numerator if found.after else 0),
        _expected(found.expected, w),
        ranges.compatible_range(found.estimate, found.may_state_percent, w),
        bold(sentences.sentence_case(w(f"verdict.{found.verdict}"))),
    ]
    single = [
        [
            names[one.office_id].short_name,
            of_measures.measures_at(one.office_id, [every[key] for key in one.measures], w),
            w.number(one.before.numerator),
            w.number(one.after.numerator),
            _expected(one.expected, w),
            ranges.compatible_range(one.estimate, ranges.carries_percent(one.before, one.after), w),
            of_measures.office_verdict(one, w),
        ]
        for one in found.offices
    ]
    lacking = [
        [
            names[office].short_name,
            of_measures.measures_at(office, [one for one in every.values() if office in one.offices], w),
            *["–"] * 4,
            of_measures.not_included("no_windows", w),
        ]
        for office in of_measures.lacking(every, found)
    ]
    style.html_table(
        w("city.heading"),
        [
            w(f"city.{name}")
            for name in ("office", "measures", "before", "after", "expected", "compatible", "verdict")
        ],
        [whole, *single, *lacking],
        numeric=(2, 3, 4),
        hide_caption=True,
        stacks=True,
    )


def _expected(value: Range | None, w: Words) -> str:
    return "–" if value is None else ranges.expected_range(value, w)


def _cost_summary(version: DataVersion, w: Words) -> str:
    spent = since_any_start(version, "guard_cost")
    if spent is None:
        return w("summary.cost.none")
    return w("summary.cost", euros=w.number(spent.numerator), day=w.date(last_day(spent.window.until)))


def cards(version: DataVersion, view: View, w: Words) -> list[Card]:
    """One card a measure, four rows always in the same order."""
    names = offices(version)
    return [
        Card(
            title=w(f"measure.{measure.regime}"),
            sub=f"{places.names_of(measure.offices, names, w)} · {places.measure_dates(measure, names, w)}",
            rows=[
                _finding_row(version, view, measure, "incidents", w),
                _finding_row(version, view, measure, "clients", w),
                _finding_row(version, view, measure, "staff", w),
                _checks_row(version, view, measure, w),
                _staffing_row(version, view, measure, w),
            ],
        )
        for measure in measures(version).values()
    ]


def _finding_row(version: DataVersion, view: View, measure: Measure, label: str, w: Words) -> CardRow:
    one = finding(version, Request(HEADLINES[label], measure.key))
    lines = []
    if one.before and one.after:
        for key, side in (("card.since", one.after), ("card.before", one.before)):
            lines.append(w(key, counts=sentences.phase_in_words(one.indicator, side, w)))
        lines += [text for text in [sentences.mix_sentence(one, w)] if text]
    elif since := since_start(version, one.indicator.code, measure):
        lines.append(w("card.since", counts=sentences.phase_in_words(one.indicator, since, w)))
    picture, alt = _picture(version, one, w)
    return CardRow(
        label=w(f"card.{label}"),
        verdict=sentences.named_verdict(one, w),
        tone=_tone(one),
        lines=lines,
        sign=sentences.SIGNS.get(one.verdict, "?"),
        href=view.href(
            "comparison",
            measure=measure.key,
            indicator=one.indicator.code,
            offices=(),
            before=None,
            after=None,
        ),
        picture_svg=picture,
        picture_alt=alt,
    )


def _picture(version: DataVersion, one: Finding, w: Words) -> tuple[str, str]:
    if one.windows is None:
        return "", ""
    rows = series(version, one.indicator.code, one.offices, "month")
    if sum(point.value is not None for point in rows) < 2:
        return "", ""
    alt = w("card.picture", indicator=w(f"indicator.{one.indicator.code}.short"))
    return sparkline(
        rows, shared_phases(one)["after"], show.look(), as_points=one.indicator.kind == "score"
    ), alt


def _tone(one: Finding) -> Tone:
    return "firm" if one.verdict in sentences.FIRM else "open"


def _checks_row(version: DataVersion, view: View, measure: Measure, w: Words) -> CardRow:
    label = w("card.checks")
    if measure.regime == "PRAES":
        return CardRow(label, w("card.no_checks"), "open", [w("card.no_checks.why")], "–")
    finds = since_start(version, "persons_with_find", measure)
    if finds is None:
        return CardRow(label, w("card.checks.none"), "open", [], "?")
    lines = [
        *_interval_line(finds, w),
        w.plural("card.finds", finds.numerator, checked=w.number(finds.denominator)),
        w("card.finds.no_comparison"),
    ]
    return CardRow(
        label,
        sentences.quantity(indicator("persons_with_find"), finds.value, w),
        "plain",
        lines,
        href=view.href("trends", measure=measure.key, indicator="persons_with_find", offices=measure.offices),
    )


def _interval_line(finds: Phase, w: Words) -> list[str]:
    """The 95 % interval of a share."""
    if finds.low is None or finds.high is None:
        return []
    return [w("card.interval", low=w.number(finds.low, 1), high=w.number(finds.high, 1))]


def _staffing_row(version: DataVersion, view: View, measure: Measure, w: Words) -> CardRow:
    label = w("card.staffing")
    hours, cost, filled = (
        since_start(version, code, measure) for code in ("guard_hours", "guard_cost", "roster_fulfilment")
    )
    if hours is None or cost is None:
        return CardRow(label, w("card.staffing.none"), "open", [], "?")
    lines = [sentences.quantity(indicator("guard_cost"), cost.value, w)]
    if filled is not None:
        lines.append(
            w("card.fulfilment", share=sentences.quantity(indicator("roster_fulfilment"), filled.value, w))
        )
    before = finding(version, Request("guard_hours", measure.key)).before
    if before and before.value is not None:
        lines.append(w("card.before", counts=sentences.quantity(indicator("guard_hours"), before.value, w)))
    return CardRow(
        label,
        sentences.quantity(indicator("guard_hours"), hours.value, w),
        "plain",
        lines,
        href=view.href(
            "comparison",
            measure=measure.key,
            indicator="guard_hours",
            offices=(),
            before=None,
            after=None,
        ),
    )


def coverage_table(version: DataVersion, w: Words) -> None:
    """Every export with the days it covers, how fresh it is and what became of its rows."""
    rows = open_snapshot(version).rows("views/coverage")
    fresh = {one.table: one for one in freshness(version, now().date())}
    style.html_table(
        w("overview.data"),
        [
            w(f"coverage.{name}")
            for name in ("export", "files", "period", "news", "accepted", "duplicates", "rejected")
        ],
        [
            [
                sentences.sentence_case(w(f"source.{row.source_table}")),
                w.number(row.file_count),
                w("value.not_dated")
                if row.period_from is None
                else w.period(row.period_from, row.period_until),
                news(fresh[row.source_table], version.is_sample, w),
                w.number(row.accepted_count),
                w.number(row.duplicate_count),
                w.number(row.rejected_count),
            ]
            for row in sorted(rows, key=lambda row: w(f"source.{row.source_table}"))
        ],
        numeric=(1, 4, 5, 6),
        hide_caption=True,
        stacks=True,
    )
