"""Rules on a review point by itself: its expressions, its basis, its place."""

from collections.abc import Iterable, Iterator

from review_points.point import Point, compile_point
from scenarios.example_run import as_written, example_types
from scenarios.files import Library, Read
from scenarios.lint_rules.registry import problem, rule
from scenarios.point_problems import lint_code
from scenarios.possible import possible_outcomes
from scenarios.problem import Problem
from scenarios.schema import PointFile

MOST_LINES = 120


def every_point(library: Library) -> Iterator[Read[PointFile]]:
    """Go through every version of every point."""
    return (read for versions in library.points.values() for read in versions)


def used_codes(library: Library) -> frozenset[str]:
    """Return the codes of the points that some item or area uses."""
    return frozenset(use.use for file in library.users() for use in file.model.points)


@rule("L030")
def does_not_compile(library: Library) -> Iterable[Problem]:
    """An expression or text of a point is wrong: codes L029 to L041 say how."""
    for read in every_point(library):
        if not read.model.roles and read.model.code not in used_codes(library):
            continue
        compiled = compile_point(as_written(read.model), example_types(read.model, library))
        for each in () if isinstance(compiled, Point) else compiled:
            found = problem(
                lint_code(each), read, tuple(each.place.split(".")), f"{each.place}：{each.text}", each.hint
            )
            yield found.moved(max(each.column, 1) - 1)


@rule("L042")
def never_passes_or_fails(library: Library) -> Iterable[Problem]:
    """A check or a whole point that can never pass, or never fail, whatever the facts are."""
    for read in every_point(library):
        point = compile_point(as_written(read.model), example_types(read.model, library))
        if not isinstance(point, Point):
            continue
        for place, outcomes in possible_outcomes(point):
            for outcome, words in ((True, "永远不会通过"), (False, "永远不会不通过")):
                if outcome not in outcomes:
                    where = ("checks", place) if place else ("checks",)
                    yield problem(
                        "L042", read, where, f"{place or '要点'}{words}", "检查 and、or、not 的用法"
                    )


@rule("L043")
def without_basis(library: Library) -> Iterable[Problem]:
    """A point without legal basis, or one that is called verified without its text."""
    for read in every_point(library):
        if not read.model.basis:
            yield problem(
                "L043",
                read,
                ("basis",),
                "没有写法定依据",
                "写明 law 和 article；没有核实的写 verified: false",
            )
        for place, basis in enumerate(read.model.basis):
            if basis.verified and not basis.text:
                yield problem(
                    "L043",
                    read,
                    ("basis", place),
                    "标为已核实却没有原文",
                    "写上 text，或改为 verified: false",
                )


@rule("L044")
def file_too_long(library: Library) -> Iterable[Problem]:
    """A point file of more than 120 lines."""
    for read in every_point(library):
        lines = (library.root / read.shown).read_text(encoding="utf-8").count("\n")
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
            yield problem(
                "L046",
                read,
                ("code",),
                f"没有事项使用 {read.model.code}",
                "在事项文件的 points 中写上，或删去",
            )


@rule("L047")
def without_question(library: Library) -> Iterable[Problem]:
    """A point that does not tell the clerk what to look at when it is unknown."""
    for read in every_point(library):
        if not read.model.unknown.strip():
            yield problem(
                "L047", read, ("unknown",), "没有写“未知”时请工作人员核对什么", "写上 unknown: 请核对……"
            )
