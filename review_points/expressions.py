"""Expressions: parsed with `ast`, whitelisted, typed at load time.

A library was looked for first; the CEL and FEEL bindings measured raise on a missing name or make it equal
to another missing one, so the smallest parser over Python's own grammar stands here instead. What is not on
the whitelist can't be said: no loops, no lambdas, no attributes but dotted fact names, no arithmetic.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from rapidfuzz import fuzz, process

from ocr.amounts import plain
from ocr.values import ElementType, canonical
from review_points.checks import CHECKS, VALUES
from review_points.checks.registry import NUMBERS, Check, Parameter, Takes, ValueFunction
from review_points.compare import are_comparable
from review_points.nodes import (
    CheckCall,
    Comparison,
    Condition,
    ConstantTerm,
    FactTerm,
    Junction,
    Negation,
    Term,
    TextsTerm,
    Valued,
    ValueTerm,
)
from review_points.operands import LONG_TERM, constant

MOST_CHARACTERS = 2000
MOST_DEPTH = 32
MOST_NODES = 200
_LEAST_LIKENESS = 55
_ROLE = re.compile(r"\$[A-Za-z_]\w*")
_ORDERS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionProblem:
    """What is wrong with an expression, where (column from 1), and what may have been meant."""

    code: str
    column: int
    text: str
    hint: str = ""


class ExpressionProblemError(Exception):
    """Carries one problem out of the parser; never leaves this module's functions."""

    def __init__(self, problem: ExpressionProblem) -> None:
        super().__init__(problem.text)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Expression:
    """A typed expression and the text it came from."""

    text: str
    condition: Condition


def parse(text: str, types: Mapping[str, ElementType]) -> Expression | ExpressionProblem:
    """Parse and type an expression over facts; a problem is returned, never raised.

    Args:
        text: the expression as it stands in the file.
        types: every fact name there is, with its type.
    """
    try:
        tree = python_tree(text)
    except ExpressionProblemError as found:
        return found.problem
    try:
        return Expression(text, _Parser(types).condition(tree))
    except ExpressionProblemError as found:
        return replace(found.problem, column=_characters(text, found.problem.column))


def python_tree(text: str) -> ast.expr:
    """Parse to Python's own tree within the limits of size and depth; raises ExpressionProblemError."""
    if len(text) > MOST_CHARACTERS:
        raise _problem("too_long", 1, f"表达式超过{MOST_CHARACTERS}个字符")
    role = _ROLE.search(text)
    if role:
        raise _problem(
            "unbound_role", role.start() + 1, f"角色{role[0]}没有绑定到材料", "在事项文件的 bind 中写明"
        )
    if _bracket_depth(text) > MOST_DEPTH:
        raise _problem("too_deep", 1, f"括号嵌套超过{MOST_DEPTH}层")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = getattr(error, "offset", None) or 1
        raise _problem(
            "syntax", column, "表达式写法有误", "检查括号、引号和逗号是否成对、是否为英文半角"
        ) from error
    if _depth(tree) > MOST_DEPTH:
        raise _problem("too_deep", 1, f"表达式嵌套超过{MOST_DEPTH}层")
    if sum(1 for _ in ast.walk(tree)) > MOST_NODES * 4:
        raise _problem("too_costly", 1, "表达式过于复杂", "拆成几个核验")
    return tree


