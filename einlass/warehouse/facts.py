"""Facts made anew: those of days for the days that something touched, a stretch at a time; the others as a whole."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from einlass.warehouse import older
from einlass.warehouse.query_files import QueryFile, query_files

if TYPE_CHECKING:
    from einlass.warehouse.build import Builder

CHECKS_AT_ONCE = 3_000_000  # more need more memory and are no faster
_TOUCHED = "day in (select day from touched_days)"
_OPEN = (date(1, 1, 1), date(9999, 12, 31))


class Facts:
    """The facts of a snapshot under construction, and of which days its tables have changed."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._is_whole = False
        builder.run("load/no_days")

    def touch_all(self, tables: set[str]) -> None:
        """Some tables have changed on any day."""
        self._is_whole |= bool(tables & _read_by_day())

    def touch_batch(self, table: str, same_key: str) -> None:
        """The rows of a batch are about to replace those that they match."""
        self._touch("load/touch_batch", table, same_key=same_key)

    def touch_gone(self, table: str, same_key: str) -> None:
        """The rows with the registered keys are about to go."""
        self._touch("load/touch_gone", table, same_key=same_key)

    def _touch(self, template: str, table: str, **names: str) -> None:
        if table in _of_days():
            self._builder.run(template, table=table, **names)
        else:
            self.touch_all({table})

    @property
    def touched(self) -> str:
        """A condition: the day of a row is one that something has touched."""
        return "true" if self._is_whole else _TOUCHED

    def make(self) -> None:
        """Have the facts tell what the tables hold now."""
        facts = query_files("facts")
        made = dict(self._builder.run("load/fact_versions"))
        if self._builder.has_older and any(
            made.get(_name(fact)) != _version(fact) for fact in facts if _rests(fact)
        ):
            self._builder.bring_back()
        self._is_whole |= any(made.get(_name(fact)) != _version(fact) for fact in facts)
        if not self._is_whole:
            self._builder.run("load/keep_coverage")
        for fact in (one for one in facts if not _is_of_days(one)):
            self._builder.run("load/materialise", table=_name(fact), statement=_statement(fact))
            self._note(fact)
        if not self._is_whole:
            self._builder.run("load/touch_covered")
        for fact in (one for one in facts if _is_of_days(one)):
            # What rests is a function of the checks alone, and of all of them it is made only where none rest.
            self._make_days(fact, is_whole=self._is_whole and not (_rests(fact) and self._builder.has_older))
            self._note(fact)

    def _make_days(self, fact: QueryFile, *, is_whole: bool) -> None:
        """A fact whose rows of a day come from what some of its tables hold of that day alone."""
        builder, name = self._builder, _name(fact)
        if is_whole:
            builder.run("load/empty_fact", table=name, statement=_statement(fact))
        else:
            builder.run("load/delete_days", table=name)
            if _rests(fact) and builder.has_older:
                builder.run("load/older_gone_days")
        for since, until in self._stretches(is_whole=is_whole):
            within = f"day >= date '{since}' and day < date '{until}'"
            if not is_whole:
                within += f" and {_TOUCHED}"
            for table in fact.days_of:
                builder.show_days(table, within)
            builder.run("load/insert_fact", table=name, statement=_without_order(_statement(fact)))
            for table in fact.days_of:
                builder.show_all(table)

    def _stretches(self, *, is_whole: bool) -> list[tuple[date, date]]:
        """All days, cut where enough checks are together."""
        cuts, together = [_OPEN[0]], 0
        template = "load/checks_of_all_days" if is_whole else "load/checks_of_touched_days"
        for day, count in self._builder.run(template):
            together += count
            if together >= CHECKS_AT_ONCE:
                cuts.append(day + timedelta(days=1))
                together = 0
        return list(zip(cuts, [*cuts[1:], _OPEN[1]], strict=True))

    def _note(self, fact: QueryFile) -> None:
        self._builder.run("load/note_fact_version", table=_name(fact), version=_version(fact))


def _is_of_days(fact: QueryFile) -> bool:
    """Whether its tables have days of their own: a find has that of its check, and finds are few."""
    return bool(fact.days_of) and "finds" not in fact.days_of


def _rests(fact: QueryFile) -> bool:
    """Whether its rows rest in files together with the checks they are made of."""
    return _name(fact) in older.TABLES


def _name(fact: QueryFile) -> str:
    return fact.name.split("/")[1]


def _statement(fact: QueryFile) -> str:
    return fact.sql.rstrip().rstrip(";")


def _without_order(statement: str) -> str:
    """A table has none; to order all rows by a unique key takes longer than anything else."""
    return statement.rpartition("\norder by ")[0]


def _version(fact: QueryFile) -> str:
    return hashlib.sha256(fact.sql.encode()).hexdigest()


@cache
def _of_days() -> frozenset[str]:
    """The tables of which a fact of days reads one day for one day."""
    return frozenset(table for fact in query_files("facts") if _is_of_days(fact) for table in fact.days_of)


@cache
def _read_by_day() -> frozenset[str]:
    """The tables that a fact of days reads at all."""
    tables = {file.name.split("/")[1] for file in query_files("tables")}
    words = {
        word for fact in query_files("facts") if _is_of_days(fact) for word in re.findall(r"\w+", fact.sql)
    }
    return frozenset(tables & words)
