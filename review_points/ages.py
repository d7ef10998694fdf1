"""Ages and months: pure arithmetic on days, with the rounding declared."""

import calendar
from datetime import date, timedelta

BIRTHDAY = "birthday"
RULES = (BIRTHDAY, "day_after", "month", "next_month")
_MONTHS = 12
_FEBRUARY, _LEAP_DAY = 2, 29


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
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_later(day: date, years: int) -> date:
    """Return the same day so many years later, 28 February for 29 February."""
    return months_later(day, _MONTHS * years)
