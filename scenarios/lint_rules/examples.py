"""Rules on the examples of a point."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ocr.values import ElementType, canonical
from scenarios.example_facts import EVERY, MARK, states
from scenarios.example_run import example_types
from scenarios.files import Library, suggestion
from scenarios.lint_rules.points import every_point
from scenarios.lint_rules.registry import problem, rule
from scenarios.problem import Problem
from scenarios.schema import PointFile

Place = tuple[str | int, ...]
_NEEDED = ("pass", "fail", "unknown")


@rule("L060")
def example_missing(library: Library) -> Iterable[Problem]:
    """A point without an example that passes, one that fails, and one that stays unknown."""
    for read in every_point(library):
        there = {example.expect for example in read.model.examples}
        for outcome in _NEEDED:
            if outcome not in there:
                yield problem("L060", read, ("examples",), f"缺少结果为 {outcome} 的示例", "至少各写一个")


@rule("L061")
def example_fact_wrong(library: Library) -> Iterable[Problem]:
    """An example with a fact that does not exist, or with a value that is none of its type."""
    for read in every_point(library):
        types = example_types(read.model, library)
        for place, text in _written(read.model) if types else ():
            name = str(place[-1])
            said, hint = _fact_problem(name, text, types)
            if said:
                yield problem("L061", read, place, said, hint)


@rule("L062")
def example_named_twice(library: Library) -> Iterable[Problem]:
    """Two examples of one point with the same name."""
    for read in every_point(library):
        count = Counter(example.name for example in read.model.examples)
        for place, example in enumerate(read.model.examples):
            if count[example.name] > 1:
                yield problem(
                    "L062", read, ("examples", place, "name"), f"示例“{example.name}”重名", "换一个名称"
                )


@rule("L063")
def example_check_unknown(library: Library) -> Iterable[Problem]:
    """An example that expects a check to fail which the point does not have."""
    for read in every_point(library):
        for place, example in enumerate(read.model.examples):
            for name in example.failed:
                if name not in read.model.checks:
                    where = ("examples", place, "failed")
                    yield problem(
                        "L063", read, where, f"没有核验 {name}", suggestion(name, read.model.checks)
                    )


def _written(point: PointFile) -> Iterator[tuple[Place, str]]:
    """Go through every fact that is written, with its place."""
    for name, text in point.given.items():
        yield ("given", name), text
    for at, example in enumerate(point.examples):
        for name, text in example.facts.items():
            yield ("examples", at, "facts", name), text


def _fact_problem(name: str, text: str, types: Mapping[str, ElementType]) -> tuple[str, str]:
    if text.startswith(MARK):
        is_state = text in states()
        return ("", "") if is_state else (f"没有状态 {text}", suggestion(text, states()))
    if name == EVERY:
        return "", ""
    if name not in types:
        return f"没有要素 {name}", suggestion(name, types)
    if canonical(types[name], text) != text:
        hint = "日期写成 2026-11-02，是否写成 true 或 false"
        return f"“{text}”不是 {types[name].value} 的规范写法", hint
    return "", ""
