"""Does the result hold: the same question computed otherwise, in groups, labels left and values right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape

from einlass.charts import tiny
from einlass.export import records_csv
from einlass.findings import Estimate, Finding, Variant
from einlass.measures import Office
from einlass.ui import axis, show, style
from einlass.ui.comparison.files import notes, stem
from einlass.ui.comparison.other_cities import Row, limits
from einlass.words import Words, ranges, sentences

# The groups of variants, by the beginning of their codes; what fits none stands in the last.
GROUPS = (
    ("windows", ("left_out_", "last_year")),
    ("counting", ("only_", "delta", "top_box", "bottom_box", "all_waves")),
    ("compared", ("compared",)),
    ("placebo", ("placebo_",)),
)
COMPARED = "compared"
OTHER_CITY = "other_city"
MADE_UP = "placebo_"  # a made-up start tells about the method, not about the measure
GRAPHIC_WIDTH = 240
ENDS = tiny.WIDE_RATIO_ENDS


def robustness(found: Finding, names: Mapping[str, Office], beside: Sequence[Row], w: Words) -> None:
    """Every variant with its estimate and interval; for rates drawn on one axis.

    beside: against offices of other cities, which stand in the group of the comparisons.
    """
    analysis = found.analysis
    if found.estimate is None or analysis is None or not analysis.variants:
        return
    head = "".join(f'<th scope="col">{cell}</th>' for cell in _head(found, w))
    body = _row(w("variant.main"), found.estimate, found, w, kind="em-main")
    for group, variants in grouped(analysis.variants, bool(beside)):
        body += f'<tr class="em-group-row"><th scope="colgroup" colspan="3">{escape(w(f"variants.{group}"))}</th></tr>'
        body += "".join(_row(name_of(one, names, w), one.estimate, found, w) for one in variants)
        if group == COMPARED:
            body += "".join(_row(one.name, one.estimate, found, w, notes=one.notes) for one in beside)
    caption = escape(w("variants.title"))
    with style.together():
        style.section(_heading(found, beside, w), w("variants.sub"))
        style.put(
            f'<div class="em-table em-robust" tabindex="0" role="region" aria-label="{caption}"><table>'
            f'<caption class="em-hidden">{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
    make = partial(_numbers, found, (analysis.variants, beside), names, w)
    show.save_menu("comparison-variants", w("variants.title"), make, w)


def _numbers(
    found: Finding,
    computed: tuple[Sequence[Variant], Sequence[Row]],
    names: Mapping[str, Office],
    w: Words,
) -> show.Numbers:
    variants, beside = computed

    def rows() -> list[list[str]]:
        named = [
            (w("variant.main"), found.estimate),
            *((name_of(one, names, w), one.estimate) for one in variants),
            *((one.name, one.estimate) for one in beside),
        ]
        return [[name, values_of(estimate, found, w)] for name, estimate in named if estimate is not None]

    def machine() -> bytes:
        told = [
            ("main", "", found.estimate),
            *((one.code, one.subject, one.estimate) for one in variants),
            *((OTHER_CITY, one.city, one.estimate) for one in beside),
        ]
        return records_csv(
            [
                (found.indicator, found.provenance, _record(code, subject, estimate))
                for code, subject, estimate in told
                if estimate is not None
            ],
            w,
        )

    table = show.Table(w("variants.title"), [w("table.computed"), w("variants.values")], rows, ())
    of = show.told_of(found)
    others = [f"{one.name}. {' '.join(one.notes)}" for one in beside]
    said = [
        *(sentences.headline(found, names, w), w("variants.sub")),
        *(others + limits(beside)),
        *notes(found, names, w),
    ]
    files = show.Files(
        stem(found, names, w("variants.title"), w), said, machine, title=_heading(found, beside, w), figure=of
    )
    return show.Numbers(table, files)


def _record(code: str, subject: str, estimate: Estimate) -> dict[str, object]:
    return {
        "variant": code,
        "subject": subject,
        "effect": estimate.effect,
        "estimate": estimate.value,
        "interval_95_low": estimate.low,
        "interval_95_high": estimate.high,
    }


def grouped(variants: tuple[Variant, ...], has_others: bool) -> Iterator[tuple[str, list[Variant]]]:
    """The variants by group, groups without any left out; has_others: the comparisons hold more than variants."""
    for group, beginnings in GROUPS:
        members = [one for one in variants if one.code.startswith(beginnings)]
        if members or (has_others and group == COMPARED):
            yield group, members


def name_of(one: Variant, names: Mapping[str, Office], w: Words) -> str:
    """What was computed otherwise."""
    return w(f"variant.{one.code}", subject=names[one.subject].short_name if one.subject else "")


def _heading(found: Finding, beside: Sequence[Row], w: Words) -> str:
    """How many of the computations exclude that nothing changed, and whether they point the same way."""
    assert found.estimate is not None and found.analysis is not None
    told = [one for one in found.analysis.variants if not one.code.startswith(MADE_UP)]
    every = [_side(found.estimate), *(_side(one.estimate) * _turn(one) for one in told)]
    every += [_side(one.estimate) for one in beside if one.estimate is not None]
    signs = [side for side in every if side]
    if not signs:
        return w("variants.finding.none")
    if len(signs) == len(every) and len(set(signs)) == 1:
        return w("variants.finding.all")
    if len(set(signs)) > 1:
        return w("variants.finding.both")
    return w("variants.finding.some", some=w.number(len(signs)), every=w.number(len(every)))


def _turn(one: Variant) -> int:
    """−1 for a measure that falls where the others rise: the share of those who disagree."""
    return -1 if one.code == "bottom_box" else 1


def _side(one: Estimate) -> int:
    """1 or −1 where the 95 % interval excludes that nothing changed, else 0."""
    if one.low is not None and one.low > one.null:
        return 1
    if one.high is not None and one.high < one.null:
        return -1
    return 0


def _head(found: Finding, w: Words) -> list[str]:
    hidden = f'<span class="em-hidden">{escape(w("table.computed"))}</span>'
    values = escape(w("variants.values"))
    if found.indicator.kind != "rate":
        return [hidden, "", values]
    words = axis.axis(axis.of_ratios(w, ends=ENDS, width=GRAPHIC_WIDTH), is_wide=True)
    return [hidden, words, values]


def _row(
    name: str,
    estimate: Estimate | None,
    found: Finding,
    w: Words,
    *,
    kind: str = "",
    notes: Sequence[str] = (),
) -> str:
    graphic = ""
    if found.indicator.kind == "rate" and estimate is not None:
        drawn = tiny.ratio(estimate, show.look(), ends=ENDS, width=GRAPHIC_WIDTH, is_main=bool(kind))
        graphic = style.picture(drawn, "")
    values = w("other_city.none") if estimate is None else values_of(estimate, found, w)
    row = (
        f'<tr class="{kind}"><th scope="row">{escape(name)}</th><td class="em-range">{graphic}</td>'
        f'<td class="em-number">{escape(values)}</td></tr>'
    )
    if not notes:
        return row
    told = "".join(f"<span>{escape(one)}</span> " for one in notes)
    return f'{row}<tr class="em-beside"><td colspan="3">{told}</td></tr>'


def values_of(estimate: Estimate, found: Finding, w: Words) -> str:
    """The estimate with its 95 % interval, in numbers."""
    if estimate.value is None and estimate.low is None and estimate.high is None:
        return w("value.undefined")
    digits = 1 if found.indicator.kind in ("rate", "amount") else 2
    value = w("value.undefined") if estimate.value is None else w.number(estimate.value, digits)
    interval = ranges.interval(estimate, estimate.low, estimate.high, digits, w)
    return w("variants.value", value=value, interval=interval)
