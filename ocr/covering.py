"""Does something lie over the page? A thumb from its edge; a slip of paper stuck on askew."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.document import Box, Line
from ocr.layout import bounds

Grey = NDArray[np.uint8]
_SKIN = (np.array([70, 141, 85], np.uint8), np.array([255, 178, 124], np.uint8))
"""Lowest and highest Y, Cr, Cb of skin in the usual lights (hands of all tones differ mostly in Y)."""
_ASKEW = (3.5, 24.0)
"""Degrees off the print at which slips lie; nearer are the page's own edges, farther watermarks."""
_SAME_DIRECTION = 3.0
_LEAST_LINES = 3
_SLACK = 0.06
_LSD_SCALE = 0.5
_SEAL_RIM = 0.1
_LEAST_STEP = 10
"""Levels (of 255) between the two sides of an edge."""
_LEAST_EDGE = 0.08
"""Share of the page's shorter side from which an edge is long."""


def covering_measures(
    small: Picture, lines: Sequence[Line], seals: Sequence[Box], factor: float
) -> dict[str, float]:
    """Measure a reduced page; `factor` is how many pixels of the page one of its pixels is.

    `thumb`: share (0..1) of the page in the largest rounded patch of skin that reaches in from one edge.
    `slip_edges`: summed length, in shorter sides of the page, of the long straight edges within the print
    that lie askew to it and at right angles to each other; round seals are left out.
    """
    return {"thumb": _thumb(small), "slip_edges": _slip_edges(small, lines, seals, factor)}


def _thumb(small: Picture) -> float:
    height, width = small.shape[:2]
    skin = cv2.inRange(cv2.cvtColor(small, cv2.COLOR_BGR2YCrCb), *_SKIN)
    core = max(3, min(height, width) // 24) | 1
    skin = cv2.morphologyEx(skin, cv2.MORPH_OPEN, np.ones((core, core), np.uint8))
    largest = 0.0
    for contour in cv2.findContours(skin, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        left, top, wide, tall = cv2.boundingRect(contour)
        edges = (left <= 1) + (top <= 1) + (left + wide >= width - 1) + (top + tall >= height - 1)
        area = cv2.contourArea(contour)
        hull = cv2.contourArea(cv2.convexHull(contour))
        if edges == 1 and area > 0.85 * hull and area < 0.92 * wide * tall:
            largest = max(largest, area / (width * height))
    return largest


def _slip_edges(small: Picture, lines: Sequence[Line], seals: Sequence[Box], factor: float) -> float:
    if len(lines) < _LEAST_LINES:
        return 0.0
    blue, green, red = cv2.split(small)
    darkest = np.asarray(cv2.min(cv2.min(blue, green), red), dtype=np.uint8)
    side, tilt = min(darkest.shape), _tilt(lines)
    where = _Field.around(lines, seals, factor, slack=_SLACK * side)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, _LSD_SCALE).detect(darkest)[0]
    edges = []
    for x0, y0, x1, y1 in [] if found is None else found[:, 0].astype(float).tolist():
        length = hypot(x1 - x0, y1 - y0)
        off = (degrees(atan2(y1 - y0, x1 - x0)) - tilt) % 180
        is_askew = _ASKEW[0] < min(off % 90, 90 - off % 90) < _ASKEW[1]
        is_long = is_askew and length >= _LEAST_EDGE * side and where.has((x0 + x1) / 2, (y0 + y1) / 2)
        if is_long and _stands_out(darkest, x0, y0, x1, y1):
            edges.append((off, length / side))
    return max((_right_angled(edges, off) for off, _ in edges), default=0.0)


@dataclass(frozen=True, slots=True)
class _Field:
    """Where edges count: around the print, and not in seals. Left, top, right, bottom of the reduced page."""

    print_box: tuple[float, float, float, float]
    seals: tuple[tuple[float, float, float, float], ...]

    @classmethod
    def around(cls, lines: Sequence[Line], seals: Sequence[Box], factor: float, *, slack: float) -> Self:
        """Take the bounds of the lines, wider by `slack`; boxes are in pixels of the page."""
        boxes = np.array([bounds(line.box) for line in lines]) / factor
        left, top = boxes[:, :2].min(axis=0) - slack
        right, bottom = boxes[:, 2:].max(axis=0) + slack
        round_ones = []
        for seal in seals:
            x0, y0, x1, y1 = (edge / factor for edge in bounds(seal))
            rim = (x1 - x0) * _SEAL_RIM
            round_ones.append((x0 - rim, y0 - rim, x1 + rim, y1 + rim))
        return cls((float(left), float(top), float(right), float(bottom)), tuple(round_ones))

    def has(self, x: float, y: float) -> bool:
        """Tell whether a point counts."""
        return _within(self.print_box, x, y) and not any(_within(seal, x, y) for seal in self.seals)


def _within(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return box[0] < x < box[2] and box[1] < y < box[3]


def _stands_out(grey: Grey, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Tell whether the two sides of an edge differ by more than a watermark does from its paper."""
    length = hypot(x1 - x0, y1 - y0)
    across = np.array([y0 - y1, x1 - x0]) / length * 2.5
    along = np.array([x0, y0]) + np.linspace(0.15, 0.85, 9)[:, None] * np.array([x1 - x0, y1 - y0])
    sides = []
    for points in (along + across, along - across):
        columns = np.clip(points[:, 0].round().astype(int), 0, grey.shape[1] - 1)
        rows = np.clip(points[:, 1].round().astype(int), 0, grey.shape[0] - 1)
        sides.append(float(np.median(grey[rows, columns])))
    return abs(sides[0] - sides[1]) >= _LEAST_STEP


def _right_angled(edges: Sequence[tuple[float, float]], off: float) -> float:
    """Return the length of the edges along a direction and across it; nothing when one of both is missing."""
    lengths = [
        sum(length for other, length in edges if abs((other - off - turn + 90) % 180 - 90) < _SAME_DIRECTION)
        for turn in (0, 90)
    ]
    return sum(lengths) if all(lengths) else 0.0


def _tilt(lines: Sequence[Line]) -> float:
    """Return the tilt of the print in degrees: the median over its longest lines."""
    longest = sorted(lines, key=lambda line: -len(line.text))[:9]
    return float(
        np.median([degrees(atan2(b[1] - a[1], b[0] - a[0])) for a, b in (line.box[:2] for line in longest)])
    )
