"""How good the picture of a page is, and what is wrong with it."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture, region
from ocr.document import Box, Line, Quality
from ocr.layout import bounds

LINE_HEIGHT_PX = 32
SHARP_ENOUGH = 60.0
LEAST_SHORT_SIDE_PX = 240


def quality_of(picture: Picture, lines: Sequence[Line]) -> Quality:
    """Measure sharpness on the lines at one common height, brightness, glare and size."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    sharpness = _sharpness(grey, lines)
    brightness = float(grey[::4, ::4].mean()) / 255
    short = min(picture.shape[:2])
    flags = []
    if _is_blank(grey, lines):
        flags.append("blank")
    elif sharpness is not None and sharpness < SHARP_ENOUGH:
        flags.append("blurred")
    if brightness < 0.25:
        flags.append("dark")
    if _glares(grey):
        flags.append("glare")
    if short < LEAST_SHORT_SIDE_PX:
        flags.append("low_resolution")
    return Quality(
        sharpness=round(sharpness or 0.0, 1),
        brightness=round(brightness, 3),
        short_side_px=short,
        flags=tuple(flags),
    )


def _sharpness(grey: NDArray[np.uint8], lines: Sequence[Line]) -> float | None:
    """Return the median variance of the Laplacian over lines scaled to one height and one contrast."""
    values = []
    longest = sorted(lines, key=lambda line: -len(line.text))[:16]
    for line in longest:
        left, top, right, bottom = (int(max(0, value)) for value in bounds(line.box))
        crop = grey[top:bottom, left:right]
        if crop.shape[0] < 6 or crop.shape[1] < 12:
            continue
        size = (max(8, crop.shape[1] * LINE_HEIGHT_PX // crop.shape[0]), LINE_HEIGHT_PX)
        scaled = cv2.resize(crop, size, interpolation=cv2.INTER_AREA).astype(np.float64)
        low, high = np.percentile(scaled, (2, 98))
        contrast = max(20.0, high - low)
        values.append(float(cv2.Laplacian(scaled * (100.0 / contrast), cv2.CV_64F).var()))
    return float(np.median(values)) if values else None


def has_ink(picture: Picture, box: Box) -> bool:
    """Tell whether anything is to be seen within a box."""
    part = region(picture, *bounds(box))
    return part.size > 0 and float(part.max(axis=2).std()) > 8.0


def _is_blank(grey: NDArray[np.uint8], lines: Sequence[Line]) -> bool:
    return not lines and float(grey[::2, ::2].std()) < 12


def _glares(grey: NDArray[np.uint8]) -> bool:
    """Tell whether a burnt-out patch lies within paper that is clearly darker; white margins do not count."""
    small = np.asarray(cv2.resize(grey, (96, 96), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    burnt = (small >= 253).astype(np.uint8)
    if float(np.median(small)) >= 240:
        return False
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    for label in range(1, count):
        left, top, wide, tall, size = (int(value) for value in stats[label])
        is_inside = left > 1 and top > 1 and left + wide < 95 and top + tall < 95
        if is_inside and 70 < size < 2400 and _fades(small, labels == label):
            return True
    return False


def _fades(small: NDArray[np.uint8], patch: NDArray[np.bool_]) -> bool:
    """Tell whether light falls off gently around a patch, as reflections do and printed frames do not."""
    rings = []
    inner = patch.astype(np.uint8)
    for _ in range(3):
        outer = np.asarray(cv2.dilate(inner, np.ones((3, 3), np.uint8)), dtype=np.uint8)
        rings.append(float(np.median(small[(outer > 0) & (inner == 0)])))
        inner = outer
    return 253 > rings[0] > rings[1] > rings[2] and rings[0] > 235
