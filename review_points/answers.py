"""What a check answers: an outcome, why in words, and for an unknown one the facts to look at."""

from dataclasses import dataclass

from review_points.findings import Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check says: its outcome, and why in words; an unknown one may name the facts to look at."""

    outcome: Outcome
    explanation: str = ""
    unknowns: tuple[str, ...] = ()


def decide(yes: bool, why_not: str = "", why: str = "") -> Answer:
    """Answer pass or fail."""
    return Answer(Outcome.PASS, why) if yes else Answer(Outcome.FAIL, why_not)


def undecided(why: str, *names: str) -> Answer:
    """Answer unknown, naming the facts to look at (all operands' when none is named)."""
    return Answer(Outcome.UNKNOWN, why, names)
