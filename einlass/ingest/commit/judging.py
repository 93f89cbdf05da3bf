"""Which rows of a file agree with the other exports: those to be merged, those that wait, and those that are refused.

It is done again whenever what they refer to changes, so that a warehouse never depends on the order of the imports.
Levels of severity are kept as the city writes them and become those of the Aachen model here: after another mapping, a
rebuild gives what the imports would have given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd
import pyarrow as pa

from einlass import config
from einlass.city import Severity
from einlass.ingest.clean.rows import Cleaned, arrow_rows, settle
from einlass.ingest.commit import offices, waves
from einlass.ingest.report import WAITS_LISTED, FileReport, Note, Reject, Wait
from einlass.ingest.sources import BY_TABLE, Source
from einlass.warehouse.build import Builder
from einlass.warehouse.offer import Offer

CONTRADICTION = "rule.checked_exceed_visits"
# Days of offices on which more persons were checked than visitors counted, with both numbers.
Exceeding = Mapping[tuple[date, str], tuple[int, int]]
_HEADER = next(one.header for one in BY_TABLE["incidents"].columns if one.name == "severity_code")
_LEVEL, _CODE = "severity_level", "severity_code"


@dataclass
class Judged:
    """The rows of a file (index: row number) beside their table, and what was found out about the others.

    `all_rows` are those of the file, `rows` those that count; `waiting` holds the identifier that each waiting row
    refers to, `detail` what else the file says of it. Those that are `contradicting` another export would count else.
    """

    source: Source
    known: offices.Offices
    title: offices.Title
    all_rows: pd.DataFrame
    rows: pd.DataFrame
    offer: Offer
    rejects: list[Reject]
    duplicate_rows: list[int]
    waiting: dict[int, str]
    detail: str = ""
    notes: list[Note] = field(default_factory=list)
    contradicting: pd.DataFrame | None = None

    @property
    def reference(self) -> tuple[str, str]:
        """The header under which rows refer to something, and the table in which it stands."""
        (name, table), *_ = self.source.references.items()
        return next(column.header for column in self.source.columns if column.name == name), table

    @property
    def rejected_rows(self) -> set[int]:
        """Numbers of the refused rows; a row refused for two reasons counts once."""
        return {reject.row for reject in self.rejects}

    @property
    def rows_to_count_on(self) -> pd.DataFrame:
        """The rows that count or wait: what the file speaks of."""
        if not self.waiting:
            return self.rows
        return self.all_rows[self.all_rows.index.isin({*self.rows.index, *self.waiting})]

    def waits(self) -> tuple[Wait, ...]:
        """What the rows wait for, the most awaited first."""
        if not self.waiting:
            return ()
        header, table = self.reference
        counts = pd.Series(self.waiting).value_counts()
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
        return tuple(
            Wait(table, header, str(value), int(count), self.detail, *self._meant(str(value), table))
            for value, count in ordered[:WAITS_LISTED]
        )

    def _meant(self, value: str, table: str) -> tuple[str, str]:
        """An office of nearly this identifier or name, and the known ones, as a report names them."""
        if table != "offices":
            return "", ""
        return offices.nearly(value, self.known), "; ".join(offices.by_nearness(value, self.known))

    def waiting_rows(self, batch_id: str) -> pd.DataFrame:
        """The waiting rows as the warehouse writes them down."""
        if not self.waiting:
            return pd.DataFrame()
        return pd.DataFrame(
            {
                "batch_id": batch_id,
                "source_table": self.source.table,
                "row_number": list(self.waiting),
                "referenced_table": self.reference[1],
                "found_value": list(self.waiting.values()),
                "detail": self.detail,
            }
        )

    def counted(self, report: FileReport) -> FileReport:
        """The report with what became of the rows, but for those that are merged."""
        return replace(
            report,
            rejected=len({reject.row for reject in report.rejects}),
            duplicates=len(self.duplicate_rows),
            waiting=len(self.waiting),
            waits=self.waits(),
        )


@contextmanager
def judged(
    builder: Builder, report: FileReport, candidates: pa.Table, exceeding: Exceeding | None = None
) -> Iterator[Judged]:
    """The candidate rows of a file, judged by what the warehouse holds, and those that count beside their table."""
    source = BY_TABLE[report.table]
    rows, refused = levelled(source, _frame(candidates), is_sample=report.is_sample)
    known = offices.Offices({row[0]: (row[1], row[2]) for row in builder.run("load/office_names")})
    title = offices.read_title(report.declared_offices, known)
    refused += offices.outside(source, rows, title, known)
    answered = None
    if source.table == "answers":
        answered = waves.attributed(report, rows, waves_of(builder), title, known)
        rows, refused = answered.rows, refused + answered.rejects
    elsewhere = answered.waiting if answered else {}
    settled = _settled(builder, source, rows, refused, elsewhere)
    contradicting = None
    if exceeding and source.table == "checks":
        contradicting = _contradicting(settled, exceeding)
    with builder.offered(source.table, source.table_key, arrow_rows(source, settled.rows)) as offer:
        yield Judged(
            source,
            known,
            title,
            rows,
            settled.rows,
            offer,
            settled.rejects,
            settled.duplicate_rows,
            settled.waiting,
            answered.detail if answered else "",
            answered.notes if answered else [],
            contradicting,
        )


def _settled(
    builder: Builder, source: Source, rows: pd.DataFrame, refused: list[Reject], elsewhere: dict[int, str]
) -> Cleaned:
    """The rows that agree with the other exports, without those that are `refused` already.

    `elsewhere` wait although their identifier is there.
    """
    rows = _without(rows, {reject.row for reject in refused} | elsewhere.keys())
    known = {
        table: builder.known_identifiers(table, name, _mentioned(rows[name]))
        for name, table in source.references.items()
    }
    settled = settle(source, rows, known)
    settled.waiting |= elsewhere
    settled.rejects += refused
    return settled


def _mentioned(values: pd.Series) -> pa.Array:
    return pa.array(values.dropna().unique().tolist(), pa.string())


def contradictions(builder: Builder) -> Exceeding:
    """The days of offices on which more persons were checked than visitors counted, as the tables stand.

    Of days that nothing has touched there is none: such checks would have been taken out before.
    """
    return {
        (day, office): (int(checked), int(visits))
        for day, office, checked, visits in builder.run("load/exceeding_days", within=builder.facts.touched)
    }


def is_contradicted(builder: Builder) -> bool:
    """Whether checks contradict the visitor counts, or did when they were judged last."""
    return bool(builder.run("load/refused_for", reason=CONTRADICTION)[0][0] or contradictions(builder))


def _contradicting(settled: Cleaned, exceeding: Exceeding) -> pd.DataFrame:
    """Takes out the checks of days on which the visitor count is exceeded, all of them: who knows which is wrong."""
    rows = settled.rows
    header = next(column.header for column in BY_TABLE["checks"].columns if column.name == "checked_count")
    checked = rows["checked_count"].fillna(0) > 0
    places = zip(rows["day"], rows["office_id"].astype(object), strict=True)
    is_on_such_a_day = pd.Series([place in exceeding for place in places], index=rows.index, dtype=bool)
    found = rows[is_on_such_a_day & checked.astype(bool)]
    for number, day, office in zip(found.index, found["day"], found["office_id"], strict=True):
        checked_count, visit_count = exceeding[day, office]
        settled.rejects.append(Reject(int(number), header, f"{checked_count} > {visit_count}", CONTRADICTION))
    settled.rows = _without(rows, set(found.index))
    return found


def waves_of(builder: Builder) -> waves.Waves:
    """Every survey wave by its identifier."""
    found: dict[str, list[waves.Wave]] = {}
    for wave_id, audience, office_id in builder.run("load/waves"):
        found.setdefault(wave_id, []).append((audience, office_id))
    return found


def _without(rows: pd.DataFrame, numbers: set[int]) -> pd.DataFrame:
    return rows[~rows.index.isin(numbers)] if numbers else rows


def _frame(candidates: pa.Table) -> pd.DataFrame:
    frame = candidates.to_pandas(types_mapper=_plain_type)
    return frame.set_index(frame.pop("row_number").astype("int64"))


def _plain_type(kind: pa.DataType) -> pd.ArrowDtype | None:
    """The type of a column in a frame; repeated texts stay a category."""
    return None if pa.types.is_dictionary(kind) else pd.ArrowDtype(kind)


def levelled(source: Source, rows: pd.DataFrame, *, is_sample: bool) -> tuple[pd.DataFrame, list[Reject]]:
    """Incidents with their level of the model, and those of a level that the settings do not know (any more)."""
    if _LEVEL not in source.computed:
        return rows, []
    severity = config.city_of(is_sample=is_sample).severity
    if _CODE not in rows:  # kept before cities could have levels of their own: those of the model
        rows = rows.assign(**{_CODE: rows[_LEVEL].astype("int64").astype(str)})
    levels = _levels(rows, severity)
    refused = [
        Reject(int(number), _HEADER, str(rows.at[number, _CODE]), "reason.level", ", ".join(severity.codes))
        for number in levels.index[levels.isna()]
    ]
    return rows.assign(**{_LEVEL: levels.astype(pd.ArrowDtype(pa.int32()))}), refused


def _levels(rows: pd.DataFrame, severity: Severity) -> pd.Series:
    """The level of each row; what several rows have in common is looked up once."""
    pairs = list(zip(rows[_CODE].astype(object), rows["incident_kinds"].astype(object), strict=True))
    known = {(code, kinds): severity.level_of(str(code), str(kinds).split("|")) for code, kinds in set(pairs)}
    return pd.Series([known[pair] for pair in pairs], index=rows.index, dtype="Int64")
