"""The day is Shanghai's, and a year that nobody published is never guessed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases.clock import SystemClock, WorkCalendar

CALENDAR = WorkCalendar()


def test_the_day_changes_at_midnight_in_shanghai():
    with time_machine.travel(datetime(2026, 11, 1, 16, 30, tzinfo=ZoneInfo("UTC")), tick=False):
        assert SystemClock().today() == date(2026, 11, 2)
        assert SystemClock().now().utcoffset().total_seconds() == 8 * 3600


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 2), True),
        (date(2026, 11, 1), False),
        (date(2026, 10, 1), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 14), True),
    ],
)
def test_holidays_and_exchanged_weekends_are_known(day, works):
    assert CALENDAR.is_workday(day) is works


def test_an_unpublished_year_is_unknown_and_not_guessed():
    assert CALENDAR.is_published(2026)
    assert not CALENDAR.is_published(2039)
    assert CALENDAR.is_workday(date(2039, 3, 2)) is None
    assert CALENDAR.workdays_between(date(2038, 12, 30), date(2039, 1, 5)) is None
    assert CALENDAR.after(date(2038, 12, 30), 5) is None


def test_counting_leaves_out_the_first_day():
    assert CALENDAR.workdays_between(date(2026, 11, 2), date(2026, 11, 2)) == 0
    assert CALENDAR.workdays_between(date(2026, 11, 6), date(2026, 11, 9)) == 1
    assert CALENDAR.workdays_between(date(2026, 11, 9), date(2026, 11, 6)) == -1
    assert CALENDAR.after(date(2026, 11, 6), 1) == date(2026, 11, 9)
    assert CALENDAR.after(date(2026, 9, 30), 5) == date(2026, 10, 13)
