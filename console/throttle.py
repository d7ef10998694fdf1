"""Back-off for logins after wrong passwords, and a limit on how often a client may ask within an hour."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """How often a login failed in a row, and until when the next try is refused."""

    count: int
    until: datetime


class LoginThrottle:
    """Counts wrong passwords per account name in memory; knows at most `size` names."""

    def __init__(self, *, free: int = 4, longest_s: int = 900, size: int = 10_000) -> None:
        self._free, self._longest_s, self._size = free, longest_s, size
        self._failures: OrderedDict[str, Failures] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, name: str, now: datetime) -> int:
        """Return for how many seconds more this name may not try; 0 when it may."""
        with self._lock:
            known = self._failures.get(name)
        return max(0, int((known.until - now).total_seconds() + 0.999)) if known else 0

    def failed(self, name: str, now: datetime) -> None:
        """Count a wrong password."""
        with self._lock:
            known = self._failures.pop(name, None)
            count = (known.count if known else 0) + 1
            pause = 0 if count < self._free else min(2 ** (count - self._free + 1), self._longest_s)
            self._failures[name] = Failures(count=count, until=now + timedelta(seconds=pause))
            while len(self._failures) > self._size:
                self._failures.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """Forget the wrong passwords of a name."""
        with self._lock:
            self._failures.pop(name, None)


class HourlyLimit:
    """Counts what each client asked for within the last hour, in memory; knows at most `size` clients."""

    def __init__(self, most: int, *, size: int = 10_000) -> None:
        self._most, self._size = most, size
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, client: str, now: datetime) -> int:
        """Count one more request and return 0; after too many, count none and return how long to wait."""
        with self._lock:
            times = self._asked.pop(client, deque())
            self._asked[client] = times
            while times and now - times[0] >= _HOUR:
                times.popleft()
            if len(times) >= self._most:
                return max(1, int((times[0] + _HOUR - now).total_seconds() + 0.999))
            times.append(now)
            while len(self._asked) > self._size:
                self._asked.popitem(last=False)
            return 0
