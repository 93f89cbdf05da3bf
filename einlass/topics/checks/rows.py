"""What the warehouse knows of checks, read once a version and period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from einlass.findings import closed_days
from einlass.findings.days import covered
from einlass.indicators import indicator
from einlass.measures import Episode, Window, history, measures, offices, until_break
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

DAY = timedelta(days=1)
REGIMES = ("VOLL", "STICH")


@dataclass(frozen=True)
class Group:
    """Offices checked in one way, and the days looked at (half-open), cut to the days with checks."""

    regime: str
    offices: tuple[str, ...]
    period: Window

    @property
    def is_full(self) -> bool:
        """Whether everybody was to be checked."""
        return self.regime == "VOLL"


@remembered(4)
def check_days(version: DataVersion) -> pd.DataFrame:
    """One row an office that was ever checked, day (open or checked) and way of checking; not to be changed."""
    rows = open_snapshot(version).run("views/checks_days")
    rows["day"] = rows["day"].dt.date
    numbers = ["checked_count", "persons_with_find_count", "item_count", "refused_count", "visit_count"]
    rows[numbers] = rows[numbers].astype("float64")
    return rows


@remembered(4)
def checked_offices(version: DataVersion) -> dict[str, tuple[str, ...]]:
    """The offices with checks, in order, each with the ways in which it was checked."""
    rows = check_days(version)
    pairs = set(rows[rows["regime"].notna()].groupby(["office_id", "regime"]).groups)
    return {
        office: tuple(one for one in REGIMES if (office, one) in pairs)
        for office in offices(version)
        if any(office == name for name, _ in pairs)
    }


@remembered(64)
def whole_period(version: DataVersion, office_ids: tuple[str, ...]) -> Window:
    """From the first day on which checks could happen at some offices to the last day with checks."""
    found = [(regime, office) for office in office_ids for regime in checked_offices(version).get(office, ())]
    first = min(_stretch(version, regime, office).first for regime, office in found)
    last = max(_checked(version, regime, office).max() for regime, office in found)
    return Window(first, last + DAY)


@remembered(64)
def default_period(version: DataVersion, office_ids: tuple[str, ...]) -> Window:
    """From the first day of today's checks (trials lie before it) to a break in which they end, else to the end."""
    whole = whole_period(version, office_ids)
    starts = [
        one.starts
        for measure in measures(version).values()
        if measure.regime in REGIMES
        for one in measure.episodes
        if one.office_id in office_ids and one.starts < whole.until
    ]
    first = max(min(starts, default=whole.first), whole.first)
    histories = [history(version)[one] for one in office_ids if one in history(version)]
    return until_break(histories, Window(first, whole.until)) if first < whole.until else whole


@remembered(64)
def groups(version: DataVersion, office_ids: tuple[str, ...], period: Window) -> tuple[Group, ...]:
    """The offices by the way in which they were checked in a period, full checks first."""
    rows = _inside(check_days(version), office_ids, period)
    found = []
    for regime in REGIMES:
        names = set(rows.loc[rows["regime"] == regime, "office_id"])
        own = tuple(one for one in office_ids if one in names)
        if own:
            first = min(_stretch(version, regime, office).first for office in own)
            found.append(Group(regime, own, Window(max(period.first, first), period.until)))
    return tuple(found)


def _checked(version: DataVersion, regime: str, office: str) -> pd.Series:
    """The days on which an office was checked in one way."""
    rows = check_days(version)
    days: pd.Series = rows.loc[(rows["office_id"] == office) & (rows["regime"] == regime), "day"]
    return days


@remembered(256)
def _stretch(version: DataVersion, regime: str, office: str) -> Window:
    """From when until when an office could be checked in one way: its episodes, else its first and last check.

    Cut to the days that check logs cover: beyond them nobody knows whether it was checked.
    """
    days = _checked(version, regime, office)
    first, until = days.min(), days.max() + DAY
    logs = covered(version, indicator("persons_with_find"), office)
    end = max((one.until for one in logs), default=until)
    own = [one.window(end) for one in _episodes(version, regime, office) if one.starts < until]
    begin = min((one.first for one in own), default=first)
    stop = max((one.until for one in own), default=until)
    known = min((one.first for one in logs), default=first)
    return Window(min(first, max(begin, known)), max(until, min(stop, end)))


def _episodes(version: DataVersion, regime: str, office: str) -> list[Episode]:
    known = history(version).get(office)
    return [one for one in known.episodes if one.regime == regime] if known else []


def _inside(rows: pd.DataFrame, office_ids: tuple[str, ...], period: Window) -> pd.DataFrame:
    days = rows["day"]
    return rows[rows["office_id"].isin(office_ids) & (days >= period.first) & (days < period.until)]


@remembered(16)
def days_of_group(version: DataVersion, group: Group) -> pd.DataFrame:
    """The days on which the offices of a group were open or checked its way, inside its period."""
    rows = _inside(check_days(version), group.offices, group.period)
    rows = rows[rows["regime"].isna() | (rows["regime"] == group.regime)]
    stretches = {one: _stretch(version, group.regime, one) for one in group.offices}
    first, until = (
        rows["office_id"].map({one: getattr(span, end) for one, span in stretches.items()})
        for end in ("first", "until")
    )
    return rows[(rows["day"] >= first) & (rows["day"] < until)]


def checked_days(version: DataVersion, group: Group) -> pd.DataFrame:
    """The days on which the offices of a group were checked its way."""
    rows = days_of_group(version, group)
    return rows[rows["regime"].notna()]


def is_open_somewhere(version: DataVersion, group: Group, day: date) -> bool:
    """Whether any office of a group had an opening day."""
    closed = closed_days(version)
    return any(day not in closed.get(one, frozenset()) for one in group.offices)
