"""Lines and views made by hand, for tests of geometry that need no model."""

from collections.abc import Mapping

from ocr.document import Line, Reading, Source
from ocr.elements import View, read_elements, read_unlabelled
from ocr.kind_files import KindFile, kind_file
from ocr.layout import RawLine, Span, Tilt, box_of, even_centres, spans

SIZE = 30


def line(text: str, x: float, y: float, *, size: float = SIZE, confidence: float = 0.99) -> RawLine:
    """Return a line whose left top corner stands at x, y; Han characters are `size` wide."""
    width = sum(size if ord(character) > 0x2E80 else size / 2 for character in text)
    made = Line(text=text, box=box_of(x, y, x + width, y + size * 1.2), confidence=confidence)
    return RawLine(line=made, centres=even_centres(text))


def page(*lines: tuple[str, float, float]) -> tuple[Span, ...]:
    """Return levelled lines from (text, x, y)."""
    return spans([line(text, x, y) for text, x, y in lines], Tilt())


def told(kind: str, *lines: tuple[str, float, float]) -> Mapping[str, Reading]:
    """Return what a page of these lines tells of a kind, as a text layer without pixels sees it."""
    view = View(number=1, source=Source.TEXT_LAYER, spans=page(*lines))
    return {**read_elements(known(kind), view), **read_unlabelled(known(kind), view)}


def known(kind: str) -> KindFile:
    """Return a kind that must be there."""
    found = kind_file(kind)
    assert found is not None
    return found
