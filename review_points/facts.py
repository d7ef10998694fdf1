"""Facts: the reconciled value of an element, its state, and the readings it rests on.

A fact's name is `<source>.<element>`: `form.name`, `nurse_certificate.valid_to` (a material's id),
`registry.nurse_register.status`, `case.received_on`, `param.min_age`. Every fact is weighed once, when it is
made: how well was each of its characters read? What checks are called with is the weighed fact, the operand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from ocr.document import Reading, ReadingState, Source
from ocr.values import COLUMNS, IDENTIFIERS, ElementType

LONG_TERM = "长期"
CERTAIN_SOURCES = frozenset({Source.FORM, Source.REGISTRY, Source.CASE, Source.PARAMETER})
EXACT_TYPES = frozenset(
    {*IDENTIFIERS, *COLUMNS, ElementType.DATE, ElementType.PERIOD, ElementType.AMOUNT, ElementType.NUMBER}
)
_WITNESSES_ENOUGH = 2


class FactState(StrEnum):
    """Only `read`, and `blank` for the operators that ask for it, may decide anything."""

    READ = "read"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    NOT_SOUGHT = "not_sought"


_READ = FactState.READ


@dataclass(slots=True, unsafe_hash=True)
class Operand:
    """One argument of a check. `unknowns` are the facts that keep it from being read.

    Nothing changes it once it is made; it is not frozen because so many are made, and freezing doubles that.
    """

    type: ElementType
    state: FactState
    value: str | None = None
    facts: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    fact: "Fact | None" = None
    score: float = 1.0
    """The worst score of any character it comes from, 0 to 1: 1 when two independent witnesses agree, 0 when
    nothing was read."""
    certain: bool = True
    """Whether it was read and no picture stands behind it: a form, a register, a parameter, a constant."""
    is_exact: bool = False
    """Whether one wrong character makes it another value: identifiers, dates, numbers, amounts."""
    known_day: date | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def is_read(self) -> bool:
        """Tell whether there is a value."""
        return self.value is not None and self.state is _READ

    @property
    def text(self) -> str:
        """The canonical text; only for an operand that is read."""
        if self.value is None:
            raise ValueError("an operand without a value has no text")
        return self.value

    @property
    def is_long_term(self) -> bool:
        """Tell whether the date is 长期."""
        return self.value == LONG_TERM

    @property
    def day(self) -> date:
        """The value as a day; 长期 counts as the last day there is."""
        found = self.known_day
        if found is None:
            found = date.max if self.value == LONG_TERM else date.fromisoformat(self.text)
            self.known_day = found
        return found

    @property
    def number(self) -> Decimal:
        """The value as a number."""
        return _number(self.text)

    @property
    def flag(self) -> bool:
        """The value as yes or no; a text that is neither raises."""
        return FLAGS[self.text]

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of a list of choices, in order."""
        return tuple(each for each in self.text.split(";") if each)


FLAGS = {"true": True, "false": False}


@lru_cache(maxsize=4096)
def _number(text: str) -> Decimal:
    return Decimal(text)


class _Weighed:
    """Holds a fact's operand beside its fields, where it is neither stored nor compared."""

    __slots__ = ("operand",)
    operand: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(_Weighed):
    """One element of one case, reconciled over its sources; `value` is canonical and set only when read."""

    name: str
    type: ElementType
    state: FactState
    value: str | None = None
    readings: tuple[Reading, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "operand", operand_of(self))

    def __reduce__(self) -> tuple[Callable[..., "Fact"], tuple[object, ...]]:
        return _rebuilt, (self.name, self.type, self.state, self.value, self.readings)


def _rebuilt(
    name: str, kind: ElementType, state: FactState, value: str | None, readings: tuple[Reading, ...]
) -> Fact:
    return Fact(name=name, type=kind, state=state, value=value, readings=readings)


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


def operand_of(fact: Fact, kind: ElementType | None = None) -> Operand:
    """Weigh a fact, as its own type or another; anything but a read value waits for that fact."""
    names = (fact.name,)
    wanted = kind or fact.type
    is_exact = wanted in EXACT_TYPES
    if fact.state is not _READ or fact.value is None:
        state = FactState.NOT_FOUND if fact.state is _READ else fact.state
        return Operand(wanted, state, None, names, names, fact, 0.0, False, is_exact)
    score, certain = _weight(fact)
    return Operand(wanted, _READ, fact.value, names, (), fact, score, certain, is_exact)


def supporting(fact: Fact) -> tuple[Reading, ...]:
    """Return the readings that say what the fact says."""
    return tuple(r for r in fact.readings if r.state is ReadingState.READ and r.value == fact.value)


def best_scores(fact: Fact) -> tuple[float, ...]:
    """Return the best score per character, 0 to 1, over the readings that support the value."""
    length = len(fact.value or "")
    rows = [_scores(reading, length) for reading in supporting(fact)]
    if len(rows) == 1:
        return rows[0]
    return tuple(max(column) for column in zip(*rows, strict=True)) if rows else (0.0,) * length


def _weight(fact: Fact) -> tuple[float, bool]:
    """Return the worst score of any character, and whether no picture stands behind the value."""
    if not fact.readings:
        return 1.0, True
    sources = {reading.source for reading in supporting(fact)}
    certain = not sources.isdisjoint(CERTAIN_SOURCES)
    if certain or len(sources) >= _WITNESSES_ENOUGH:
        return 1.0, certain
    return min(best_scores(fact), default=0.0), False


def _scores(reading: Reading, length: int) -> tuple[float, ...]:
    scores = reading.characters or (reading.confidence,)
    if not all(0.0 <= score <= 1.0 for score in (*scores, reading.confidence)):
        return (0.0,) * length  # no score at all, such as NaN, is worth nothing
    return scores if len(scores) == length else (min(*scores, reading.confidence),) * length
