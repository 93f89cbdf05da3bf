"""Several cities beside each other: whose data a run reads, what all say together, and that one disturbs no other."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from threading import Barrier, Thread

import forks
import pytest
import several_cities
from conftest import environment, listing
from several_cities import BROKEN, NAMES, TOWNS, State
from streamlit.testing.v1 import AppTest

from einlass import audit, config
from einlass.city import ROLES
from einlass.errors import EinlassError, NoWarehouse
from einlass.findings import cities, city
from einlass.findings.cities import LEAST_CITIES
from einlass.findings.city import whole
from einlass.findings.headlines import ALL_REPORTS, PRIMARY
from einlass.measures import measures, offices
from einlass.stats.pooling import holm, pool
from einlass.ui import access, account, health, known_cities, log
from einlass.ui.cities import overall, rows
from einlass.ui.overview import cells
from einlass.ui.overview.matrix import columns_of, made_of, table
from einlass.ui.state import CITIES, View, view_of
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

DE = words_for("de")
SHELL = str(config.ROOT / "einlass/ui/shell.py")


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Five towns; never changed."""
    return several_cities.write(tmp_path_factory.mktemp("state"))


@pytest.fixture
def state(towns: State, monkeypatch: pytest.MonkeyPatch) -> State:
    return several_cities.read(towns, monkeypatch)


