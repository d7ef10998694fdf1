"""Terms of an expression, as text: a fact, a constant, or a value function's call over them."""

import ast
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ocr.values import ElementType
from review_points.checks import VALUES
from review_points.expressions import dotted_name

_WHOLE = frozenset({"length", "count", "age_on", "days_between", "workdays_between", "as_number"})


@dataclass(frozen=True, slots=True)
class Term:
    """One argument: its text, the facts in it, its type, and its value when it is a constant."""

    text: str
    facts: tuple[str, ...]
    type: ElementType
    constants: tuple[str, ...] = ()
    is_fact: bool = False
    is_whole: bool = False
    """Whether its number is always a whole one."""

    @property
    def name(self) -> str:
        """The name of the fact that stands for it: its own, or a made-up one."""
        return self.text if self.is_fact else f"term.t{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"


def term_of(node: ast.expr, types: Mapping[str, ElementType]) -> Term:
    """Return a term; a fact without a known type counts as text."""
    text = ast.unparse(node)
    name = dotted_name(node)
    if name is not None:
        return Term(text, (name,), types.get(name, ElementType.TEXT), is_fact=True)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        called = VALUES.get(node.func.id)
        kind = called.result if called else ElementType.TEXT
        facts = tuple(dict.fromkeys(facts_below(node)))
        return Term(text, facts, kind, is_whole=node.func.id in _WHOLE)
    return Term(text, (), ElementType.TEXT, tuple(_constants(node)))


def facts_below(node: ast.AST) -> Iterator[str]:
    """Go through the dotted names below a node, the longest of each chain, in the order of the text."""
    if isinstance(node, ast.Attribute | ast.Name):
        name = dotted_name(node)
        if name is not None:
            yield name
        return
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Call) and child is node.func):
            yield from facts_below(child)


def _constants(node: ast.expr) -> Iterator[str]:
    """Go through the texts and numbers written in a constant, a negative number as one."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        yield f"-{node.operand.value!s}"
        return
    for each in ast.walk(node):
        if isinstance(each, ast.Constant):
            yield str(each.value)
