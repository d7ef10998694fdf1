"""Cut single lines out of a page, upright."""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Quad = NDArray[np.float32]


def cut(picture: Picture, quad: Quad) -> Picture:
    """Return the quad as an upright rectangle; a tall one is a line turned by 90 degrees, turned back."""
    width = int(max(1.0, _distance(quad[0], quad[1]), _distance(quad[2], quad[3])))
    height = int(max(1.0, _distance(quad[0], quad[3]), _distance(quad[1], quad[2])))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    crop = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    if height >= 1.5 * width:
        crop = np.rot90(crop)
    return np.ascontiguousarray(crop, dtype=np.uint8)


def _distance(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(first - second))


def is_upright(quad: Quad) -> bool:
    """Tell whether the quad is wider than tall (a line that runs across the page)."""
    width = np.linalg.norm(quad[0] - quad[1])
    height = np.linalg.norm(quad[0] - quad[3])
    return bool(height < 1.5 * width)


def turned(picture: Picture, degrees: int) -> Picture:
    """Turn a picture clockwise by a multiple of 90 degrees."""
    if degrees % 360 == 0:
        return picture
    return np.ascontiguousarray(np.rot90(picture, -(degrees // 90) % 4))


def region(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """Return the part of a picture within these bounds, clipped to it."""
    height, width = picture.shape[:2]
    x0, x1 = (int(min(max(value, 0), width)) for value in (left, right))
    y0, y1 = (int(min(max(value, 0), height)) for value in (top, bottom))
    return picture[y0:y1, x0:x1]
