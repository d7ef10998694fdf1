"""The checks that review points may call, by family. Importing the package registers all of them."""

from review_points.checks import (
    amounts,
    arithmetic,
    choices,
    codes,
    comparison,
    dates,
    dictionaries,
    divisions,
    identity,
    licences,
    lists,
    numbers,
    presence,
    registers,
    scope,
    seals,
    words,
)
from review_points.checks.registry import CHECKS, VALUES

__all__ = [
    "CHECKS",
    "VALUES",
    "amounts",
    "arithmetic",
    "choices",
    "codes",
    "comparison",
    "dates",
    "dictionaries",
    "divisions",
    "identity",
    "licences",
    "lists",
    "numbers",
    "presence",
    "registers",
    "scope",
    "seals",
    "words",
]
