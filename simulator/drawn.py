"""A simulated case: what the applicant typed and handed in, and the truth that only the simulator knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


class FilePlan(Protocol):
    """A file that is drawn only when somebody asks for it."""

    @property
    def slot(self) -> str:
        """The material's name under which it was uploaded."""

    @property
    def name(self) -> str:
        """The file's name as uploaded."""

    @property
    def key(self) -> str:
        """A short text that is the same exactly when the drawn bytes are the same."""

    def data(self) -> bytes:
        """Draw the file; the same plan always gives the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """What one register answers for one key."""

    register: str
    key: str
    record: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCase:
    """One application in an old system.

    `expected` holds the kinds of conclusion that are right for it: {'approve'} for a clean case, some of
    {'return', 'hand_over', 'refuse'} for one with a planted flaw.
    """

    number: str
    item: str
    item_name: str
    area: str
    applicant: str
    received_on: date
    form: Mapping[str, str]
    files: tuple[FilePlan, ...]
    truth: Mapping[str, str] = field(default_factory=dict)
    flaw: str | None = None
    expected: frozenset[str] = frozenset({"approve"})
    register_rows: tuple[RegisterRow, ...] = ()
