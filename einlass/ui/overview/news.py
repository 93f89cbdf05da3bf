"""What the last import changed: verdicts, new rows, what is lacking; and the state of the data in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import streamlit as st

from einlass.errors import EinlassError
from einlass.findings import VerdictChange, verdict_changes
from einlass.findings.headlines import JUDGED
from einlass.measures import Office, measures, offices
from einlass.ui import style
from einlass.ui.data.coverage import overdue
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot
from einlass.warehouse.versions import now, version_numbers, version_of
from einlass.words import Words, places, sentences

NEWEST_EXPORTS = 4  # named; the rest is counted


def news(version: DataVersion, view: View, w: Words) -> None:
    """Three columns: verdicts that changed, what came in, what is lacking."""
    style.section(w("news.title", day=w.date(version.created_at.date())))
    columns = (
        (w("news.verdicts"), list(verdict_lines(version, w))),
        (w("news.new"), list(_new(version, w))),
        (w("news.gaps"), list(_gaps(version, w))),
    )
    cells = "".join(
        f"<p><b>{style.rich(title)}:</b> {style.rich(' '.join(lines))}</p>" for title, lines in columns
    )
    st.html(f'<div class="em-news">{cells}</div>')


def previous(version: DataVersion) -> DataVersion | None:
    """The version before, while its snapshot is still kept."""
    earlier = [number for number in version_numbers(version.folder) if number < version.number]
    if not earlier:
        return None
    try:
        found = version_of(version.folder, earlier[-1])
        open_snapshot(found)
    except (EinlassError, OSError):
        return None
    return found


def verdict_lines(version: DataVersion, w: Words) -> Iterator[str]:
    """The verdicts that differ from the version before, one a line, or that there are none."""
    before = previous(version)
    if before is None:
        yield w("news.verdicts.first" if version.number == 1 else "news.verdicts.gone")
        return
    changes = verdict_changes(before, version, JUDGED)
    if not changes:
        yield w("news.verdicts.none")
    for one in changes:
        yield change_line(one, offices(version), w)


def change_line(one: VerdictChange, known: Mapping[str, Office], w: Words) -> str:
    """A verdict that changed, before and after."""
    name = w("city.all") if one.measure is None else places.measure_name(one.measure, known, w)
    before, after = (
        w("value.none") if code is None else w(f"verdict.{code}") for code in (one.before, one.after)
    )
    figure = w(f"indicator.{one.indicator.code}.short")
    return w("news.verdicts.changed", figure=figure, place=name, before=before, after=after)


def _new(version: DataVersion, w: Words) -> Iterator[str]:
    """What the newest files brought, by export."""
    rows = open_snapshot(version).rows("views/batches")
    newest = max((row.imported_at for row in rows), default=None)
    by_export: dict[str, int] = {}
    for row in rows:
        if row.imported_at == newest:
            by_export[row.source_table] = by_export.get(row.source_table, 0) + row.accepted_count
    listed = sorted(by_export.items(), key=lambda pair: -pair[1])
    parts = [
        w.plural("news.new.rows", count, export=sentences.sentence_case(w(f"source.{table}")))
        for table, count in listed[:NEWEST_EXPORTS]
    ]
    if len(listed) > NEWEST_EXPORTS:
        parts.append(w.plural("news.new.more", len(listed) - NEWEST_EXPORTS))
    yield w("news.new.none") if not parts else ", ".join(parts) + "."


def _gaps(version: DataVersion, w: Words) -> Iterator[str]:
    """Open days without a visitor count, failures, waiting rows, exports that should have come."""
    counts = open_snapshot(version).rows("views/visit_coverage")
    lacking = sum(row.open_day_count - row.counted_day_count for row in counts)
    found = [w.plural("news.gaps.visits", lacking)] if lacking else []
    found += _failures(version, w)
    waiting = sum(row.waiting_count for row in open_snapshot(version).rows("views/coverage"))
    found += [w.plural("news.gaps.waiting", waiting)] if waiting else []
    found += overdue(version, now().date(), w)
    yield from found or [w("news.gaps.none")]


def _failures(version: DataVersion, w: Words) -> list[str]:
    """Days on which a scanner failed, since the first measure."""
    starts = min((one.starts for one in measures(version).values()), default=date.max)
    days = {row.day for row in open_snapshot(version).rows("views/device_outages") if row.day >= starts}
    return [w.plural("news.gaps.outages", len(days))] if days else []


def data_line(version: DataVersion, view: View, w: Words) -> None:
    """The state of the data in one line, with the way to the page that tells more."""
    rows = open_snapshot(version).rows("views/coverage")
    sums = {
        name: sum(getattr(row, f"{name}_count") for row in rows)
        for name in ("accepted", "duplicate", "rejected", "waiting")
    }
    text = w(
        "overview.data_line",
        exports=w.plural("overview.exports", len(rows)),
        **{name: w.number(count) for name, count in sums.items()},
    )
    link = f'<a href="{view.href("data")}">{style.rich(w("overview.to_data"))}</a>'
    st.html(f'<p class="em-data-line">{style.rich(text)} {link}</p>')
