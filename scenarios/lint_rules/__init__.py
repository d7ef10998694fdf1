"""The lint rules, by what they look at. Importing this package registers all finders."""

from scenarios.lint_rules import (
    areas,
    demands,
    examples,
    items,
    kinds,
    logic,
    modes,
    outcomes,
    parameters,
    points,
    uses,
    versions,
    words,
)
from scenarios.lint_rules.registry import FINDERS, Rule, rules

__all__ = [
    "FINDERS",
    "Rule",
    "areas",
    "demands",
    "examples",
    "items",
    "kinds",
    "logic",
    "modes",
    "outcomes",
    "parameters",
    "points",
    "rules",
    "uses",
    "versions",
    "words",
]
