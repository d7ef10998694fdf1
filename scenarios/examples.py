"""Run the examples of review points, and measure how much they would notice."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ocr.values import ElementType
from review_points.engine import evaluate
from review_points.findings import Outcome
from review_points.point import Point
from scenarios.example_facts import example_facts
from scenarios.example_report import ExampleReport, FileReport
from scenarios.example_run import compiled_as_written, example_problems, example_types
from scenarios.files import ROOT, Library, Read, read_library
from scenarios.mutation import measure
from scenarios.problem import Problem
from scenarios.schema import PointFile
from scenarios.weekdays import WEEKDAYS

_BRANCHES = 3


def run_examples(paths: Sequence[Path] = (), *, root: Path = ROOT) -> ExampleReport:
    """Run the examples of the point files below the paths (of all, when none is named)."""
    library = read_library(root)
    files = tuple(
        point_report(read, library)
        for versions in library.points.values()
        for read in versions
        if is_chosen(read.shown, paths, root)
    )
    return ExampleReport(files=files, unreadable=library.problems)


def is_chosen(shown: str, paths: Sequence[Path], root: Path) -> bool:
    """Tell whether a file lies at or below one of the paths; no path means everything."""
    file = (root / shown).resolve()
    return not paths or any(file.is_relative_to(path.resolve()) for path in paths)


def point_report(read: Read[PointFile], library: Library) -> FileReport:
    """Run one point's examples; a point that does not compile is one problem, and lint says more."""
    types = example_types(read.model, library)
    point = compiled_as_written(read.model, types)
    if point is None:
        text = f"{read.model.code} 有误，示例未运行"
        problem = Problem(code="E001", file=read.shown, line=1, column=1, text=text, hint="先运行 lint")
        return FileReport(file=read.shown, point=read.model.code, problems=(problem,))
    seen, branches = _branches(read.model, point, types)
    return FileReport(
        file=read.shown,
        point=read.model.code,
        examples=len(read.model.examples),
        problems=tuple(_problems(read, point, types)),
        branches_seen=seen,
        branches=branches,
        mutation=measure(read, point, types),
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
        (finding,) = evaluate((point,), example_facts(file, example, types), calendar=WEEKDAYS)
        seen |= {(each.name, each.outcome.value) for each in finding.checks}
        if point.when is not None:
            outcome = finding.outcome if finding.outcome is Outcome.NOT_APPLICABLE else Outcome.PASS
            seen.add(("", outcome.value))
    return len(seen), len(point.checks) * _BRANCHES + (2 if point.when is not None else 0)
