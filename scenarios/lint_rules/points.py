"""Rules on a review point by itself: its expressions, its basis, its place."""

import ast
import re
from collections.abc import Iterable

from review_points.expressions import ExpressionProblemError, python_tree
from scenarios.files import Library, Read
from scenarios.lint_rules.compiled import compiled_points, every_point, used_codes
from scenarios.lint_rules.registry import Place, problem, rule
from scenarios.point_problems import CODES, lint_code
from scenarios.problem import Problem
from scenarios.schema import PointFile

MOST_LINES = 120
MOST_NODES = 600
_ROLE = re.compile(r"\$(\w+)")


@rule(*CODES)
def does_not_compile(library: Library) -> Iterable[Problem]:
    """An expression or text of a point is wrong; the code says how."""
    for each in compiled_points(library):
        for found in each.problems:
            place, text = tuple(found.place.split(".")), f"{found.place}：{found.text}"
            column = _written_column(each.read, place, max(found.column, 1))
            yield problem(lint_code(found), each.read, place, text, found.hint, column=column)


@rule("L025")
def costs_too_much(library: Library) -> Iterable[Problem]:
    """A point whose expressions together are bigger than a point may be."""
    for each in compiled_points(library):
        texts = [*each.spec.checks.values(), *([each.spec.when] if each.spec.when else [])]
        nodes = sum(_nodes(text) for text in texts)
        if nodes > MOST_NODES:
            text = f"全部表达式有 {nodes} 个节点，超过 {MOST_NODES} 个"
            yield problem("L025", each.read, ("checks",), text, "拆成几个要点")


@rule("L043", "L049")
def without_basis(library: Library) -> Iterable[Problem]:
    """A point without legal basis, or one that is called verified without its text."""
    for read in every_point(library):
        if not read.model.basis:
            hint = "写明 law 和 article；没有核实的写 verified: false"
            yield problem("L043", read, ("basis",), "没有写法定依据", hint)
        for place, basis in enumerate(read.model.basis):
            if not basis.law.strip():
                yield problem("L043", read, ("basis", place), "没有写法律名称", "写上 law")
            if basis.verified and not basis.text:
                hint = "写上 text，或改为 verified: false"
                yield problem("L049", read, ("basis", place), "标为已核实却没有原文", hint)


@rule("L044")
def file_too_long(library: Library) -> Iterable[Problem]:
    """A point file of more than 120 lines."""
    for read in every_point(library):
        lines = len(read.loaded.lines)
        if lines > MOST_LINES:
            yield problem("L044", read, (), f"文件有 {lines} 行，超过 {MOST_LINES} 行", "拆成两个要点")


@rule("L045")
def file_elsewhere(library: Library) -> Iterable[Problem]:
    """A point file whose name does not begin with its code."""
    for read in every_point(library):
        stem = read.shown.rpartition("/")[2].removesuffix(".yaml")
        if stem.partition("@")[0] != read.model.code:
            hint = f"改名为 {read.model.code}.yaml（同一要点的另一版本加 @日期）"
            yield problem("L045", read, ("code",), f"文件名 {stem} 与编号 {read.model.code} 不符", hint)


@rule("L046")
def used_by_nobody(library: Library) -> Iterable[Problem]:
    """A point that no item uses."""
    for read in every_point(library):
        if read.model.code not in used_codes(library):
            text, hint = f"没有事项使用 {read.model.code}", "在事项文件的 points 中写上，或删去"
            yield problem("L046", read, ("code",), text, hint)


@rule("L047")
def without_question(library: Library) -> Iterable[Problem]:
    """A point that does not tell the clerk what to look at when it is unknown."""
    for read in every_point(library):
        if not read.model.unknown.strip():
            text, hint = "没有写“未知”时请工作人员核对什么", "写上 unknown: 请核对……"
            yield problem("L047", read, ("unknown",), text, hint)


def _written_column(read: Read[PointFile], place: Place, column: int) -> int:
    """Return a column of a bound text in the text as written: each bound role has a dollar sign more."""
    line, start = read.loaded.place(place)
    for found in _ROLE.finditer(read.loaded.lines[line - 1], start - 1):
        if found.start() - start + 1 >= column - 1:
            break
        column += found[1].removesuffix("_name") in read.model.roles
    return column


def _nodes(text: str) -> int:
    try:
        return sum(1 for _ in ast.walk(python_tree(text)))
    except ExpressionProblemError:
        return 0
