"""A reading of a text that somebody typed, in a form or in a register's record."""

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType, canonical, plain_text


def typed_reading(element: str, kind: ElementType, raw: str, source: Source) -> Reading:
    """Make a reading of a typed text: blank, lawful, or no value of its type."""
    if not plain_text(raw):
        return Reading(element=element, state=ReadingState.BLANK, source=source, raw=raw, confidence=1.0)
    value = canonical(kind, raw)
    state = ReadingState.READ if value is not None else ReadingState.UNREADABLE
    return Reading(element=element, state=state, source=source, value=value, raw=raw, confidence=1.0)
