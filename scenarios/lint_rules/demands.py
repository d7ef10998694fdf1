"""Rules on what the points of one item ask for together: contradictions, doubles, one code for two things."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from review_points.findings import Effect, Outcome
from review_points.point import PointSpec
from scenarios.abstract import Logic, both, can_be, logic_of
from scenarios.cells import groups_of
from scenarios.files import Library
from scenarios.lint_rules.compiled import BoundUse, uses_of
from scenarios.lint_rules.registry import problem, rule
from scenarios.problem import Problem

_CURABLE = frozenset({Effect.RETURN, Effect.TOLERABLE})


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that the applicant is asked for: by which point, under which condition."""

    use: BoundUse
    spec: PointSpec
    name: str
    logic: Logic
    when: Logic | None

    @property
    def settled(self) -> Logic:
        """The demand together with its condition."""
        return both(self.when, self.logic) if self.when else self.logic


@rule("L111")
def code_of_two_things(library: Library) -> Iterable[Problem]:
    """Two points of one item whose outcomes have the same code and say different things."""
    for item in library.items:
        seen: dict[str, tuple[str, str]] = {}
        for use in uses_of(library, item):
            point = use.point.model
            for name, outcome in point.outcomes.items():
                code, words = seen.setdefault(outcome.code, (point.code, outcome.says))
                if code != point.code and words != outcome.says:
                    text = f"代码 {outcome.code} 在 {code} 中是另一种说法（{item}）"
                    yield problem("L111", use.point, ("outcomes", name, "code"), text, "换一个代码")


@rule("L112")
def contradictory(library: Library) -> Iterable[Problem]:
    """Two demands of different points of one item that can't both be met, although each can."""
    for item in library.items:
        for one, other in _pairs(library, item):
            types = {**one.use.types, **other.use.types}
            each_can = all(can_be(demand.settled, Outcome.PASS, types) for demand in (one, other))
            conditions = [demand.when for demand in (one, other) if demand.when]
            apply_together = not conditions or can_be(both(*conditions), Outcome.PASS, types)
            together = both(one.settled, other.settled)
            if each_can and apply_together and not can_be(together, Outcome.PASS, types):
                text = f"{other.name} 与 {one.spec.code} 的 {one.name} 互相矛盾（{item}）"
                hint = "满足一项就违反另一项：去掉或限定其中一项"
                yield problem("L112", other.use.point, ("checks", other.name), text, hint)


@rule("L113")
def demanded_twice(library: Library) -> Iterable[Problem]:
    """Two demands of different points of one item that are the same, under the same condition."""
    for item in library.items:
        for one, other in _pairs(library, item):
            if (one.logic, one.when) == (other.logic, other.when):
                text = f"{other.name} 与 {one.spec.code} 的 {one.name} 是同一要求（{item}）"
                yield problem("L113", other.use.point, ("checks", other.name), text, "去掉其中一个")


def _pairs(library: Library, item: str) -> Iterator[tuple[Demand, Demand]]:
    """Go through the pairs of demands of different points that ask of the same thing."""
    demands = list(_demands(library, item))
    asked = {id(each): groups_of(each.logic.atoms(), each.use.types) for each in demands}
    for one, other in combinations(demands, 2):
        if one.use.use.use != other.use.use.use and asked[id(one)] & asked[id(other)]:
            yield one, other


def _demands(library: Library, item: str) -> Iterator[Demand]:
    """Go through what all points ask for whose checks must all pass."""
    for use in uses_of(library, item):
        for spec in use.specs:
            when = logic_of(spec.when) if spec.when else None
            for name, text in spec.checks.items():
                logic, outcome = logic_of(text), spec.outcomes.get(name)
                is_demand = outcome is not None and outcome.effect in _CURABLE and spec.pass_ is None
                if is_demand and logic is not None and not (spec.when and when is None):
                    yield Demand(use, spec, name, logic, when)
