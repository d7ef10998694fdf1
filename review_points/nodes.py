"""The nodes of a parsed expression and their three-valued evaluation.

Terms give operands, conditions give verdicts. Nodes are made by expressions.py, which has typed them already.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from ocr.values import ElementType
from review_points.checks.registry import Argument, Check, ValueFunction, call_check, call_value
from review_points.facts import Facts
from review_points.findings import Outcome
from review_points.kleene import Verdict, all_of, any_of, negate, unknown
from review_points.operands import Operand, Surroundings, is_strong, is_sure, operand_of

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


@dataclass(frozen=True, slots=True)
class FactTerm:
    """A dotted fact name with the type its table declares."""

    name: str
    type: ElementType

    def operand(self, facts: Facts, around: Surroundings) -> Operand:
        """Return the fact as an operand."""
        fact = facts[self.name]
        known = around.operands.get(self.name)
        if known is None or known.fact is not fact or known.type is not self.type:
            known = around.operands[self.name] = operand_of(fact, self.type)
        return known


@dataclass(frozen=True, slots=True)
class ConstantTerm:
    """A constant of the rule."""

    constant: Operand

    @property
    def type(self) -> ElementType:
        """The constant's type."""
        return self.constant.type

    def operand(self, facts: Facts, around: Surroundings) -> Operand:
        """Return the constant."""
        return self.constant


@dataclass(frozen=True, slots=True)
class TextsTerm:
    """A list of constant texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueTerm:
    """A call of a value function."""

    function: ValueFunction
    arguments: tuple["Term", ...]

    @property
    def type(self) -> ElementType:
        """The function's result type."""
        return self.function.result

    def operand(self, facts: Facts, around: Surroundings) -> Operand:
        """Call the function."""
        return call_value(self.function, evaluate_arguments(self.arguments, facts, around), around)


Valued = FactTerm | ConstantTerm | ValueTerm
Term = Valued | TextsTerm


@dataclass(frozen=True, slots=True)
class CheckCall:
    """A call of a check."""

    check: Check
    arguments: tuple[Term, ...]

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Call the check; an error inside makes the call unknown and is kept."""
        try:
            return call_check(self.check, evaluate_arguments(self.arguments, facts, around), around)
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
            operands = tuple(term.operand(facts, around) for term in self.terms)
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


def evaluate_arguments(
    arguments: tuple[Term, ...], facts: Facts, around: Surroundings
) -> tuple[Argument, ...]:
    """Turn terms into what a function is called with."""
    return tuple(
        each.texts if isinstance(each, TextsTerm) else each.operand(facts, around) for each in arguments
    )


def facts_of(node: Condition | Term) -> frozenset[str]:
    """Return the names of all facts an expression mentions."""
    if isinstance(node, FactTerm):
        return frozenset({node.name})
    parts: tuple[Condition | Term, ...] = ()
    if isinstance(node, CheckCall | ValueTerm):
        parts = node.arguments
    elif isinstance(node, Comparison):
        parts = node.terms
    elif isinstance(node, Junction):
        parts = node.conditions
    elif isinstance(node, Negation):
        parts = (node.condition,)
    return frozenset().union(*(facts_of(part) for part in parts))


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
