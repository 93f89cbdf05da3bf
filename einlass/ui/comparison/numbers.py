"""Every number that the sentences are made of, in a table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from einlass import config
from einlass.export import finding_csv
from einlass.findings import Finding, Phase
from einlass.measures import Office
from einlass.ui import show, style
from einlass.ui.comparison.files import estimate_lines, notes, stem
from einlass.words import Words, places, sentences


def numbers_table(found: Finding, names: Mapping[str, Office], w: Words) -> None:
    """Counts, exposures, values, estimate, interval, method: everything the sentences are made of."""
    assert found.before is not None and found.after is not None
    rows = _number_rows(found, found.before, found.after, w)
    head = ["", w("phase.before"), w("phase.after")]
    with style.together():
        style.section(w("table.numbers"))
        style.html_table(w("table.numbers"), head, rows, numeric=(1, 2), hide_caption=True)
        if found.differs_by_office or len({one.basis for one in found.uses if one.reason is None}) > 1:
            style.html_table(
                w("table.windows"),
                [w(f"table.{name}") for name in ("office", "since")]
                + [w("phase.before"), w("phase.after"), w("table.basis")],
                places.windows_by_office(found, names, w),
                stacks=True,
            )
        if estimate := estimate_lines(found, w):
            style.notes(estimate)
    make = partial(numbers_of, found, names, w("table.numbers.file"), w)
    show.save_menu(f"{found.indicator.code}-comparison", w("table.numbers"), make, w)


def numbers_of(found: Finding, names: Mapping[str, Office], what: str, w: Words) -> show.Numbers:
    """The table and its files, for the charts as well that show what stands in it; what: part of the files' name."""
    before, after = found.before, found.after
    assert before is not None and after is not None
    return show.Numbers(
        show.Table(
            w("table.numbers"),
            ["", w("phase.before"), w("phase.after")],
            lambda: _number_rows(found, before, after, w),
            (1, 2),
        ),
        show.Files(
            stem(found, names, what, w),
            notes(found, names, w),
            lambda: finding_csv(found, names, w),
            title=sentences.headline(found, names, w),
            figure=show.told_of(found),
        ),
    )


def _number_rows(found: Finding, before: Phase, after: Phase, w: Words) -> list[list[str]]:
    def row(label: str, values: tuple[str, str]) -> list[str]:
        return [w(label), *values]

    indicator, kind, both = found.indicator, found.indicator.kind, (before, after)
    denominator = sentences.denominator_name(indicator, w)
    periods = [w.period(one.window.first, one.window.until) for one in both]
    rows = [] if found.differs_by_office else [row("table.period", _pair(periods))]
    digits = [(digits_of(one.numerator), digits_of(round(one.denominator, 1))) for one in both]
    pairs = list(zip(both, digits, strict=True))
    rows.append(
        [
            sentences.numerator_name(indicator, w),
            *_pair([w.number(one.numerator, d[0]) for one, d in pairs]),
        ]
    )
    if any(one.unexposed_count for one in both):
        rows.append([sentences.rated_label(indicator, w), *_pair([w.number(one.rated) for one in both])])
    if any(one.denominator != one.day_count for one in both):  # else the row of the days says it
        rows.append([denominator, *_pair([w.number(one.denominator, d[1]) for one, d in pairs])])
    rows.append(
        [
            sentences.unit_name(indicator, w),
            *_pair([sentences.value_in_cell(indicator, one, w) for one in both]),
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
        label = w("table.missing_days", denominator=denominator)
        rows.append([label, *_pair([w.number(one.missing_day_count) for one in both])])
    return rows


def _pair(values: list[str]) -> tuple[str, str]:
    return values[0], values[1]


def _answer_share(phase: Phase, value: int, w: Words) -> str:
    count = phase.distribution[value - 1]
    if phase.answer_count < config.thresholds().share_least:
        return w.number(count)
    return f"{w.number(count)} ({w.percent(count / phase.answer_count)})"


def digits_of(value: float) -> int:
    """A count that was spread over days may have a fraction."""
    return 0 if float(value).is_integer() else 1
