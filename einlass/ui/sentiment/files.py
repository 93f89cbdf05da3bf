"""Every question before and since the start as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from einlass.export import findings_csv, records_csv
from einlass.findings import Finding
from einlass.topics.sentiment import Audience, Question
from einlass.ui import quiet, show
from einlass.ui.sentiment import texts
from einlass.ui.sentiment.panels import stem_of
from einlass.ui.sentiment.texts import Shown
from einlass.warehouse import DataVersion
from einlass.words import Words

Groups = Mapping[str, Sequence[Question]]


def question_files(version: DataVersion, asked: Groups, about: Shown, w: Words) -> None:
    """The menu of the table of all questions."""
    caption = w("sentiment.others.caption")
    show.save_menu("sentiment-questions", caption, lambda: _numbers(version, asked, about, w), w)


def _numbers(version: DataVersion, asked: Groups, about: Shown, w: Words) -> show.Numbers:
    head = [w("sentiment.table.group"), w("sentiment.others.question")]
    for side in ("before", "after"):
        named = w(f"sentiment.{side}")
        head += [w("sentiment.others.agreeing", side=named), w("sentiment.others.asked", side=named)]
    head.append(w("sentiment.others.verdict"))
    first = about.first.found
    table = show.Table(w("sentiment.others.caption"), head, lambda: _rows(asked, w), (2, 3, 4, 5))
    notes = [
        texts.quiet_key(w),
        w("sentiment.others.together"),
        w("sentiment.foot"),
        texts.source_foot(version, first, w),
    ]
    stem = stem_of(first, about, w("sentiment.file.questions"), w)
    return show.Numbers(table, show.Files(stem, notes, lambda: questions_csv(asked, w)))


def check_files(
    version: DataVersion, said: Audience, counted: Finding, about: Shown, told: Sequence[str], w: Words
) -> None:
    """The menu of the check on reporting; told: what its page says of it."""

    def rows() -> list[list[str]]:
        return [
            [
                w(f"sentiment.{side}"),
                *texts.counts(phase, said.found, w),
                quiet.number(reports.numerator, w) if reports is not None and reports.day_count else "–",
            ]
            for side, phase, reports in zip(
                ("before", "after"), said.phases, (counted.before, counted.after), strict=True
            )
        ]

    def make() -> show.Numbers:
        head = [w(f"sentiment.check.{one}") for one in ("phase", "agree")]
        head += [w("sentiment.check.asked"), w("sentiment.check.reports")]
        notes = [*told, texts.item(said.found, w), texts.quiet_key(w)]
        notes += [texts.source_foot(version, one, w) for one in (counted, said.found)]
        files = show.Files(
            stem_of(said.found, about, w("sentiment.file.check"), w),
            notes,
            lambda: findings_csv([said.found, counted], about.names, w),
        )
        return show.Numbers(show.Table(w("sentiment.check.caption"), head, rows, (1, 2, 3)), files)

    show.save_menu("sentiment-check", w("sentiment.check.caption"), make, w)


def _rows(asked: Groups, w: Words) -> list[list[str]]:
    return [
        [
            texts.group_name(group, w),
            texts.item(one.found, w),
            *(
                cell
                for phase in (one.found.before, one.found.after)
                for cell in texts.counts(phase, one.found, w)
            ),
            texts.verdict_of(one.verdict, w),
        ]
        for group, some in asked.items()
        for one in some
    ]


def questions_csv(asked: Groups, w: Words) -> bytes:
    """A row a question and phase, for a program."""
    rows = [
        (
            one.found.indicator,
            one.found.provenance,
            {
                "audience": group,
                "question": one.name,
                "phase": side,
                "agreeing": phase.numerator,
                "answers": phase.denominator,
                **{f"answers_{value}": count for value, count in enumerate(phase.distribution, 1)},
                "verdict": one.verdict,
                "verdict_alone": one.found.verdict,
            },
        )
        for group, some in asked.items()
        for one in some
        for side, phase in (("before", one.found.before), ("after", one.found.after))
        if phase is not None
    ]
    return records_csv(rows, w)
