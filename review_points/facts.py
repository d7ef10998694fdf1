"""Facts: the reconciled value of an element, its state, and the readings it rests on.

A fact's name is `<source>.<element>`: `form.name`, `nurse_certificate.valid_to` (a material's id),
`registry.nurse_register.status`, `case.received_on`, `param.min_age`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ocr.document import Reading
from ocr.values import ElementType


class FactState(StrEnum):
    """Only `read`, and `blank` for the operators that ask for it, may decide anything."""

    READ = "read"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    NOT_SOUGHT = "not_sought"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One element of one case, reconciled over its sources; `value` is canonical and set only when read."""

    name: str
    type: ElementType
    state: FactState
    value: str | None = None
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one case. A name that is not there is a fact in state `not_sought`."""

    by_name: Mapping[str, Fact] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Fact:
        """Return the fact; one that nobody sought has the state `not_sought`."""
        found = self.by_name.get(name)
        return found or Fact(name=name, type=ElementType.TEXT, state=FactState.NOT_SOUGHT)

    def __iter__(self) -> Iterator[Fact]:
        """Go through the facts in the order in which they were gathered."""
        return iter(self.by_name.values())
