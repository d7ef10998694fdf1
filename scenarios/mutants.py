"""Small wrong versions of a point, to see whether its examples would notice."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from review_points.expressions import ExpressionProblemError, python_tree
from review_points.point import PointSpec

_SIBLINGS = {
    "on_or_before": "before",
    "before": "on_or_before",
    "is_true": "is_false",
    "is_false": "is_true",
    "filled": "blank",
    "blank": "filled",
    "equal": "differs",
    "differs": "equal",
    "same_day": "on_or_before",
    "one_of": "not_one_of",
    "not_one_of": "one_of",
    "contains_any": "contains",
    "days_left": "days_left_at_most",
    "days_left_at_most": "days_left",
    "workdays_left": "workdays_left_at_most",
    "workdays_left_at_most": "workdays_left",
    "text_has": "text_lacks",
    "text_lacks": "text_has",
}
_ONE_WAY = frozenset({"on_or_before", "before", "subset", "days_left", "days_between"})
_BOUNDS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.LtE: ast.Lt,
    ast.Lt: ast.LtE,
    ast.GtE: ast.Gt,
    ast.Gt: ast.GtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Mutant:
    """A point with one thing changed: where, and what stands there now."""

    place: str
    text: str
    spec: PointSpec


def mutants(spec: PointSpec) -> Iterator[Mutant]:
    """Go through every small change of a point's checks, its condition and its pass expression."""
    for name, text in spec.checks.items():
        for changed in changed_expressions(text):
            yield Mutant(f"checks.{name}", changed, replace(spec, checks={**spec.checks, name: changed}))
        if len(spec.checks) > 1 and spec.pass_ is None:
            rest = {key: each for key, each in spec.checks.items() if key != name}
            yield Mutant(f"checks.{name}", "（删去）", _with_checks(spec, rest))
    if spec.when is not None:
        yield Mutant("when", "（删去）", replace(spec, when=None))
        for changed in changed_expressions(spec.when):
            yield Mutant("when", changed, replace(spec, when=changed))
    if spec.pass_ is not None:
        for changed in changed_expressions(spec.pass_):
            yield Mutant("pass", changed, replace(spec, pass_=changed))


def changed_expressions(text: str) -> Iterator[str]:
    """Go through every small change of one expression; none when it can't be parsed."""
    try:
        tree = python_tree(text)
    except ExpressionProblemError:
        return
    yield f"not ({text})"
    count = sum(1 for _ in ast.walk(tree))
    for place in range(count):
        for change in _changes(_node(tree, place)):
            mutated = copy.deepcopy(tree)
            wrapped = ast.Expression(body=mutated)
            target = _node(mutated, place)
            _put(wrapped, target, change(target))
            yield ast.unparse(wrapped.body)


Change = Callable[[ast.AST], ast.AST]


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp):
        yield _swap_junction
        yield from (_drop_operand(place) for place in range(len(node.values)))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield lambda found: found.operand if isinstance(found, ast.UnaryOp) else found
    elif isinstance(node, ast.Compare):
        yield from (_move_bound(place) for place in range(len(node.ops)))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield from (_add(step) for step in (1, -1))
    elif isinstance(node, ast.List) and len(node.elts) > 1:
        yield from (_drop_entry(place) for place in range(len(node.elts)))
    elif isinstance(node, ast.Call):
        yield from _call_changes(node)


def _call_changes(node: ast.Call) -> Iterator[Change]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in _SIBLINGS:
        yield _call(_SIBLINGS[name])
    if name in _ONE_WAY and len(node.args) >= _PAIR:
        yield _swap_arguments


def _swap_junction(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _drop_operand(place: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        if not isinstance(node, ast.BoolOp):
            return node
        rest = [each for at, each in enumerate(node.values) if at != place]
        return rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)

    return change


def _move_bound(place: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Compare):
            node.ops[place] = _BOUNDS[type(node.ops[place])]()
        return node

    return change


def _add(step: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            node.value += step
        return node

    return change


def _drop_entry(place: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.List):
            del node.elts[place]
        return node

    return change


def _call(name: str) -> Change:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Call):
            node.func = ast.Name(id=name, ctx=ast.Load())
        return node

    return change


def _swap_arguments(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.Call):
        node.args[0], node.args[1] = node.args[1], node.args[0]
    return node


def _node(tree: ast.AST, place: int) -> ast.AST:
    return next(node for at, node in enumerate(ast.walk(tree)) if at == place)


def _put(root: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Replace a node wherever it stands below the root."""
    if old is new:
        return
    for parent in ast.walk(root):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and old in value:
                value[value.index(old)] = new


def _with_checks(spec: PointSpec, checks: dict[str, str]) -> PointSpec:
    outcomes = {name: each for name, each in spec.outcomes.items() if name in checks}
    return replace(spec, checks=checks, outcomes=outcomes)
