"""Offices of another city beside a finding: what it comes to, who takes part, what is refused, what stays as it is."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from threading import Barrier, Thread

import pytest
import several_cities
from conftest import csv_text, good, import_all, run_einlass
from several_cities import State
from streamlit.testing.v1 import AppTest
from towns import AFTER, START, Place, build, event, german, incident, weekdays

from einlass import config
from einlass.errors import SettingsRefused
from einlass.findings import Finding, OtherCity, Request, beside_other_city, city, finding
from einlass.findings.headlines import ALL_REPORTS, PRIMARY
from einlass.measures import Window, history, offices
from einlass.stats.series import Interval
from einlass.ui import account, comparison, health
from einlass.ui.comparison.robustness import _numbers
from einlass.upkeep import doctor
from einlass.warehouse import DataVersion, current_version
from einlass.words import Words, ranges, words_for

DE, EN = words_for("de"), words_for("en")
Compare = Callable[[str], Path]
REQUEST = Request(ALL_REPORTS, "M-a-1")
EARLY = ((date(2017, 2, 6), (1, 1, 1, 1, 1, 0)),)  # the weeks of Zell count from another Monday
LATE = tuple(
    day for day in weekdays(AFTER) if day >= date(2019, 4, 8)
)  # five weeks after the start are counted

AURACH = {"a-1": Place((60, 22), (30, 11))}
FREE = {
    "z-1": Place((60, 50), (30, 25), treated=False, waves=EARLY),
    "z-2": Place((50, 44), (25, 22), treated=False),
    "z-3": Place((70, 56), (35, 28), treated=False),
}
OTHERS = {
    "z-4": Place((40, 12), (20, 6)),
    "z-5": Place((40, 3), treated=False, no_count=LATE),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Aurach with a measure, Zell with offices to compare with; never changed."""
    base = tmp_path_factory.mktemp("two")
    state = State(base / "cities", base / "own")
    state.own.mkdir()
    for key, places in (("aurach", AURACH), ("zell", FREE | OTHERS)):
        add(state, key, places)
    return state


def add(state: State, key: str, places: dict[str, Place], settings: str = "", **more: object) -> None:
    """One more city."""
    work = state.cities.parent / "exports" / key
    work.mkdir(parents=True)
    if settings:
        (work / "data").mkdir()
        (work / "data" / config.CITY_FILE).write_text(settings, encoding="utf-8")
    shutil.move(build(work, places, **more), state.cities / key)  # type: ignore[arg-type]
    if not settings:
        several_cities.name(state.cities / key, key.title())


