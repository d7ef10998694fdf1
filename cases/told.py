"""Readings of what the robot itself knows of the files."""

from ocr.document import Reading, ReadingState, Source


def told(element: str, value: str | None) -> tuple[Reading, ...]:
    """Return what the robot itself knows of the files; nothing when it does not know."""
    if value is None:
        return ()
    known = Reading(
        element=element, state=ReadingState.READ, source=Source.CASE, value=value, raw=value, confidence=1.0
    )
    return (known,)
