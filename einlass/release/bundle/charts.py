"""The chart of a figure as SVG: answers on both sides of a line, or bars with their ranges; wide, or for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from PIL import ImageFont

from einlass.design import palette
from einlass.paper import draw
from einlass.paper.compile import FONTS
from einlass.release.bundle import cells
from einlass.release.records import Amount, Figure, Side, Texts
from einlass.words import Words

WIDE, NARROW = 620, 344
SMALL, USUAL, TITLE = 12.5, 13.5, 17.0
BAR, GAP, EDGE = 24.0, 12.0, 2.0
LEAST_ROOM = 20.0  # of a segment that holds its number
NEUTRAL = 3  # of the answers 1 to 5
NUMBER, APART = 46.0, 14.0  # room of a number beside a bar, and between the answers and the neutral ones
MOST_ROWS = 24
COLOURS = ("ground", "text", "muted", "rule", "grid", "accent", "before", "sample", "sample_edge")
# Text on the answers 1 to 5, the same in both themes: measured at 4.5:1 and more.
ON_ANSWERS = ("#FFFFFF", "#1A1A1A", "#1A1A1A", "#1A1A1A", "#FFFFFF")


class Inks:
    """Colours by role: those of the light theme, or names that the stylesheet fills in for the reader's theme."""

    def __init__(self, *, is_named: bool) -> None:
        self._is_named = is_named

    def __call__(self, role: str) -> str:
        """The colour of a role."""
        if self._is_named:
            return f"var(--em-{role.replace('_', '-')})"
        return str(getattr(palette(is_dark=False), role))

    def answer(self, value: int) -> str:
        """The colour of an answer from 1 to 5."""
        return f"var(--em-answer-{value})" if self._is_named else palette(is_dark=False).answers[value - 1]


@dataclass(frozen=True)
class Drawn:
    """Shapes and the height they need."""

    height: float
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its amount, what is said beside it, its colour by role."""

    name: str
    amount: Amount
    said: str
    role: str


def inline(figure: Figure, texts: Texts, w: Words, width: int, key: str) -> str:
    """The chart inside a page: its heading stands above it; colours follow the reader's theme."""
    inks = Inks(is_named=True)
    drawn = chart(figure, texts, w, width, inks)
    return _svg(width, drawn.height, drawn.parts, texts, f"{key}-", f' class="chart {key}"')


def standalone(figure: Figure, texts: Texts, w: Words, notes: Sequence[str]) -> str:
    """The chart as a file: heading, subtitle and source are part of it."""
    inks = Inks(is_named=False)
    parts = [f'<rect width="100%" height="100%" fill="{inks("ground")}"/>']
    y = 8.0
    if figure.is_sample:
        parts += [
            draw.bar(0, WIDE, y, 24, inks("sample")),
            draw.bar(0, 4, y, 24, inks("sample_edge")),
            draw.label(14, y + 16.5, w("bundle.sample"), color=inks("text"), is_strong=True, size=USUAL),
        ]
        y += 32
    y = _lines(
        parts, wrapped(texts.chart_title, WIDE - 8, TITLE, is_strong=True), y, TITLE, inks("text"), True
    )
    y = _lines(parts, wrapped(texts.chart_subtitle, WIDE - 8, USUAL), y + 2, USUAL, inks("muted"))
    drawn = chart(figure, texts, w, WIDE, inks)
    parts.append(f'<g transform="translate(0 {y + 10:.1f})">{"".join(drawn.parts)}</g>')
    y += drawn.height + 16
    for note in filter(None, notes):
        y = _lines(parts, wrapped(note, WIDE - 8, SMALL), y, SMALL, inks("muted"))
    return _svg(WIDE, y + 8, parts, texts, "", "")


def bare(figure: Figure, texts: Texts, w: Words) -> str:
    """The chart alone in the colours of paper, for pictures and PDF that say the rest themselves."""
    drawn = chart(figure, texts, w, WIDE, Inks(is_named=False))
    return _svg(WIDE, drawn.height, drawn.parts, texts, "", "")


def _svg(width: float, height: float, parts: Sequence[str], texts: Texts, key: str, more: str) -> str:
    title, alt = escape(texts.chart_title), escape(texts.chart_alt)
    return (
        f'<svg xmlns="{draw.SVG}" viewBox="0 0 {width:g} {height:.1f}" width="{width:g}" '
        f'height="{height:.1f}" font-family="Source Sans Pro, Source Sans, sans-serif" role="img" '
        f'aria-labelledby="{key}title {key}desc"{more}><title id="{key}title">{title}</title>'
        f'<desc id="{key}desc">{alt}</desc>{"".join(parts)}</svg>'
    )


