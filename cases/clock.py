"""The time and the working days, in Asia/Shanghai."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of this machine, told in Asia/Shanghai whatever the machine's own zone is."""

    def now(self) -> datetime:
        """Return the time, with its zone."""
        return datetime.now(SHANGHAI)

    def today(self) -> date:
        """Return the day in Asia/Shanghai."""
        return self.now().date()


@cache
def _year(year: int) -> HolidayBase:
    return country_holidays("CN", years=year)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days as the State Council arranged them; a year it has not published yet is never guessed.

    The `holidays` library answers for unpublished years without the exchanged weekends and without a warning.
    A year counts as published only when it holds exchanged working weekends.
    """

    def is_published(self, year: int) -> bool:
        """Tell whether the arrangement of that year is known."""
        return any(day.year == year for day in _year(year).weekend_workdays)

    def is_workday(self, day: date) -> bool | None:
        """Tell whether people work that day; None when the year's arrangement is not published."""
        return _year(day.year).is_working_day(day) if self.is_published(day.year) else None

    def workdays_between(self, start: date, end: date) -> int | None:
        """Count the working days after `start` up to and with `end`; negative when `end` is earlier."""
        if start > end:
            count = self.workdays_between(end, start)
            return None if count is None else -count
        return self._count(start, end)

    def _count(self, start: date, end: date) -> int | None:
        count = 0
        for offset in range(1, (end - start).days + 1):
            works = self.is_workday(start + timedelta(days=offset))
            if works is None:
                return None
            count += works
        return count

    def after(self, start: date, workdays: int) -> date | None:
        """Return the day that lies so many working days after `start`; None when a year is not published."""
        day, left = start, workdays
        while left > 0:
            day += timedelta(days=1)
            works = self.is_workday(day)
            if works is None:
                return None
            left -= works
        return day
