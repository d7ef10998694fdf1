"""Every small change of one expression, as text."""

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ocr.values import ElementType
from review_points.checks import CHECKS, VALUES
from review_points.checks.registry import Takes
from review_points.expressions import ExpressionProblemError, dotted_name, python_tree
from scenarios.terms import term_of

SIBLINGS = {
    "on_or_before": "before",
    "before": "on_or_before",
    "is_true": "is_false",
    "is_false": "is_true",
    "filled": "blank",
    "blank": "filled",
    "meaningful": "filled",
    "equal": "differs",
    "differs": "equal",
    "same_day": "on_or_before",
    "one_of": "not_one_of",
    "not_one_of": "one_of",
    "contains": "contains_any",
    "contains_any": "contains",
    "days_left": "days_left_at_most",
    "days_left_at_most": "days_left",
    "workdays_left": "workdays_left_at_most",
    "workdays_left_at_most": "workdays_left",
    "text_has": "text_lacks",
    "text_has_any": "text_lacks",
    "text_lacks": "text_has",
    "age_at_least": "age_at_most",
    "age_at_most": "age_at_least",
    "earlier": "later",
    "later": "earlier",
    "all_among": "any_among",
    "any_among": "all_among",
    "disjoint": "any_among",
    "each_at_most": "each_at_least",
    "each_at_least": "each_at_most",
    "mentions_all": "mentions_any",
    "mentions_any": "mentions_all",
    "mentions_none": "mentions_any",
    "scope_has": "scope_has_any",
    "scope_has_any": "scope_has",
    "scope_lacks": "scope_has_any",
    "starts_with": "ends_with",
    "ends_with": "starts_with",
    "earliest_of": "latest_of",
    "latest_of": "earliest_of",
    "smallest_of": "largest_of",
    "largest_of": "smallest_of",
    "sum_of": "largest_of",
    "total": "difference",
    "difference": "total",
    "gap": "total",
    "product": "total",
    "disability_kind_of": "disability_level_of",
    "disability_level_of": "disability_kind_of",
}
SYMMETRIC = frozenset(
    {
        "equal",
        "differs",
        "same_name",
        "same_organisation",
        "same_address",
        "same_scope",
        "same_day",
        "earlier",
        "later",
        "disjoint",
        "total",
        "gap",
        "product",
    }
)
_OTHER_ORDERS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
_DAY = timedelta(days=1)
_MARK = "〇"


@dataclass(frozen=True, slots=True)
class Change:
    """What kind of change, and the expression after it."""

    kind: str
    text: str


Types = Mapping[str, ElementType]
_Make = Callable[[ast.AST], ast.AST]
_Made = tuple[str, _Make]


def changed_expressions(text: str, types: Types) -> Iterator[Change]:
    """Go through every small change of one expression; none when it can't be parsed.

    Args:
        text: the expression.
        types: the facts that may stand in another's place, with their types.
    """
    try:
        tree = python_tree(text)
    except ExpressionProblemError:
        return
    yield Change("negated", f"not ({text})")
    seen = {ast.unparse(tree)}
    for place, node in enumerate(ast.walk(tree)):
        for kind, make in _changes(node, types):
            changed = _changed(tree, place, make)
            if changed not in seen:
                seen.add(changed)
                yield Change(kind, changed)


def _changed(tree: ast.expr, place: int, make: _Make) -> str:
    """Return the text of a copy in which the node at a place was changed."""
    root = ast.Expression(body=copy.deepcopy(tree))
    target = next(node for at, node in enumerate(ast.walk(root.body)) if at == place)
    _put(root, target, make(target))
    return ast.unparse(root.body)


def _changes(node: ast.AST, types: Types) -> Iterator[_Made]:
    if isinstance(node, ast.BoolOp):
        yield "operator flipped", _swap_junction
        yield from (("part dropped", _drop_operand(place)) for place in range(len(node.values)))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "operator flipped", lambda found: found.operand if isinstance(found, ast.UnaryOp) else found
    elif isinstance(node, ast.Compare):
        for place, order in enumerate(node.ops):
            yield from (("bound moved", _order(place, other)) for other in _OTHER_ORDERS[type(order)])
    elif isinstance(node, ast.Call):
        yield from _call_changes(node, types)
    else:
        yield from _leaf_changes(node, types)


def _leaf_changes(node: ast.AST, types: Types) -> Iterator[_Made]:
    """Go through the changes of constants, lists of texts and facts."""
    if isinstance(node, ast.Constant):
        yield from (("constant changed", _become(other)) for other in _other_values(node.value))
    elif isinstance(node, ast.List) and len(node.elts) > 1:
        yield from (("constant changed", _drop_entry(place)) for place in range(len(node.elts)))
    elif isinstance(node, ast.Attribute | ast.Name):
        yield from (("fact replaced", _fact(name)) for name in _other_facts(node, types))


def _call_changes(node: ast.Call, types: Types) -> Iterator[_Made]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in SIBLINGS:
        yield "operator flipped", _call(SIBLINGS[name])
    called = CHECKS.get(name) or VALUES.get(name)
    for place, parameter in enumerate(called.parameters if called else ()):
        if parameter.takes is Takes.WORD and place < len(node.args):
            yield from (("constant changed", _word(place, word)) for word in parameter.words)
    if name not in SYMMETRIC:
        yield from (("facts swapped", _swap(a, b)) for a, b in _alike(node, types))


def _alike(node: ast.Call, types: Types) -> Iterator[tuple[int, int]]:
    """Go through the pairs of arguments of one type, at least one of which is no constant."""
    terms = [term_of(each, types) for each in node.args]
    for b, right in enumerate(terms):
        for a, left in enumerate(terms[:b]):
            if left.type is right.type and (left.facts and right.facts):
                yield a, b


def _other_facts(node: ast.expr, types: Types) -> Iterator[str]:
    name = dotted_name(node)
    kind = types.get(name) if name is not None else None
    return (other for other, each in types.items() if kind is not None and each is kind and other != name)


def _other_values(value: object) -> Iterator[object]:
    """Go through the values a constant could be mistaken for."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            yield value + _MARK
        else:
            yield from ((day + _DAY).isoformat(), (day - _DAY).isoformat())


def _swap_junction(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _drop_operand(place: int) -> _Make:
    def change(node: ast.AST) -> ast.AST:
        if not isinstance(node, ast.BoolOp):
            return node
        rest = [each for at, each in enumerate(node.values) if at != place]
        return rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)

    return change


def _order(place: int, order: type[ast.cmpop]) -> _Make:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Compare):
            node.ops[place] = order()
        return node

    return change


def _become(value: object) -> _Make:
    def change(node: ast.AST) -> ast.AST:
        return ast.parse(repr(value), mode="eval").body

    return change


def _drop_entry(place: int) -> _Make:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.List):
            del node.elts[place]
        return node

    return change


def _call(name: str) -> _Make:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Call):
            node.func = ast.Name(id=name, ctx=ast.Load())
        return node

    return change


def _word(place: int, word: str) -> _Make:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Call):
            node.args[place] = ast.Constant(word)
        return node

    return change


def _swap(a: int, b: int) -> _Make:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Call):
            node.args[a], node.args[b] = node.args[b], node.args[a]
        return node

    return change


def _fact(name: str) -> _Make:
    def change(node: ast.AST) -> ast.AST:
        return ast.parse(name, mode="eval").body

    return change


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
