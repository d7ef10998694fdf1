"""From the readings of one element to one fact with a state.

Pixels decide: what a text layer or a QR code says is a witness that may confirm or contradict, never speak
alone. Witnesses that disagree make a conflict, also when a misreading could explain it: nobody knows which
one is right. A copy that can't be read might say anything, so it keeps the others from deciding.
"""

from ocr.document import Reading, ReadingState, Source
from ocr.values import IDENTIFIERS, ElementType, plain_text
from review_points.compare_addresses import fold_address
from review_points.compare_texts import fold_code, fold_name, fold_organisation
from review_points.facts import Fact, FactState
from review_points.operands import CERTAIN_SOURCES, EXACT_TYPES

HOPELESS_EXACT = 0.50
HOPELESS_OTHER = 0.30
_WITNESSES = frozenset({Source.TEXT_LAYER, Source.CODE})


def reconcile(name: str, kind: ElementType, readings: tuple[Reading, ...]) -> Fact:
    """Make the fact of one element out of all its readings, over sources, files and pages.

    Args:
        name: the fact's name, `<source>.<element>`.
        kind: the element's type.
        readings: what every source said; none at all means that the place was not found.
    """
    state, value = _settle(kind, readings)
    return Fact(name=name, type=kind, state=state, value=value, readings=readings)


def conflicting(name: str, kind: ElementType, readings: tuple[Reading, ...]) -> Fact:
    """Make a fact in conflict, for sources that contradict each other in a way readings can't show."""
    return Fact(name=name, type=kind, state=FactState.CONFLICT, value=None, readings=readings)


def _settle(kind: ElementType, readings: tuple[Reading, ...]) -> tuple[FactState, str | None]:
    states = {reading.state for reading in readings}
    if ReadingState.CONFLICT in states or {ReadingState.READ, ReadingState.BLANK} <= states:
        return FactState.CONFLICT, None
    if ReadingState.READ not in states:
        return _without_value(states), None
    read = [each for each in readings if each.state is ReadingState.READ]
    if ReadingState.UNREADABLE in states or not all(_is_whole(each) for each in read):
        return FactState.UNREADABLE, None
    if len(read) > 1 and len({_folded(kind, each.value or "") for each in read}) > 1:
        return FactState.CONFLICT, None
    leading = [each for each in read if each.source not in _WITNESSES]
    if not leading or _is_hopeless(kind, leading, read):
        return FactState.UNREADABLE, None
    return FactState.READ, leading[0].value


def _is_whole(reading: Reading) -> bool:
    """Tell whether a reading has a value, and scores that are scores: what is no number orders nothing."""
    scores = (reading.confidence, *reading.characters)
    return reading.value is not None and all(0.0 <= score <= 1.0 for score in scores)


def _without_value(states: set[ReadingState]) -> FactState:
    """Settle an element that nobody read: blank only when it was seen empty and nothing was illegible."""
    if ReadingState.UNREADABLE in states:
        return FactState.UNREADABLE
    return FactState.BLANK if ReadingState.BLANK in states else FactState.NOT_FOUND


def _is_hopeless(kind: ElementType, leading: list[Reading], read: list[Reading]) -> bool:
    """Tell whether the pixels were read too poorly, with nothing certain and no other witness beside them."""
    if any(each.source in CERTAIN_SOURCES for each in leading) or len({each.source for each in read}) > 1:
        return False
    floor = HOPELESS_EXACT if kind in EXACT_TYPES else HOPELESS_OTHER
    return max(min(each.characters, default=each.confidence) for each in leading) < floor


def _folded(kind: ElementType, value: str) -> str:
    """Fold a value as its type's comparison does."""
    if kind is ElementType.NAME:
        return fold_name(value)
    if kind is ElementType.ORGANISATION:
        return fold_organisation(value)
    if kind is ElementType.ADDRESS:
        return fold_address(value)
    return fold_code(value) if kind in IDENTIFIERS else plain_text(value)
