"""Materials that need not be handed in (免证办): the register they are fetched from, checked and planned."""

from collections.abc import Iterable, Iterator, Mapping

from ocr.values import ElementType
from review_points.expressions import Expression
from review_points.nodes import facts_of
from scenarios.files import Read, suggestion
from scenarios.plan import FreeSubmission, NeededMaterial
from scenarios.problem import Problem
from scenarios.schema import FreeSubmissionFile, ItemFile, MaterialFile

CODE = "L141"
_KNOWN_BEFORE = ("form.", "case.", "param.")
Mistake = tuple[tuple[str, ...], str, str]


def planned_submission(material: MaterialFile, condition: Expression | None) -> FreeSubmission | None:
    """Return what gathering takes from it; `condition` tells when the material is needed at all."""
    file = material.free_submission
    if file is None:
        return None
    return FreeSubmission(
        register=file.register_,
        key=file.key,
        fields=dict(file.fields),
        agrees=dict(file.agrees),
        ask_paper=file.ask_paper,
        when=condition,
    )


def submission_problems(
    item: Read[ItemFile], types: Mapping[str, ElementType], needed: Iterable[NeededMaterial]
) -> Iterator[Problem]:
    """Find what is wrong with the materials of an item that need not be handed in."""
    conditions = {each.id: each.when for each in needed}
    for place, material in enumerate(item.model.materials):
        file = material.free_submission
        if file is None:
            continue
        for keys, text, hint in _mistakes(material, file, types, conditions.get(material.id)):
            line, column = item.loaded.place(("materials", place, "free_submission", *keys))
            yield Problem(code=CODE, file=item.shown, line=line, column=column, text=text, hint=hint)


def _mistakes(
    material: MaterialFile,
    file: FreeSubmissionFile,
    types: Mapping[str, ElementType],
    condition: Expression | None,
) -> Iterator[Mistake]:
    """Find facts that are not there, and what is known too late or needed by nobody."""
    before = [name for name in types if name.startswith(_KNOWN_BEFORE)]
    yield from _unknown_facts(material, file, types, before)
    if material.necessity == "optional":
        yield (), f"{material.id} 可有可无，不应为它调取证照", "只对必要材料或情形材料写 free_submission"
    late = sorted(facts_of(condition.condition) - set(before)) if condition else []
    if late:
        yield (), f"{material.id} 的 when 要看 {late[0]}，调取证照时尚不知道", "when 只用表单要素"


def _unknown_facts(
    material: MaterialFile, file: FreeSubmissionFile, types: Mapping[str, ElementType], before: list[str]
) -> Iterator[Mistake]:
    own = {name.partition(".")[2] for name in types if name.startswith(f"{material.id}.")}
    if file.key not in before:
        yield ("key",), f"没有可用来查询证照的要素 {file.key}", suggestion(file.key, before)
    for element in file.fields:
        if element not in own:
            yield ("fields", element), f"{material.id} 没有要素 {element}", suggestion(element, own)
    for element, name in file.agrees.items():
        if element not in file.fields:
            yield ("agrees", element), f"fields 里没有 {element}", suggestion(element, file.fields)
        elif name not in before:
            yield ("agrees", element), f"没有要素 {name}", suggestion(name, before)
