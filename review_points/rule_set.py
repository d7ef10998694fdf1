"""Several points as one rule set: every call that occurs in any of them is asked once for a case.

What a point finds depends, as long as it passes or does not apply, on nothing but what its calls answered; as
long as it waits for facts, on these answers and on why each fact is missing. Such findings are kept by what
they depend on, and made once; every other finding is made from the calls' verdicts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from review_points.answers import Answer
from review_points.facts import Facts
from review_points.findings import Finding, Outcome
from review_points.kleene import Verdict
from review_points.nodes import CheckCall, Comparison, Condition, Junction, Leaf, Negation, Told, leaves_of
from review_points.operands import Floors, Surroundings
from review_points.point import PLACEHOLDER, Point
from review_points.quick_calls import DENIES, ODD, PASSES, UNKNOWN, Answers, quick_calls

MakeFinding = Callable[[Point, Facts, Told], Finding]
_MOST_KEPT = 4096
_OUTCOMES = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, None, Outcome.FAIL)
"""What each answer of the quick calls means; odd means nothing yet."""


class RuleSet:
    """Points that are evaluated together, over many cases."""

    def __init__(self, points: Sequence[Point]) -> None:
        leaves: dict[Leaf, int] = {}
        self.points = tuple(points)
        self._places: tuple[dict[int, int], dict[int, int]] = ({}, {})
        """Where the answer to each call stands, by the call's identity: in its place, and under NOT."""
        self._entries = tuple(self._entry(point, leaves) for point in self.points)
        self._ask = quick_calls(tuple(leaves))

    def findings(self, facts: Facts, around: Surroundings, make: MakeFinding) -> tuple[Finding, ...]:
        """Return the finding of every point; `make` makes those that are not known yet."""
        said: dict[int, Answer] = {}
        answers = self._ask(facts.by_name, around, said)
        told = _Verdicts(self._places, answers, said, facts, around)
        if answers is None:
            return tuple(make(point, facts, told) for point in self.points)
        found: list[Finding] = []
        for entry in self._entries:
            known = entry.aside.get(entry.guard(answers)) if entry.guard is not None else None
            known = known or entry.passed.get(entry.whole(answers))
            found.append(known or entry.finding(answers, facts, told, make))
        return tuple(found)

    def _entry(self, point: Point, leaves: dict[Leaf, int]) -> "_Entry":
        conditions = [each.condition for each in point.checks.values()]
        guard = self._leaf_places([point.when.condition], leaves) if point.when else ()
        whole = (*guard, *self._leaf_places(conditions, leaves))
        says_not = any(_has_negation(each) for each in conditions)
        return _Entry(
            point=point,
            guard=itemgetter(*guard) if guard else None,
            whole=itemgetter(*whole),
            keeps_passes=not says_not and all(positive for _, positive in point.summary.signs()),
            keeps_unknowns=not says_not and PLACEHOLDER.search(point.unknown) is None,
        )

    def _leaf_places(self, conditions: Sequence[Condition], leaves: dict[Leaf, int]) -> tuple[int, ...]:
        found = []
        for leaf in (leaf for condition in conditions for leaf in leaves_of(condition)):
            place = leaves.setdefault(leaf, len(leaves))
            self._places[leaf.is_stricter][id(leaf.condition)] = place
            found.append(place)
        return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One point of a rule set: where its calls' answers stand, and its findings so far."""

    point: Point
    guard: Callable[[Answers], Any] | None
    whole: Callable[[Answers], Any]
    keeps_passes: bool
    keeps_unknowns: bool
    aside: dict[Any, Finding] = field(default_factory=dict)
    """Not-applicable findings by what the calls of `when` answered."""
    passed: dict[Any, Finding] = field(default_factory=dict)
    """Passes by what all calls answered."""
    waiting: dict[Any, Finding] = field(default_factory=dict)
    """Unknown findings by what all calls answered, and by how each fact stands."""

    def finding(self, answers: Answers, facts: Facts, told: "_Verdicts", make: MakeFinding) -> Finding:
        """Return a finding that waits for facts, or make one, and keep what may be kept."""
        whole = self.whole(answers)
        may_wait = self.keeps_unknowns and (
            whole == UNKNOWN or (isinstance(whole, tuple) and UNKNOWN in whole)
        )
        standing = (whole, self._standing(facts, told.around.floors)) if may_wait else None
        found = self.waiting.get(standing)
        if found is None:
            found = make(self.point, facts, told)
            self._keep(found, answers, whole, standing)
        return found

    def _keep(self, found: Finding, answers: Answers, whole: Any, standing: Any) -> None:
        if found.outcome is Outcome.NOT_APPLICABLE and self.guard is not None:
            _keep(self.aside, self.guard(answers), self.guard(answers), found)
        elif found.outcome is Outcome.PASS and self.keeps_passes and _all_pass(found):
            _keep(self.passed, whole, whole, found)
        elif found.outcome is Outcome.UNKNOWN and standing is not None and _says_nothing(found):
            _keep(self.waiting, standing, whole, found)

    def _standing(self, facts: Facts, floors: Floors) -> tuple[Any, ...]:
        """Tell of every fact why it decides nothing, or between which floors its reading lies."""
        found: list[Any] = [floors]
        for name in self.point.facts:
            fact = facts.by_name.get(name)
            if fact is None or fact.value is None:
                found.append(fact.state if fact is not None else None)
            else:
                score = fact.operand.score
                found.append((score >= floors.other) + (score >= floors.exact) + (score >= floors.explains))
        return tuple(found)


