"""Lines of a grey page that nobody has read before: found, skimmed, and read again where in doubt."""

from collections.abc import Sequence

from ocr.condensed import condensed
from ocr.crops import Picture, Quad, cut
from ocr.document import Box, Line
from ocr.engines import DETECTION_SIDE_PX, Engine, Recognised
from ocr.layout import RawLine
from ocr.orphans import completed
from ocr.second_look import doubts_settled
from ocr.wariness import wary

LEAST_CONFIDENCE = 0.3
_LEVEL = 0.7
LEAST_ORPHAN = 0.85
LEAST_MISSED = 0.5
"""Ink that is skimmed with less is not read again: an edge, a speck, a flourish."""
_STROKES = frozenset("1lIi|丨一-—_.,·'、/\\ 口卜厂丿")


def found_lines(engine: Engine, grey: Picture) -> list[RawLine]:
    """Return every line of a page."""
    quads, missed = completed(grey, kept_apart(boxes_of_lines(engine, grey)))
    return skimmed(engine, grey, quads, missed)


def boxes_of_lines(engine: Engine, grey: Picture) -> list[Quad]:
    """Return where lines of text stand."""
    page = condensed(grey, DETECTION_SIDE_PX)
    return page.on_page(engine.detect(page.picture))


def kept_apart(quads: Sequence[Quad]) -> list[Quad]:
    """Let no box begin within its left neighbour on the row: it would read half of its last letter again."""
    found = [quad.copy() for quad in quads]
    for quad in found:
        (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
        height = bottom - top
        for other in quads:
            (x0, y0), (x1, y1) = other.min(axis=0), other.max(axis=0)
            is_level = min(bottom, y1) - max(top, y0) > _LEVEL * min(height, y1 - y0)
            if (
                is_level
                and x0 < left < x1 < right
                and x1 - left < height
                and max(height, y1 - y0) < 2 * height
            ):
                share = (x1 - left) / (right - left)
                quad[0] += (quad[1] - quad[0]) * share
                quad[3] += (quad[2] - quad[3]) * share
                break
    return found


def skimmed(engine: Engine, grey: Picture, quads: Sequence[Quad], missed: Sequence[Quad]) -> list[RawLine]:
    """Skim lines, and ink that may be text; what is in doubt is read again by the better recogniser."""
    every = [*quads, *missed]
    crops = [cut(grey, quad) for quad in every]
    first = [
        wary(line, crop.shape[1] / crop.shape[0])
        for line, crop in zip(engine.skim(crops), crops, strict=True)
    ]
    raw = [_raw_line(*pair) for pair in zip(every, first, strict=True)]
    may_be_text = [line for line in raw[len(quads) :] if line.line.confidence >= LEAST_MISSED]
    lines = doubts_settled(engine, grey, [*raw[: len(quads)], *may_be_text])
    found = [line for line in lines[: len(quads)] if _is_text(line.line)]
    return found + [line for line in lines[len(quads) :] if _is_missed_text(line.line)]


def _is_text(line: Line) -> bool:
    return bool(line.text) and line.confidence >= LEAST_CONFIDENCE


def _is_missed_text(line: Line) -> bool:
    """Tell whether ink outside all boxes is text: surely read, and not a stroke that any edge looks like."""
    return _is_text(line) and line.confidence >= LEAST_ORPHAN and not _STROKES.issuperset(line.text)


def _raw_line(quad: Quad, line: Recognised) -> RawLine:
    first, second, third, fourth = ((float(x), float(y)) for x, y in quad)
    box: Box = (first, second, third, fourth)
    scores = tuple(round(score, 4) for score in line.scores)
    return RawLine(
        line=Line(text=line.text, box=box, confidence=round(line.confidence, 4), characters=scores),
        centres=line.centres,
        others=line.others,
    )