@pytest.fixture
def troubled(towns: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> State:
    """The same with three cities that cannot be shown."""
    made = State(Path(shutil.copytree(towns.cities, tmp_path / "cities")), tmp_path / "own")
    shutil.copytree(towns.own, made.own)
    several_cities.break_three(made)
    return several_cities.read(made, monkeypatch)


def versions(state: State) -> tuple[DataVersion, ...]:
    return tuple(current_version(state.cities / key) for key in sorted(TOWNS))


# --- Whose data a run reads -----------------------------------------------------------------------------


def test_two_who_read_at_once_never_see_the_city_of_the_other(state: State) -> None:
    meet, seen = Barrier(2, timeout=60), dict[str, list[tuple[str, str, frozenset[str]]]]()

    def read(key: str) -> None:
        config.look_at(state.cities / key)
        for _ in range(20):
            meet.wait()
            version = current_version()
            seen.setdefault(key, []).append(
                (version.folder.name, config.city().name, frozenset(offices(version)))
            )

    both = [Thread(target=read, args=(key,)) for key in ("aurach", "zell")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert {key: set(told) for key, told in seen.items()} == {
        key: {(key, NAMES[key], frozenset({f"{key}-1", f"{key}-2"}))} for key in ("aurach", "zell")
    }
    assert all(len(told) == 20 for told in seen.values())


def test_where_no_city_is_chosen_none_is_read(state: State) -> None:
    assert config.data_dir() == state.own
    with pytest.raises(NoWarehouse):
        current_version()
    with config.at(state.cities / "zell"):
        assert current_version().folder == state.cities / "zell"
        assert config.own_dir() == state.own and config.own_city().name == "Musterland"
    with pytest.raises(NoWarehouse):
        current_version()


def test_what_is_made_later_is_of_the_city_that_offered_it(state: State) -> None:
    with config.at(state.cities / "zell"):
        asked = log.fetched("text", lambda: (config.city().name, current_version().folder.name))
    with config.at(state.cities / "aurach"):
        assert asked() == (NAMES["zell"], "zell")
    assert asked() == (NAMES["zell"], "zell")
    told = audit.newest(state.own, 2)
    assert [one.details for one in told] == [{"kind": "text", "city": "zell"}] * 2


def test_the_settings_of_the_installation_hold_for_none_of_its_cities(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "land.toml").write_text('name = "Land"\nlanguage = "en"\n', encoding="utf-8")
    monkeypatch.setenv("EINLASS_CITY", str(tmp_path / "land.toml"))
    assert (config.city().name, config.default_language()) == ("Land", "en")
    with config.at(state.cities / "zell"):
        assert (config.city().name, config.city().language) == (NAMES["zell"], "de")
        assert config.default_language() == "en"  # an address means the same in every city


def test_only_what_stands_in_the_folder_is_a_city(state: State) -> None:
    assert list(known_cities.every()) == ["aurach", "bad-muster", "elbfurt", "oestrich", "zell"]
    assert [one.name for one in known_cities.every().values()] == list(NAMES.values())
    for asked in ("", ".", "..", "../own", "zell/", "ZELL", str(state.cities / "zell"), None):
        assert known_cities.find(asked) is None


def test_cities_of_one_name_are_told_apart(troubled: State) -> None:
    several_cities.name(troubled.cities / "damaged", NAMES["zell"])
    names = [one.name for one in known_cities.every().values()]
    assert [one for one in names if one.startswith("Zell")] == [
        "Zell am Berg (damaged)",
        "Zell am Berg (zell)",
    ]


def test_an_address_names_a_city_only_where_there_are_several(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"city": "zell", "measure": "M"}
    assert view_of(asked).href("trends") == "./trends?city=zell&measure=M"
    assert View().href(CITIES) == "./" and View().href("overview") == "./overview"
    monkeypatch.delenv("EINLASS_CITIES")
    assert view_of(asked) == View(measure="M")
    assert View().href("overview") == "./"


# --- Reading only ---------------------------------------------------------------------------------------


def test_an_installation_of_several_cities_changes_nothing_of_them(state: State) -> None:
    assert {action for action in access.ACTIONS if account.LOCAL.may(action)} == {"settings"}
    assert not account.LOCAL.may_open("press") and account.LOCAL.may_open(CITIES)
    assert not access.route_of("/_stcore/upload_file/a/b").roles
    assert all(access.pages_of(frozenset((role,))) for role in ROLES)


def test_without_the_setting_nothing_of_it_is_there(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EINLASS_CITIES")
    assert all(account.LOCAL.may(action) for action in access.ACTIONS)
    assert not account.LOCAL.may_open(CITIES) and account.LOCAL.may_open("press")
    assert access.route_of("/_stcore/upload_file/a/b").roles == access.ACTIONS["import"]
    assert known_cities.every() == {} and known_cities.chooser(View(), "trends", None, DE) == ""


# --- The page of all ------------------------------------------------------------------------------------


def page(**asked: str) -> str:
    """The front page as HTML."""
    app = AppTest.from_file(SHELL, default_timeout=300)
    for key, value in asked.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return "".join(str(part.proto.body) for part in app.get("html"))


def sections(html: str) -> dict[str, str]:
    """What stands under the name of each city, in order."""
    found = re.findall(
        r'<section class="em-one-city"><h2[^>]*><a href="([^"]*)">(.*?)</a></h2>(.*?)</section>', html
    )
    assert all("city=" in href for href, _, _ in found)
    return {unescape(name): body for _, name, body in found}


def test_cities_stand_in_the_order_of_the_alphabet_with_the_cells_of_their_own_overview(state: State) -> None:
    before = listing(state.cities)
    shown = sections(page())
    assert list(shown) == list(NAMES.values())
    for key, name in NAMES.items():
        with config.at(state.cities / key):
            version = current_version()
            ends = cells.scales(version, measures(version).values())
            made = made_of(version, View(city=key), ends, DE)
            whole_table = table(version, DE("cities.matrix", city=name), columns_of(ends, DE), made, DE)
        assert whole_table in shown[name]
        assert f"comparison?city={key}&amp;measure=M-{key}-1" in shown[name]
        assert DE("sample.mark") not in shown[name]
    assert listing(state.cities) == before


def test_the_moment_that_all_cities_share_is_said_once(state: State) -> None:
    first, *others = rows(DE)
    assert first.version is not None
    moment = DE.datetime(first.version.created_at)
    assert overall([first, first], DE).count(moment) == 1
    later = replace(first.version, created_at=first.version.created_at + timedelta(days=1))
    told = overall([first, replace(others[0], version=later)], DE)
    assert moment in told and DE.datetime(later.created_at) in told


def test_what_is_wrong_with_one_city_is_said_in_its_place_and_changes_no_other(
    troubled: State, towns: State
) -> None:
    shown = sections(page())
    assert list(shown) == sorted(
        [*NAMES.values(), *BROKEN.values()], key=lambda one: one.lower().replace("ö", "o")
    )
    assert DE("cities.empty") in shown["empty"]
    assert "rebuild" in shown["Damaged"] and "em-matrix" not in shown["Damaged"]
    assert config.CITY_FILE in shown["faulty"] and "em-matrix" not in shown["faulty"]
    with pytest.MonkeyPatch.context() as patch:
        several_cities.read(towns, patch)
        alone = sections(page())
    assert {name: body.split("em-matrix")[1] for name, body in shown.items() if "em-matrix" in body} == {
        name: body.split("em-matrix")[1] for name, body in alone.items()
    }


def test_sample_data_are_marked_and_never_pooled_with_real_ones(
    state: State, sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed = State(Path(shutil.copytree(state.cities, tmp_path / "cities")), state.own)
    shutil.copytree(sample_folder, mixed.cities / "sample")
    several_cities.read(mixed, monkeypatch)
    html = page()
    name = "Mülheim an der Ruhr (Beispiel)"
    assert DE("sample.mark") in sections(html)[name]
    assert [one for one, body in sections(html).items() if DE("sample.mark") in body] == [name]
    assert "em-band" in html
    sample = current_version(mixed.cities / "sample")
    found = cities((*versions(mixed), sample), ALL_REPORTS)
    assert [(one.version.folder.name, one.reason) for one in found.cities][-1] == ("sample", "sample")
    assert not found.is_sample and len(found.pooled) == len(TOWNS)
    assert found.estimate == cities(versions(mixed), ALL_REPORTS).estimate
    assert cities((sample,), ALL_REPORTS).is_sample


@pytest.mark.parametrize("asked", ["nope", "../own", "<b>"])
def test_a_city_that_is_not_there_is_said_and_none_is_shown_in_its_place(state: State, asked: str) -> None:
    html = page(city=asked)
    assert DE("cities.gone.title", asked=asked).replace("<", "&lt;").replace(">", "&gt;") in html
    assert 'class="em-matrix"' not in html
    assert [unescape(one) for one in re.findall(r'href="\./overview\?city=([^"]*)"', html)][-5:] == list(
        NAMES
    )


def test_a_folder_that_cannot_be_read_is_said(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EINLASS_CITIES", str(state.own / "none"))
    html = page()
    assert DE("failure.title") in html and str(state.own / "none") in html
    assert health._trouble() == "cities.lost"
    monkeypatch.setenv("EINLASS_CITIES", str(state.cities))
    assert health._trouble() == ""


# --- All together ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [PRIMARY, ALL_REPORTS])
def test_cities_are_pooled_as_offices_are(state: State, code: str) -> None:
    found = cities(versions(state), code)
    each = [whole(one, code) for one in versions(state)]
    effects = [one.effect for one in each if one.effect]
    plain = pool(*zip(*effects, strict=True))
    assert len(effects) == len(TOWNS) == len(found.pooled)
    assert found.estimate is not None and plain.ratio is not None
    assert found.estimate.value == pytest.approx(plain.ratio, rel=1e-12)
    low, high = found.estimate.low, found.estimate.high
    assert low and high and low < plain.ratio < high
    assert (
        plain.interval_95.low and low <= plain.interval_95.low
    )  # never narrower than without all weeks together
    assert found.tau == pytest.approx((plain.tau2 or 0.0) ** 0.5)
    corrected = holm([one.p_value for one in each])
    assert [one.verdict for one in found.cities] == [
        one.verdict(p) for one, p in zip(each, corrected, strict=True)
    ]
    assert [one.finding for one in found.cities] == [city(one, code) for one in versions(state)]


def test_below_five_cities_nothing_is_said_of_them_together(state: State) -> None:
    found = cities(versions(state)[1:], ALL_REPORTS)
    assert len(found.pooled) == LEAST_CITIES - 1
    assert (found.estimate, found.judgement, found.verdict) == (None, None, "no_data")


def test_the_order_of_the_cities_changes_no_digit(state: State) -> None:
    """They stand by their names, and a name may change."""
    once, again = (cities(tuple(some), PRIMARY) for some in (versions(state), reversed(versions(state))))
    assert once.estimate is not None
    assert (again.estimate, again.judgement, again.expected) == (once.estimate, once.judgement, once.expected)
    assert again.cities == once.cities[::-1]


# --- The night ------------------------------------------------------------------------------------------


@pytest.fixture
def inboxes(troubled: State) -> Iterator[State]:
    for key in (*TOWNS, *BROKEN):
        (troubled.cities / key / "inbox").mkdir()
    yield troubled


def night(state: State) -> tuple[int, dict[str, dict[str, object]]]:
    own = {"EINLASS_CITIES": str(state.cities), "EINLASS_CITY": str(state.own / config.CITY_FILE)}
    variables = os.environ | environment(state.own) | own
    done = forks.run(["cities", "import", "--seconds", "0", "--json"], variables)
    return done.returncode, {one["city"]: one for one in json.loads(done.stdout)["cities"]}


def test_every_city_has_its_turn_whatever_became_of_the_one_before(inboxes: State) -> None:
    exports = inboxes.cities.parent / "more"
    exports.mkdir()
    newer = "datum;dienststelle_id;besucher;zaehlart\n02.01.2020;{}-1;77;ZAEHL\n"
    for key in ("bad-muster", "faulty", "zell"):
        (inboxes.cities / key / "inbox" / "visits.csv").write_text(newer.format(key), encoding="utf-8")
    (inboxes.cities / "aurach" / "inbox" / "x.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    before = {key: current_version(inboxes.cities / key).number for key in TOWNS}
    code, told = night(inboxes)
    assert code == 1
    assert [key for key, one in told.items() if not one["is_well"]] == ["aurach", "faulty"]
    assert {key: current_version(inboxes.cities / key).number - number for key, number in before.items()} == {
        **dict.fromkeys(TOWNS, 0),
        "bad-muster": 1,
        "zell": 1,
    }
    for key, one in told.items():
        kept = json.loads((inboxes.cities / key / "inbox-report.json").read_text("utf-8"))
        assert kept == {name: one[name] for name in ("city", "at", "files", "left", "failed")}
    assert (inboxes.cities / "zell/inbox/done/visits.csv").exists()
    assert (inboxes.cities / "aurach/inbox/refused/x.csv.report.txt").exists()
    assert (inboxes.cities / "faulty/inbox/visits.csv").exists()
    shutil.rmtree(inboxes.cities / "faulty")
    assert night(inboxes)[0] == 0


def test_without_the_setting_there_is_no_night(inboxes: State) -> None:
    done = forks.run(["cities", "import"], os.environ | environment(inboxes.own) | {"EINLASS_CITIES": ""})
    assert done.returncode == 1 and DE("cities.unnamed") in done.stderr


def test_a_city_that_lost_its_inbox_is_named(inboxes: State) -> None:
    (inboxes.cities / "zell" / "inbox").rmdir()
    shutil.rmtree(inboxes.cities / "faulty")
    code, told = night(inboxes)
    assert code == 1
    assert [key for key, one in told.items() if one["failed"]] == ["zell"]


def test_cities_that_cannot_be_listed_are_an_error(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EINLASS_CITIES", str(state.own / "none"))
    with pytest.raises(EinlassError, match=r"cities\.lost"):
        config.cities()


# --- Within a session -----------------------------------------------------------------------------------


def remembering() -> None:
    """A page that remembers."""
    import streamlit as st

    from einlass.ui import account

    account.keep_apart(st.query_params.get("city"))
    st.text(st.session_state.get("seen", "nothing"))
    st.session_state["seen"] = st.query_params["city"]


def test_what_a_session_remembers_is_of_one_city() -> None:
    app = AppTest.from_function(remembering)
    told = []
    for asked in ("zell", "zell", "aurach", "zell"):
        app.query_params["city"] = asked
        told.append(app.run().text[0].value)
    assert told == ["nothing", "zell", "nothing", "nothing"]


def leading() -> None:
    """Where the points of a chart lead."""
    from datetime import date

    import streamlit as st

    from einlass import config
    from einlass.measures import Window
    from einlass.ui import leads
    from einlass.warehouse import current_version

    config.look_at(config.cities()["zell"])
    year = Window(date(2019, 1, 1), date(2020, 1, 1))
    found = leads.to_reports(current_version(), "reported_incidents", ("zell-1",), [year])
    st.text(found.to if found else "nowhere")


def test_the_points_of_a_chart_lead_to_reports_of_the_same_city(state: State) -> None:
    app = AppTest.from_function(leading)
    app.query_params["city"] = "zell"
    assert app.run().text[0].value == "./incidents?city=zell&offices=zell-1&period="
