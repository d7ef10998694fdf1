"""Pages that a program printed: what the file says of itself, borne out by the pixels.

Where lines stand is known from the text layer, so that nothing need be looked for; what is printed there is
still read from the pixels wherever it matters (second_look.py). The shortcut is for honest pages only: every
line has ink, a sample of lines says what the file says, and what ink is left over is little and is read too.
Anything else goes the long way, on which hidden and lying text is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from ocr.crops import Picture, Quad, cut, region
from ocr.engines import Engine
from ocr.layout import RawLine, bounds
from ocr.lines import boxes_of_lines, skimmed
from ocr.orphans import cover, ink_of
from ocr.second_look import CLAIMED, part_between, part_quad, scored
from ocr.values import plain_text

_SIDE_PX = 1400
_LEAST_INK = 0.02
_SAMPLE = 6
_LARGEST = 2
_BEGINNING = 10
"""So many lines are read to see whether the file tells the truth, and so many characters of each."""
_AWAY = 0.2
_MOST_LEFT_OVER = 0.3
_MOST_PLACES = 24
_TALL = 2.2


@dataclass(frozen=True, slots=True)
class Printed:
    """The lines of a printed page; `is_all` says that nothing else stands on it."""

    lines: tuple[RawLine, ...]
    is_all: bool


def printed_lines(engine: Engine, grey: Picture, claimed: Sequence[RawLine]) -> Printed | None:
    """Return the lines of an honest printed page, None for one that must be read the long way."""
    lines = [_claim(raw) for raw in claimed]
    height_px = median(_height(raw) for raw in lines)
    scale = 1 / max(1, round(max(grey.shape) / _SIDE_PX))
    ink = ink_of(grey, scale, height_px * scale)
    if height_px < 8 or not all(_has_ink(ink, raw, scale) for raw in lines):
        return None
    cover(ink, [_quad(raw) * scale for raw in lines])
    places = _left_over(ink, height_px * scale)
    if len(places) > _MOST_PLACES or _area(places) > _MOST_LEFT_OVER * ink.size:
        return None
    if not _sample_agrees(engine, grey, lines):
        return None
    others = _read_places(engine, grey, [place / scale for place in places], height_px)
    return Printed((*lines, *others), is_all=not places)


def _claim(raw: RawLine) -> RawLine:
    line = scored(raw.line, (CLAIMED,) * len(raw.line.text))
    return replace(raw, line=line, others=("",) * len(line.text), is_claimed=True)


def _height(raw: RawLine) -> float:
    _, top, _, bottom = bounds(raw.line.box)
    return bottom - top


def _quad(raw: RawLine) -> Quad:
    return np.array(raw.line.box, dtype=np.float32)


def _has_ink(ink: NDArray[np.uint8], raw: RawLine, scale: float) -> bool:
    part = region(ink, *(edge * scale for edge in bounds(raw.line.box)))
    return part.size > 0 and float(part.mean()) > _LEAST_INK


def _left_over(ink: NDArray[np.uint8], height_px: float) -> list[Quad]:
    """Return boxes around ink that belongs to no line: letters and more, joined to words."""
    reach = max(2, round(0.9 * height_px))
    joined = cv2.dilate(ink, np.ones((max(2, reach // 3), reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    places = []
    for label in range(1, count):
        left, top, wide, tall = (int(value) for value in stats[label][:4])
        inside = ink[top : top + tall, left : left + wide][
            labels[top : top + tall, left : left + wide] == label
        ]
        if int(inside.sum()) > 0.06 * height_px * height_px:
            right, bottom = left + wide, top + tall
            corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
            places.append(np.array(corners, dtype=np.float32))
    return places


def _area(places: Sequence[Quad]) -> float:
    return float(sum((place[2] - place[0]).prod() for place in places))


def _sample_agrees(engine: Engine, grey: Picture, lines: Sequence[RawLine]) -> bool:
    """Read the largest lines and some others, and tell whether the file says what they say."""
    telling = [raw for raw in lines if len(raw.line.text) > 1]
    telling.sort(key=_height, reverse=True)
    rest = telling[_LARGEST:]
    step = max(1, len(rest) // (_SAMPLE - _LARGEST))
    sample = [*telling[:_LARGEST], *rest[::step]][:_SAMPLE]
    parts = [part_between(raw, 0, _BEGINNING) for raw in sample]
    said = [raw.line.text[: part.end] for raw, part in zip(sample, parts, strict=True)]
    crops = [cut(grey, part_quad(raw.line.box, part)) for raw, part in zip(sample, parts, strict=True)]
    odd = [at for at, seen in enumerate(engine.skim(crops)) if not _agrees(said[at], seen.text)]
    again = engine.recognise([crops[at] for at in odd])
    return all(_agrees(said[at], seen.text) for at, seen in zip(odd, again, strict=True))


def _agrees(said: str, seen: str) -> bool:
    said, seen = plain_text(said), plain_text(seen)
    return Levenshtein.distance(said, seen) <= max(1, _AWAY * len(said))


def _read_places(engine: Engine, grey: Picture, places: Sequence[Quad], height_px: float) -> list[RawLine]:
    """Read what is left over: low places as lines, tall ones after looking for lines in them."""
    low = [place for place in places if place[2, 1] - place[0, 1] < _TALL * height_px]
    found: list[Quad] = []
    for place in (place for place in places if place[2, 1] - place[0, 1] >= _TALL * height_px):
        left, top = (max(0, int(value)) for value in place[0])
        part = grey[top : int(place[2, 1]), left : int(place[2, 0])]
        if min(part.shape) > 8:
            found += [quad + np.array([left, top], np.float32) for quad in boxes_of_lines(engine, part)]
    return skimmed(engine, grey, found, low)
