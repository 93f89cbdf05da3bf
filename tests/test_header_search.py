"""Where a header can stand is looked up before it is tried: what is found must be what trying everything finds."""

from collections.abc import Sequence

from conftest import GOOD
from hypothesis import given, settings
from hypothesis import strategies as st

from einlass.ingest.read.columns import Lines, Row
from einlass.ingest.read.headers import (
    HEADER_WITHIN,
    TALLEST,
    Header,
    Spelling,
    _spread_header,
    folded,
    folded_all,
    header_among,
    header_of,
)
from einlass.ingest.sources import SOURCES

ODD = [
    "",
    "",
    "x",
    "(min)",
    "Zeit (von",
    "bis)",
    "[h]",
    "—",
    "ß",
    "ÄÖ",
    "a\nb",
    "Anzahl (n)",
    "besucher 1)",
    "{",
]
NAMES = sorted({header for row in GOOD.values() for header in row})
SPELLINGS = [Spelling("Amt", "visits", {"tag": "datum", "publikum": "besucher"})]


def tried_everywhere(lines: Lines, mappings: Sequence[Spelling]) -> Header | None:
    """The first header by trying every line and block."""
    for index in range(min(len(lines), HEADER_WITHIN)):
        if found := header_of(lines[index].cells, SOURCES, mappings, index):
            return found
    for height in range(2, TALLEST + 1):
        for index in range(min(len(lines), HEADER_WITHIN) - height + 1):
            block = [line.cells for line in lines[index : index + height]]
            if found := _spread_header(block, SOURCES, mappings, index):
                return found
    return None


@st.composite
def sheets(draw: st.DrawFn) -> Lines:
    """A few lines, among them the header of an export: whole, or cut over two or three lines."""
    names = list(draw(st.sampled_from([list(row) for row in GOOD.values()])))
    names = draw(st.sampled_from([names, ["Tag", names[1], "Publikum", *names[3:]], names[:-1]]))
    names += draw(st.lists(st.sampled_from([*NAMES, *ODD]), max_size=3))
    cuts = [draw(st.integers(0, len(name))) if draw(st.booleans()) else 0 for name in names]
    units = [draw(st.sampled_from(["", "", " (min)", " (", "[x]"])) for _ in names]
    upper = [name[:cut].rstrip("_") for name, cut in zip(names, cuts, strict=True)]
    lower = [name[cut:] + unit for name, cut, unit in zip(names, cuts, units, strict=True)]
    noise = draw(st.lists(st.lists(st.sampled_from([*NAMES, *ODD]), max_size=6), max_size=3))
    below = draw(st.sampled_from([[], [["(h)"] * len(names)], [[""] * len(names)]]))
    return [Row(number, cells) for number, cells in enumerate([*noise, upper, lower, *below], 1)]


@settings(derandomize=True, max_examples=300, deadline=None)
@given(sheets(), st.sampled_from([[], SPELLINGS]))
def test_the_header_is_the_one_that_trying_everything_finds(lines: Lines, mappings: list[Spelling]) -> None:
    assert header_among(lines, SOURCES, mappings) == tried_everywhere(lines, mappings)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*NAMES, *ODD]), st.text(max_size=12)), max_size=8))
def test_texts_are_folded_together_as_alone(texts: list[str]) -> None:
    assert folded_all(texts) == [folded(text) for text in texts]
