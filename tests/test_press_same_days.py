"""A figure of given days: later days leave it alone, late reports inside its days change it, and it becomes final."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import csv_text, serve
from release.desk_parts import ANNA, BEN
from towns import START, Place, build, event, incident, waves

from einlass import config, ingest
from einlass.measures import Window
from einlass.release import ledger
from einlass.release.desk import act, desk_of, says_the_same
from einlass.release.desk.cases import Case
from einlass.release.desk.commands import Draft, Release, Submit
from einlass.release.disclosure.protect import protect
from einlass.release.figures import (
    Entry,
    Extent,
    extent_of,
    figure,
    figures,
    fills,
    same_days,
    untold_days,
    wider,
)
from einlass.release.figures.periods import quarter_around
from einlass.release.rebuild import keep_up_with, rebuild
from einlass.release.records import Figure
from einlass.release.wording import texts
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

REPORTS = Entry("reported_incidents", "M-D1")
PLACES = {"D1": Place(incidents=(37, 16), waves=waves((1, 1, 2, 3, 3, 0), (1, 1, 1, 4, 5, 0)))}


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Iterator[DataVersion]:
    with pytest.MonkeyPatch.context() as patch:
        serve(sample_folder, patch)
        yield current_version()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town whose exports end in October, and the same town whose exports end in December."""
    folder = tmp_path_factory.mktemp("growing")
    early = Window(START, date(2019, 10, 28))
    for name, last, after in (("early", date(2019, 10, 31), early), ("late", date(2019, 12, 31), early)):
        (folder / name).mkdir()
        build(folder / name, PLACES, last=last, after=after, events=[event(date(2018, 6, 1), "D1", "SONST")])
    return folder


@pytest.fixture
def town(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(Path(shutil.copytree(built / "early/data", tmp_path / "data")), monkeypatch))


def grow(built: Path, *more: date) -> DataVersion:
    """The exports until December, with some more reports."""
    for name in ("visits", "incidents"):
        path = built / f"late/{name}.csv"
        ingest.import_files([path], accept=["all"])
    if more:
        rows = [incident(f"L{number}", "D1", day) for number, day in enumerate(more)]
        path = config.data_dir() / "more.csv"
        path.write_text(csv_text(rows), encoding="utf-8")
        ingest.import_files([path], accept=["all"])
    return current_version()


def publish(version: DataVersion, one: Figure, now: datetime) -> Case:
    said = {language: texts(version, one, words_for(language)) for language in config.LANGUAGES}
    draft, submit = Draft(figure=one, texts=said), Submit(subject=one.subject)
    act(version.folder, ANNA, draft, submit, rebuild=rebuild(version), now=now)
    act(version.folder, BEN, Release(subject=one.subject), rebuild=rebuild(version), now=now)
    return case(version)


def case(version: DataVersion) -> Case:
    (one,) = desk_of(ledger.read(version.folder).entries).cases.values()
    return one


def made(version: DataVersion, entry: Entry, extent: Extent | None = None) -> Figure:
    found = figure(version, entry, extent or Extent())
    assert found is not None
    return found


# --- The same days of the same data ---------------------------------------------------------------------


def test_every_figure_of_the_sample_is_found_again_by_its_days(sample: DataVersion) -> None:
    every = figures(sample)
    assert [key for key, one in every.items() if not says_the_same(one, same_days(sample, one.subject))] == []
    assert all(fills(one, extent_of(one.subject)) for one in every.values())


@pytest.mark.parametrize(
    "topic",
    [
        "reported_incidents",
        "cost",
        "guard_hours",
        "persons_with_find",
        "persons_checked",
        "waiting_time",
        "items",
    ],
)
def test_two_parts_of_a_period_make_the_whole(sample: DataVersion, topic: str) -> None:
    """December and January together are what December to January tells."""
    entry = Entry(topic, "BSP-M1")
    december, january = (
        Window(date(2019, 12, 2), date(2020, 1, 1)),
        Window(date(2020, 1, 1), date(2020, 2, 3)),
    )
    parts = [made(sample, entry, Extent(period=one)) for one in (december, january)]
    whole = made(sample, entry, Extent(period=Window(december.first, january.until)))
    for one, asked in zip(
        [*parts, whole], [december, january, Window(december.first, january.until)], strict=True
    ):
        assert fills(one, Extent(period=asked)), one.subject
        assert {side.phase for side in one.sides} <= {"before", "period"}
    name = "denominator" if topic == "waiting_time" else "numerator"
    told = [getattr(one.headline, name) for one in [*parts, whole]]
    assert told[0] + told[1] == pytest.approx(told[2])
    assert 0 < told[0] < told[2]


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_a_part_is_not_told_as_the_time_since_the_start(sample: DataVersion, language: str) -> None:
    w = words_for(language)
    part = Extent(period=Window(date(2020, 1, 6), date(2020, 2, 3)))
    for entry in (
        Entry("reported_incidents", "BSP-M1"),
        Entry("cost", "BSP-M1"),
        Entry("feels_safe_clients", "BSP-M1"),
    ):
        told = texts(sample, made(sample, entry, part), w)
        said = " ".join(
            [told.title, told.sentence, told.short, told.counts, *told.labels.values(), told.chart_alt]
        )
        assert w("press.side.since").casefold() not in said.casefold(), said
        assert w("press.term.expected") not in dict(told.facts)


