"""Light and colour of a page: how dark, how colourless, how two-toned, whether a lamp is mirrored in it."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.document import Line
from ocr.layout import bounds

Grey = NDArray[np.uint8]
_MOST_LINES = 10
_GLARE_SIDE_PX = 96
_BURNT = 253


def tone_measures(small: Picture, small_grey: Grey) -> dict[str, float]:
    """Measure a reduced page.

    `brightness`: mean level (0..1). `paper_level`: the level (0..1) of the brightest 5 %. `spread`: standard
    deviation of the level (0..255). `colour`: how much (0..255) the most coloured 0.5 % of the pixels differ
    between channels beyond what the page does as a whole (its cast).
    """
    blue, green, red = cv2.split(small[::2, ::2])
    wide = cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red))
    small_grey = small_grey[::2, ::2]
    return {
        "brightness": float(small_grey.mean()) / 255,
        "paper_level": float(np.percentile(small_grey, 95)) / 255,
        "spread": float(small_grey.std()),
        "colour": float(np.percentile(wide, 99.5) - np.median(wide)),
    }


def middle_tones(grey: Grey, lines: Sequence[Line]) -> dict[str, float]:
    """Measure `middle_tones`: pixels between ink and paper for each pixel of ink, median over long lines.

    Print that was scanned or drawn has soft edges, so about one for one; a copy in black and white has none.
    """
    shares = []
    for line in sorted(lines, key=lambda line: -len(line.text))[:_MOST_LINES]:
        left, top, right, bottom = (int(max(0, side)) for side in bounds(line.box))
        crop = grey[top:bottom, left:right]
        if crop.size < 200:
            continue
        low, high = int(crop.min()), int(np.percentile(crop[::2, ::2], 90))
        quarter = (high - low) / 4
        ink = int((crop < low + quarter).sum())
        paper = int((crop > high - quarter).sum())
        if quarter > 12 and ink:
            shares.append((crop.size - ink - paper) / ink)
    return {"middle_tones": float(np.median(shares))} if shares else {}


def glare_share(small_grey: Grey) -> float:
    """Return the share (0..1) of the page in burnt-out patches within paper that is clearly darker.

    White margins and printed frames do not count: light must fall off gently around the patch.
    """
    side = _GLARE_SIDE_PX
    tiny = np.asarray(cv2.resize(small_grey, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if float(np.median(tiny)) >= 240:
        return 0.0
    burnt = (tiny >= _BURNT).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    total = 0
    for label in range(1, count):
        left, top, wide, tall, size = (int(value) for value in stats[label])
        is_inside = left > 1 and top > 1 and left + wide < side - 1 and top + tall < side - 1
        if is_inside and size < side * side // 4 and _fades(tiny, labels == label):
            total += size
    return total / (side * side)


def _fades(tiny: Grey, patch: NDArray[np.bool_]) -> bool:
    """Tell whether light falls off gently around a patch, as reflections do and printed frames do not."""
    rings = []
    inner = patch.astype(np.uint8)
    for _ in range(3):
        outer = np.asarray(cv2.dilate(inner, np.ones((3, 3), np.uint8)), dtype=np.uint8)
        rings.append(float(np.median(tiny[(outer > 0) & (inner == 0)])))
        inner = outer
    return _BURNT > rings[0] > rings[1] > rings[2] and rings[0] > 235
