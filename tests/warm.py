"""`python -m einlass …` many times: each command is a fork of a process that has loaded the program and done nothing.

The libraries take a second and a half of processor time to load, and the tests give hundreds of commands. What a
command reads from its surroundings, its folder and its streams are its own. That the program starts at all, its limits
and what becomes of it when it is killed are tested on the real command, `conftest.start_einlass`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from einlass import config

Done = subprocess.CompletedProcess[str]


def run(arguments: list[str], variables: dict[str, str]) -> Done:
    """What a command said and how it ended. `variables`: its whole environment."""
    warm = _warm()
    assert warm.stdin and warm.stdout
    with tempfile.TemporaryDirectory() as folder:
        order = {"arguments": arguments, "variables": variables, "folder": folder}
        print(json.dumps(order), file=warm.stdin, flush=True)
        code = int(warm.stdout.readline())
        said, faults = ((Path(folder) / name).read_text("utf-8") for name in ("out", "err"))
    return subprocess.CompletedProcess(arguments, code, said, faults)


@cache
def _warm() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=config.ROOT,
        env=os.environ | {"PYTHONPATH": str(config.ROOT)},
    )


def main() -> None:
    """Read orders line by line, carry out each in a fork, print its exit code."""
    import einlass.cli.answer
    import einlass.cli.paper  # noqa: F401 - to be loaded is all they are here for

    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _be_the_command(order)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _be_the_command(order: dict[str, Any]) -> None:
    code = 1
    try:
        os.environ.clear()
        os.environ.update(order["variables"])
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(Path(order["folder"]) / name, os.O_WRONLY | os.O_CREAT), number)
        with open(os.devnull) as nothing:
            os.dup2(nothing.fileno(), 0)
        warnings.resetwarnings()
        warnings.simplefilter("error")  # as PYTHONWARNINGS says, which is read when Python starts
        sys.argv = ["einlass", *order["arguments"]]
        code = _exit_code(order["arguments"])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _exit_code(arguments: list[str]) -> int:
    from einlass.cli import main as command

    try:
        return command(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


if __name__ == "__main__":
    main()