def test_days_before_the_start_cannot_be_told(sample: DataVersion) -> None:
    asked = Extent(period=Window(date(2019, 6, 3), date(2019, 9, 2)))
    for topic in ("cost", "waiting_time", "reported_incidents"):
        found = figure(sample, Entry(topic, "BSP-M1"), asked)
        assert found is None or not fills(found, asked)


def test_offices_of_a_measure_by_themselves(sample: DataVersion) -> None:
    entry = Entry("reported_incidents", "BSP-M2")
    offices = made(sample, entry).subject.offices
    parts = [made(sample, entry, Extent(offices=(one,))) for one in offices]
    assert sum(one.headline.numerator for one in parts) == made(sample, entry).headline.numerator
    assert [one.subject.offices for one in parts] == [(one,) for one in offices]


def test_the_quarter_around_a_month_is_the_next_coarser_figure(sample: DataVersion) -> None:
    month = made(
        sample,
        Entry("reported_incidents", "BSP-M1"),
        Extent(period=Window(date(2020, 1, 6), date(2020, 2, 3))),
    )
    assert protect(month, []).held == "small"
    coarser = wider(sample, month)
    assert [(one.subject.first, one.subject.measure) for one in coarser] == [
        (date(2020, 1, 1), "BSP-M1"),
        (date(2019, 11, 11), "BSP-M1"),
        (min(one.subject.first for one in coarser), ""),
    ]
    assert protect(month, [], coarser).coarser == coarser[0]


@pytest.mark.parametrize(
    ("first", "until", "quarter"),
    [
        (date(2020, 2, 1), date(2020, 3, 1), (date(2020, 1, 1), date(2020, 4, 1))),
        (date(2019, 12, 1), date(2020, 1, 1), (date(2019, 10, 1), date(2020, 1, 1))),
        (date(2020, 3, 1), date(2020, 4, 2), None),
        (date(2020, 1, 1), date(2020, 4, 1), None),
    ],
)
def test_a_quarter_holds_the_period(first: date, until: date, quarter: tuple[date, date] | None) -> None:
    assert quarter_around(Window(first, until)) == (Window(*quarter) if quarter else None)


# --- Data that grow -------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["reported_incidents", "serious_incidents", "visits_per_open_day"])
def test_later_days_do_not_touch_a_figure(town: DataVersion, built: Path, topic: str) -> None:
    before = made(town, Entry(topic, "M-D1"))
    after = grow(built, date(2019, 11, 20), date(2019, 12, 2))
    assert made(after, Entry(topic, "M-D1")).subject.last > before.subject.last
    assert says_the_same(before, same_days(after, before.subject))


def test_later_days_do_not_touch_answers(town: DataVersion, built: Path) -> None:
    before = made(town, Entry("feels_safe_clients", "M-D1"))
    after = grow(built)
    assert says_the_same(before, same_days(after, before.subject))


def test_a_provisional_figure_becomes_final_though_the_data_go_on(town: DataVersion, built: Path) -> None:
    one = made(town, REPORTS)
    assert one.late_until == one.subject.last + timedelta(days=21)
    day = datetime.combine(one.late_until, datetime.min.time())
    published = publish(town, one, day - timedelta(days=5))
    assert published.versions[-1].status == "provisional"
    after = grow(built, date(2019, 11, 20))
    assert keep_up_with(after, day + timedelta(hours=9))
    assert case(after).versions[-1].status == "final"
    assert not case(after).has_newer_data


def test_a_late_report_inside_its_days_keeps_it_from_becoming_final(town: DataVersion, built: Path) -> None:
    one = made(town, REPORTS)
    day = datetime.combine(one.late_until, datetime.min.time())
    publish(town, one, day - timedelta(days=5))
    after = grow(built, date(2019, 6, 12))
    assert keep_up_with(after, day + timedelta(hours=9))
    assert case(after).versions[-1].status == "provisional"
    assert case(after).has_newer_data
    late = same_days(after, one.subject)
    assert late is not None and late.headline.numerator == 17


def test_a_day_that_an_export_leaves_out_is_counted_as_untold(town: DataVersion) -> None:
    one = made(town, REPORTS)
    assert untold_days(town, one) == 0
    longer = replace(one, subject=replace(one.subject, last=date(2019, 11, 4)))
    assert untold_days(town, longer) == 4  # the export ends on 31 October, and 4 November is a Monday


def test_an_old_ledger_does_not_tell_what_a_figure_was_compared_with(town: DataVersion) -> None:
    one = made(town, REPORTS)
    old = replace(one.subject, before=None)
    assert old.is_same(one.subject) and one.subject.is_same(old)
    assert says_the_same(one, same_days(town, old))
    moved = replace(one.subject, before=(date(2018, 2, 5), one.subject.before[1]))
    assert not moved.is_same(one.subject)
