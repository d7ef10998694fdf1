"""Strong Kleene logic over outcomes, with the facts that decided and the facts that would decide.

AND is the minimum and OR the maximum in fail < unknown < pass; NOT swaps pass and fail. What is kept is the
critical path: a conjunction that failed names the operands that failed and needs nothing more, one that is
undecided names what its undecided operands wait for and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from review_points.findings import Outcome

_NOTHING: frozenset[str] = frozenset()
_OPPOSITE = {Outcome.PASS: Outcome.FAIL, Outcome.FAIL: Outcome.PASS, Outcome.UNKNOWN: Outcome.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of an expression, who decided it, who would decide it, and why in words."""

    outcome: Outcome
    decided_by: frozenset[str] = _NOTHING
    unknowns: frozenset[str] = _NOTHING
    explanation: tuple[str, ...] = ()
    errors: frozenset[str] = _NOTHING
    """Errors of calls that keep it undecided; an error off the critical path changes nothing."""


def unknown(names: Iterable[str], explanation: str = "", *, errors: Iterable[str] = ()) -> Verdict:
    """Make an undecided verdict that waits for the named facts."""
    words = (explanation,) if explanation else ()
    return Verdict(Outcome.UNKNOWN, _NOTHING, frozenset(names), words, frozenset(errors))


def negate(operand: Verdict) -> Verdict:
    """Swap pass and fail; what decided it stays."""
    return Verdict(
        _OPPOSITE[operand.outcome], operand.decided_by, operand.unknowns, operand.explanation, operand.errors
    )


def all_of(operands: Iterable[Verdict]) -> Verdict:
    """Combine by AND: the minimum of fail < unknown < pass."""
    return _combine(operands, Outcome.FAIL, Outcome.PASS)


def any_of(operands: Iterable[Verdict]) -> Verdict:
    """Combine by OR: the maximum of fail < unknown < pass."""
    return _combine(operands, Outcome.PASS, Outcome.FAIL)


def _combine(operands: Iterable[Verdict], decisive: Outcome, neutral: Outcome) -> Verdict:
    """Combine where one `decisive` operand settles the whole and only `neutral` ones give `neutral`."""
    every = tuple(operands)
    if len(every) == 1:
        return every[0]
    for outcome in (decisive, Outcome.UNKNOWN):
        chosen = [each for each in every if each.outcome is outcome]
        if chosen:
            return _join(outcome, chosen)
    return _join(neutral, every)


def _join(outcome: Outcome, chosen: Iterable[Verdict]) -> Verdict:
    """Unite the sets of the operands that made the outcome."""
    decided: set[str] = set()
    waiting: set[str] = set()
    errors: set[str] = set()
    words: list[str] = []
    for each in chosen:
        decided |= each.decided_by
        waiting |= each.unknowns
        errors |= each.errors
        words.extend(word for word in each.explanation if word not in words)
    if outcome is not Outcome.UNKNOWN:
        return Verdict(outcome, frozenset(decided), _NOTHING, tuple(words))
    return Verdict(outcome, _NOTHING, frozenset(waiting), tuple(words), frozenset(errors))
