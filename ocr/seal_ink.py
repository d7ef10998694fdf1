"""The ink of seals: where it is on a page, and the page without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.seal_shape import Blob, Mask, find_blobs

CLEAR_CHANNEL: Mapping[str, int] = {"red": 2, "blue": 0}
"""Per ink the channel (blue, green, red) in which it is as light as paper."""
DARK_CHANNEL: Mapping[str, int] = {"red": 1, "blue": 2, "black": 1}
"""Per ink the channel in which it is dark."""
_LONG_SIDE_PX = 800


@dataclass(frozen=True, slots=True)
class Seals:
    """The seals of a page and, by ink, where that ink stands (0 or 255)."""

    blobs: tuple[Blob, ...]
    inks: Mapping[str, Mask]

    @property
    def red(self) -> Mask:
        """Return where red ink stands."""
        return self.inks["red"]


def find_seals(page: Picture) -> Seals:
    """Find the seals of a page: of red ink in any shape, of blue ink round or oval ones only.

    Pens and printed frames are blue too, so that blue ink which is no ring stays what it is.
    """
    red = red_ink(page)
    blobs = find_blobs(red)
    step = max(1, max(page.shape[:2]) // _LONG_SIDE_PX)
    small = np.ascontiguousarray(page[::step, ::step])
    rings = [_enlarged(blob, step) for blob in find_blobs(blue_ink(small)) if blob.is_round]
    if not rings:
        return Seals(blobs, {"red": red})
    return Seals((*blobs, *rings), {"red": red, "blue": blue_ink(page)})


def _enlarged(blob: Blob, step: int) -> Blob:
    return replace(
        blob,
        ink="blue",
        centre=(blob.centre[0] * step, blob.centre[1] * step),
        radius=blob.radius * step,
        left=blob.left * step,
        top=blob.top * step,
        right=blob.right * step,
        bottom=blob.bottom * step,
    )


def red_ink(picture: Picture) -> Mask:
    """Return a mask (0 or 255) of pixels that are red ink."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
    hue, saturation, value = hsv[:, :, 0], hsv[:, :, 1], hsv[:, :, 2]
    mask = ((hue < 12) | (hue > 165)) & (saturation > 70) & (value > 60)
    return np.asarray(mask, dtype=np.uint8) * np.uint8(255)


def blue_ink(picture: Picture) -> Mask:
    """Return a mask (0 or 255) of pixels that are blue ink."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
    hue, saturation, value = hsv[:, :, 0], hsv[:, :, 1], hsv[:, :, 2]
    mask = (hue >= 98) & (hue <= 132) & (saturation > 70) & (value > 60)
    return np.asarray(mask, dtype=np.uint8) * np.uint8(255)


def without_ink(picture: Picture, inks: Mapping[str, Mask], blobs: Sequence[Blob]) -> Picture:
    """Return the page with coloured seals faded to paper: of their ink only the clear channel is kept."""
    cleaned = picture.copy()
    for blob in blobs:
        margin = int(0.06 * blob.radius) + 3
        rows = slice(max(0, blob.top - margin), blob.bottom + margin)
        columns = slice(max(0, blob.left - margin), blob.right + margin)
        part = cleaned[rows, columns]
        ink = cv2.dilate(inks[blob.ink][rows, columns], np.ones((5, 5), np.uint8)) > 0
        lifted = _lifted(part[:, :, CLEAR_CHANNEL[blob.ink]], ink)
        part[ink] = lifted[ink][:, None]
    return cleaned


def _lifted(clear: Picture, ink: NDArray[np.bool_]) -> Picture:
    """Stretch the clear channel so that the seal's ink becomes as light as paper and black ink stays dark."""
    if not ink.any():
        return clear
    paper = float(np.percentile(clear, 90))
    sealed = float(np.percentile(clear[ink], 25))
    dark = float(np.percentile(clear, 1))
    if sealed - dark < 25:
        return clear
    stretched = (clear.astype(np.float32) - dark) / (sealed - dark) * (paper - dark) + dark
    return np.clip(stretched, 0, paper).astype(np.uint8)
