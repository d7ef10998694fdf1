"""The working-day calendar as the engine sees it, and counting that stays honest about unpublished years."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

_LONGEST_COUNT_DAYS = 4000
_ONE_DAY = timedelta(days=1)


class Calendar(Protocol):
    """Knows which days are worked, with make-up days (调休) as the State Council announced them.

    It can be hashed and never changes: what it said of a year is kept.
    """

    def __hash__(self) -> int:
        """Return the hash under which what it said is kept."""

    def is_workday(self, day: date) -> bool | None:
        """Tell whether the day is worked; None when its year's arrangement is not published yet."""


@dataclass(frozen=True, slots=True)
class WorkdayCount:
    """Working days between two days: surely at least `least`, surely at most `most`."""

    least: int
    most: int
    unpublished: tuple[int, ...] = ()


def count_workdays(calendar: Calendar, after: date, until: date) -> WorkdayCount:
    """Count the working days after one day up to and including another.

    Days of unpublished years widen the bounds instead of being guessed; so do days too far away to count.
    """
    if until <= after:
        return WorkdayCount(0, 0)
    last = min(until, after + timedelta(days=_LONGEST_COUNT_DAYS))
    least = most = 0
    unpublished: list[int] = []
    for number in range(after.year, last.year + 1):
        year = _year(calendar, number)
        first = (after - year.start).days if number == after.year else 0
        end = (last - year.start).days if number == last.year else len(year.surely) - 1
        least += year.surely[end] - year.surely[first]
        most += year.perhaps[end] - year.perhaps[first]
        unpublished += [number] * any(first < place <= end for place in year.unpublished)
    return WorkdayCount(least, most + (until - last).days, tuple(unpublished))


@dataclass(frozen=True, slots=True)
class _Year:
    """Running counts of one year: `surely[n]` working days in its first n days, `perhaps[n]` at the most."""

    start: date
    """The last day of the year before."""
    surely: tuple[int, ...]
    perhaps: tuple[int, ...]
    unpublished: tuple[int, ...]
    """Places of the days of which nobody knows whether they are worked."""


@lru_cache(maxsize=64)
def _year(calendar: Calendar, number: int) -> _Year:
    start = date(number, 1, 1) - _ONE_DAY
    surely, perhaps, unpublished = [0], [0], []
    for place in range(1, (date(number, 12, 31) - start).days + 1):
        worked = calendar.is_workday(start + timedelta(days=place))
        surely.append(surely[-1] + (worked is True))
        perhaps.append(perhaps[-1] + (worked is not False))
        unpublished += [place] * (worked is None)
    return _Year(start, tuple(surely), tuple(perhaps), tuple(unpublished))
