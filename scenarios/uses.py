"""From the use of a point in an item to bound specifications, ready to be compiled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from review_points.findings import Basis
from review_points.point import CheckOutcome, PointSpec, bind_roles
from scenarios.asked_already import asked_already, guarded
from scenarios.schema import FormElementFile, ItemFile, MaterialFile, PointFile, PointUseFile

_FORM = "form"
_BASIS_DAYS = {"from_", "to"}
_FORM_NAME = "申请表单"


@dataclass(frozen=True, slots=True)
class Surrounding:
    """The item around a use: its form, all its materials, those of the area included, and the day.

    On a day a point rests on those of its basis that are in force then; without one, on every one it names.
    """

    item: ItemFile
    materials: tuple[MaterialFile, ...]
    on: date | None = None

    def name_of(self, bound: str) -> str:
        """Return the words for what a role is bound to: a material's name, a field's label."""
        names = {each.id: each.name for each in self.materials}
        names |= {f"form.{each.key}": each.label for each in self.item.form} | {_FORM: _FORM_NAME}
        return names.get(bound, bound)


def spec_of(point: PointFile) -> PointSpec:
    """Return the engine's view of a point file, with every basis it names."""
    return PointSpec(
        code=point.code,
        title=point.title,
        basis=_basis(point, None),
        in_force_from=point.in_force.from_,
        in_force_to=point.in_force.to,
        material=point.material,
        when=point.when,
        checks=point.checks,
        pass_=point.pass_,
        outcomes={name: CheckOutcome(**each.model_dump()) for name, each in point.outcomes.items()},
        unknown=point.unknown,
    )


def specs(use: PointUseFile, point: PointFile, around: Surrounding) -> tuple[PointSpec, ...]:
    """Return the points one use stands for, bound and guarded."""
    asked = asked_already(around.item, around.materials)
    return tuple(guarded(_grouped(spec), asked) for spec in bound_specs(use, point, around))


def unbound_roles(use: PointUseFile, point: PointFile) -> tuple[str, ...]:
    """Return the roles that a use leaves open."""
    filled = 1 if use.each or use.each_field else 0
    missing = [role for role in point.roles if role not in use.bind]
    return tuple(missing[filled:])


def bindings(use: PointUseFile, point: PointFile, around: Surrounding) -> Iterator[Mapping[str, str]]:
    """Go through what the roles are bound to, for every point the use stands for."""
    role = next((each for each in point.roles if each not in use.bind), None)
    if role is None or not (use.each or use.each_field):
        yield use.bind
        return
    bound = use.each or tuple(f"form.{each.key}" for each in _required(around.item.form))
    yield from ({**use.bind, role: each} for each in bound)


def _basis(point: PointFile, on: date | None) -> tuple[Basis, ...]:
    return tuple(
        Basis(**each.model_dump(exclude=_BASIS_DAYS))
        for each in point.basis
        if on is None or each.in_force.holds(on)
    )


def _grouped(spec: PointSpec) -> PointSpec:
    """Group what is bound to the form under the form, which has no name of its own."""
    return replace(spec, material="") if spec.material.partition(".")[0] == _FORM else spec


def bound_specs(use: PointUseFile, point: PointFile, around: Surrounding) -> tuple[PointSpec, ...]:
    """Return the points one use stands for, bound but not guarded."""
    spec, code = replace(spec_of(point), basis=_basis(point, around.on)), use.as_ or use.use
    every = list(bindings(use, point, around))
    if use.each_field:
        return (_merged(spec, code, every, around),)
    if not use.each:
        return (bind_roles(spec, _with_names(every[0], around), code=code),)
    found = []
    for material, bind in zip(use.each, every, strict=True):
        bound = bind_roles(spec, _with_names(bind, around), code=f"{code}:{material}")
        found.append(replace(bound, when=_both(_condition(material, around), bound.when)))
    return tuple(found)


def _merged(spec: PointSpec, code: str, every: Sequence[Mapping[str, str]], around: Surrounding) -> PointSpec:
    """Make one point of a use for every field, each check with the field's key behind its name."""
    conditions = {f"form.{each.key}": each.required for each in around.item.form}
    checks: dict[str, str] = {}
    outcomes: dict[str, CheckOutcome] = {}
    for bind in every:
        field = next(each for each in bind.values() if each in conditions)
        bound = bind_roles(spec, _with_names(bind, around), code=code)
        key, condition = field.partition(".")[2], conditions[field]
        for name, text in bound.checks.items():
            checks[f"{name}_{key}"] = f"not ({condition}) or ({text})" if isinstance(condition, str) else text
            if name in bound.outcomes:
                outcomes[f"{name}_{key}"] = bound.outcomes[name]
    return replace(spec, code=code, checks=checks, outcomes=outcomes, pass_=None)


def _required(form: Sequence[FormElementFile]) -> Iterator[FormElementFile]:
    return (each for each in form if each.required)


def _with_names(bind: Mapping[str, str], around: Surrounding) -> dict[str, str]:
    """Add, for each role, the words for what it is bound to: `$m_name` beside `$m`."""
    return {**bind, **{f"{role}_name": around.name_of(bound) for role, bound in bind.items()}}


def _condition(material: str, around: Surrounding) -> str | None:
    return next((each.when for each in around.materials if each.id == material), None)


def _both(first: str | None, second: str | None) -> str | None:
    return f"({first}) and ({second})" if first and second else first or second
