"""What a robot does after an error in one case: again later, put aside for a person, or stop altogether."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from cases.errors import MinShenError, PageChanged
from cases.triage import NextStep, triage

T = TypeVar("T")

BACK_OFF_S = (1.0, 5.0, 20.0)
SECOND_LOOK = (PageChanged,)
"""Errors that stop the robot, but only when they come again: a page may be caught while it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GaveUp:
    """No attempt went through: the last error, and what happens next."""

    error: Exception
    next_step: NextStep


def tried(
    attempt: Callable[[], T | Exception],
    pause: Callable[[float], None],
    back_off_s: tuple[float, ...] = BACK_OFF_S,
) -> T | GaveUp:
    """Attempt until it goes through, an error says otherwise, or the patience ends.

    Args:
        attempt: does the work; returns its error instead of raising it.
        pause: waits, and raises when the robot is told to stop meanwhile.
        back_off_s: how long to wait before each further attempt.
    """
    waits, seen = list(back_off_s), 0
    while isinstance(outcome := attempt(), Exception):
        next_step = triage(outcome).next_step
        again = next_step is NextStep.RETRY or (isinstance(outcome, SECOND_LOOK) and seen == 0)
        if not again or not waits:
            return GaveUp(error=outcome, next_step=_end_of(next_step))
        seen += 1
        pause(waits.pop(0))
    return outcome


def ours(error: Exception) -> MinShenError:
    """Return the error as one that a person can be told of."""
    return error if isinstance(error, MinShenError) else MinShenError(type(error).__name__)


def _end_of(next_step: NextStep) -> NextStep:
    return NextStep.PARK if next_step is NextStep.RETRY else next_step
