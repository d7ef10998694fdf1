"""Rules on the examples of a point."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ocr.values import ElementType, canonical
from scenarios.example_facts import EVERY, MARK, MARKS, written
from scenarios.example_run import example_types
from scenarios.files import Library, suggestion
from scenarios.lint_rules.compiled import compiled_points, every_point
from scenarios.lint_rules.registry import Place, problem, rule
from scenarios.problem import Problem
from scenarios.schema import PointFile

_FICTITIOUS = "350199"
_IDNO = re.compile(r"\d{17}[\dX]|\d{15}")
_USCC = re.compile(r"[0-9A-Z]{18}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
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


@rule("L066", "L067")
def example_again(library: Library) -> Iterable[Problem]:
    """An example with the very facts of another, or different only in what the point never looks at."""
    for each in compiled_points(library):
        if each.point is None:
            continue
        seen: dict[tuple[tuple[str, str], ...], tuple[str, dict[str, str]]] = {}
        for place, example in enumerate(each.read.model.examples):
            facts = written(each.read.model, example)
            looked_at = tuple(sorted((name, facts[name]) for name in facts if name in each.point.facts))
            name, before = seen.setdefault(looked_at, (example.name, facts))
            where = ("examples", place)
            if name == example.name and before is facts:
                continue
            if before == facts:
                yield problem("L066", each.read, where, f"与示例“{name}”完全相同", "删去其中一个")
            else:
                text = f"与示例“{name}”只差在要点不看的要素"
                yield problem("L067", each.read, where, text, "改动要点用到的要素，或删去")


@rule("L068")
def example_as_given(library: Library) -> Iterable[Problem]:
    """An example that writes a fact as `given` already says it."""
    for read in every_point(library):
        for place, example in enumerate(read.model.examples):
            for name, text in example.facts.items() if EVERY not in example.facts else ():
                if read.model.given.get(name) == text:
                    where = ("examples", place, "facts", name)
                    yield problem("L068", read, where, f"{name} 与 given 相同", "删去这一项，或改值")


@rule("L069")
def real_looking_person(library: Library) -> Iterable[Problem]:
    """A number in an example that could be a living person's or a working firm's."""
    for each in compiled_points(library):
        for place, text in _written(each.read.model):
            said = _real_looking(each.types.get(str(place[-1])), text)
            if said and not text.startswith(MARK):
                hint = f"虚构的人和单位一律用区划 {_FICTITIOUS}"
                yield problem("L069", each.read, place, said, hint)


@rule("L075", "L076")
def example_expects_oddly(library: Library) -> Iterable[Problem]:
    """A fail that does not say of which checks, or checks and an effect where nothing is to fail."""
    for read in every_point(library):
        for place, example in enumerate(read.model.examples):
            is_fail = example.expect == "fail"
            if is_fail and not example.failed and read.model.checks:
                text, hint = f"示例“{example.name}”没有写是哪个核验不通过", "写上 failed"
                yield problem("L075", read, ("examples", place), text, hint)
            if not is_fail and (example.failed or example.effect):
                key = "failed" if example.failed else "effect"
                text = f"示例“{example.name}”的结果是 {example.expect}，却写了 {key}"
                yield problem("L076", read, ("examples", place, key), text, "删去，或改 expect")


def _real_looking(kind: ElementType | None, text: str) -> str:
    if kind is ElementType.IDNO and _IDNO.fullmatch(text) and not text.startswith(_FICTITIOUS):
        return f"身份证号 {text[:6]}… 不是虚构区划"
    if kind is ElementType.USCC and _USCC.fullmatch(text) and text[2:8] != _FICTITIOUS:
        return f"信用代码的区划 {text[2:8]} 不是虚构区划"
    if kind is ElementType.MOBILE and _MOBILE.fullmatch(text):
        return "示例里写了手机号"
    return ""


def _written(point: PointFile) -> Iterator[tuple[Place, str]]:
    """Go through every fact that is written, with its place."""
    for name, text in point.given.items():
        yield ("given", name), text
    for at, example in enumerate(point.examples):
        for name, text in example.facts.items():
            yield ("examples", at, "facts", name), text


def _fact_problem(name: str, text: str, types: Mapping[str, ElementType]) -> tuple[str, str]:
    if text.startswith(MARK):
        return ("", "") if text in MARKS else (f"没有状态 {text}", suggestion(text, MARKS))
    if name == EVERY:
        return "", ""
    if name not in types:
        return f"没有要素 {name}", suggestion(name, types)
    if canonical(types[name], text) != text:
        hint = "日期写成 2026-11-02，是否写成 true 或 false"
        return f"“{text}”不是 {types[name].value} 的规范写法", hint
    return "", ""
