"""Waiting time against throughput, block by block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from einlass.measures import Window
from einlass.remembered import remembered
from einlass.topics.checks.rows import Group
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

PARTS = 8  # stretches of the line, as many blocks in each
LEAST_BLOCKS = 40  # for a line and a sentence


@dataclass(frozen=True)
class Block:
    """Blocks of the same throughput (persons an hour and entrance) and waiting time (median, in minutes)."""

    per_hour: int
    minutes: float
    count: int
    has_outage: bool


@dataclass(frozen=True)
class Waiting:
    """All blocks; the line: median throughput and median waiting time in stretches of as many blocks.

    calm, busy: median waiting time in the quarter of blocks with the least and the most throughput.
    """

    blocks: tuple[Block, ...]
    line: tuple[tuple[float, float], ...] = ()
    calm: float | None = None
    busy: float | None = None

    @property
    def count(self) -> int:
        """How many blocks."""
        return sum(one.count for one in self.blocks)


@remembered(64)
def waiting(version: DataVersion, group: Group) -> Waiting:
    """The blocks of a group of which both are known."""
    period: Window = group.period
    rows = open_snapshot(version).rows(
        "views/checks_throughput", day_from=period.first, day_until=period.until
    )
    blocks = tuple(
        Block(row.checked_per_hour, row.waiting_tenths / 10, row.block_count, bool(row.has_outage))
        for row in rows
        if row.office_id in group.offices and row.regime == group.regime
    )
    found = Waiting(blocks)
    if found.count < LEAST_BLOCKS:
        return found
    pairs = np.repeat(
        np.array([(one.per_hour, one.minutes) for one in blocks]), [one.count for one in blocks], axis=0
    )
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    line = tuple(
        (float(np.median(part[:, 0])), float(np.median(part[:, 1]))) for part in np.array_split(pairs, PARTS)
    )
    quarter = len(pairs) // 4
    calm, busy = (float(np.median(part[:, 1])) for part in (pairs[:quarter], pairs[-quarter:]))
    return Waiting(blocks, line, calm, busy)
