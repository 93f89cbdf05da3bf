"""TOML read statement by statement, so that every fault has its line and the lines after it are still read.

The standard library's parser stops at the first fault and keeps no lines; no kept library does both. It still says
what every single statement means.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

Place = tuple[str | int, ...]

LONGEST_STATEMENT = 100  # lines
_HEADER = re.compile(r"\s*\[")
_BEGINS = re.compile(r"""\s*(\[|[\w"'.-]+\s*=)""")


@dataclass
class Document:
    """What a file says: its values, the line of each, and the lines that could not be read or say something twice."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    doubled: list[tuple[int, str]] = field(default_factory=list)
    incomplete: set[Place] = field(default_factory=set)  # sections with a line that could not be read

    def line(self, path: Place) -> int:
        """The line on which a key stands, or the nearest part around it; 0 where none does."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def document(text: str) -> Document:
    """Read everything that can be read."""
    found = Document()
    lines = text.replace("\r\n", "\n").split("\n")
    section: Place | None = ()
    for line, said in _statements(lines):
        is_header = bool(_HEADER.match(lines[line - 1]))
        if said is None:
            found.unread.append(line)
            found.incomplete.add(section or ())
            section = None if is_header else section
        elif is_header:
            section = _open(found, said, line)
        elif section is not None:
            _put(found, section, said, line)
    return found


def _statements(lines: list[str]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """First line and meaning of each statement; None for one that cannot be read."""
    at = 0
    while at < len(lines):
        length, said = _statement(lines, at)
        if said != {}:
            yield at + 1, said
        at += length


def _statement(lines: list[str], at: int) -> tuple[int, dict[str, Any] | None]:
    """How many lines a statement has, and what it means."""
    for length in range(1, min(LONGEST_STATEMENT, len(lines) - at) + 1):
        try:
            return length, tomllib.loads("\n".join(lines[at : at + length]))
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
    rest = next((n for n in count(1) if at + n >= len(lines) or _BEGINS.match(lines[at + n])), 1)
    return rest, None


def _open(found: Document, said: dict[str, Any], line: int) -> Place | None:
    """Begin a section; None where its name is already a value."""
    path, inner = _leaf(said)
    holder: Any = found.values
    for name in path[:-1]:
        holder = holder.setdefault(name, {}) if isinstance(holder, dict) else None
    name = path[-1]
    if not isinstance(holder, dict) or (name in holder and not _may_go_on(holder[name], inner)):
        found.doubled.append((line, ".".join(map(str, path))))
        return None
    if isinstance(inner, list):
        holder.setdefault(name, []).append({})
        path = (*path, len(holder[name]) - 1)
    else:
        holder.setdefault(name, {})
    found.lines.setdefault(path, line)
    return path


def _may_go_on(there: object, inner: object) -> bool:
    """A list of sections takes another one; any other name stands once."""
    return isinstance(there, list) and isinstance(inner, list)


def _leaf(said: dict[str, Any]) -> tuple[Place, Any]:
    """The name that a header opens, and what it opens: a table, or a list of tables."""
    path: Place = ()
    inner: Any = said
    while isinstance(inner, dict) and inner:
        [(name, inner)] = inner.items()
        path = (*path, name)
    return path, inner


def _put(found: Document, section: Place, said: dict[str, Any], line: int) -> None:
    """Put a value into its section."""
    holder: Any = found.values
    for step in section:
        holder = holder[step]
    for name, value in said.items():
        path = (*section, name)
        if name in holder and isinstance(holder[name], dict) and isinstance(value, dict):
            _put(found, path, value, line)
        elif name in holder:
            found.doubled.append((line, name))
        else:
            holder[name] = value
            found.lines.update(dict.fromkeys(_paths(path, value), line))


def _paths(path: Place, value: object) -> Iterator[Place]:
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths((*path, name), inner)
