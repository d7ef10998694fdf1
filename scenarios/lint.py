"""Lint: everything that is wrong with scenario and point files, collected and printed together."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from scenarios.examples import is_chosen
from scenarios.files import ROOT, Library, read_library
from scenarios.lint_rules import RULES
from scenarios.load import scenario_problems
from scenarios.problem import Problem


def lint(paths: Sequence[Path] = (), *, root: Path = ROOT) -> tuple[Problem, ...]:
    """Return every problem of the files at or below the paths (of all, when none is named), by place.

    A file is always judged together with all others: what an item needs of a point is a problem of the item.
    """
    found = lint_library(read_library(root))
    return tuple(each for each in found if is_chosen(each.file, paths, root))


def lint_library(library: Library) -> tuple[Problem, ...]:
    """Return every problem of a library, by place."""
    return tuple(sorted({*library.problems, *_rule_problems(library), *_building_problems(library)}))


def _rule_problems(library: Library) -> Iterator[Problem]:
    for rule in RULES.values():
        yield from rule.find(library)


def _building_problems(library: Library) -> Iterator[Problem]:
    """Build every scenario as on the day of its newest version."""
    days = {overlay.model.version for overlay in library.overlays.values()}
    days |= {item.model.version for item in library.items.values()}
    if days:
        yield from scenario_problems(library, max(days))