@dataclass(slots=True)
class _Verdicts:
    """The verdicts of one case's calls, each made when first asked for."""

    places: tuple[dict[int, int], dict[int, int]]
    answers: Answers | None
    said: dict[int, Answer]
    facts: Facts
    around: Surroundings
    known: dict[int, Verdict] = field(default_factory=dict)

    def outcome(self, leaf: CheckCall | Comparison, is_stricter: bool) -> Outcome:
        """Return the outcome of a call."""
        if self.answers is not None:
            known = _OUTCOMES[self.answers[self.places[is_stricter][id(leaf)]]]
            if known is not None:
                return known
        return self.verdict(leaf, is_stricter).outcome

    def verdict(self, leaf: CheckCall | Comparison, is_stricter: bool) -> Verdict:
        """Return the whole verdict of a call."""
        place = self.places[is_stricter][id(leaf)]
        answer = self.answers[place] if self.answers is not None else ODD
        if answer == PASSES:
            return leaf.passed
        if answer == DENIES:
            return leaf.denied
        found = self.known.get(place)
        if found is None:
            found = self.known[place] = self._made(leaf, place, is_stricter)
        return found

    def _made(self, leaf: CheckCall | Comparison, place: int, is_stricter: bool) -> Verdict:
        fail = self.said.get(place)
        if fail is not None:
            return replace(leaf.denied, explanation=(fail.explanation,))
        return leaf.verdict(self.facts, self.around.stricter() if is_stricter else self.around)


def _all_pass(found: Finding) -> bool:
    return all(each.outcome is Outcome.PASS for each in found.checks)


def _says_nothing(found: Finding) -> bool:
    """Tell whether no check said why: what it would say may name values."""
    return not any(each.explanation for each in found.checks)


def _has_negation(condition: Condition) -> bool:
    """Tell whether NOT stands anywhere in a condition: what fails there says why it passes."""
    if isinstance(condition, Junction):
        return any(_has_negation(each) for each in condition.conditions)
    return isinstance(condition, Negation)


def _keep(kept: dict[Any, Finding], key: Any, answers: Any, found: Finding) -> None:
    every = answers if isinstance(answers, tuple) else (answers,)
    if ODD not in every and len(kept) < _MOST_KEPT:
        kept[key] = found
