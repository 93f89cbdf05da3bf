"""An empty Debian 12 in a folder, with the mirrors that this machine is set up for."""

from __future__ import annotations

import ast
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUITE = "bookworm"
APT = Path("/etc/apt")
PIP_CONF = Path("etc/pip.conf")
TRUST = Path("etc/machine-trust.pem")
BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")
PIP_KEEPS = ("index-url", "extra-index-url", "proxy", "trusted-host", "timeout")


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the disk that is gone afterwards; /tmp may be memory."""
    with tempfile.TemporaryDirectory(prefix="einlassmonitor-", dir="/var/tmp") as folder:
        yield Path(folder)


def make(root: Path, *packages: str) -> None:
    """Debian's smallest installation and these packages; pip and apt find their mirrors in it as they do here."""
    lists = [APT / "sources.list", *sorted((APT / "sources.list.d").glob("*"))]
    options = root.with_name("apt.conf")
    options.write_text(apt_options(), encoding="utf-8")
    command = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={','.join(packages)}"]
    command += [f"--aptopt={options}", SUITE, str(root)]
    command += [str(path) for path in lists if path.suffix in (".list", ".sources") and path.exists()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (root / PIP_CONF).write_text(pip_options(), encoding="utf-8")
    shutil.copy(ssl.get_default_verify_paths().cafile or BUNDLE, root / TRUST)
    shutil.copy("/etc/resolv.conf", root / "etc")


def apt_options() -> str:
    """Proxies, certificates and the like."""
    said = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    return "".join(line for line in said.splitlines(keepends=True) if line.startswith("Acquire::"))


def pip_options() -> str:
    """Mirrors and trust, as one file; folders of this machine are none for another one."""
    said = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout
    options = {"cert": f"/{TRUST}"}
    for line in said.splitlines():
        name, _, value = line.partition("=")
        words = [word for word in str(ast.literal_eval(value)).split() if not word.startswith("file:")]
        if (key := name.rpartition(".")[2]) in PIP_KEEPS and words:
            options[key] = " ".join(words)
    return "[global]\n" + "".join(f"{key} = {value}\n" for key, value in options.items())
