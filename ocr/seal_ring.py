"""The ring of a seal laid out straight, from its widest gap on, letters upright."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.seal_shape import Blob

_STEPS = 360
_DARK = 128
_LETTER_PX = 50
"""Letters are laid out about this high, which is what the recognisers take."""
_USUAL = (0.60, 0.93)
"""Where letters stand in a ring, as shares of its radius; how it is with this one is measured."""
_RADII = np.arange(0.46, 1.04, 0.01).astype(np.float64)
_AMID_LETTERS = slice(21, 42)
"""Those radii at which every usual ring has letters and no rim."""
_RIM, _BARE = 0.5, 0.025
"""A radius with ink at more than this share of the directions lies in a rim; with less it is bare."""
_EMPTY = 0.07
"""A direction with less ink than this share shows no letter."""
_BESIDE_GAP = 20
"""So many degrees on both sides of the gap words under the star may reach into the ring."""
_EDGE = 0.012
_WIDER = (0.03, 0.015)
_WIDEST_GAP = 1.8
"""Of a letter's height: what stands farther apart is not of the name (the number of a seal, a full stop)."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Where the name along a ring stands; `strip` lays it out.

    `inner` and `outer` are shares of the radius, `start` the direction (radians) in which the strip begins,
    `first` and `last` the shares (0..1) of the way round between which the name stands.
    """

    blob: Blob
    inner: float
    outer: float
    start: float
    first: float = 0.0
    last: float = 1.0

    @property
    def lean(self) -> float:
        """Return by how much (radians, -π..π, clockwise) the middle of the name is off the top."""
        middle = self.start + math.pi * (self.first + self.last) + math.pi / 2
        return (middle + math.pi) % (2 * math.pi) - math.pi

    def wider(self) -> "Ring":
        """Return the ring with a little more of what lies within and without its letters."""
        return replace(self, inner=self.inner - _WIDER[0], outer=self.outer + _WIDER[1])

    def strip(self, picture: Picture, *, stretch: float = 1.0) -> Picture:
        """Lay the name out as a straight strip, letters upright; `stretch` makes them wider."""
        scale = stretch * _LETTER_PX / ((self.outer - self.inner) * self.blob.radius)
        whole = math.pi * (self.inner + self.outer) * self.blob.radius * scale
        columns = max(1, round(whole * (self.last - self.first)))
        directions = self.start + 2 * math.pi * np.linspace(self.first, self.last, columns, endpoint=False)
        radii = np.linspace(self.outer, self.inner, _LETTER_PX)
        return _sampled(picture, self.blob, radii, directions)


def ring_of(ink: Picture, blob: Blob) -> Ring:
    """Find the name along a ring; `ink` is dark on white."""
    directions = np.arange(_STEPS, dtype=np.float64) * (2 * math.pi / _STEPS)
    dark = _sampled(ink, blob, _RADII, directions)[:, :, 0] < _DARK
    start, length = _gap(dark[_AMID_LETTERS].mean(axis=0) < _EMPTY)
    used = np.roll(dark, -start, axis=1)[:, length // 2 + _BESIDE_GAP : _STEPS - length // 2 - _BESIDE_GAP]
    share = used.mean(axis=1) if used.shape[1] else dark.mean(axis=1)
    rims = _RADII[(share > _RIM) & (_RADII > 0.82)]
    outer = float(rims.min()) - _EDGE if len(rims) else _USUAL[1]
    bare = _RADII[(share < _BARE) & (_RADII < 0.72)]
    inner = float(bare.max()) - _EDGE if len(bare) else _USUAL[0]
    whole = Ring(blob, inner, max(outer, inner + 0.15), start * 2 * math.pi / _STEPS)
    first, last = _name_in(whole.strip(ink))
    return replace(whole, first=first, last=last)


def _sampled(
    ink: Picture, blob: Blob, radii: NDArray[np.float64], directions: NDArray[np.float64]
) -> Picture:
    """Return the picture at polar coordinates: a row per radius, a column per direction."""
    distance = radii[:, None] * blob.radius
    map_x = blob.centre[0] + distance * np.cos(directions)[None, :]
    map_y = blob.centre[1] + distance * np.sin(directions)[None, :] / blob.aspect
    white = (255, 255, 255)
    strip = cv2.remap(
        ink, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_CUBIC, borderValue=white
    )
    return np.asarray(strip, dtype=np.uint8)


def _gap(empty: NDArray[np.bool_]) -> tuple[int, int]:
    """Return middle and length (degrees) of the widest gap, downwards where there is none to speak of."""
    best, length, run = 90, 0, 0
    for step in range(2 * _STEPS):
        run = run + 1 if empty[step % _STEPS] else 0
        if length < run <= _STEPS:
            best, length = step - run // 2, run
    return (best % _STEPS, length) if length > 12 else (90, 0)


def _name_in(strip: Picture) -> tuple[float, float]:
    """Return from where to where (0..1) the longest piece of a strip goes that has no wide gap in it."""
    columns = np.nonzero((strip[:, :, 0] < _DARK).mean(axis=0) > _EMPTY)[0]
    if not len(columns):
        return 0.0, 1.0
    breaks = np.nonzero(np.diff(columns) > _WIDEST_GAP * strip.shape[0])[0]
    name = max(np.split(columns, breaks + 1), key=len)
    margin, wide = _LETTER_PX // 4, strip.shape[1]
    return max(0, name[0] - margin) / wide, min(wide, name[-1] + margin + 1) / wide
