"""The lint rules, by what they look at. Importing this package registers all of them."""

from scenarios.lint_rules import areas, examples, items, outcomes, points, versions
from scenarios.lint_rules.registry import RULES, Rule

__all__ = ["RULES", "Rule", "areas", "examples", "items", "outcomes", "points", "versions"]
