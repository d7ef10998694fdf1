"""Several points as one rule set: every call that occurs in any of them is asked once for a case.

What a point finds depends, as long as it passes or does not apply, on nothing but what its calls answered.
Such findings are kept by these answers, and made once; every other finding is made node by node.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from review_points.facts import Facts
from review_points.findings import Finding, Outcome
from review_points.nodes import Condition, Junction, Leaf, Negation, leaves_of
from review_points.operands import Surroundings
from review_points.point import Point
from review_points.quick_calls import ODD

Answers = tuple[int, ...]
MakeFinding = Callable[[Point, Facts, Surroundings], Finding]
_MOST_KEPT = 4096


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One point of a rule set: where its calls' answers stand, and its findings so far."""

    point: Point
    guard: Callable[[Answers], Any] | None
    whole: Callable[[Answers], Any]
    keeps_passes: bool
    aside: dict[Any, Finding] = field(default_factory=dict)
    passed: dict[Any, Finding] = field(default_factory=dict)

    def keep(self, found: Finding, answers: Answers) -> None:
        """Keep a finding that depends on nothing but what the calls answered."""
        if found.outcome is Outcome.NOT_APPLICABLE and self.guard is not None:
            _keep(self.aside, self.guard(answers), found)
        elif found.outcome is Outcome.PASS and self.keeps_passes:
            if all(each.outcome is Outcome.PASS for each in found.checks):
                _keep(self.passed, self.whole(answers), found)


class RuleSet:
    """Points that are evaluated together, over many cases."""

    def __init__(self, points: Sequence[Point]) -> None:
        places: dict[Leaf, int] = {}
        self.points = tuple(points)
        self._entries = tuple(_entry(point, places) for point in self.points)
        self._calls = tuple((leaf.quick(), leaf.is_stricter) for leaf in places)
        self._leaves = tuple(places)
        self._plain_calls = tuple(quick for quick, is_stricter in self._calls if not is_stricter)

    def findings(self, facts: Facts, around: Surroundings, make: MakeFinding) -> tuple[Finding, ...]:
        """Return the finding of every point; `make` evaluates one point node by node."""
        answers = self._answers(facts, around)
        found: list[Finding] = []
        for entry in self._entries:
            known = entry.aside.get(entry.guard(answers)) if entry.guard is not None else None
            known = known or entry.passed.get(entry.whole(answers))
            if known is None:
                known = make(entry.point, facts, around)
                entry.keep(known, answers)
            found.append(known)
        return tuple(found)

    def _answers(self, facts: Facts, around: Surroundings) -> Answers:
        by_name = facts.by_name
        if len(self._plain_calls) == len(self._calls):
            return tuple([quick(by_name, around) for quick in self._plain_calls])
        stricter = around.stricter()
        return tuple([quick(by_name, stricter if strict else around) for quick, strict in self._calls])


def _entry(point: Point, places: dict[Leaf, int]) -> _Entry:
    conditions = [each.condition for each in point.checks.values()]
    guard = _places([point.when.condition], places) if point.when else ()
    whole = (*guard, *_places(conditions, places))
    says_not = any(_has_negation(each) for each in conditions)
    return _Entry(
        point=point,
        guard=itemgetter(*guard) if guard else None,
        whole=itemgetter(*whole),
        keeps_passes=not says_not and all(positive for _, positive in point.summary.signs()),
    )


def _places(conditions: Sequence[Condition], places: dict[Leaf, int]) -> tuple[int, ...]:
    return tuple(
        places.setdefault(leaf, len(places)) for condition in conditions for leaf in leaves_of(condition)
    )


def _has_negation(condition: Condition) -> bool:
    """Tell whether NOT stands anywhere in a condition: what fails there says why it passes."""
    if isinstance(condition, Junction):
        return any(_has_negation(each) for each in condition.conditions)
    return isinstance(condition, Negation)


def _keep(kept: dict[Any, Finding], key: Any, found: Finding) -> None:
    answers = key if isinstance(key, tuple) else (key,)
    if ODD not in answers and len(kept) < _MOST_KEPT:
        kept[key] = found
