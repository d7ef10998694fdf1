"""Marks people make: signatures."""

from collections.abc import Sequence

from ocr.dates import dates_within
from ocr.document import Reading, ReadingState, Source
from ocr.ink import Area, Ink, InkMap, handwriting_in
from ocr.labels import Occurrence
from ocr.layout import PICTURE, Span, box_of


def signature_reading(
    key: str,
    label: Occurrence,
    seen: Sequence[Occurrence],
    spans: Sequence[Span],
    ink: InkMap | None,
    *,
    page: int,
    source: Source,
) -> Reading:
    """Return whether someone signed beside the label; print and dates are no signature."""
    area = _signing_area(label, seen)
    box = box_of(area.left, area.top, area.right, area.bottom)
    state = ReadingState.NOT_FOUND
    if ink is not None:
        half = min(label.height, 0.35 * (area.bottom - area.top)) / 2
        like = Area(left=label.left, top=label.middle - half, right=label.right, bottom=label.middle + half)
        state = _SIGNED[handwriting_in(ink, area, like, _printed(label, spans))]
    elif any(character.text == PICTURE for character in label.row[label.end :]):
        state = ReadingState.READ
    return Reading(
        element=key,
        state=state,
        source=source,
        value="true" if state is ReadingState.READ else None,
        confidence=0.9 if state is not ReadingState.NOT_FOUND else 0.0,
        page=page,
        box=box,
    )


def _signing_area(label: Occurrence, seen: Sequence[Occurrence]) -> Area:
    """Return where one signs; a line into which the signature was merged is taller than its letters."""
    letters = label.row[label.start : label.end]
    pitch = (letters[-1].x - letters[0].x) / max(1, len(letters) - 1)
    height = min(label.height, 1.5 * pitch) if len(letters) > 1 else label.height
    edge = min(
        (o.left for o in seen if o.left > label.right and abs(o.middle - label.middle) < 0.6 * height),
        default=label.right + 11 * height,
    )
    step = min(pitch, 0.9 * label.height) if len(letters) > 1 else 0.8 * height
    left = letters[-1].x + 1.35 * step
    return Area(
        left=left,
        top=min(label.top, label.middle - 1.1 * height),
        right=max(left + 1, min(edge - 0.4 * height, label.right + 11 * height)),
        bottom=max(label.bottom, label.middle + 0.75 * height),
    )


_SIGNED = {Ink.SOME: ReadingState.READ, Ink.NONE: ReadingState.BLANK, Ink.UNSURE: ReadingState.UNREADABLE}


def _printed(label: Occurrence, spans: Sequence[Span]) -> list[Area]:
    """Return the lines around a signature that are print: other rows, and dates on its own row."""
    found = []
    for span in spans:
        is_own_row = abs(span.middle - label.middle) < 0.9 * label.height
        if span.index == label.row[label.start].line:
            continue
        if not is_own_row or dates_within(span.text):
            found.append(Area(left=span.left, top=span.top, right=span.right, bottom=span.bottom))
    return found
