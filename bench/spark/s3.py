"""Facts of the sample on S3: built, built on after a night, killed and built again, fetched, compared with DuckDB's.

    make spark
    .venv-spark/bin/python -m bench.spark.s3        installs packages in a temporary folder; fails if not equal

The store is `moto`, a server of S3 for tests. The classes come with a Python package and are older (3.3.1) than the
Hadoop of PySpark (3.5.0), whose defaults they cannot read: hence OLDER. With hadoop-aws 3.5.0 none of that is needed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from einlass import config
from einlass.warehouse import current_version
from einlass.warehouse.leaving import content_prints

JARS = ("hadoop-aws-3.3.1.jar", "aws-java-sdk-bundle-1.11.901.jar")
CLASSES, SERVER = "sagemaker-pyspark==1.4.5", "moto[server]==5.2.5"
OUT = "s3a://einlass/out"
OLDER = {
    "aws.credentials.provider": "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
    "threads.keepalivetime": "60",
    "connection.establish.timeout": "5000",
    "connection.timeout": "200000",
    "connection.request.timeout": "0",
    "multipart.purge.age": "86400",
    "change.detection.mode": "none",
}
NIGHT = """\
kontroll_id;datum;dienststelle_id;eingang;zeit_von;zeit_bis;regime;methode;personen_kontrolliert;personen_mit_fund;\
gegenstaende;verweigert;wartezeit_med_min;geraeteausfall_min;quelle;erfasst_am
BSP-K99991;12.03.2020;BSP-AUSL;Haupteingang;17:30;18:00;VOLL;HS;8;0;0;0;5,3;0;SIDI;12.03.2020
"""
BUCKET = """
import boto3, sys
keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
store = boto3.client("s3", endpoint_url=sys.argv[1], **keys)
if sys.argv[2] == "create":
    store.create_bucket(Bucket="einlass")
else:
    store.delete_object(Bucket="einlass", Key="out/lock")
"""


class Store:
    """An S3 on this machine, and how Spark reaches it."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._python = base / "venv" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", base / "venv"], check=True)
        pip = [self._python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", SERVER], check=True)
        subprocess.run([*pip, "download", "--no-deps", "--dest", base, CLASSES], check=True)
        [archive] = base.glob("sagemaker*.tar.gz")
        with tarfile.open(archive) as packed:
            for member in packed:
                if Path(member.name).name in JARS:
                    member.name = Path(member.name).name
                    packed.extract(member, base, filter="data")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"

    @contextmanager
    def open(self) -> Iterator[None]:
        """The server, until the block ends."""
        command = [self._python.with_name("moto_server"), "-p", str(self._port)]
        with (self._base / "server.log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            while not self._is_up():
                assert server.poll() is None, (self._base / "server.log").read_text()
                time.sleep(0.2)
            self.change("create")
            yield
        finally:
            server.kill()

    def _is_up(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0

    def change(self, what: str) -> None:
        """`create` its bucket, or `unlock` what a killed build left locked."""
        subprocess.run([self._python, "-c", BUCKET, self.address, what], check=True)

    def settings(self) -> list[str]:
        """How Spark reaches it."""
        own = {"endpoint": self.address, "access.key": "a", "secret.key": "b", "path.style.access": "true"}
        told = {f"spark.hadoop.fs.s3a.{name}": value for name, value in {**own, **OLDER}.items()}
        told["spark.jars"] = ",".join(str(self._base / jar) for jar in JARS)
        return [part for name, value in told.items() for part in ("--conf", f"{name}={value}")]


def cluster(store: Store, *arguments: object, kill_after: float = 0) -> tuple[int, str]:
    """Exit code and last line of `einlass cluster …`; kill_after: seconds until kill -9."""
    command = [sys.executable, "-m", "einlass", "cluster", *map(str, arguments), *store.settings()]
    process = subprocess.Popen(
        command,
        cwd=config.ROOT,
        env=os.environ | {"EINLASS_DATA": "none"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    if kill_after:
        time.sleep(kill_after)
        os.killpg(process.pid, 9)
    said = process.communicate()[0].strip().splitlines()
    print(arguments[0], process.returncode, said[-1] if said else "", flush=True)
    return process.returncode, said[-1] if said else ""


def main() -> None:
    """All of it, in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        cities, city = base / "cities", base / "cities" / "beispiel"
        own = os.environ | {"EINLASS_DATA": str(city)}
        run = [sys.executable, "-m", "einlass"]
        subprocess.run([*run, "sample"], env=own, cwd=config.ROOT, check=True, capture_output=True)
        (base / "nacht.csv").write_text(NIGHT, encoding="utf-8")
        store = Store(base)
        build = ("build", "--cities", cities, "--out", OUT)
        with store.open():
            assert cluster(store, *build)[0] == 0
            night = [*run, "import", base / "nacht.csv", "--accept", "all"]
            subprocess.run(night, env=own, cwd=config.ROOT, check=True, capture_output=True)
            assert current_version(city).number == 2
            assert cluster(store, *build, kill_after=25)[0] == -9
            code, said = cluster(store, *build)
            assert code and "/out/lock" in said
            store.change("unlock")
            assert cluster(store, *build)[0] == 0
            assert (
                cluster(store, "fetch", "--out", OUT, "--city", "beispiel", "--into", base / "into")[0] == 0
            )
        here, there = (content_prints(current_version(one).snapshot_path) for one in (city, base / "into"))
        differing = {name for name in here if here[name] != there.get(name)}
        print(f"{len(here)} tables and facts, differing: {sorted(differing)}")
        assert not differing and here.keys() == there.keys()


if __name__ == "__main__":
    main()
