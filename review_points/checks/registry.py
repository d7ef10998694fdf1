"""The register of checks and value functions: what an expression may call, with typed signatures.

A check is a small function over operands. It is called only when every operand it needs is read and read well
enough: what is missing or weak makes the call unknown before the function is reached, so that no check can
forget it. The few checks that weigh readings themselves, or ask for blanks, say so in their registration.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from types import MappingProxyType

from ocr.values import ElementType
from review_points.answers import PASSED, Answer, decide, failed, undecided
from review_points.facts import EXACT_TYPES, FactState
from review_points.findings import Outcome
from review_points.kleene import Verdict, unknown
from review_points.operands import Operand, Surroundings, is_strong, is_sure

__all__ = [
    "ANYTHING",
    "CHECKS",
    "DATES",
    "NUMBERS",
    "VALUES",
    "Answer",
    "Argument",
    "Check",
    "Parameter",
    "Takes",
    "ValueFunction",
    "call_check",
    "call_value",
    "check",
    "decide",
    "plain_check",
    "undecided",
    "value",
]

ANYTHING = frozenset(ElementType)
DATES = frozenset({ElementType.DATE})
NUMBERS = frozenset({ElementType.NUMBER, ElementType.AMOUNT})


class Takes(StrEnum):
    """What may stand in a parameter's place."""

    TERM = "term"  # a fact, a value function's result or a constant
    TEXTS = "texts"  # a list of constant texts
    WORD = "word"  # one constant text of a closed list, or a fact that holds one


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a check or value function."""

    name: str
    types: frozenset[ElementType] = ANYTHING
    takes: Takes = Takes.TERM
    optional: bool = False
    blank: bool = False
    """Whether a blank place is handed to the function instead of making the call unknown."""
    words: tuple[str, ...] = ()


Argument = Operand | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A registered check."""

    name: str
    family: str
    parameters: tuple[Parameter, ...]
    function: Callable[..., Answer]
    meaning: str
    source: str
    weighs: bool = False
    comparable: bool = False
    surroundings: bool = False
    alike: bool = False
    """Whether one and the same value, read well in two facts, always passes."""
    holds: str = ""
    """For a plain check, the expression over `{0}`, `{1}`, … that holds exactly when it passes."""
    names: Mapping[str, object] = field(default_factory=dict, compare=False)
    """What the names in `holds` stand for."""
    is_wordless: bool = False
    """Whether a plain check has nothing to say when it fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFunction:
    """A registered function from values to a value; None when there is no such value."""

    name: str
    family: str
    parameters: tuple[Parameter, ...]
    result: ElementType
    function: Callable[..., str | None]
    meaning: str
    source: str
    surroundings: bool = False


_CHECKS: dict[str, Check] = {}
_VALUES: dict[str, ValueFunction] = {}
CHECKS: Mapping[str, Check] = MappingProxyType(_CHECKS)
VALUES: Mapping[str, ValueFunction] = MappingProxyType(_VALUES)


def check(
    *parameters: Parameter,
    source: str = "",
    weighs: bool = False,
    comparable: bool = False,
    surroundings: bool = False,
    alike: bool = False,
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Register a check under its function's name.

    Args:
        parameters: the signature, in order.
        source: the law or standard behind it, empty for plain logic.
        weighs: the function looks at readings' scores itself.
        comparable: the operands must be of types that can be compared with each other.
        surroundings: the function takes the surroundings as keyword argument `around`.
        alike: one and the same value, read well in two facts, always passes.
    """

    def register(function: Callable[..., Answer]) -> Callable[..., Answer]:
        _register(
            Check(
                name=function.__name__,
                family=function.__module__.rpartition(".")[2],
                parameters=parameters,
                function=function,
                meaning=(function.__doc__ or "").strip(),
                source=source,
                weighs=weighs,
                comparable=comparable,
                surroundings=surroundings,
                alike=alike,
            )
        )
        return function

    return register


def plain_check(
    *parameters: Parameter,
    holds: str,
    source: str = "",
    weighs: bool = False,
    names: Mapping[str, object] = MappingProxyType({}),
    is_wordless: bool = False,
) -> Callable[[Callable[..., str]], Callable[..., Answer]]:
    """Register a check that is one expression; its function only words the fail.

    Args:
        parameters: the signature, in order.
        holds: the expression over `{0}`, `{1}`, … that holds exactly when the check passes.
        source: the law or standard behind it.
        weighs: how well the operands were read says nothing.
        names: what the names in the expression stand for.
        is_wordless: a fail needs no words.
    """
    places = [f"p{place}" for place in range(len(parameters))]
    test = eval(f"lambda {', '.join(places)}: {holds.format(*places)}", dict(names))  # our own text

    def register(words: Callable[..., str]) -> Callable[..., Answer]:
        @wraps(words)
        def answer(*operands: Operand) -> Answer:
            return PASSED if test(*operands) else failed(words(*operands))

        _register(
            Check(
                name=words.__name__,
                family=words.__module__.rpartition(".")[2],
                parameters=parameters,
                function=answer,
                meaning=(words.__doc__ or "").strip(),
                source=source,
                weighs=weighs,
                holds=holds,
                names=names,
                is_wordless=is_wordless,
            )
        )
        return answer

    return register


