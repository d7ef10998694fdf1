"""What one point already asks for must not hold the others back.

A material that was surely not handed in is asked for by the point on presence, one of which surely nothing
can be read by the point on legibility, a required field that was surely left blank by the point on the form.
Any other check that needs them would be unknown, and a notice that is not complete may not go out; so such a
check is guarded: it says nothing about what is surely absent. What is merely unread stays unknown.
"""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from review_points.expressions import ExpressionProblem, ExpressionProblemError, dotted_name, python_tree
from review_points.point import PointSpec
from review_points.summary import parse_summary
from scenarios.schema import ItemFile, MaterialFile

_ASKING = frozenset({"filled", "blank", "meaningful"})
_NEEDS = ("present", "legible")


@dataclass(frozen=True, slots=True)
class AskedAlready:
    """What presence and form points ask for: materials, required fields, and the keys registers hang on."""

    materials: frozenset[str]
    fields: frozenset[str]
    register_keys: Mapping[str, str]


def asked_already(item: ItemFile, materials: Sequence[MaterialFile]) -> AskedAlready:
    """Return what an item's points on presence and on the form ask for."""
    return AskedAlready(
        materials=frozenset(each.id for each in materials),
        fields=frozenset(f"form.{each.key}" for each in item.form if each.required is True),
        register_keys={f"registry.{each.name}": each.key for each in item.registries},
    )


def guarded(spec: PointSpec, asked: AskedAlready) -> PointSpec:
    """Return the point with every check guarded; one whose expressions can't be parsed stays as it is."""
    try:
        trees = {name: python_tree(text) for name, text in spec.checks.items()}
        condition = python_tree(spec.when) if spec.when else None
    except ExpressionProblemError:
        return spec
    every = [*trees.values(), *([condition] if condition else [])]
    said = frozenset(name for tree in every for name in _facts(tree))
    absent = {name: _absences(tree, asked, said) for name, tree in trees.items()}
    when, negative = _when(spec.when, absent), _negative(spec)
    if _speak_of_one(absent):
        absent = {name: replace(each, materials={}) for name, each in absent.items()}
    checks = {
        name: _guarded(text, absent[name], against=name in negative) for name, text in spec.checks.items()
    }
    return replace(spec, checks=checks, when=when)


def _speak_of_one(absent: Mapping[str, "_Absent"]) -> bool:
    """Tell whether every check speaks of the same single material: then the point's condition is enough."""
    return (
        len({tuple(each.materials) for each in absent.values()})
        == 1
        == len({name for each in absent.values() for name in each.materials})
    )


def _guarded(text: str, absent: "_Absent", *, against: bool) -> str:
    """Put the guard before a check; one whose pass speaks against the point is guarded the other way."""
    if not absent:
        return text
    if against:
        there = [f"not {each}" for each in absent.conditions]
        return " and ".join([*there, f"({text})"])
    return " or ".join([*absent.conditions, f"({text})"])


@dataclass(frozen=True, slots=True)
class _Absent:
    """What one check rests on: for each material the facts that tell whether it can be read, and fields."""

    materials: Mapping[str, tuple[str, ...]]
    fields: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.materials or self.fields)

    @property
    def conditions(self) -> list[str]:
        """The conditions under which the check has nothing to say."""
        missing = [f"is_false({fact})" for facts in self.materials.values() for fact in facts]
        return missing + [f"blank({each})" for each in self.fields]


def _absences(tree: ast.expr, asked: AskedAlready, said: frozenset[str]) -> _Absent:
    asking = frozenset(_asked_in(tree))
    names = list(_with_register_keys(_facts(tree), asked))
    materials = dict.fromkeys(name.partition(".")[0] for name in names)
    needs = {each: _needs(each, said) for each in materials if each in asked.materials}
    return _Absent(
        {each: facts for each, facts in needs.items() if facts},
        tuple(dict.fromkeys(each for each in names if each in asked.fields - asking)),
    )


def _needs(material: str, said: frozenset[str]) -> tuple[str, ...]:
    """Return the facts a material hangs on: none when the point asks for its presence, one for legibility."""
    if f"{material}.present" in said:
        return ()
    return tuple(f"{material}.{each}" for each in _NEEDS if f"{material}.{each}" not in said)


def _with_register_keys(names: Iterable[str], asked: AskedAlready) -> Iterable[str]:
    for name in names:
        yield name
        key = asked.register_keys.get(name.rpartition(".")[0])
        if key is not None:
            yield key


def _when(when: str | None, absent: Mapping[str, _Absent]) -> str | None:
    """Take a point off the list when nothing it speaks of can be read."""
    if not all(each.materials for each in absent.values()):
        return when
    materials = {name: facts for each in absent.values() for name, facts in each.materials.items()}
    there = " or ".join(" and ".join(f"is_true({fact})" for fact in facts) for facts in materials.values())
    return f"({there}) and ({when})" if when else there


def _facts(tree: ast.AST) -> Iterable[str]:
    """Return dotted names, the longest of each chain, in the order of the text."""
    if isinstance(tree, ast.Attribute | ast.Name):
        name = dotted_name(tree)
        return [name] if name else []
    return [name for child in ast.iter_child_nodes(tree) for name in _facts(child)]


def _asked_in(tree: ast.AST) -> Iterable[str]:
    """Return the facts whose blankness the expression itself asks about."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ASKING:
            yield from (name for each in node.args for name in _facts(each))


def _negative(spec: PointSpec) -> frozenset[str]:
    """Return the checks whose pass speaks against the point."""
    if spec.pass_ is None:
        return frozenset()
    found = parse_summary(spec.pass_, tuple(spec.checks))
    if isinstance(found, ExpressionProblem):
        return frozenset()
    return frozenset(name for name, positive in found.signs() if not positive)
