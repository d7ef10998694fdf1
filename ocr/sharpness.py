"""How sharp, large and even the print on a page is, measured where print stands."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.document import Line
from ocr.layout import bounds

Grey = NDArray[np.uint8]
LINE_HEIGHT_PX = 32
"""The height to which lines are scaled before their sharpness is compared."""
MOST_LINES = 12
_LEAST_CONTRAST = 32.0
_FULL_CONTRAST = 100.0
_LEAST_CHARACTERS = 4


def line_measures(grey: Grey, lines: Sequence[Line]) -> dict[str, float]:
    """Measure the print: `sharpness` and `line_height_px`, medians over the longest lines that stand out.

    `sharpness` is the variance of the Laplacian of a line scaled to 32 pixels and to one contrast. Neither
    faint marks (a watermark) nor a single character are print (hair and collars look like strokes): a page
    without four characters of print in words has neither measure.
    """
    values, heights = [], []
    for crop in _longest(grey, lines):
        low, high = (float(level) for level in np.percentile(crop[::2, ::2], (2, 98)))
        if high - low < _LEAST_CONTRAST * high / 255:
            continue
        size = (max(8, min(640, crop.shape[1] * LINE_HEIGHT_PX // crop.shape[0])), LINE_HEIGHT_PX)
        scaled = cv2.resize(crop, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        scaled *= _FULL_CONTRAST / (high - low)
        values.append(float(cv2.Laplacian(scaled, cv2.CV_32F).var()))
        heights.append(float(crop.shape[0]))
    if not values:
        return {}
    return {"sharpness": float(np.median(values)), "line_height_px": float(np.median(heights))}


def edge_sharpness(small_grey: Grey) -> float:
    """Return how steep the steepest edges of a reduced page without print are, in per cent of its contrast.

    For portraits and other pictures: the 99.7th percentile of the Laplacian over the range of levels.
    """
    bent = cv2.convertScaleAbs(cv2.Laplacian(cv2.GaussianBlur(small_grey, (3, 3), 0), cv2.CV_16S))
    low, high, steep = (
        float(np.percentile(values[::2, ::2], share))
        for values, share in ((small_grey, 1), (small_grey, 99), (bent, 99.7))
    )
    return 100 * steep / max(20.0, high - low)


def _longest(grey: Grey, lines: Sequence[Line]) -> Iterator[Grey]:
    words = [line for line in lines if len(line.text) > 1]
    if sum(len(line.text) for line in words) < _LEAST_CHARACTERS:
        return
    for line in sorted(words, key=lambda line: -len(line.text))[:MOST_LINES]:
        left, top, right, bottom = (int(max(0, value)) for value in bounds(line.box))
        crop = grey[top:bottom, left : min(right, left + 20 * (bottom - top))]
        if crop.shape[0] >= 6 and crop.shape[1] >= 12:
            yield crop
