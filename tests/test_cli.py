"""The command line as colleagues and cron use it: what it says, what it returns, and in which form."""

import argparse
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import GOOD, WriteCsv, environment, good, listing, start_einlass

from einlass import cli, config
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

Said = pytest.CaptureFixture[str]


def test_an_import_says_in_german_what_became_of_every_row(stocked: Path, write_csv: WriteCsv) -> None:
    rows = [good("visits", datum=f"{day:02}.03.2019") | {"notiz": "x"} for day in range(11, 14)]
    rows += [rows[-1], rows[0] | {"datum": "30.02.2019"}, rows[0] | {"dienststelle_id": "D9"}]
    imported = write_csv("besuche.csv", rows, above=["Titel"], below=["Summe;;7.404;;"])
    refused = write_csv("leer.csv", [{"": ""}])
    known = write_csv("noch_einmal.csv", [GOOD["visits"]])
    done = start_einlass("import", imported, refused, known, data=stocked)
    assert done.returncode == 1  # one file was refused
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].startswith("besuche.csv: als „Besuchszählung“ importiert. 6 Datenzeilen = 3 neu")
    text = "\n".join(lines)
    assert "Beiseitegelegt: 1 Titelzeile und 1 Summenzeile." in text
    assert "nicht importiert: notiz" in text
    assert "Zeile 7, Spalte datum, Wert 30.02.2019" in text
    assert "1 Zeile wartet auf die Dienststelle D9." in text and "1 abgelehnt + 1 wartend." in lines[0]
    assert "leer.csv: nicht importiert, nichts geändert. Die Datei ist leer." in text
    assert lines[-1].startswith("noch_einmal.csv: Diese Datei ist bereits importiert.")


def test_an_import_as_json_adds_up(stocked: Path, write_csv: WriteCsv, capsys: Said) -> None:
    rows = [good("visits", datum="11.03.2019"), good("visits", besucher="viele")]
    assert cli.main(["import", "--json", str(write_csv("besuche.csv", rows))]) == 0
    said = capsys.readouterr()
    (file,) = json.loads(said.out)["files"]
    assert said.err == ""
    assert file["outcome"] == "imported"
    assert file["adds_up"]
    assert (file["data_rows"], file["accepted"], file["rejected"]) == (2, 1, 1)
    assert (file["period_from"], file["period_until"]) == ("2019-03-11", "2019-03-12")
    (reject,) = file["rejects"]
    assert (reject["row"], reject["column"], reject["value"]) == (3, "besucher", "viele")


def test_a_refusal_names_file_and_row_and_what_was_expected(
    stocked: Path, write_csv: WriteCsv, capsys: Said
) -> None:
    visits = good("visits", datum="11.03.2019")
    cut = write_csv("abgeschnitten.csv", [visits, visits])
    cut.write_bytes(cut.read_bytes()[:-12])
    lacking = write_csv("luecke.csv", [{"datum": "x", "dienststelle_id": "D1", "besucher": "1"}])
    strange = write_csv("fremd.csv", [{"a": "1", "b": "2"}])
    before = listing(stocked)
    assert cli.main(["import", str(cut), str(lacking), str(strange)]) == 1
    cut_line, lacking_line, strange_line = capsys.readouterr().out.splitlines()
    assert cut_line.startswith("abgeschnitten.csv: nicht importiert") and "Zeile 3" in cut_line
    assert "luecke.csv" in lacking_line and "„Besuchszählung“" in lacking_line and "zaehlart" in lacking_line
    assert "fremd.csv" in strange_line and "Erwartet" in strange_line
    assert listing(stocked) == before


def test_status_in_words(sample_folder: Path) -> None:
    done = start_einlass("status", data=sample_folder)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Datenstand 1, Stand: ")
    assert "Beispieldaten – fiktiv" in lines[1]
    assert len(lines) == 2 + len(GOOD)
    (incidents,) = [line for line in lines if line.startswith("Vorfallsmeldungen: 1 Datei")]
    assert "01.01.2018 – 17.03.2020" in incidents


