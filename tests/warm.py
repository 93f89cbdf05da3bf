"""What a process that waits with every library loaded does when it is forked: an import, or a command of the program.

It never saw the tests: what they patched, kept or opened is not in it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from multiprocessing.connection import Listener
from pathlib import Path
from typing import Any, TextIO

from forks import order_of

from einlass import cli, config
from einlass.ingest.commit import process, process_main
from einlass.ingest.processes import die_with_parent, use_small_pages
from einlass.ingest.report import Progress
from einlass.warehouse.build import make_ready

# What imports and commands load when they need it: each fork would do so anew, a third of what a small import takes.
for late in (
    *("holidays.countries", "pyarrow.feather", "einlass.findings", "einlass.paper.content"),
    "einlass.release.disclosure.suppress",
):
    import_module(late)
make_ready()


def main(address: str, parent: int) -> None:
    """Wait for orders at a socket; each is done in a fork, which answers and ends."""
    die_with_parent(parent)
    with Listener(f"{address}.new", "AF_UNIX") as listener:
        Path(f"{address}.new").rename(address)  # between its name and its ear a socket refuses everybody
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
        while True:
            asked = listener.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                gc.freeze()
                kind, arguments = asked.recv()
                asked.send({"import": do_import, "command": run_command}[kind](*arguments))
                os._exit(0)
            asked.close()


def do_import(
    order: dict[str, Any], variables: Mapping[str, str], own: Mapping[str, Path]
) -> tuple[dict[str, Any], list[Progress]]:
    """The result of an order of the import process, and its steps. own: queries and texts to use."""
    _take_over(variables)
    for name, folder in own.items():
        setattr(config, name, folder)
    return _imported(order)


def run_command(arguments: list[str], variables: Mapping[str, str]) -> tuple[int, str, str]:
    """Exit code and what is said of one run of the program, as `python -m einlass …` in the root of the project."""
    _take_over(variables)
    os.chdir(config.ROOT)
    said = [_kept(number) for number in (1, 2)]
    sys.argv = ["einlass", *arguments]
    process.in_child = in_this_process
    warnings.simplefilter("error")
    code: object = 1
    try:
        code = cli.main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    for file in said:
        file.seek(0)
    return (code if isinstance(code, int) else 1, *(file.read() for file in said))


def _kept(number: int) -> TextIO:
    """What goes to standard output or standard error from now on."""
    file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - the fork ends before it is done with
    os.dup2(file.fileno(), number)
    return file


def in_this_process(
    folder: Path,
    staged: Path,
    created_at: datetime,
    job: dict[str, Any],
    on_progress: process.Listener | None = None,
) -> dict[str, Any]:
    """What `process.in_child` does, without another process."""
    result, steps = _imported(order_of(folder, staged, created_at, job))
    for step in steps if on_progress else []:
        on_progress(step)
    return process.checked(result)


def _imported(order: dict[str, Any]) -> tuple[dict[str, Any], list[Progress]]:
    mask = os.umask(0o077)
    use_small_pages()
    steps: list[Progress] = []
    try:
        return process_main.result_of(order, steps.append), steps
    finally:
        os.umask(mask)


def _take_over(variables: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    config.look_anew()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
