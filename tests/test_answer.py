"""`python -m einlass answer`: what the findings say, every key as docs/answer.md lists it, and how it ends."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import environment, good, run_einlass, serve
from towns import START, Place, build, german

from einlass import cli, config
from einlass.findings import Finding, Request, city, finding
from einlass.indicators import indicators
from einlass.measures import measures
from einlass.stats.guards import Code
from einlass.warehouse import DataVersion, current_version
from einlass.words import unmarked

Said = pytest.CaptureFixture[str]
DOC = (config.ROOT / "docs" / "answer.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \| ([\w ]+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
PLAIN = {"text", "code", "day", "moment", "number", "true or false", "interval", "map"}


@cache
def records() -> dict[str, dict[str, tuple[str, str]]]:
    """Record → key → type and when it is null, as documented."""
    parts = re.split(r"^## (.+)$", DOC.split("\n# Maps")[0], flags=re.MULTILINE)
    return {
        name: {key: (kind, null) for key, kind, _, null in ROW.findall(text)}
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def documented_map(title: str) -> dict[str, set[str]]:
    """Code → the words in code type beside it."""
    section = DOC.split(f"\n## {title}\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| `([\w.]+)` \|(.*)\|$", section, re.MULTILINE)
    return {code: set(re.findall(r"`(\w+)`", rest)) for code, rest in rows}


def faults(value: Any, kind: str, null: str, path: str, seen: set[str]) -> Iterator[str]:
    """Where a value is not what its type says."""
    if value is None:
        if null.startswith("never"):
            yield f"{path} is null"
    elif null == "always":
        yield f"{path} is not null"
    elif kind.startswith("list of "):
        for one in value:
            yield from faults(one, kind.removeprefix("list of "), "never", f"{path}[]", seen)
    elif kind in records():
        seen.add(kind)
        rows = records()[kind]
        yield from (f"{path}.{key} is not documented" for key in value.keys() - rows.keys())
        yield from (f"{path}.{key} is not there" for key in rows.keys() - value.keys())
        for key in rows.keys() & value.keys():
            yield from faults(value[key], *rows[key], f"{path}.{key}", seen)
    elif not fits(value, kind):
        yield f"{path} = {value!r} is no {kind}"


def fits(value: Any, kind: str) -> bool:
    """Whether a value is of a plain type."""
    if kind == "interval":
        return len(value) == 2 and all(one is None or fits(one, "number") for one in value)
    if kind == "day":
        return str(date.fromisoformat(value)) == value
    if kind == "moment":
        return bool(datetime.fromisoformat(value))
    types = {"text": str, "code": str, "true or false": bool, "map": dict, "number": (int, float)}
    return isinstance(value, types[kind]) and not (kind == "number" and isinstance(value, bool))


@pytest.fixture(scope="module")
def whole(sample_folder: Path) -> dict[str, Any]:
    """Everything that is said about the sample data, as JSON."""
    done = run_einlass("answer", "--json", data=sample_folder)
    assert (done.returncode, done.stderr) == (0, "")
    return dict(json.loads(done.stdout, parse_constant=lambda name: pytest.fail(f"{name} is no JSON")))


def test_every_key_is_documented_and_every_documented_key_is_there(whole: dict[str, Any]) -> None:
    seen: set[str] = set()
    assert sorted(set(faults(whole, "answer", "never", "answer", seen))) == []
    assert records().keys() - seen == set()


def test_the_tables_name_only_types_that_exist() -> None:
    kinds = {kind.removeprefix("list of ") for rows in records().values() for kind, _ in rows.values()}
    assert kinds - PLAIN - records().keys() == set()


def test_what_guard_rails_and_caveats_carry_is_documented(whole: dict[str, Any]) -> None:
    guards, caveats = documented_map("Guard rails"), documented_map("Caveats")
    assert guards.keys() == {code.value for code in Code}
    for one in whole["findings"] + whole["city"]:
        for guard in one["guards"]:
            extra = guard["numbers"].keys() | guard["details"].keys()
            same = guards["recording_change"] if guard["code"] == "comparison_recording" else set()
            assert extra <= guards[guard["code"]] | same, guard
        for caveat in one.get("caveats", []):
            assert caveat["values"].keys() <= caveats[caveat["code"]], caveat


def test_the_example_in_the_document_is_what_the_sample_data_say(whole: dict[str, Any]) -> None:
    example = json.loads(DOC.split("```json\n")[1].split("```")[0])
    found = next(
        one
        for one in whole["findings"]
        if (one["measure"], one["indicator"]) == ("BSP-M1", "reported_incidents")
    )
    assert example == {key: shortened(found[key]) for key in example}


def shortened(value: Any) -> Any:
    """Numbers with three digits, as in the example; counts as they are."""
    if isinstance(value, dict):
        return {key: shortened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shortened(one) for one in value]
    return float(f"{value:.3g}") if isinstance(value, float) and value % 1 else value


# --- The same as the record ------------------------------------------------------------------------------


def test_the_json_is_the_finding(sample: DataVersion, whole: dict[str, Any]) -> None:
    said = {(one["measure"], one["indicator"]): one for one in whole["findings"]}
    assert said.keys() == {(key, code) for key in measures(sample) for code in indicators()}
    for (key, code), one in said.items():
        assert_same(finding(sample, Request(code, key)), one)


def assert_same(found: Finding, said: dict[str, Any]) -> None:
    assert (said["verdict"], said["why"]) == (found.verdict, found.why)
    for name, phase in (("before", found.before), ("after", found.after)):
        assert (said[name] is None) == (phase is None)
        if phase is not None:
            assert said[name]["count"] == phase.numerator
            assert said[name]["exposure"] == phase.denominator
            assert said[name]["value"] == phase.value
            assert said[name]["first"] == phase.window.first.isoformat()
    for use, office in zip(found.uses, said["offices"], strict=True):
        assert (office["office"], office["reason"]) == (use.office_id, use.reason)
        if use.windows is not None:
            assert office["windows"]["before"]["first"] == use.windows.before.first.isoformat()
            assert office["windows"]["after"]["first"] == use.windows.after.first.isoformat()
            assert len(office["left_out"]) == len(use.windows.left_out)
    if found.estimate is not None:
        assert said["estimate"]["value"] == found.estimate.value
        assert said["estimate"]["interval_95"] == [found.estimate.low, found.estimate.high]
    struck = [guard.code for guard in found.analysis.guards if guard.is_struck] if found.analysis else []
    assert [guard["code"] for guard in said["guards"] if guard["is_struck"]] == struck


def test_the_json_is_the_city(sample: DataVersion, whole: dict[str, Any]) -> None:
    codes = [code for code, one in indicators().items() if one.kind == "rate" and one.is_comparable]
    totals = [code for code, one in indicators().items() if one.is_total]
    assert [one["indicator"] for one in whole["city"] if one["indicator"] not in totals] == codes
    for one in whole["city"]:
        if one["indicator"] in totals:  # hours and euros have a sum since the start, nothing to compare
            assert one["verdict"] == "not_comparable" and one["since_start"]["count"] > 0
            continue
        found = city(sample, one["indicator"])
        assert one["verdict"] == found.verdict
        assert found.before is not None and one["before"]["count"] == found.before.numerator
        assert [office["office"] for office in one["offices"]] == [each.office_id for each in found.offices]


# --- What is asked ---------------------------------------------------------------------------------------


def answered(arguments: str, capsys: Said) -> dict[str, Any]:
    assert cli.main(["answer", *arguments.split(), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_one_measure_and_one_indicator_leave_the_city_out(sample: DataVersion, capsys: Said) -> None:
    said = answered("--measure BSP-M1 --indicator reported_incidents", capsys)
    assert [(one["measure"], one["indicator"]) for one in said["findings"]] == [
        ("BSP-M1", "reported_incidents")
    ]
    assert said["city"] == []


def test_only_the_city(sample: DataVersion, capsys: Said) -> None:
    said = answered("--city --indicator reported_incidents", capsys)
    assert said["findings"] == []
    assert [one["indicator"] for one in said["city"]] == ["reported_incidents"]


def test_what_has_no_city_result_is_said_to_have_none(sample: DataVersion, capsys: Said) -> None:
    assert cli.main(["answer", "--city", "--indicator", "guard_hours"]) == 0
    assert "Dazu gibt es keinen Befund." in capsys.readouterr().out


def test_two_treatments_under_one_identifier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    regimes = {"A": "VOLL", "B": "PRAES"}
    rows = [
        good("measures", massnahme_id="M", dienststelle_id=office, gueltig_von=german(START), regime=regime)
        for office, regime in regimes.items()
    ]
    places = {office: Place((40, 30), treated=False) for office in regimes}
    version = current_version(serve(build(tmp_path, places, measures=rows), monkeypatch))
    keys = list(measures(version))
    assert len(keys) == 2
    both = answered("--measure M --indicator reported_incidents", capsys)["findings"]
    assert [one["measure"] for one in both] == keys
    assert {one["measure_id"] for one in both} == {"M"}
    for key in keys:
        (one,) = answered(f"--measure {key} --indicator reported_incidents", capsys)["findings"]
        assert one["regime"] == measures(version)[key].regime


# --- In words --------------------------------------------------------------------------------------------


def test_all_of_it_in_words(sample: DataVersion, whole: dict[str, Any], capsys: Said) -> None:
    assert cli.main(["answer"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[0] == "Beispieldaten – fiktiv"
    assert said.out == unmarked(said.out)
    assert "**" not in said.out and "None" not in said.out
    rules = [number for number, line in enumerate(lines) if line and set(line) == {"="}]
    assert len(rules) == len(measures(sample))
    headings = [lines[number - 1] for number in rules]
    assert headings[0].startswith("Einlasskontrollen: Ausländerbehörde (seit 11.11.2019")
    blocks = [block for block in said.out.split("\n\n") if block.strip()]
    assert len(blocks) == 1 + len(rules) + len(whole["findings"]) + len(
        [one for one in whole["city"] if one["verdict"] != "not_comparable"]
    )


# --- How it ends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "key", "message"),
    [
        ("--indicator gibtsnicht", "unknown.indicator", "Die Kennzahl gibtsnicht gibt es nicht."),
        ("--measure gibtsnicht", "unknown.measure", "Die Maßnahme gibtsnicht gibt es nicht."),
    ],
)
def test_what_is_not_there_is_named(
    sample: DataVersion, arguments: str, key: str, message: str, capsys: Said
) -> None:
    assert cli.main(["answer", *arguments.split()]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.strip()) == ("", message)
    assert cli.main(["answer", *arguments.split(), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"error": {"key": key, "message": message}}


def test_a_reader_that_stops_leaves_no_trace(sample_folder: Path) -> None:
    """As with `answer | head`: nobody reads any more when the process writes."""
    for arguments in (["answer", "--city"], ["status"], ["status", "--json"]):
        with subprocess.Popen(
            [sys.executable, "-m", "einlass", *arguments],
            cwd=config.ROOT,
            env=environment(sample_folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None and process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 1
