"""How well must an operand have been read before a check may rest on it, and what stands around a check."""

from dataclasses import dataclass, replace

from ocr.values import ElementType
from review_points.calendar import Calendar
from review_points.checksums import breaks_check_digit
from review_points.facts import (
    CERTAIN_SOURCES,
    EXACT_TYPES,
    LONG_TERM,
    FactState,
    Operand,
    best_scores,
    operand_of,
)

__all__ = [
    "CERTAIN_SOURCES",
    "EXACT_TYPES",
    "LONG_TERM",
    "Floors",
    "Operand",
    "Surroundings",
    "character_scores",
    "constant",
    "floor_of",
    "is_strong",
    "is_sure",
    "operand_of",
]


_BOOL = ElementType.BOOL


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

    def stricter(self) -> "Surroundings":
        """Return surroundings in which a pass needs as sure a reading as a fail: what stands under NOT."""
        exact, other = (max(floor, self.floors.explains) for floor in (self.floors.exact, self.floors.other))
        return replace(self, floors=replace(self.floors, exact=exact, other=other))


def constant(kind: ElementType, value: str) -> Operand:
    """Make an operand of a text that stands in the rule itself."""
    return Operand(kind, FactState.READ, value, is_exact=kind in EXACT_TYPES)


def floor_of(kind: ElementType, floors: Floors) -> float:
    """Return the score every character of such a value must reach to decide anything."""
    return floors.exact if kind in EXACT_TYPES else floors.other


def character_scores(operand: Operand) -> tuple[float, ...]:
    """Return the best score per character over the readings that support the value; certain ones give 1."""
    if operand.fact is None or operand.certain:
        return (operand.score,) * len(operand.text)
    return best_scores(operand.fact)


def is_strong(operand: Operand, floors: Floors) -> bool:
    """Tell whether the value was read well enough to decide anything."""
    return operand.certain or operand.score >= (floors.exact if operand.is_exact else floors.other)


def is_sure(operand: Operand, floors: Floors) -> bool:
    """Tell whether a fail may rest on the value: what reading could explain is no fail.

    Every character needs more than the floor, most of all of a number whose check digit is wrong: a word read
    as none of a closed list may be one of them, misread. A yes or no has no characters.
    """
    if operand.certain or operand.type is _BOOL:
        return is_strong(operand, floors)
    is_suspect = operand.is_exact and breaks_check_digit(operand.text)
    return operand.score >= (floors.suspect if is_suspect else floors.explains)
