"""Rules on what a failed check says to the applicant."""

import re
from collections.abc import Iterable, Iterator

from review_points.findings import Effect
from review_points.point import PLACEHOLDER
from scenarios.abstract import logic_of
from scenarios.files import Library, Read, suggestion
from scenarios.lint_rules.compiled import every_point, good_points
from scenarios.lint_rules.registry import Place, problem, rule
from scenarios.problem import Problem
from scenarios.schema import OutcomeFile, PointFile
from scenarios.users import surroundings_of
from scenarios.uses import bindings, unbound_roles

_TITLE = re.compile(r"《([^《》]*)》")
_CURABLE = frozenset({Effect.RETURN, Effect.TOLERABLE})
_ALWAYS_THERE = frozenset({"form", "case", "param"})


def every_outcome(library: Library) -> Iterator[tuple[Read[PointFile], str, OutcomeFile]]:
    """Go through every outcome of every point, with its name."""
    return (
        (read, name, outcome)
        for read in every_point(library)
        for name, outcome in read.model.outcomes.items()
    )


@rule("L050")
def without_notice_text(library: Library) -> Iterable[Problem]:
    """A failed check that says nothing."""
    for read, name, outcome in every_outcome(library):
        if not outcome.says.strip():
            yield problem(
                "L050", read, ("outcomes", name), f"{name} 没有告知用语", "写上 says，说明发现了什么"
            )


@rule("L051")
def without_fix(library: Library) -> Iterable[Problem]:
    """Something the applicant is to cure without being told how."""
    for read, name, outcome in every_outcome(library):
        if outcome.effect in _CURABLE and not outcome.fix.strip():
            yield problem("L051", read, ("outcomes", name), f"{name} 要求补正却没有写如何补正", "写上 fix")


@rule("L052")
def same_code_twice(library: Library) -> Iterable[Problem]:
    """Two outcomes of one point with the same code."""
    seen: dict[tuple[str, str], str] = {}
    for read, name, outcome in every_outcome(library):
        key = (read.shown, outcome.code)
        if key in seen:
            text = f"{name} 与 {seen[key]} 的代码同为 {outcome.code}"
            yield problem("L052", read, ("outcomes", name, "code"), text, "每种情形用自己的代码")
        seen.setdefault(key, name)


@rule("L053")
def asks_for_unrelated_material(library: Library) -> Iterable[Problem]:
    """A notice that names a material which the item does not ask for: nothing unrelated may be demanded."""
    for read, name, outcome in every_outcome(library):
        for around, use in surroundings_of(read.model.code, library):
            if unbound_roles(use, read.model):
                continue
            known = {each.name for each in around.materials} | {
                word for each in around.materials for word in each.names
            }
            bound = {f"${role}_name" for bind in bindings(use, read.model, around) for role in bind}
            for title in _TITLE.findall(outcome.says + outcome.fix):
                if title not in known and title not in bound:
                    text = f"{name} 提到的《{title}》不是 {around.item.item} 的材料"
                    yield problem("L053", read, ("outcomes", name), text, suggestion(title, known))


@rule("L054")
def unknown_grouping(library: Library) -> Iterable[Problem]:
    """A point that is grouped under a material the item does not have."""
    for read in every_point(library):
        for around, _ in surroundings_of(read.model.code, library):
            material = read.model.material
            known = [each.id for each in around.materials]
            if material and not material.startswith("$") and material not in known:
                text = f"{around.item.item} 没有材料 {material}"
                yield problem("L054", read, ("material",), text, suggestion(material, known))


@rule("L055")
def tolerable_without_due_day(library: Library) -> Iterable[Problem]:
    """A tolerable outcome that says no due day although an item tolerates, or a due day where none counts."""
    for read, name, outcome in every_outcome(library):
        is_tolerable = outcome.effect is Effect.TOLERABLE
        tolerating = [
            around.item.item
            for around, _ in surroundings_of(read.model.code, library)
            if around.item.policy.tolerate
        ]
        if is_tolerable and outcome.due_workdays is None and tolerating:
            text = f"{name} 可容缺而 {tolerating[0]} 允许容缺受理，却没有写受理后多少个工作日内补正"
            yield problem("L055", read, ("outcomes", name), text, "写上 due_workdays")
        elif not is_tolerable and outcome.due_workdays is not None:
            where = ("outcomes", name, "due_workdays")
            yield problem("L055", read, where, f"{name} 不是可容缺，没有补正期限", "删去 due_workdays")


@rule("L110")
def fix_where_nothing_is_cured(library: Library) -> Iterable[Problem]:
    """A fix beside an outcome that the applicant can't cure, or need not: nobody is ever shown it."""
    for read, name, outcome in every_outcome(library):
        if outcome.fix.strip() and outcome.effect not in _CURABLE:
            text = f"{name} 的后果是 {outcome.effect.value}，不会把补正办法告诉申请人"
            yield problem("L110", read, ("outcomes", name, "fix"), text, "删去 fix，或改 effect")


@rule("L114")
def fact_not_needed(library: Library) -> Iterable[Problem]:
    """A notice that shows a fact which its check does not need, so that it may be unread when it is sent.

    What form, case and parameters say is always there, and a register's record comes whole.
    """
    for each, _ in good_points(library):
        when = logic_of(each.spec.when) if each.spec.when else None
        for name, outcome in each.read.model.outcomes.items():
            check = logic_of(each.spec.checks.get(name, ""))
            if check is None or outcome.effect not in _CURABLE:
                continue
            needed = check.facts() | (when.facts() if when else frozenset())
            yield from _not_needed(each.read, ("outcomes", name, "says"), outcome.says, needed)
            yield from _not_needed(each.read, ("outcomes", name, "fix"), outcome.fix, needed)


def _not_needed(read: Read[PointFile], place: Place, text: str, needed: frozenset[str]) -> Iterator[Problem]:
    records = {name.rpartition(".")[0] for name in needed if name.startswith("registry.")}
    for found in PLACEHOLDER.finditer(text):
        name = found[1].removeprefix("$")
        source, record = name.partition(".")[0], name.rpartition(".")[0]
        if name not in needed and source not in _ALWAYS_THERE and record not in records:
            said, hint = f"核验不需要 {name}，不通过时它可能没有识别", "换成核验用到的要素"
            yield problem("L114", read, place, said, hint, column=found.start() + 1)
