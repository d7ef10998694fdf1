"""Operands: what a check is given: a value with its type and state, and the facts it comes from."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ocr.document import Reading, ReadingState, Source
from ocr.values import IDENTIFIERS, ElementType
from review_points.calendar import Calendar
from review_points.checksums import breaks_check_digit
from review_points.facts import Fact, FactState

LONG_TERM = "长期"
CERTAIN_SOURCES = frozenset({Source.FORM, Source.REGISTRY, Source.CASE, Source.PARAMETER})
EXACT_TYPES = IDENTIFIERS | {ElementType.DATE, ElementType.PERIOD, ElementType.AMOUNT, ElementType.NUMBER}
_WITNESSES_ENOUGH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """Scores below which a character decides nothing. They order readings; they are no probabilities."""

    exact: float = 0.80
    other: float = 0.60
    hopeless: float = 0.50
    """Below this not even a right check digit and another source that says the same help."""
    explains: float = 0.90
    """A character read below this may have been misread: it explains a difference."""
    suspect: float = 0.97
    """The same, for a pair of similar shapes or a number whose check digit is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around an evaluation besides the facts."""

    calendar: Calendar | None = None
    floors: Floors = Floors()
    operands: dict[str, "Operand"] = field(default_factory=dict, compare=False, repr=False)
    """Operands made already, so that the readings of a fact are weighed once."""

    def stricter(self) -> "Surroundings":
        """Return surroundings in which a pass needs as sure a reading as a fail: what stands under NOT."""
        floors = replace(self.floors, exact=max(self.floors.exact, self.floors.explains))
        return replace(self, floors=floors)


@dataclass(frozen=True, slots=True)
class Operand:
    """One argument of a check. `unknowns` are the facts that keep it from being read."""

    type: ElementType
    state: FactState
    value: str | None = None
    facts: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    fact: Fact | None = None
    score: float = 1.0
    """The worst score of any character it comes from; 1 when two independent witnesses agree."""
    certain: bool = True
    """Whether no picture stands behind it: a form, a register, a parameter, a constant."""

    @property
    def is_read(self) -> bool:
        """Tell whether there is a value."""
        return self.state is FactState.READ and self.value is not None

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
        return date.max if self.is_long_term else date.fromisoformat(self.text)

    @property
    def number(self) -> Decimal:
        """The value as a number."""
        return Decimal(self.text)

    @property
    def flag(self) -> bool:
        """The value as yes or no; a text that is neither raises."""
        return {"true": True, "false": False}[self.text]

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of a list of choices, in order."""
        return tuple(each for each in self.text.split(";") if each)


def constant(kind: ElementType, value: str) -> Operand:
    """Make an operand of a text that stands in the rule itself."""
    return Operand(kind, FactState.READ, value)


def operand_of(fact: Fact, kind: ElementType | None = None) -> Operand:
    """Make an operand of a fact; anything but a read value waits for that fact."""
    names = (fact.name,)
    if fact.state is not FactState.READ or fact.value is None:
        state = FactState.NOT_FOUND if fact.state is FactState.READ else fact.state
        return Operand(kind or fact.type, state, None, names, names, fact)
    if not fact.readings:
        return Operand(kind or fact.type, FactState.READ, fact.value, names, (), fact)
    sources = {reading.source for reading in supporting(fact)}
    certain = not sources.isdisjoint(CERTAIN_SOURCES)
    score = 1.0 if certain or len(sources) >= _WITNESSES_ENOUGH else min(_best_scores(fact), default=0.0)
    return Operand(kind or fact.type, FactState.READ, fact.value, names, (), fact, score, certain)


def floor_of(kind: ElementType, floors: Floors) -> float:
    """Return the score every character of such a value must reach to decide anything."""
    return floors.exact if kind in EXACT_TYPES else floors.other


def supporting(fact: Fact) -> tuple[Reading, ...]:
    """Return the readings that say what the fact says."""
    return tuple(r for r in fact.readings if r.state is ReadingState.READ and r.value == fact.value)


def character_scores(operand: Operand) -> tuple[float, ...]:
    """Return the best score per character over the readings that support the value; certain ones give 1."""
    if operand.fact is None or operand.certain:
        return (operand.score,) * len(operand.text)
    return _best_scores(operand.fact)


def is_strong(operand: Operand, floors: Floors) -> bool:
    """Tell whether the value was read well enough to decide anything."""
    if not operand.is_read:
        return False
    return operand.certain or operand.score >= floor_of(operand.type, floors)


def is_sure(operand: Operand, floors: Floors) -> bool:
    """Tell whether a fail may rest on the value: what reading could explain is no fail.

    Every character needs more than the floor, most of all of a number whose check digit is wrong: a word read
    as none of a closed list may be one of them, misread. A yes or no has no characters.
    """
    if operand.certain or operand.type is ElementType.BOOL:
        return is_strong(operand, floors)
    is_suspect = operand.type in EXACT_TYPES and breaks_check_digit(operand.text)
    return operand.score >= (floors.suspect if is_suspect else floors.explains)


def _best_scores(fact: Fact) -> tuple[float, ...]:
    length = len(fact.value or "")
    rows = [_scores(reading, length) for reading in supporting(fact)]
    if len(rows) == 1:
        return rows[0]
    return tuple(max(column) for column in zip(*rows, strict=True)) if rows else (0.0,) * length


def _scores(reading: Reading, length: int) -> tuple[float, ...]:
    if len(reading.characters) == length:
        return reading.characters
    worst = min(reading.characters, default=reading.confidence)
    return (min(worst, reading.confidence),) * length
