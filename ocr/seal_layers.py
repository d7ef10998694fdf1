"""One seal cut out of its page: its ink alone, and what black lies over it."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.seal_ink import CLEAR_CHANNEL, DARK_CHANNEL
from ocr.seal_shape import Blob, Mask

_AROUND = 0.15
_INK = 0.22
"""What has this share of the colour of the seal's strong ink is ink of the seal, however faint."""
_BLACK = 0.45
_HOLE_PX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """A seal apart from its page; `blob` is in pixels of these pictures.

    `ink` is dark on white and white where anything black lies; in `painted` the ink is drawn on under the
    black; `black` is light where black lies. All are BGR.
    """

    blob: Blob
    ink: Picture
    painted: Picture
    black: Picture

    def turned(self, radians: float) -> "Layers":
        """Return the seal turned about its centre, clockwise as seen."""
        centre = self.blob.centre
        matrix = cv2.getRotationMatrix2D(centre, -math.degrees(radians), 1.0)
        size = self.ink.shape[1], self.ink.shape[0]
        white, dark = (255, 255, 255), (0, 0, 0)
        return replace(
            self,
            ink=np.asarray(cv2.warpAffine(self.ink, matrix, size, borderValue=white), np.uint8),
            painted=np.asarray(cv2.warpAffine(self.painted, matrix, size, borderValue=white), np.uint8),
            black=np.asarray(cv2.warpAffine(self.black, matrix, size, borderValue=dark), np.uint8),
        )


def layers_of(page: Picture, mask: Mask, blob: Blob) -> Layers:
    """Cut a seal out; `mask` is where ink of its colour surely stands."""
    margin = int(_AROUND * blob.radius) + 6
    top, left = max(0, blob.top - margin), max(0, blob.left - margin)
    rows, columns = slice(top, blob.bottom + margin), slice(left, blob.right + margin)
    part, sure = page[rows, columns], mask[rows, columns] > 0
    tone, clear = part[:, :, DARK_CHANNEL[blob.ink]], part[:, :, CLEAR_CHANNEL[blob.ink]]
    black = clear < _BLACK * float(np.percentile(clear, 90))
    is_ink = _coloured(clear, tone, sure) & ~black
    ink = np.where(is_ink, _stretched(tone, sure), 255).astype(np.uint8)
    hole = cv2.dilate(black.astype(np.uint8), np.ones((3, 3), np.uint8))
    painted = cv2.inpaint(ink, hole, _HOLE_PX, cv2.INPAINT_TELEA)
    return Layers(
        blob=replace(
            blob,
            centre=(blob.centre[0] - left, blob.centre[1] - top),
            left=blob.left - left,
            top=blob.top - top,
            right=blob.right - left,
            bottom=blob.bottom - top,
        ),
        ink=_in_three(ink),
        painted=_in_three(np.asarray(painted, np.uint8)),
        black=_in_three(np.where(black, 255, 0).astype(np.uint8)),
    )


def _coloured(clear: Picture, tone: Picture, sure: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell where there is ink of the seal's colour, faint ink too, measured against its own strong ink."""
    colour = clear.astype(np.float32) - tone
    beside = cv2.dilate(sure.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
    paper = float(np.median(colour[beside])) if beside.any() else 0.0
    strong = float(np.percentile(colour[sure], 70)) if sure.any() else 255.0
    faint = colour - paper > _INK * (strong - paper)
    return np.asarray(cv2.dilate(faint.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _stretched(tone: Picture, sure: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the ink's tone from black (strong ink) to white (paper)."""
    paper = float(np.percentile(tone, 90))
    dark = float(np.percentile(tone[sure], 20)) if sure.any() else 0.0
    return np.clip((tone.astype(np.float32) - dark) / max(20.0, paper - dark) * 255, 0, 255)


def _in_three(grey: Picture) -> Picture:
    return np.repeat(grey[:, :, None], 3, axis=2)
