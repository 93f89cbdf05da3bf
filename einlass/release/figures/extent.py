"""At which offices and on which days a figure is counted, where these are not the usual ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from einlass.findings import Request
from einlass.measures import Episode, Window
from einlass.release.records import Figure, Subject

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Extent:
    """Offices of the measure (empty: all), and the days that bound what is compared with and what is told."""

    offices: tuple[str, ...] = ()
    before: Window | None = None
    period: Window | None = None

    def request(self, topic: str, measure: str) -> Request:
        """The comparison of a measure within these days."""
        return Request(topic, measure, self.offices, self.before, self.period, is_bound=True)

    def of(self, episodes: tuple[Episode, ...]) -> tuple[Episode, ...]:
        """The episodes at these offices."""
        return tuple(one for one in episodes if not self.offices or one.office_id in self.offices)


USUAL = Extent()


def extent_of(subject: Subject) -> Extent:
    """What a figure was counted at and on."""
    before = _window(subject.before) if subject.before else None
    return Extent(subject.offices, before, _window((subject.first, subject.last)))


def fills(figure: Figure, asked: Extent) -> bool:
    """Whether a figure tells of just these offices and days; of a survey the days of field work within them."""
    told = extent_of(figure.subject)
    if asked.offices and set(asked.offices) != set(told.offices):
        return False
    pairs = ((asked.before, told.before), (asked.period, told.period))
    return all(_fits(figure, own, other) for own, other in pairs if own is not None)


def _fits(figure: Figure, asked: Window, told: Window | None) -> bool:
    return told is not None and (asked.holds(told) if figure.survey else asked == told)


def _window(days: tuple[date, date]) -> Window:
    return Window(days[0], days[1] + DAY)
