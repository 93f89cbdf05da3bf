"""The import process: reads an order, obeys the limits, carries it out. Prints JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from einlass import config
from einlass.errors import EinlassError, trouble_of
from einlass.ingest.commit.job import Job
from einlass.ingest.commit.version import import_files, rebuild, undo, with_answers
from einlass.ingest.processes import die_with_parent, use_small_pages
from einlass.ingest.report import Progress
from einlass.warehouse.build import make_ready


def main() -> None:
    """Read the order from standard input, obey the limits, print a line for each step and one for the result."""
    with os.fdopen(os.dup(1), "w") as answer:
        os.dup2(2, 1)  # whatever a library prints must not get into the answer
        make_ready()
        text = sys.stdin.read()
        if not text:  # the program that had it wait has ended
            return
        order = json.loads(text)
        die_with_parent(order["parent"])
        _take_over(order["environment"])
        os.umask(0o077)  # nobody else may read what is written here
        use_small_pages()
        resource.setrlimit(resource.RLIMIT_AS, (config.IMPORT_MEMORY_BYTES, config.IMPORT_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (config.IMPORT_CPU_SECONDS, config.IMPORT_CPU_SECONDS))
        tqdm.monitor_interval = 0  # no thread of its own: the parser is forked

        def say(line: dict[str, Any]) -> None:
            print(json.dumps(line), file=answer, flush=True)

        say(result_of(order, lambda progress: say({"progress": asdict(progress)})))


def _take_over(variables: dict[str, str | None]) -> None:
    """Use what the program that orders uses now: it may have served another folder when this process began to wait."""
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def result_of(order: dict[str, Any], tell: Callable[[Progress], None]) -> dict[str, Any]:
    """What an order leads to, as plain JSON values; an error that was foreseen as well."""
    try:
        return _done(order, tell)
    except EinlassError as error:
        return {"error": {"kind": type(error).__name__, "key": error.key, "values": error.values}}
    except Exception as error:
        trouble = trouble_of(error)
        if not trouble:
            raise
        values = {"folder": order["folder"], "trouble": trouble}
        return {"error": {"kind": "WarehouseError", "key": "warehouse.cannot_write", "values": values}}


def _done(order: dict[str, Any], tell: Callable[[Progress], None]) -> dict[str, Any]:
    job = Job(order, tell)
    if order["task"] == "import":
        return import_files(job, [Path(file) for file in dict.fromkeys(order["files"])])
    if order["task"] == "with_answers":
        return with_answers(job)
    return undo(job, order["batch"]) if order["task"] == "undo" else rebuild(job, order.get("of_version"))


if __name__ == "__main__":
    main()
