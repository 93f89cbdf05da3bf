"""Facts made anew: those of days for the days that something touched, a stretch at a time; the others as a whole."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from einlass.warehouse.query_files import FINDS, QueryFile, query_files

if TYPE_CHECKING:
    from einlass.warehouse.build import Builder

CHECKS_AT_ONCE = 3_000_000  # more need more memory and are no faster
_COVERAGE = "office_coverage"  # made before the facts of days: other days than before are touched ones
_TOUCHED = "day in (select day from touched_days)"
_OPEN = (date(1, 1, 1), date(9999, 12, 31))


class Facts:
    """The facts of a snapshot under construction, and of which days its tables have changed."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._changed: set[str] = set()  # on any day
        builder.run("load/no_days")

    def touch_all(self, tables: set[str]) -> None:
        """Some tables have changed on any day."""
        self._changed |= tables & _read_by_day()

    def touch_batch(self, table: str, same_key: str) -> None:
        """The rows of a batch are about to replace those that they match."""
        self._touch("load/touch_batch", table, same_key=same_key)

    def touch_gone(self, table: str, same_key: str) -> None:
        """The rows with the registered keys are about to go."""
        self._touch("load/touch_gone", table, same_key=same_key)

    def _touch(self, template: str, table: str, **names: str) -> None:
        if table == FINDS:
            self._builder.run(f"{template}_finds", table=table, **names)
        elif table in _of_days():
            self._builder.run(template, table=table, **names)
        else:
            self.touch_all({table})

    @property
    def touched(self) -> str:
        """A condition: the day of a row is one that something has touched."""
        return "true" if self._changed else _TOUCHED

    def make(self) -> None:
        """Have the facts tell what the tables hold now."""
        facts = query_files("facts")
        of_days = [fact for fact in facts if fact.is_of_days]
        whole = self._made_as_a_whole(facts)
        is_compared = any(_COVERAGE in fact.words for fact in of_days if fact not in whole)
        if is_compared:
            self._builder.run("load/keep_coverage")
        for fact in (one for one in facts if not one.is_of_days):
            self._builder.run("load/materialise", table=fact.table, statement=_statement(fact))
            self._note(fact)
        if is_compared:
            self._builder.run("load/touch_covered")
        self._builder.tell_touched_days_anew()
        for fact in of_days:
            self._make_days(fact, is_whole=fact in whole)
            self._note(fact)

    def _made_as_a_whole(self, facts: list[QueryFile]) -> list[QueryFile]:
        """The facts of days that read what has changed on any day, or of which a statement is another than before."""
        made = dict(self._builder.run("load/fact_versions"))
        anew = self._changed | {fact.table for fact in facts if made.get(fact.table) != _version(fact)}
        return [fact for fact in facts if fact.is_of_days and anew & {fact.table, *fact.words}]

    def _make_days(self, fact: QueryFile, *, is_whole: bool) -> None:
        """A fact whose rows of a day come from what some of its tables hold of that day alone."""
        builder, name = self._builder, fact.table
        if is_whole:
            builder.tell_anew(name)
            builder.run("load/empty_fact", table=name, statement=_statement(fact))
        else:
            builder.run("load/delete_days", table=name)
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
        self._builder.run("load/note_fact_version", table=fact.table, version=_version(fact))


def _statement(fact: QueryFile) -> str:
    return fact.sql.rstrip().rstrip(";")


def _without_order(statement: str) -> str:
    """A table has none; to order all rows by a unique key takes longer than anything else."""
    return statement.rpartition("\norder by")[0]


def _version(fact: QueryFile) -> str:
    return hashlib.sha256(fact.sql.encode()).hexdigest()


@cache
def _of_days() -> frozenset[str]:
    """The tables of which a fact of days reads one day for one day."""
    return frozenset(table for fact in query_files("facts") if fact.is_of_days for table in fact.days_of)


@cache
def _read_by_day() -> frozenset[str]:
    """The tables that a fact of days reads at all."""
    words = frozenset().union(*(fact.words for fact in query_files("facts") if fact.is_of_days))
    return words & {file.table for file in query_files("tables")}