def test_status_as_json(sample: DataVersion, capsys: Said) -> None:
    assert cli.main(["status", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert (plain["number"], plain["is_sample"], plain["sha256"]) == (1, True, sample.sha256)
    exports = {export["source_table"]: export for export in plain["exports"]}
    assert exports["visits"]["file_count"] == 3
    assert exports["incidents"]["period_until"].startswith("2020-03-18")
    assert exports["offices"]["period_until"] is None


def test_sample_and_rebuild_on_a_folder_that_has_data(stocked: Path, capsys: Said) -> None:
    before = listing(stocked)
    assert cli.main(["sample"]) == 0
    assert capsys.readouterr().out == ""
    assert listing(stocked) == before
    assert cli.main(["rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"number": 2, "sha256": current_version().sha256}


@pytest.mark.parametrize("command", ["status", "rebuild"])
def test_without_data_it_says_how_to_load_some(folder: Path, command: str, capsys: Said) -> None:
    assert cli.main([command, "--json"]) == 1
    said = capsys.readouterr()
    assert "noch nichts importiert" in said.err
    assert json.loads(said.out)["error"]["key"] == "warehouse.none"
    assert not folder.exists()


@pytest.mark.parametrize(
    "arguments", [[], ["import"], ["status", "x"], ["frobnicate"], ["import", "--nope", "a.csv"]]
)
def test_wrong_usage_returns_two(arguments: list[str], capsys: Said) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert "python -m einlass" in capsys.readouterr().err


WRONG_USAGE = {
    "": ("Es fehlt: BEFEHL", "Missing: COMMAND"),
    "import": ("Es fehlt: DATEI", "Missing: FILE"),
    "import a.csv --accept": ("--accept: Hier gehört ein Wert dahinter.", "--accept: A value must follow."),
    "import a.csv --json=1": ("Der Schalter nimmt keinen Wert ('1')", "takes no value ('1')"),
    "status x": ("Unbekannte Angaben: x", "Unknown arguments: x"),
    "frobnicate": (
        "'frobnicate' gibt es nicht. Möglich sind: 'import'",
        "no 'frobnicate'. Possible are: 'import'",
    ),
    "inbox . --seconds viele": ("Der Wert 'viele' ist keine Zahl.", "The value 'viele' is not a number."),
    "spelling A gibtsnicht a=b": ("EXPORT: 'gibtsnicht' gibt es nicht", "EXPORT: There is no 'gibtsnicht'"),
}


@pytest.mark.parametrize("arguments", WRONG_USAGE)
@pytest.mark.parametrize("at", range(len(config.LANGUAGES)), ids=config.LANGUAGES)
def test_wrong_usage_is_explained_in_both_languages(arguments: str, at: int, capsys: Said) -> None:
    with pytest.raises(SystemExit):
        cli._parser(words_for(config.LANGUAGES[at])).parse_args(arguments.split())
    said = capsys.readouterr().err
    assert WRONG_USAGE[arguments][at] in said
    assert said.startswith(("Aufruf: ", "Usage: ")[at])
    assert (
        said.splitlines()[-1]
        == (
            "Mit --help werden alle Befehle und Angaben gezeigt.",
            "--help shows all commands and arguments.",
        )[at]
    )


def test_help_is_german(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        cli.main(["import", "--help"])
    said = capsys.readouterr().out
    assert all(word in said for word in ("Aufruf: ", "Angaben:", "Schalter:", "diese Hilfe zeigen"))
    assert not any(english in said for english in ("usage", "positional", "options", "show this"))


def test_the_standard_library_still_says_what_is_translated() -> None:
    source = inspect.getsource(argparse)
    assert [english for english in cli.USAGE if repr(english)[1:-1] not in source] == []


def test_an_inbox_that_is_not_there_is_named(stocked: Path, tmp_path: Path, capsys: Said) -> None:
    for folder in (tmp_path / "nirgends", tmp_path / "data" / "current"):
        assert cli.main(["inbox", str(folder), "--once"]) == 1
        said = capsys.readouterr().err
        assert str(folder) in said and "Bitte Pfad und Rechte prüfen" in said


def test_wrong_usage_as_a_process(tmp_path: Path) -> None:
    assert start_einlass("import", data=tmp_path).returncode == 2


def test_the_command_works_from_any_folder(tmp_path: Path) -> None:
    """As installed by tools/install.sh, beside the Python of the environment; also by a link to it."""
    link = tmp_path / "einlass"
    link.symlink_to(Path(sys.executable).parent / "einlass")
    done = subprocess.run(
        [link, "status"],
        cwd=tmp_path,
        env=os.environ | environment(tmp_path / "data"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "einlass import" in done.stderr


def test_an_inbox_says_what_it_left_alone_and_why(
    stocked: Path, tmp_path: Path, write_csv: WriteCsv, capsys: Said
) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "Archiv").mkdir(parents=True)
    (inbox / "besuche.csv.part").write_text("x", encoding="utf-8")
    (inbox / "link.csv").symlink_to(write_csv("besuche.csv", [good("visits")]))
    (inbox / "eben.csv").write_text("x", encoding="utf-8")
    assert cli.main(["inbox", str(inbox), "--once"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "Archiv",
        "besuche.csv.part",
        "eben.csv",
        "link.csv",
    ]
    assert [
        "Ordner" in lines[0],
        "unfertige" in lines[1],
        "eben noch" in lines[2],
        "Verknüpfung" in lines[3],
    ] == ([True] * 4)


def test_a_command_without_figures_does_not_load_the_statistics() -> None:
    heavy = ("scipy", "plotly", "streamlit")
    program = f"import sys, einlass.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=config.ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
