"""What a check answers: an outcome, why in words, and for an unknown one the facts to look at."""

from dataclasses import dataclass

from review_points.findings import Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check says: its outcome, and why in words; an unknown one may name the facts to look at."""

    outcome: Outcome
    explanation: str = ""
    unknowns: tuple[str, ...] = ()


PASSED = Answer(Outcome.PASS)
"""The plain pass, which needs no words. It is always this one object."""


def decide(yes: bool, why_not: str = "", why: str = "") -> Answer:
    """Answer pass or fail."""
    if not yes:
        return Answer(Outcome.FAIL, why_not)
    return Answer(Outcome.PASS, why) if why else PASSED


def failed(why: str) -> Answer:
    """Answer fail; a check that is called often words its fails only when it fails."""
    return Answer(Outcome.FAIL, why)


def undecided(why: str, *names: str) -> Answer:
    """Answer unknown, naming the facts to look at (all operands' when none is named)."""
    return Answer(Outcome.UNKNOWN, why, names)
