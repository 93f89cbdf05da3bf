"""A query file: its declared contract (leading comment lines) and its statement. See queries/README.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from einlass import config
from einlass.errors import QueryContractError

_FIELD = re.compile(r"--\s+([a-z_]+):\s*(.*)")

FINDS = "finds"  # they have no day of their own, but that of their check


@dataclass(frozen=True)
class QueryFile:
    """One file under queries/: `name` is its path without .sql, `grain` says what a row is."""

    name: str
    grain: str
    fields: dict[str, str]
    sql: str

    @property
    def parameters(self) -> list[str]:
        """Declared named parameters."""
        return _words(self.fields.get("parameters", ""))

    @property
    def columns(self) -> list[str]:
        """Declared result columns, in order."""
        return _words(self.fields.get("returns", ""))

    @property
    def days_of(self) -> list[str]:
        """Of a fact of days: the tables of which rows of other days do not matter to the rows of a day."""
        return _words(self.fields.get("days_of", ""))

    @property
    def is_of_days(self) -> bool:
        """Whether its rows of a day come from what its tables hold of that day; a find is of the day of its check."""
        return bool(self.days_of)

    @property
    def table(self) -> str:
        """Of a fact: the table that holds it."""
        return self.name.split("/")[1]

    @property
    def words(self) -> frozenset[str]:
        """The words of its text: among them, whatever table it reads."""
        return frozenset(re.findall(r"\w+", self.sql))

    @property
    def is_portable(self) -> bool:
        """Whether other engines give the same rows for it; a file that leaves the subset says why."""
        return "duckdb_only" not in self.fields


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip() not in ("", "none")]


@cache
def query_file(name: str) -> QueryFile:
    """The query file of a name such as `views/offices`.

    Raises QueryContractError when the file is missing or begins with no comment line.
    """
    path = config.QUERIES / f"{name}.sql"
    if not path.is_file():
        raise QueryContractError("query.missing", name=name)
    text = path.read_text(encoding="utf-8")
    head = [line for line in text.split("\n\n", 1)[0].splitlines() if line.startswith("--")]
    if not head:
        raise QueryContractError("query.no_header", name=name)
    fields: dict[str, str] = {}
    last = ""
    for line in head[1:]:
        if match := _FIELD.fullmatch(line):
            last = match[1]
            fields[last] = match[2]
        elif last:
            fields[last] += " " + line.removeprefix("--").strip()
    return QueryFile(name, head[0].removeprefix("--").strip(), fields, text)


def query_files(folder: str) -> list[QueryFile]:
    """All query files of a folder, by name."""
    return [query_file(f"{folder}/{path.stem}") for path in sorted((config.QUERIES / folder).glob("*.sql"))]
