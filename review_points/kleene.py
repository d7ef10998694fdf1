"""Strong Kleene logic over outcomes, with the facts that decided and the facts that would decide.

AND is the minimum and OR the maximum in fail < unknown < pass; NOT swaps pass and fail. What is kept is the
critical path: a conjunction that failed names the operands that failed and needs nothing more, one that is
undecided names what its undecided operands wait for and nothing else.
"""

from collections.abc import Iterable, Sequence
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


def opposite(outcome: Outcome) -> Outcome:
    """Swap pass and fail."""
    return _OPPOSITE[outcome]


def negate(operand: Verdict) -> Verdict:
    """Swap pass and fail; what decided it stays."""
    return Verdict(
        opposite(operand.outcome), operand.decided_by, operand.unknowns, operand.explanation, operand.errors
    )


def all_of(operands: Iterable[Verdict]) -> Verdict:
    """Combine by AND: the minimum of fail < unknown < pass."""
    return _combine(operands, Outcome.FAIL, Outcome.PASS)


def any_of(operands: Iterable[Verdict]) -> Verdict:
    """Combine by OR: the maximum of fail < unknown < pass."""
    return _combine(operands, Outcome.PASS, Outcome.FAIL)


def _combine(operands: Iterable[Verdict], decisive: Outcome, neutral: Outcome) -> Verdict:
    """Combine where one `decisive` operand settles the whole and only `neutral` ones give `neutral`."""
    chosen: list[Verdict] = []
    outcome = neutral
    for each in operands:
        if each.outcome is outcome:
            chosen.append(each)
        elif each.outcome is decisive or outcome is neutral:
            outcome, chosen = each.outcome, [each]
    return chosen[0] if len(chosen) == 1 else _join(outcome, chosen)


def _join(outcome: Outcome, chosen: Sequence[Verdict]) -> Verdict:
    """Unite the sets of the operands that made the outcome; what is settled waits for nothing."""
    words = tuple(dict.fromkeys(word for each in chosen for word in each.explanation))
    if outcome is not Outcome.UNKNOWN:
        return Verdict(outcome, _NOTHING.union(*[each.decided_by for each in chosen]), _NOTHING, words)
    waiting = _NOTHING.union(*[each.unknowns for each in chosen])
    return Verdict(outcome, _NOTHING, waiting, words, _NOTHING.union(*[each.errors for each in chosen]))
