"""When each session was last used: in memory, so after a restart every session counts as fresh."""

import hashlib
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock


class LastSeen:
    """Remembers the last use of the newest `size` sessions, by the hash of their secret."""

    def __init__(self, *, longest: timedelta = timedelta(minutes=30), size: int = 10_000) -> None:
        self._longest, self._size = longest, size
        self._seen: OrderedDict[str, datetime] = OrderedDict()
        self._lock = Lock()

    def touch(self, secret: str, now: datetime) -> None:
        """Note that the session is used now."""
        with self._lock:
            self._seen[hashed(secret)] = now
            self._seen.move_to_end(hashed(secret))
            while len(self._seen) > self._size:
                self._seen.popitem(last=False)

    def is_idle(self, secret: str, now: datetime) -> bool:
        """Tell whether the session was not used for too long."""
        with self._lock:
            last = self._seen.get(hashed(secret))
        return last is not None and now - last > self._longest


def hashed(secret: str) -> str:
    """Return what may be remembered of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
