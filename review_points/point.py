"""Review points: what a file says, compiled into what the engine evaluates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ocr.values import ElementType
from review_points.expressions import Expression, ExpressionProblem, parse, suggestion
from review_points.findings import Basis, Effect
from review_points.nodes import facts_of
from review_points.summary import Summary, all_checks, parse_summary

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ROLE = re.compile(r"\$([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutcome:
    """What a failed check means: its effect, a stable code, and the words for applicant and clerk."""

    effect: Effect
    code: str
    says: str
    fix: str = ""
    due_workdays: int | None = None
    """For a tolerable one: working days after acceptance in which it must be cured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointSpec:
    """A point as its file says it, roles bound or not."""

    code: str
    title: str
    basis: tuple[Basis, ...] = ()
    in_force_from: date = date.min
    in_force_to: date | None = None
    material: str = ""
    when: str | None = None
    checks: Mapping[str, str] = field(default_factory=dict)
    pass_: str | None = None
    outcomes: Mapping[str, CheckOutcome] = field(default_factory=dict)
    unknown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A compiled point."""

    code: str
    title: str
    basis: tuple[Basis, ...]
    in_force_from: date
    in_force_to: date | None
    material: str
    when: Expression | None
    checks: Mapping[str, Expression]
    summary: Summary
    outcomes: Mapping[str, CheckOutcome]
    unknown: str
    facts: tuple[str, ...]

    def is_in_force(self, on: date) -> bool:
        """Tell whether the point is in force on a day, both ends counted."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointProblem:
    """What is wrong with a point: where in it (`checks.name`, `when`, …), the column there, and a hint."""

    point: str
    place: str
    code: str
    column: int
    text: str
    hint: str = ""


def bind_roles(spec: PointSpec, bind: Mapping[str, str], *, code: str | None = None) -> PointSpec:
    """Replace `$role` by what the item binds it to, in expressions and texts; a role without a binding stays.

    Args:
        spec: a general point.
        bind: role to material id (or `form`), without the dollar sign.
        code: the code of this use, when the item uses the point more than once.
    """

    def bound(text: str) -> str:
        return _ROLE.sub(lambda found: bind.get(found[1], found[0]), text)

    return replace(
        spec,
        code=code or spec.code,
        material=bound(spec.material),
        when=None if spec.when is None else bound(spec.when),
        checks={name: bound(text) for name, text in spec.checks.items()},
        outcomes={
            name: replace(each, says=bound(each.says), fix=bound(each.fix))
            for name, each in spec.outcomes.items()
        },
        unknown=bound(spec.unknown),
    )


def compile_point(spec: PointSpec, types: Mapping[str, ElementType]) -> Point | tuple[PointProblem, ...]:
    """Compile a point, or return everything that is wrong with it.

    Args:
        spec: the point with its roles bound.
        types: every fact name of the scenario with its type.
    """
    problems: list[PointProblem] = []
    checks = {
        name: parsed
        for name, text in spec.checks.items()
        if (parsed := _parsed(spec, f"checks.{name}", text, types, problems)) is not None
    }
    when = None if spec.when is None else _parsed(spec, "when", spec.when, types, problems)
    summary = _summary(spec, problems)
    problems.extend(_outcome_problems(spec, summary))
    problems.extend(_text_problems(spec, types))
    if problems or summary is None:
        return tuple(problems)
    expressions = [*checks.values(), *([when] if when else [])]
    facts = frozenset().union(*(facts_of(each.condition) for each in expressions))
    return Point(
        code=spec.code,
        title=spec.title,
        basis=spec.basis,
        in_force_from=spec.in_force_from,
        in_force_to=spec.in_force_to,
        material=spec.material,
        when=when,
        checks=checks,
        summary=summary,
        outcomes=dict(spec.outcomes),
        unknown=spec.unknown,
        facts=tuple(sorted(facts)),
    )


def _parsed(
    spec: PointSpec, place: str, text: str, types: Mapping[str, ElementType], problems: list[PointProblem]
) -> Expression | None:
    found = parse(text, types)
    if isinstance(found, Expression):
        return found
    problems.append(_problem(spec, place, found))
    return None


def _summary(spec: PointSpec, problems: list[PointProblem]) -> Summary | None:
    if not spec.checks:
        problem = ExpressionProblem(code="no_checks", column=1, text="要点没有核验")
        problems.append(_problem(spec, "checks", problem))
        return None
    names = tuple(spec.checks)
    if spec.pass_ is None:
        return all_checks(names)
    found = parse_summary(spec.pass_, names)
    if isinstance(found, Summary):
        return found
    problems.append(_problem(spec, "pass", found))
    return None


def _outcome_problems(spec: PointSpec, summary: Summary | None) -> list[PointProblem]:
    """Find checks without an outcome, outcomes without a check, and checks that `pass` never mentions."""
    found = [
        ("outcomes", name, "unknown_name", f"outcomes 里的{name}不是核验", suggestion(name, spec.checks))
        for name in spec.outcomes
        if name not in spec.checks
    ]
    found += [
        (
            "outcomes",
            name,
            "no_outcome",
            f"核验{name}没有写不通过时如何处理",
            "在 outcomes 中写明 effect、code、says",
        )
        for name in spec.checks
        if name not in spec.outcomes
    ]
    mentioned = {name for name, _ in summary.signs()} if summary else set(spec.checks)
    found += [
        ("pass", name, "unused_check", f"pass 没有用到核验{name}", "")
        for name in spec.checks
        if name not in mentioned
    ]
    return [
        PointProblem(point=spec.code, place=f"{place}.{name}", code=code, column=1, text=text, hint=hint)
        for place, name, code, text, hint in found
    ]


def _text_problems(spec: PointSpec, types: Mapping[str, ElementType]) -> list[PointProblem]:
    """Find placeholders in texts that name no fact, and stray braces."""
    texts = {f"outcomes.{name}.says": each.says for name, each in spec.outcomes.items()}
    texts |= {f"outcomes.{name}.fix": each.fix for name, each in spec.outcomes.items()}
    texts["unknown"] = spec.unknown
    problems: list[PointProblem] = []
    for place, text in texts.items():
        for match in PLACEHOLDER.finditer(text):
            if match[1] not in types:
                problem = ExpressionProblem(
                    code="unknown_fact",
                    column=match.start() + 1,
                    text=f"文字里的{{{match[1]}}}不是要素",
                    hint=suggestion(match[1], types),
                )
                problems.append(_problem(spec, place, problem))
        rest = PLACEHOLDER.sub("", text)
        if "{" in rest or "}" in rest:
            problem = ExpressionProblem(code="stray_brace", column=1, text="文字里有不成对的花括号")
            problems.append(_problem(spec, place, problem))
    return problems


def _problem(spec: PointSpec, place: str, found: ExpressionProblem) -> PointProblem:
    return PointProblem(
        point=spec.code, place=place, code=found.code, column=found.column, text=found.text, hint=found.hint
    )