def _register(made: Check) -> None:
    _refuse_double(made.name)
    _CHECKS[made.name] = made


def value(
    *parameters: Parameter, result: ElementType, source: str = "", surroundings: bool = False
) -> Callable[[Callable[..., str | None]], Callable[..., str | None]]:
    """Register a value function under its function's name."""

    def register(function: Callable[..., str | None]) -> Callable[..., str | None]:
        _refuse_double(function.__name__)
        _VALUES[function.__name__] = ValueFunction(
            name=function.__name__,
            family=function.__module__.rpartition(".")[2],
            parameters=parameters,
            result=result,
            function=function,
            meaning=(function.__doc__ or "").strip(),
            source=source,
            surroundings=surroundings,
        )
        return function

    return register


def call_check(called: Check, arguments: tuple[Argument, ...], around: Surroundings) -> Verdict:
    """Call a check: unknown when an operand it needs is missing or weak, else what the function answers."""
    waiting = missing(called.parameters, arguments, around, weighs=called.weighs)
    if waiting:
        return unknown(waiting)
    answer = (
        called.function(*arguments, around=around) if called.surroundings else called.function(*arguments)
    )
    words = (answer.explanation,) if answer.explanation else ()
    if answer.outcome is Outcome.UNKNOWN:
        return Verdict(Outcome.UNKNOWN, frozenset(), frozenset(answer.unknowns) or _facts(arguments), words)
    if answer.outcome is Outcome.FAIL and not called.weighs:
        doubtful = frozenset(unsure(arguments, around))
        if doubtful:
            return Verdict(Outcome.UNKNOWN, frozenset(), doubtful, words)
    return Verdict(answer.outcome, _facts(arguments), frozenset(), words)


def call_value(called: ValueFunction, arguments: tuple[Argument, ...], around: Surroundings) -> Operand:
    """Call a value function; what is missing or weak gives an operand that is not read."""
    facts = tuple(sorted(_facts(arguments)))
    waiting = missing(called.parameters, arguments, around, weighs=False)
    if waiting:
        return Operand(called.result, FactState.NOT_FOUND, None, facts, tuple(waiting), None, 0.0, False)
    return read_value(called, arguments, facts, around)


def read_value(
    called: ValueFunction, arguments: tuple[Argument, ...], facts: tuple[str, ...], around: Surroundings
) -> Operand:
    """Call a value function whose arguments were all read well; `facts` are those they come from."""
    found = called.function(*arguments, around=around) if called.surroundings else called.function(*arguments)
    if found is None:
        return Operand(called.result, FactState.UNREADABLE, None, facts, facts, None, 0.0, False)
    score, certain = 1.0, True
    for each in arguments:
        if isinstance(each, Operand):
            score, certain = min(score, each.score), certain and each.certain
    is_exact = called.result in EXACT_TYPES
    return Operand(called.result, FactState.READ, found, facts, (), None, score, certain, is_exact)


def unsure(arguments: tuple[Argument, ...], around: Surroundings) -> list[str]:
    """Return the facts that no fail may rest on, because reading could explain their value."""
    found: list[str] = []
    for argument in arguments:
        if isinstance(argument, Operand) and argument.is_read and not is_sure(argument, around.floors):
            found.extend(argument.facts)
    return found


def missing(
    parameters: tuple[Parameter, ...], arguments: tuple[Argument, ...], around: Surroundings, *, weighs: bool
) -> list[str]:
    """Return the facts that keep a call from being made."""
    waiting: list[str] = []
    for parameter, argument in zip(parameters, arguments, strict=False):
        if not isinstance(argument, Operand) or (parameter.blank and argument.state is FactState.BLANK):
            continue
        if not argument.is_read:
            waiting.extend(argument.unknowns or argument.facts or (parameter.name,))
        elif not weighs and not is_strong(argument, around.floors):
            waiting.extend(argument.facts)
    return waiting


def _facts(arguments: tuple[Argument, ...]) -> frozenset[str]:
    return frozenset(name for each in arguments if isinstance(each, Operand) for name in each.facts)


def _refuse_double(name: str) -> None:
    if name in _CHECKS or name in _VALUES:
        raise ValueError(f"{name} is registered twice")
