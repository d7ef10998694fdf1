"""The nodes of a parsed expression and their three-valued evaluation.

Terms give operands, conditions give verdicts. Nodes are made by expressions.py, which has typed them already.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol

from review_points.answers import PASSED, Answer, failed
from review_points.checks.registry import Check, call_check
from review_points.facts import Facts, Operand
from review_points.findings import Outcome
from review_points.kleene import Verdict, all_of, any_of, negate, opposite, unknown
from review_points.operands import Surroundings, is_strong, is_sure
from review_points.terms import (
    ConstantTerm,
    FactTerm,
    Term,
    TextsTerm,
    Valued,
    ValueTerm,
    arguments_of,
    facts_in,
)

__all__ = [
    "CALL_ERRORS",
    "Asked",
    "CheckCall",
    "Comparison",
    "Condition",
    "ConstantTerm",
    "FactTerm",
    "Junction",
    "Leaf",
    "Negation",
    "Term",
    "TextsTerm",
    "Told",
    "ValueTerm",
    "Valued",
    "facts_of",
    "leaves_of",
]

_FAIL, _UNKNOWN, _PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
CALL_ERRORS = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)

ORDERS: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "==": operator.eq,
        "!=": operator.ne,
    }
)


class Told(Protocol):
    """What the leaves of a case say; `is_stricter` for one that stands under NOT."""

    def outcome(self, leaf: "CheckCall | Comparison", is_stricter: bool) -> Outcome:
        """Return the outcome of a leaf."""

    def verdict(self, leaf: "CheckCall | Comparison", is_stricter: bool) -> Verdict:
        """Return the whole verdict of a leaf."""


class _Leaf:
    """What calls and comparisons share: the verdicts that are the same for every case."""

    __slots__ = ("denied", "passed")
    passed: Verdict
    """The verdict of every pass that needs no words."""
    denied: Verdict
    """The verdict of every fail that needs no words."""

    def settle(self, facts: frozenset[str]) -> None:
        """Make these verdicts."""
        object.__setattr__(self, "passed", Verdict(_PASS, facts))
        object.__setattr__(self, "denied", Verdict(_FAIL, facts))


@dataclass(frozen=True, slots=True)
class CheckCall(_Leaf):
    """A call of a check."""

    check: Check
    arguments: tuple[Term, ...]

    def __post_init__(self) -> None:
        self.settle(facts_of(self))

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Call the check; an error inside makes the call unknown and is kept."""
        try:
            return call_check(self.check, arguments_of(self.arguments, facts, around), around)
        except CALL_ERRORS as error:
            return unknown(facts_of(self), errors=(f"{self.check.name}: {type(error).__name__}",))

    def outcome(self, told: Told, *, is_stricter: bool = False) -> Outcome:
        """Return what was told of the call."""
        return told.outcome(self, is_stricter)

    def heard(self, told: Told, *, is_stricter: bool = False) -> Verdict:
        """Return all that was told of the call."""
        return told.verdict(self, is_stricter)


@dataclass(frozen=True, slots=True)
class Comparison(_Leaf):
    """Numbers compared pair by pair, as in 15 <= n <= 90."""

    orders: tuple[str, ...]
    terms: tuple[Valued, ...]

    def __post_init__(self) -> None:
        self.settle(facts_of(self))

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Compare all pairs of neighbours and combine by AND; an error makes its pair unknown and is kept."""
        pairs = zip(self.orders, self.terms, self.terms[1:], strict=False)
        return all_of([_verdict_of_pair(*pair, facts, around) for pair in pairs])

    def answer(self, *operands: Operand) -> Answer:
        """Compare operands that were all read well."""
        for order, left, right in zip(self.orders, operands, operands[1:], strict=False):
            if not ORDERS[order](left.number, right.number):
                return failed(_not_so(order, left, right))
        return PASSED

    def outcome(self, told: Told, *, is_stricter: bool = False) -> Outcome:
        """Return what was told of the comparison."""
        return told.outcome(self, is_stricter)

    def heard(self, told: Told, *, is_stricter: bool = False) -> Verdict:
        """Return all that was told of the comparison."""
        return told.verdict(self, is_stricter)


@dataclass(frozen=True, slots=True)
class Junction:
    """AND or OR of conditions."""

    is_and: bool
    conditions: tuple["Condition", ...]

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Combine the verdicts of all conditions."""
        return self.heard(Asked(facts, around))

    def outcome(self, told: Told, *, is_stricter: bool = False) -> Outcome:
        """Combine the outcomes of all conditions."""
        decisive, outcome = (_FAIL, _PASS) if self.is_and else (_PASS, _FAIL)
        for each in self.conditions:
            found = each.outcome(told, is_stricter=is_stricter)
            if found is decisive:
                return decisive
            if found is _UNKNOWN:
                outcome = _UNKNOWN
        return outcome

    def heard(self, told: Told, *, is_stricter: bool = False) -> Verdict:
        """Combine the verdicts of all conditions; only those that make the outcome are heard whole."""
        decisive, neutral = (_FAIL, _PASS) if self.is_and else (_PASS, _FAIL)
        outcomes = [each.outcome(told, is_stricter=is_stricter) for each in self.conditions]
        outcome = decisive if decisive in outcomes else _UNKNOWN if _UNKNOWN in outcomes else neutral
        chosen = [
            each.heard(told, is_stricter=is_stricter)
            for each, found in zip(self.conditions, outcomes, strict=True)
            if found is outcome
        ]
        return all_of(chosen) if self.is_and else any_of(chosen)


