"""The register of lint rules: what each is called, why it matters, how to mend it, and who finds it.

The words stand in rules.yaml, one entry for each code. Most codes have a finder, a function from the files to
problems; those of unreadable files and wrong expressions are found while reading and compiling.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scenarios.files import Library, Read
from scenarios.problem import Problem, ScenarioError
from scenarios.yaml_file import Loaded, load_yaml

Finder = Callable[[Library], Iterable[Problem]]
Place = tuple[str | int, ...]
_WORDS = Path(__file__).with_name("rules.yaml")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words: its code, what it is called, why it matters, and how to mend what it finds."""

    code: str
    group: str
    title: str
    why: str
    mend: str

    def __str__(self) -> str:
        """Return the rule as `lint --explain` prints it."""
        return f"{self.code} {self.title}（{self.group}）\n为什么：{self.why}\n怎么改：{self.mend}"


_FINDERS: dict[str, Finder] = {}
FINDERS: Mapping[str, Finder] = MappingProxyType(_FINDERS)


def rule(*codes: str) -> Callable[[Finder], Finder]:
    """Register a finder under the codes it may report; its docstring says what it looks for."""

    def register(find: Finder) -> Finder:
        for code in codes:
            if code in _FINDERS:
                raise ValueError(f"{code} is registered twice")
            _FINDERS[code] = find
        return find

    return register


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule in words, by code, in the order of the file."""
    loaded = load_yaml(_WORDS, _WORDS.name)
    if not isinstance(loaded, Loaded):
        raise ScenarioError((loaded,))
    return MappingProxyType(
        {
            code: Rule(code, group, each["title"], each["why"], each["mend"])
            for group, entries in loaded.data.items()
            for code, each in entries.items()
        }
    )


def problem(
    code: str, source: Read[Any], place: Place, text: str, hint: str = "", *, column: int = 0
) -> Problem:
    """Make a problem at the place of a value in a file; with a column, inside the value."""
    line, at = source.loaded.inside(place, column) if column else source.loaded.place(place)
    return Problem(code=code, file=source.shown, line=line, column=at, text=text, hint=hint)
