"""Random review points: over the whole vocabulary, and in a small language that other engines know too.

A rule of the small language is JSON: ["filled", fact], ["equal", fact, fact], ["is", fact, text],
["on_or_before", fact, fact], ["at_least", fact, number], ["at_most", fact, number], ["not_more", fact, fact],
["and", …], ["or", …], ["not", …]. A condition `when` says whether the rule applies.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from benchmarks.information_trials import POOLS
from ocr.values import ElementType as T
from review_points.checks import CHECKS, VALUES
from review_points.checks.registry import Parameter, Takes
from review_points.expressions import Expression, parse
from review_points.findings import Effect
from review_points.point import CheckOutcome, Point, PointSpec, compile_point

Json = str | int | list["Json"]
SOURCES = ("form", "paper", "register")
TYPES: Mapping[str, T] = {f"{source}.{kind.value}": kind for source in SOURCES for kind in T}
PASSES = {
    "a": "a",
    "not a": "a",
    "a and b": "ab",
    "a or b": "ab",
    "a and (b or not c)": "abc",
    "(a or b) and c": "abc",
    "a and b and c": "abc",
}
"""Ways to sum up checks, with the names of the checks."""
WORDS = ("同意", "有效", "男", "女", "A2", "B2", "C1", "35", "3501", "JY", "餐饮服务经营者")
HUGE = "1" * 40
"""A number with which some arithmetic breaks: errors obey the law as well."""
_TRIES = 200
_NUMERIC = frozenset({T.NUMBER, T.AMOUNT})

SMALL_TYPES: Mapping[str, T] = {
    f"{source}.{name}": kind
    for source in ("form", "paper")
    for name, kind in (("name", T.NAME), ("kind", T.CHOICE), ("day", T.DATE), ("count", T.NUMBER))
}
SMALL_VALUES: Mapping[T, tuple[str, ...]] = {
    T.NAME: ("林样例", "林样例", "林样本"),
    T.CHOICE: ("同意", "同意", "不同意"),
    T.DATE: ("2026-01-05", "2026-11-02", "2031-05-01"),
    T.NUMBER: ("1", "15", "60"),
}


@dataclass(frozen=True, slots=True)
class SmallRule:
    """A rule of the small language."""

    when: Json | None
    check: Json


class NoRuleError(Exception):
    """No lawful call of a check was found in many tries."""


def draw_point(random: Random, number: int) -> Point:
    """Return a point with random checks of the whole vocabulary, `when` and effects."""
    passing, names = random.choice(tuple(PASSES.items()))
    spec = PointSpec(
        code=f"R-{number}",
        title="随机要点",
        when=draw_condition(random, 1) if random.random() < 0.4 else None,
        checks={name: draw_condition(random, 2) for name in names},
        pass_=passing,
        outcomes={
            name: CheckOutcome(effect=random.choice(list(Effect)), code=name, says="不符") for name in names
        },
    )
    made = compile_point(spec, TYPES)
    if not isinstance(made, Point):
        raise NoRuleError(str(made))
    return made


def draw_condition(random: Random, depth: int) -> str:
    """Return a random condition: a call, a comparison, or some of them joined."""
    if depth and random.random() < 0.4:
        parts = [draw_condition(random, depth - 1) for _ in range(2)]
        joined = random.choice(("({} and {})", "({} or {})", "(not {})"))
        return joined.format(*parts)
    if random.random() < 0.1:
        return _comparison(random)
    return draw_call(random, random.choice(sorted(CHECKS)))


def draw_call(random: Random, name: str) -> str:
    """Return a lawful random call of one check."""
    check = CHECKS[name]
    for _ in range(_TRIES):
        kind = random.choice(list(T)) if check.comparable else None
        text = f"{name}({', '.join(_arguments(random, check.parameters, kind))})"
        if isinstance(parse(text, TYPES), Expression):
            return text
    raise NoRuleError(name)


def _arguments(random: Random, parameters: tuple[Parameter, ...], kind: T | None = None) -> Iterator[str]:
    for parameter in parameters:
        if parameter.optional and random.random() < 0.4:
            return
        yield _argument(random, parameter, kind)


def _argument(random: Random, parameter: Parameter, kind: T | None) -> str:
    if parameter.takes is Takes.TEXTS:
        words = random.sample(WORDS, random.randint(1, 3))
        return f"[{', '.join(repr(word) for word in words)}]"
    if parameter.takes is Takes.WORD and parameter.words:
        return repr(random.choice(parameter.words))
    wanted = kind if kind in parameter.types else random.choice(sorted(parameter.types))
    return _term(random, wanted or T.TEXT)


def _term(random: Random, kind: T) -> str:
    """Return a fact of the type, sometimes a constant or the result of a value function."""
    lot = random.random()
    functions = [each for each in VALUES.values() if each.result is kind]
    if lot < 0.15 and functions:
        function = random.choice(functions)
        return f"{function.name}({', '.join(_arguments(random, function.parameters))})"
    if lot < 0.3:
        value = random.choice((*POOLS[kind], HUGE) if kind in _NUMERIC else POOLS[kind])
        return value if kind in _NUMERIC else repr(value)
    return f"{random.choice(SOURCES)}.{kind.value}"


def _comparison(random: Random) -> str:
    for _ in range(_TRIES):
        terms = [_term(random, T.NUMBER) for _ in range(random.randint(2, 3))]
        signs = [random.choice(("<", "<=", ">", ">=", "==", "!=")) for _ in terms[1:]]
        text = terms[0] + "".join(f" {sign} {term}" for sign, term in zip(signs, terms[1:], strict=True))
        if isinstance(parse(text, TYPES), Expression):
            return text
    raise NoRuleError("comparison")


def draw_small_rule(random: Random) -> SmallRule:
    """Return a random rule of the small language."""
    return SmallRule(_small(random, 1) if random.random() < 0.4 else None, _small(random, 2))


def draw_small_case(random: Random) -> dict[str, str | int]:
    """Return a value for every fact of the small language; numbers as numbers."""
    drawn = {name: random.choice(SMALL_VALUES[kind]) for name, kind in SMALL_TYPES.items()}
    return {name: int(value) if SMALL_TYPES[name] is T.NUMBER else value for name, value in drawn.items()}


def _small(random: Random, depth: int) -> Json:
    if depth and random.random() < 0.5:
        joined = random.choice(("and", "or", "not"))
        return [joined, *(_small(random, depth - 1) for _ in range(1 if joined == "not" else 2))]
    source, other = random.sample(("form", "paper"), 2)
    match random.choice(("filled", "equal", "is", "on_or_before", "at_least", "at_most", "not_more")):
        case "filled":
            return ["filled", random.choice(sorted(SMALL_TYPES))]
        case "equal":
            return ["equal", f"{source}.name", f"{other}.name"]
        case "is":
            return ["is", f"{source}.kind", random.choice(("同意", "不同意"))]
        case "on_or_before":
            return ["on_or_before", f"{source}.day", f"{other}.day"]
        case "not_more":
            return ["not_more", f"{source}.count", f"{other}.count"]
        case bound:
            return [bound, f"{source}.count", random.choice((1, 15, 60))]


def point_of(rule: SmallRule, types: Mapping[str, T] = SMALL_TYPES) -> Point:
    """Write a rule of the small language as a review point over facts of these types."""
    spec = PointSpec(
        code="S-1",
        title="随机要点",
        when=None if rule.when is None else in_our_words(rule.when),
        checks={"a": in_our_words(rule.check)},
        outcomes={"a": CheckOutcome(effect=Effect.RETURN, code="A", says="不符")},
    )
    made = compile_point(spec, types)
    if not isinstance(made, Point):
        raise NoRuleError(str(made))
    return made


def in_our_words(rule: Json) -> str:
    """Write a condition of the small language as an expression of review points."""
    if not isinstance(rule, list):
        raise TypeError(rule)
    name, *rest = rule
    match name:
        case "and" | "or":
            return f"({f' {name} '.join(in_our_words(each) for each in rest)})"
        case "not":
            return f"(not {in_our_words(rest[0])})"
        case "is":
            return f"equal({rest[0]}, '{rest[1]}')"
        case "at_least":
            return f"{rest[0]} >= {rest[1]}"
        case "at_most" | "not_more":
            return f"{rest[0]} <= {rest[1]}"
    return f"{name}({', '.join(str(each) for each in rest)})"