@dataclass(frozen=True, slots=True)
class Negation:
    """NOT of a condition; what passes there fails here, so it must be as sure as a fail."""

    condition: "Condition"

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Swap pass and fail."""
        return self.heard(Asked(facts, around))

    def outcome(self, told: Told, *, is_stricter: bool = False) -> Outcome:
        """Swap pass and fail."""
        return opposite(self.condition.outcome(told, is_stricter=True))

    def heard(self, told: Told, *, is_stricter: bool = False) -> Verdict:
        """Swap pass and fail; what decided it stays."""
        return negate(self.condition.heard(told, is_stricter=True))


Condition = CheckCall | Comparison | Junction | Negation


@dataclass(frozen=True, slots=True)
class Leaf:
    """A call or comparison as it stands in a condition: under NOT, a pass must be as sure as a fail."""

    condition: CheckCall | Comparison
    is_stricter: bool


def leaves_of(condition: Condition, *, is_stricter: bool = False) -> Iterator[Leaf]:
    """Go through the leaves of a condition, from left to right."""
    if isinstance(condition, Junction):
        for each in condition.conditions:
            yield from leaves_of(each, is_stricter=is_stricter)
    elif isinstance(condition, Negation):
        yield from leaves_of(condition.condition, is_stricter=True)
    else:
        yield Leaf(condition, is_stricter)


@dataclass(frozen=True, slots=True)
class Asked:
    """The leaves of one case, asked one by one."""

    facts: Facts
    around: Surroundings

    def outcome(self, leaf: CheckCall | Comparison, is_stricter: bool) -> Outcome:
        """Return the outcome of a leaf."""
        return self.verdict(leaf, is_stricter).outcome

    def verdict(self, leaf: CheckCall | Comparison, is_stricter: bool) -> Verdict:
        """Return the whole verdict of a leaf."""
        return leaf.verdict(self.facts, self.around.stricter() if is_stricter else self.around)


def facts_of(condition: Condition) -> frozenset[str]:
    """Return the names of all facts a condition mentions."""
    if isinstance(condition, CheckCall):
        return frozenset(name for each in condition.arguments for name in facts_in(each))
    if isinstance(condition, Comparison):
        return frozenset(name for each in condition.terms for name in facts_in(each))
    parts = condition.conditions if isinstance(condition, Junction) else (condition.condition,)
    return frozenset().union(*(facts_of(each) for each in parts))


def _not_so(order: str, left: Operand, right: Operand) -> str:
    return f"{left.text} {order} {right.text}不成立"


def _verdict_of_pair(order: str, left: Valued, right: Valued, facts: Facts, around: Surroundings) -> Verdict:
    """Compare two terms; what breaks in one pair changes nothing in another."""
    try:
        return _compare(order, left.argument(facts, around), right.argument(facts, around), around)
    except CALL_ERRORS as error:
        names = {*facts_in(left), *facts_in(right)}
        return unknown(names, errors=(f"comparison: {type(error).__name__}",))


def _compare(order: str, left: Operand, right: Operand, around: Surroundings) -> Verdict:
    """Compare two numbers; one that is missing or weak makes it unknown, as does a fail on an unsure one."""
    both = (left, right)
    waiting = [
        name for each in both if not is_strong(each, around.floors) for name in each.unknowns or each.facts
    ]
    if waiting or not (left.is_read and right.is_read):
        return unknown(waiting)
    facts = frozenset(left.facts) | frozenset(right.facts)
    if ORDERS[order](left.number, right.number):
        return Verdict(Outcome.PASS, facts)
    words = _not_so(order, left, right)
    doubtful = [name for each in both if not is_sure(each, around.floors) for name in each.facts]
    return unknown(doubtful, words) if doubtful else Verdict(Outcome.FAIL, facts, frozenset(), (words,))
