"""Many cities on Spark: the same facts and findings, whatever is killed; where `make spark` has installed it."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import pytest
from cluster_town import TOWN, close_office, correct_incident, findings, made, undo
from conftest import listing, serve

from einlass import cluster, config
from einlass.cluster.layout import Store
from einlass.cluster.places import LocalPlace
from einlass.cluster.plan import name_of
from einlass.warehouse import DataVersion, current_version, query_files
from einlass.warehouse.leaving import content_prints

SPARK = config.ROOT / ".venv-spark"
SECONDS = 900
SMALL = ("spark.driver.memory=1g", "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1")
SMALL += ("spark.sql.shuffle.partitions=2",)
FACTS = {name_of(fact): fact for fact in query_files("facts")}


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    """A folder with the town in it."""
    shutil.copytree(made(tmp_path / "made"), tmp_path / "cities" / TOWN)
    return tmp_path / "cities"


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a build by Spark in a process group of its own, which ends with the test."""
    with ExitStack() as ends:
        yield partial(_start, ends)


def _start(ends: ExitStack, cities: Path, out: Path, master: str = "local[2]") -> subprocess.Popen[str]:
    command = ("build", "--cities", cities, "--out", out, "--master", master)
    return _command(ends, out.parent, *command)


def _command(
    ends: ExitStack, aside: Path, *command: str | Path, more: tuple[str, ...] = ()
) -> subprocess.Popen[str]:
    settings = [part for one in (*SMALL, *more) for part in ("--conf", one)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONWARNINGS"}
    environment |= {"EINLASS_DATA": str(aside / "none"), "SPARK_LOCAL_IP": "127.0.0.1"}
    build = subprocess.Popen(
        # pages that are tested beside it have limits of time
        ["nice", "-n", "19", SPARK / "bin/python", "-m", "einlass", "cluster", *command, *settings],
        cwd=config.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    ends.callback(_end, build)
    return build


def _end(build: subprocess.Popen[str]) -> None:
    """Nothing of a build outlives its test, be it Java alone."""
    with suppress(ProcessLookupError):
        os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    assert build.stdout
    build.stdout.close()


def finish(build: subprocess.Popen[str]) -> str:
    said, _ = build.communicate(timeout=SECONDS)
    assert build.returncode == 0, said[-4000:]
    return said


def until(build: subprocess.Popen[str], is_so: Callable[[], object]) -> None:
    """Wait for something that happens in the middle of a build."""
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert build.poll() is None and time.monotonic() < deadline, build.communicate()
        time.sleep(0.01)


def executors(group: int) -> list[int]:
    """The executors of a build, by its process group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if (
                b"CoarseGrainedExecutorBackend" in path.read_bytes()
                and os.getpgid(int(path.parent.name)) == group
            ):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def facts_in(folder: Path) -> set[Path]:
    return set((folder / "facts").rglob("*.parquet"))


@pytest.fixture(scope="module")
def has_spark() -> None:
    if not (SPARK / ".spark").exists() or not (shutil.which("java") or "JAVA_HOME" in os.environ):
        pytest.skip("Spark is not installed here; `make spark` installs it, and Java where there is none")


def prints_of(out: Path, into: Path) -> dict[str, str]:
    return cluster.fetch(out, TOWN, into).prints


def stored_parts(out: Path) -> dict[str, object]:
    """What each part of the town was made of, its rows, and the hashes of its files where DuckDB wrote them.

    Spark's files differ in a few bytes: the encodings of a column are listed in any order.
    """
    store = Store(LocalPlace(out))
    parts = store.parts(store.manifest().cities[TOWN])
    return {
        f"{name}/{month}": (part.inputs, part.rows, [file.sha256 for file in part.files if name not in FACTS])
        for name, months in parts.items()
        for month, part in months.items()
    }


def test_spark_makes_the_facts_of_each_city_and_a_killed_build_or_executor_changes_nothing(
    has_spark: None,
    start: Start,
    cities: Path,
    sample: DataVersion,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, out = cities / TOWN, tmp_path / "out"
    shutil.copytree(sample.folder, cities / "sample")
    correct_incident(folder, tmp_path / "more")
    before = listing(cities)
    finish(start(cities, out))
    assert listing(cities) == before

    # the same cells as the import made, and the same findings
    first = prints_of(out, tmp_path / "first")
    assert first == content_prints(current_version(folder).snapshot_path)
    fetched = cluster.fetch(out, "sample", tmp_path / "of-sample")
    assert fetched.prints == content_prints(current_version(cities / "sample").snapshot_path)
    served = findings(current_version(serve(tmp_path / "of-sample", monkeypatch)))
    assert served == findings(current_version(serve(sample.folder, monkeypatch)))

    # killed in the middle of a build of a new version: what was there counts
    close_office(folder, tmp_path / "more")
    undo(folder, "incidents-3.csv")
    manifest, known = (out / "manifest.json").read_bytes(), facts_in(out)
    killed = start(cities, out)
    until(killed, lambda: facts_in(out) - known)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert (out / "manifest.json").read_bytes() == manifest
    assert prints_of(out, tmp_path / "first") == first

    # only what the change touches is made again
    finish(start(cities, out))
    made = {path.relative_to(out / "facts").as_posix() for path in facts_in(out) if "-000002" in path.name}
    assert made == {
        "incident_places/city-000001/201902-000002-0.parquet",
        "office_coverage/city-000001/all-000002-0.parquet",
        "office_days/city-000001/201902-000002-0.parquet",
        "office_days/city-000001/201903-000002-0.parquet",
    }

    # all of it, anew, an executor killed
    rebuilt = start(cities, tmp_path / "again", "local-cluster[2,1,1024]")
    until(rebuilt, lambda: facts_in(tmp_path / "again") and executors(rebuilt.pid))
    victim = executors(rebuilt.pid)[0]
    os.kill(victim, signal.SIGKILL)
    until(rebuilt, lambda: len([one for one in executors(rebuilt.pid) if one != victim]) > 1)
    finish(rebuilt)
    assert stored_parts(out) == stored_parts(tmp_path / "again")
    latest = prints_of(out, tmp_path / "second")
    assert latest == content_prints(current_version(folder).snapshot_path) != first
    assert prints_of(tmp_path / "again", tmp_path / "third") == latest


def test_figures_may_lie_where_only_hadoop_reaches_by_settings_of_spark(
    has_spark: None, cities: Path, tmp_path: Path
) -> None:
    """Another file system than that of the machine: Hadoop's viewfs, of which the settings say what lies behind it."""
    place, behind = "viewfs://land/zahlen", tmp_path / "behind"
    behind.mkdir()
    settings = (f"spark.hadoop.fs.viewfs.mounttable.land.link./zahlen={behind.as_uri()}",)

    def command(*parts: str | Path) -> tuple[int, str]:
        with ExitStack() as ends:
            run = _command(ends, tmp_path, *parts, "--out", place, more=settings)
            said, _ = run.communicate(timeout=SECONDS)
            return run.returncode, said

    assert command("build", "--cities", cities)[0] == 0
    assert {path.name for path in behind.iterdir() if not path.name.endswith(".crc")} == {
        "manifest.json", "tables", "facts", "cities",
    }  # fmt: skip
    code, said = command("plan", "--cities", cities, "--json")
    (city,) = json.loads(said[said.index("{") :])["cities"]
    assert (code, city["due"]) == (0, {})

    # a build that was killed leaves its lock: nothing happens before somebody looks
    folder = cities / TOWN
    close_office(folder, tmp_path / "more")
    (behind / "lock").write_text("rechner-1, PID 7", encoding="utf-8")
    code, said = command("build", "--cities", cities)
    assert code and "viewfs://land/zahlen/lock" in said and "rechner-1, PID 7" in said
    (behind / "lock").unlink()

    # the next one makes what is due, moves it to its place and removes what nothing names
    left = behind / "facts/office_days/city-000001/201903-000009-0.parquet"
    left.write_bytes(b"half a file")
    assert command("build", "--cities", cities)[0] == 0
    facts = {path.name for path in left.parent.glob("2019*.parquet")}
    assert "201903-000002-0.parquet" in facts and "201902-000002-0.parquet" not in facts
    assert not left.exists() and not (behind / "lock").exists() and not (behind / ".building").exists()
    code, said = command("fetch", "--city", TOWN, "--into", tmp_path / "into", "--json")
    prints = json.loads(said[said.index("{") :])["prints"]
    assert prints == content_prints(current_version(folder).snapshot_path)

    # a file that is not the one that was written is not believed
    (path,) = (behind / "tables/offices").rglob("all-*.parquet")
    (path.parent / f".{path.name}.crc").unlink()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    code, said = command("fetch", "--city", TOWN, "--into", tmp_path / "into")
    assert code and "viewfs://land/zahlen/tables/offices" in said
