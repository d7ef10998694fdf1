"""The time and the working days, in Asia/Shanghai."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFF_NEAR_DAYS, WORKED_NEAR_DAYS = 7, 14
"""How near a legal holiday its long weekend and its make-up days lie at most; 5 and 10 in 2001 to 2026."""
YEARS_COUNTED = 12
"""Working days are counted over 4,000 days at most."""
_SATURDAY = 5
_CHANGED_BY_NOTICE = ("substituted", "observed")


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of this machine, told in Asia/Shanghai whatever the machine's own zone is."""

    def now(self) -> datetime:
        """Return the time, with its zone."""
        return datetime.now(SHANGHAI)

    def today(self) -> date:
        """Return the day in Asia/Shanghai."""
        return self.now().date()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearArrangement:
    """One year as the State Council's notice arranges it: days off, and weekend days that are worked."""

    year: int
    days_off: frozenset[date]
    days_worked: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Tell whether people work that day of this year."""
        return day in self.days_worked or (day.weekday() < _SATURDAY and day not in self.days_off)

    def names(self, day: date) -> bool:
        """Tell whether the notice itself speaks of the day; it may be one of the last December."""
        return day in self.days_worked or day in self.days_off


@cache
def _year(year: int) -> HolidayBase:
    return country_holidays("CN", years=year)


@cache
def legal_holidays(year: int) -> frozenset[date]:
    """Return the holidays the law itself names for a year; what a notice moves is not among them."""
    named = country_holidays("CN", years=year).items()
    return frozenset(day for day, name in named if not any(word in name for word in _CHANGED_BY_NOTICE))


@cache
def is_near_holiday(day: date, most_days: int) -> bool:
    """Tell whether a legal holiday lies within so many days, in whichever year."""
    around = legal_holidays(day.year - 1) | legal_holidays(day.year) | legal_holidays(day.year + 1)
    return any(abs((day - holiday).days) <= most_days for holiday in around)


@cache
def _is_arranged(year: int) -> bool:
    return any(day.year == year for day in _year(year).weekend_workdays)


@cache
def _is_working_day(day: date) -> bool:
    return bool(_year(day.year).is_working_day(day))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days as the State Council arranged them; a year it has not published yet is never guessed.

    The `holidays` library answers for unpublished years without the exchanged weekends and without a warning.
    A year counts as published only when the library holds exchanged weekends for it, or an administrator has
    loaded its notice (`calendar_files.py`), which then counts before the library.
    """

    loaded: tuple[YearArrangement, ...] = ()
    hidden_years: frozenset[int] = frozenset()
    """Years taken for unpublished, as they were when a past case was decided."""

    def is_published(self, year: int) -> bool:
        """Tell whether the arrangement of that year is known."""
        if year in self.hidden_years:
            return False
        return self._loaded(year) is not None or _is_arranged(year)

    def unpublished_around(self, day: date) -> tuple[int, ...]:
        """Return the unpublished years from the one before a day to as far as working days are counted."""
        return tuple(y for y in range(day.year - 1, day.year + YEARS_COUNTED) if not self.is_published(y))

    def is_workday(self, day: date) -> bool | None:
        """Tell whether people work that day; None when the year's arrangement is not published."""
        if day.year in self.hidden_years:
            return None
        named = next((each for each in self._known() if each.names(day)), None)
        loaded = named or self._loaded(day.year)
        if loaded is not None:
            return loaded.is_workday(day)
        return _is_working_day(day) if _is_arranged(day.year) else None

    def may_be_worked(self, day: date) -> bool:
        """Tell whether the day may turn out to be worked, whatever the notice of its year will say."""
        known = self.is_workday(day)
        if known is not None:
            return known
        if day in legal_holidays(day.year):
            return False
        return day.weekday() < _SATURDAY or is_near_holiday(day, WORKED_NEAR_DAYS)

    def is_surely_worked(self, day: date) -> bool:
        """Tell whether the day will be worked; in an unpublished year by how holidays were laid so far."""
        known = self.is_workday(day)
        if known is not None:
            return known
        return day.weekday() < _SATURDAY and not is_near_holiday(day, OFF_NEAR_DAYS)

    def workdays_between(self, start: date, end: date) -> int | None:
        """Count the working days after `start` up to and with `end`; negative when `end` is earlier."""
        if start > end:
            count = self.workdays_between(end, start)
            return None if count is None else -count
        return self._count(start, end)

    def _known(self) -> Iterator[YearArrangement]:
        return (each for each in self.loaded if each.year not in self.hidden_years)

    def _loaded(self, year: int) -> YearArrangement | None:
        return next((each for each in self._known() if each.year == year), None)

    def _count(self, start: date, end: date) -> int | None:
        count = 0
        for day in days_after(start, end):
            works = self.is_workday(day)
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


def days_after(start: date, end: date) -> Iterable[date]:
    """Go through the days after `start` up to and with `end`."""
    return (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
