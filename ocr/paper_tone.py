"""Even paper: shadows lifted and faint marks (watermarks, print from behind) faded, ink left as it is."""

import cv2
import numpy as np

from ocr.crops import Picture

_FAINT = 0.86
_DARK = 0.45


def flattened(picture: Picture) -> Picture:
    """Return the picture in grey with its paper white: what is hardly darker than the paper vanishes."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    small = cv2.resize(
        grey[::3, ::3], (max(8, width // 12), max(8, height // 12)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 7)
    paper = cv2.GaussianBlur(paper, (0, 0), 3)
    ground = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    share = cv2.divide(grey, np.maximum(ground, 1), scale=255, dtype=cv2.CV_8U)
    return np.asarray(cv2.LUT(share, _curve()), dtype=np.uint8)


def _curve() -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    """Keep dark tones, stretch the middle, and send everything above the faint mark to white."""
    level = np.arange(256) / 255.0
    stretched = _DARK + (level - _DARK) / (_FAINT - _DARK) * (1 - _DARK)
    return np.clip(np.where(level < _DARK, level, stretched) * 255, 0, 255).astype(np.uint8)