@pytest.fixture
def state(made: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> State:
    """The same with settings of this test."""
    own = State(made.cities, tmp_path / "own")
    own.own.mkdir()
    return several_cities.read(own, monkeypatch)


@pytest.fixture
def copied(made: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> State:
    """A copy that a test may change."""
    own = State(Path(shutil.copytree(made.cities, tmp_path / "cities")), tmp_path / "own")
    own.own.mkdir()
    return several_cities.read(own, monkeypatch)


def section(
    city: str = "zell", offices: tuple[str, ...] = tuple(FREE), beside: tuple[str, ...] = ("aurach",)
) -> str:
    told = {"city": city, "offices": list(offices), "for": list(beside)}
    return "\n".join(["[[comparison]]", *(f"{key} = {json.dumps(value)}" for key, value in told.items()), ""])


@pytest.fixture
def compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compare:
    """Lets the installation name offices of another city; in a new file, as one without faults is read once."""

    def write(text: str) -> Path:
        path = tmp_path / "own" / f"land-{len(list((tmp_path / 'own').iterdir()))}.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("EINLASS_CITY", str(path))
        return path

    return write


def versions(state: State, *keys: str) -> tuple[DataVersion, ...]:
    return tuple(current_version(state.cities / key) for key in keys or ("aurach", "zell"))


def beside(state: State, offices: tuple[str, ...] = tuple(FREE), other: str = "zell") -> OtherCity:
    return beside_other_city(*versions(state, "aurach"), REQUEST, *versions(state, other), offices)


def alone(state: State, request: Request = REQUEST) -> Finding:
    [version] = versions(state, "aurach")
    with config.at(version.folder):
        return finding(version, request)


# --- What it comes to -----------------------------------------------------------------------------------


def test_the_ratio_is_that_of_the_shares_by_hand(state: State) -> None:
    """One office against three that have its visits each day: the odds of a report being its own, after and before."""
    found = beside(state)
    assert (found.own, found.other) == ((60, 22), (180, 150))
    assert found.estimate is not None and found.estimate.value == pytest.approx(
        (22 / 150) / (60 / 180), rel=1e-3
    )
    assert found.estimate.low and found.estimate.high and found.estimate.low < 0.44 < found.estimate.high < 1
    assert (found.used, found.reason, found.is_recording_changed) == (tuple(FREE), None, False)


@pytest.mark.parametrize("code", [ALL_REPORTS, PRIMARY])
def test_it_says_what_the_same_offices_would_say_in_the_own_city(
    state: State, tmp_path: Path, code: str
) -> None:
    whole = current_version(build(tmp_path, AURACH | FREE))
    request = replace(REQUEST, indicator=code)
    with config.at(whole.folder):
        analysis = finding(whole, request).analysis
    found = beside_other_city(*versions(state, "aurach"), request, versions(state)[1], tuple(FREE))
    assert analysis is not None and analysis.compared is not None
    assert found.estimate == analysis.compared


def test_their_weeks_are_by_their_own_calendar(state: State, tmp_path: Path) -> None:
    """Emergency operation at one office there, and a time that only their settings call exceptional."""
    work = State(tmp_path / "cities", state.own)
    shut = event(date(2018, 3, 5), "z-1", "BETRIEB", betriebslage="NOT", datum_bis=german(date(2018, 3, 18)))
    known = '[[known_time]]\ncode = "Hochwasser"\nfirst = 2018-06-04\nlast = 2018-06-24\n'
    add(work, "zell", FREE, known, events=[shut])
    [aurach], [zell] = versions(state, "aurach"), versions(work, "zell")
    found = beside_other_city(aurach, REQUEST, zell, tuple(FREE))
    assert {one.office_id: one.weeks_missing for one in found.offices} == {"z-1": 5, "z-2": 3, "z-3": 3}
    assert {one.weeks_missing for one in beside(state).offices} == {0}


def test_weeks_beyond_their_data_are_missing(state: State, tmp_path: Path) -> None:
    """The data of Zell end nine weeks before those of Aurach."""
    work = State(tmp_path / "cities", state.own)
    add(work, "zell", FREE, last=date(2019, 10, 27), after=Window(START, date(2019, 10, 28)))
    found = beside_other_city(*versions(state, "aurach"), REQUEST, *versions(work, "zell"), tuple(FREE))
    assert {one.office_id: one.weeks_missing for one in found.offices} == dict.fromkeys(FREE, 9)
    assert found.other == (180, 150) and found.own[1] < 22


def test_a_change_of_who_reports_there_is_known(state: State, tmp_path: Path) -> None:
    work = State(tmp_path / "cities", state.own)
    add(work, "zell", FREE, events=[event(date(2019, 2, 4), "z-2", "MELDEWEG")])
    [aurach], [zell] = versions(state, "aurach"), versions(work, "zell")
    assert beside_other_city(aurach, REQUEST, zell, tuple(FREE)).is_recording_changed
    # Incidents with consequences do not depend on who reports.
    primary = replace(REQUEST, indicator=PRIMARY)
    assert not beside_other_city(aurach, primary, zell, tuple(FREE)).is_recording_changed


# --- Who takes part -------------------------------------------------------------------------------------


def test_offices_that_cannot_be_compared_with_are_named_with_the_reason(state: State) -> None:
    found = beside(state, ("z-5", "z-1", "nope", "z-2", "z-4", "z-3"))
    assert {one.office_id: one.reason for one in found.offices} == {
        **dict.fromkeys(FREE),
        "z-4": "measure",
        "z-5": "weeks_after",
        "nope": "unknown",
    }
    assert found.estimate == beside(state).estimate


def test_a_measure_outside_the_time_compared_keeps_no_office_out(state: State, tmp_path: Path) -> None:
    work = State(tmp_path / "cities", state.own)
    earlier = good("measures", massnahme_id="OLD", dienststelle_id="z-1", gueltig_von="02.05.2016")
    over = {"gueltig_bis": "30.06.2017", "geplant_bis": "", "verlaengert_bis": ""}
    still = {"gueltig_bis": "30.06.2018", "geplant_bis": "", "verlaengert_bis": ""}
    add(work, "over", FREE, measures=[earlier | over])
    add(work, "still", FREE, measures=[earlier | still])
    [aurach] = versions(state, "aurach")
    for key, reason in (("over", None), ("still", "measure")):
        found = beside_other_city(aurach, REQUEST, *versions(work, key), tuple(FREE))
        assert found.offices[0].reason == reason


@pytest.mark.parametrize("offices", [("z-1", "z-2"), ("z-1", "z-2", "z-4"), ("nope", "z-4", "z-5")])
def test_below_three_offices_nothing_is_computed(state: State, offices: tuple[str, ...]) -> None:
    found = beside(state, offices)
    assert (found.estimate, found.reason) == (None, "too_few_offices")


def test_sample_data_never_stand_beside_real_ones(state: State, sample_folder: Path) -> None:
    sample, (aurach, zell) = current_version(sample_folder), versions(state)
    with config.at(sample.folder):
        free = tuple(one for one in ("BSP-D5", "BSP-D6", "BSP-D7", "BSP-D8"))
        request = Request(ALL_REPORTS, "BSP-M1")
    assert beside_other_city(aurach, REQUEST, sample, free).reason == "sample"
    assert beside_other_city(sample, request, zell, tuple(FREE)).reason == "sample"


def test_cities_that_judge_severity_in_other_ways_are_not_compared(state: State, tmp_path: Path) -> None:
    levels = "".join(f'[[severity]]\ncode = "{code}"\nlevel = {level}\n' for code, level in ((1, 2), (2, 3)))
    work = State(tmp_path / "cities", state.own)
    add(work, "zell", FREE, levels)
    found = beside_other_city(*versions(state, "aurach"), REQUEST, *versions(work, "zell"), tuple(FREE))
    assert (found.estimate, found.reason) == (None, "severity")


def test_without_reports_on_a_side_there_is_no_estimate(state: State, tmp_path: Path) -> None:
    work = State(tmp_path / "cities", state.own)
    add(work, "zell", {name: Place((0, 0), treated=False) for name in FREE} | {"z-9": Place((20, 20))})
    found = beside_other_city(*versions(state, "aurach"), REQUEST, *versions(work, "zell"), tuple(FREE))
    assert (found.estimate, found.reason) == (None, "too_few_events")


def test_too_few_weeks_in_common_are_no_estimate(state: State, tmp_path: Path) -> None:
    """Nothing is reported at a-2. Of the weeks of Zell, ten and more are counted there, but two at a-1."""
    work = State(tmp_path / "cities", state.own)
    both = [good("measures", massnahme_id="M-a-1", dienststelle_id=one) for one in ("a-1", "a-2")]
    late, early = (
        tuple(one for one in weekdays(AFTER) if (one >= day) == is_late)
        for day, is_late in ((date(2019, 5, 13), True), (date(2019, 4, 29), False))
    )
    own = {"a-1": Place((60, 22), treated=False, no_count=late), "a-2": Place(treated=False)}
    add(work, "aurach", own, measures=both)
    add(work, "zell", {name: replace(one, no_count=early) for name, one in FREE.items()})
    found = beside(work)
    assert {one.reason for one in found.offices} == {None}
    assert (found.estimate, found.reason) == (None, "too_few_weeks")


@pytest.mark.parametrize(
    ("verdict", "low", "high", "does"),
    [
        ("clear_decrease", 1.1, 3.0, True),
        ("signs_of_decrease", 1.1, 3.0, True),
        ("clear_decrease", 0.9, 3.0, False),
        ("clear_increase", 0.2, 0.9, True),
        ("clear_increase", 1.1, 3.0, False),
        ("clear_increase", None, 0.9, True),
        ("no_large_change", 1.1, 3.0, False),
        ("cannot_tell", 0.2, 0.9, False),
    ],
)
def test_only_a_whole_range_on_the_other_side_contradicts(
    state: State, verdict: str, low: float | None, high: float | None, does: bool
) -> None:
    found = beside(state)
    assert found.estimate is not None
    other = replace(found, estimate=replace(found.estimate, interval_95=Interval(0.95, low, high)))
    assert other.contradicts(verdict) == does
    assert not replace(found, estimate=None).contradicts(verdict)


# --- The page -------------------------------------------------------------------------------------------


def of_city() -> None:
    """A page of one city, as the shell runs it."""
    import runpy

    import streamlit as st

    from einlass import config

    config.look_anew()
    config.look_at(config.cities()[st.query_params["city"]])
    runpy.run_path(str(config.PAGES / f"{st.query_params['page']}.py"))


def page(city: str = "aurach", name: str = "comparison", **asked: str) -> str:
    """The page of a city as HTML."""
    app = AppTest.from_function(of_city, default_timeout=300)
    told = {"page": name, "city": city, "indicator": ALL_REPORTS, "measure": "M-a-1"} | asked
    for key, value in told.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return unescape("".join(str(part.proto.body) for part in app.get("html")))


def row(html: str) -> str:
    """What the table says of other cities, as text; empty where it says nothing."""
    found = re.findall(
        r"<tr[^>]*><th[^>]*>(?:gegenüber Dienststellen in|compared with offices in).*?</tr>.*?</tr>", html
    )
    return " ".join(re.sub(r"<[^>]*>", " ", " ".join(found)).split())


def test_nothing_stands_there_unless_it_is_asked_for(state: State, compare: Compare) -> None:
    html = page()
    assert "em-robust" in html and row(html) == ""
    compare(section(beside=("zell",), city="aurach", offices=("a-1",)))
    assert row(page()) == ""


@pytest.mark.parametrize(("lang", "w"), [("de", DE), ("en", EN)])
def test_a_row_names_city_offices_counts_and_who_is_left_out(
    state: State, compare: Compare, lang: str, w: Words
) -> None:
    file = compare(section(offices=(*FREE, "z-4", "nope")))
    html = page(lang=lang)
    said = row(html)
    names = w.join(list(FREE))
    assert said.startswith(w("other_city.offices", city="Zell", offices=names))
    estimate = beside(state).estimate
    assert estimate is not None
    interval = ranges.interval(estimate, estimate.low, estimate.high, 1, w)
    assert w("variants.value", value=w.number(0.4, 1), interval=interval) in said
    counts = {"before": "60", "after": "22", "there_before": "180", "there_after": "150"}
    counted = w(f"indicator.{ALL_REPORTS}.numerator")
    assert w("other_city.counts", counted=counted, **counts) in said
    for place, reason in (("z-4", "measure"), ("nope", "unknown")):
        assert w("compared_left_out.line", place=place, reason=w(f"compared_left_out.{reason}")) in said
    fault = {"file": file.name, "line": 3}
    assert w("settings.comparison.office", **fault, city="zell", office="nope") in said
    assert w("other_city.stand", moment=w.datetime(versions(state)[1].created_at)) in said
    assert re.search(
        rf"{w('variants.compared')}</th></tr><tr[^>]*><th[^>]*>{re.escape(w('other_city', city='Zell'))}",
        html,
    )


def test_the_line_of_a_fault_is_for_who_can_mend_it(state: State, compare: Compare) -> None:
    told = {"address": "https://land.example", "metadata_url": "https://id.example/a", "client_id": "e"}
    sign_in = "".join(f'{key} = "{value}"\n' for key, value in told.items())
    file = compare(f"{section(offices=(*FREE, 'nope'))}[sign_in]\n{sign_in}")
    assert file.name in row(page())
    account.begin(config.own_city().sign_in)  # nobody has signed in
    try:
        said = row(page())
    finally:
        account.begin(None)
    assert DE("compared_left_out.line", place="nope", reason=DE("compared_left_out.unknown")) in said
    assert file.name not in said


def test_beside_and_never_instead(state: State, compare: Compare) -> None:
    """Verdict, estimate, overview and every other page are what they were."""
    [version] = versions(state, "aurach")
    before, whole = alone(state), page(name="overview")
    html = page()
    compare(section())
    assert row(page()) and alone(state) == before
    assert page(name="overview") == whole
    with config.at(version.folder):
        assert city(version, ALL_REPORTS).estimate == before.estimate
    answers = [re.findall(r'<p class="em-lead.*?</p>', text) for text in (html, page())]
    assert answers[0] and answers[0] == answers[1]


def test_what_contradicts_the_verdict_is_named_among_the_limits(
    copied: State, compare: Compare, tmp_path: Path
) -> None:
    """At Zell reports have fallen far more than at Aurach."""
    fallen = {name: Place((90, 6), treated=False) for name in FREE}
    add(copied, "steinau", fallen)
    compare(section("steinau"))
    assert alone(copied).verdict.endswith("decrease")
    found = beside(copied, other="steinau")
    assert found.estimate is not None and found.estimate.low is not None and found.estimate.low > 1
    html = page()
    begins = DE("other_city.contradicts", city="Steinau", ratio="X", interval="").split("X")[0]
    assert begins in html.replace("<b>", "") and DE("variants.finding.both") in html
    compare(section())
    assert DE("other_city.contradicts", city="Zell", ratio="X", interval="").split("X")[0] not in page()


def test_a_city_that_cannot_be_read_is_named_and_breaks_nothing(copied: State, compare: Compare) -> None:
    several_cities.break_three(copied)
    compare("".join(section(key) for key in ("empty", "damaged", "faulty")))
    html = page()
    said = row(html)
    assert said.count(DE("other_city", city="").strip()) == 3
    assert DE("cities.empty") in said and "rebuild" in said and config.CITY_FILE in said
    assert html.count('class="em-main"') == 1


def test_sample_data_beside_sample_data_are_marked(
    copied: State, compare: Compare, sample_folder: Path
) -> None:
    for key in ("sample", "other"):
        shutil.copytree(sample_folder, copied.cities / key)
    free = tuple(one for one, told in of_sample(sample_folder).items() if not told)
    compare(section("other", free, ("sample", "aurach")))
    assert len(free) >= 3
    assert DE("sample.mark") in row(page("sample", measure="BSP-M1"))
    said = row(page())
    assert DE("sample.mark") in said and DE("other_city.none.sample") in said


def of_sample(folder: Path) -> dict[str, bool]:
    """The offices of the sample data, and whether they ever had a measure."""
    with config.at(folder):
        return {one: bool(told.episodes) for one, told in history(current_version(folder)).items()}


def test_the_files_of_the_table_hold_the_row(state: State, compare: Compare) -> None:
    compare(section())
    found = alone(state)
    with config.at(state.cities / "aurach"):
        version = current_version()
        rows = comparison.rows(found, version, DE)
        assert found.analysis is not None
        made = _numbers(found, (found.analysis.variants, rows), offices(version), DE)
        assert made.files.machine is not None
        table = list(csv.DictReader(io.StringIO(made.files.machine().decode("utf-8-sig"))))
        shown = made.table.rows()
    [told] = [one for one in table if one["variant"] == "other_city"]
    estimate = beside(state).estimate
    assert estimate is not None
    assert told["subject"] == "zell" and float(told["estimate"]) == pytest.approx(estimate.value)
    assert [one[0] for one in shown].count(rows[0].name) == 1
    assert any(rows[0].name in one and rows[0].notes[0] in one for one in made.files.notes)


def test_after_an_import_in_the_other_city_nothing_old_is_shown(copied: State, compare: Compare) -> None:
    compare(section())
    before, seen = versions(copied)[1], row(page())
    more = copied.cities.parent / "more.csv"
    rows = [incident(f"N{n}", "z-1", date(2019, 5, 6) + timedelta(days=7 * n)) for n in range(20)]
    more.write_text(csv_text(rows), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EINLASS_CITY", "")  # the night leaves it out, too
        import_all(copied.cities / "zell", [more])
    after = versions(copied)[1]
    assert after.number == before.number + 1
    assert beside(copied).other == (180, 170)
    now = row(page())
    assert now != seen and " 170." in now and " 150." in seen


def test_two_who_read_two_cities_see_each_their_own(copied: State, compare: Compare) -> None:
    """Each beside offices of the other's city; whatever is computed, none is left looking at the other."""
    add(copied, "steinau", {f"s-{n}": replace(one, waves=()) for n, one in enumerate(FREE.values(), 1)})
    text = section("zell", tuple(FREE), ("aurach",)) + section("steinau", ("s-1", "s-2", "s-3"), ("zell",))
    compare(text)
    seen = dict[str, list[str]]()
    meet = Barrier(2, timeout=120)

    def read(key: str, measure: str) -> None:
        config.look_at(copied.cities / key)
        version = current_version()
        for _ in range(3):
            meet.wait()
            found = finding(version, replace(REQUEST, measure=measure))
            seen.setdefault(key, []).append(
                " ".join([*(one.name for one in comparison.rows(found, version, DE)), config.data_dir().name])
            )

    both = [Thread(target=read, args=one) for one in (("aurach", "M-a-1"), ("zell", "M-z-4"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    names = {"aurach": ("Zell", list(FREE)), "zell": ("Steinau", ["s-1", "s-2", "s-3"])}
    assert seen == {
        key: [f"{DE('other_city.offices', city=city, offices=DE.join(ids))} {key}"] * 3
        for key, (city, ids) in names.items()
    }


# --- The settings ---------------------------------------------------------------------------------------


def faults() -> list[str]:
    with pytest.raises(SettingsRefused) as caught:
        config.own_city()
    return DE.faults(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (section("zel"), 2, "„city“ nennt „zel“"),
        (section(beside=("aurach", "nirgends")), 4, "„for“ nennt „nirgends“"),
        (section(beside=("aurach", "zell")), 4, "„zell“ kann nicht neben sich selbst stehen"),
        (section("../own"), 2, "der Name des Ordners einer Stadt"),
        (section(offices=()), 3, "eine Liste von Kennungen"),
        (section(offices=("z-1", "z-1")), 3, "jede einmal"),
        (section(beside=()), 4, "eine Liste von Ordnern"),
        (section().replace("offices", "ofices"), 3, "Ähnlich ist „offices“"),
        (section().replace("for =", "#"), 1, "fehlt „for“"),
        (section().replace('["aurach"]', '"aurach"'), 4, "eine Liste von Ordnern"),
        (section() + section(), 6, "steht schon in einem Abschnitt vorher"),
        ("comparison = 1", 1, "[[comparison]]"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_what_to_do(
    state: State, compare: Compare, text: str, line: int, says: str
) -> None:
    name = compare(text).name
    told = faults()
    assert any(one.startswith(f"{name}, Zeile {line}: ") and says in one for one in told), told


def test_the_app_names_a_city_that_is_not_there_and_goes_on_once_it_is(
    copied: State, compare: Compare
) -> None:
    compare(section("nirgends"))
    shell = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=300).run()
    shown = "".join(str(part.proto.body) for part in shell.get("html"))
    assert DE("settings.title") in shown and "nirgends" in shown and "Zeile 2" in shown
    (copied.cities / "nirgends").mkdir()
    shown = "".join(str(part.proto.body) for part in shell.run().get("html"))
    assert DE("settings.title") not in shown and "Aurach" in shown


def test_only_the_installation_may_name_offices_of_other_cities(
    copied: State, compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a city says by itself must stay what its own installation says."""
    own = copied.cities / "aurach"
    (own / config.CITY_FILE).write_text(section(), encoding="utf-8")
    with config.at(own), pytest.raises(SettingsRefused) as caught:
        config.city()
    [told] = DE.faults(caught.value)
    assert told.startswith(f"{config.CITY_FILE}, Zeile 2: ") and "EINLASS_CITIES" in told
    for cities in ("", str(copied.cities)):
        monkeypatch.setenv("EINLASS_CITIES", cities)
        done = run_einlass("status", data=own)
        assert done.returncode == 1 and told in done.stderr
    compare(section())
    monkeypatch.delenv("EINLASS_CITIES")
    assert any("EINLASS_CITIES" in one for one in faults()) and config.comparisons("aurach") == ()


def test_where_the_cities_cannot_be_listed_that_is_what_is_said(
    state: State, compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(section())
    monkeypatch.setenv("EINLASS_CITIES", str(state.own / "none"))
    assert config.own_city().comparisons
    assert health._trouble() == "cities.lost"


def test_the_doctor_names_an_office_that_its_city_does_not_have(state: State, compare: Compare) -> None:
    file = compare(section(offices=(*FREE, "nope")))
    found = [one for one in doctor.examine() if one.area == "settings"]
    assert [(one.level, one.key) for one in found] == [("fault", "settings.comparison.office")]
    assert DE.message(found[0].key, dict(found[0].values)).startswith(f"{file.name}, Zeile 3: ")
    compare(section())
    assert "fault" not in [one.level for one in doctor.examine() if one.area == "settings"]
