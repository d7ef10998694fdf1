"""Lines of a page with the geometry that finding values needs: characters, rows, tilt.

Pure: works on any list of lines, of pixels or of a text layer.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from ocr.document import Box, Line

PICTURE = "\ufffc"
_TALLER = 2.2
"""The character that stands for a picture within a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """One character of a line; x and y are its centre with the page's tilt taken out."""

    text: str
    x: float
    y: float
    score: float
    line: int
    place: int
    others: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A line of text on the levelled page. `characters` hold no spaces; `left` … `bottom` are levelled."""

    index: int
    line: Line
    characters: tuple[Character, ...]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Return the height of the line."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Return the height at which the line runs."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        """Return the text without spaces, in NFKC."""
        return "".join(character.text for character in self.characters)

    def is_level_with(self, other: "Span") -> bool:
        """Tell whether both stand on the same row; a much taller thing (a picture) stands on no row."""
        if max(self.height, other.height) > _TALLER * min(self.height, other.height):
            return False
        overlap = min(self.bottom, other.bottom) - max(self.top, other.top)
        return overlap >= 0.5 * min(self.height, other.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLine:
    """A line as it was read, with the place of each character across the box (0..1), if known.

    `others` are what else each character may be; `is_settled` says that no better reading is to be had;
    `is_claimed` that the file says so, and that nobody has read it from the pixels yet.
    """

    line: Line
    centres: tuple[float, ...] = ()
    others: tuple[str, ...] = ()
    is_settled: bool = False
    is_claimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tilt:
    """How a page leans: the slope of its lines, and how the slope changes down the page (perspective)."""

    slope: float = 0.0
    change: float = 0.0
    centre_x: float = 0.0
    centre_y: float = 0.0

    def level(self, x: float, y: float) -> tuple[float, float]:
        """Return where the point lies once the lines are level."""
        slope = self.slope + self.change * (y - self.centre_y)
        return x + self.slope * (y - self.centre_y), y - slope * (x - self.centre_x)


def box_of(left: float, top: float, right: float, bottom: float) -> Box:
    """Return an upright box."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def bounds(box: Box) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of a box."""
    xs, ys = [x for x, _ in box], [y for _, y in box]
    return min(xs), min(ys), max(xs), max(ys)


