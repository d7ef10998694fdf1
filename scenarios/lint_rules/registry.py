"""The register of lint rules: a code, a sentence, and a function from the files to problems."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from scenarios.files import Library, Read
from scenarios.problem import Problem

Finder = Callable[[Library], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    code: str
    meaning: str
    find: Finder


_RULES: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_RULES)


def rule(code: str) -> Callable[[Finder], Finder]:
    """Register a rule under its code; its docstring says what it looks for."""

    def register(find: Finder) -> Finder:
        if code in _RULES:
            raise ValueError(f"{code} is registered twice")
        _RULES[code] = Rule(code, (find.__doc__ or "").strip(), find)
        return find

    return register


def problem(code: str, source: Read[Any], place: tuple[str | int, ...], text: str, hint: str = "") -> Problem:
    """Make a problem at the place of a value in a file."""
    line, column = source.loaded.place(place)
    return Problem(code=code, file=source.shown, line=line, column=column, text=text, hint=hint)
