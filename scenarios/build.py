"""Build a scenario from its files: base and overlay merged, points bound and compiled, problems collected."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ocr.values import ElementType
from review_points.approval import Autonomy, Policy
from review_points.expressions import Expression, parse
from review_points.point import Point, PointProblem, compile_point
from scenarios.commitments import build_commitment
from scenarios.files import Library, Read, suggestion
from scenarios.free_submissions import planned_submission, submission_problems
from scenarios.plan import (
    FormField,
    NeededMaterial,
    Parameter,
    Plan,
    PlannedMaterial,
    PlannedRegister,
    Scenario,
    Wording,
)
from scenarios.point_problems import lint_code
from scenarios.problem import Problem
from scenarios.schema import ItemFile, MaterialFile, OverlayFile, PointFile, PointUseFile
from scenarios.types import fact_types, kind_elements
from scenarios.uses import Surrounding, specs, unbound_roles

_NO_RULE: Mapping[str, Any] = {"examples": True, "given": True, "in_force": {"to": True}}
_LADDER = (Autonomy.SHADOW, Autonomy.ASSIST, Autonomy.AUTO)


def build(
    library: Library, item: Read[ItemFile], overlay: Read[OverlayFile], on: date
) -> tuple[Scenario, tuple[Problem, ...]]:
    """Return the scenario in force on a day, and every problem found while building it."""
    problems: list[Problem] = []
    base, area = item.model, overlay.model
    types = fact_types(base, area, library.root)
    around = Surrounding(base, _materials(base, area), on)
    used = list(_versions(library, item, overlay, on, problems))
    points = tuple(
        point for use, source in used for point in _compiled(use, source, types, around, item, problems)
    )
    needed = tuple(_needed(item, area, types, problems))
    problems.extend(submission_problems(item, types, needed))
    scenario = Scenario(
        id=f"{area.area}/{base.item}",
        version=f"{base.version.isoformat()}+{area.version.isoformat()}",
        rules_sha256=content_sha256(base, area, (source.model for _, source in used)),
        item_name=base.name,
        plan=_plan(base, area, library.root, needed),
        points=points,
        needed=needed,
        policy=_policy(base, area),
        wording=_wording(base),
        commitment=build_commitment(item, points, types, problems),
        not_checked=_not_checked(base, (source.model for _, source in used)),
        item=base.item,
        area=area.area,
        system=area.system,
        department=area.department,
        promise_days=area.promise_days,
        schedule=area.schedule,
        names=(base.name, *base.names, *area.names),
    )
    return scenario, tuple(problems)


def content_sha256(item: ItemFile, overlay: OverlayFile, points: Iterable[PointFile]) -> str:
    """Return the hash of everything the robot decides by; examples and schedules are left out.

    So is the day on which an item or a version ends: it decides nothing on the days before, and past cases
    must stay the same when a version is ended to make room for the next.
    What a file leaves to its default is left out as well, so that a new setting of a schema, which no file
    uses yet, changes no hash.
    """
    content = {
        "item": item.model_dump(mode="json", exclude={"in_force": {"to"}}, exclude_defaults=True),
        "overlay": overlay.model_dump(mode="json", exclude={"schedule"}, exclude_defaults=True),
        "points": [
            point.model_dump(mode="json", exclude=_NO_RULE, exclude_defaults=True) for point in points
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _versions(
    library: Library,
    item: Read[ItemFile],
    overlay: Read[OverlayFile],
    on: date,
    problems: list[Problem],
) -> Iterator[tuple[PointUseFile, Read[PointFile]]]:
    """Return the version in force of every point the scenario uses."""
    uses = [
        (use, source.shown, source.loaded.place(("points", place)))
        for source in (item, overlay)
        for place, use in enumerate(source.model.points)
    ]
    for use, shown, (line, column) in uses:
        versions = library.points.get(use.use, ())
        in_force = [each for each in versions if each.model.in_force.holds(on)]
        code = text = hint = ""
        if not versions:
            code, text = "L073", f"没有审查要点 {use.use}"
            hint = suggestion(use.use, library.points)
        elif not in_force:
            code, text = "L072", f"审查要点 {use.use} 在 {on} 没有有效版本"
            hint = "请核对 in_force 的起止日期"
        elif len(in_force) > 1:
            code, text = "L070", f"审查要点 {use.use} 在 {on} 有多个版本"
            hint = "请改正 in_force，使各版本不重叠"
        if text:
            problems.append(Problem(code=code, file=shown, line=line, column=column, text=text, hint=hint))
        else:
            yield use, in_force[0]


def _compiled(
    use: PointUseFile,
    source: Read[PointFile],
    types: Mapping[str, ElementType],
    around: Surrounding,
    item: Read[ItemFile],
    problems: list[Problem],
) -> Iterator[Point]:
    unbound = unbound_roles(use, source.model)
    if unbound:
        text = f"{item.model.item} 使用 {use.use} 时没有绑定角色 {'、'.join(unbound)}"
        problems.append(
            Problem(code="L083", file=item.shown, line=1, column=1, text=text, hint="请在 bind 中写明材料")
        )
        return
    for spec in specs(use, source.model, around):
        compiled = compile_point(spec, types)
        if isinstance(compiled, Point):
            yield compiled
        else:
            problems.extend(_located(each, source) for each in compiled)


def _materials(item: ItemFile, overlay: OverlayFile) -> tuple[MaterialFile, ...]:
    return (*item.materials, *overlay.materials)


def _located(problem: PointProblem, source: Read[PointFile]) -> Problem:
    line, column = source.loaded.inside(tuple(problem.place.split(".")), max(problem.column, 1))
    return Problem(
        code=lint_code(problem),
        file=source.shown,
        line=line,
        column=column,
        text=f"{problem.place}：{problem.text}",
        hint=problem.hint,
    )


def _plan(item: ItemFile, overlay: OverlayFile, root: Path, needed: Iterable[NeededMaterial]) -> Plan:
    parameters = item.parameters | overlay.parameters
    conditions = {each.id: each.when for each in needed}
    return Plan(
        form=tuple(
            FormField(key=each.key, labels=(each.label, *each.labels), type=each.type) for each in item.form
        ),
        materials=tuple(
            PlannedMaterial(
                id=each.id,
                name=each.name,
                kind=each.kind,
                slots=(each.name, *each.names),
                elements=kind_elements(root).get(each.kind, {}),
                free=planned_submission(each, conditions.get(each.id)),
            )
            for each in _materials(item, overlay)
        ),
        registers=tuple(
            PlannedRegister(name=each.name, key=each.key, fields=each.fields) for each in item.registries
        ),
        parameters={key: Parameter(type=each.type, value=each.value) for key, each in parameters.items()},
    )


def _needed(
    item: Read[ItemFile], overlay: OverlayFile, types: Mapping[str, ElementType], problems: list[Problem]
) -> Iterator[NeededMaterial]:
    for place, material in enumerate(_materials(item.model, overlay)):
        if material.necessity == "optional":
            continue
        yield NeededMaterial(id=material.id, when=_condition(material, place, item, types, problems))


def _condition(
    material: MaterialFile,
    place: int,
    item: Read[ItemFile],
    types: Mapping[str, ElementType],
    problems: list[Problem],
) -> Expression | None:
    if material.when is None:
        return None
    parsed = parse(material.when, types)
    if isinstance(parsed, Expression):
        return parsed
    line, column = item.loaded.place(("materials", place, "when"))
    problems.append(
        Problem(code="L087", file=item.shown, line=line, column=column, text=parsed.text, hint=parsed.hint)
    )
    return None


def _policy(item: ItemFile, overlay: OverlayFile) -> Policy:
    """Merge the policy: an area may only be more careful than the province."""
    base, change = item.policy, overlay.policy
    autonomy = min(base.autonomy, change.autonomy or base.autonomy, key=_LADDER.index)
    return Policy(
        autonomy=autonomy,
        risk_budget=min(base.risk_budget, change.risk_budget or base.risk_budget),
        audit_rate=max(base.audit_rate, change.audit_rate or 0.0),
        refuse_auto=base.refuse == "auto",
        tolerate=base.tolerate,
        commit=base.commit,
    )


def _wording(item: ItemFile) -> Wording:
    words = item.wording
    return Wording(
        title=words.notice_title,
        intro=words.notice_intro,
        close=words.notice_close,
        approve_opinion=words.approve_opinion,
        return_opinion=words.return_opinion,
        refuse_opinion=words.refuse_opinion,
        refusal_title=words.refusal_title,
        appeal=words.appeal,
        appeal_verified=words.appeal_verified,
        days_to_supplement=words.days_to_supplement,
    )


def _not_checked(item: ItemFile, points: Iterable[PointFile]) -> tuple[tuple[str, str], ...]:
    said = [(each.point, each.why) for each in item.not_checked]
    return (*said, *((point.code, text) for point in points for text in point.not_checked))