def slope_of(box: Box) -> float:
    """Return the slope of the upper and lower edge of a box."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = box
    run = (x1 - x0) + (x2 - x3)
    return ((y1 - y0) + (y2 - y3)) / run if abs(run) > 1e-6 else 0.0


def tilt_of(lines: Sequence[Line], width: int, height: int) -> Tilt:
    """Estimate the tilt from the long lines; a page with few of them counts as level."""
    long = [line for line in lines if _length(line.box) > 4 * _thickness(line.box)]
    if len(long) < 3:
        return Tilt(centre_x=width / 2, centre_y=height / 2)
    slopes = [slope_of(line.box) for line in long]
    middle = median(slopes)
    near = [line for line, slope in zip(long, slopes, strict=True) if abs(slope - middle) < 0.06]
    return Tilt(
        slope=middle, change=_change(near, middle, height / 2), centre_x=width / 2, centre_y=height / 2
    )


def _change(lines: Sequence[Line], middle: float, centre: float) -> float:
    """Fit how the slope grows down the page, weighing long lines more."""
    points = [(sum(y for _, y in line.box) / 4 - centre, slope_of(line.box) - middle) for line in lines]
    weights = [_length(line.box) for line in lines]
    spread = sum(w * y * y for (y, _), w in zip(points, weights, strict=True))
    if len(lines) < 5 or spread <= 0:
        return 0.0
    return sum(w * y * s for (y, s), w in zip(points, weights, strict=True)) / spread


def _length(box: Box) -> float:
    return math.dist(box[0], box[1])


def _thickness(box: Box) -> float:
    return max(1.0, math.dist(box[1], box[2]))


def spans(lines: Sequence[RawLine], tilt: Tilt) -> tuple[Span, ...]:
    """Level the lines. Lines that run slantwise (watermarks) and empty ones are left out."""
    found: list[Span] = []
    for raw in lines:
        slanted = abs(slope_of(raw.line.box) - tilt.slope) > 0.25 and (
            len(raw.line.text) > 1 or raw.line.confidence < 0.9
        )
        span = None if slanted else _span(len(found), raw, tilt)
        if span is not None:
            found.append(span)
    return tuple(found)


def _span(index: int, raw: RawLine, tilt: Tilt) -> Span | None:
    corners = [tilt.level(x, y) for x, y in raw.line.box]
    left = (corners[0][0] + corners[3][0]) / 2
    right = (corners[1][0] + corners[2][0]) / 2
    top = (corners[0][1] + corners[1][1]) / 2
    bottom = (corners[2][1] + corners[3][1]) / 2
    characters = _characters(raw, index, left, right, (top + bottom) / 2)
    if not characters or right <= left or bottom <= top:
        return None
    return Span(
        index=index, line=raw.line, characters=characters, left=left, right=right, top=top, bottom=bottom
    )


def _characters(raw: RawLine, index: int, left: float, right: float, y: float) -> tuple[Character, ...]:
    text = raw.line.text
    centres = raw.centres if len(raw.centres) == len(text) else even_centres(text)
    scores = (
        raw.line.characters if len(raw.line.characters) == len(text) else (raw.line.confidence,) * len(text)
    )
    others = raw.others if len(raw.others) == len(text) else ("",) * len(text)
    found: list[Character] = []
    for place, (original, centre, score, other) in enumerate(zip(text, centres, scores, others, strict=True)):
        x = left + centre * (right - left)
        for character in unicodedata.normalize("NFKC", original):
            if character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}:
                continue
            found.append(
                Character(text=character, x=x, y=y, score=score, line=index, place=place, others=other)
            )
    return tuple(found)


def even_centres(text: str) -> tuple[float, ...]:
    """Return where characters lie when Han characters are twice as wide as the others."""
    widths = [2 if ord(character) > 0x2E80 else 1 for character in text]
    total, at, found = sum(widths) or 1, 0, []
    for width in widths:
        found.append((at + width / 2) / total)
        at += width
    return tuple(found)


def rows_of(all_spans: Sequence[Span]) -> tuple[tuple[Span, ...], ...]:
    """Return for each span what stands on its row, from left to right, overlapping doubles left out."""
    if not all_spans:
        return ()
    tops, bottoms = (np.array([getattr(span, edge) for span in all_spans]) for edge in ("top", "bottom"))
    heights = bottoms - tops
    smaller = np.minimum.outer(heights, heights)
    shared = np.minimum.outer(bottoms, bottoms) - np.maximum.outer(tops, tops)
    level = (shared >= 0.5 * smaller) & (np.maximum.outer(heights, heights) <= _TALLER * smaller)
    ordered = sorted(range(len(all_spans)), key=lambda place: all_spans[place].left)
    return tuple(
        _without_doubles(seed, [all_spans[other] for other in ordered if level[place, other]])
        for place, seed in enumerate(all_spans)
    )


def _without_doubles(seed: Span, level: Sequence[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in level:
        if span is not seed and kept and span.left < kept[-1].right - 1.5 * span.height:
            continue
        kept.append(span)
    return tuple(kept)


def reading_order(lines: Sequence[RawLine], tilt: Tilt) -> tuple[RawLine, ...]:
    """Sort lines from top to bottom and, within a row, from left to right."""
    placed = []
    for raw in lines:
        corners = [tilt.level(x, y) for x, y in raw.line.box]
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        placed.append(((top + bottom) / 2, bottom - top, min(x for x, _ in corners), raw))
    placed.sort(key=lambda item: item[0])
    rows: list[list[tuple[float, float, float, RawLine]]] = []
    for item in placed:
        if rows and item[0] - rows[-1][0][0] < 0.5 * min(item[1], rows[-1][0][1]):
            rows[-1].append(item)
        else:
            rows.append([item])
    return tuple(item[3] for row in rows for item in sorted(row, key=lambda item: item[2]))
