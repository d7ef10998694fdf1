"""The checks that review points may call, by family. Importing the package registers all of them."""

from review_points.checks import (
    choices,
    comparison,
    dates,
    identity,
    licences,
    numbers,
    presence,
    registers,
    seals,
)
from review_points.checks.registry import CHECKS, VALUES

__all__ = [
    "CHECKS",
    "VALUES",
    "choices",
    "comparison",
    "dates",
    "identity",
    "licences",
    "numbers",
    "presence",
    "registers",
    "seals",
]
