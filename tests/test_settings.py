"""The settings file of a city: all its faults at once, nothing half applied, two cities side by side."""

import json
import tempfile
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import holidays as holidays_of_the_world
import pytest
from conftest import GOOD, csv_text, import_all, run_einlass, serve
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from einlass import audit, cli, config, ingest
from einlass.city import read
from einlass.city.keys import known_keys, states
from einlass.errors import SettingsRefused
from einlass.measures import events
from einlass.topics.staffing import holidays
from einlass.ui import service
from einlass.ui.save import making
from einlass.warehouse import DataVersion, current_version
from einlass.words import places, words_for

DE = words_for("de")
Said = pytest.CaptureFixture[str]
Write = Callable[[str], Path]

THREE_FAULTS = """# Stadt Drosselfurt
name = "Drosselfurt"
state = "Bayern"
contakt = "info@drosselfurt.example"

[thresholds]
hidden_below = 3
share_least = "dreißig"
"""
DROSSELFURT = """
name = "Drosselfurt <b>"
contact_name = "Ordnungsamt"
contact = "einlass@drosselfurt.example"
accessibility_body = "Durchsetzungsstelle"
imprint = "Stadt Drosselfurt, Am Anger 1"
licence = "dl-de/by-2-0"
state = "BY"
language = "en"

[thresholds]
share_least = 50

[[known_time]]
code = "Hochwasser"
first = 2019-06-01
last = 2019-06-09
"""


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes the settings into a data folder of this test, which is served."""

    def write(text: str) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / config.CITY_FILE
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def drosselfurt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented city in Bavaria into which one good row of each export was imported; never changed."""
    base = tmp_path_factory.mktemp("drosselfurt")
    (base / "data").mkdir()
    (base / "data" / config.CITY_FILE).write_text(DROSSELFURT, encoding="utf-8")
    files = [base / f"{table}.csv" for table in GOOD]
    for path in files:
        path.write_bytes(csv_text([GOOD[path.stem]]).encode())
    return import_all(base / "data", files)


def lines(path: Path) -> list[str]:
    with pytest.raises(SettingsRefused) as caught:
        read(path, config.SETTINGS, config.LANGUAGES)
    return DE.faults(caught.value)


# --- Faults ---------------------------------------------------------------------------------------------


def test_three_faults_are_said_at_once_with_line_and_what_is_accepted(write: Write) -> None:
    state, key, least = lines(write(THREE_FAULTS))
    assert state.startswith("stadt.toml, Zeile 3: ")
    assert 'state = "Bayern"' in state and "BW, BY, HB" in state
    assert key.startswith("stadt.toml, Zeile 4: ")
    assert "„contakt“ ist kein Schlüssel" in key and "„contact“" in key
    assert least.startswith("stadt.toml, Zeile 8: ")
    assert 'share_least = "dreißig"' in least and "eine ganze Zahl von 1 bis" in least


def test_the_command_line_says_them_and_does_nothing(write: Write, folder: Path) -> None:
    write(THREE_FAULTS)
    for command in (["sample"], ["status", "--json"], ["rebuild"]):
        done = run_einlass(*command, data=folder)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert [text for text in ("Zeile 3", "Zeile 4", "Zeile 8") if text not in done.stderr] == []
        assert len(done.stderr.splitlines()) == 4
        # Only that it was given is written down.
        assert {path.name for path in folder.iterdir()} - {audit.FOLDER} == {config.CITY_FILE}
    told = json.loads(run_einlass("status", "--json", data=folder).stdout)["error"]
    assert (told["key"], len(told["faults"])) == ("settings.refused", 3)


