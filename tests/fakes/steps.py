"""A durable engine in a dictionary: a finished step never runs again; a kill can be planned."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class KilledError(BaseException):
    """The process was killed here; nothing may catch it."""


class PlainSteps:
    """Runs steps at once and remembers results; `kill_before` and `kill_after` name a step to die at."""

    def __init__(self) -> None:
        self.results: dict[str, object] = {}
        self.ran: list[str] = []
        self.kill_before: str | None = None
        self.kill_after: str | None = None

    def run(self, name: str, step: Callable[[], T]) -> T:
        if name in self.results:
            return self.results[name]  # type: ignore[return-value]
        if name == self.kill_before:
            self.kill_before = None
            raise KilledError(name)
        self.ran.append(name)
        result = step()
        if name == self.kill_after:
            self.kill_after = None
            raise KilledError(name)
        self.results[name] = result
        return result
