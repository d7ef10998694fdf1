"""The text layer against the pixels: what is printed but not seen, and what is seen otherwise."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from ocr.document import Box, Line, Reading, ReadingState, Source
from ocr.layout import bounds
from ocr.values import plain_text

HIDDEN = "hidden_text"
CONFLICT = "text_layer_conflict"
_LONG = 6
_LEAST_ON_INK = 3
"""From how many characters invisible text counts where something else is drawn; scanners' OCR has specks."""
_TELLING = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")


def integrity_of(
    seen: Sequence[Line], layer: Sequence[Line], has_ink: Callable[[Box], bool]
) -> tuple[str, ...]:
    """Return integrity codes of a page by comparing its text layer with what was read from its pixels.

    Text that nobody can see is hidden; a short text that was drawn but not read (an ornament) is not.
    """
    codes: set[str] = set()
    for line in layer:
        text = _telling(line.text)
        if len(text) < 2:
            continue
        there = _telling(_text_at(line, seen))
        if not there:
            if len(text) >= _LONG or not has_ink(line.box):
                codes.add(HIDDEN)
        elif _differs(text, there):
            codes.add(CONFLICT)
    return tuple(sorted(codes))


def unseen(
    seen: Sequence[Line], faint: Sequence[Line], notes: Sequence[Line], has_ink: Callable[[Box], bool]
) -> tuple[str, ...]:
    """Return integrity codes for text that is drawn to be invisible and for notes that are not shown.

    A searchable scan has such text too: where the pixels say the same, nothing is hidden.
    """
    codes = set()
    for line, least in (*((line, _LEAST_ON_INK) for line in faint), *((note, _LONG) for note in notes)):
        text = _telling(line.text)
        there = _telling(_text_at(line, seen))
        if text and not there and (len(text) >= least or not has_ink(line.box)):
            codes.add(HIDDEN)
        elif there and (Counter(text) - Counter(there)).total() > max(1, 0.34 * len(text)):
            codes.add(CONFLICT)
    return tuple(sorted(codes))


def element_conflicts(readings: Mapping[str, Sequence[Reading]]) -> tuple[str, ...]:
    """Return the conflict code when an element reads otherwise in the pixels than in the text layer."""
    for found in readings.values():
        values = {
            source: {r.value for r in found if r.source is source and r.state is ReadingState.READ}
            for source in (Source.PIXELS, Source.TEXT_LAYER)
        }
        if all(values.values()) and not values[Source.PIXELS] & values[Source.TEXT_LAYER]:
            return (CONFLICT,)
    return ()


def _telling(text: str) -> str:
    return "".join(_TELLING.findall(plain_text(text)))


def _differs(text: str, there: str) -> bool:
    """Tell whether a text is clearly not part of what stands there; a misread character does not count."""
    if text in there:
        return False
    distance = Levenshtein.distance(text, there) - max(0, len(there) - len(text))
    return distance > max(1, 0.34 * len(text))


def _text_at(line: Line, seen: Sequence[Line]) -> str:
    """Return what the pixels say where a line of the text layer lies."""
    left, top, right, bottom = bounds(line.box)
    parts = []
    for other in seen:
        x0, y0, x1, y1 = bounds(other.box)
        across = min(right, x1) - max(left, x0)
        down = min(bottom, y1) - max(top, y0)
        if across > 0.15 * min(right - left, x1 - x0) and down > 0.35 * min(bottom - top, y1 - y0):
            parts.append((x0, other.text))
    return "".join(text for _, text in sorted(parts))