def _lines(
    parts: list[str], lines: Sequence[str], y: float, size: float, color: str, is_strong: bool = False
) -> float:
    for line in lines:
        y += size * 1.33
        parts.append(draw.label(EDGE, y - size * 0.25, line, color=color, is_strong=is_strong, size=size))
    return y


def chart(figure: Figure, texts: Texts, w: Words, width: int, inks: Inks) -> Drawn:
    """The chart that fits a figure; one without any value says so where the bars would stand."""
    told = [side for side in figure.sides if has_answers(side)]
    if told:
        return _answers(figure, w, width, inks)
    return _bars(bars(figure, texts, w), figure, width, inks)


def has_answers(side: Side) -> bool:
    """Whether the answers of a side carry shares that may be shown."""
    has_value = cells.number_of(side.amount, "value") is not None
    return has_value and len(side.distribution) == 5 and sum(side.distribution) > 0


def bars(figure: Figure, texts: Texts, w: Words) -> list[Bar]:
    """What is compared: the sides of a comparison, else the rows of the table, else the figure alone."""
    if len(figure.sides) > 1:
        return _rates(figure, texts, w) or [_side_bar(one, figure, w) for one in figure.sides]
    rows = [row for row in figure.table.rows if row.label != figure.table.total and row.cells]
    if 1 < len(rows) <= MOST_ROWS:
        place = _drawn_column(figure)
        digits = cells.column_decimals(figure, place)
        return [
            Bar(
                cells.label(row.label, texts.labels),
                row.cells[place],
                cells.cell(row.cells[place], digits, w).text,
                "accent",
            )
            for row in rows
        ]
    if figure.sides:
        return [_side_bar(figure.sides[0], figure, w)]
    return [Bar(w("bundle.phase.period"), figure.headline, cells.shown(figure.headline, figure, w), "accent")]


def _side_bar(side: Side, figure: Figure, w: Words) -> Bar:
    return Bar(w(f"bundle.phase.{side.phase}"), side.amount, cells.shown(side.amount, figure, w), _role(side))


def _drawn_column(figure: Figure) -> int:
    """The column that the headline sums up; where none does, the first."""
    table = figure.table
    whole = next((row for row in table.rows if row.label == table.total), None)
    if whole is None or figure.headline.value is None:
        return 0
    sums = [cells.number_of(one) for one in whole.cells]
    return sums.index(figure.headline.value) if figure.headline.value in sums else 0


def _rates(figure: Figure, texts: Texts, w: Words) -> list[Bar]:
    """Counts of periods of different length are drawn as rates, which their table holds; none: it holds none."""
    if figure.kind != "count":
        return []
    made = [_rate_bar(one, figure, side, texts, w) for side in figure.sides for one in _rate_of(figure, side)]
    return made if len(made) == len(figure.sides) else []


def _rate_of(figure: Figure, side: Side) -> list[tuple[Amount, int]]:
    """The rate of a side of all rows together and the column it stands in; nothing where there is none."""
    rows = figure.table.rows
    whole = next(
        (row for row in rows if row.label == figure.table.total), rows[0] if len(rows) == 1 else None
    )
    own = next((row for row in rows if row.label == f"phase.{side.phase}"), None)
    for place, key in enumerate(figure.table.columns):
        phase = key.rpartition(".")[0]
        row = whole if phase == side.phase else own if not phase else None
        if row is not None and cells.is_rate(key):
            return [(row.cells[place], place)]
    return []


def _rate_bar(found: tuple[Amount, int], figure: Figure, side: Side, texts: Texts, w: Words) -> Bar:
    amount, place = found
    value = cells.cell(amount, cells.column_decimals(figure, place), w).text
    part, whole = cells.number_of(side.amount, "numerator"), cells.number_of(amount, "denominator")
    phase, unit = w(f"bundle.phase.{side.phase}"), cells.label(figure.table.columns[place], texts.labels)
    unit = unit.removesuffix(f", {phase}")
    if part is None or whole is None:
        return Bar(f"{phase} ({unit})", amount, value, _role(side))
    name = w("bundle.chart.rate", phase=phase, count=w.number(part), whole=w.number(whole), unit=unit)
    return Bar(name, amount, value, _role(side))


