"""Ages and months: pure arithmetic on days, with the rounding declared."""

import calendar
import re
from datetime import date, timedelta

BIRTHDAY = "birthday"
RULES = (BIRTHDAY, "day_after", "month", "next_month")
_MONTHS, _SHORTEST_MONTH = 12, 28
_FEBRUARY, _LEAP_DAY = 2, 29
_BEFORE_ROC = 1911
_ROC_DAY = re.compile(r"(?:中[华華]民[国國]|民[国國])?([0-9]{2,3})年([0-9]{1,2})月([0-9]{1,2})日?")


def full_years(birth: date, on: date) -> int:
    """Count full years of age (周岁): reached on the birthday, on 1 March for 29 February."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def birthday(birth: date, years: int) -> date:
    """Return the day on which so many years are full."""
    year = birth.year + years
    if (birth.month, birth.day) == (_FEBRUARY, _LEAP_DAY) and not calendar.isleap(year):
        return date(year, 3, 1)
    return birth.replace(year=year)


def reached_on(birth: date, years: int, rule: str) -> date:
    """Return the first day on which the age counts as reached under a declared rule."""
    day = birthday(birth, years)
    if rule == BIRTHDAY:
        return day
    if rule == "day_after":
        return day + timedelta(days=1)
    first = date(birth.year + years, birth.month, 1)
    if rule == "month":
        return first
    if rule == "next_month":
        return months_later(first, 1)
    raise ValueError(f"no such age rule: {rule}")


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last day of the month when there is no such day."""
    count = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(count, _MONTHS)
    if day.day <= _SHORTEST_MONTH:
        return day.replace(year=year, month=month + 1)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def full_months(first: date, last: date) -> int:
    """Count the full months between two days: one is full on the same day of the next month."""
    count = (last.year - first.year) * _MONTHS + last.month - first.month
    return count - (months_later(first, count) > last)


def roc_day(text: str) -> str | None:
    """Return the ISO day of a date whose years are counted from 1912; None when it is no such date."""
    found = _ROC_DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]) + _BEFORE_ROC, int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def years_later(day: date, years: int) -> date:
    """Return the same day so many years later, 28 February for 29 February."""
    return months_later(day, _MONTHS * years)
