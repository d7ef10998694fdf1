"""Lint: everything that is wrong with scenario and point files, collected and printed together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scenarios.examples import is_chosen
from scenarios.files import ROOT, Library, read_library, suggestion
from scenarios.lint_rules import FINDERS, rules
from scenarios.load import scenario_problems
from scenarios.problem import Problem


def lint(paths: Sequence[Path] = (), *, root: Path = ROOT) -> tuple[Problem, ...]:
    """Return every problem of the files at or below the paths (of all, when none is named), by place.

    A file is always judged together with all others: what an item needs of a point is a problem of the item.
    While some file can't be read, only that is told: the others can't be judged without it.
    """
    found = lint_library(read_library(root))
    return tuple(each for each in found if is_chosen(each.file, paths, root))


def lint_library(library: Library) -> tuple[Problem, ...]:
    """Return every problem of a library, by place."""
    found = set(library.problems or _rule_problems(library)) or set(_building_problems(library))
    return tuple(sorted(replace(each, hint=each.hint or rules()[each.code].mend) for each in found))


def _rule_problems(library: Library) -> Iterator[Problem]:
    for find in dict.fromkeys(FINDERS.values()):
        yield from find(library)


def _building_problems(library: Library) -> Iterator[Problem]:
    """Build every scenario as on the day of the newest version; asked only when no rule found anything."""
    days = {overlay.model.version for overlay in library.overlays.values()}
    days |= {item.model.version for item in library.items.values()}
    if days:
        yield from scenario_problems(library, max(days))


def explain_rule(code: str) -> str:
    """Return what a rule is about, why it matters and how to mend it; or which rule may have been meant."""
    found = rules().get(code)
    return str(found) if found else f"没有规则 {code}。{suggestion(code, rules())}"
