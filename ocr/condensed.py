"""A grey page made small for the detector: at the size it looks at, its blank bands cut short."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture, Quad

_MARGIN_PX = 12
"""So much blank paper stays on each side of ink, at the detector's size: nearly a line of small print."""
_INK = 215
"""Paper is lighter than this (0..255) once its tone is lifted."""
_RULE_PX = 64
"""Ink that runs straight down for so long is the frame of a page or a table, not writing."""
_MULTIPLE = 32
"""The detector works on sides that are multiples of this; a ragged rest would be squeezed."""


@dataclass(frozen=True, slots=True)
class Condensed:
    """The small picture (BGR), and where each of its rows and columns lies on the page (px)."""

    picture: Picture
    rows: NDArray[np.float32]
    columns: NDArray[np.float32]

    def on_page(self, quads: list[Quad]) -> list[Quad]:
        """Return places in the small picture as places on the page."""
        return [
            np.stack([_at(quad[:, 0], self.columns), _at(quad[:, 1], self.rows)], axis=1) for quad in quads
        ]


def condensed(grey: Picture, side_px: int) -> Condensed:
    """Return a page whose longer side is brought down to `side_px` with its blank bands cut short."""
    height, width = grey.shape
    scale = min(1.0, side_px / max(height, width))
    small = cv2.resize(grey, (max(1, round(width * scale)), max(1, round(height * scale))))
    ink = (small < _INK).astype(np.uint8)
    rows = _kept(_without_rules(ink).max(axis=1) > 0)
    columns = _kept(ink.max(axis=0) > 0, is_outer_only=True)
    picture = cv2.cvtColor(small[np.ix_(rows, columns)], cv2.COLOR_GRAY2BGR)
    return Condensed(
        picture=np.asarray(picture, dtype=np.uint8),
        rows=(rows / small.shape[0] * height).astype(np.float32),
        columns=(columns / small.shape[1] * width).astype(np.float32),
    )


def _without_rules(ink: Picture) -> Picture:
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_RULE_PX, 1), np.uint8))
    return np.asarray(ink - rules, dtype=np.uint8)


def _kept(is_inked: NDArray[np.bool_], *, is_outer_only: bool = False) -> NDArray[np.intp]:
    """Return which rows or columns stay: with ink, near it, and as many more as fill a multiple."""
    count = len(is_inked)
    reach = np.ones((2 * _MARGIN_PX + 1, 1), np.uint8)
    near = cv2.dilate(is_inked.astype(np.uint8)[:, None], reach).ravel() > 0
    if not near.any():
        return np.arange(min(count, _MULTIPLE))
    inside = np.nonzero(near)[0]
    if is_outer_only:
        near[inside[0] : inside[-1]] = True
    blank = np.nonzero(~near)[0]
    wanted = min(count, -(-int(near.sum()) // _MULTIPLE) * _MULTIPLE) - int(near.sum())
    near[blank[len(blank) - wanted :]] = True
    return np.nonzero(near)[0]


def _at(places: NDArray[np.float32], lines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where places between kept lines lie on the page."""
    step = (lines[-1] - lines[0]) / max(1, len(lines) - 1)
    known = np.arange(len(lines) + 1, dtype=np.float32)
    found: NDArray[np.float32] = np.interp(places, known, np.append(lines, lines[-1] + step)).astype(
        np.float32
    )
    return found