def suggestion(word: str, known: Iterable[str]) -> str:
    """Ask whether a known word was meant; '' when none is like it."""
    best = process.extractOne(word, tuple(known), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    return f"是不是想写 {best[0]}？" if best else ""


class _Parser:
    """Turns Python's tree into nodes, typing as it goes."""

    def __init__(self, types: Mapping[str, ElementType]) -> None:
        self._types = types

    def condition(self, node: ast.expr) -> Condition:
        """Parse what is true or false."""
        if isinstance(node, ast.BoolOp):
            return Junction(isinstance(node.op, ast.And), tuple(self.condition(each) for each in node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return Negation(self.condition(node.operand))
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.Call):
            return self._check_call(node)
        raise self._no_condition(node)

    def _no_condition(self, node: ast.expr) -> ExpressionProblemError:
        name = dotted_name(node)
        if name is not None and self._types.get(name) is ElementType.BOOL:
            return _at(node, "not_logic", f"{name}是要素，不是条件", f"写成 is_true({name})")
        if name is not None:
            return _at(node, "not_logic", f"{name}不是条件", "要素须放进核验函数里，如 filled(…)")
        return _at(node, "forbidden", "这里只能写核验、比较以及 and、or、not")

    def _comparison(self, node: ast.Compare) -> Comparison:
        orders: list[str] = []
        for each in node.ops:
            order = _ORDERS.get(type(each))
            if order is None:
                raise _at(node, "forbidden", "只能用 < <= > >= == != 比较", "列表请用 one_of(…)")
            orders.append(order)
        terms = tuple(self.valued(each) for each in (node.left, *node.comparators))
        for term, part in zip(terms, (node.left, *node.comparators), strict=True):
            if term.type not in NUMBERS:
                hint = "日期用 on_or_before、same_day，其余用 equal、one_of"
                raise _at(part, "not_number", f"这里要数字，不是{term.type.value}", hint)
        return Comparison(tuple(orders), terms)

    def _check_call(self, node: ast.Call) -> CheckCall:
        name = _called_name(node)
        called = CHECKS.get(name)
        if called is None and name in VALUES:
            raise _at(
                node, "not_logic", f"{name}给出的是值，不是条件", f"放进比较或核验里，如 {name}(…) >= 1"
            )
        if called is None:
            raise _at(node, "unknown_check", f"没有名为{name}的核验", suggestion(name, CHECKS))
        arguments = self._arguments(node, called)
        return CheckCall(called, self._comparable(node, arguments) if called.comparable else arguments)

    def valued(self, node: ast.expr, wanted: Parameter | None = None) -> Valued:
        """Parse what has a value: a fact, a constant or a value function's call."""
        if isinstance(node, ast.Call):
            name = _called_name(node)
            called = VALUES.get(name)
            if called is None:
                hint = suggestion(name, VALUES) or ("这是条件，不是值" if name in CHECKS else "")
                raise _at(node, "unknown_function", f"没有名为{name}的取值函数", hint)
            return ValueTerm(called, self._arguments(node, called))
        literal = _literal(node)
        if literal is not None:
            return self._constant(node, literal, wanted)
        name_of_fact = dotted_name(node)
        if name_of_fact is None:
            raise _at(node, "forbidden", "这里只能写要素名、常量或取值函数")
        return self._fact(node, name_of_fact)

    def _fact(self, node: ast.expr, name: str) -> FactTerm:
        kind = self._types.get(name)
        if kind is None:
            raise _at(node, "unknown_fact", f"没有要素{name}", suggestion(name, self._types))
        return FactTerm(name, kind)

    def _constant(self, node: ast.expr, literal: str | int | float, wanted: Parameter | None) -> ConstantTerm:
        """Type a constant by the parameter it stands in; a list is taken as choices where it may be."""
        if not isinstance(literal, str):
            return ConstantTerm(constant(ElementType.NUMBER, _plain(literal)))
        if wanted is None or ElementType.TEXT in wanted.types or wanted.takes is Takes.WORD:
            return ConstantTerm(constant(ElementType.TEXT, literal))
        for kind in sorted(wanted.types, key=lambda each: (each is not ElementType.CHOICES, each)):
            fitting = _fitting(kind, literal)
            if fitting is not None:
                return ConstantTerm(constant(kind, fitting))
        raise _at(
            node, "bad_constant", f"“{literal}”不是{_type_names(wanted)}", "日期写成 '2026-01-01' 或 '长期'"
        )

    def _arguments(self, node: ast.Call, called: Check | ValueFunction) -> tuple[Term, ...]:
        """Parse a call's arguments against the signature."""
        parameters = called.parameters
        given = list(node.args) + self._keywords(node, called, len(node.args))
        least = sum(not each.optional for each in parameters)
        if not least <= len(given) <= len(parameters):
            wanted = "、".join(each.name for each in parameters)
            raise _at(
                node, "wrong_count", f"{called.name}要{least}个参数，写了{len(given)}个", f"依次为{wanted}"
            )
        return tuple(
            self._argument(each, parameter) for each, parameter in zip(given, parameters, strict=False)
        )

    def _keywords(self, node: ast.Call, called: Check | ValueFunction, start: int) -> list[ast.expr]:
        """Put keyword arguments, which may only follow in the signature's order, in their places."""
        found: list[ast.expr] = []
        for place, keyword in enumerate(node.keywords, start):
            wanted = called.parameters[place].name if place < len(called.parameters) else ""
            if keyword.arg is None or keyword.arg != wanted:
                hint = f"这里应为 {wanted}=…" if wanted else ""
                raise _at(keyword.value, "wrong_keyword", f"参数名{keyword.arg or '**'}不对", hint)
            found.append(keyword.value)
        return found

    def _argument(self, node: ast.expr, parameter: Parameter) -> Term:
        if parameter.takes is Takes.TEXTS:
            return TextsTerm(_texts(node))
        if parameter.takes is Takes.WORD:
            return self._word(node, parameter)
        term = self.valued(node, parameter)
        if term.type not in parameter.types:
            text = f"参数{parameter.name}要{_type_names(parameter)}，不是{term.type.value}"
            raise _at(node, "wrong_type", text)
        return term

    def _word(self, node: ast.expr, parameter: Parameter) -> Term:
        term = self.valued(node, parameter)
        if isinstance(term, ConstantTerm) and term.constant.text not in parameter.words:
            hint = suggestion(term.constant.text, parameter.words)
            raise _at(node, "bad_constant", f"参数{parameter.name}只能是{'、'.join(parameter.words)}", hint)
        return term

    def _comparable(self, node: ast.Call, arguments: tuple[Term, ...]) -> tuple[Term, ...]:
        """Give a constant the type of what it is compared with, and refuse types that can't be compared."""
        a, b = (each for each in arguments if not isinstance(each, TextsTerm))
        a, b = _adopt(node, a, b), _adopt(node, b, a)
        if not are_comparable(a.type, b.type):
            text = f"{a.type.value}与{b.type.value}不能比较"
            raise _at(node, "wrong_type", text, "检查两个要素的类型")
        return a, b


def dotted_name(node: ast.expr) -> str | None:
    """Return the dotted name a node spells, None when it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        front = dotted_name(node.value)
        return f"{front}.{node.attr}" if front is not None else None
    return None


def _adopt(node: ast.Call, term: Valued, other: Valued) -> Valued:
    """Type a text constant as what it is compared with."""
    if not isinstance(term, ConstantTerm) or term.type is not ElementType.TEXT:
        return term
    fitting = _fitting(other.type, term.constant.text)
    if fitting is None:
        raise _at(node, "bad_constant", f"“{term.constant.text}”不是{other.type.value}")
    return ConstantTerm(constant(other.type, fitting))


def _fitting(kind: ElementType, literal: str) -> str | None:
    if kind is ElementType.DATE and literal != LONG_TERM and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", literal):
        return None
    return canonical(kind, literal)


def _called_name(node: ast.Call) -> str:
    if not isinstance(node.func, ast.Name):
        raise _at(node, "forbidden", "只能调用登记过的核验和取值函数")
    return node.func.id


def _literal(node: ast.expr) -> str | int | float | None:
    """Return a text or number constant; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _literal(node.operand)
        return -inner if isinstance(inner, int | float) else None
    if not isinstance(node, ast.Constant):
        return None
    if isinstance(node.value, bool) or not isinstance(node.value, str | int | float):
        raise _at(node, "forbidden", f"不能写{node.value!r}", "是否类要素用 is_true(…)、is_false(…)")
    return node.value


def _plain(number: int | float) -> str:
    return plain(Decimal(repr(number)))


def _texts(node: ast.expr) -> tuple[str, ...]:
    if not isinstance(node, ast.List | ast.Tuple) or not node.elts:
        raise _at(node, "wrong_type", "这里要一列文字", "写成 ['甲', '乙']")
    found = tuple(_literal(each) for each in node.elts)
    if not all(isinstance(each, str) and each for each in found):
        raise _at(node, "wrong_type", "列表里只能是文字")
    return tuple(str(each) for each in found)


def _type_names(parameter: Parameter) -> str:
    return "或".join(sorted(each.value for each in parameter.types))


def _depth(tree: ast.AST) -> int:
    """Measure the depth of a tree without recursion."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(node, ast.Attribute):
            continue
        waiting.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return deepest


def _bracket_depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _characters(text: str, column: int) -> int:
    """Turn a column that Python counts in bytes of the stripped text into one in characters of the text."""
    stripped = text.lstrip()
    return len(text) - len(stripped) + len(stripped.encode()[: column - 1].decode(errors="ignore")) + 1


def _at(node: ast.expr, code: str, text: str, hint: str = "") -> ExpressionProblemError:
    return _problem(code, node.col_offset + 1, text, hint)


def _problem(code: str, column: int, text: str, hint: str = "") -> ExpressionProblemError:
    return ExpressionProblemError(ExpressionProblem(code=code, column=column, text=text, hint=hint))
