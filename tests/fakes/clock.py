"""A clock that stands still until it is told to move."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class FakeClock:
    def __init__(self, now: datetime | None = None) -> None:
        self._now = now or datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.astimezone(SHANGHAI).date()

    def set_to(self, now: datetime) -> None:
        self._now = now

    def move(self, **duration: float) -> None:
        self._now += timedelta(**duration)