def _role(side: Side) -> str:
    return "before" if side.phase == "before" else "accent"


def _bars(shown: Sequence[Bar], figure: Figure, width: int, inks: Inks) -> Drawn:
    tops = [top for one in shown for top in (_number(one, "value"), _number(one, "high")) if top is not None]
    highest = max([*tops, 0.0])
    end = 100.0 if cells.is_percent(figure) and highest <= 100 else highest or 1.0
    room = width - max(text_width(one.said, USUAL, True) for one in shown) - 20
    parts: list[str] = []
    y = 0.0
    for one in shown:
        y = _lines(parts, wrapped(one.name, width - 8, USUAL), y, USUAL, inks("text"))
        parts += _bar(one, inks, y + 4, room / end)
        y += 4 + BAR + GAP
    return Drawn(y, tuple(parts))


def _bar(one: Bar, inks: Inks, y: float, scale: float) -> list[str]:
    value = _number(one, "value")
    base = draw.vertical(EDGE, y - 2, y + BAR + 2, inks("text"), 1.5)
    if value is None:
        return [base, _number_text(EDGE + 8, y + BAR * 0.7, one.said, None, inks("muted"))]
    parts = [draw.bar(EDGE, EDGE + value * scale, y, BAR, inks(one.role)), base]
    low, high = _number(one, "low"), _number(one, "high")
    x = EDGE + value * scale
    if low is not None and high is not None:
        left, right, middle = EDGE + low * scale, EDGE + high * scale, y + BAR / 2
        parts += [
            draw.horizontal(left, right, middle, inks("ground"), 5),
            draw.horizontal(left, right, middle, inks("text"), 1.6),
            draw.vertical(left, middle - 5, middle + 5, inks("text"), 1.6),
            draw.vertical(right, middle - 5, middle + 5, inks("text"), 1.6),
        ]
        x = max(x, right)
    return [*parts, _number_text(x + 8, y + BAR * 0.7, one.said, value, inks("text"), is_strong=True)]


def _number(one: Bar, part: cells.Part) -> float | None:
    return cells.number_of(one.amount, part)


@dataclass(frozen=True)
class _Scale:
    """Where the answers stand: place of the line, of the neutral ones, pixels for a per cent."""

    line: float
    neutral: float
    step: float


def _answers(figure: Figure, w: Words, width: int, inks: Inks) -> Drawn:
    sides = figure.sides
    names = [w(f"bundle.phase.{one.phase}") for one in sides]
    beside = max(text_width(name, USUAL, True) for name in names) + 16 if width == WIDE else 0.0
    scale = _scale([_shares(one) for one in sides if has_answers(one)], width, beside, w)
    parts = [
        draw.label(scale.line - 6, 14, w("bundle.disagree"), anchor="end", color=inks("muted"), size=SMALL),
        draw.label(scale.line + 6, 14, w("bundle.agree"), color=inks("muted"), size=SMALL),
        draw.label(scale.neutral, 14, w("bundle.neutral"), color=inks("muted"), size=SMALL),
    ]
    y = 24.0
    for one, name in zip(sides, names, strict=True):
        if not beside:
            y = _lines(parts, [name], y, USUAL, inks("text"), True)
        else:
            parts.append(
                draw.label(EDGE, y + BAR * 0.7, name, color=inks("text"), is_strong=True, size=USUAL)
            )
        parts += _side(one, figure, w, inks, y + 2, scale)
        y += BAR + 2 + GAP
    parts.append(draw.vertical(scale.line, 20, y - GAP + 6, inks("text"), 1.5))
    parts.append(draw.vertical(scale.neutral, 20, y - GAP + 6, inks("rule"), 1))
    return Drawn(y + 2, tuple(parts))


def _shares(side: Side) -> list[float]:
    """Per cent of each answer."""
    whole = sum(side.distribution)
    return [100 * count / whole for count in side.distribution]


