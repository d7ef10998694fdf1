"""The commitment (告知承诺) of an item: its condition written out and compiled, its mistakes told."""

from collections.abc import Iterator, Mapping, Sequence

from ocr.values import ElementType
from review_points.commitment import Commitment
from review_points.expressions import Expression, parse
from review_points.findings import Effect
from review_points.point import Point
from scenarios.files import Read, suggestion
from scenarios.problem import Problem
from scenarios.schema import CommitmentFile, ItemFile

CODE = "L140"
_CURABLE = frozenset({Effect.RETURN, Effect.TOLERABLE, Effect.HINT})


def build_commitment(
    item: Read[ItemFile],
    points: Sequence[Point],
    types: Mapping[str, ElementType],
    problems: list[Problem],
) -> Commitment | None:
    """Return the commitment of an item; none when the item has none, or one with problems."""
    file = item.model.commitment
    if file is None:
        return None
    parsed = parse(condition_of(file), types)
    found = [*_unlawful(file, points)]
    if not isinstance(parsed, Expression):
        found.append((("letter",), f"承诺书的条件写不成：{parsed.text}", parsed.hint))
    materials = {each.id for each in item.model.materials}
    for material in file.materials:
        if material not in materials:
            found.append((("materials",), f"没有材料 {material}", suggestion(material, materials)))
    for place, text, hint in found:
        line, column = item.loaded.place(("commitment", *place))
        problems.append(Problem(code=CODE, file=item.shown, line=line, column=column, text=text, hint=hint))
    if found or not isinstance(parsed, Expression):
        return None
    return Commitment(
        letter=file.letter,
        condition=parsed,
        points=frozenset(file.points),
        materials=frozenset(file.materials),
        due_workdays=file.due_workdays,
    )


def condition_of(file: CommitmentFile) -> str:
    """Write out when the commitment counts."""
    conditions = [f"is_true({file.letter}.{each})" for each in ("present", "legible", "signed")]
    conditions += [f"equal({file.letter}.{element}, '{text}')" for element, text in file.template.items()]
    if file.bad_credit:
        conditions.append(f"is_false(registry.{file.bad_credit}.found)")
    return " and ".join(conditions)


def _unlawful(
    file: CommitmentFile, points: Sequence[Point]
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Find points that do not exist, and points that a promise may not replace: what is not curable."""
    by_code = {point.code: point for point in points}
    for place, code in enumerate(file.points):
        point = by_code.get(code)
        if point is None:
            yield ("points", place), f"没有使用审查要点 {code}", suggestion(code, by_code)
        elif any(each.effect not in _CURABLE for each in point.outcomes.values()):
            text = f"{code} 有不可补正的情形，不能以承诺代替"
            yield ("points", place), text, "只有可补正、可容缺的要点可以承诺代替"
