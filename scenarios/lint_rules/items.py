"""Rules on an item: its form, materials, registers, uses of points, checklist, parameters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ocr.values import plain_text
from review_points.expressions import Expression, parse
from scenarios.files import Library, Read, suggestion
from scenarios.lint_rules.registry import Place, problem, rule
from scenarios.problem import Problem
from scenarios.schema import ItemFile, OverlayFile
from scenarios.types import fact_types, kind_elements
from scenarios.users import surroundings
from scenarios.uses import specs, unbound_roles

_ITEM_LISTS = ("form", "materials", "registries")


@rule("L080")
def unknown_kind(library: Library) -> Iterable[Problem]:
    """A material of a kind that reading does not know: there is no ocr/kinds file of that name."""
    kinds = kind_elements(library.root)
    for read in library.users():
        for place, material in enumerate(read.model.materials):
            if material.kind not in kinds:
                hint = suggestion(material.kind, kinds) or "先写 ocr/kinds 下的版式文件"
                yield problem(
                    "L080", read, ("materials", place, "kind"), f"没有材料种类 {material.kind}", hint
                )


@rule("L081")
def same_id_twice(library: Library) -> Iterable[Problem]:
    """Two form elements, materials, registers or points of one item with the same id or code."""
    for read in library.items.values():
        item = read.model
        names = {
            "form": [each.key for each in item.form],
            "materials": [each.id for each in item.materials],
            "registries": [each.name for each in item.registries],
            "points": [each.as_ or each.use for each in item.points],
        }
        for key, ids in names.items():
            yield from _doubles(read, key, ids)


@rule("L082")
def same_label_twice(library: Library) -> Iterable[Problem]:
    """Two form elements that are printed under the same label."""
    for read in library.items.values():
        seen: dict[str, str] = {}
        for place, field in enumerate(read.model.form):
            for label in dict.fromkeys(plain_text(each) for each in (field.label, *field.labels)):
                if label in seen:
                    text = f"{field.key} 与 {seen[label]} 的名称同为“{label}”"
                    yield problem("L082", read, ("form", place), text, "业务系统里分不清的要素不能同名")
                seen.setdefault(label, field.key)


@rule("L083")
def roles_unbound(library: Library) -> Iterable[Problem]:
    """A use that leaves a role open, or binds one that the point does not have."""
    for read in library.users():
        for place, use in enumerate(read.model.points):
            for version in library.points.get(use.use, ())[:1]:
                for role in unbound_roles(use, version.model):
                    text = f"使用 {use.use} 时没有绑定角色 {role}"
                    yield problem("L083", read, ("points", place), text, "在 bind 中写明材料、要素或登记")
                for role in use.bind:
                    if role not in version.model.roles:
                        hint = suggestion(role, version.model.roles)
                        where = ("points", place, "bind", role)
                        yield problem("L083", read, where, f"{use.use} 没有角色 {role}", hint)


@rule("L084")
def checklist_not_met(library: Library) -> Iterable[Problem]:
    """A point of the item's checklist that is neither used, nor covered, nor said not to be checked."""
    for read in library.items.values():
        item = read.model
        used = {use.use for use in item.points}
        met = used | {each.point for each in item.covered} | {each.point for each in item.not_checked}
        if not item.checklist:
            yield problem("L084", read, (), "没有 checklist", "写上目录规定的全部审查要点编号")
        for place, code in enumerate(item.checklist):
            if code not in met:
                text = f"目录规定的要点 {code} 没有使用"
                hint = "在 points 中使用，或在 covered、not_checked 中说明"
                yield problem("L084", read, ("checklist", place), text, hint)
        for place, each in enumerate(item.covered):
            if each.by not in used:
                yield problem(
                    "L084", read, ("covered", place), f"{each.by} 没有使用", suggestion(each.by, used)
                )


@rule("L085")
def presence_unchecked(library: Library) -> Iterable[Problem]:
    """A required or conditional material whose presence no point checks."""
    for around, item, overlay in surroundings(library):
        uses = (*item.model.points, *(overlay.model.points if overlay else ()))
        said = " ".join(
            text
            for use in uses
            for version in library.points.get(use.use, ())
            if not unbound_roles(use, version.model)
            for spec in specs(use, version.model, around)
            for text in version_texts(spec.checks.values())
        )
        source: Read[ItemFile] | Read[OverlayFile] = overlay or item
        for place, material in enumerate(source.model.materials):
            if material.necessity != "optional" and f"is_true({material.id}.present)" not in said:
                text = f"没有要点核验《{material.name}》是否提交"
                yield problem("L085", source, ("materials", place), text, "在 GEN-01 的 each 中写上")


@rule("L086")
def required_fields_unchecked(library: Library) -> Iterable[Problem]:
    """An item with required form fields that no point checks for being filled."""
    for read in library.items.values():
        required = any(field.required for field in read.model.form)
        if required and not any(use.each_field for use in read.model.points):
            text = "有必填项，但没有要点核验是否填写"
            yield problem("L086", read, ("points",), text, "使用 GEN-06，each_field: required")


@rule("L087")
def condition_wrong(library: Library) -> Iterable[Problem]:
    """A condition of a material or a form field that can't be used, or is missing where it is needed."""
    for read in library.items.values():
        types = fact_types(read.model, None, library.root)
        for place, text in _conditions(read.model):
            parsed = parse(text, types)
            if not isinstance(parsed, Expression):
                column = max(parsed.column, 1)
                yield problem("L087", read, place, parsed.text, parsed.hint, column=column)
        for at, material in enumerate(read.model.materials):
            if (material.necessity == "conditional") != (material.when is not None):
                text = f"{material.id} 的 necessity 与 when 不相配"
                hint = "conditional 要写 when，其他不写"
                yield problem("L087", read, ("materials", at), text, hint)


@rule("L088")
def register_key_unknown(library: Library) -> Iterable[Problem]:
    """A register that is asked with a key which is no fact of form or materials."""
    for read in library.items.values():
        types = fact_types(read.model, None, library.root)
        for place, register in enumerate(read.model.registries):
            if register.key not in types or register.key.startswith("registry."):
                hint = suggestion(register.key, types)
                where = ("registries", place, "key")
                yield problem("L088", read, where, f"没有要素 {register.key}", hint)


def version_texts(texts: Iterable[str]) -> Iterator[str]:
    """Return expression texts without blanks, for looking up a call in them."""
    return (text.replace(" ", "") for text in texts)


def _doubles(read: Read[ItemFile], key: str, ids: Sequence[str]) -> Iterator[Problem]:
    count = Counter(ids)
    for place, name in enumerate(ids):
        if count[name] > 1:
            yield problem("L081", read, (key, place), f"{key} 中 {name} 重复", "换一个名称，或用 as 另起编号")


def _conditions(item: ItemFile) -> Iterator[tuple[Place, str]]:
    for at, material in enumerate(item.materials):
        if material.when is not None:
            yield ("materials", at, "when"), material.when
    for at, field in enumerate(item.form):
        if isinstance(field.required, str):
            yield ("form", at, "required"), field.required