def test_the_check_says_them_beside_everything_else(stocked: Path, capsys: Said) -> None:
    (stocked / config.CITY_FILE).write_text(THREE_FAULTS, encoding="utf-8")
    assert cli.main(["check"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line[:20] for line in said[:3]] == [f"stadt.toml, Zeile {number}:" for number in (3, 4, 8)]
    assert f"{len(GOOD)} Importe" in said[3]


def test_the_app_says_them_on_a_calm_page_and_goes_on_once_they_are_mended(write: Write) -> None:
    path = write(THREE_FAULTS)
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=60).run()
    assert not app.exception
    shown = "".join(str(part.proto.body) for part in app.get("html"))
    assert "Die Einstellungen der Stadt sind noch nicht lesbar" in shown
    assert all(f"Zeile {number}" in shown for number in (3, 4, 8))
    assert "em-menu" not in shown.split("</style>")[-1]
    path.write_text('name = "Drosselfurt"', encoding="utf-8")
    app.run()
    shown = "".join(str(part.proto.body) for part in app.get("html"))
    assert "noch nicht lesbar" not in shown and "Drosselfurt" in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = Drosselfurt", ["Zeile 1: „name = Drosselfurt“ ist nicht lesbar"]),
        ('name = "A"\nname = "B"', ["Zeile 2: „name“ ist schon vorher festgelegt"]),
        ('name = "A\nstate = "XX"', ['Zeile 1: „name = "A“ ist nicht lesbar', "Zeile 2: Dort steht"]),
        ("name = 3", ["Zeile 1: Dort steht „name = 3“. Für „name“ wird ein Text"]),
        ('name = ""', ["Zeile 1: Dort steht"]),
        ('name = """A\nB"""', ["Zeile 1: Dort steht"]),
        ('contact = "info"', ["eine Mailadresse"]),
        ('contact = "a@b.c\\" onclick="', ["eine Mailadresse"]),
        ('language = "fr"', ["die Sprachen de, en"]),
        ('id_prefix = "mh"', ["Großbuchstaben"]),
        ('municipality = "5117000"', ["Gemeindeschlüssel mit acht Ziffern"]),
        ("thresholds = 3", ["Zeile 1: Dort steht „thresholds = 3“. Für „thresholds“ wird ein Abschnitt"]),
        ("[[thresholds]]\nchance = 0.1", ["mit der Überschrift [thresholds]"]),
        ("[known_time]\ncode = 'x'", ["mit der Überschrift [[known_time]]"]),
        ("[thresholds]\nhidden_below = true", ["Zeile 2: Dort steht „hidden_below = true“"]),
        ("[thresholds]\nhidden_below = 0", ["Zeile 2"]),
        ("[thresholds]\nchance = 5", ["eine Zahl zwischen 0 und 1"]),
        ("[thresholds]\nchance = nan", ["eine Zahl zwischen 0 und 1"]),
        ("[threshold]\nchance = 5", ["Zeile 1: „threshold“ ist kein Schlüssel. Ähnlich ist „thresholds“"]),
        ("[thresholds\nchance = 5\n[[announced_share]]\nmeasure = 'M'", ["Zeile 1", "Zeile 3: In diesem"]),
        ("xyz = 1", ["Zeile 1: „xyz“ ist kein Schlüssel. Möglich sind name, "]),
        ("[[known_time]]\nfirst = 2020-01-02\nlast = 2020-01-01\ncode = 'x'", ["Zeile 3"]),
        ("[[known_time]]\ncode = 'x'\nfirst = 2020-1-2", ["Zeile 3: „first = 2020-1-2“ ist nicht lesbar"]),
        ("[[known_time]]\ncode = 'x'\nfirst = '2020-01-02'", ["Zeile 3: Dort steht"]),
        ("[[known_time]]\ncode = 'x'\nfirst = 2020-01-02T10:00:00", ["Zeile 3: Dort steht"]),
        (
            "\n[[known_time]]\n",
            ["Zeile 2: In diesem Abschnitt fehlt „code“", "fehlt „first“, zum Beispiel „first = 2020-"],
        ),
        ("known_time = [{code='x', first=1}]", ["Zeile 1: Dort steht"]),
        ("[[announced_share]]\nmeasure = 'M'\nshare = 2", ["Zeile 3: Dort steht „share = 2“"]),
        ("[[announced_share]]\nmeasure = 'M 1'\nshare = 1", ["eine Kennung"]),
    ],
)
def test_each_fault_has_its_line(write: Write, text: str, said: list[str]) -> None:
    found = lines(write(text))
    assert len(found) == len(said), found
    assert all(part in line for part, line in zip(said, found, strict=True)), found


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "stadt.toml"
    path.write_bytes('# ok\nname = "M\u00fclheim"'.encode("latin-1"))
    assert lines(path) == [DE("settings.encoding", file="stadt.toml", line=2)]


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_an_empty_file_is_no_city_without_settings(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "stadt.toml"
    path.write_bytes(content)
    assert lines(path) == [DE("settings.empty", file="stadt.toml")]
    path.write_bytes(b"#" * 300_000)
    assert "256 KB" in lines(path)[0]
    assert "lässt sich nicht öffnen" in lines(tmp_path / "fehlt.toml")[0]
    assert "lässt sich nicht öffnen" in lines(tmp_path)[0]


def test_marks_and_line_ends_of_other_editors_are_read(tmp_path: Path) -> None:
    path = tmp_path / "stadt.toml"
    path.write_bytes('name = "Drosselfurt"\r\nstate = "BY"\r\n'.encode("utf-8-sig"))
    found = read(path, config.SETTINGS, config.LANGUAGES)
    assert (found.name, found.state) == ("Drosselfurt", "BY")


@given(st.lists(st.sampled_from([*THREE_FAULTS, *"[]={}\"'\n#.,0\x00", "[[", '"""', "\r\n", "name = "])))
def test_whatever_stands_there_is_read_or_refused_with_a_line(parts: list[str]) -> None:
    text = "".join(parts)
    faults = []
    try:
        read_text(text)
    except SettingsRefused as error:
        faults = DE.faults(error)
        assert all(0 < one.line <= text.count("\n") + 1 for one in error.faults) or not text.strip()
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert faults
    else:
        assert values.keys() <= known_keys(config.LANGUAGES).keys() or faults


def read_text(text: str) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stadt.toml")
        path.write_bytes(text.encode())
        return read(path, config.SETTINGS, config.LANGUAGES)


# --- Which file -----------------------------------------------------------------------------------------


def test_without_a_file_the_usual_holds(stock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(stock, monkeypatch)
    city = config.city()
    assert (city.name, city.contact, city.state, city.language) == ("", "", "", "de")
    assert (city.thresholds.share_least, city.announced_shares) == (30, {})
    [covid] = city.known_times
    assert (covid.code, covid.first, covid.last) == ("covid", date(2020, 3, 16), date(2021, 8, 31))


def test_sample_data_have_the_settings_of_the_sample(sample: DataVersion) -> None:
    told = tomllib.loads((config.ROOT / "sample_data/stadt.toml").read_text("utf-8"))
    assert (config.city().name, config.city().state) == (told["name"], told["state"])
    assert config.announced_shares() == {"BSP-M3": 0.25}
    corpus_christi, epiphany = date(2020, 6, 11), date(2020, 1, 6)
    assert corpus_christi in holidays(sample) and epiphany not in holidays(sample)


def test_the_variable_comes_before_the_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('name = "Folder"')
    named = tmp_path / "other.toml"
    named.write_text('name = "Variable"', encoding="utf-8")
    assert config.city().name == "Folder"
    monkeypatch.setenv("EINLASS_CITY", str(named))
    assert config.city().name == "Variable"
    named.unlink()
    monkeypatch.setenv("EINLASS_CITY", str(tmp_path / "lost.toml"))
    with pytest.raises(SettingsRefused):
        config.city()


def test_two_folders_have_two_cities(
    drosselfurt: Path, stock: Path, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for folder in (drosselfurt, stock, sample_folder, drosselfurt):
        serve(folder, monkeypatch)
        found.append((config.city().name, config.thresholds().share_least, config.default_language()))
    assert found == [
        ("Drosselfurt <b>", 50, "en"),
        ("", 30, "de"),
        ("Mülheim an der Ruhr (Beispiel)", 30, "de"),
        ("Drosselfurt <b>", 50, "en"),
    ]


def test_what_is_changed_holds_from_the_next_start_on(write: Write) -> None:
    path = write('name = "Before"\n[thresholds]\nshare_least = 40')
    assert config.city().name == "Before"
    path.write_text('name = "After"\n[thresholds]\nshare_least = 50', encoding="utf-8")
    assert (config.city().name, config.thresholds().share_least) == ("Before", 40)


# --- A second city --------------------------------------------------------------------------------------


def test_the_states_are_those_whose_holidays_are_known() -> None:
    known = holidays_of_the_world.country_holidays("DE").subdivisions
    assert set(states()) == {code for code in known if code.isupper()}


def test_the_holidays_of_its_state_hold(drosselfurt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = current_version(serve(drosselfurt, monkeypatch))
    in_2020 = sorted(day for day in holidays(version) if day.year == 2020)
    assert [f"{day:%d.%m.}" for day in in_2020] == [
        *("01.01.", "06.01.", "10.04.", "13.04.", "01.05.", "21.05.", "01.06.", "11.06."),
        *("03.10.", "01.11.", "25.12.", "26.12."),
    ]
    assert ingest.check().is_whole


def test_an_import_process_that_waited_uses_the_settings_of_the_folder_served_now(
    drosselfurt: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(drosselfurt, monkeypatch)
    ingest.get_ready()
    serve(folder, monkeypatch)
    offices = tmp_path / "offices.csv"
    offices.write_bytes(csv_text([GOOD["offices"]]).encode())
    shifts = tmp_path / "shifts.csv"
    shifts.write_bytes(csv_text([GOOD["shifts"]]).encode())
    ingest.import_files([offices, shifts], accept=["all"])
    assert holidays(current_version()) and all(
        day != date(2020, 6, 11) for day in holidays(current_version())
    )


def test_another_state_needs_a_rebuild_and_the_check_says_so(stocked: Path, capsys: Said) -> None:
    assert ingest.check().is_whole
    (stocked / config.CITY_FILE).write_text('state = "SN"', encoding="utf-8")
    config._file_of.cache_clear()  # as a new start does
    config.look_anew()
    assert cli.main(["check"]) == 1
    assert "nicht mit den Feiertagen des Landes SN" in capsys.readouterr().out
    assert cli.main(["rebuild"]) == 0
    assert ingest.check().is_whole
    penance = date(2019, 11, 20)  # a public holiday in Saxony alone
    assert penance in holidays(current_version())


def test_its_own_times_are_events_by_their_names(drosselfurt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = current_version(serve(drosselfurt, monkeypatch))
    [known] = [one for one in events(version) if one.kind == "KNOWN"]
    assert (known.first, known.until, known.is_break) == (date(2019, 6, 1), date(2019, 6, 10), True)
    assert places.event_name(known, DE) == "Hochwasser"


def test_its_name_and_contact_stand_where_they_are_needed(
    drosselfurt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(drosselfurt, monkeypatch)
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=60).run()
    assert not app.exception
    shown = "".join(str(part.proto.body) for part in app.get("html"))
    assert '<span class="em-city">Drosselfurt &lt;b&gt;</span>' in shown
    assert "Stadt Drosselfurt, Am Anger 1" in shown  # at the foot of the paper

    help_ = "".join(service._help(config.city(), DE))
    assert "einlass@drosselfurt.example" in help_ and "Durchsetzungsstelle" in help_
    about = dict(making._about("/", DE))  # stands in every file
    assert about[DE("files.city")] == "Drosselfurt <b>" and about[DE("files.terms")] == "dl-de/by-2-0"
