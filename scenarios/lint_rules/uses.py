"""Rules on how an item uses points, materials and registers: every binding fits, nothing is asked in vain."""

from collections.abc import Iterable, Iterator

from review_points.findings import Outcome
from review_points.point import PLACEHOLDER, Point, compile_point
from scenarios.abstract import can_be, logic_of
from scenarios.commitments import condition_of
from scenarios.files import Library, Read, suggestion
from scenarios.lint_rules.compiled import BoundUse, bound_uses, compiled_points, is_sound, uses_of
from scenarios.lint_rules.registry import problem, rule
from scenarios.problem import Problem
from scenarios.schema import ItemFile
from scenarios.types import fact_types


@rule("L091")
def binding_does_not_fit(library: Library) -> Iterable[Problem]:
    """A use that binds a role to something which lacks what the point looks at, or has it in another type."""
    wrong = {each.read.shown for each in compiled_points(library) if each.problems}
    for use in bound_uses(library):
        if use.point.shown in wrong or not use.point.model.roles or _unknown_materials(use):
            continue
        for spec in use.specs:
            found = compile_point(spec, use.types)
            wanting = () if isinstance(found, Point) else found
            # the condition of a use for each material is the material's own, and judged there
            first = next((each for each in wanting if each.place != "when" or not use.use.each), None)
            if first is not None:
                text = f"{use.use.use} 绑定后：{first.text}"
                yield problem("L091", use.source, ("points", use.place), text, first.hint)
                break


@rule("L092")
def each_of_no_material(library: Library) -> Iterable[Problem]:
    """A use for each of some materials, one of which the item does not have."""
    for use in bound_uses(library):
        for place in _unknown_materials(use):
            name = use.use.each[place]
            hint = suggestion(name, [each.id for each in use.around.materials])
            where = ("points", use.place, "each", place)
            yield problem("L092", use.source, where, f"没有材料 {name}", hint)


@rule("L093", "L094")
def register_in_vain(library: Library) -> Iterable[Problem]:
    """A register, or a field of one, that no point, condition or other register needs."""
    for item, read in library.items.items():
        if not is_sound(library, item):
            continue
        said = frozenset(_mentioned(library, item, read))
        for place, register in enumerate(read.model.registries):
            own = f"registry.{register.name}."
            if not any(name.startswith(own) for name in said):
                text = f"没有要点使用登记 {register.name}"
                yield problem("L094", read, ("registries", place), text, "删去，或在要点中使用")
                continue
            for field in register.fields:
                if f"{own}{field}" not in said:
                    where = ("registries", place, "fields", field)
                    yield problem("L093", read, where, f"没有要点使用 {own}{field}", "从 fields 中删去")


@rule("L096")
def material_in_vain(library: Library) -> Iterable[Problem]:
    """A material that no point says anything of."""
    for item, read in library.items.items():
        said = {name.partition(".")[0] for name in _mentioned(library, item, read)}
        for place, material in enumerate(read.model.materials):
            if material.necessity == "optional" and material.id not in said:
                text = f"没有要点提到《{material.name}》"
                yield problem("L096", read, ("materials", place), text, "使用要点核验，或删去")


@rule("L098")
def material_never_asked(library: Library) -> Iterable[Problem]:
    """A material whose condition can never hold."""
    for read in library.items.values():
        types = fact_types(read.model, None, library.root)
        for place, material in enumerate(read.model.materials):
            logic = logic_of(material.when) if material.when else None
            known = logic is not None and all(name in types for name in logic.facts())
            if logic is not None and known and not can_be(logic, Outcome.PASS, types):
                text = f"{material.id} 的条件永远不成立"
                yield problem("L098", read, ("materials", place, "when"), text, "检查互相矛盾的条件")


def _unknown_materials(use: BoundUse) -> list[int]:
    known = {each.id for each in use.around.materials}
    return [place for place, name in enumerate(use.use.each) if name not in known]


def _mentioned(library: Library, item: str, read: Read[ItemFile]) -> Iterator[str]:
    """Go through the facts that points, conditions and registers of an item speak of."""
    texts = [each.when for each in read.model.materials if each.when]
    texts += [each.required for each in read.model.form if isinstance(each.required, str)]
    texts += [condition_of(read.model.commitment)] if read.model.commitment else []
    yield from (register.key for register in read.model.registries)
    for use in uses_of(library, item):
        for spec in use.specs:
            texts += [*spec.checks.values(), *([spec.when] if spec.when else [])]
            words = [text for outcome in spec.outcomes.values() for text in (outcome.says, outcome.fix)]
            yield from (name for text in (*words, spec.unknown) for name in PLACEHOLDER.findall(text))
    for text in texts:
        logic = logic_of(text)
        yield from logic.facts() if logic else ()
