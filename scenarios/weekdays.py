"""The calendar of examples: Monday to Friday are worked, so that no holiday arrangement changes them."""

from dataclasses import dataclass
from datetime import date

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WeekdayCalendar:
    """Counts Monday to Friday as working days, of every year."""

    def is_workday(self, day: date) -> bool | None:
        """Tell whether the day is one of Monday to Friday."""
        return day.weekday() < _SATURDAY


WEEKDAYS = WeekdayCalendar()
