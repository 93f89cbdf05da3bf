"""What was found: all measures in one table, then each measure in sentences and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from einlass.findings import Finding, Phase, Request, finding, since_start
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, FINDS, PRIMARY, STAFF
from einlass.measures import Measure, measures, offices
from einlass.paper import charts
from einlass.paper.content import Block, Chart, Heading, Paragraph, Table
from einlass.paper.money import names_of
from einlass.paper.small import is_small, is_small_phase, marked
from einlass.topics import checks
from einlass.warehouse import DataVersion
from einlass.words import Words, caveats, outcomes, places, sentences

INCIDENTS, ANSWERS = (PRIMARY, ALL_REPORTS), (CLIENTS, STAFF)
UNCHECKED = "PRAES"  # guards are present and check nobody


def results(version: DataVersion, w: Words) -> Iterator[Block]:
    """The table of all measures, then measure by measure."""
    every = list(measures(version).values())
    yield Heading(w("paper.results"))
    yield Paragraph(w("paper.results.note"))
    yield _overview(version, every, w)
    for one, name in zip(every, names_of(version, every, w), strict=True):
        yield Heading(name, 2)
        yield Paragraph(sentences.sentence_case(places.measure_dates(one, offices(version), w)) + ".")
        yield from _incidents(version, one, w)
        yield from _answers(version, one, w)
        yield from _finds(version, one, w)


def found_of(version: DataVersion, measure: Measure) -> list[Finding]:
    """The findings that a paper tells of one measure."""
    return [finding(version, Request(code, measure.key)) for code in (*INCIDENTS, *ANSWERS)]


def details(version: DataVersion, w: Words) -> Table:
    """Every figure of the findings in one table: before, since the start, verdict."""
    every = list(measures(version).values())
    named = zip(every, names_of(version, every, w), strict=True)
    rows = tuple(_detail(name, each, w) for one, name in named for each in found_of(version, one))
    head = tuple(w(f"paper.detail.{name}") for name in ("measure", "indicator", "before", "after", "verdict"))
    return Table(w("paper.detail"), head, rows, _small_key(rows, w), shares=(2.2, 1.8, 2.2, 2.2, 1.8))


def _small_key(rows: Sequence[Sequence[str]], w: Words) -> str:
    """What the quiet sign means, where it stands in a table."""
    sign = w("quiet.sign")
    return w("paper.small.key") if any(sign in cell for row in rows for cell in row) else ""


def _detail(name: str, one: Finding, w: Words) -> tuple[str, ...]:
    phases = [
        w("value.none")
        if side is None
        else marked(sentences.phase_in_words(one.indicator, side, w), _is_quiet(one, side), w)
        for side in (one.before, one.after)
    ]
    return name, w(f"indicator.{one.indicator.code}.short"), *phases, sentences.verdict(one, w)


def _is_quiet(one: Finding, side: Phase) -> bool:
    return is_small(one) if one.indicator.kind == "score" else is_small_phase(side)


def _overview(version: DataVersion, every: Sequence[Measure], w: Words) -> Table:
    head = [w("matrix.measure"), w("paper.overview.incidents"), w("matrix.clients"), w("matrix.staff")]
    rows = tuple(
        _row(version, one, name, w) for one, name in zip(every, names_of(version, every, w), strict=True)
    )
    return Table(
        w("paper.overview"),
        (*head, w("paper.overview.finds")),
        rows,
        _small_key(rows, w),
        shares=(2.3, 2.3, 2.3, 2.3, 1.8),
    )


def _row(version: DataVersion, measure: Measure, name: str, w: Words) -> tuple[str, ...]:
    primary, clients, staff = (
        finding(version, Request(code, measure.key)) for code in (PRIMARY, CLIENTS, STAFF)
    )
    cells = [
        (primary, outcomes.against_expected(primary, w)),
        (clients, outcomes.shares(clients, w)),
        (staff, outcomes.shares(staff, w)),
    ]
    told = [_cell(one, counts, w) for one, counts in cells]
    return name, *told, _finds_told(version, measure, w)


def _cell(one: Finding, counts: str, w: Words) -> str:
    verdict = sentences.sentence_case(sentences.verdict(one, w))
    return w("paper.cell", verdict=verdict, counts=counts) if counts else verdict


def _finds_told(version: DataVersion, measure: Measure, w: Words) -> str:
    if measure.regime == UNCHECKED:
        return w("card.no_checks")
    found = since_start(version, FINDS, measure)
    if found is None:
        return w("card.checks.none")
    return marked(_rate(found, w), is_small_phase(found), w)


def _rate(found: Phase, w: Words) -> str:
    rate = w.number(found.value or 0.0, 1)
    counts = w("matrix.finds.counts", count=w.number(found.numerator), checked=w.number(found.denominator))
    if found.low is None or found.high is None:
        return w("paper.cell.rate", rate=rate, counts=counts)
    told = w("matrix.finds.rate", rate=rate, low=w.number(found.low, 1), high=w.number(found.high, 1))
    return w("paper.cell.rate", rate=told, counts=counts)


def _incidents(version: DataVersion, measure: Measure, w: Words) -> Iterator[Block]:
    found = [finding(version, Request(code, measure.key)) for code in INCIDENTS]
    for one in found:
        yield from _said(version, one, w)
    shown = [one for one in found if one.after is not None and one.analysis and one.analysis.expected]
    if shown:
        caption = w("paper.chart.incidents", place=places.place(measure.offices, offices(version), w))
        yield Chart(charts.incidents(shown, w), _alt(version, caption, shown, w), caption)


def _answers(version: DataVersion, measure: Measure, w: Words) -> Iterator[Block]:
    found = [finding(version, Request(code, measure.key)) for code in ANSWERS]
    for one in found:
        yield from _said(version, one, w)
    shown = [one for one in found if charts.is_shown(one)]
    if shown:
        caption = w("paper.chart.sentiment", place=places.place(measure.offices, offices(version), w))
        yield Chart(charts.sentiment(shown, w), _alt(version, caption, shown, w), caption)


def _said(version: DataVersion, one: Finding, w: Words) -> Iterator[Block]:
    """The verdict, the sentences below it, what it would take to know more."""
    yield Paragraph(sentences.headline(one, offices(version), w) + ".", is_strong=True)
    told = sentences.answer(one, w)
    if one.verdict in ("no_data", "not_comparable"):
        since = since_start(version, one.indicator.code, one.measure)
        told.append(sentences.since_sentence(one.indicator, since, w))
    told.append(caveats.hint(one, w))
    text = " ".join(part for part in told if part)
    if text:
        yield Paragraph(text)
    if is_small(one):
        yield Paragraph(w("paper.small"), is_note=True)


def _alt(version: DataVersion, caption: str, shown: Sequence[Finding], w: Words) -> str:
    told = [
        f"{sentences.headline(one, offices(version), w)}. {sentences.counts_sentence(one, w)}"
        for one in shown
    ]
    return " ".join([caption + ".", *told])


def _finds(version: DataVersion, measure: Measure, w: Words) -> Iterator[Block]:
    if measure.regime == UNCHECKED:
        yield Paragraph(w("matrix.no_checks.why"))
        return
    found = since_start(version, FINDS, measure)
    if found is None:
        yield Paragraph(w("paper.finds.none"))
        return
    told = w("paper.finds", rate=_rate(found, w))
    yield Paragraph(told, is_strong=True)
    yield Paragraph(w("paper.finds.note"))
    if is_small_phase(found):
        yield Paragraph(w("paper.small"), is_note=True)
    rates = _rates(version, measure)
    if rates:
        caption = w("paper.chart.finds", place=places.place(measure.offices, offices(version), w))
        count = w.plural("count.weeks", len(rates)) if _is_weekly(version, measure) else w.number(len(rates))
        spoken = w("paper.chart.finds.alt", caption=caption, told=told, count=count)
        yield Chart(charts.finds(rates, w), spoken, caption)


def _group(version: DataVersion, measure: Measure) -> checks.Group | None:
    known = tuple(one for one in measure.offices if one in checks.checked_offices(version))
    if not known:
        return None
    period = checks.default_period(version, known)
    return next((one for one in checks.groups(version, known, period) if one.regime == measure.regime), None)


def _is_weekly(version: DataVersion, measure: Measure) -> bool:
    group = _group(version, measure)
    return group is not None and checks.step_of(group) == "week"


def _rates(version: DataVersion, measure: Measure) -> tuple[checks.PeriodRate, ...]:
    group = _group(version, measure)
    if group is None:
        return ()
    failed = checks.failed_days(checks.outages(version, group))
    rates = checks.by_period(version, group, failed)
    return tuple(one for one in rates if one.until > measure.starts)
