"""Seals that were copied without colour: a thin dark ring with letters in it and a star in the middle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.seal_shape import Blob

_LONG_SIDE_PX = 360
_RADII = (0.045, 0.13)
"""Least and greatest radius of a seal, as shares of the page's long side."""
_EDGE, _VOTES = 200, 24
"""Canny's upper threshold, and how many edge points must vote for a circle."""
_DIRECTIONS = 120
_DARK = 0.7
"""Ink is darker than this share of the paper."""


@dataclass(frozen=True, slots=True)
class _Zone:
    """A ring between two radii (shares of the seal's), and how much of it (0..1) may be ink."""

    inner: float
    outer: float
    least: float
    most: float


_ZONES = (
    _Zone(0.0, 0.09, 0.8, 1.0),
    _Zone(0.16, 0.26, 0.1, 0.75),
    _Zone(0.36, 0.5, 0.0, 0.3),
    _Zone(0.62, 0.86, 0.015, 0.65),
    _Zone(1.07, 1.13, 0.0, 0.35),
)
"""Star, its points, bare paper, letters, and bare paper around the rim; print may cross all of them."""
_STAR = 0.6
"""A circle of which the middle is darker than this may be a seal, before it has been fitted to the rim."""
_WHOLE_RIM = 0.85


def find_copies(small: Picture, scale: float) -> tuple[Blob, ...]:
    """Find copied seals on a reduced page without colour; `scale` is pixels of the page per pixel."""
    grey = np.ascontiguousarray(small[:, :, 1])
    share = _LONG_SIDE_PX / max(grey.shape)
    tiny = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    least, most = (round(radius * _LONG_SIDE_PX) for radius in _RADII)
    circles = cv2.HoughCircles(
        *(tiny, cv2.HOUGH_GRADIENT, 1, least), param1=_EDGE, param2=_VOTES, minRadius=least, maxRadius=most
    )
    if circles is None:
        return ()
    paper = float(np.percentile(tiny, 80))
    dark = (grey < _DARK * paper).astype(np.uint8)
    found: list[Blob] = []
    for x, y, radius in (circles.reshape(-1, 3) / share).tolist():
        blob = _seal_at(dark, x, y, radius, scale)
        if blob is not None and not any(_overlap(blob, other) for other in found):
            found.append(blob)
    return tuple(found)


def _seal_at(dark: NDArray[np.uint8], x: float, y: float, radius: float, scale: float) -> Blob | None:
    """Return the seal near a circle, fitted to its rim; None where there is none."""
    if float(_polar(dark, (x, y, radius), _ZONES[0].inner, _ZONES[0].outer).mean()) < _STAR:
        return None
    best = max(_near(x, y, radius), key=lambda circle: _rim(dark, *circle))
    coverage = _rim(dark, *best)
    if coverage < _WHOLE_RIM or not all(_fits(dark, best, zone) for zone in _ZONES):
        return None
    x, y, radius = (length * scale for length in best)
    return Blob(
        centre=(x, y),
        radius=radius,
        left=int(x - radius),
        top=int(y - radius),
        right=int(x + radius),
        bottom=int(y + radius),
        is_round=True,
        coverage=coverage,
        ink="black",
    )


def _near(x: float, y: float, radius: float) -> Iterator[tuple[float, float, float]]:
    for right in (-2, 0, 2):
        for down in (-2, 0, 2):
            for more in (-3, -1.5, 0, 1.5, 3):
                yield x + right, y + down, radius + more


def _rim(dark: NDArray[np.uint8], x: float, y: float, radius: float) -> float:
    """Return the share of directions in which there is ink on the rim."""
    return float(_polar(dark, (x, y, radius), 0.96, 1.01).max(axis=0).mean())


def _fits(dark: NDArray[np.uint8], circle: tuple[float, float, float], zone: _Zone) -> bool:
    share = float(_polar(dark, circle, zone.inner, zone.outer).mean())
    return zone.least <= share <= zone.most


def _polar(
    dark: NDArray[np.uint8], circle: tuple[float, float, float], inner: float, outer: float
) -> NDArray[np.uint8]:
    x, y, radius = circle
    angles = np.arange(_DIRECTIONS) * 2 * math.pi / _DIRECTIONS
    radii = np.linspace(inner, outer, max(2, round((outer - inner) * radius)))[:, None] * radius
    columns = (x + radii * np.cos(angles)).round().astype(int).clip(0, dark.shape[1] - 1)
    rows = (y + radii * np.sin(angles)).round().astype(int).clip(0, dark.shape[0] - 1)
    return np.asarray(dark[rows, columns], dtype=np.uint8)


def _overlap(one: Blob, other: Blob) -> bool:
    return math.dist(one.centre, other.centre) < one.radius
