"""audit.py FILE…: holds locked requirements against the advisories on known holes, where the network lets it.

Exit code 0: no hole is known, or nobody could be asked, which a line says; 1: there is one; 2: asking failed half-way.
ADVISORIES=URL asks a service of your own that speaks OSV, e.g. a mirror in the house.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROBE_SECONDS, WHOLE_SECONDS = 5, 300
PINNED = re.compile(r"^([A-Za-z0-9._-]+==[^\s\\;]+)", re.MULTILINE)
# A hole that cannot be closed yet: until when we live with it, and why. docs/operating.md says how long that may be.
ACCEPTED: dict[str, tuple[date, str]] = {}

Part = dict[str, Any]


def looked_up(pinned: Sequence[str], seconds: int) -> list[Part] | None:
    """What pip-audit has found out about each part; None where it got no answer."""
    service = os.environ.get("ADVISORIES", "")
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder, "requirements.txt"), Path(folder, "answer.json")
        asked.write_text("\n".join(pinned) + "\n", "utf-8")
        command = [
            sys.executable,
            "-m",
            "pip_audit",
            "--requirement",
            str(asked),
            "--no-deps",
            "--disable-pip",
        ]
        command += [
            "--progress-spinner",
            "off",
            "--timeout",
            "3",
            "--format",
            "json",
            "--output",
            str(answer),
        ]
        command += ["--cache-dir", folder]  # an answer of yesterday may be wrong today
        command += ["--vulnerability-service", "osv", "--osv-url", service] if service else []
        try:
            subprocess.run(command, capture_output=True, timeout=seconds, check=False)
            told: list[Part] = json.loads(answer.read_text("utf-8"))["dependencies"]
        except (subprocess.TimeoutExpired, FileNotFoundError):
            return None
    return told


def is_known(part: Part) -> bool:
    """Whether the service knows the part at all; pip-audit calls one that is unknown free of known holes."""
    return "skip_reason" not in part


def holes(part: Part) -> list[str]:
    """Each hole that is not accepted, as a line."""
    return [
        f"{part['name']} {part['version']}: {one['id']}, closed in {', '.join(one['fix_versions']) or 'no version yet'}"
        for one in part["vulns"]
        if ACCEPTED.get(one["id"], (date.min, ""))[0] < date.today()
    ]


def main(files: Sequence[str]) -> int:
    if find_spec("pip_audit") is None:
        print("audit: pip-audit is not installed; requirements-dev.txt holds it", file=sys.stderr)
        return 2
    pinned = [one for path in files for one in PINNED.findall(Path(path).read_text("utf-8"))]
    if not any(map(is_known, looked_up(pinned[:1], PROBE_SECONDS) or [])):
        print("audit: skipped: no advisory service reachable")
        return 0
    found = looked_up(pinned, WHOLE_SECONDS)
    if found is None:
        print("audit: the advisory service stopped answering", file=sys.stderr)
        return 2
    unknown = [part["name"] for part in found if not is_known(part)]
    open_ = [line for part in found if is_known(part) for line in holes(part)]
    if unknown:
        print(f"audit: not known to the advisory service: {', '.join(unknown)}")
    print("\n".join(open_) or f"audit: no known hole in {len(found) - len(unknown)} parts")
    return 1 if open_ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
