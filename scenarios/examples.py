"""Run the examples of review points, and measure how much they would notice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ocr.values import ElementType
from review_points.engine import evaluate
from review_points.findings import Outcome
from review_points.point import Point, compile_point
from scenarios.example_facts import example_facts
from scenarios.example_run import (
    WeekdayCalendar,
    as_written,
    compiled_as_written,
    differences,
    example_problems,
    example_types,
)
from scenarios.files import ROOT, Library, Read, read_library
from scenarios.mutants import mutants
from scenarios.problem import Problem
from scenarios.schema import PointFile

_BRANCHES = 3
_DECIMALS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleReport:
    """What running examples gave; `survivors` are mutants that no example noticed."""

    points: int = 0
    examples: int = 0
    problems: tuple[Problem, ...] = ()
    branches_seen: int = 0
    branches: int = 0
    killed: int = 0
    survivors: tuple[str, ...] = field(default=())

    @property
    def failed(self) -> int:
        """How many things went otherwise than an example says."""
        return len(self.problems)

    @property
    def branch_coverage(self) -> float:
        """The share of the checks' outcomes that some example brings about."""
        return round(self.branches_seen / self.branches, _DECIMALS) if self.branches else 1.0

    @property
    def mutation_score(self) -> float:
        """The share of mutants that some example notices."""
        every = self.killed + len(self.survivors)
        return round(self.killed / every, _DECIMALS) if every else 1.0

    def as_json(self) -> dict[str, object]:
        """Return the stable keys, with details behind them."""
        return {
            "points": self.points,
            "examples": self.examples,
            "failed": self.failed,
            "branch_coverage": self.branch_coverage,
            "mutation_score": self.mutation_score,
            "problems": [each.as_json() for each in self.problems],
            "survivors": list(self.survivors),
        }

    def as_text(self) -> str:
        """Return the report for people."""
        lines = [str(each) for each in self.problems]
        lines += [f"没有示例能发现：{each}" for each in self.survivors]
        lines.append(
            f"要点 {self.points}，示例 {self.examples}，不符 {self.failed}，"
            f"分支覆盖 {self.branch_coverage:.1%}，变异得分 {self.mutation_score:.1%}"
        )
        return "\n".join(lines)

    def __add__(self, other: "ExampleReport") -> "ExampleReport":
        """Add two reports up."""
        return ExampleReport(
            points=self.points + other.points,
            examples=self.examples + other.examples,
            problems=self.problems + other.problems,
            branches_seen=self.branches_seen + other.branches_seen,
            branches=self.branches + other.branches,
            killed=self.killed + other.killed,
            survivors=self.survivors + other.survivors,
        )


def run_examples(paths: Sequence[Path] = (), *, root: Path = ROOT) -> ExampleReport:
    """Run the examples of the point files below the paths (of all, when none is named)."""
    library = read_library(root)
    report = ExampleReport(problems=library.problems)
    for versions in library.points.values():
        for read in versions:
            if is_chosen(read.shown, paths, root):
                report += point_report(read, library)
    return report


def is_chosen(shown: str, paths: Sequence[Path], root: Path) -> bool:
    """Tell whether a file lies at or below one of the paths; no path means everything."""
    file = (root / shown).resolve()
    return not paths or any(file.is_relative_to(path.resolve()) for path in paths)


def point_report(read: Read[PointFile], library: Library) -> ExampleReport:
    """Run one point's examples; a point that does not compile is one problem, and lint says more."""
    types = example_types(read.model, library)
    point = compiled_as_written(read.model, types)
    if point is None:
        problem = Problem(
            code="E001", file=read.shown, text=f"{read.model.code} 有误，示例未运行", hint="先运行 lint"
        )
        return ExampleReport(points=1, problems=(problem,))
    problems = tuple(_problems(read, point, types))
    seen, branches = _branches(read.model, point, types)
    killed, survivors = _mutation(read.model, types)
    return ExampleReport(
        points=1,
        examples=len(read.model.examples),
        problems=problems,
        branches_seen=seen,
        branches=branches,
        killed=killed,
        survivors=survivors,
    )


def _problems(read: Read[PointFile], point: Point, types: Mapping[str, ElementType]) -> Iterator[Problem]:
    for place, example in enumerate(read.model.examples):
        line, column = read.loaded.place(("examples", place))
        for text in example_problems(read.model, example, point, types):
            yield Problem(
                code="E002",
                file=read.shown,
                line=line,
                column=column,
                text=f"{read.model.code} 示例“{example.name}”：{text}",
            )


def _branches(file: PointFile, point: Point, types: Mapping[str, ElementType]) -> tuple[int, int]:
    """Count the outcomes that examples bring about, and all that there are."""
    seen: set[tuple[str, str]] = set()
    for example in file.examples:
        (finding,) = evaluate((point,), example_facts(file, example, types), calendar=WeekdayCalendar())
        seen |= {(each.name, each.outcome.value) for each in finding.checks}
        if point.when is not None:
            outcome = finding.outcome if finding.outcome is Outcome.NOT_APPLICABLE else Outcome.PASS
            seen.add(("", outcome.value))
    return len(seen), len(point.checks) * _BRANCHES + (2 if point.when is not None else 0)


def _mutation(file: PointFile, types: Mapping[str, ElementType]) -> tuple[int, tuple[str, ...]]:
    killed, survivors = 0, []
    facts = [(example, example_facts(file, example, types)) for example in file.examples]
    for mutant in mutants(as_written(file)):
        point = compile_point(mutant.spec, types)
        if not isinstance(point, Point):
            continue
        noticed = any(
            any(differences(example, evaluate((point,), known, calendar=WeekdayCalendar())[0]))
            for example, known in facts
        )
        killed += noticed
        if not noticed:
            survivors.append(f"{file.code} {mutant.place}：{mutant.text}")
    return killed, tuple(survivors)
