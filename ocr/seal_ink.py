"""The ink of seals: where it is on a page, and the page without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.seal_copies import find_copies
from ocr.seal_shape import Blob, Mask, find_blobs

CLEAR_CHANNEL: Mapping[str, int] = {"red": 2, "blue": 0}
"""Per ink the channel (blue, green, red) in which it is as light as paper."""
DARK_CHANNEL: Mapping[str, int] = {"red": 1, "blue": 2, "black": 1}
"""Per ink the channel in which it is dark."""
_Ranges = tuple[tuple[tuple[int, int, int], tuple[int, int, int]], ...]
_RED: _Ranges = (((0, 71, 61), (11, 255, 255)), ((166, 71, 61), (180, 255, 255)))
_BLUE: _Ranges = (((98, 71, 61), (132, 255, 255)),)
"""Least and greatest hue (0..180), saturation and value of inks."""
_COLOURLESS = 0.0005
"""A page with less coloured ink than this share may be a copy."""
_LONG_SIDE_PX = 800


@dataclass(frozen=True, slots=True)
class Seals:
    """The seals of a page in colour, by ink where that ink stands (0 or 255), and seals copied in black."""

    blobs: tuple[Blob, ...]
    inks: Mapping[str, Mask]
    copies: tuple[Blob, ...] = ()

    @property
    def red(self) -> Mask:
        """Return where red ink stands."""
        return self.inks["red"]


def find_seals(page: Picture) -> Seals:
    """Find the seals of a page: of red ink in any shape, of blue ink round or oval ones only.

    Pens and printed frames are blue too, so that blue ink which is no ring stays what it is. All is looked
    for on a reduced page; where that shows no ink of a colour, none is looked for on the page itself.
    """
    step = max(1, round(max(page.shape[:2]) / _LONG_SIDE_PX))
    height, width = page.shape[0] // step, page.shape[1] // step
    small = np.asarray(cv2.resize(page, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    hsv = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2HSV), dtype=np.uint8)
    red, blue = _in_ranges(hsv, _RED), _in_ranges(hsv, _BLUE)
    scale = max(page.shape[:2]) / max(small.shape[:2])
    blobs = [_enlarged(blob, scale, "red") for blob in _outermost(find_blobs(red))]
    rings = [_enlarged(blob, scale, "blue") for blob in find_blobs(blue) if blob.is_round]
    inks = {"red": _where(page, red, _RED, scale)}
    if rings:
        inks["blue"] = _where(page, blue, _BLUE, scale)
    has_colour = max(float((mask > 0).mean()) for mask in (red, blue)) > _COLOURLESS
    return Seals((*blobs, *rings), inks, () if has_colour else find_copies(small, scale))


def _outermost(blobs: Sequence[Blob]) -> list[Blob]:
    """Leave out what lies within a ring: star and words of a seal whose ink is not connected."""
    rings = [blob for blob in blobs if blob.is_round and not blob.straddles]
    return [blob for blob in blobs if not any(_is_within(blob, ring) for ring in rings)]


def _is_within(blob: Blob, ring: Blob) -> bool:
    is_smaller = blob.right - blob.left < ring.right - ring.left
    return (
        is_smaller
        and (blob.left >= ring.left and blob.right <= ring.right)
        and (blob.top >= ring.top and blob.bottom <= ring.bottom)
    )


def _enlarged(blob: Blob, scale: float, ink: str) -> Blob:
    return replace(
        blob,
        ink=ink,
        centre=(blob.centre[0] * scale, blob.centre[1] * scale),
        radius=blob.radius * scale,
        left=int(blob.left * scale),
        top=int(blob.top * scale),
        right=int(blob.right * scale),
        bottom=int(blob.bottom * scale),
    )


def _where(page: Picture, small: Mask, ranges: _Ranges, scale: float) -> Mask:
    """Return the mask of a page, made only around what a reduced mask shows."""
    mask = np.zeros(page.shape[:2], dtype=np.uint8)
    points = cv2.findNonZero(small)
    if points is not None:
        left, top, width, height = cv2.boundingRect(points)
        rows = slice(int(max(0, top - 1) * scale), int((top + height + 1) * scale) + 1)
        columns = slice(int(max(0, left - 1) * scale), int((left + width + 1) * scale) + 1)
        part = np.asarray(cv2.cvtColor(page[rows, columns], cv2.COLOR_BGR2HSV), dtype=np.uint8)
        mask[rows, columns] = _in_ranges(part, ranges)
    return mask


def _in_ranges(hsv: Picture, ranges: _Ranges) -> Mask:
    """Return which pixels (0 or 255) lie in any of the ranges of hue, saturation and value."""
    masks = [cv2.inRange(hsv, np.array(low), np.array(high)) for low, high in ranges]
    return np.asarray(np.bitwise_or.reduce(masks), dtype=np.uint8)


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
