"""How much the examples of a point would notice: the small wrong versions, killed, equivalent or surviving.

A mutant is killed when an example comes out otherwise than it says. One that is not killed is equivalent only
when that is proven (see abstract.py); without a proof it survives and counts against the examples.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ocr.values import ElementType
from review_points.engine import evaluate_point
from review_points.findings import Outcome
from review_points.operands import Surroundings
from review_points.point import Point
from scenarios.abstract import are_equivalent, logic_of
from scenarios.example_facts import example_facts
from scenarios.example_run import differences
from scenarios.files import Read
from scenarios.mutants import Mutant, is_expression, mutants
from scenarios.schema import PointFile
from scenarios.weekdays import WEEKDAYS

Types = Mapping[str, ElementType]
_MOST_CHECKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A wrong version that no example notices: where, which change, and what would stand there."""

    file: str
    line: int
    column: int
    point: str
    place: str
    kind: str
    text: str

    def as_json(self) -> dict[str, str | int]:
        """Return the survivor with the stable keys of the command line."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "point": self.point,
            "place": self.place,
            "kind": self.kind,
            "text": self.text,
        }

    def __str__(self) -> str:
        """Return the survivor as a compiler would print it."""
        where = f"{self.file}:{self.line}:{self.column} {self.point} {self.place}"
        return f"{where}：改成 {self.text} 没有示例能发现"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """How many wrong versions were killed, how many are proven to be no wrong ones, and which survive."""

    killed: int = 0
    equivalent: int = 0
    survivors: tuple[Survivor, ...] = ()


def measure(read: Read[PointFile], point: Point, types: Types) -> Mutation:
    """Run every mutant of a point against the point's examples."""
    file = read.model
    around = Surroundings(calendar=WEEKDAYS)
    examples = [(each, example_facts(file, each, types)) for each in file.examples]
    killed = equivalent = 0
    survivors: list[Survivor] = []
    for mutant in mutants(point, file.pass_, types):
        noticed = any(
            next(differences(example, evaluate_point(mutant.point, facts, around)), None) is not None
            for example, facts in examples
        )
        if noticed:
            killed += 1
        elif is_equivalent(mutant, point, types):
            equivalent += 1
        else:
            survivors.append(_survivor(read, mutant))
    return Mutation(killed=killed, equivalent=equivalent, survivors=tuple(survivors))


def is_equivalent(mutant: Mutant, point: Point, types: Types) -> bool:
    """Tell whether a mutant is proven to come to the same as the point on all facts."""
    if mutant.place == ("pass",):
        return _sum_up_alike(mutant.point, point)
    if not is_expression(mutant):
        return False
    expression = point.when if mutant.place == ("when",) else point.checks[mutant.place[1]]
    first, second = logic_of(expression.text if expression else ""), logic_of(mutant.text)
    return first is not None and second is not None and are_equivalent(first, second, types)


def _sum_up_alike(one: Point, other: Point) -> bool:
    """Tell whether two `pass` expressions come to the same for all outcomes of the checks."""
    names = tuple(one.checks)
    return len(names) <= _MOST_CHECKS and all(
        one.summary.verdict(outcomes) == other.summary.verdict(outcomes) for outcomes in _outcomes(names)
    )


def _outcomes(names: tuple[str, ...]) -> Iterator[dict[str, Outcome]]:
    three = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS)
    return (dict(zip(names, chosen, strict=True)) for chosen in product(three, repeat=len(names)))


def _survivor(read: Read[PointFile], mutant: Mutant) -> Survivor:
    line, column = read.loaded.place(mutant.place)
    return Survivor(
        file=read.shown,
        line=line,
        column=column,
        point=read.model.code,
        place=".".join(mutant.place),
        kind=mutant.kind,
        text=mutant.text,
    )
