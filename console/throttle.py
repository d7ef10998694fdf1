"""Back-off for logins: after a few wrong passwords an account answers more and more slowly."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock


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
