"""The terms of a parsed expression: what stands inside a call's brackets, and the operand it gives."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ocr.values import ElementType
from review_points.checks.registry import Argument, ValueFunction, call_value
from review_points.facts import Fact, Facts, FactState, Operand, operand_of
from review_points.operands import Surroundings


@dataclass(frozen=True, slots=True)
class FactTerm:
    """A dotted fact name with the type its table declares."""

    name: str
    type: ElementType
    unsought: Operand = field(init=False, compare=False, repr=False)
    """What it gives when nobody sought the fact."""

    def __post_init__(self) -> None:
        nobody = Fact(name=self.name, type=self.type, state=FactState.NOT_SOUGHT)
        object.__setattr__(self, "unsought", nobody.operand)

    def argument(self, facts: Facts, around: Surroundings) -> Operand:
        """Return the fact as an operand."""
        fact = facts.by_name.get(self.name)
        if fact is None:
            return self.unsought
        return fact.operand if fact.type is self.type else operand_of(fact, self.type)


@dataclass(frozen=True, slots=True)
class ConstantTerm:
    """A constant of the rule."""

    constant: Operand

    @property
    def type(self) -> ElementType:
        """The constant's type."""
        return self.constant.type

    def argument(self, facts: Facts, around: Surroundings) -> Operand:
        """Return the constant."""
        return self.constant


@dataclass(frozen=True, slots=True)
class TextsTerm:
    """A list of constant texts."""

    texts: tuple[str, ...]

    def argument(self, facts: Facts, around: Surroundings) -> tuple[str, ...]:
        """Return the texts."""
        return self.texts


@dataclass(frozen=True, slots=True)
class ValueTerm:
    """A call of a value function."""

    function: ValueFunction
    arguments: tuple["Term", ...]

    @property
    def type(self) -> ElementType:
        """The function's result type."""
        return self.function.result

    def argument(self, facts: Facts, around: Surroundings) -> Operand:
        """Call the function."""
        return call_value(self.function, arguments_of(self.arguments, facts, around), around)


Valued = FactTerm | ConstantTerm | ValueTerm
Term = Valued | TextsTerm


def arguments_of(terms: tuple[Term, ...], facts: Facts, around: Surroundings) -> tuple[Argument, ...]:
    """Turn terms into what a function is called with."""
    return tuple([each.argument(facts, around) for each in terms])


def facts_in(term: Term) -> Iterator[str]:
    """Go through the names of the facts a term mentions."""
    if isinstance(term, FactTerm):
        yield term.name
    elif isinstance(term, ValueTerm):
        for each in term.arguments:
            yield from facts_in(each)
