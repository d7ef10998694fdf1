"""Small wrong versions of a point, to see whether its examples would notice.

What is changed: a condition is negated, `and` becomes `or`, a part is left out, a call becomes its natural
wrong sibling, a comparison moves its bound or turns round, a number, day or text changes a little, two facts
change places, a fact becomes another one of its type, a check or the condition is left out, an effect becomes
another. Exchanging the sides of a call that treats both alike is no change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ocr.values import ElementType
from review_points.expressions import Expression, parse
from review_points.findings import Effect
from review_points.point import Point
from review_points.summary import Summary, all_checks, parse_summary
from scenarios.expression_changes import changed_expressions

CHECK_DROPPED, CONDITION_DROPPED = "check dropped", "condition dropped"
_LEFT_OUT = frozenset({CHECK_DROPPED, CONDITION_DROPPED})
Types = Mapping[str, ElementType]
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A point with one thing changed: where, what kind of change, and what stands there now."""

    place: Place
    kind: str
    text: str
    point: Point


def mutants(point: Point, pass_: str | None, types: Types) -> Iterator[Mutant]:
    """Go through every small change of a compiled point that compiles.

    Args:
        point: the point, its roles bound to their own names.
        pass_: its `pass` as written, None when all checks must pass.
        types: the facts a changed expression may name.
    """
    for name, expression in point.checks.items():
        place = ("checks", name)
        for kind, text, changed in _expressions(expression.text, point, types):
            yield Mutant(place, kind, text, replace(point, checks={**point.checks, name: changed}))
        if len(point.checks) > 1 and pass_ is None:
            yield Mutant(place, CHECK_DROPPED, "（删去）", _without(point, name))
    if point.when is not None:
        yield Mutant(("when",), CONDITION_DROPPED, "（删去）", replace(point, when=None))
        for kind, text, changed in _expressions(point.when.text, point, types):
            yield Mutant(("when",), kind, text, replace(point, when=changed))
    yield from _with_other_pass(point, pass_)
    yield from _with_other_effects(point)


def _expressions(text: str, point: Point, types: Types) -> Iterator[tuple[str, str, Expression]]:
    """Go through the changes of one expression that are still well typed."""
    known = {name: types[name] for name in point.facts if name in types}
    for change in changed_expressions(text, known):
        parsed = parse(change.text, types)
        if isinstance(parsed, Expression):
            yield change.kind, change.text, parsed


def _without(point: Point, name: str) -> Point:
    checks = {key: each for key, each in point.checks.items() if key != name}
    outcomes = {key: each for key, each in point.outcomes.items() if key in checks}
    return replace(point, checks=checks, outcomes=outcomes, summary=all_checks(tuple(checks)))


def _with_other_pass(point: Point, pass_: str | None) -> Iterator[Mutant]:
    for change in changed_expressions(pass_, {}) if pass_ is not None else ():
        summary = parse_summary(change.text, tuple(point.checks))
        if isinstance(summary, Summary):
            yield Mutant(("pass",), change.kind, change.text, replace(point, summary=summary))


def _with_other_effects(point: Point) -> Iterator[Mutant]:
    for name, outcome in point.outcomes.items():
        for effect in Effect:
            if effect is not outcome.effect:
                changed = {**point.outcomes, name: replace(outcome, effect=effect)}
                place = ("outcomes", name, "effect")
                yield Mutant(place, "effect changed", effect.value, replace(point, outcomes=changed))


def is_expression(mutant: Mutant) -> bool:
    """Tell whether the change is one of an expression over facts."""
    return mutant.place[0] in {"checks", "when"} and mutant.kind not in _LEFT_OUT
