"""A figure that was withdrawn because it disclosed something: nothing of what it told is read any longer."""

from __future__ import annotations

from dataclasses import replace

from einlass.release.records import Amount, Correction, Figure, Publication, Texts, Version
from einlass.words import unmarked, words_for

HIDDEN = Amount(sign=".")


def without_values(publication: Publication) -> Publication:
    """The figure with its names, days and dates alone; what was written about it may tell a value, so it goes too."""
    versions = tuple(_version(one) for one in publication.versions)
    return replace(publication, versions=versions, notices=())


def _version(one: Version) -> Version:
    return replace(
        one,
        figure=_figure(one.figure),
        texts={language: _texts(texts, language) for language, texts in one.texts.items()},
        correction=_correction(one.correction) if one.correction else None,
        revision="",
        revision_en="",
    )


def _figure(figure: Figure) -> Figure:
    rows = tuple(replace(row, cells=(HIDDEN,) * len(row.cells)) for row in figure.table.rows)
    return replace(
        figure,
        headline=HIDDEN,
        sides=tuple(replace(side, amount=HIDDEN, distribution=()) for side in figure.sides),
        table=replace(figure.table, rows=rows),
        verdict="",
        caveats=(),
        survey=None,
    )


def _texts(texts: Texts, language: str) -> Texts:
    """What the figure was about, and in place of its value that it is not shown."""
    gone = unmarked(words_for(language)("bundle.value_gone"))
    return Texts(
        title=texts.chart_title or gone,
        sentence=gone,
        short=gone,
        plain=gone,
        value=gone,
        chart_title=texts.chart_title,
        chart_subtitle=texts.chart_subtitle,
        chart_alt="",
        facts=(),
        labels=texts.labels,
        source=texts.source,
    )


def _correction(correction: Correction) -> Correction:
    return replace(correction, text="", text_en="", old=None, new=None)
