"""The working-day calendar as the engine sees it, and counting that stays honest about unpublished years."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

_LONGEST_COUNT_DAYS = 4000
_ONE_DAY = timedelta(days=1)


class Calendar(Protocol):
    """Knows which days are worked, with make-up days (调休) as the State Council announced them."""

    def is_workday(self, day: date) -> bool | None:
        """Tell whether the day is worked; None when its year's arrangement is not published yet."""


@dataclass(frozen=True, slots=True)
class WorkdayCount:
    """Working days between two days: surely at least `least`, surely at most `most`."""

    least: int
    most: int
    unpublished: tuple[int, ...] = ()


def count_workdays(
    calendar: Calendar, after: date, until: date, *, enough: int | None = None
) -> WorkdayCount:
    """Count the working days after one day up to and including another.

    Days of unpublished years widen the bounds instead of being guessed. Counting stops when `enough` are
    sure.
    """
    least = most = 0
    unpublished: set[int] = set()
    day = after
    far = (until - after).days > _LONGEST_COUNT_DAYS
    last = after + timedelta(days=_LONGEST_COUNT_DAYS) if far else until
    while day < last and (enough is None or least < enough):
        day += _ONE_DAY
        worked = calendar.is_workday(day)
        if worked is None:
            unpublished.add(day.year)
        least += worked is True
        most += worked is not False
    most += max((until - day).days, 0)
    return WorkdayCount(least, most, tuple(sorted(unpublished)))
