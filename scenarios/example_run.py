"""Run one point's examples through the engine."""

from collections.abc import Iterator, Mapping

from ocr.values import ElementType, canonical
from review_points.engine import evaluate
from review_points.findings import Finding, Outcome
from review_points.point import Point, PointSpec, bind_roles, compile_point
from scenarios.example_facts import MARK, MARKS, example_facts, written
from scenarios.files import Library
from scenarios.schema import ExampleFile, PointFile
from scenarios.types import CASE_FACTS, fact_types
from scenarios.users import surroundings
from scenarios.uses import spec_of
from scenarios.weekdays import WEEKDAYS


def as_written(point: PointFile) -> PointSpec:
    """Return the point with each role bound to its own name: so examples speak of general points."""
    names = {role: role for role in point.roles} | {f"{role}_name": role for role in point.roles}
    return bind_roles(spec_of(point), names)


def example_types(point: PointFile, library: Library) -> dict[str, ElementType]:
    """Return the types of the facts a point may speak of: those of its roles, or of the items that use it."""
    if point.roles:
        return dict(CASE_FACTS) | _role_types(point)
    types: dict[str, ElementType] = {}
    for _, item, overlay in surroundings(library):
        uses = (*item.model.points, *(overlay.model.points if overlay else ()))
        if any(use.use == point.code for use in uses):
            types |= fact_types(item.model, overlay.model if overlay else None, library.root)
    return types


def example_problems(
    point: PointFile, example: ExampleFile, compiled: Point, types: Mapping[str, ElementType]
) -> Iterator[str]:
    """Say in what an example differs from what comes out."""
    yield from _fact_problems(point, example, types)
    (finding,) = evaluate((compiled,), example_facts(point, example, types), calendar=WEEKDAYS)
    yield from differences(example, finding)


def differences(example: ExampleFile, finding: Finding) -> Iterator[str]:
    """Compare a finding with what the example expects."""
    if finding.error is not None:
        yield f"核验出错：{finding.error}"
    if finding.outcome.value != example.expect:
        yield f"应为 {example.expect}，得到 {finding.outcome.value}"
    if example.effect is not None and finding.effect is not example.effect:
        came = finding.effect.value if finding.effect else "无"
        yield f"后果应为 {example.effect.value}，得到 {came}"
    failed = {each.name for each in finding.checks if each.outcome is Outcome.FAIL}
    if example.expect == Outcome.FAIL.value and failed != set(example.failed):
        yield f"不通过的核验应为 {'、'.join(example.failed)}，得到 {'、'.join(sorted(failed))}"
    open_ = set(finding.unknowns) or {doubt.about for doubt in finding.doubts}
    must_match = bool(example.unknowns) or example.expect == Outcome.FAIL.value
    if must_match and open_ != set(example.unknowns):
        wanted = "、".join(example.unknowns) or "无"
        yield f"未知的要素应为 {wanted}，得到 {'、'.join(sorted(open_)) or '无'}"
    if example.says and example.says not in finding.message:
        yield f"告知用语应含“{example.says}”，得到“{finding.message}”"


def compiled_as_written(point: PointFile, types: Mapping[str, ElementType]) -> Point | None:
    """Return the compiled point, None when lint has something to say of it."""
    compiled = compile_point(as_written(point), types)
    return compiled if isinstance(compiled, Point) else None


def _role_types(point: PointFile) -> dict[str, ElementType]:
    types: dict[str, ElementType] = {}
    for role, needs in point.roles.items():
        if isinstance(needs, ElementType):
            types[role] = needs
        else:
            types |= {f"{role}.present": ElementType.BOOL}
            types |= {f"{role}.{element}": kind for element, kind in needs.items()}
    return types


def _fact_problems(point: PointFile, example: ExampleFile, types: Mapping[str, ElementType]) -> Iterator[str]:
    for name, text in written(point, example).items():
        if name not in types:
            yield f"没有要素 {name}"
        elif text.startswith(MARK):
            if text not in MARKS:
                yield f"{name} 没有状态 {text}"
        elif canonical(types[name], text) is None:
            yield f"{name} 的值“{text}”不是 {types[name].value}"