def _scale(shares: Sequence[Sequence[float]], width: float, beside: float, w: Words) -> _Scale:
    """The largest scale at which bars, numbers and the words above them fit into the width."""
    reach = _Reach(*(max(parts) for parts in zip(*map(_ends, shares), strict=True)))
    heads = [text_width(w(f"bundle.{name}"), SMALL) + 8 for name in ("disagree", "agree", "neutral")]
    step = (width - beside) / max(reach.against + reach.agreeing + reach.neutral, 1.0)
    while step > 0.05:
        line = beside + max(NUMBER + reach.against * step, heads[0])
        neutral = line + max(NUMBER + reach.agreeing * step, heads[1]) + APART
        if neutral + max(reach.neutral * step, heads[2]) <= width - EDGE:
            break
        step *= 0.98
    return _Scale(line, neutral, step)


@dataclass(frozen=True)
class _Reach:
    """How far the bars go to each side, in per cent."""

    against: float
    agreeing: float
    neutral: float


def _ends(shares: Sequence[float]) -> tuple[float, float, float]:
    return shares[0] + shares[1], shares[3] + shares[4], shares[NEUTRAL - 1]


def _side(side: Side, figure: Figure, w: Words, inks: Inks, y: float, scale: _Scale) -> list[str]:
    base = y + BAR * 0.7
    if not has_answers(side):
        return [_number_text(scale.line + 8, base, cells.shown(side.amount, figure, w), None, inks("muted"))]
    shares = _shares(side)
    parts = [
        *_segment(side, 2, scale.line - shares[1] * scale.step, shares[1], y, scale, inks, w),
        *_segment(side, 1, scale.line - (shares[0] + shares[1]) * scale.step, shares[0], y, scale, inks, w),
        *_segment(side, 4, scale.line, shares[3], y, scale, inks, w),
        *_segment(side, 5, scale.line + shares[3] * scale.step, shares[4], y, scale, inks, w),
        *_segment(side, NEUTRAL, scale.neutral, shares[NEUTRAL - 1], y, scale, inks, w),
    ]
    against = shares[0] + shares[1]
    left = scale.line - against * scale.step - 6
    right = scale.line + (shares[3] + shares[4]) * scale.step + 8
    value = cells.number_of(side.amount, "value")
    said = cells.shown(side.amount, figure, w)
    return [
        *parts,
        draw.label(left, base, w.percent(against / 100), anchor="end", color=inks("text"), size=SMALL),
        _number_text(right, base, said, value, inks("text"), is_strong=True),
    ]


def _segment(
    side: Side, answer: int, x: float, share: float, y: float, scale: _Scale, inks: Inks, w: Words
) -> list[str]:
    room = share * scale.step
    if room <= 0:
        return []
    parts = [draw.bar(x, x + room, y, BAR, inks.answer(answer))]
    if room >= LEAST_ROOM:
        parts.append(
            draw.label(
                x + room / 2,
                y + BAR * 0.7,
                w.number(share),
                anchor="middle",
                color=ON_ANSWERS[answer - 1],
                size=SMALL,
            )
        )
    return [f'<g data-answer="{answer}" data-count="{side.distribution[answer - 1]}">{"".join(parts)}</g>']


def _number_text(
    x: float, y: float, text: str, value: float | None, color: str, *, is_strong: bool = False
) -> str:
    """A number beside a bar, with the value itself for whoever reads the picture by program."""
    told = draw.label(x, y, text, color=color, is_strong=is_strong, size=USUAL)
    return told.replace("<text ", f'<text data-value="{"" if value is None else repr(float(value))}" ', 1)


def wrapped(text: str, width: float, size: float, *, is_strong: bool = False) -> list[str]:
    """A text in lines that fit a width, by the width of its letters; a word that is too long is cut into pieces."""
    lines = [""]
    for word in _pieces(text, width, size, is_strong):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, is_strong) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _pieces(text: str, width: float, size: float, is_strong: bool) -> list[str]:
    pieces = []
    for word in text.split(" "):
        while text_width(word, size, is_strong) > width and len(word) > 1:
            fits = max(1, int(len(word) * width / text_width(word, size, is_strong)))
            pieces.append(word[:fits])
            word = word[fits:]
        pieces.append(word)
    return pieces


@lru_cache(4)
def _font(is_strong: bool) -> ImageFont.FreeTypeFont:
    name = "SourceSansPro-Semibold.otf" if is_strong else "SourceSansPro-Regular.otf"
    return ImageFont.truetype(str(FONTS / name), 100)


@lru_cache(20_000)
def text_width(text: str, size: float, is_strong: bool = False) -> float:
    """How wide a line of text is."""
    return _font(is_strong).getlength(text) * size / 100
