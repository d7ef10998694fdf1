"""By how much a page leans, told from how its ink falls into rows; cheap, on a small copy of the picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture

LEAST_DEGREES = 3.0
"""Smaller leans are taken out of the lines' places (layout.Tilt) without touching the pixels."""
MOST_DEGREES = 20.0
_SIDE_PX = 560
_LEAST_INK = 400
_MOST_INK = 5_000
_CLEARLY = 1.25
_COARSE, _FINE = 1.0, 0.25


def skew_of(picture: Picture) -> float:
    """Return by how many degrees the rows of ink fall to the right; 0.0 unless it is clearly 3° to 20°."""
    places = ink_places(picture)
    if len(places) < _LEAST_INK:
        return 0.0
    angles = np.arange(-MOST_DEGREES, MOST_DEGREES + _COARSE, _COARSE)
    ragged = {float(angle): max(_evenness(places, float(angle))) for angle in angles}
    best = max(ragged, key=lambda angle: ragged[angle])
    if abs(best) < LEAST_DEGREES - 0.5 or ragged[best] < _CLEARLY * ragged[0.0]:
        return 0.0
    near = best + np.arange(-_COARSE, _COARSE + _FINE, _FINE)
    found = max((float(angle) for angle in near), key=lambda angle: max(_evenness(places, angle)))
    return found if LEAST_DEGREES <= abs(found) < MOST_DEGREES else 0.0


def ink_places(picture: Picture) -> NDArray[np.float32]:
    """Return x and y of dark strokes on a small copy of the picture."""
    grey = cv2.cvtColor(picture[:: _step(picture), :: _step(picture)], cv2.COLOR_BGR2GRAY)
    factor = _SIDE_PX / max(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    hats = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((9, 9), np.uint8))
    rows, columns = np.nonzero(hats > 40)
    every = max(1, len(rows) // _MOST_INK + 1)
    return np.stack([columns[::every], rows[::every]], axis=1).astype(np.float32)


def _step(picture: Picture) -> int:
    return max(1, int(max(picture.shape[:2])) // (2 * _SIDE_PX))


def _evenness(places: NDArray[np.float32], angle: float) -> tuple[float, float]:
    """Return how sharply ink gathers in rows, and in columns, when the page is turned back by an angle."""
    across, down = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return (
        _gathered(places[:, 1] * across - places[:, 0] * down),
        _gathered(places[:, 0] * across + places[:, 1] * down),
    )


def _gathered(along: NDArray[np.float32]) -> float:
    counts = np.bincount((along - along.min()).astype(np.int64))
    return float(np.square(counts, dtype=np.float64).sum()) / max(1, len(along))
