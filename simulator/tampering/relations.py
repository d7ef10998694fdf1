"""What a scenario's points ask of facts, read from their own text: which two must agree, which day must hold.

Operators find in it what they may change in any scenario, so that a new one needs no operators of its own. A
demand is one call of a check with what stands beside it: the point's condition, and the other parts of an OR,
of which one that holds would make the demand idle. `simulator.tampering.scene` tells whether it is asked of a
case.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ocr.values import ElementType
from scenarios.plan import Scenario

SAME = frozenset({"equal", "same_name", "same_organisation", "same_address", "same_day"})
_HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One call of a check: its facts in order, its constant texts, and what a fail of it means."""

    call: str
    facts: tuple[str, ...]
    texts: tuple[str, ...] = ()
    code: str
    effect: str
    point: str
    when: ast.expr | None = None
    others: tuple[ast.expr, ...] = ()
    """The other parts of every OR around it."""


@dataclass(frozen=True, slots=True)
class Relations:
    """All demands of one scenario, and the types of its facts."""

    demands: tuple[Demand, ...]
    types: Mapping[str, ElementType]
    same: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Facts that hold the same value in a clean case, by name, themselves left out."""

    def of(self, *calls: str) -> tuple[Demand, ...]:
        """Return the demands made by these checks."""
        return tuple(each for each in self.demands if each.call in calls)

    def pairs(self, *types: ElementType) -> tuple[Demand, ...]:
        """Return the demands that two facts agree, of which the first has one of these types."""
        return tuple(
            each
            for each in self.of(*SAME)
            if len(each.facts) == 2 and (not types or self.types.get(each.facts[0]) in types)
        )

    def about(self, fact: str) -> tuple[Demand, ...]:
        """Return every demand that names the fact."""
        return tuple(each for each in self.demands if fact in each.facts)


def relations_of(scenario: Scenario) -> Relations:
    """Read the demands of a scenario's points."""
    found = tuple(_demands(scenario))
    decisive = tuple(each for each in found if each.effect != _HINT)
    return Relations(decisive, _types(scenario), _same(found))


def _types(scenario: Scenario) -> dict[str, ElementType]:
    plan = scenario.plan
    types = {f"form.{each.key}": each.type for each in plan.form}
    for material in plan.materials:
        types |= {f"{material.id}.{key}": kind for key, kind in material.elements.items()}
    for register in plan.registers:
        types |= {f"registry.{register.name}.{key}": kind for key, kind in register.fields.items()}
    return types


def _demands(scenario: Scenario) -> Iterator[Demand]:
    for point in scenario.points:
        when = _parsed(point.when.text) if point.when is not None else None
        for name, check in point.checks.items():
            outcome = point.outcomes[name]
            for call, others in _calls(_parsed(check.text), ()):
                yield Demand(
                    call=name_of(call),
                    facts=facts_of(call),
                    texts=texts_of(call),
                    code=outcome.code,
                    effect=outcome.effect.value,
                    point=point.code,
                    when=when,
                    others=others,
                )


def name_of(call: ast.Call) -> str:
    """Return what a call calls."""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def facts_of(call: ast.Call) -> tuple[str, ...]:
    """Return the facts among a call's arguments, in order."""
    return tuple(ast.unparse(each) for each in call.args if isinstance(each, ast.Attribute))


def texts_of(call: ast.Call) -> tuple[str, ...]:
    """Return the constant texts of a call's lists."""
    lists = (each.elts for each in call.args if isinstance(each, ast.List))
    return tuple(str(each.value) for entries in lists for each in entries if isinstance(each, ast.Constant))


def _parsed(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _calls(node: ast.expr, others: tuple[ast.expr, ...]) -> Iterator[tuple[ast.Call, tuple[ast.expr, ...]]]:
    """Go through the calls of an expression, each with the other parts of every OR around it."""
    if isinstance(node, ast.Call):
        yield node, others
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            beside = tuple(each for each in node.values if each is not part)
            yield from _calls(part, (*others, *beside) if isinstance(node.op, ast.Or) else others)


def _same(demands: tuple[Demand, ...]) -> dict[str, frozenset[str]]:
    """Join the facts that must agree into groups."""
    groups: dict[str, set[str]] = {}
    for each in demands:
        if each.call not in SAME or len(each.facts) != 2:
            continue
        joined = groups.get(each.facts[0], {each.facts[0]}) | groups.get(each.facts[1], {each.facts[1]})
        groups |= {fact: joined for fact in joined}
    return {fact: frozenset(group - {fact}) for fact, group in groups.items()}
