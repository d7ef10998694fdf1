"""The nodes of a parsed expression and their three-valued evaluation.

Terms give operands, conditions give verdicts. Nodes are made by expressions.py, which has typed them already.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from review_points.checks.registry import Check, call_check
from review_points.facts import Fact, Facts, Operand
from review_points.findings import Outcome
from review_points.kleene import Verdict, all_of, any_of, negate, unknown
from review_points.operands import Surroundings, is_strong, is_sure
from review_points.quick_calls import CALL_ERRORS, FAILS, ODD, PASSES, UNKNOWN, QuickCall, quick_call
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
    "ValueTerm",
    "Valued",
    "facts_of",
    "leaves_of",
]

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


@dataclass(frozen=True, slots=True)
class CheckCall:
    """A call of a check."""

    check: Check
    arguments: tuple[Term, ...]
    passed: Verdict = field(init=False, compare=False, repr=False)
    """The verdict of every plain pass."""
    quick: QuickCall | None = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "passed", Verdict(Outcome.PASS, facts_of(self)))
        object.__setattr__(self, "quick", quick_call(self.check, self.arguments))

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Call the check; an error inside makes the call unknown and is kept."""
        if self.quick is not None and self.quick(facts.by_name, around) == PASSES:
            return self.passed
        try:
            return call_check(self.check, arguments_of(self.arguments, facts, around), around)
        except CALL_ERRORS as error:
            return unknown(facts_of(self), errors=(f"{self.check.name}: {type(error).__name__}",))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Numbers compared pair by pair, as in 15 <= n <= 90."""

    orders: tuple[str, ...]
    terms: tuple[Valued, ...]

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Compare all pairs of neighbours and combine by AND; an error makes it unknown and is kept."""
        try:
            operands = tuple(term.argument(facts, around) for term in self.terms)
            pairs = zip(self.orders, operands, operands[1:], strict=False)
            return all_of([_compare(order, left, right, around) for order, left, right in pairs])
        except CALL_ERRORS as error:
            return unknown(facts_of(self), errors=(f"comparison: {type(error).__name__}",))


@dataclass(frozen=True, slots=True)
class Junction:
    """AND or OR of conditions."""

    is_and: bool
    conditions: tuple["Condition", ...]

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Combine the verdicts of all conditions."""
        combine = all_of if self.is_and else any_of
        return combine(each.verdict(facts, around) for each in self.conditions)


@dataclass(frozen=True, slots=True)
class Negation:
    """NOT of a condition."""

    condition: "Condition"

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Swap pass and fail; what passes here becomes a fail, so it must be as sure as one."""
        return negate(self.condition.verdict(facts, around.stricter()))


Condition = CheckCall | Comparison | Junction | Negation


@dataclass(frozen=True, slots=True)
class Leaf:
    """A call or comparison as it stands in a condition: under NOT, a pass must be as sure as a fail."""

    condition: CheckCall | Comparison
    is_stricter: bool

    def quick(self) -> QuickCall:
        """Return the function that answers for the leaf in few words: `FAILS`, `UNKNOWN`, `PASSES`, `ODD`."""
        made = self.condition.quick if isinstance(self.condition, CheckCall) else None
        return made or self._in_few_words

    def _in_few_words(self, by_name: Mapping[str, Fact], around: Surroundings) -> int:
        verdict = self.condition.verdict(Facts(by_name), around)
        if verdict.outcome is Outcome.PASS:
            is_plain = not verdict.explanation and verdict.decided_by == facts_of(self.condition)
            return PASSES if is_plain else ODD
        return FAILS if verdict.outcome is Outcome.FAIL else UNKNOWN


def leaves_of(condition: Condition, *, is_stricter: bool = False) -> Iterator[Leaf]:
    """Go through the leaves of a condition, from left to right."""
    if isinstance(condition, Junction):
        for each in condition.conditions:
            yield from leaves_of(each, is_stricter=is_stricter)
    elif isinstance(condition, Negation):
        yield from leaves_of(condition.condition, is_stricter=True)
    else:
        yield Leaf(condition, is_stricter)


def facts_of(condition: Condition) -> frozenset[str]:
    """Return the names of all facts a condition mentions."""
    if isinstance(condition, CheckCall):
        return frozenset(name for each in condition.arguments for name in facts_in(each))
    if isinstance(condition, Comparison):
        return frozenset(name for each in condition.terms for name in facts_in(each))
    parts = condition.conditions if isinstance(condition, Junction) else (condition.condition,)
    return frozenset().union(*(facts_of(each) for each in parts))


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
    words = f"{left.text} {order} {right.text}不成立"
    doubtful = [name for each in both if not is_sure(each, around.floors) for name in each.facts]
    return unknown(doubtful, words) if doubtful else Verdict(Outcome.FAIL, facts, frozenset(), (words,))
