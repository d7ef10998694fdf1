"""Rules on what is in force when."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from scenarios.files import Library, Read, suggestion
from scenarios.lint_rules.compiled import every_point
from scenarios.lint_rules.registry import problem, rule
from scenarios.problem import Problem
from scenarios.schema import InForce, ItemFile, PointFile

_DAY = timedelta(days=1)


@rule("L070")
def versions_overlap(library: Library) -> Iterable[Problem]:
    """Two versions of one point that are in force on the same day."""
    for versions in library.points.values():
        ordered = sorted(versions, key=lambda each: each.model.in_force.from_)
        for earlier, later in pairwise(ordered):
            end = earlier.model.in_force.to
            if end is None or end >= later.model.in_force.from_:
                text = f"{later.model.code} 的两个版本同时有效（另一个在 {earlier.shown}）"
                yield problem("L070", later, ("in_force",), text, "给较早的版本写上 to")


@rule("L074")
def gap_between_versions(library: Library) -> Iterable[Problem]:
    """Two versions of one point between which there are days without any."""
    for versions in library.points.values():
        ordered = sorted(versions, key=lambda each: each.model.in_force.from_)
        for earlier, later in pairwise(ordered):
            end, start = earlier.model.in_force.to, later.model.in_force.from_
            if end is not None and end + _DAY < start:
                text = f"{later.model.code} 自 {end + _DAY} 到 {start - _DAY} 没有版本"
                yield problem(
                    "L074", later, ("in_force",), text, f"{earlier.shown} 的 to 写到 {start - _DAY}"
                )


@rule("L077")
def basis_not_in_force(library: Library) -> Iterable[Problem]:
    """A basis that is never in force while the point is, or days of the point on which none of them is."""
    for read in every_point(library):
        whole = read.model.in_force
        apart = [place for place, basis in enumerate(read.model.basis) if not _meet(whole, basis.in_force)]
        for place in apart:
            text = "这一条依据在要点有效期内没有施行"
            yield problem("L077", read, ("basis", place), text, "核对依据的 from、to 和要点的 in_force")
        gap = first_gap(whole, [basis.in_force for basis in read.model.basis]) if read.model.basis else None
        if gap is not None and not apart:
            text, hint = f"{gap} 起没有施行中的依据", "补上该时段的依据，或给要点写上 to 另加版本"
            yield problem("L077", read, ("basis",), text, hint)


@rule("L078")
def file_of_another_day(library: Library) -> Iterable[Problem]:
    """A version whose file name says another day than the one from which it is in force."""
    for read in every_point(library):
        stem = read.shown.rpartition("/")[2].removesuffix(".yaml")
        day = stem.partition("@")[2]
        start = read.model.in_force.from_.isoformat()
        if day and not start.startswith(day):
            text = f"文件名写 {day}，生效日是 {start}"
            yield problem("L078", read, ("in_force", "from"), text, f"改名为 {read.model.code}@{start}.yaml")


@rule("L071")
def ends_before_it_begins(library: Library) -> Iterable[Problem]:
    """Something whose last day in force lies before its first."""
    reads: list[Read[ItemFile] | Read[PointFile]] = [*library.items.values(), *every_point(library)]
    for read in reads:
        in_force = read.model.in_force
        if in_force.to is not None and in_force.to < in_force.from_:
            yield problem("L071", read, ("in_force",), "失效日早于生效日", "核对 from 和 to")


@rule("L072")
def no_version_in_force(library: Library) -> Iterable[Problem]:
    """A used point that has no version in force on some day on which the item is in force."""
    for read in library.users():
        item = library.items.get(read.model.item)
        if item is None:
            continue
        for place, use in enumerate(read.model.points):
            versions = [each.model.in_force for each in library.points.get(use.use, ())]
            gap = first_gap(item.model.in_force, _closed(versions)) if versions else None
            if gap is not None:
                text = f"{use.use} 在 {gap} 没有有效版本，而事项自 {item.model.in_force.from_} 起有效"
                yield problem("L072", read, ("points", place), text, "补上该时段的版本，或改事项的 in_force")


@rule("L073")
def unknown_point(library: Library) -> Iterable[Problem]:
    """A use of a point for which there is no file."""
    for read in library.users():
        for place, use in enumerate(read.model.points):
            if use.use not in library.points:
                hint = suggestion(use.use, library.points)
                yield problem("L073", read, ("points", place, "use"), f"没有审查要点 {use.use}", hint)


def _closed(versions: list[InForce]) -> list[InForce]:
    """Return the versions without the gaps between them, which are told by themselves."""
    ends = [each.to for each in versions]
    last = None if None in ends else max(each for each in ends if each is not None)
    return [InForce(from_=min(each.from_ for each in versions), to=last)]


def _meet(one: InForce, other: InForce) -> bool:
    """Tell whether two times have a day in common."""
    first = max(one.from_, other.from_)
    return one.holds(first) and other.holds(first)


def first_gap(whole: InForce, parts: list[InForce]) -> date | None:
    """Return the first day of the whole that none of the parts covers."""
    day = whole.from_
    for part in sorted(parts, key=lambda each: each.from_):
        if part.from_ > day:
            return day
        if part.to is None:
            return None
        day = max(day, part.to + _DAY)
    return None if whole.to is not None and day > whole.to else day
