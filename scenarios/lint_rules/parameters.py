"""Rules on parameters: values, bounds, sources, and whether a point uses them."""

from collections.abc import Iterable

from ocr.values import ElementType, canonical
from scenarios.files import Library
from scenarios.lint_rules.compiled import is_sound, uses_of
from scenarios.lint_rules.registry import problem, rule
from scenarios.problem import Problem
from scenarios.schema import ParameterFile

_NUMBERS = frozenset({ElementType.NUMBER, ElementType.AMOUNT})


@rule("L089")
def value_of_other_type(library: Library) -> Iterable[Problem]:
    """A parameter whose value, least or most is no canonical value of its type."""
    for read in library.users():
        for name, parameter in read.model.parameters.items():
            written = {"value": parameter.value, "least": parameter.least, "most": parameter.most}
            for key, text in written.items():
                if text is not None and canonical(parameter.type, text) != text:
                    said = f"参数 {name} 的 {key}“{text}”不是 {parameter.type.value}"
                    yield problem("L089", read, ("parameters", name, key), said, "写成规范写法")


@rule("L107")
def value_out_of_bounds(library: Library) -> Iterable[Problem]:
    """A parameter outside the bounds that the item sets."""
    for read in library.users():
        base = library.items.get(read.model.item)
        for name, parameter in read.model.parameters.items():
            bounds = base.model.parameters.get(name, parameter) if base else parameter
            text = _outside(parameter, bounds)
            if text:
                yield problem("L107", read, ("parameters", name, "value"), f"参数 {name} {text}")


@rule("L109")
def bounds_the_wrong_way(library: Library) -> Iterable[Problem]:
    """A parameter whose least is more than its most."""
    for read in library.users():
        for name, parameter in read.model.parameters.items():
            least, most = _number(parameter.least), _number(parameter.most)
            if least is not None and most is not None and least > most:
                text = f"参数 {name} 的最小值 {parameter.least} 大于最大值 {parameter.most}"
                yield problem("L109", read, ("parameters", name, "least"), text, "核对 least 和 most")


@rule("L095")
def without_source(library: Library) -> Iterable[Problem]:
    """A parameter of an item that does not say where its value comes from."""
    for read in library.items.values():
        for name, parameter in read.model.parameters.items():
            if not parameter.note.strip():
                text = f"参数 {name} 没有写来源"
                yield problem("L095", read, ("parameters", name), text, "在 note 中写明出处或“待核”")


@rule("L090")
def unused(library: Library) -> Iterable[Problem]:
    """A parameter that no point of the item speaks of."""
    for item, read in library.items.items():
        if not is_sound(library, item):
            continue
        models = [use.point.model for use in uses_of(library, item)]
        said = " ".join(text for each in models for text in (*each.checks.values(), each.when or ""))
        for name in read.model.parameters:
            if f"param.{name}" not in said:
                text, hint = f"没有要点使用参数 {name}", "删去，或检查拼写"
                yield problem("L090", read, ("parameters", name), text, hint)


def _outside(parameter: ParameterFile, bounds: ParameterFile) -> str:
    value, least, most = _number(parameter.value), _number(bounds.least), _number(bounds.most)
    if parameter.type not in _NUMBERS or value is None:
        return ""
    if least is not None and most is not None and least > most:
        return ""
    if least is not None and value < least:
        return f"不得小于 {bounds.least}"
    return f"不得大于 {bounds.most}" if most is not None and value > most else ""


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
