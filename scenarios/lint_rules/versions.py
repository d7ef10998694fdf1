"""Rules on what is in force when."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from scenarios.files import Library, Read, suggestion
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


@rule("L071")
def ends_before_it_begins(library: Library) -> Iterable[Problem]:
    """Something whose last day in force lies before its first."""
    reads: list[Read[ItemFile] | Read[PointFile]] = [*library.items.values()]
    reads += (read for versions in library.points.values() for read in versions)
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
            gap = first_gap(item.model.in_force, versions) if versions else None
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
