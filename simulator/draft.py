"""A case that is being made up: its form, its papers and what the registers know. Flaws change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

CURABLE = frozenset({"return", "hand_over"})
FOR_A_CLERK = frozenset({"hand_over", "refuse"})


@dataclass(slots=True, kw_only=True)
class Paper:
    """One paper that will be handed in for a material."""

    kind: str
    values: dict[str, str]
    defects: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Draft:
    """The changeable state while a case is made up; `rows` maps a register to what it knows by key."""

    on: date
    random: Random
    applicant: str
    form: dict[str, str]
    papers: dict[str, Paper]
    rows: dict[str, dict[str, dict[str, str]]]

    def know(self, register: str, keys: tuple[str, ...], **record: str) -> None:
        """Let a register answer the same record for each of the keys."""
        self.rows.setdefault(register, {}).update({key: dict(record) for key in keys})

    def correct(self, register: str, **fields: str) -> None:
        """Change fields of every record of a register."""
        for record in self.rows[register].values():
            record.update(fields)

    def forget(self, register: str) -> None:
        """Let a register know nothing of this case."""
        self.rows[register] = {}

    def write(self, element: str, value: str, *materials: str) -> None:
        """Let an element read `value` on some papers (on every paper that has it, when none is named)."""
        for material in materials or tuple(self.papers):
            if materials or element in self.papers[material].values:
                self.papers[material].values[element] = value

    def spoil(self, material: str, defect: str) -> None:
        """Have a paper drawn with a defect of `simulator.paper`."""
        self.papers[material].defects.append(defect)

    def rename(self, old: str, new: str) -> None:
        """Replace a text everywhere: applicant, form, papers, and keys and records of the registers."""
        self.applicant = self.applicant.replace(old, new)
        for values in (self.form, *(paper.values for paper in self.papers.values())):
            values.update({key: value.replace(old, new) for key, value in values.items()})
        for register, records in self.rows.items():
            self.rows[register] = {
                key.replace(old, new): {name: value.replace(old, new) for name, value in record.items()}
                for key, record in records.items()
            }


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A defect that can be planted, the review point it is meant for, and the conclusions right for it."""

    plant: Callable[[Draft], None]
    point: str
    expected: frozenset[str] = CURABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKit:
    """One item: how a clean case is made up and what can be wrong with it."""

    item: str
    make_clean: Callable[[Random, str, date], Draft]
    flaws: Mapping[str, Flaw]


def days_after(day: date, count: int) -> str:
    """Return the ISO date so many days later (earlier when negative)."""
    return (day + timedelta(days=count)).isoformat()
